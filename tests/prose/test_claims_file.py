"""Mistakes in claims.toml are told with the file, the line and what is wrong, before a text is checked with it."""

from pathlib import Path

import pytest

from xlreport.errors import DefinitionError
from xlreport.form.library import library
from xlreport.prose.claims_file import wrong_claims
from xlreport.prose.lexicon import load_lexicon
from xlreport.rules.load import load_rules

FORM = "zfxxgk-2021"
CLAIM = '[[claim]]\nname = "新收的申请"\ntopic = "申请"\nany = ["新收"]\ncells = ["申请[本年新收, *]"]\n'
MISSHAPEN = (  # (text, line, what is said)
    ("[words\n", "", "不是合格的 TOML"),
    ('[word]\n"甲" = ["乙"]\n', "第 1 行", "不认识的项“word”，是不是“words”"),
    ('[words]\n"甲" = "乙"\n', "第 1 行", '[words] 下面一行一项，"…" = ["…", "…"]'),
    ('plain = "的"\n', "第 1 行", 'plain = ["词", "词"]'),
    (CLAIM + "levl = \"error\"\n", "第 1 行 [[claim]]“新收的申请”", "不认识的项“levl”，是不是“level”"),
    ('\n\n[[claim]]\nname = "甲"\ncells = []\n', "第 3 行 [[claim]]“甲”", "缺 topic"),
    (CLAIM + CLAIM.replace('["新收"]', '"新收"'), "第 6 行 [[claim]]“新收的申请”", "“any”应写成[\"…\", \"…\"]"),
    (CLAIM + 'level = "soft"\n', "第 1 行 [[claim]]“新收的申请”", "level 只能是 error、warning、silent"),
    (CLAIM + "channel = 1\n", "第 1 行 [[claim]]“新收的申请”", "“channel”应写成true / false"),
)
USELESS = (
    (CLAIM.replace('["新收"]', '["新收到的"]'), "第 1 行 [[claim]]“新收的申请”", "any：[words] 里没有“新收到的”这一类词"),
    (CLAIM.replace('topic = "申请"', 'topic = "申情"'), "第 1 行 [[claim]]“新收的申请”", "topic：[topics] 里没有“申情”"),
    (CLAIM.replace("本年新收", "本年新受"), "第 1 行 [[claim]]“新收的申请”", "cells：“申请[本年新受, *]”："),
    ('[topics]\n"仲裁" = "仲裁"\n', "第 2 行", "[words] 里没有“仲裁”这一类词"),
    ('[columns]\n"自然人" = "个人列"\n', "第 2 行", "表里没有“个人列”这一列"),
)


def own_file(folder: Path, text: str) -> tuple[Path, ...]:
    """The files of the form with one of its own on top."""
    path = folder / FORM / "claims.toml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    return (*load_rules(library(), FORM).claims, path)


@pytest.mark.parametrize(("text", "line", "words"), MISSHAPEN)
def test_a_misshapen_file_is_refused(tmp_path: Path, text: str, line: str, words: str) -> None:
    """No text is checked with half of a file; the catalogue says the same."""
    paths = own_file(tmp_path, text)
    with pytest.raises(DefinitionError) as raised:
        load_lexicon(paths)
    mistakes = raised.value.mistakes
    assert [one.file for one in mistakes] == [f"{FORM}/claims.toml"]
    assert mistakes[0].place == line
    assert words in mistakes[0].text
    assert mistakes[0] in wrong_claims(paths, library().form(FORM))


@pytest.mark.parametrize(("text", "line", "words"), USELESS)
def test_an_entry_that_can_never_speak_is_named(tmp_path: Path, text: str, line: str, words: str) -> None:
    """Such an entry harms no check, so only the catalogue of rules says it."""
    paths = own_file(tmp_path, text)
    load_lexicon(paths)
    mistakes = wrong_claims(paths, library().form(FORM))
    assert [(one.file, one.place) for one in mistakes] == [(f"{FORM}/claims.toml", line)]
    assert words in mistakes[0].text


@pytest.mark.parametrize("form_id", library().ids())
def test_the_product_s_own_files_are_right(form_id: str) -> None:
    """Every class of words is listed, every topic has words, every cell is there."""
    assert wrong_claims(load_rules(library(), form_id).claims, library().form(form_id)) == ()
