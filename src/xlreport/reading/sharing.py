"""Lines of figures whose label stands elsewhere or is past reading: given to rows in printed order, where the count leaves no choice."""

import re
from collections.abc import Sequence
from itertools import pairwise

from xlreport.reading.chain import Standing
from xlreport.reading.labels import Line, Printed
from xlreport.reading.rows import PAGE, Piece, Row, trimmed
from xlreport.reading.stream import ROW_END, Stream

_LINE = re.compile(f"[^\n{ROW_END}]+")
_WORD = re.compile(r"[^\s|\x1f]+")
_FIGURE = re.compile(r"[+\-]?\d+(?:\.\d+)?[件元万亿]{0,2}|[/—\-无]")  # or what stands in a figure's place

_NUMBERING = re.compile(r"\d{1,2}[.．、)）]")


def shared_out(rows: Sequence[Row]) -> list[Row]:
    """Lines of figures that follow a run of labels, given to them in order: `label, label, figures, figures`.

    Only where there are exactly as many full lines as labels without figures before them.
    """
    out = list(rows)
    for last, row in enumerate(rows):
        count = len(row.line.cells)
        lines = [line for line in row.by_line if line]
        full = sum(len(line) == count for line in lines)
        if len(lines) < 2 or row.fields is not None or any(len(line) > count for line in lines) or 2 * full <= len(lines):
            continue
        first = last
        while first > 0 and _waits(rows[first - 1], rows[first]):
            first -= 1
        if last - first + 1 == len(lines):
            for place, line in enumerate(lines):
                out[first + place] = rows[first + place]._replace(pieces=line, by_line=(line,), single=False)
    return out


def _waits(before: Row, row: Row) -> bool:
    """A label without figures directly before another of its table."""
    return not before.pieces and before.fields is None and before.line.number == row.line.number - 1 and before.line.table == row.line.table


def with_orphans(form: Printed, stream: Stream, found: Sequence[Standing], rows: Sequence[Row]) -> list[Row]:
    """Rows whose label could not be found, or stands apart from its figures, from the full lines of figures between their neighbours.

    Only where between two rows there are exactly as many full lines as rows, and none of them belongs to a group's label.
    """
    heads = {stream.at[standing.end - 1] + 1 for standing in found if standing.label.line < 0}
    empty = {row.line.number: row for row in rows if not row.pieces and row.fields is None}
    filled = [row for row in rows if row.line.number not in empty]
    given: dict[int, Row] = dict(empty)
    for before, after in pairwise(filled):
        missing = form.lines[before.line.number + 1:after.line.number]
        if missing and after.line.table == before.line.table and not after.line.head:
            given.update({row.line.number: row for row in _orphans(stream, heads, before, after, missing)})
    given.update({row.line.number: row for row in filled})
    return [given[number] for number in sorted(given)]


def _orphans(stream: Stream, heads: set[int], before: Row, after: Row, missing: Sequence[Line]) -> list[Row]:
    count = len(before.line.cells)
    lines: list[tuple[Piece, ...]] = []
    for found in _LINE.finditer(stream.raw, before.label, after.label):
        pieces = [trimmed(stream.raw, word.start(), word.end()) for word in _WORD.finditer(stream.raw, found.start(), found.end())]
        figures = tuple(piece for piece in pieces if _FIGURE.fullmatch(piece.text))
        if not figures or PAGE.fullmatch(found[0]):
            continue
        if len(figures) != count or any(_odd(piece.text) for piece in pieces if piece not in figures):
            return []  # `＋3 2`: one of the two would be dropped unseen
        text = stream.raw[found.start():figures[0].start].rstrip(" \t|\x1f\xa0")
        if lines and found.start() + len(text) in heads:
            return []
        lines.append(figures)
    if len(lines) != len(missing) + 1 or lines[0] != before.pieces or any(len(line.cells) != count for line in missing):
        return []
    return [Row(line, None, figures, (figures,), figures[0].start, False) for line, figures in zip(missing, lines[1:], strict=True)]


def _odd(text: str) -> bool:
    """Digits of any kind (`＋3`, `①`, `½`) that are neither a figure nor a label's numbering."""
    return any(character.isnumeric() for character in text) and not any("一" <= character <= "鿿" for character in text) \
        and not _NUMBERING.fullmatch(text)
