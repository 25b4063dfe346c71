"""Worksheet functions: what a cell shows for right use, wrong use and hostile use; never an exception."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.live.functions import XLR_GROWTH, XLR_NUMBER, XLR_SENTENCE, XLR_SHARE

ANYTHING = st.one_of(st.none(), st.floats(), st.integers(), st.booleans(), st.text(max_size=30), st.decimals(allow_nan=True),
                     st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(9999, 1, 1)), st.sampled_from([-2146826243, "#N/A"]))  # noqa: DTZ001
CONTENTS = st.one_of(ANYTHING, st.lists(st.lists(ANYTHING, min_size=1, max_size=3), min_size=1, max_size=3))


@pytest.mark.parametrize(("now", "last", "digits", "shown"), [
    (45.0, 40.0, None, "增长12.5%"),
    (30.0, 40.0, 0.0, "下降25%"),
    (40.0, 40.0, None, "持平"),
    (80.0, 40.0, None, "翻一番"),
    (160.0, 40.0, None, "翻两番"),
    (42.0, 40.0, None, "增长5%"),
    (0.0, 0.0, None, "持平"),
    (100001.0, 100000.0, None, "基本持平"),
    (41.0, 40.0, 2.0, "增长2.50%"),
    (1050.4, 1000.0, None, "增长5%"),
    (0.0, 40.0, None, "下降100%"),
    (10.05, 10.0, None, "增长0.5%"),
    ([[1.0, 2.0]], [[1.0], [1.0]], None, "增长50%"),
    (5.0, 0.0, None, "上年是 0，不能算增长率"),
    (5.0, None, None, "上年的数有空格没有填"),
    ("12件", 10.0, None, "本年的数是“12件”，不是数字，是不是 12？"),
    ("不详", 10.0, None, "本年的数是“不详”，不是数字"),
    ("#DIV/0!", 10.0, None, "本年的数是“#DIV/0!”，不是数字"),
    (-2146826243, 10.0, None, "本年的数是“错误值”，不是数字"),
    (True, 10.0, None, "本年的数是“TRUE”，不是数字"),
    (datetime.datetime(2023, 1, 5), 10.0, None, "本年的数显示成了日期。请把格式改为“常规”，重新键入数字"),  # noqa: DTZ001
    (12.0, 10.0, 1.5, "小数位数要是整数，现为 1.5"),
    (12.0, 10.0, 9.0, "小数位数要在 0 到 6 之间，现为 9"),
])
def test_growth(now: Any, last: Any, digits: Any, shown: str) -> None:
    """Half is rounded up; a difference too small to show is said; nothing that is no number counts as one."""
    assert XLR_GROWTH(now, last, digits) == shown


@pytest.mark.parametrize(("part", "whole", "digits", "shown"), [
    (1.0, 8.0, None, "12.5%"),
    (2.0, 3.0, 2.0, "66.67%"),
    (0.0, 3.0, None, "0%"),
    (3.0, 3.0, 0.0, "100%"),
    (1.0, 1000.0, 0.0, "0%"),
    (4999.0, 9999.0, None, "50.0%"),
    (0.0, 0.0, None, "总数是 0，不能算占比"),
    (4.0, 3.0, None, "4 不是 3 的一部分，请核对两个数的次序"),
    (None, 3.0, None, "其中的数有空格没有填"),
])
def test_share(part: Any, whole: Any, digits: Any, shown: str) -> None:
    """A share is of something, and at most all of it."""
    assert XLR_SHARE(part, whole, digits) == shown


@pytest.mark.parametrize(("phrase", "ranges", "shown"), [
    ("新收申请{1}件，{增长(1, 2), 1}", [45.0, 40.0], "新收申请45件，增长12.5%"),
    ("其中予以公开{2}件，占{比率(2，1)，0}", [40.0, 10.0], "其中予以公开10件，占25%"),
    ("比上年{差(1, 2)}件", [3.0, 5.0], "比上年减少2件"),
    ("收费{1}万元", [25.1], "收费25.1万元"),
    ("共{1}件", [[[1.0, 2.0], [3.0, 4.0]]], "共10件"),
    ("没有空", [], "没有空"),
    ("{ 1 }件", [7.0], "7件"),
    ("共{3}件", [1.0, 2.0], "句子里用到第 3 个数，后面只给了 2 个"),
    ("共{一}件", [1.0], "“{一}”认不出。可以写 {1}、{增长(1, 2), 1}、{比率(1, 2), 1}、{差(1, 2)}"),
    ("{增长(1, 2)}", [1.0, 0.0], "上年是 0，不能算增长率"),
    ("{1}", [None], "第 1 个数有空格没有填"),
    ("{1}", ["/"], "第 1 个数是“/”，不是数字"),
    ([["a", "b"]], [1.0], "文字要写在一格里，或直接写在公式里加引号"),
])
def test_sentence(phrase: Any, ranges: list[Any], shown: str) -> None:
    """Holes take figures, rates and differences; a hole that cannot be filled is said, not left."""
    assert XLR_SENTENCE(phrase, *ranges) == shown


@pytest.mark.parametrize(("text", "shown"), [
    ("一十二", 12.0), ("１２", 12.0), ("12件", 12.0), ("1.2万", 12000.0), ("1，234", 1234.0), (12.5, 12.5), ("无", 0.0),
    (None, ""), ("约十件左右", "“约十件左右”认不出是几"), ("#N/A", "“#N/A”认不出是几"), (True, "“TRUE”认不出是几"),
    ([["三", "4 件"], [None, "?"]], [[3.0, 4.0], ["", "“?”认不出是几"]]),
])
def test_number(text: Any, shown: Any) -> None:
    """A blank is not 0, and what is not understood is not guessed."""
    assert XLR_NUMBER(text) == shown


@given(CONTENTS, CONTENTS, CONTENTS)
def test_whatever_is_typed_a_cell_shows_words_or_a_number(one: Any, two: Any, three: Any) -> None:
    """No exception, no nan, and the last net is never needed."""
    for shown in (XLR_GROWTH(one, two, three), XLR_SHARE(one, two, three), XLR_SENTENCE(one, two, three)):
        assert isinstance(shown, str)
        assert "没有料到" not in shown
    shown = XLR_NUMBER(one)
    assert "没有料到" not in str(shown)
    flat = [cell for row in shown for cell in row] if isinstance(shown, list) else [shown]
    assert all(isinstance(cell, str) or cell == cell for cell in flat)


def test_currency_counts_as_it_comes() -> None:
    """COM hands over cells with a currency format as Decimal."""
    assert XLR_GROWTH(Decimal("12.5000"), Decimal("10.0000"), None) == "增长25%"
