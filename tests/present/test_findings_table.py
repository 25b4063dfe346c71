"""The workbook of findings, read back with another program's eyes (openpyxl)."""

import io
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from present_examples import HOSTILE, Rules

from xlreport.check.findings import Batch
from xlreport.present import table
from xlreport.workbook import tables_out
from xlreport.workbook.tables_out import CellContent, Head, SheetOfRows, table_workbook


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_a_row_a_finding_and_a_row_a_file(batch: Batch, rules_of: Rules) -> None:
    book = opened(table.render(batch, rules_of))
    assert book.sheetnames == ["校验结果", "文件"]
    findings, files = book.worksheets
    assert [cell.value for cell in findings[2]] == [
        "文件", "单位", "年度", "级别", "编号", "位置", "问题", "左边", "右边", "相差", "规则依据", "指纹", "可能的错处"]
    results = [file.result for file in batch.files if file.result]
    expected = [finding for result in results for finding in result.findings]
    assert findings.max_row - 2 == len(expected)
    for row, finding in zip(findings.iter_rows(min_row=3, values_only=True), expected, strict=True):
        assert (row[4], row[11]) == (finding.rule, finding.fingerprint)
        assert row[9] == (float(Decimal(finding.difference)) if finding.difference else None)
    assert files.max_row - 2 == len(batch.files)
    states = [row[4] for row in files.iter_rows(min_row=3, values_only=True)]
    assert states == ["有错误", "通过", "通过", "有错误", "读不了"]
    first = next(files.iter_rows(min_row=3, values_only=True))
    result = results[0]
    assert first[5:9] == (*(result.count(name) for name in ("error", "warning", "info")), result.cannot_tell)
    assert findings.freeze_panes == files.freeze_panes == "A3"
    assert findings.auto_filter.ref == f"A2:M{findings.max_row}"


def test_severities_are_coloured(batch: Batch, rules_of: Rules) -> None:
    sheet = opened(table.render(batch, rules_of)).worksheets[0]
    colours = {(row[3].value, row[3].fill.fgColor.rgb) for row in sheet.iter_rows(min_row=3)}
    assert ("错误", "FFFFC7CE") in colours
    assert ("核实", "FFFFEB9C") in colours
    assert ("提示", "FFDDEBF7") in colours
    assert len(colours) == 3


def test_same_batch_same_bytes(make_batch: Callable[[], Batch], rules_of: Rules) -> None:
    data = table.render(make_batch(), rules_of)
    assert data == table.render(make_batch(), rules_of)
    assert opened(data).properties.created == datetime(2000, 1, 1)  # noqa: DTZ001


def test_hostile_text(hostile_batch: Batch, rules_of: Rules) -> None:
    for sheet in opened(table.render(hostile_batch, rules_of)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                assert not isinstance(cell.value, str) or "\x1b" not in cell.value


@pytest.mark.parametrize("text", ["=1+1", "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "https://a.b", "12", "_x0041_"])
def test_text_stays_text(text: str) -> None:
    cell = opened(table_workbook([SheetOfRows("a", text, [Head("b", 10)], [[text]])])).active["A3"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert cell.quotePrefix == (text[0] in "=+-@")


def test_text_that_no_workbook_can_hold() -> None:
    page = opened(table_workbook([SheetOfRows("a", "b", [Head("c", 10)], [[HOSTILE], ["长" * 40_000]])])).active
    assert page["A3"].value.startswith("<script>")
    assert len(page["A4"].value) == 32_002


def test_numbers_keep_their_digits() -> None:
    rows: list[list[CellContent]] = [[Decimal("18.8710")], [12], [Decimal("99999999999.123456")], [None], [Decimal("-3")]]
    page = opened(table_workbook([SheetOfRows("a", "b", [Head("c", 10)], rows)])).active
    assert [page.cell(row, 1).value for row in range(3, 8)] == [18.871, 12, "99999999999.123456", None, -3]
    assert page["A3"].number_format == "0.0000"


def test_rows_are_high_enough_for_their_text() -> None:
    rows: list[list[CellContent]] = [["短", 1], ["长" * 40, 1], ["长" * 30_000, 1], ["甲\n乙", 1]]
    page = opened(table_workbook([SheetOfRows("a", "b", [Head("c", 21), Head("d", 10)], rows)])).active
    assert [page.row_dimensions[row].height or 15 for row in range(3, 7)] == [15, 60, 405, 30]


def test_no_row_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_out, "_LAST_ROW", 12)
    book = opened(table_workbook([SheetOfRows("a", "b", [Head("c", 10)], [[number] for number in range(25)])]))
    assert book.sheetnames == ["a", "a 2", "a 3"]
    figures = [row[0] for sheet in book for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert figures == list(range(25))
