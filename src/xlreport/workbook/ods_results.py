"""Formulas of an .ods whose result is an error, or that were never calculated: calamine gives '' for both, as for a blank.

OpenDocument 1.2 part 1, 19.385 (office:value-type) and 19.642 (table:formula); LibreOffice and Excel write an error as an empty string
whose printed text is `#DIV/0!`.
"""

import zipfile
from pathlib import Path
from xml.parsers import expat

from xlreport.form.values import ERROR, UNCALCULATED

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MOST_REPEATED = 1000
LARGEST = 64 * 2**20

# (sheet from 0, row, column) -> (ERROR or UNCALCULATED, what stands there)
Results = dict[tuple[int, int, int], tuple[str, str]]


def results_missing(path: Path) -> Results:
    """Every such cell of an .ods; {} for a file that is none, or that is too damaged to tell (calamine refuses that one)."""
    try:
        with zipfile.ZipFile(path) as package, package.open("content.xml") as stream:
            data = stream.read(LARGEST)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError):
        return {}
    walk = _Walk()
    try:
        walk.parser.Parse(data, True)
    except (expat.ExpatError, ValueError):
        return {}
    return walk.found


class _Walk:
    """One pass over content.xml. place: sheet, row and column of the cell at hand."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.begins, self.ends
        self.parser.CharacterDataHandler = self.says
        self.parser.StartDoctypeDeclHandler = self.refuses
        self.found: Results = {}
        self.sheet, self.row, self.column, self.rows = -1, 0, 0, 1
        self.formula, self.known, self.columns = "", True, 1
        self.text: list[str] | None = None

    def refuses(self, *_: object) -> None:
        raise ValueError("a DTD")

    def begins(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TABLE}table":
            self.sheet, self.row = self.sheet + 1, 0
        elif tag == f"{_TABLE}table-row":
            self.rows, self.column = int(attributes.get(f"{_TABLE}number-rows-repeated", 1)), 0
        elif tag in _CELLS:
            self.columns = int(attributes.get(f"{_TABLE}number-columns-repeated", 1))
            self.formula = attributes.get(f"{_TABLE}formula", "")
            kind = attributes.get(f"{_OFFICE}value-type", "")
            self.known = bool(kind) and (kind != "string" or bool(attributes.get(f"{_OFFICE}string-value")))
            self.text = [] if self.formula else None

    def says(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def ends(self, tag: str) -> None:
        if tag == f"{_TABLE}table-row":
            self.row += self.rows
        elif tag in _CELLS:
            text = "".join(self.text or ()).strip()
            if self.formula and not self.known and (text.startswith(("#", "Err:")) or not text):
                result = (ERROR, text) if text else (UNCALCULATED, f"={self.formula.partition('=')[2]}")
                for row in range(self.row, self.row + min(self.rows, _MOST_REPEATED)):
                    self.found |= {(self.sheet, row, column): result for column in range(self.column, self.column + min(self.columns, _MOST_REPEATED))}
            self.column += self.columns
            self.text = None
