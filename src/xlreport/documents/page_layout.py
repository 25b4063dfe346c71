"""Printed pages -> blocks: characters and ruled lines put together to tables, rows and paragraphs (PDF and OFD).

Tables are found by their rules (pdfplumber's search for cells among crossing lines). A table that a page break cut goes on
in the next grid; a row that it cut is put together again. Page numbers and running heads are no text of the report.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from xlreport.documents.blocks import Blocks, Cell, Line
from xlreport.reading.document import Grid

Box = tuple[float, float, float, float]  # left, top, right, bottom; points from the upper left corner
_PAGE_NUMBER = re.compile(r"[\s\-—－–_~·.]*(?:第?\s*[0-9０-９]{1,4}\s*页?)(?:\s*[/／共，,of]+\s*[0-9０-９]{1,4}\s*页?)?[\s\-—－–_~·.]*")
_EDGE = 3.0  # points within which two rules are one


class Character(NamedTuple):
    """A printed character with its box and type size; upright: False where it is turned by 90 degrees."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    upright: bool = True


class Page(NamedTuple):
    """One printed page. edges: ruled lines as pdfplumber writes them; number: from 1."""

    number: int
    width: float
    height: float
    characters: tuple[Character, ...]
    edges: tuple[dict[str, Any], ...]


class _TextLine(NamedTuple):
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    spaced: bool  # a gap as between columns: no running text


class _Drawn(NamedTuple):
    """A table as drawn: its column edges, and its cells by (row, column, height, width, text)."""

    box: Box
    columns: tuple[float, ...]
    cells: tuple[tuple[int, Cell], ...]


def rule(left: float, top: float, right: float, bottom: float) -> dict[str, Any]:
    """A ruled line as pdfplumber's table search wants it; its longer side says which way it runs."""
    across = right - left >= bottom - top
    middle = (top + bottom) / 2 if across else (left + right) / 2
    return {"x0": left if across else middle, "x1": right if across else middle, "top": middle if across else top,
            "bottom": middle if across else bottom, "width": right - left if across else 0, "height": 0 if across else bottom - top,
            "orientation": "h" if across else "v", "object_type": "line"}


def lay_out(pages: Sequence[Page], blocks: Blocks) -> None:
    """Adds the paragraphs and grids of all pages to `blocks`, in the order of reading."""
    running = _running_heads(pages)
    last: _Drawn | None = None  # the table at the foot of the page before
    waiting: list[_TextLine] = []  # the paragraph that may run on over the page break
    for page in pages:
        tables = [_drawn(cells, page) for cells in _tables(page.edges)]
        tables = [table for table in tables if len(table.cells) > 1]
        inside = [table.box for table in tables]
        outside = [character for character in page.characters if not any(_within(character, box) for box in inside)]
        lines = [line for line in _lines(outside) if not _page_mark(line, page, running)]
        margins = _margins(lines, page)
        order: list[_TextLine | _Drawn] = sorted([*lines, *tables], key=lambda item: item.top if isinstance(item, _TextLine) else item.box[1])
        for place, item in enumerate(order):
            if isinstance(item, _TextLine):
                if waiting and not _runs_on(waiting[-1], item, margins):
                    _paragraph(waiting, blocks, page.number)
                    waiting = []
                waiting.append(item)
                last = None
                continue
            _paragraph(waiting, blocks, page.number)
            waiting = []
            goes_on = place == 0 and last is not None and _same_columns(last, item)
            _grid(item, blocks, page.number, goes_on)
            last = item
        if order and isinstance(order[-1], _TextLine):
            last = None
    _paragraph(waiting, blocks, pages[-1].number if pages else 0)


def _tables(edges: Sequence[dict[str, Any]]) -> list[list[Box]]:
    """The cells of each table on a page, top to bottom."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    if not edges:
        return []
    merged = merge_edges(list(edges), snap_x_tolerance=_EDGE, snap_y_tolerance=_EDGE, join_x_tolerance=_EDGE, join_y_tolerance=_EDGE)
    merged = [edge for edge in merged if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= _EDGE]
    cells = intersections_to_cells(edges_to_intersections(merged, _EDGE, _EDGE))
    return list(cells_to_tables(cells))


def _steps(values: Iterable[float]) -> tuple[float, ...]:
    """Distinct edges, those closer than a rule is thick taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _EDGE:
            found.append(value)
    return tuple(found)


def _drawn(boxes: list[Box], page: Page) -> _Drawn:
    columns = _steps([box[0] for box in boxes] + [box[2] for box in boxes])
    rows = _steps([box[1] for box in boxes] + [box[3] for box in boxes])
    held: dict[Box, list[Character]] = {box: [] for box in boxes}
    frame = (columns[0], rows[0], columns[-1], rows[-1])
    for character in page.characters:
        if _within(character, frame):
            box = next((box for box in boxes if _within(character, box)), None)
            if box is not None:
                held[box].append(character)
    cells: list[tuple[int, Cell]] = []
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        row, column = _step(rows, box[1]), _step(columns, box[0])
        cell = Cell(column, max(1, _step(columns, box[2]) - column), max(1, _step(rows, box[3]) - row))
        cell.content = [Line(line.text) for line in _lines(held[box])]
        cells.append((row, cell))
    return _Drawn(frame, columns, tuple(sorted(cells, key=lambda entry: (entry[0], entry[1].column))))


def _step(steps: Sequence[float], value: float) -> int:
    return max(0, bisect_right(steps, value + 0.01) - 1)


def _within(character: Character, box: Box) -> bool:
    across, down = (character.left + character.right) / 2, (character.top + character.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _lines(characters: Sequence[Character]) -> list[_TextLine]:
    """Characters put together to lines, top to bottom; those turned sideways run from bottom to top or top to bottom."""
    turned = sorted((character for character in characters if not character.upright), key=lambda character: character.top)
    lines: list[list[Character]] = []
    blanks: list[Character] = []
    for character in sorted((character for character in characters if character.upright), key=_down):
        if not character.text.strip():
            blanks.append(character)
        elif lines and _on(lines[-1], character):
            lines[-1].append(character)
        else:
            lines.append([character])
    for blank in blanks:  # a space belongs to a line, and never makes one
        line = next((line for line in lines if _on(line, blank)), None)
        if line is not None and line[0].left < blank.left:
            line.append(blank)
    found = [_line(line) for line in lines]
    if turned:
        found.append(_TextLine("".join(character.text for character in turned).strip(), turned[0].left, turned[0].right, turned[0].top,
                               turned[-1].bottom, turned[0].size, False))
    return [line for line in found if line.text.strip()]


def _down(character: Character) -> tuple[float, float]:
    return (character.top + character.bottom) / 2, character.left


def _on(line: list[Character], character: Character) -> bool:
    """Whether a character stands on a line: its middle is within half a type size of the line's first."""
    return abs(_down(character)[0] - _down(line[0])[0]) < max(character.size, line[0].size) * 0.5


def _line(characters: list[Character]) -> _TextLine:
    ordered = sorted(characters, key=lambda character: character.left)
    while not ordered[0].text.strip():
        ordered.pop(0)
    while not ordered[-1].text.strip():
        ordered.pop()
    pieces: list[str] = []
    spaced = False
    for before, character in zip([None, *ordered], ordered, strict=False):
        if before is not None:
            gap = character.left - before.right
            if gap > 0.3 * character.size:
                pieces.append(" ")
            if gap > 1.5 * character.size:
                spaced = True
                pieces.append(" ")
        pieces.append(character.text)
    sizes = Counter(round(character.size, 1) for character in ordered)
    return _TextLine("".join(pieces), ordered[0].left, ordered[-1].right, min(character.top for character in ordered),
                     max(character.bottom for character in ordered), sizes.most_common(1)[0][0], spaced)


def _margins(lines: Sequence[_TextLine], page: Page) -> tuple[float, float]:
    """Left and right edge of the running text."""
    return (min((line.left for line in lines), default=0), max((line.right for line in lines), default=page.width))


def _runs_on(before: _TextLine, line: _TextLine, margins: tuple[float, float]) -> bool:
    """Whether a line goes on with the one before: that one is full, and this one begins at the margin."""
    left, right = margins
    size = max(before.size, 1.0)
    alike = abs(before.size - line.size) < 1.5 and not before.spaced and not line.spaced
    return alike and before.right > right - 2.2 * size and line.left < left + 1.2 * size


def _paragraph(lines: Sequence[_TextLine], blocks: Blocks, page: int) -> None:
    if lines:
        blocks.line(Line("".join(_joined(line.text, following.text if following else "") for line, following in
                                 zip(lines, [*lines[1:], None], strict=True)), "", lines[0].size), page)


def _joined(text: str, following: str) -> str:
    """A line with a space after it where two Latin words or figures would run together."""
    return text + " " if following and text[-1:].isascii() and text[-1:].isalpha() and following[:1].isascii() and following[:1].isalpha() else text


def _running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """Lines that stand at the head or foot of most pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        ends = [character for character in page.characters if character.top < page.height * 0.09 or character.bottom > page.height * 0.91]
        seen.update({line.text for line in _lines(ends)})
    return frozenset(text for text, times in seen.items() if times >= 3 and times > len(pages) / 2)


def _page_mark(line: _TextLine, page: Page, running: frozenset[str]) -> bool:
    """Whether a line is a page number or a running head."""
    at_end = line.top < page.height * 0.09 or line.bottom > page.height * 0.87
    return at_end and (line.text in running or _PAGE_NUMBER.fullmatch(line.text) is not None)


def _same_columns(before: _Drawn, after: _Drawn) -> bool:
    """Whether two tables are drawn in the same frame: every column edge of the smaller one is one of the other's."""
    fewer, more = sorted((before.columns, after.columns), key=len)
    return len(fewer) > 2 and abs(fewer[0] - more[0]) < 2 * _EDGE and abs(fewer[-1] - more[-1]) < 2 * _EDGE and all(
        any(abs(edge - other) < 2 * _EDGE for other in more) for edge in fewer)


def _grid(table: _Drawn, blocks: Blocks, page: int, goes_on: bool) -> None:
    cells = list(table.cells)
    if goes_on:
        previous = next(block for block in reversed(blocks.found) if isinstance(block, Grid))
        mended = _mended(previous, cells)
        if mended is not None:
            blocks.found[blocks.found.index(previous)] = mended
            cells = [(row - 1, cell) for row, cell in cells if row > 0 or cell.height > 1]
            cells = [(max(row, 0), cell) for row, cell in cells]
            for row, cell in cells:
                cell.height -= row == 0 and any(first == 0 and other is cell for first, other in table.cells)
    if cells:
        blocks.grid(cells, page, continues=goes_on)


def _mended(before: Grid, cells: list[tuple[int, Cell]]) -> Grid | None:
    """The grid before, with the rest of a row that the page break cut; None where no row was cut.

    Cut is a row of which one page has the label's first part and the other its rest: the first row here has no figure of
    its own, or the last row there has none, while both have words in the same cell.
    """
    last = max(cell.row + cell.height for cell in before.cells) - 1
    there = {(cell.column, cell.width): cell for cell in before.cells if cell.row + cell.height - 1 == last}
    here = {(cell.column, cell.width): cell.text() for row, cell in cells if row == 0}
    if set(there) != set(here):
        return None
    words_there = {place for place, cell in there.items() if cell.text.strip()}
    words_here = {place for place, text in here.items() if text.strip()}
    both = words_there & words_here
    if not both or any(_figure(there[place].text) or _figure(here[place]) for place in both) or not (words_there <= both or words_here <= both):
        return None
    joined = {id(there[place]): "\n".join(filter(None, (there[place].text, here[place]))) for place in there}
    return before._replace(cells=tuple(cell._replace(text=joined[id(cell)]) if id(cell) in joined else cell for cell in before.cells))


def _figure(text: str) -> bool:
    return bool(re.fullmatch(r"[\s0-9０-９.,，/+\-—]*", text))


