"""Clauses: the wording follows the figures, an untouched clause is chosen anew, and phrases.toml is held to its shape."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from written import report
from xlreport.errors import DefinitionError
from xlreport.form.exchange import from_json
from xlreport.form.library import Library, library
from xlreport.form.submission import Submission
from xlreport.prose.filling import UNFILLED
from xlreport.prose.finished import finished_texts
from xlreport.prose.phrases import clause, offered, phrases_of
from xlreport.reading.declared import declared_facts
from xlreport.rules.sums import amounts

FORM = "zfxxgk-2021"
OWN = Library(Path(__file__).parents[1] / "data" / "forms")


def numbers(last: dict[str, int] | None = None, facts: dict[str, Any] | None = None, answers: dict[str, str] | None = None, **rows: int) -> Submission:
    """A report of zeros but for some rows' totals, this year and last."""
    form = library().form(FORM)
    cells = dict.fromkeys(form.cells, 0) | {f"申请[{row}, 总计]": figure for row, figure in rows.items()}
    before = dict.fromkeys(form.cells, 0) | {f"申请[{row}, 总计]": figure for row, figure in last.items()} if last is not None else {}
    return from_json({"form": FORM, "unit": "某局", "year": 2023, "cells": cells, "last_year": before, "facts": facts or {},
                      "answers": answers or {}}, library())


@pytest.mark.parametrize(("name", "submission", "expected"), [
    ("申请件数", numbers(), "本年度未收到政府信息公开申请，没有上年结转的申请。"),
    ("申请件数", numbers(本年新收=1, 总计=1), "本年度新收政府信息公开申请1件，已办结。"),
    ("申请件数", numbers(本年新收=3, 总计=3), "本年度新收政府信息公开申请3件，均已办结。"),
    ("申请件数", numbers(本年新收=3, 上年结转=1, 总计=2, 结转下年=2), "本年度新收政府信息公开申请3件，上年结转1件，办结2件，结转下年度2件。"),
    ("申请增减", numbers({"本年新收": 8}, 本年新收=12), "新收申请较上年增加4件，增长50%。"),
    ("申请增减", numbers({"本年新收": 8}, 本年新收=6), "新收申请较上年减少2件，下降25%。"),
    ("申请增减", numbers({"本年新收": 8}, 本年新收=8), "新收申请与上年持平。"),
    ("申请增减", numbers({"本年新收": 8}, 本年新收=16), "新收申请较上年增加8件，翻一番。"),
    ("申请增减", numbers({"本年新收": 0}, 本年新收=3), "新收申请较上年增加3件，上年没有新收申请。"),
    ("办理结果", numbers(总计=4, 予以公开=3, 国家秘密=1), "办结的申请中，予以公开3件、不予公开1件。"),
    ("办理结果", numbers(总计=2, 部分公开=2), "办结的2件申请均为部分公开。"),
    ("公开比率", numbers({"总计": 4, "予以公开": 2}, 总计=3, 予以公开=2), "予以公开和部分公开的占办结总数的66.7%，较上年上升16.7个百分点。"),
    ("复议诉讼", numbers(), "本年度没有因政府信息公开工作引起的行政复议和行政诉讼。"),
    ("信息处理费", numbers(facts={"文中.信息处理费[通知件数]": 2, "文中.信息处理费[通知金额]": "380.50", "文中.信息处理费[实收金额]": "200"}),
     "本年度发出信息处理费收费通知2件，总金额380.50元，实际收取200元。"),
    ("统计期限", numbers(), "本报告的数据统计期限自2023年1月1日起至2023年12月31日止。"),
    ("统计期限", numbers(answers={"报告范围": "本级政府（汇总）"}),
     "本报告的数据由所属各单位的政府信息公开工作年度报告汇总，统计期限自2023年1月1日起至2023年12月31日止。"),
])
def test_the_wording_follows_the_figures(name: str, submission: Submission, expected: str) -> None:
    assert clause(name, submission) == expected


@pytest.mark.parametrize(("charged", "asked", "received"), [(2, 300, 300), (2, "380.50", 200), (2, 300, 0), (0, 0, 80)])
def test_a_written_fee_is_read_again(charged: int, asked: Any, received: int) -> None:
    """What the program writes about fees, a reader of the finished report takes for the same three figures."""
    given = {"文中.信息处理费[通知件数]": charged, "文中.信息处理费[通知金额]": asked, "文中.信息处理费[实收金额]": received}
    submission = numbers(facts=given)
    read = declared_facts({"其他需要报告的事项": clause("信息处理费", submission)}, submission.form, 2023)
    assert {name: value.number for name, (value, *_) in read.items()} == {name: Decimal(str(figure)) for name, figure in given.items()}


def test_an_unknown_clause_names_the_near_ones() -> None:
    with pytest.raises(KeyError, match="申请件数"):
        clause("申请件", numbers())


@pytest.mark.parametrize("form_id", OWN.ids())
def test_every_clause_of_every_form_is_filled_in(form_id: str) -> None:
    """Over many reports no clause shows a brace, and none a gap but where last year allows no growth."""
    for seed in range(12):
        submission = report(form_id, seed, OWN)
        for phrase in phrases_of(submission.form).phrases:
            text = clause(phrase.id, submission)
            assert "{" not in text
            assert UNFILLED not in text, (phrase.id, text)
        assert not [piece for filling in finished_texts(submission, amounts(submission)).values() for piece in filling.pieces if piece.problem]


def test_clauses_that_need_last_year_are_offered_where_it_is_there() -> None:
    form = library().form(FORM)
    assert "增长(" in offered(form, "某局", 2023, True)["总体情况"]
    assert "增长(" not in offered(form, "某局", 2023, False)["总体情况"]
    assert "序言" not in offered(form, "某局", None, False)  # the period names a year that nobody stated


def test_a_clause_a_person_changed_is_that_persons() -> None:
    submission = numbers()
    texts = {"总体情况": "本年度新收政府信息公开申请{申请[本年新收, 总计]}件，都是网上收到的。"}
    filled = finished_texts(submission._replace(texts=texts), amounts(submission))
    assert filled["总体情况"].text == "本年度新收政府信息公开申请0件，都是网上收到的。"


@pytest.mark.parametrize(("text", "said"), [
    ('[[phrase]]\nid="a"\nsection="总体"\n[[phrase.wording]]\ntext="x"', "是不是“总体情况”"),
    ('[[phrase]]\nid="a"\nsection="总体情况"\n[[phrase.wording]]\ntext="{申请[本年新手, 总计]}"', "是不是“本年新收"),
    ('[[phrase]]\nid="a"\nsection="总体情况"\n[[phrase.wording]]\nwhen="申请[本年新收, 总计]"\ntext="x"', "when"),
    ('[[phrase]]\nid="a"\nsection="总体情况"\n[[phrase.wording]]\nwhen="申请[本年新收, 总计] == 0"\ntext="x"', "不写 when"),
    ('[[phrase]]\nid="a"\nsection="总体情况"\ntextt="x"\n[[phrase.wording]]\ntext="{各项}"', "items"),
    ("x = 1", "不认识的项"), ("phrase = 3", "写成"), ("[[phrase", "TOML"),
])
def test_mistakes_of_a_file_are_told_together(text: str, said: str) -> None:
    form = library().form(FORM)._replace(phrases=(("phrases.toml", text),))
    with pytest.raises(DefinitionError, match=said):
        phrases_of(form)


def test_an_answer_chooses_the_wording_of_a_clause_without_braces() -> None:
    """The aggregated report's preamble says whose figures it adds up, although the offered line holds no brace any more."""
    text = {"序言": offered(library().form(FORM), "某县人民政府", 2023, False)["序言"]}
    assert "{" not in text["序言"]
    for answers, words in (({}, "本报告的数据统计期限自"), ({"报告范围": "本级政府（汇总）"}, "由所属各单位的政府信息公开工作年度报告汇总")):
        submission = numbers(answers=answers)._replace(texts=text)
        assert words in finished_texts(submission, amounts(submission))["序言"].text
