"""What an .ods says of its cells beside their values: results that are no number, what is shown of a number, strokes.

OpenDocument 1.2 part 1: 19.385 (office:value-type), 19.642 (table:formula), 20.365 (style:text-line-through-style), 20.384
(style:text-position). calamine gives '' for an error and for a formula never calculated, as for a blank; LibreOffice and Excel write an error as
an empty string whose printed text is `#DIV/0!`. The text printed in a cell is kept beside its number.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from xlreport.form.values import ERROR, UNCALCULATED
from xlreport.reading.left_out import Words
from xlreport.reading.shown import literal
from xlreport.workbook.old_looks import Key, Looks, nothing
from xlreport.workbook.package import MOST_CELLS

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NUMBERS = ("float", "percentage", "currency")
_MOST_REPEATED = 1000
_DEEPEST = 200
LARGEST = 64 * 2**20


def looks_of_ods(path: Path) -> Looks:
    """The looks of every cell; none for a file that is no .ods. Raises ValueError for one that cannot be understood."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = [_part(package, name) for name in ("styles.xml", "content.xml")]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return nothing()
    walk = _Walk()
    try:
        for data in filter(None, parts):
            walk.read(data)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return walk.looks


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        with package.open(name) as stream:
            return stream.read(LARGEST)
    except KeyError:
        return b""


class _Walk:
    """One pass over the styles, then over content.xml. row, column: of the cell at hand; inside: depth within it (1 its own paragraphs)."""

    def __init__(self) -> None:
        self.looks = nothing()
        self.styles: dict[str, tuple[str, dict[str, str]]] = {}  # name -> parent, text properties
        self.style = ""
        self.sheet, self.row, self.column, self.rows, self.columns = -1, 0, 0, 1, 1
        self.defaults: list[str] = []  # the cell style of each column
        self.cell: dict[str, str] | None = None
        self.open: list[str] = []  # what is open inside the cell
        self.spans: list[str] = []
        self.words: list[Words] = []
        self.printed, self.said = False, 0

    def read(self, data: bytes) -> None:
        """Takes in one part. Raises ExpatError, or ValueError for a DTD or a number that is none."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self.begins, self.ends, self.says
        parser.StartDoctypeDeclHandler = _refuse
        parser.Parse(data, True)

    def begins(self, tag: str, attributes: dict[str, str]) -> None:
        if self.cell is not None:
            self._inside(tag, attributes)
        elif tag == f"{_STYLE}style":
            self.style = attributes.get(f"{_STYLE}name", "")
            self.styles[self.style] = attributes.get(f"{_STYLE}parent-style-name", ""), {}
        elif tag == f"{_STYLE}text-properties" and self.style in self.styles:
            self.styles[self.style][1].update(attributes)
        elif tag == f"{_TABLE}table":
            self.sheet, self.row, self.defaults = self.sheet + 1, 0, []
        elif tag == f"{_TABLE}table-column":
            again = min(int(attributes.get(f"{_TABLE}number-columns-repeated", 1)), _MOST_REPEATED)
            self.defaults += [attributes.get(f"{_TABLE}default-cell-style-name", "")] * again
        elif tag == f"{_TABLE}table-row":
            self.rows, self.column = int(attributes.get(f"{_TABLE}number-rows-repeated", 1)), 0
        elif tag in _CELLS:
            self.columns = int(attributes.get(f"{_TABLE}number-columns-repeated", 1))
            self.cell, self.open, self.words, self.printed = attributes, [], [], False

    def _inside(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= _DEEPEST:
            raise ValueError("deep")
        self.open.append(tag)
        if tag == f"{_TEXT}p" and len(self.open) == 1:
            if self.printed:
                self.words.append(Words("\n"))
            self.printed = True
        elif tag == f"{_TEXT}span":
            self.spans.append(attributes.get(f"{_TEXT}style-name", ""))
        elif tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            self.says(" ")

    def says(self, text: str) -> None:
        if self.cell is not None and self.open[:1] == [f"{_TEXT}p"] and not any(tag.startswith(_OFFICE) for tag in self.open):
            looks = [self._properties(name) for name in self.spans]
            self.words.append(Words(text, any(map(_struck, looks)), any(map(_raised, looks))))

    def ends(self, tag: str) -> None:
        if self.cell is None:
            self.row += self.rows if tag == f"{_TABLE}table-row" else 0
        elif self.open:
            if self.open.pop() == f"{_TEXT}span":
                self.spans.pop()
        else:
            self._cell_ends(self.cell)
            self.column, self.cell = self.column + self.columns, None

    def _cell_ends(self, attributes: dict[str, str]) -> None:
        text = "".join(word.text for word in self.words).strip()
        kind, formula = attributes.get(f"{_OFFICE}value-type", ""), attributes.get(f"{_TABLE}formula", "")
        known = bool(kind) and (kind != "string" or bool(attributes.get(f"{_OFFICE}string-value")))
        style = attributes.get(f"{_TABLE}style-name") or (self.defaults[self.column] if self.column < len(self.defaults) else "")
        looks = self.looks
        if formula and not known and (text.startswith(("#", "Err:")) or not text):
            looks.results.update(dict.fromkeys(self._keys(), (ERROR, text) if text else (UNCALCULATED, f"={formula.partition('=')[2]}")))
        if kind in _NUMBERS and self.printed and text != attributes.get(f"{_OFFICE}value"):
            looks.shapes.update(dict.fromkeys(self._keys(), literal(text)))
        if any(word.struck or word.raised for word in self.words):
            looks.runs.update(dict.fromkeys(self._keys(), tuple(self.words)))
        if kind and not formula and style and _struck(self._properties(style)):
            looks.struck.update(self._keys())

    def _keys(self) -> Iterator[Key]:
        """Every cell that the one at hand stands for. Raises ValueError where they are more than any report has."""
        self.said += min(self.rows, _MOST_REPEATED) * min(self.columns, _MOST_REPEATED)
        if self.said > MOST_CELLS:
            raise ValueError("many")
        return ((self.sheet, row, column) for row in range(self.row, self.row + min(self.rows, _MOST_REPEATED))
                for column in range(self.column, self.column + min(self.columns, _MOST_REPEATED)))

    def _properties(self, name: str) -> dict[str, str]:
        """The text properties of a style, with those of the styles it is made from."""
        found: dict[str, str] = {}
        for _ in range(_DEEPEST):
            if name not in self.styles:
                break
            name, own = self.styles[name]
            found = {**own, **found}
        return found


def _struck(properties: dict[str, str]) -> bool:
    return any(properties.get(f"{_STYLE}text-line-through-{how}", "none") != "none" for how in ("style", "type"))


def _raised(properties: dict[str, str]) -> bool:
    return properties.get(f"{_STYLE}text-position", "0% 100%").partition(" ")[0] not in ("0%", "")


def _refuse(*_: object) -> None:
    raise ValueError("a DTD")
