"""The cells of a sheet, read with expat: blank, empty text, a formula never calculated, an error and a date stay apart.

calamine says '' for four of these and turns the fifth into a date; openpyxl needs two loads. Handled here: namespaces
(`<x:c>` of the Open XML SDK), cells and rows without `r=`, shared formulas, phonetic runs; stops at `</sheetData>`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from xlreport.workbook.layout import column_letters
from xlreport.workbook.package import Package, Stop

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"""("[^"]*"|'[^']*'!?)|(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![0-9A-Za-z_.(])""")
_FORMAT_NOISE = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.')
# built-in number formats that show a date or time (ECMA-376 18.8.30), 27-36 and 50-58 in East Asian locales
_DATE_IDS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_DECIMAL_IDS = {2: 2, 4: 2, 39: 2, 40: 2, 43: 2, 44: 2}
MOST_CELLS = 200_000


class RawCell(NamedTuple):
    """A cell as it is stored. type: n, s, str, inlineStr, b, e; text: its value or text, None when it has none;

    formula: the formula's text, None when there is none; style: index into the cell formats.
    """

    type: str
    text: str | None
    formula: str | None
    style: int


class Format(NamedTuple):
    """What a number format shows: a date or time; how many decimals (-1 when it leaves them open)."""

    date: bool
    decimals: int


Sheet = Mapping[str, RawCell]


def unescape(text: str) -> str:
    """`_x000D_` and the like as the character they stand for (ECMA-376 22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def read_sheet(package: Package, part: str, strings: "Strings") -> Sheet:
    """All cells of a sheet that hold something, by address."""
    reader = _SheetReader(strings)
    package.parse(part, reader.start, reader.end, reader.characters)
    return reader.cells


class _SheetReader:
    """The state of one pass over a sheet part."""

    def __init__(self, strings: "Strings") -> None:
        self.strings = strings
        self.cells: dict[str, RawCell] = {}
        self.shared: dict[str, tuple[str, int, int]] = {}
        self.row = self.column = 0
        self.address = ""
        self.type, self.style = "n", 0
        self.value: str | None = None
        self.formula: str | None = None
        self.shared_index = ""
        self.buffer: list[str] | None = None
        self.phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            address = attributes.get("r", "")
            if address:
                letters = address.rstrip("0123456789")
                self.column = column_number(letters)
                self.address = address
            else:  # the address may be left out: the next cell of the row
                self.column += 1
                self.address = f"{column_letters(self.column - 1)}{self.row}"
            self.type = attributes.get("t", "n")
            self.style = int(attributes.get("s") or 0)
            self.value = self.formula = None
        elif tag == "v" or (tag == "t" and not self.phonetic):
            self.buffer = []
        elif tag == "f":
            self.buffer = []
            self.shared_index = attributes.get("si", "") if attributes.get("t") == "shared" else ""
        elif tag == "row":
            self.row = int(attributes.get("r") or self.row + 1)
            self.column = 0
        elif tag == "rPh":
            self.phonetic = True

    def characters(self, text: str) -> None:
        if self.buffer is not None:
            self.buffer.append(text)

    def end(self, tag: str) -> None:
        if tag == "c":
            if self.value is not None or self.formula is not None or self.type == "inlineStr":
                self.store()
        elif tag == "v":
            self.value = "".join(self.buffer or ())
            self.buffer = None
        elif tag == "t" and self.buffer is not None:
            self.value = (self.value or "") + "".join(self.buffer)
            self.buffer = None
        elif tag == "f":
            self.formula = self.shared_formula("".join(self.buffer or ()))
            self.buffer = None
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "sheetData":
            raise Stop

    def shared_formula(self, text: str) -> str:
        """The formula's own text where it shares another cell's."""
        if self.shared_index and text:
            self.shared.setdefault(self.shared_index, (text, self.row, self.column))
        elif self.shared_index in self.shared and not text:
            master, row, column = self.shared[self.shared_index]
            return shift_formula(master, self.row - row, self.column - column)
        return text

    def store(self) -> None:
        text = self.value
        if self.type == "s" and text is not None:
            text = self.strings.get(text)
        elif self.type in ("str", "inlineStr"):
            text = unescape(text or "")
        if len(self.cells) >= MOST_CELLS:
            raise self.strings.package.unreadable(f"一张工作表有 {MOST_CELLS} 格以上，不像年报工作簿",
                                                  f"a sheet has more than {MOST_CELLS} cells")
        self.cells[self.address] = RawCell(self.type, text, self.formula, self.style)


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

    return _REFERENCE.sub(moved, formula)


class Strings:
    """The shared strings of a package, read when the first is asked for."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self._part = package, part
        self._texts: tuple[str, ...] | None = None

    def get(self, index: str) -> str:
        """The string of that index. Raises UnreadableFile when there is none."""
        if self._texts is None:
            self._texts = _strings(self.package, self._part) if self._part and self.package.has(self._part) else ()
        try:
            return self._texts[int(index)]
        except (ValueError, IndexError):
            raise self.package.broken() from None


def _strings(package: Package, part: str) -> tuple[str, ...]:
    texts: list[str] = []
    pieces: list[str] = []
    state = {"in": False, "phonetic": False}

    def start(tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            pieces.clear()
        elif tag == "t":
            state["in"] = not state["phonetic"]
        elif tag == "rPh":
            state["phonetic"] = True

    def characters(text: str) -> None:
        if state["in"]:
            pieces.append(text)

    def end(tag: str) -> None:
        if tag == "si":
            texts.append(unescape("".join(pieces)))
        elif tag == "t":
            state["in"] = False
        elif tag == "rPh":
            state["phonetic"] = False

    package.parse(part, start, end, characters)
    return tuple(texts)


@lru_cache(maxsize=64)
def _formats(data: bytes, package: "_Hidden") -> tuple[Format, ...]:
    codes: dict[int, str] = {}
    formats: list[Format] = []
    state = {"in": False}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            codes[int(attributes.get("numFmtId") or 0)] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            state["in"] = True
        elif tag == "xf" and state["in"]:
            formats.append(_format(int(attributes.get("numFmtId") or 0), codes))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            raise Stop

    package.package.parse_bytes(data, "styles", start, end)
    return tuple(formats)


class _Hidden:
    """A package that all compare equal, so that the same style part is parsed once for a thousand workbooks."""

    def __init__(self, package: Package) -> None:
        self.package: Any = package

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hidden)

    def __hash__(self) -> int:
        return 0


def read_formats(package: Package, part: str) -> tuple[Format, ...]:
    """What each cell format of the package shows; none when the package has no styles."""
    return _formats(package.read(part), _Hidden(package)) if part and package.has(part) else ()


def _format(number: int, codes: Mapping[int, str]) -> Format:
    if number not in codes:
        return Format(number in _DATE_IDS, _DECIMAL_IDS.get(number, -1))
    code = _FORMAT_NOISE.sub("", codes[number].split(";")[0])
    if re.search(r"[yYdDhHsS年月日]|m", code) and "General" not in code:
        return Format(True, -1)
    decimals = re.fullmatch(r"[#,]*0(?:\.(0+))?\s*", code)
    return Format(False, len(decimals[1]) if decimals and decimals[1] else -1)
