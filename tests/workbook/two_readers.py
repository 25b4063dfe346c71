"""A sheet's cells by the quick reader and by expat, in one shape: the two must agree, or the quick one steps aside."""

from collections.abc import Callable
from typing import Any, TypeVar
from xml.parsers import expat

from xlreport.errors import UnreadableFile
from xlreport.workbook import cells, plain_xml
from xlreport.workbook.package import Package
from xlreport.workbook.strings import Strings, strings_by_expat

Read = TypeVar("Read")
TEXTS = "".join(f"<si><t>文{number}</t></si>" for number in range(200))
SHARED = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{TEXTS}</sst>'.encode()


class Parts(Package):
    """Parts that stand in no archive."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.path, self.parts = "年报.xlsx", parts

    def has(self, name: str) -> bool:
        """As in a package."""
        return name in self.parts

    def read(self, name: str) -> bytes:
        """As in a package."""
        return self.parts[name]


def quick_and_slow(data: bytes) -> tuple[cells.Sheet | None, cells.Sheet | None] | None:
    """A sheet by both ways of the program itself, each None where it refuses the sheet; None altogether when the quick way steps aside."""
    if plain_xml.plain_cells(data) is None:
        return None
    package = Parts({"sheet": data, "strings": SHARED})
    strings = Strings(package, "strings")
    return _or_refused(lambda: cells.read_sheet(package, "sheet", strings)), _or_refused(lambda: cells.sheet_by_expat(package, "sheet", strings))


def quick_and_slow_texts(data: bytes) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None] | None:
    """Shared strings by both ways, as quick_and_slow."""
    if plain_xml.plain_strings(data) is None:
        return None
    package = Parts({"strings": data})
    return _or_refused(lambda: Strings(package, "strings").texts()), _or_refused(lambda: strings_by_expat(package, "strings", {}))


def _or_refused(read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except UnreadableFile:
        return None


def by_expat(data: bytes) -> list[tuple[str, str, str, str | None, str | None]] | None:
    """Cells of the sheet's data that hold something as expat reads them: (address, style, type, formula, value); None when it refuses."""
    cells: list[tuple[str, str, str, str | None, str | None]] = []
    state: dict[str, Any] = {"data": False, "text": None}

    def begins(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheetData":
            state["data"] = True
        if not state["data"]:
            return
        if tag == "c":
            state.update(cell=attributes, v=None, f=None)
        if tag in ("v", "f"):
            state["text"] = ""

    def text(words: str) -> None:
        if state["text"] is not None:
            state["text"] += words

    def ends(tag: str) -> None:
        if not state["data"]:
            return
        if tag in ("v", "f"):
            state[tag], state["text"] = state["text"], None
        elif tag == "c" and (state["v"] is not None or state["f"] is not None):
            cell = state["cell"]
            cells.append((cell["r"], cell.get("s", "0"), cell.get("t", "n"), state["f"], state["v"]))

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begins, ends, text
    end = data.find(b"</sheetData>")
    try:
        parser.Parse(data if end < 0 else data[: end + 12], False)
    except (expat.ExpatError, ValueError, LookupError, KeyError):
        return None
    return cells


def by_patterns(data: bytes) -> list[tuple[str, str, str, str | None, str | None]] | None:
    """The same by plain_xml, with defaults written out."""
    found = plain_xml.plain_cells(data)
    if found is None:
        return None
    return [(address, style or "0", kind or "n", formula, value) for address, style, kind, formula, value in found
            if value is not None or formula is not None]
