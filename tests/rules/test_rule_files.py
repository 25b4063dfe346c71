"""Rule files: all mistakes of a file together, with file and rule; and what an office's own folder may change."""

from pathlib import Path
from typing import Any

import pytest

from xlreport.check.checking import check_submission
from xlreport.errors import DefinitionError
from xlreport.form.exchange import from_json
from xlreport.form.library import Library, templates_folder
from xlreport.rules.load import load_cases, load_rules
from xlreport.rules.model import RuleSet

FORM = "zfxxgk-2021"
RULE = """[[rule]]
id = "{id}"
says = "{id} 的话"
basis = "本办法"
check = '{check}'
"""


def own_rules(folder: Path, text: str | bytes, place: str = f"{FORM}/rules.toml") -> RuleSet:
    """The rules with an office's own file on top."""
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_rules(Library(folder), FORM)


def mistakes(folder: Path, text: str | bytes, place: str = f"{FORM}/rules.toml") -> list[tuple[str, str, str]]:
    """Every mistake that is reported of an office's own file."""
    with pytest.raises(DefinitionError) as error:
        own_rules(folder, text, place)
    return [tuple(mistake) for mistake in error.value.mistakes]


def rule(rule_id: str, check: str, *lines: str) -> str:
    """One rule as a file states it."""
    return RULE.format(id=rule_id, check=check) + "".join(f"{line}\n" for line in lines)


def test_all_mistakes_are_reported_together(tmp_path: Path) -> None:
    """One error names every mistake of a file with file and rule, in file order; nothing in it was evaluated."""
    planted = tmp_path / "planted"
    text = "\n".join((
        rule("S901", "申请[本年新受, 自然人] == 0"),
        rule("S902", f'__import__("os").system("touch {planted}") == 0'),
        rule("S903", "申请[本年新收, 自然人 == 0"),
        rule("S904", "申请[本年新收，自然人] == 0"),
        rule("S905", "申请[本年新收, 自然人] == 0", 'severty = "error"'),
        rule("S906", "申请[本年新收, 自然人] == 0"), rule("S906", "申请[本年新收, 自然人] == 0"),
        rule("S907", "申请[本年新收, 自然人] == 0", 'severity = "错误"'),
        rule("S908", "申请[本年新收, 自燃人] == 0", "when = ['封面.规章权 == \"无\"', '申请[本年新收, 自然人]']", 'tolerance = "-1"', "sides = ['左']"),
        '[[rule]]\nid = "S909"\n', '[[rule]]\nid = "s910"\n', '[[rule]]\nid = "S911"\nsays = "两样都有"\ncheck = "1"\ntest = "blanc"\n',
        rule("S912", "申请[上年结转, 自然人] + 1 == 申请[本年新收, 自然人:其他]", "total = true"),
    ))
    found = mistakes(tmp_path, text)
    assert {file for file, _, _ in found} == {f"{FORM}/rules.toml"}
    assert not planted.exists()
    assert {place for _, place, _ in found} == {*(f"S{number}" for number in range(901, 910)), "s910", "S911", "S912"}
    said = "\n".join(f"{place} {text}" for _, place, text in found)
    for words in (
        "S901 check：表 申请 没有“本年新受”这一行，是不是“本年新收”", "S902 check：“__import__", "S903 check：第", "没有配对",
        "S904 check：第 8 个字符“，”是全角标点，请改用半角 ,", "S905 不认识的项“severty”，是不是“severity”", "S906 这个 id 已经用过",
        "S907 severity 只能是 error、warning、info、off，现为“错误”", "S908 check：表 申请 没有“自燃人”", "S908 when：封面上没有“规章权”",
        "S908 when：缺少比较号", "S908 tolerance 是不小于 0 的数，现为“-1”", "S908 sides", "S909 缺少 says", "S909 要有 check",
        "s910 id 是一个字母", "S911 没有“blanc”这种检查，是不是“blank”", "S912 total 的规则写成",
    ):
        assert words in said
    assert len(found) >= 19


def test_the_error_is_one_text_for_a_person(tmp_path: Path) -> None:
    """The text of the error counts the mistakes and names each on a line of its own."""
    with pytest.raises(DefinitionError) as error:
        own_rules(tmp_path, rule("S901", "申情[本年新收, 自然人] == 0") + rule("S902", "申请[本年新收, 自然人]"))
    lines = str(error.value).splitlines()
    assert len(lines) == 3
    assert "有 2 处错误" in lines[0]
    assert lines[1].startswith(f"  {FORM}/rules.toml S901：check：没有“申情”这张表")


@pytest.mark.parametrize("text", [
    "[rule]\nid = 'S901'\n", "rule = 5\n", "rule = [1]\n", "rule = 'S901'\n", "[[rule]]\nid = 901\n", "[[rule]]\n",
    "[[rule]\n", "id = S901\n", "不是\n", "\0", "申请 = 1\n", "[[rules]]\nid = 'S901'\n",
    rule("S901", "申请[本年新收, 自然人] == 0", "when = 5"), rule("S901", "申请[本年新收, 自然人] == 0", "when = [5]"),
    rule("S901", "申请[本年新收, 自然人] == 0", "severity = ['error']"), rule("S901", "申请[本年新收, 自然人] == 0", "severity = {}"),
    rule("S901", "申请[本年新收, 自然人] == 0", "tolerance = 'NaN'"), rule("S901", "申请[本年新收, 自然人] == 0", "tolerance = inf"),
    rule("S901", "申请[本年新收, 自然人] == 0", "tolerance = [1]"), rule("S901", "申请[本年新收, 自然人] == 0", "sides = '左右'"),
    "[[rule]]\nid = 'S901'\nsays = '表'\ncheck = ['申请[本年新收, 自然人] == 0']\n",
    "[[rule]]\nid = 'S901'\nsays = '表'\ntest = []\n", "[[rule]]\nid = ['S901']\n",
    rule("S901", "申请[本年新收, 自然人] == 0").encode("gbk"), rule("S901", "申请[本年新收, 自然人] == 0").encode("utf-16"),
], ids=range(25))
def test_a_file_of_another_shape_is_a_mistake(text: str | bytes, tmp_path: Path) -> None:
    """Whatever stands in a rule file, its faults are mistakes with the file's name, never an internal error."""
    assert {file for file, _, _ in mistakes(tmp_path, text)} == {f"{FORM}/rules.toml"}


def test_notepads_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Windows Notepad writes a byte order mark and CRLF; the file is read all the same."""
    text = rule("S901", "申请[本年新收, 自然人] == 0").replace("\n", "\r\n")
    assert "S901" in own_rules(tmp_path, b"\xef\xbb\xbf" + text.encode()).by_id


def test_mistakes_of_several_files_come_together(tmp_path: Path) -> None:
    """A mistake in the rules of every form and one in a form's own are one error, each with its file."""
    (tmp_path / "rules.toml").write_text(rule("C901", "申请[本年新受, 自然人] == 0"), "utf-8")
    found = mistakes(tmp_path, rule("S901", "申请[本年新受, 自然人] == 0"))
    assert {(file, place) for file, place, _ in found} == {("rules.toml", "C901"), (f"{FORM}/rules.toml", "S901")}


def judged(rules: RuleSet, **entries: Any) -> dict[str, str]:
    """Rule id to severity of what is found in a report full of zeros with entries on top."""
    library = Library()
    data = {"form": FORM, "unit": "示范县财政局", "year": 2023,
            "cells": dict.fromkeys(library.form(FORM).cells, 0) | entries}
    return {found.rule: found.severity for found in check_submission(from_json(data, library), rules).findings}


def test_the_offices_own_changes(tmp_path: Path) -> None:
    """An office's file changes a severity, replaces a sentence, turns a rule off and adds one; the rest stays as it is."""
    broken = {"申请[本年新收, 自然人]": 3, "申请[本年新收, 总计]": 3}
    before = load_rules(Library(), FORM)
    rules = own_rules(tmp_path, "\n".join((
        '[[rule]]\nid = "S101"\nseverity = "warning"\nsays = "本市的说法"\n', '[[rule]]\nid = "S103"\nseverity = "off"\n',
        rule("S901", "申请[本年新收, 总计] <= 2", 'severity = "info"'),
    )))
    assert judged(before, **broken) == {"S101": "error"}
    assert judged(rules, **broken) == {"S101": "warning", "S901": "info"}
    assert judged(before, **{"申请[总计, 自然人]": 1, "申请[本年新收, 自然人]": 1})["S103"] == "error"
    assert "S103" not in judged(rules, **{"申请[总计, 自然人]": 1, "申请[本年新收, 自然人]": 1})
    assert rules.by_id["S101"].says == "本市的说法"
    assert rules.by_id["S101"].check == before.by_id["S101"].check
    assert [rule.id for rule in rules.rules] == [*(rule.id for rule in before.rules), "S901"]
    assert rules.version != before.version
    same = [rule for rule in rules.rules if rule.id not in ("S101", "S103", "S901")]
    assert same == [rule for rule in before.rules if rule.id not in ("S101", "S103")]


@pytest.mark.parametrize("place", [f"{FORM}/rules.toml", "rules.toml"])
@pytest.mark.parametrize("rule_id", ["C103", "W105", "S102"])
def test_any_rule_can_be_changed_from_either_file(place: str, rule_id: str, tmp_path: Path) -> None:
    """The rules of every form can be changed too, in the form's folder or for all forms at once."""
    rules = own_rules(tmp_path, f'[[rule]]\nid = "{rule_id}"\nseverity = "off"\n', place)
    assert rules.by_id[rule_id].severity == "off"
    assert rules.by_id[rule_id].says == load_rules(Library(), FORM).by_id[rule_id].says


def test_except_leaves_steps_out(tmp_path: Path) -> None:
    """`except` names rows or columns at which a repeated rule does not speak; one it never reaches is a mistake."""
    rules = own_rules(tmp_path, rule("S901", "申请[本年新收, 各列] <= 申请[总计, 各列]", "except = ['总计', '其他']"))
    assert [instance.key for instance in rules.by_id["S901"].instances] == ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构"]
    (found,) = mistakes(tmp_path, rule("S901", "申请[本年新收, 各列] <= 申请[总计, 各列]", "except = ['总记']"))
    assert found[:2] == (f"{FORM}/rules.toml", "S901")
    assert "“总记”" in found[2]
    assert "是不是“总计”" in found[2]
    assert mistakes(tmp_path, rule("S901", "申请[本年新收, 各列] <= 申请[总计, 各列]", "except = 5"))


def test_a_rule_that_is_off_still_has_to_be_right(tmp_path: Path) -> None:
    """Turned off is not torn out: the mistake in the office's file is reported with its file and rule."""
    found = mistakes(tmp_path, '[[rule]]\nid = "S101"\nseverity = "off"\ncheck = "申请[本年新受, 自然人] == 0"\n')
    assert [(file, place) for file, place, _ in found] == [(f"{FORM}/rules.toml", "S101")]


def test_the_program_may_not_say_an_id_twice(tmp_path: Path) -> None:
    """Only the office's file speaks of an id a second time, and only once in itself."""
    found = mistakes(tmp_path, '[[rule]]\nid = "S101"\nseverity = "off"\n' * 2)
    assert found == [(f"{FORM}/rules.toml", "S101", "这个 id 已经用过；id 永不重用")]


def test_an_office_adds_a_form(tmp_path: Path) -> None:
    """A folder with form.toml is a form; the rules of every form hold for it as well."""
    folder = tmp_path / "bendi-2024"
    folder.mkdir()
    text = (templates_folder() / "zfxxgk-2019" / "form.toml").read_text("utf-8")
    (folder / "form.toml").write_text(text.replace('"zfxxgk-2019"', '"bendi-2024"'), "utf-8")
    library = Library(tmp_path)
    assert library.ids() == ("zfxxgk-2021", "zfxxgk-2019", "bendi-2024")
    assert library.form("bendi-2024").id == "bendi-2024"
    assert {rule.id[0] for rule in load_rules(library, "bendi-2024").rules} == {"C", "N", "W"}


@pytest.mark.parametrize("text", [
    "[[case]]\nrule = 'S101'\nverdict = '通过'\n", "[[case]]\nrule = 'S999'\nverdict = 'holds'\n", "case = 5\n", "[case]\nrule = 'S101'\n",
    "[[case]]\nrule = 'S101'\nverdict = 'broken'\ncells = { '申请[本年新受, 自然人]' = 1 }\n", "[[case]\n", "[[case]]\nverdict = 'holds'\n",
])
def test_mistakes_in_examples(text: str, tmp_path: Path) -> None:
    """An example that names no rule, no verdict or no cell is a mistake of its file, as one in a rule is."""
    (tmp_path / FORM).mkdir()
    (tmp_path / FORM / "cases.toml").write_text(text, "utf-8")
    with pytest.raises(DefinitionError, match=r"cases\.toml"):
        load_cases(Library(tmp_path), FORM)
