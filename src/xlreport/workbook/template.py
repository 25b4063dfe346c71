"""A form as a workbook, blank or filled in: written from scratch, with every formula's value cached."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import xlsxwriter

from xlreport.check.checking import check_submission
from xlreport.check.totals import settle_totals
from xlreport.errors import UsageError
from xlreport.form.model import AMOUNT, Cell, Form, Table
from xlreport.form.submission import Submission
from xlreport.form.values import BLANK, BOOLEAN, ERROR, NUMBER, UNREAD, Value, written
from xlreport.rules.model import RuleSet
from xlreport.wording import say
from xlreport.workbook.check_sheet import write_checks
from xlreport.workbook.cover_sheet import fits, text_rows, write_cover, write_notes, write_texts
from xlreport.workbook.formulas import total_formula
from xlreport.workbook.guards import guard_table
from xlreport.workbook.import_sheet import IMPORTED, Imported, write_imported
from xlreport.workbook.layout import (
    CHECKS,
    COVER,
    LAST_YEAR,
    NOTES,
    TEXTS,
    TOP,
    Layout,
    Spot,
    last_year_columns,
    layout_of,
    unit_line_split,
)
from xlreport.workbook.sources_sheet import SOURCES, Sources, link_sources, write_sources
from xlreport.workbook.styles import INPUT, LABEL, TOTAL, Styles, text_lines

# The same workbook is the same bytes on every day and machine: CI rebuilds the templates and compares them.
_MADE = datetime(2021, 9, 26, tzinfo=UTC).replace(tzinfo=None)
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
# objects: notes may be added, which is how the live buttons say what to do
PROTECT = {"objects": True, "format_cells": True, "format_columns": True, "format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True}


def workbook_bytes(submission: Submission, rules: RuleSet, sources: Sources | None = None, imported: Imported | None = None) -> bytes:
    """The workbook of a submission; one without figures is the blank template. sources: the units a roll-up was added up from;
    imported: what was left behind when it was made of a finished report.

    Raises UsageError for a figure or text that Excel cannot hold exactly.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False,
                                        "strings_to_numbers": False, "nan_inf_to_errors": False})
    _Writer(book, submission, rules, sources).write()
    if imported is not None:
        write_imported(book.add_worksheet(IMPORTED), Styles(book), imported)
    book.close()
    return buffer.getvalue()


class _Writer:
    """Writes one workbook, sheet by sheet."""

    def __init__(self, book: Any, submission: Submission, rules: RuleSet, sources: Sources | None) -> None:
        self.book, self.rules, self.sources = book, rules, sources
        self.submission = settle_totals(submission, rules)
        self.form: Form = submission.form
        self.layout: Layout = layout_of(self.form)
        self.styles = Styles(book)
        self.totals = rules.totals

    def write(self) -> None:
        form = self.form
        tables = [table.sheet for table in form.tables]
        sheets = {name: self.book.add_worksheet(name) for name in (COVER, *tables, TEXTS, LAST_YEAR, CHECKS, NOTES)}
        moved = {f"{TEXTS}_{code}": row for code, row in text_rows(self.layout, self.submission).items()}
        for name, spot in self.layout.names.items():
            self.book.define_name(name, "=" + spot._replace(row=moved.get(name, spot.row)).absolute)
        if self.sources is not None:
            link_sources(sheets, self.layout, form)
        result = check_submission(self.submission, self.rules)
        write_cover(sheets[COVER], self.styles, self.layout, self.submission, self.figure)
        for table in form.tables:
            self.table(sheets[table.sheet], table)
        write_texts(sheets[TEXTS], self.styles, self.layout, self.submission)
        self.last_year(sheets[LAST_YEAR])
        write_checks(self.book, sheets[CHECKS], self.styles, self.layout, result, self.rules, self.totals)
        write_notes(sheets[NOTES], self.styles, self.layout, self.submission)
        if self.sources is not None:
            sheets[SOURCES] = self.book.add_worksheet(SOURCES)
            write_sources(sheets[SOURCES], sheets[COVER], self.styles, form, self.sources)
        for sheet in sheets.values():
            sheet.hide_gridlines(2)
            sheet.set_paper(9)
        self.properties()

    def properties(self) -> None:
        form, unit = self.form, plain_line(self.submission.unit)
        self.book.set_properties({
            "title": f"{unit}{self.submission.year or ''}{'年' if self.submission.year else ''}{form.title}",
            "subject": form.name, "category": form.basis, "created": _MADE,
        })
        self.book.set_custom_property("xlreport_form", form.id)
        self.book.set_custom_property("xlreport_version", form.version)
        self.book.set_custom_property("xlreport_rules", self.rules.version)
        self.book.set_size(2400, 1500)

    def table(self, sheet: Any, table: Table) -> None:
        """One official table: title, a line with unit and year, the printed grid, print set-up."""
        styles, width = self.styles, table.width - 1
        sheet.merge_range(0, 0, 0, width, table.title, styles["title"])
        sheet.set_row(0, 30)
        self.unit_line(sheet, table)
        for position, size in enumerate(table.widths):
            sheet.set_column(position, position, size)
        for line, height in enumerate(self.grid(sheet, table, 0)):
            sheet.set_row(TOP + line, height)
        for cell in table.cells:
            spot = self.layout.figures[cell.name]
            formula = ""
            if cell.name in self.totals:
                parts = self.totals[cell.name].parts.names
                formula = total_formula([self.layout.figures[part] for part in parts],
                                        [self.layout.figures[part] for part in parts if part not in self.totals])
            self.figure(sheet, spot, cell, self.submission.value(cell.name), formula)
        guard_table(sheet, self.styles, table, self.layout, self.rules, self.totals)
        sheet.freeze_panes(TOP + table.head, min(spot.column for spot in
                                                 (self.layout.figures[cell.name] for cell in table.cells)))
        sheet.protect("", PROTECT)
        sheet.print_area(0, 0, TOP + table.height - 1, width)
        if sum(table.widths) > 125:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0 if table.height > 60 else 1)
        sheet.center_horizontally()
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.6)
        sheet.repeat_rows(0, TOP + table.head - 1)

    def unit_line(self, sheet: Any, table: Table) -> None:
        """Row 2: 填报单位, 年度, and the unit of the figures."""
        unit, year = plain_line(self.submission.unit), self.submission.year
        line = f'="填报单位："&{COVER}_单位名称&"　　年度："&{COVER}_年度'
        shown = f"填报单位：{unit}　　年度：{year or ''}"
        last = table.width - 1
        sheet.set_row(1, 20)
        split = unit_line_split(table)
        if not split:
            sheet.write_formula(1, 0, line, self.styles["subtitle"], shown)
            return
        if split > 1:
            sheet.merge_range(1, 0, 1, split - 1, "", self.styles["subtitle"])
        sheet.write_formula(1, 0, line, self.styles["subtitle"], shown)
        text = f"单位：{table.unit}" if table.unit else ""
        if last > split:
            sheet.merge_range(1, split, 1, last, text, self.styles["right"])
        else:
            sheet.write_string(1, split, text, self.styles["right"])

    def grid(self, sheet: Any, table: Table, left: int) -> list[float]:
        """Writes the printed texts of a table, merged as printed; the row heights that show them whole."""
        heights = [22.0] * table.height
        for block in table.blocks:
            wide = sum(table.widths[block.position : block.position + block.width])
            lines = text_lines(block.text, wide)
            if block.height == 1:
                heights[block.line] = max(heights[block.line], 15.0 * lines + 7)
            if block.text == "=":
                sheet.merge_range(TOP + block.line, left + block.position, TOP + block.line + block.height - 1,
                                  left + block.position + block.width - 1, "", self.styles[INPUT])
                continue
            heading = block.line < table.head or block.height > 1 or not any(
                cell.line == block.line for cell in table.cells)
            place = (TOP + block.line, left + block.position)
            style = self.styles["head" if heading else LABEL]
            if block.height == 1 and block.width == 1:
                sheet.write_string(*place, block.text, style)
            else:
                sheet.merge_range(*place, place[0] + block.height - 1, place[1] + block.width - 1, block.text, style)
        return heights

    def last_year(self, sheet: Any) -> None:
        """上年数据: a copy of every table side by side, so that a block of last year's figures can be pasted."""
        sheet.write_string(0, 0, "上年数据：把上年报告里同一张表的数字粘贴到这里（可以整块粘贴）。没有上年报告的不填，与上年有关的规则就不查。",
                           self.styles["summary"])
        heights: list[float] = []
        for table, left in last_year_columns(self.form):
            sheet.write_string(1, left, table.title, self.styles["subtitle"])
            for position, size in enumerate(table.widths):
                sheet.set_column(left + position, left + position, size)
            sheet.set_column(left + table.width, left + table.width, 3)
            heights = [max(pair) for pair in zip_longest(heights, self.grid(sheet, table, left), fillvalue=0.0)]
            for cell in table.cells:
                self.figure(sheet, self.layout.last[cell.name], cell,
                            self.submission.last_year.get(cell.name, Value(BLANK)), "")
        for line, height in enumerate(heights):
            sheet.set_row(TOP + line, height)
        sheet.protect("", PROTECT)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def figure(self, sheet: Any, spot: Spot, cell: Cell, value: Value, formula: str) -> None:
        """One figure as it is: a number, a text, a blank; a total keeps its formula unless it was stated otherwise."""
        row, column = spot.row, spot.column
        style = self.styles[TOTAL if formula else INPUT]
        if formula and value.formula:
            sheet.write_formula(row, column, formula, style, "" if value.number is None else float(value.number))
        elif value.kind == NUMBER and value.number is not None and value.raw != written(value.number):
            sheet.write_string(row, column, fits(value.raw, cell.label), style)  # “增10”“251000元”: kept as stated
        elif value.kind == NUMBER:
            number = value.number if value.number is not None else Decimal(value.raw)
            places = -int(number.as_tuple().exponent) if number.as_tuple().exponent != 0 else 0
            if value.date:
                style = self.styles["date"]
            elif places > 0 and cell.kind == AMOUNT:
                style = self.styles.decimals(TOTAL if formula else INPUT, places)
            sheet.write_number(row, column, _binary(number, cell, spot), style)
        elif value.kind == BLANK or value.kind == UNREAD:
            sheet.write_blank(row, column, None, style)
        elif value.kind == BOOLEAN:
            sheet.write_boolean(row, column, value.raw.upper() == "TRUE", style)
        elif value.kind == ERROR and value.raw in _ERRORS:
            sheet.write_formula(row, column, "=" + value.raw, style, value.raw)
        else:
            sheet.write_string(row, column, fits(value.raw, cell.label), style)


def _binary(number: Decimal, cell: Cell, spot: Spot) -> float:
    """The binary number Excel will hold; refuses one that Excel would change."""
    binary = float(number)
    if Decimal(format(binary, ".15g")) != number:
        raise UsageError(say(
            f"{spot.sheet} {spot.address}（{cell.label}）的数 {number} 超过 15 位有效数字，Excel 存不准。请核对。",
            f"{spot.sheet} {spot.address} ({cell.label}): {number} has more than 15 significant digits; Excel cannot hold it.",
        ))
    return binary


def plain_line(text: str) -> str:
    """A text without the control characters that XlsxWriter escapes in cells but not in cached values or properties."""
    return "".join(character if character >= " " and not "\ufffe" <= character <= "\uffff" else " " for character in text)
