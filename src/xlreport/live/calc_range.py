"""Cells of an open Calc document as xlwings asks for them."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from xlwings import base_classes

from xlreport.live.calc_font import Font
from xlreport.live.calc_formulas import to_calc, to_excel
from xlreport.live.calc_note import Note
from xlreport.workbook.cells import column_number
from xlreport.workbook.layout import column_letters

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no time zone
_DATE, _TIME, _LOGICAL = 2, 4, 1024  # com.sun.star.util.NumberFormat
_ERROR_RESULTS = 4  # com.sun.star.sheet.FormulaResult.ERROR
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")


class CalcError(str):
    """An error value such as #REF!, apart from a text that reads the same."""


class LockedCellError(PermissionError):
    """The cell is locked on a protected sheet. Calc would leave it as it was, without a word."""


class Range(base_classes.Range):
    """A rectangle of cells. Rows and columns count from 1, as in Excel; a call of UNO crosses to the office process."""

    max_cells_per_read = None
    max_cells_per_write = None
    shape: tuple[int, int] = (1, 1)

    def __init__(self, sheet: Any, first: Any, last: Any = None) -> None:
        self.sheet, self.options = sheet, None
        self._row, self._column, self.shape = _rectangle(first, last)
        rows, columns = self.shape
        self.uno = sheet.uno.getCellRangeByPosition(
            self._column - 1, self._row - 1, self._column + columns - 2, self._row + rows - 2)

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self.uno

    @property
    def coords(self) -> tuple[Any, ...]:
        """Sheet, row, column, rows, columns."""
        return (self.sheet.name, self._row, self._column, *self.shape)

    @property
    def row(self) -> int:
        """First row, from 1."""
        return self._row

    @property
    def column(self) -> int:
        """First column, from 1."""
        return self._column

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, first: int, second: int | None = None) -> "Range":
        if second is None:
            row, column = divmod(first - 1, self.shape[1])
            return Range(self.sheet, (self._row + row, self._column + column))
        return Range(self.sheet, (self._row + first - 1, self._column + second - 1))

    @property
    def cell(self) -> Any:
        """The UNO object of the first cell."""
        return self.uno.getCellByPosition(0, 0)

    @property
    def raw_value(self) -> list[list[Any]]:
        """Numbers, texts, dates, booleans, CalcError and None, row by row."""
        values: list[list[Any]] = [[None if value == "" else value for value in line] for line in self.uno.getDataArray()]
        for row, column in self._positions(self.uno.queryFormulaCells(_ERROR_RESULTS).getRangeAddresses()):
            shown = self.uno.getCellByPosition(column, row).getString()
            values[row][column] = CalcError(shown if shown.startswith("#") else "#VALUE!")
        for kind, addresses in self._special_formats():
            for row, column in self._positions(addresses):
                value = values[row][column]
                if isinstance(value, float):
                    values[row][column] = bool(value) if kind & _LOGICAL else _moment(value)
        return values

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        """See the property."""
        rows = self._filled(data)
        self._refuse_locked()
        self.uno.setDataArray(tuple(tuple("" if value is None else value for value in line) for line in rows))
        for row, line in enumerate(rows):
            for column, value in enumerate(line):
                if isinstance(value, str) and value.startswith("="):  # Excel takes such a text for a formula
                    self.uno.getCellByPosition(column, row).setFormula(to_calc(value))

    def _filled(self, data: Any) -> list[list[Any]]:
        """A scalar fills the whole rectangle."""
        if isinstance(data, list | tuple):
            return [list(line) if isinstance(line, list | tuple) else [line] for line in data]
        return [[data] * self.shape[1] for _ in range(self.shape[0])]

    def _special_formats(self) -> Iterator[tuple[int, Any]]:
        """Areas that are shown as dates or as true and false."""
        formats = self.sheet.book.uno.getNumberFormats()
        for area in self.uno.getUniqueCellFormatRanges():
            kind = formats.getByKey(area.getByIndex(0).NumberFormat).Type
            if kind & (_DATE | _TIME | _LOGICAL):
                yield kind, area.getRangeAddresses()

    def _positions(self, addresses: Any) -> Iterator[tuple[int, int]]:
        for area in addresses:
            for row in range(area.StartRow, area.EndRow + 1):
                for column in range(area.StartColumn, area.EndColumn + 1):
                    yield row - self._row + 1, column - self._column + 1

    @property
    def formula(self) -> Any:
        """Formulas as Excel writes them; of a constant the constant. One cell: a text, more: rows of texts."""
        rows = tuple(tuple(to_excel(text) for text in line) for line in self.uno.getFormulaArray())
        return rows[0][0] if self.shape == (1, 1) else rows

    @formula.setter
    def formula(self, data: Any) -> None:
        """See the property."""
        self._refuse_locked()
        self.uno.setFormulaArray(tuple(
            tuple("" if value is None else to_calc(value) if isinstance(value, str) else value for value in line)
            for line in self._filled(data)))

    formula2 = formula

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The fill as red, green, blue; None where there is none."""
        number = self.uno.CellBackColor
        return None if number == -1 else (number >> 16 & 255, number >> 8 & 255, number & 255)

    @color.setter
    def color(self, colour: Any) -> None:
        """See the property."""
        self._refuse_locked()
        if isinstance(colour, str):
            colour = tuple(int(colour.lstrip("#")[start : start + 2], 16) for start in (0, 2, 4))
        elif isinstance(colour, int):  # as Excel counts: blue is the highest byte
            colour = (colour & 255, colour >> 8 & 255, colour >> 16 & 255)
        self.uno.CellBackColor = -1 if colour is None else (colour[0] << 16) + (colour[1] << 8) + colour[2]

    def set_colors(self, colors: Any) -> None:
        """A colour a cell; `...` leaves one as it is."""
        for row, line in enumerate(colors, 1):
            for column, colour in enumerate(line, 1):
                if colour is not ...:
                    self(row, column).color = colour

    def _refuse_locked(self) -> None:
        if self.sheet.uno.isProtected() and self.uno.CellProtection.IsLocked:
            raise LockedCellError(f"{self.sheet.name} {self.address}")

    @property
    def number_format(self) -> str:
        """The format as written out."""
        return str(self.sheet.book.uno.getNumberFormats().getByKey(self.uno.NumberFormat).FormatString)

    @number_format.setter
    def number_format(self, code: str) -> None:
        """See the property."""
        formats, where = self.sheet.book.uno.getNumberFormats(), self.uno.CharLocale
        key = formats.queryKey(code, where, False)
        self.uno.NumberFormat = key if key != -1 else formats.addNew(code, where)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """`$D$6:$E$7`."""
        row, column = "$" if row_absolute else "", "$" if col_absolute else ""
        corners = [(self._row, self._column), (self._row + self.shape[0] - 1, self._column + self.shape[1] - 1)]
        texts = [f"{column}{column_letters(across - 1)}{row}{down}" for down, across in corners]
        text = texts[0] if texts[0] == texts[1] else ":".join(texts)
        return f"'{self.sheet.name}'!{text}" if external else text

    @property
    def address(self) -> str:
        """`$D$6`."""
        return self.get_address(True, True, False)

    @property
    def note(self) -> Note | None:
        """The note of the first cell, or None."""
        return Note(self) if self.cell.getAnnotation().getString() else None

    def add_note(self, text: str) -> Note:
        """Adds a note. Raises LockedCellError where Calc refuses it."""
        self._refuse_locked()
        self.sheet.uno.getAnnotations().insertNew(self.cell.getCellAddress(), text)
        if not self.cell.getAnnotation().getString():
            raise LockedCellError(f"{self.sheet.name} {self.address}")
        return Note(self)

    def select(self) -> None:
        """Selects the cells in the window, which scrolls to them."""
        self.sheet.activate()
        self.sheet.book.uno.getCurrentController().select(self.uno)

    def clear_contents(self) -> None:
        """Empties the cells; formats and notes stay."""
        self._refuse_locked()
        self.uno.clearContents(1 | 2 | 4 | 16)  # values, dates, texts, formulas

    def clear(self) -> None:
        """Empties the cells with their formats and notes."""
        self._refuse_locked()
        self.uno.clearContents(1 | 2 | 4 | 8 | 16 | 32 | 64)

    def add_hyperlink(self, address: str, text_to_display: str = "", screen_tip: str = "") -> None:
        """A link, as a formula, which works alike in both programs."""
        quoted = [text.replace('"', '""') for text in (address, text_to_display or address)]
        self.cell.setFormula(f'=HYPERLINK("{quoted[0]}";"{quoted[1]}")')

    def _column_width(self, characters: float) -> None:
        self.uno.getColumns().Width = int((characters * 7 + 5) * 2540 / 96)  # 7 pixels a character of the default font

    column_width = property(lambda self: (self.uno.getColumns().getByIndex(0).Width * 96 / 2540 - 5) / 7, _column_width)

    def _wrap_text(self, wrap: bool) -> None:
        self.uno.IsTextWrapped = wrap

    def _vertical(self, alignment: str) -> None:
        self.uno.VertJustify = {"top": 1, "center": 2, "bottom": 3}[alignment]  # com.sun.star.table.CellVertJustify2

    vertical_alignment = property(lambda self: {1: "top", 2: "center"}.get(self.uno.VertJustify, "bottom"), _vertical)
    font = property(lambda self: Font(self.uno))

    wrap_text = property(lambda self: self.uno.IsTextWrapped, _wrap_text)

    def autofit(self, axis: str | None = None) -> None:
        """Rows as high, columns as wide as their contents."""
        if axis in (None, "rows", "r"):
            self.uno.getRows().OptimalHeight = True
        if axis in (None, "columns", "c"):
            self.uno.getColumns().OptimalWidth = True


def _rectangle(first: Any, last: Any) -> tuple[int, int, tuple[int, int]]:
    """Row, column and shape from what xlwings hands over: an address, (row, column[, rows, columns]), or ranges."""
    if isinstance(first, str):
        found = _ADDRESS.fullmatch(first)
        if found is None:
            raise ValueError(first)
        row, column = int(found[2]), column_number(found[1].upper())
        below, right = (int(found[4]), column_number(found[3].upper())) if found[3] else (row, column)
        if isinstance(last, str):
            below, right, _ = _rectangle(last, None)
        return row, column, (below - row + 1, right - column + 1)
    if isinstance(first, Range):
        row, column = first.row, first.column
        end = last or first
        return row, column, (end.row + end.shape[0] - row, end.column + end.shape[1] - column)
    row, column, *size = first
    if size:
        return row, column, (size[0], size[1])
    below, right = (last[0], last[1]) if last else (row, column)
    return row, column, (below - row + 1, right - column + 1)


def _moment(serial: float) -> datetime:
    return _EPOCH + timedelta(seconds=round(serial * 86400, 6))
