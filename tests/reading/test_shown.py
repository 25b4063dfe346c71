"""What a number format shows: where that is another number than the one stored, the figure is unread and both are said, in every kind of workbook."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

import sizes
from office.libreoffice import recalculated
from reading.test_units import FEES, OLD, by_hand, checked, said, template
from xlreport.form.values import UNREAD
from xlreport.reading.shown import shown_otherwise, shown_text

Maker = Callable[[Path, str, str], Path]


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are compared in Chinese."""
    monkeypatch.delenv("XLREPORT_LANG", raising=False)


@pytest.mark.parametrize(("number", "code", "shown"), [
    ("12345", '0"元"', "12345元"), ("12345", "#,##0.00\\元", "12,345.00元"),
    ("12345", "0,", "12"), ("12345", '0.0,"万"', "12.3万"), ("12345", '0\\.0,"万"', "1.2万"),
    ("1", "0%", "100%"), ("5", ";;;", ""), ("5", "[White]0", ""), ("12", '0"约"', "12约"), ("-5", "0;[Red]0", "5"),
    ("5", '"1"0', "15"), ("7", '0"0"', "70"),
    ("0", '0;0;"5"', "5"), ("12.5", "0", "13"), ("0.5", "# ?/?", "1/2"), ("12345", "0.00E+00", "1.23E+4"),
    ("1200", "[>100]0,;0", "1"), ("1", '[=1]"有";0', "有"),
    ("7", "yyyy;0", "（日期）"), ("0.5", "[$¥-804]#,##0.00", "¥0.50"), ("12", 'G/通用格式"元"', "12元"),
    ("3", "[<0]0", "#####"), ("2", '0"件/月"', "2件/月"),
])
def test_another_number(number: str, code: str, shown: str) -> None:
    """As Excel shows it."""
    found = shown_otherwise(Decimal(number), code)
    assert found is not None
    assert found.text == shown


@pytest.mark.parametrize(("number", "code"), [
    ("12", '0"件"'), ("12", '#,##0 "件"'), ("0", ";;;"), ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '),
    ("1234567", "_ * #,##0_ ;_ * -#,##0_ "), ("-5", "0_);(0)"),
    ("-5", "0_ ;[Red]-0\\ "), ("-5", '"增"0;"减"0'), ("7", "000"), ("12", "[DBNum1]General"), ("12", "@"),
    ("12.3", "0.00"), ("12", "# ?/?"), ("12000", "0.0E+00"),
    ("12345.678", "#,##0.###"), ("7", "+0;-0;0"), ("0.05", "#.##"), ("99", "[>100]0,;0"),
])
def test_the_number_itself(number: str, code: str) -> None:
    """Grouped, coloured, in brackets, with a counting word: it is the number that is stored."""
    assert shown_otherwise(Decimal(number), code) is None


@settings(max_examples=sizes.size(2000), deadline=None)
@given(st.text('0#?.,%;"元万件\\[]$-_*<>=1E+/@ 增!Gyd', max_size=14), st.decimals(-(10**9), 10**9, places=3))
def test_any_format(code: str, number: Decimal) -> None:
    """None ends in an error, and what is called the number itself has its digits in it."""
    text = shown_text(number, code)
    if number and shown_otherwise(number, code) is None:
        digits = "".join(filter(str.isdigit, text))
        assert digits.strip("0") in (str(abs(number)).replace(".", "").strip("0"), digits.strip("0") * ("E" in text))


def formatted(path: Path, make: Maker, code: str, struck: bool = False) -> Path:
    """A workbook whose fees are 12345 in a format."""
    make(path, "12345", OLD)
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value == 12345 or cell.value == "12345"):
            cell.value, cell.number_format = 12345, code
            cell.font = Font(strike=struck)
    book.save(path)
    return path


@pytest.mark.parametrize("make", [by_hand, template])
@pytest.mark.parametrize(("code", "words"), [
    ('0"元"', '（0"元"）让它显示成“12345元”，合 1.2345 万元'), ("0.0,", "（0.0,）让它显示成“12.3”"),
    (";;;", "（;;;）让它什么也不显示"), ("0%", "（0%）让它显示成“1234500%”"),
])
def test_one_error_with_both_readings(make: Maker, code: str, words: str, tmp_path: Path) -> None:
    """The figure counts for nothing, and nothing else speaks of it."""
    result = checked(formatted(tmp_path / "年报.xlsx", make, code))
    [message] = said(result, "W117")
    assert f"存的数是 12345，单元格的数字格式{words}，不知道该算哪一个，没有采用。" in message
    assert result.submission.cells[FEES].kind == UNREAD
    assert {finding.rule for finding in result.findings if finding.severity == "error"} == {"W117"}


@pytest.mark.parametrize("make", [by_hand, template])
@pytest.mark.parametrize("code", ['0"万元"', "#,##0.00", "_ * #,##0.00_ ;_ * -#,##0.00_ "])
def test_the_form_s_unit_is_shown(make: Maker, code: str, tmp_path: Path) -> None:
    """Then the number is taken."""
    result = checked(formatted(tmp_path / "年报.xlsx", make, code))
    assert (result.submission.cells[FEES].number, said(result, "W117")) == (Decimal(12345), [])


def test_many_cells_in_one_format_are_one_line(tmp_path: Path) -> None:
    """A format is set for a block of cells; and a number beside the tables is nobody's figure."""
    path = template(tmp_path / "年报.xlsx", "25.1", OLD)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[2]
    for row in sheet.iter_rows(min_row=5, max_row=30, min_col=4):
        for cell in row:
            cell.number_format = '0"人次"'
    book.save(path)
    result = checked(path)
    [message] = said(result, "W117")
    assert "格显示的数和存的数不同" in message
    assert "人次”" in message


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_old_formats(kind: str, tmp_path: Path) -> None:
    """An .xls keeps its formats, an .ods what is printed in a cell; strokes are in both."""
    made = [formatted(tmp_path / "甲.xlsx", by_hand, '0"元"'), formatted(tmp_path / "乙.xlsx", template, "#,##0.00", struck=True)]
    shown, struck = map(checked, recalculated(made, tmp_path / kind, kind))
    assert shown.submission.cells[FEES].kind == UNREAD
    assert "显示成“12345元”，合 1.2345 万元" in said(shown, "W117")[0]
    assert struck.submission.cells[FEES] == (UNREAD, None, "12345（划掉）", False, False, False)
    assert "有 1 格整格划掉" in said(struck, "W182")[0]
