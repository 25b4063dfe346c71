"""The printed words of a form in the order in which they stand, and the lines of figures between them."""

import re
from functools import lru_cache
from typing import NamedTuple

from xlreport.form.library import Library
from xlreport.form.model import Block, Cell, Form, Table
from xlreport.reading.stream import folded

NUMBERING = re.compile(r"(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.)])")
_REMARK = re.compile(r"\(.*?\)$")


class Label(NamedTuple):
    """One printed text. order: its place among all of the form's; table: which one, from 0; number: `1.`, `(三)`, `一、` or ''.

    bodies: its wordings without the number, folded, longest first; line: the line of figures it stands directly before, else
    -1; head: it stands above that line, not beside it; column: it names a column. text: as printed; top, left, width, height: where it is
    printed in the table's grid.
    """

    order: int
    table: int
    number: str
    bodies: tuple[str, ...]
    line: int
    head: bool
    column: bool = False
    text: str = ""
    top: int = 0
    left: int = 0
    width: int = 1
    height: int = 1


class Line(NamedTuple):
    """One printed line of figures: its cells from left to right, and the label directly before them.

    part: which group of rows it belongs to where a report may state the group in one line (2021's 其他处理), else ''. heads: the
    labels printed above it since the line of figures before, or that line's where none are; a group's label beside it is none.
    """

    number: int
    table: int
    cells: tuple[Cell, ...]
    label: int
    head: bool
    part: str
    heads: tuple[int, ...] = ()


class Printed(NamedTuple):
    """All that is printed of one form. glued: every label's folded text, with and without number, longest first.

    bits: characters of texts that may stand one to a line beside the figures (a merged cell drawn upright).
    """

    form: Form
    labels: tuple[Label, ...]
    lines: tuple[Line, ...]
    glued: tuple[str, ...]
    bits: frozenset[str]


@lru_cache(maxsize=16)
def printed(library: Library, form_id: str) -> Printed:
    """What one form prints; worked out once."""
    form = library.form(form_id)
    labels: list[Label] = []
    lines: list[Line] = []
    bits: set[str] = set()
    bottoms: list[int] = []  # by label: the printed line below it
    for number, table in enumerate(form.tables):
        texts = sorted((block for block in table.blocks if block.text and block.text != "="), key=lambda block: (block.line, block.position))
        firsts = {cell.line: min(other.position for other in table.cells if other.line == cell.line) for cell in table.cells}
        ends = {}
        for line, position in firsts.items():
            before = [block for block in texts if (block.line, block.position) < (line, position)]
            if before:
                ends[before[-1]] = line
        for block in texts:
            at = ends.get(block)
            label = _label(form, table, block, len(labels), number, len(lines) if at is not None else -1)
            label = label._replace(head=at is not None and block.line != at and block.line + block.height <= at)
            if at is not None:
                cells = tuple(sorted((cell for cell in table.cells if cell.line == at), key=lambda cell: cell.position))
                previous = lines[-1] if lines and lines[-1].table == number else None
                since = [one.order for one in labels if one.table == number and bottoms[one.order] <= at
                         and (previous is None or one.order > previous.label)]
                heads = tuple(since) or (previous.heads if previous else ())
                lines.append(Line(len(lines), number, cells, len(labels), label.head, _part(table, cells), heads))
            labels.append(label)
            bottoms.append(block.line + block.height)
            if block.height > 1:
                bits.update(label.bodies[0] + label.number)
    glued = {body for label in labels for body in label.bodies} | {label.number + body for label in labels for body in label.bodies}
    return Printed(form, tuple(labels), tuple(lines), tuple(sorted(glued, key=len, reverse=True)), frozenset(bits))


def _part(table: Table, cells: tuple[Cell, ...]) -> str:
    """The smallest row group a line belongs to."""
    found = [(len(rows), code) for code, rows in table.rows.groups.items() if cells[0].row in rows]
    return min(found)[1] if found else ""


def _label(form: Form, table: Table, block: Block, order: int, number: int, line: int) -> Label:
    wordings = [block.text]
    for axis in (table.rows, table.columns):
        for code, text in axis.printed.items():
            if text == block.text and (axis is table.columns or line >= 0):
                wordings += [axis.said[code], *axis.also.get(code, ())]
    for code in table.columns.codes:  # a column that is printed twice under one word keeps its own wordings too
        if table.columns.said[code] == block.text:
            wordings += table.columns.also.get(code, ())
    bodies: list[str] = []
    own = ""
    for wording in wordings:
        body = folded(wording, form.traditional)[0]
        found = NUMBERING.match(body)
        while found and found.end() < len(body):
            own = own or found[0]
            body = body[found.end():]
            found = NUMBERING.match(body)
        bodies += [body, _REMARK.sub("", body)]
    unique = tuple(sorted({body for body in bodies if len(body) > 1}, key=lambda body: (-len(body), body)))
    column = line < 0 and block.text in table.columns.printed.values()
    return Label(order, number, own, unique or (folded(block.text, {})[0],), line, False, column,
                 block.text, block.line, block.position, block.width, block.height)
