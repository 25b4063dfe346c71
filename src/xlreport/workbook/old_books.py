"""Workbooks of other formats (.xls, .xlsb, .ods, .et) -> Document, by python-calamine in a process of its own.

calamine gives values only: a formula's result, '' for an error value or for a formula never calculated; a date is no number. Of an
.ods these two are looked up (ods_results.py), of an .xls the errors (xls_results.py); of an .xlsb neither can be, which is said. A value in
the last column of the last row makes it ask for gigabytes and abort: the process it runs in is held to 500 MiB.
"""

import datetime
import zipfile
from pathlib import Path
from typing import Any

from xlreport.errors import UnreadableFile
from xlreport.form.library import Library
from xlreport.form.values import BOOLEAN, NUMBER, TEXT, number_value
from xlreport.isolation import run_apart
from xlreport.reading.document import Notice
from xlreport.wording import say
from xlreport.workbook.foreign import Foreign, book_document
from xlreport.workbook.ods_results import results_missing
from xlreport.workbook.package import MOST_CELLS
from xlreport.workbook.sheet_blocks import PlainCell, PlainSheet
from xlreport.workbook.xls_results import errors_of_xls


def read_old_book(path: Path, forms: Library, shown: str = "") -> Foreign:
    """Reads a workbook that is no .xlsx. Raises UnreadableFile."""
    shown = shown or str(path)
    sheets, hidden = run_apart("xlreport.workbook.old_books:read_sheets", path, shown,
                               say("请用 Excel 或 WPS 打开后另存为 .xlsx", "Open it in Excel or WPS and save it as .xlsx"))
    found = book_document(sheets, forms, shown, hidden)
    if not _binary(path):
        return found
    lost = Notice("layout_lossy", say("这是 .xlsb：算错的公式（#DIV/0! 之类）和没有填的格看不出分别。请另存为 .xlsx 再校验。",
                                      "this is an .xlsb: errors of formulas cannot be told from blanks. Save it as .xlsx and check that."))
    return found._replace(document=found.document._replace(notices=(*found.document.notices, lost)))


def _binary(path: Path) -> bool:
    """Whether it is an .xlsb, whatever it is called."""
    try:
        with zipfile.ZipFile(path) as package:
            return "xl/workbook.bin" in package.namelist()
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return False


def read_sheets(path: Path, shown: str) -> tuple[list[PlainSheet], list[str]]:
    """The work itself, in a process apart: (visible sheets, names of hidden ones). Raises UnreadableFile."""
    import python_calamine

    remedy = say("请用 Excel 或 WPS 打开后另存为 .xlsx", "Open it in Excel or WPS and save it as .xlsx")
    sheets: list[PlainSheet] = []
    hidden: list[str] = []
    missing = results_missing(path)
    try:
        missing |= errors_of_xls(path)
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for number, described in enumerate(book.sheets_metadata):
            if "WorkSheet" not in str(described.typ):
                continue
            if "Visible" not in str(described.visible):
                hidden.append(described.name)
                continue
            sheet = book.get_sheet_by_name(described.name)
            if sheet.total_height * sheet.total_width > 50 * MOST_CELLS:
                raise UnreadableFile(shown, say(f"工作表“{described.name}”用到了很远的行列，不像年报",
                                                f"the sheet {described.name} reaches further than any report"), remedy)
            cells = {(row, column): _cell(value) for row, line in enumerate(sheet.to_python(skip_empty_area=False))
                     for column, value in enumerate(line) if value != "" and value is not None}
            cells |= {(row, column): PlainCell(text, content, True) for (of, row, column), (content, text) in missing.items()
                      if of == number and (row, column) not in cells}
            if len(cells) > MOST_CELLS:
                raise UnreadableFile(shown, say(f"一张工作表有 {MOST_CELLS} 格以上，不像年报", f"a sheet has more than {MOST_CELLS} cells"), remedy)
            merges = tuple((first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or ())
            sheets.append(PlainSheet(described.name, cells, merges))
    except UnreadableFile:
        raise
    except (python_calamine.CalamineError, OSError, ValueError, IndexError, OverflowError) as error:
        password = "assword" in str(error) or "ncrypt" in str(error)
        raise UnreadableFile(shown, say("设了打开密码" if password else "文件不完整或已损坏",
                                        "it is protected by a password" if password else "the file is truncated or damaged"), remedy) from None
    return sheets, hidden


def _cell(value: Any) -> PlainCell:
    if isinstance(value, bool):
        return PlainCell("TRUE" if value else "FALSE", BOOLEAN)
    if isinstance(value, int | float):
        return PlainCell(number_value(repr(value)).raw, NUMBER)
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return PlainCell(say(f"{value}（日期）", f"{value} (a date)"), TEXT)
    return PlainCell(str(value), TEXT)
