"""Placeholders: what is one, what it becomes, and what a person is told where it cannot become anything."""

from decimal import Decimal
from typing import Any

import pytest

from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.form.submission import Submission
from xlreport.prose.filling import UNFILLED, fill
from xlreport.prose.placeholders import find_placeholders
from xlreport.rules.sums import amounts

FORM = library().form("zfxxgk-2021")
N, K = "申请[本年新收, 总计]", "申请[总计, 总计]"


def report(last: dict[str, Any] | None = None, facts: dict[str, Any] | None = None, **cells: Any) -> Submission:
    """A report of zeros with some figures; cells by row, in the column 总计."""
    given = dict.fromkeys(FORM.cells, 0) | {f"申请[{row}, 总计]": figure for row, figure in cells.items()}
    return from_json({"form": FORM.id, "unit": "某局", "year": 2023, "cells": given, "facts": facts or {}, "last_year": last or {}}, library())


def filled(text: str, submission: Submission) -> str:
    """The text with its figures."""
    return fill(text, submission, amounts(submission)).text


@pytest.mark.parametrize(("text", "expected"), [
    ("新收{申请[本年新收, 总计]}件。", "新收12件。"),
    ("新收｛申请［本年新收，总计］｝件。", "新收12件。"),  # as an input method types it
    ("{申请[本年新收,总计]}{申请[总计, 总计]}", "1210"),
    ("{申请[予以公开:部分公开, 总计]}件", "9件"),
    ("{申请[不予公开, 总计]}件", "1件"),
    ('{申请["1.属于国家秘密", 总计]}', "1"),
    ("{申请[本年新收, 总计] - 申请[总计, 总计]}", "2"),
    ("{上年.申请[本年新收, 总计]}件", "8件"),
    ("{文中.信息处理费[实收金额]}元", "18.50元"),
    ("{比率(申请[予以公开:部分公开, 总计], 申请[总计, 总计]), 1}", "90%"),
    ("{比率(申请[国家秘密, 总计], 申请[本年新收, 总计]), 2}", "8.33%"),
    ("同比{增长(申请[本年新收, 总计]), 1}", "同比增长50%"),
    ("{增长(申请[总计, 总计]), 1}", "下降16.7%"),
    ("{增长(申请[上年结转, 总计])}", "持平"),
    ("{增长(申请[结转下年, 总计])}", "翻一番"),
    ("较上年{差(申请[本年新收, 总计])}。", "较上年增加4件。"),
    ("较上年{差(申请[总计, 总计])}。", "较上年减少2件。"),
    ("{差(比率(申请[国家秘密, 总计], 申请[总计, 总计])), 1}", "上升1.7个百分点"),
    ("{差(申请[本年新收, 总计], 申请[总计, 总计])}", "增加2件"),
    ("公式{x}、{a[1]}、{申请人须知}、{}、{申请表(一)}、}{", "公式{x}、{a[1]}、{申请人须知}、{}、{申请表(一)}、}{"),
])
def test_what_it_becomes(text: str, expected: str) -> None:
    submission = report(
        本年新收=12, 总计=10, 予以公开=6, 部分公开=3, 国家秘密=1, 结转下年=2, 上年结转=3, facts={"文中.信息处理费[实收金额]": "18.50"},
        last={N: 8, K: 12, "申请[上年结转, 总计]": 3, "申请[结转下年, 总计]": 1, "申请[国家秘密, 总计]": 1})
    assert filled(text, submission) == expected


@pytest.mark.parametrize(("text", "said"), [
    ("{申请[本年新手, 总计]}", "是不是“本年新收"),
    ("{申请[本年新收, 总机]}", "是不是“总计"),
    ("{申请[本年新收, 总计]件", "右花括号"),
    ("{文中.信息处理费[实收]}", "是不是"),
    ("{申请[各行, 总计]}", "各行"),
    ("{比率(申请[本年新收, 总计]), 1}", "两项"),
    ("{增长(上年.申请[本年新收, 总计])}", "本年表里"),
    ("{申请[本年新收, 总计], 9}", "小数位数"),
    ("{申请表[本年新收, 总计]}", "是不是“申请”"),
    ("{申请[__import__('os').system('x'), 总计]}", "代码"),
    ("{申请[本年新收, 总计]" + "+1" * 300 + "}", "最多"),
])
def test_what_it_cannot_mean(text: str, said: str) -> None:
    (placeholder,) = find_placeholders(text, FORM)
    assert said in placeholder.problem
    assert UNFILLED in filled(text, report())


@pytest.mark.parametrize(("text", "said"), [
    ("{增长(申请[本年新收, 总计])}", "没有上年数据"),
    ("{比率(申请[国家秘密, 总计], 申请[总计, 总计])}", "分母是 0"),
    ("{申请[重复申请, 总计]}", "没有填"),
    ("{文中.信息处理费[通知件数]}", "没有填"),
])
def test_what_cannot_be_told(text: str, said: str) -> None:
    (piece,) = fill(text, report(重复申请=None), amounts(report(重复申请=None))).pieces
    assert said in piece.problem
    assert piece.words == UNFILLED


@pytest.mark.parametrize("text", [
    "同比增长{增长(申请[本年新收, 总计])}", "较上年{差(申请[本年新收, 总计])}件",
    "占{比率(申请[本年新收, 总计], 申请[本年新收, 总计])}%",
])
def test_words_are_not_said_twice(text: str) -> None:
    submission = report(本年新收=3, last={N: 2})
    (piece,) = fill(text, submission, amounts(submission)).pieces
    assert "删去" in piece.problem


def test_a_last_year_of_nothing_has_no_growth() -> None:
    submission = report(本年新收=3, last={N: 0})
    (piece,) = fill("{增长(申请[本年新收, 总计])}", submission, amounts(submission)).pieces
    assert "不能算增长率" in piece.problem


def test_amounts_keep_their_digits() -> None:
    submission = from_json({"form": FORM.id, "cells": {"公开[行政事业性收费, 收费金额]": "18.8710"}}, library())
    assert filled("{公开[行政事业性收费, 收费金额]}万元", submission) == "18.8710万元"
    assert amounts(submission)["this"]["公开[行政事业性收费, 收费金额]"] == Decimal("18.8710")


def test_pieces_stand_where_they_say() -> None:
    submission = report(本年新收=1234, 总计=5)
    filling = fill("新收{申请[本年新收, 总计]}件，办结{申请[总计, 总计]}件", submission, amounts(submission))
    assert [filling.text[piece.start : piece.end] for piece in filling.pieces] == ["1234", "5"]
