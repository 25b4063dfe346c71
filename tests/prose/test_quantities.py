"""Every form of number, with unit, exactness and place; and a number written is the number read, in every style."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.prose.agreement import NOT, ROUGHLY, ROUNDED, SAME, TRUNCATED, agreement, restyled, spelled
from xlreport.prose.numerals import chinese_number
from xlreport.prose.quantities import (
    ABOUT,
    CONTACT,
    COUNT,
    DATE,
    DOUBLINGS,
    DURATION,
    EXACT,
    OVER,
    PERCENT,
    POINTS,
    QUANTITIES,
    RANGE,
    REFERENCE,
    TIMES,
    UNDER,
    quantities,
)

FULL = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


@pytest.mark.parametrize(("words", "kind", "value", "unit", "bound", "step"), [
    ("12件", COUNT, "12", "件", EXACT, "1"), ("１２份", COUNT, "12", "份", EXACT, "1"), ("1,234条", COUNT, "1234", "条", EXACT, "1"),
    ("12 345 件", COUNT, "12345", "件", EXACT, "1"), ("三件", COUNT, "3", "件", EXACT, "1"), ("二十三起", COUNT, "23", "起", EXACT, "1"),
    ("一百零八宗", COUNT, "108", "宗", EXACT, "1"), ("两件", COUNT, "2", "件", EXACT, "1"), ("1.2万件", COUNT, "12000", "件", EXACT, "1000"),
    ("3.5亿元", COUNT, "350000000", "元", EXACT, "10000000"), ("318.4526万元", COUNT, "3184526", "元", EXACT, "1"),
    ("14万余条", COUNT, "140000", "条", OVER, "10000"), ("60余件", COUNT, "60", "件", OVER, "10"), ("近百件", COUNT, "100", "件", UNDER, "100"),
    ("约50件", COUNT, "50", "件", ABOUT, "10"), ("50件左右", COUNT, "50", "件", ABOUT, "10"), ("超过100人次", COUNT, "100", "人次", OVER, "100"),
    ("不足20件", COUNT, "20", "件", UNDER, "10"), ("百分之九十八点三", PERCENT, "98.3", "%", EXACT, "0.1"),
    ("98.3％", PERCENT, "98.3", "%", EXACT, "0.1"), ("千分之五", PERCENT, "0.5", "%", EXACT, "0.1"), ("七成以上", PERCENT, "70", "%", OVER, "10"),
    ("近三成", PERCENT, "30", "%", UNDER, "10"), ("五成", PERCENT, "50", "%", ABOUT, "10"), ("半数以上", PERCENT, "50", "%", OVER, "50"),
    ("四分之一", PERCENT, "25", "%", ABOUT, "5"), ("1.5倍", TIMES, "1.5", "倍", EXACT, "0.1"), ("翻了两番", DOUBLINGS, "2", "番", EXACT, "1"),
    ("2.5个百分点", POINTS, "2.5", "百分点", EXACT, "0.1"), ("六部分", COUNT, "6", "部分", EXACT, "1"), ("2950元", COUNT, "2950", "元", EXACT, "1"),
])
def test_forms(words: str, kind: str, value: str, unit: str, bound: str, step: str) -> None:
    """Kind, value with 万 and 亿 multiplied out, unit, exactness, what one in the last printed digit is worth, and the place."""
    text = f"全年共计{words}，情况良好。"
    (found,) = (one for one in quantities(text) if one.kind in QUANTITIES)
    assert (found.kind, found.value, found.unit, found.bound, found.step) == (kind, Decimal(value), unit, bound, Decimal(step))
    assert text[found.start:found.end] == words


@pytest.mark.parametrize(("text", "kind"), [
    ("自2023年1月1日起", DATE), ("2023-01-01", DATE), ("二〇二三年", DATE), ("6月底前", DATE), ("国办公开办函〔2021〕30号", REFERENCE),
    ("第二十条第（一）项", REFERENCE), ("一是加强领导", REFERENCE), ("前进大街6666号", REFERENCE), ("电话：0431-88939336", CONTACT),
    ("邮政编码：130000", CONTACT), ("12345热线", CONTACT), ("www.example.gov.cn", CONTACT), ("20个工作日", DURATION), ("近五年来", DURATION),
    ("11—30件", RANGE), ("1至3件", RANGE),
])
def test_what_is_no_quantity(text: str, kind: str) -> None:
    """Dates, document and article numbers, addresses, phones, durations and ranges count nothing."""
    found = quantities(text)
    assert found
    assert {one.kind for one in found} == {kind}


@pytest.mark.parametrize("text", [
    "一网通办", "统一标准", "最多跑一次", "三公经费", "双随机、一公开", "数十件", "若干件", "百姓",
    "进一步完善", "第一责任人", "一件事一次办",
])
def test_words_with_numerals_count_nothing(text: str) -> None:
    """A numeral inside a word is no number."""
    assert not [one for one in quantities(text) if one.kind in QUANTITIES]


@given(st.integers(0, 10**12 - 1))
def test_spelled_and_read_again(number: int) -> None:
    """Chinese numerals both ways."""
    assert chinese_number(spelled(number)) == number


@given(st.integers(0, 10**9), st.sampled_from("件份条宗"), st.booleans(), st.booleans())
def test_written_and_found_again(number: int, unit: str, full: bool, grouped: bool) -> None:
    """A number in Arabic digits, grouped or full-width, is found with value and place, whatever stands around it."""
    digits = f"{number:,}" if grouped else str(number)
    words = (digits.translate(FULL) if full and not grouped else digits) + unit
    text = f"其中，收到{words}，"
    (found,) = quantities(text)
    assert (found.value, found.unit, found.kind) == (number, unit, COUNT)
    assert text[found.start:found.end] == words


@given(st.integers(1, 99_999_999), st.sampled_from("件份起"))
def test_spelled_in_a_sentence(number: int, unit: str) -> None:
    """The same in Chinese characters (一 before some units is a word, so from 2)."""
    words = spelled(number + 1) + unit
    (found,) = quantities(f"共收到{words}。")
    assert (found.value, found.unit) == (number + 1, unit)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_a_rounded_share_always_agrees_and_a_wrong_one_never(part: int, whole: int, places: int) -> None:
    """Rounding and cutting off agree; anything further away than one printed digit does not."""
    actual = Decimal(100 * part) / whole
    rounded = round(actual, places)
    (found,) = (one for one in quantities(f"占{rounded:f}%") if one.kind == PERCENT)
    assert agreement(found, actual) in (SAME, ROUNDED, TRUNCATED)
    assert agreement(found, actual + 2 * found.step) == NOT


@given(st.integers(0, 10**8), st.integers(0, 10**8), st.sampled_from(("{}件", "{:,}件", "汉字")))
def test_a_suggestion_is_the_right_number_in_the_same_style(wrong: int, right: int, style: str) -> None:
    """What is offered reads back as the right number."""
    words = f"{spelled(wrong)}件" if style == "汉字" else style.format(wrong)
    text = f"收到{words}"
    (found,) = quantities(text)
    offered = restyled(found, text, Decimal(right))
    (again,) = quantities(f"收到{offered}")
    assert again.value == right
    assert ("," in offered) == ("," in words and right >= 1000)


@pytest.mark.parametrize(("words", "actual", "how"), [
    ("60余件", 64, ROUGHLY), ("60余件", 71, NOT), ("60余件", 59, NOT), ("近100件", 96, ROUGHLY), ("近100件", 101, NOT), ("约130件", 128, ROUGHLY),
    ("约130件", 160, NOT), ("超过60件", 61, ROUGHLY), ("1.2万件", 12040, ROUNDED), ("1.2万件", 12700, TRUNCATED), ("1.2万件", 13000, NOT),
    ("12件", 12, SAME), ("12件", 13, NOT),
])
def test_rough_numbers(words: str, actual: int, how: str) -> None:
    """约 余 近 have their own width; printed 万 are rounded or cut off."""
    (found,) = quantities(f"共{words}")
    assert agreement(found, Decimal(actual)) == how
