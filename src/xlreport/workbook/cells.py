"""The cells of a sheet, read with expat: blank, empty text, a formula never calculated, an error and a date stay apart.

calamine says '' for four of these and turns the fifth into a date; openpyxl needs two loads. Handled here: namespaces
(`<x:c>` of the Open XML SDK), cells and rows without `r=`, shared formulas, phonetic runs, struck and raised runs
(reading.left_out); stops at `</sheetData>`.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from xlreport.workbook.layout import column_letters
from xlreport.workbook.package import Package, Stop
from xlreport.workbook.plain_xml import PlainCell, plain_cells
from xlreport.workbook.strings import RUN, Runs, Strings, unescape

# a pattern that few files need is compiled when the first one does
_REFERENCE = r"""("[^"]*"|'[^']*'!?)|(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![0-9A-Za-z_.(])"""


_NAMESPACES = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
_IN_CELL = ("v", "f", "is", "t", "r", "rPr", "rPh", "phoneticPr", "strike", "vertAlign")
STRUCK = "struck"


class RawCell(NamedTuple):
    """A cell as it is stored. type: n, s, str, inlineStr, b, e, or struck (typed, and struck out altogether); text: its value or

    text, None when it has none; formula: the formula's text, None when there is none; style: index into the cell formats.
    """

    type: str
    text: str | None
    formula: str | None
    style: int


Sheet = Mapping[str, RawCell]


def read_sheet(package: Package, part: str, strings: Strings, name: str = "") -> Sheet:
    """All cells of a sheet that hold something, by address; reading stops at the end of the cells. name: the sheet's, for a person."""
    strings.sheet = name
    plain = plain_cells(package.read(part))
    if plain is None:
        return sheet_by_expat(package, part, strings)
    strings.package.few(len(plain))
    return _plain(strings, plain)


def sheet_by_expat(package: Package, part: str, strings: Strings) -> Sheet:
    """The same for a sheet of any shape. Raises UnreadableFile as Package.feed does."""
    cells: dict[str, RawCell] = {}
    begins, ends, characters = _handlers(cells, strings)
    package.feed(part, begins, ends, characters)
    return cells


def _plain(strings: Strings, found: list[PlainCell]) -> Sheet:
    """Cells that plain_xml took apart."""
    cells: dict[str, RawCell] = {}
    texts = strings.texts()
    new = tuple.__new__  # a named tuple's own constructor takes twice as long, and there are 450 a workbook
    try:
        for address, style, kind, formula, value in found:
            if kind == "s" and value is not None:
                cells[address] = new(RawCell, ("s", texts[int(value)], formula, int(style or 0)))
                if strings.rich:
                    strings.used(value, address)
            elif value is not None or formula is not None:
                text = unescape(value) if kind == "str" and value else value
                cells[address] = new(RawCell, (kind or "n", text, formula, int(style or 0)))
    except (ValueError, IndexError):
        raise strings.package.broken() from None
    return cells


def _handlers(
    cells: dict[str, RawCell], strings: Strings
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None], Callable[[str], None]]:
    """expat's three handlers for one sheet, filling `cells`.

    Closures over plain variables: they run 2,000 times a workbook, and as methods they took twice as long.
    """
    address, kind, style, shared_index = "A1", "n", "0", ""
    value: str | None = None
    formula: str | None = None
    buffer: list[str] | None = None
    row = column = seen = skipped = 0
    data = inside = False
    shared: dict[str, tuple[str, str]] = {}
    rich = Runs()

    def begins(tag: str, attributes: dict[str, str]) -> None:
        nonlocal address, kind, style, value, formula, buffer, row, column, seen, skipped, data, inside, shared_index
        namespace, _, name = tag.rpartition(" ")
        if name == "worksheet" and namespace not in _NAMESPACES:
            raise ValueError(namespace)
        # what is not SpreadsheetML, what stands before the cells, and what a cell holds beside value, formula and text, is none of our figures
        if skipped or namespace not in _NAMESPACES or (name not in _IN_CELL if inside else not data and name not in ("worksheet", "sheetData")):
            skipped += 1
        elif name == "sheetData":
            data = True
        elif name == "c":
            address, column = _address(attributes.get("r"), row, column)
            kind, style = attributes.get("t", "n"), attributes.get("s", "0")
            value = formula = None
            rich.clear()
            inside, seen = True, seen + 1
            strings.package.few(seen)
        elif name == "v" or name == "t":
            buffer = []
        elif name == "f":
            buffer = []
            shared_index = attributes.get("si", "") if attributes.get("t") == "shared" else ""
        elif name == "row":
            row, column = int(attributes.get("r") or row + 1), 0
        elif name == "rPh":
            skipped = 1  # how a text is read aloud is not the text
        elif name in RUN:
            rich.look(name, attributes)

    def ends(tag: str) -> None:
        nonlocal value, formula, buffer, skipped, inside
        name = tag[tag.rfind(" ") + 1:]
        if skipped:
            skipped -= 1
        elif name == "c":
            inside = False
            if value is not None or formula is not None or kind == "inlineStr":
                if address in cells:
                    raise strings.package.twice()
                cells[address] = _stored(strings, kind, rich.said(strings, address) if rich.odd else value, formula, int(style))
                if kind == "s" and value is not None and strings.rich:
                    strings.used(value, address)
        elif name == "v":
            value, buffer = "".join(buffer or ()), None
        elif name == "t":
            value, buffer = (value or "") + rich.text("".join(buffer or ())), None
        elif name == "f":
            formula, buffer = _formula(shared, shared_index, address, "".join(buffer or ())), None
        elif name == "sheetData":
            raise Stop

    def characters(text: str) -> None:
        if buffer is not None:
            buffer.append(text)

    return begins, ends, characters


def _address(stated: str | None, row: int, column: int) -> tuple[str, int]:
    """A cell's address and column; it may be left out, and is then the next cell of the row. Raises ValueError."""
    if stated is None:
        return f"{column_letters(column)}{row}", column + 1
    match = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", stated.upper())
    if match is None:
        raise ValueError(stated)
    return match[0], column_number(match[1])


def _stored(strings: Strings, kind: str, value: str | None, formula: str | None, style: int) -> RawCell:
    if kind == "s" and value is not None:
        value = strings.get(value)
    elif kind in ("str", "inlineStr"):
        value = unescape(value or "")
    return RawCell(kind, value, formula, style)


def _formula(shared: dict[str, tuple[str, str]], index: str, address: str, text: str) -> str:
    """The formula's own text where it shares another cell's."""
    if index and text:
        shared.setdefault(index, (text, address))
    elif index in shared and not text:
        master, home = shared[index]
        (column, row), (other_column, other_row) = _point(home), _point(address)
        return shift_formula(master, other_row - row, other_column - column)
    return text


def _point(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return column_number(letters), int(address[len(letters):])


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def shift_formula(formula: str, rows: int, columns: int) -> str:
    """A formula moved by so many rows and columns, as Excel stores shared formulas; `$` holds a place fast."""

    def moved(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        column = found[3] if found[2] else column_letters(max(0, column_number(found[3]) - 1 + columns))
        row = found[5] if found[4] else str(int(found[5]) + rows)
        return f"{found[2]}{column}{found[4]}{row}"

    return re.sub(_REFERENCE, moved, formula)
