"""What stands in a cell is one of eight kinds; numbers are what a person typed, as exact decimals."""

from decimal import Decimal

import pytest

from xlreport.form.library import library
from xlreport.form.model import SIGNED, Cell
from xlreport.form.values import BLANK, ERROR, LIMIT, NUMBER, SLASH, TEXT, Value, exact_value, number_value, text_value

COUNT_CELL = library().form("zfxxgk-2021").cells["申请[本年新收, 自然人]"]
CHANGE = library().form("zfxxgk-2019").cells["公开[行政许可, 本年增减]"]
STATED = library().form("zfxxgk-2019").cells["公开[政府集中采购, 采购金额]"]


@pytest.mark.parametrize(("stored", "number"), [
    ("0", "0"), ("12", "12"), ("-3", "-3"), ("007", "7"), ("59237.244899999998", "59237.2449"), ("0.10000000000000001", "0.1"),
    ("18.870999999999999", "18.871"), ("1E+2", "100"), ("1e2", "100"), ("1.0E-2", "0.01"), ("12.0", "12"), ("-0.0", "0"), ("-0", "0"),
    ("999999999999", "999999999999"), ("999999999999.5", "999999999999.5"), ("123456789.123456", "123456789.123456"),
    ("2.9999999999999996", "3"), ("0.30000000000000004", "0.3"), ("1.0000000000000002", "1"), ("1E-7", "1E-7"),
])
def test_a_stored_number_is_what_was_typed(stored: str, number: str) -> None:
    """Excel stores the nearest binary number with up to 17 digits: 15 of them are what a person typed."""
    value = number_value(stored)
    assert value.kind == NUMBER
    assert value.number == Decimal(number)
    assert value.raw == format(Decimal(number), "f")


@pytest.mark.parametrize("stored", ["-0", "-0.0", "0", "0.0", "0E+5"])
def test_zero_is_written_0(stored: str) -> None:
    """No -0 and no 0E+5: a zero is shown as 0 and is not negative."""
    assert number_value(stored).raw == "0"


@pytest.mark.parametrize("stored", ["1000000000000", "1e20", "1E+12", "-1000000000000", "1.7976931348623157E+308", "999999999999.9999"])
def test_a_million_million_is_no_figure(stored: str) -> None:
    """At 1e12 and above the amount is unknown, and what is stored is kept to show."""
    value = number_value(stored)
    assert value.kind == NUMBER
    assert (value.number is None) == (abs(Decimal(format(float(stored), ".15g"))) >= LIMIT)
    assert value.raw


@pytest.mark.parametrize("stored", ["nan", "inf", "-Infinity", "1e999", "1e99999", "十二", "", "1,2", "0x10"])
def test_what_is_no_number(stored: str) -> None:
    """A number cell that holds no number is an error or a text, never 0 and never an exception."""
    value = number_value(stored)
    assert value.kind in (TEXT, ERROR)
    assert (value.number, value.raw) == (None, stored)


@pytest.mark.parametrize("stored", ["１２", "٣", "1_0", "1 2", "+", "."])
def test_only_plain_digits_are_a_number(stored: str) -> None:
    """Python takes full-width and Arabic-Indic digits and underscores for numbers; a workbook's number has none."""
    assert number_value(stored).kind == TEXT


@pytest.mark.parametrize(("stored", "decimals", "raw"), [
    ("18.870999999999999", 4, "18.8710"), ("18.871", 2, "18.871"), ("18", 2, "18.00"), ("0", 2, "0.00"), ("1.5", 6, "1.500000"),
    ("1.5", 7, "1.5"), ("1.5", 0, "1.5"), ("1.5", -1, "1.5"), ("0.1234567", 6, "0.1234567"),
])
def test_shown_decimals_are_kept(stored: str, decimals: int, raw: str) -> None:
    """An amount keeps the places its format shows (18.8710), unless it has more."""
    value = number_value(stored, decimals=decimals)
    assert (value.raw, value.number) == (raw, Decimal(raw))


def test_dates_and_formulas_are_marked() -> None:
    """A number shown as a date still counts, with its own finding; a computed one is nobody's statement."""
    assert number_value("45000", date=True) == Value(NUMBER, Decimal(45000), "45000", date=True)
    assert number_value("3", formula=True).formula


def test_exact_values() -> None:
    """A decimal from JSON stays as it was written; at 1e12 it is unknown."""
    assert exact_value(Decimal("18.8710")) == Value(NUMBER, Decimal("18.8710"), "18.8710")
    assert exact_value(Decimal("-1e12")).number is None
    assert exact_value(LIMIT - 1).number == LIMIT - 1


@pytest.mark.parametrize(("text", "number"), [
    ("+6", 6), ("-18", -18), ("增10", 10), ("减3", -3), ("增加10", 10), ("减少 3", -3), ("＋6", 6), ("－18", -18), ("−18", -18), ("增１０", 10),
    (" +6 ", 6), ("+0", 0), ("减0", 0),
])
def test_a_signed_change(text: str, number: int) -> None:
    """The form of 2019 asks for an increase or decrease: signs and words are numbers there, kept as typed."""
    value = text_value(text, CHANGE)
    assert (value.kind, value.number, value.raw) == (NUMBER, number, text)
    assert text_value(text, COUNT_CELL).kind == TEXT


@pytest.mark.parametrize("text", ["增", "+", "+6件", "增十", "6", "+-6", "增-6", "+6.5", "+1234567890123", "持平", "+6\n减3"])
def test_what_is_no_signed_change(text: str) -> None:
    """Only a sign and digits; everything else stays a text with its own finding."""
    assert text_value(text, CHANGE) == Value(TEXT, raw=text)


@pytest.mark.parametrize(("text", "number"), [
    ("251000元", "251000"), ("320.91万元", "320.91"), ("1.5亿元", "1.5"), ("３２０.９１ 万元", "320.91"), ("0元", "0"), ("0.000001万元", "0.000001"),
])
def test_a_stated_unit(text: str, number: str) -> None:
    """Where the form left the unit open the figure is kept with the unit typed."""
    value = text_value(text, STATED)
    assert (value.kind, value.number, value.raw) == (NUMBER, Decimal(number), text)
    assert text_value(text, COUNT_CELL).kind == TEXT


@pytest.mark.parametrize("text", ["元", "251000", "251000圆", "251,000元", "-1元", "1.1234567元", "约25万元", "25万"])
def test_what_is_no_stated_unit(text: str) -> None:
    """A unit the form does not know, or a figure not written plainly, stays a text."""
    assert text_value(text, STATED).kind == TEXT


@pytest.mark.parametrize("cell", [COUNT_CELL, CHANGE, STATED])
def test_other_texts(cell: Cell) -> None:
    """`/` is not applicable; a space is a text, not a blank; nothing is guessed."""
    assert text_value("/", cell).kind == SLASH
    for text in ("", " ", "12", "12件", "一十二", "／", "//"):
        assert text_value(text, cell) == Value(TEXT, raw=text)
        assert text_value(text, cell).kind != BLANK
    assert (cell.kind == SIGNED) == (cell is CHANGE)
