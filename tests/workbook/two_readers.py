"""A sheet's cells by the quick reader and by expat, in one shape: the two must agree, or the quick one steps aside."""

from typing import Any
from xml.parsers import expat

from xlreport.workbook import plain_xml


def by_expat(data: bytes) -> list[tuple[str, str, str, str | None, str | None]] | None:
    """Cells that hold something as expat reads them: (address, style, type, formula, value); None when it refuses."""
    cells: list[tuple[str, str, str, str | None, str | None]] = []
    state: dict[str, Any] = {"depth": False, "text": None}

    def begins(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheetData":
            state["depth"] = True
        if tag == "c":
            state.update(cell=attributes, v=None, f=None)
        if tag in ("v", "f"):
            state["text"] = ""

    def text(words: str) -> None:
        if state["text"] is not None:
            state["text"] += words

    def ends(tag: str) -> None:
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
