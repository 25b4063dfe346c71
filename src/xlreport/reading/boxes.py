"""Cells that can be seen, wherever they come from: drawn tables, and lines of a text whose columns are parted by tabs, pipes or blanks."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from xlreport.reading.document import GridCell
from xlreport.reading.rows import trimmed
from xlreport.reading.stream import CELL_END, ROW_END, Stream

MOST_BOXES = 4000  # of one drawing; a report's largest table has 300
_LONGEST_LINE = 400
_LONGEST_LABEL = 160
_MOST_COLUMNS = 40
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,2}|\d)[、.．].*情况\s*")  # of a part of the report: another table begins
_GAP = re.compile(r"\S+(?: \S+)*")


class Box(NamedTuple):
    """One cell: its text without blanks around it, first row and height, the columns it covers, and where its text begins in raw."""

    text: str
    row: int
    height: int
    columns: tuple[int, ...]
    start: int


class Drawing(NamedTuple):
    """The cells of one table. typed: the columns of a text, which hold only where all of them fall into place."""

    boxes: tuple[Box, ...]
    typed: bool


def drawings(stream: Stream) -> list[Drawing]:
    """Every drawn table of a document, and every run of its lines that are parted in one manner."""
    found: list[Drawing] = []
    blocks: dict[int, list[Box]] = {}
    for source, mark, block in zip(stream.sources, stream.marks, stream.blocks, strict=True):
        if isinstance(source, GridCell) and len(blocks.setdefault(block, [])) <= MOST_BOXES:
            end = stream.raw.find(CELL_END, mark)
            piece = trimmed(stream.raw, mark, end)
            blocks[block].append(Box(piece.text, source.row, source.height,
                                     tuple(range(source.column, source.column + min(source.width, 60))), piece.start))
    found += [Drawing(tuple(boxes), False) for boxes in blocks.values() if len(boxes) <= MOST_BOXES]
    for parted in (_tabs, _pipes, _aligned):
        found += _runs(stream.raw, parted)
    return found


def _runs(raw: str, parted: Callable[[str], list[tuple[int, int, int]]]) -> Iterator[Drawing]:
    """Runs of lines with several cells, lines of one cell between them included."""
    boxes: list[Box] = []
    row, several, at = 0, 0, 0
    aligned = parted is _aligned
    for line in raw.split("\n"):
        cells = parted(line) if len(line) <= _LONGEST_LINE and CELL_END not in line and ROW_END not in line else []
        if ((cells and len(line) <= _LONGEST_LABEL) or len(cells) > 1) and not _HEADING.fullmatch(line):
            for column, start, end in cells:
                piece = trimmed(raw, at + start, at + end)
                boxes.append(Box(piece.text.strip('"'), row, 1, (column,), piece.start))
            several += len(cells) > 1
            row += 1
        elif line.strip():
            if several > 2 and len(boxes) <= MOST_BOXES:
                yield Drawing(tuple(_with_blanks(boxes) if aligned else boxes), True)
            boxes, several = [], 0
        at += len(line) + 1
    if several > 2 and len(boxes) <= MOST_BOXES:
        yield Drawing(tuple(_with_blanks(boxes) if aligned else boxes), True)


def _with_blanks(boxes: list[Box]) -> list[Box]:
    """The cells of aligned lines, with an empty one wherever another line has a cell and this one has none."""
    columns = sorted({box.columns[0] for box in boxes})
    if len(columns) > _MOST_COLUMNS:
        return boxes
    taken: dict[int, list[Box]] = {}
    for box in boxes:
        taken.setdefault(box.row, []).append(box)
    blank = [Box("", row, 1, (column,), own[0].start) for row, own in taken.items() for column in columns
             if not any(box.columns[0] <= column < box.columns[0] + _width(box.text) for box in own)]
    return sorted([*boxes, *blank], key=lambda box: (box.row, box.columns))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _split(line: str, mark: str) -> list[tuple[int, int, int]]:
    found, at = [], 0
    for place, part in enumerate(line.split(mark)):
        found.append((place, at, at + len(part)))
        at += len(part) + len(mark)
    return found


def _tabs(line: str) -> list[tuple[int, int, int]]:
    return _split(line, "\t") if line.strip() else []


def _pipes(line: str) -> list[tuple[int, int, int]]:
    if not line.lstrip().startswith("|"):
        return []
    cells = _split(line, "|")[1:]
    return cells[:-1] if not line[cells[-1][1]:].strip() else cells


def _aligned(line: str) -> list[tuple[int, int, int]]:
    """Cells that begin at one width from the left, a Chinese character counting two, with two blanks at least between them."""
    found = []
    for part in _GAP.finditer(line):
        found.append((_width(line[:part.start()]), part.start(), part.end()))
    return found
