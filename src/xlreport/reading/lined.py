"""Tables saved as text with one line a cell, blank ones and those that merged cells cover too: nothing is lost there, as the count proves.

So LibreOffice saves Word's tables: behind a label stand as many lines as its row has cells, then an empty one for each merged cell that
reaches into the next row. One line more or less anywhere, and no table is read this way: a blank cell may have left no trace.
"""

import re
from collections.abc import Sequence

from xlreport.reading.labels import Line, Printed
from xlreport.reading.rows import FOREIGN, Row, trimmed
from xlreport.reading.stream import Stream

_WORD = re.compile(r"\w")
_ENOUGH = 12  # rows that prove it; table 2 has 25
_CHINESE = re.compile("[一-鿿]")


def a_line_a_cell(form: Printed, stream: Stream, rows: Sequence[Row]) -> list[Row]:
    """The rows with their cells where all rows prove it, else as they are."""
    if stream.grid:
        return list(rows)
    found: list[Row] = []
    proved = merged = 0
    for row in rows:
        start, stop = row.behind
        count, covered = len(row.line.cells), _covered(form, row.line)
        if covered is None:
            stop = max(stop, stream.raw.find("\n", stop))  # a label within the note below cuts its line
        lines = stream.raw[start:stop].split("\n")
        if covered is not None:
            if len(lines) != count + covered + 2 or any(line.strip() for line in lines[count + 1:]) or _WORD.search(lines[0]):
                return list(rows)
            proved += 1
            merged += covered > 0
        elif [len(_CHINESE.findall(line)) >= FOREIGN for line in lines[1:count + 2]] != [False] * count + [True]:
            return list(rows)  # below a table's last line a heading or a note follows at once, or its cells cannot be counted
        found.append(_with_cells(row, stream.raw, start, lines[:count + 1]))
    return found if proved >= _ENOUGH and merged else list(rows)


def _covered(form: Printed, line: Line) -> int | None:
    """How many merged cells reach into the printed line below, left of what begins there; None below a table's last line."""
    blocks = [block for block in form.form.tables[line.table].blocks if block.text and block.text != "="]
    below = line.cells[0].line + 1
    first = min((block.position for block in blocks if block.line == below), default=None)
    if first is None:
        return None
    return sum(block.line < below < block.line + block.height and block.position < first for block in blocks)


def _with_cells(row: Row, raw: str, start: int, lines: Sequence[str]) -> Row:
    fields, at = [], start + len(lines[0]) + 1
    for line in lines[1:]:
        fields.append(trimmed(raw, at, at + len(line)))
        at += len(line) + 1
    pieces = tuple(field for field in fields if field.text)
    return row._replace(fields=tuple(fields), pieces=pieces, by_line=tuple((piece,) for piece in pieces), single=False, drawn=True)
