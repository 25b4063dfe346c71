"""Workbooks of other formats (.xls, .xlsb, .ods, .et) -> Document, by python-calamine in a process of its own.

calamine gives values only: a formula's result, '' for an error value or for a formula never calculated; a date is no number. Of an .ods
(ods_looks.py) and an .xls (xls_looks.py) that is looked up, with what is shown of a number and what is struck out; of an .xlsb it cannot be, which
is said. A value in the last column of the last row makes it ask for gigabytes and abort: the process it runs in is held to 500 MiB.
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
from xlreport.reading.left_out import LeftOut, struck_cells
from xlreport.wording import say
from xlreport.workbook.foreign import Foreign, book_document
from xlreport.workbook.ods_looks import looks_of_ods
from xlreport.workbook.old_looks import as_it_looks, nothing
from xlreport.workbook.package import MOST_CELLS
from xlreport.workbook.sheet_blocks import PlainCell, PlainSheet
from xlreport.workbook.xls_looks import looks_of_xls


def read_old_book(path: Path, forms: Library, shown: str = "") -> Foreign:
    """Reads a workbook that is no .xlsx. Raises UnreadableFile."""
    shown = shown or str(path)
    sheets, hidden, notices = run_apart("xlreport.workbook.old_books:read_sheets", path, shown,
                               say("请用 Excel 或 WPS 打开后另存为 .xlsx", "Open it in Excel or WPS and save it as .xlsx"))
    found = book_document(sheets, forms, shown, hidden)
    if _binary(path):
        notices.append(Notice("layout_lossy", say(
            "这是 .xlsb：算错的公式（#DIV/0! 之类）和没有填的格看不出分别，划掉的字、改变数字显示的格式（例如 0\"元\"）也看不出来。请另存为 .xlsx 再校验。",
            "this is an .xlsb: errors of formulas cannot be told from blanks, and neither strokes nor number formats can be seen. Save it as .xlsx and "
            "check that.")))
    return found._replace(document=found.document._replace(notices=(*found.document.notices, *notices)))


def _binary(path: Path) -> bool:
    """Whether it is an .xlsb, whatever it is called."""
    try:
        with zipfile.ZipFile(path) as package:
            return "xl/workbook.bin" in package.namelist()
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return False


def read_sheets(path: Path, shown: str) -> tuple[list[PlainSheet], list[str], list[Notice]]:
    """The work itself, in a process apart: visible sheets, names of hidden ones, what was left out. Raises UnreadableFile."""
    import python_calamine

    remedy = say("请用 Excel 或 WPS 打开后另存为 .xlsx", "Open it in Excel or WPS and save it as .xlsx")
    sheets: list[PlainSheet] = []
    hidden: list[str] = []
    left_out, struck = LeftOut(), list[str]()
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        looks = looks_of_xls(path)
        looks = looks_of_ods(path) if looks == nothing() else looks
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
            cells = as_it_looks(cells, number, described.name, looks, left_out, struck)
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
    return sheets, hidden, [*left_out.notices(), *struck_cells(struck)]


def _cell(value: Any) -> PlainCell:
    if isinstance(value, bool):
        return PlainCell("TRUE" if value else "FALSE", BOOLEAN)
    if isinstance(value, int | float):
        return PlainCell(number_value(repr(value)).raw, NUMBER)
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return PlainCell(say(f"{value}（日期）", f"{value} (a date)"), TEXT)
    return PlainCell(str(value), TEXT)
