"""Workbooks that are not from our template, lost its names, or were rearranged: every figure where its labels say, and it is said."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

import finished_reports
import packages
from office.libreoffice import recalculated
from xlreport.check.findings import Result
from xlreport.flows.checking import check_paths
from xlreport.flows.filling import workbook
from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.form.model import Table
from xlreport.form.values import UNREAD
from xlreport.reading.document import Paragraph
from xlreport.workbook.foreign import read_foreign

FORM = finished_reports.FORM
Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are compared in Chinese."""
    monkeypatch.delenv("XLREPORT_LANG", raising=False)


def ours(path: Path, known: dict[str, Decimal]) -> Path:
    """A workbook of ours with these figures, the totals as formulas."""
    data = {"form": FORM, "unit": "示范县财政局", "year": 2023, "cells": {name: str(number) for name, number in known.items()},
            "text": {"总体情况": "第一段。\n第二段。", "其他需要报告的事项": "没有收取信息处理费。"}, "cover": {"contact": "人民路1号"}}
    path.write_bytes(workbook(from_json(data, library()), library()))
    return path


def checked(path: Path) -> Result:
    """The result on a file."""
    file = check_paths([str(path)], library()).files[0]
    assert file.result is not None, file.error
    return file.result


def messages(result: Result, rule: str) -> list[str]:
    """What the findings of one rule say."""
    return [finding.message for finding in result.findings if finding.rule == rule]


def draw(sheet: Worksheet, table: Table, known: dict[str, Decimal], top: int, left: int, merged: bool = True) -> None:
    """A printed table typed into a sheet by hand."""
    for cell in table.cells:
        sheet.cell(top + cell.line, left + cell.position, float(known[cell.name]) if known[cell.name] % 1 else int(known[cell.name]))
    for block in table.blocks:
        if block.text != "=":
            sheet.cell(top + block.line, left + block.position, block.text)
        if merged and (block.height > 1 or block.width > 1):
            sheet.merge_cells(start_row=top + block.line, start_column=left + block.position, end_row=top + block.line + block.height - 1,
                              end_column=left + block.position + block.width - 1)


@pytest.mark.parametrize("form_id", ["zfxxgk-2021", "zfxxgk-2019"])
@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("apart", [True, False])
def test_made_by_hand(form_id: str, merged: bool, apart: bool, tmp_path: Path) -> None:
    """The three tables typed from the Word form: a sheet each or one below the other, merged or not, with headings between."""
    form = library().form(form_id)
    known = finished_reports.figures(11, form_id)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.cell(1, 1, "江城县财政局2023年政府信息公开工作年度报告")
    top = 3
    for section in form.sections:
        if not section.table:
            continue
        table = form.table(section.table)
        if apart:
            sheet, top = book.create_sheet(), 3
        sheet.cell(top - 1, 1, section.heading)
        draw(sheet, table, known, top, 1, merged)
        top += table.height + 2
    book.save(tmp_path / "手工.xlsx")
    result = checked(tmp_path / "手工.xlsx")
    assert result.submission.form.id == form_id
    assert not finished_reports.differences(result.submission, known)
    assert result.submission.places[f"申请[{form.table('申请').rows.codes[0]}, 自然人]"].address[0] in "BCD"


def totals_by_formula(path: Path, known: dict[str, Decimal]) -> list[str]:
    """A workbook typed by hand whose totals are formulas, written by a program that keeps no results; the addresses of the totals."""
    form, book = library().form(FORM), openpyxl.Workbook()
    book.active.cell(1, 1, "江城县财政局2023年政府信息公开工作年度报告")
    made = []
    for table in form.tables:
        sheet = book.create_sheet()
        draw(sheet, table, known, 3, 1)
        for cell in table.cells if table.code == "申请" else ():
            if cell.column == table.columns.codes[-1]:
                place = sheet.cell(3 + cell.line, 1 + cell.position)
                place.value = f"=SUM(D{place.row}:I{place.row})"
                made.append(place.coordinate)
    book.save(path)
    return made


def test_totals_that_were_never_calculated(tmp_path: Path) -> None:
    """They are unread, which is an error and said in one line: no pass that judged nothing."""
    made = totals_by_formula(tmp_path / "手工.xlsx", finished_reports.figures(21))
    result = checked(tmp_path / "手工.xlsx")
    assert (result.status, len(made)) == ("fail", 25)
    [said] = messages(result, "C108")
    assert said == ("申请情况：有 25 格的公式没有算过（Sheet2 J6:J30），不知道结果。请用 Excel 或 WPS 打开，保存后再校验，或直接填数字。")
    assert not [finding for finding in result.findings if finding.verdict == "cannot_tell" and finding.severity == "error"]


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["xls", "ods", "xlsx"])
def test_saved_in_another_format(suffix: str, tmp_path: Path) -> None:
    """Our workbook saved as .xls or .ods by LibreOffice: figures, unit, year, texts and declared figures come back."""
    known = finished_reports.figures(12)
    path = recalculated([ours(tmp_path / "年报.xlsx", known)], tmp_path / "out", suffix)[0]
    found = checked(path).submission
    assert {name: value.number for name, value in found.cells.items()} == known
    assert (found.unit, found.year) == ("示范县财政局", 2023)
    assert found.cover["contact"] == "人民路1号"
    assert bool(messages(checked(path), "W176")) == (suffix != "xlsx")


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_errors_are_no_blanks(suffix: str, tmp_path: Path) -> None:
    """#DIV/0! in a cell of a hand-made .ods or .xls is an error value, as in .xlsx."""
    known = finished_reports.figures(22)
    totals_by_formula(tmp_path / "手工.xlsx", known)
    book = openpyxl.load_workbook(tmp_path / "手工.xlsx")
    book["Sheet2"]["D6"], book["Sheet2"]["E7"] = "=1/0", "=NA()"
    book.save(tmp_path / "手工.xlsx")
    result = checked(recalculated([tmp_path / "手工.xlsx"], tmp_path / "out", suffix)[0])
    assert [message for message in messages(result, "C107") if "D6" in message and "#DIV/0!" in message]
    assert [message for message in messages(result, "C107") if "E7" in message and "#N/A" in message]
    assert not [message for message in messages(result, "C101") if "D6" in message]


def without_names(book: openpyxl.Workbook) -> None:
    """As when all sheets are copied into a new workbook: values, but no defined names."""
    for name in list(book.defined_names):
        del book.defined_names[name]


def test_names_are_gone(tmp_path: Path) -> None:
    """Figures are found by their printed labels, wherever the sheets were moved to; the cover still says whose they are."""
    known = finished_reports.figures(13)
    path = ours(tmp_path / "年报.xlsx", known)
    book = openpyxl.load_workbook(path, data_only=True)
    without_names(book)
    book["申请情况"].title = "Sheet9"
    book.move_sheet("Sheet9", -3)
    sheet = book["Sheet9"]
    for merge in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merge))
    sheet.insert_rows(6, 2)
    sheet.insert_cols(5)
    book.save(path)
    result = checked(path)
    assert {name: value.number for name, value in result.submission.cells.items()} == known
    assert result.submission.unit == "示范县财政局"
    assert "已按印好的标题找到各格" in messages(result, "W176")[0]
    assert result.submission.places["申请[本年新收, 自然人]"].sheet == "Sheet9"


def test_prose_and_tables_in_reading_order(tmp_path: Path) -> None:
    """正文's paragraphs and headings, each table after its own: the document reads as the report does."""
    path = ours(tmp_path / "年报.xlsx", finished_reports.figures(13))
    book = openpyxl.load_workbook(path, data_only=True)
    without_names(book)
    book.save(path)
    found = [block.text if isinstance(block, Paragraph) else "表" for block in read_foreign(path, library()).document.blocks]
    assert found == ["一、总体情况", "第一段。", "第二段。", "二、主动公开政府信息情况", "表", "三、收到和处理政府信息公开申请情况", "表",
                     "四、政府信息公开行政复议、行政诉讼情况", "表", "五、存在的主要问题及改进情况", "六、其他需要报告的事项", "没有收取信息处理费。"]


def renamed(book: openpyxl.Workbook) -> None:
    """A sheet gets another name; its defined names follow, as in Excel."""
    book["主动公开"].title = "表一"
    for name in book.defined_names.values():
        name.attr_text = name.attr_text.replace("'主动公开'!", "'表一'!").replace("主动公开!", "表一!")


def inserted(book: openpyxl.Workbook) -> None:
    """Two rows come in above the figures of table 2, as Excel does it: names move along."""
    sheet = book["申请情况"]
    for merge in list(sheet.merged_cells.ranges):
        if merge.min_row >= 6:
            sheet.unmerge_cells(str(merge))
    sheet.insert_rows(6, 2)
    for defined in book.defined_names.values():
        place = defined.attr_text.rpartition("!")
        if "申请情况" in place[0] and int(place[2].rpartition("$")[2]) >= 6:
            column, row = place[2].rpartition("$")[0], int(place[2].rpartition("$")[2])
            defined.attr_text = f"{place[0]}!{column}${row + 2}"


EDITS: list[tuple[str, Edit, str, str]] = [
    ("renamed", renamed, "W177", "“主动公开”现名“表一”"),
    ("moved", lambda book: book.move_sheet("复议诉讼", -2), "W177", "次序改成了"),
    ("inserted", inserted, "W178", "第 8 行上方多了 2 行"),
    ("unmerged", lambda book: book["申请情况"].unmerge_cells("D3:J3"), "W179", "有 1 处合并的格拆开了"),
    ("retyped", lambda book: book["主动公开"].__setitem__("A6", "行政 规范性文件"), "W180", "“行政规范性文件”写成了“行政 规范性文件”"),
    ("brackets", lambda book: book["申请情况"].__setitem__("B8", "(一)予以公开"), "W180", "写成了“(一)予以公开”"),
    ("beside", lambda book: draw(book["主动公开"], library().form(FORM).table("公开"), finished_reports.figures(1), 3, 7), "W181", "没有计入"),
]


@pytest.mark.parametrize(("edit", "rule", "says"), [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS])
def test_rearranged(edit: Edit, rule: str, says: str, tmp_path: Path) -> None:
    """What was moved is one information, and no figure changes."""
    known = finished_reports.figures(14)
    path = ours(tmp_path / "年报.xlsx", known)
    assert not [finding for finding in checked(path).findings if finding.rule.startswith("W17") or finding.rule in ("W180", "W181")]
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    result = checked(path)
    found = messages(result, rule)
    assert len(found) == 1, [finding.message for finding in result.findings]
    assert says in found[0]
    typed = {name: value.number for name, value in result.submission.cells.items() if not value.formula}
    assert {name: known[name] for name in typed} == typed


def test_a_second_table_beside_one_without_names(tmp_path: Path) -> None:
    """Two tables 1 that differ, side by side, and no names: the figures are not taken from one of them in silence."""
    known, other = finished_reports.figures(15), finished_reports.figures(16)
    path = ours(tmp_path / "年报.xlsx", known)
    book = openpyxl.load_workbook(path, data_only=True)
    without_names(book)
    draw(book["主动公开"], library().form(FORM).table("公开"), other, 3, 7)
    book.save(path)
    result = checked(path)
    assert {name: value.number for name, value in result.submission.cells.items() if value.number is not None}.items() <= known.items()


def test_figures_as_text_and_dates(tmp_path: Path) -> None:
    """`12件` is text in any workbook, and a count that is shown as a date is no count."""
    form = library().form(FORM)
    book = openpyxl.Workbook()
    sheet = book.active
    top = 2
    for table in form.tables:
        draw(sheet, table, dict.fromkeys(form.cells, Decimal(0)), top, 1)
        top += table.height + 2
    sheet["B4"], sheet["C4"] = "12件", 12
    sheet["C4"].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "手工.xlsx")
    found = checked(tmp_path / "手工.xlsx").submission.cells
    assert (found["公开[规章, 制发]"].kind, found["公开[规章, 制发]"].raw) == ("text", "12件")
    assert found["公开[规章, 废止]"].number is None
    assert found["公开[规章, 现行有效]"].number == 0


def test_hidden_sheets_are_named(tmp_path: Path) -> None:
    """A hidden sheet is not read, and that is said."""
    path = tmp_path / "年报.xlsx"
    path.write_bytes(packages.filled())
    book = openpyxl.load_workbook(path, data_only=True)
    without_names(book)
    book.create_sheet("旧数").sheet_state = "hidden"
    book.save(path)
    assert "“旧数”是隐藏的" in messages(checked(path), "W173")[0]


def test_a_struck_figure_of_our_own_workbook(tmp_path: Path) -> None:
    """Struck out altogether while formulas still count it: unread, and the cell is named."""
    path = ours(tmp_path / "一.xlsx", finished_reports.figures(5))
    book = openpyxl.load_workbook(path)
    (place,) = book.defined_names["申请_本年新收_自然人"].destinations
    cell = book[place[0]][place[1].replace("$", "")]
    cell.font = Font(strike=True)
    book.save(path)
    result = checked(path)
    assert result.submission.cells["申请[本年新收, 自然人]"].kind == UNREAD
    assert f"{place[0]} {cell.coordinate}：" in messages(result, "W182")[0]
