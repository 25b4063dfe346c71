"""Ruled tables of printed pages: cells among crossing lines, rows that a page break cut, figures that a narrow cell wrapped."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from xlreport.documents.blocks import Blocks, Cell, Line
from xlreport.documents.page_lines import Box, Character, TextLine, text_lines, within
from xlreport.reading.document import Grid, Paragraph
from xlreport.reading.left_out import Words
from xlreport.wording import say

_EDGE = 3.0  # points within which two rules are one
_PADDING = 6.0  # points between a cell's rule and its text: Word's 0.19 cm, rounded up
_WRAPPED = 3  # characters: a mark that may not begin a line takes one or two with it
_CHINESE = re.compile("[一-鿿]")
_LABEL_BEGINS = re.compile(r"\s*(?:\d{1,2}\s*[.．、]|[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)")
_FIGURE = re.compile(r"\s*(?:[+-]?[0-9０-９][0-9０-９\s]*(?:[.,，][0-9０-９\s]+)*|[/／—-])\s*")


class Drawn(NamedTuple):
    """A table as drawn: its frame, its column edges, and its cells, each with its row and its box."""

    box: Box
    columns: tuple[float, ...]
    cells: tuple[tuple[int, Cell, Box], ...]
    full: frozenset[int]  # ids of cells whose last line has no room for one more character
    wrapped: frozenset[int] = frozenset()  # of cells whose last line has room for hardly more: words may go on in the next line

    def row_at(self, edge: int, side: int) -> dict[tuple[float, float], Cell]:
        """The cells along the frame's upper (edge 1) or lower (3) side, by left and right edge rounded to `side` points."""
        return {(round(box[0] / side), round(box[2] / side)): cell for _, cell, box in self.cells if abs(box[edge] - self.box[edge]) <= _EDGE}


def rule(left: float, top: float, right: float, bottom: float) -> dict[str, Any]:
    """A ruled line as pdfplumber's table search wants it; its longer side says which way it runs."""
    across = right - left >= bottom - top
    middle = (top + bottom) / 2 if across else (left + right) / 2
    return {"x0": left if across else middle, "x1": right if across else middle, "top": middle if across else top,
            "bottom": middle if across else bottom, "width": right - left if across else 0, "height": 0 if across else bottom - top,
            "orientation": "h" if across else "v", "object_type": "line"}


def table_boxes(edges: Sequence[dict[str, Any]]) -> list[list[Box]]:
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


def drawn(boxes: Sequence[Box], characters: Sequence[Character]) -> Drawn:
    """The table of these cells, with the characters of a page that stand in them."""
    columns = _steps([box[0] for box in boxes] + [box[2] for box in boxes])
    rows = _steps([box[1] for box in boxes] + [box[3] for box in boxes])
    held: dict[Box, list[Character]] = {box: [] for box in boxes}
    frame = (columns[0], rows[0], columns[-1], rows[-1])
    for character in characters:
        if within(character, frame):
            box = next((box for box in boxes if within(character, box)), None)
            if box is not None:
                held[box].append(character)
    cells: list[tuple[int, Cell, Box]] = []
    full: set[int] = set()
    wrapped: set[int] = set()
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        row, column = _step(rows, box[1]), _step(columns, box[0])
        cell = Cell(column, max(1, _step(columns, box[2]) - column), max(1, _step(rows, box[3]) - row))
        lines = text_lines(held[box])
        cell.content = [Line(text) for text in _unwrapped(lines, box)]
        if shown := _unclear(lines):
            cell.content, cell.unclear = [Line(shown)], True
        if lines and _no_room(lines[-1], box):
            full.add(id(cell))
        if lines and _no_room(lines[-1], box, _WRAPPED):
            wrapped.add(id(cell))
        cells.append((row, cell, box))
    return Drawn(frame, columns, tuple(sorted(cells, key=lambda entry: (entry[0], entry[1].column))), frozenset(full), frozenset(wrapped))


def _unwrapped(lines: Sequence[TextLine], box: Box) -> list[str]:
    """A cell's lines; a figure that was wrapped because the cell has no room for one more digit is one figure."""
    texts = [line.text for line in lines]
    if len(lines) > 1 and all(re.fullmatch(r"[0-9.,]+", text) for text in texts) and all(_no_room(line, box) for line in lines[:-1]):
        return ["".join(texts)]
    return texts


def _unclear(lines: Sequence[TextLine]) -> str:
    """What stands in a figure's cell of which something is struck out or raised, written out; '' for any other cell.

    A label is read without it; whether the rest is the figure that was meant, no page says.
    """
    runs = [run for line in lines for run in line.runs or (Words(line.text),)]
    whole = "".join(run.text for run in runs if not run.raised)
    if not any(line.runs for line in lines) or not any(character.isdecimal() for character in whole) or len(_CHINESE.findall(whole)) > 3:
        return ""
    return "".join(say(f"（划掉{run.text.strip()}）", f"(struck:{run.text.strip()})") if run.struck else
                   say(f"（角上{run.text.strip()}）", f"(raised:{run.text.strip()})") if run.raised else run.text.strip() for run in runs)


def _no_room(line: TextLine, box: Box, characters: int = 1) -> bool:
    """Whether so many more characters would not have fitted on a cell's line."""
    wide = line.right - line.left
    return box[2] - box[0] - wide < 2 * _PADDING + characters * wide / max(1, len(line.text))


def _step(steps: Sequence[float], value: float) -> int:
    return max(0, bisect_right(steps, value + 0.01) - 1)


def same_columns(before: Drawn, after: Drawn) -> bool:
    """Whether two tables are drawn in the same frame: every column edge of the smaller one is one of the other's."""
    fewer, more = sorted((before.columns, after.columns), key=len)
    return len(fewer) > 2 and abs(fewer[0] - more[0]) < 2 * _EDGE and abs(fewer[-1] - more[-1]) < 2 * _EDGE and all(
        any(abs(edge - other) < 2 * _EDGE for other in more) for edge in fewer)


def add_grid(table: Drawn, blocks: Blocks, page: int, before: Drawn | None) -> None:
    """Adds a table; where it goes on from the page before, the rest of a row that the break cut goes back to that row."""
    cells = [(row, cell) for row, cell, _ in table.cells]
    if before is not None and (rests := _cut_row(before, table)):
        previous = next(place for place in reversed(range(len(blocks.found))) if isinstance(blocks.found[place], Grid))
        blocks.found[previous] = _mended(blocks.found[previous], rests)
        cells = [(max(row - 1, 0), cell) for row, cell in cells if row > 0 or cell.height > 1]
        for row, cell, _ in table.cells:
            cell.height -= row == 0 and cell.height > 1
    if cells:
        blocks.grid(cells, page, continues=before is not None)


def _cut_row(before: Drawn, after: Drawn) -> list[tuple[Cell, str]]:
    """The cells of a row that a page break cut, each with its rest on the next page; none where no row was cut.

    Cut is a row of which both pages have words in the same cell, and only one of them its figures.
    """
    for side in (6, 7, 5):  # edges a hair apart must not fall into different steps
        there, here = before.row_at(3, side), after.row_at(1, side)
        if there.keys() == here.keys():
            break
    else:
        return []
    words_there = {place for place, cell in there.items() if cell.text().strip()}
    words_here = {place for place, cell in here.items() if cell.text().strip()}
    both = words_there & words_here
    figures = {place for place in both if _FIGURE.fullmatch(there[place].text()) or _FIGURE.fullmatch(here[place].text())}
    if len(both) < 2 and not any(_FIGURE.fullmatch(cell.text()) for cell in (*there.values(), *here.values())):
        return []  # a row of heads, then one whose figures are blank
    # the next row, when all its figures are blank, looks alike: but the words above end in the middle of a line, or those below begin a label
    if not all(id(there[place]) in before.wrapped and not _LABEL_BEGINS.match(here[place].text()) for place in both - figures):
        return []
    # a figure that both have was wrapped and cut as well, if its cell was full; it stays in two pieces, for a person to judge
    if not both - figures or words_there == words_here or not (words_there <= both or words_here <= both) or not all(
            id(there[place]) in before.full for place in figures):
        return []
    return [(there[place], here[place].text()) for place in there]


def _mended(block: Paragraph | Grid, rests: list[tuple[Cell, str]]) -> Grid:
    """The grid with the rest of its last row."""
    assert isinstance(block, Grid)
    last = max(cell.row + cell.height for cell in block.cells)
    more = {cell.column: rest for cell, rest in rests}
    return block._replace(cells=tuple(
        cell._replace(text="\n".join(filter(None, (cell.text, more.get(cell.column, ""))))) if cell.row + cell.height == last else cell
        for cell in block.cells))
