"""Rows of pieces -> a value for each cell: certain, inferred by the balance rules, or unread."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from xlreport.form.model import Cell
from xlreport.form.submission import Place
from xlreport.form.values import (
    BLANK,
    BOOLEAN,
    EMPTY,
    ERROR,
    NUMBER,
    TEXT,
    UNCALCULATED,
    UNREAD,
    Value,
    exact_value,
    number_value,
    text_value,
)
from xlreport.reading.document import GridCell
from xlreport.reading.referee import Equation, Group, Reading, joined, joinings, number, settled, spreadings
from xlreport.reading.rows import Piece, Row
from xlreport.reading.shifted import shifted
from xlreport.reading.shown import as_shown
from xlreport.reading.stream import Stream
from xlreport.reading.typed import number_typed

NOT_READ = Value(UNREAD)


class Manner(NamedTuple):
    """How a whole source has its figures, judged from all rows together, for one row alone often looks like another manner.

    doubled: two years side by side; cut: figures cut into pieces; dropped: cells that left no trace; glued: figures run
    together; collapsed: repeated equal cells stand once.
    """

    doubled: bool = False
    cut: bool = False
    dropped: bool = False
    glued: bool = False
    collapsed: bool = False


class Figures(NamedTuple):
    """values and places by cell name; rows' cells that are certain, inferred or unread stand in the value itself.

    typed: what stands there, for figures that bear more than digits (`2,576`, `１２件`).
    """

    values: Mapping[str, Value]
    places: Mapping[str, Place]
    typed: Mapping[str, str] = {}


def manner_of(rows: Sequence[Row]) -> Manner:
    """The manner of a source. Rows whose cells show their borders say nothing of it."""
    soft = [row for row in rows if fitting(row, 0) is None and not row.doubtful and not odd(row)]
    wide = [row for row in soft if len(row.line.cells) > 1]
    filled = [row for row in soft if row.pieces]
    twice = sum(len(row.pieces) == 2 * len(row.line.cells) for row in filled)
    several = sum(row.numeric and len(row.pieces) == 2 * len(row.line.cells) for row in filled if len(row.line.cells) > 1)
    if several >= 3 or (len(filled) >= 5 and twice >= 0.6 * len(filled)):
        return Manner(doubled=True)
    long = sum(1 for row in wide if row.numeric and 0 < len(row.pieces) < len(row.line.cells)
               and sum(len(piece.text) for piece in row.pieces) >= len(row.line.cells))
    glued = bool(wide) and 2 * long >= len(wide)
    cut = any(row.numeric and len(row.pieces) > len(row.line.cells) for row in soft)
    short = sum(1 for row in wide if len(row.pieces) < len(row.line.cells))
    neighbours = any(one.text == other.text for row in soft for one, other in pairwise(row.pieces))
    collapsed = not glued and not cut and not neighbours and short >= 3 and all(row.pieces for row in wide) and _spread(wide)
    return Manner(cut=cut, dropped=short > 0 and not glued and not collapsed, glued=glued, collapsed=collapsed)


def odd(row: Row) -> bool:
    """Whether a drawn table has other cells in this line than the form: a column more or less, or another table altogether."""
    return row.drawn and row.fields is not None and any(field.text for field in row.fields) and len(row.fields) != len(row.line.cells)


def _spread(wide: Sequence[Row]) -> bool:
    """Rows are short in a way that only collapsing explains: not one figure a row (only totals), nor two (only ends).

    A table without totals that is short, the longest line as one figure, or rows of many widths.
    """
    longest = max(len(row.line.cells) for row in wide)
    short = [row for row in wide if len(row.pieces) < len(row.line.cells)]
    widths = {len(row.pieces) for row in short}
    narrow = min(len(row.line.cells) for row in wide)
    return len(widths) > 2 or any(
        len(row.line.cells) == narrow < longest or (len(row.line.cells) == longest and len(row.pieces) == 1) for row in short)


def without_closing(rows: Sequence[Row]) -> list[Row]:
    """Rows whose last pipe closes the line lose the empty field behind it: so it is where every row ends in a pipe."""
    piped = [row for row in rows if row.fields and not row.drawn]
    if not all(not row.fields[-1].text for row in piped if row.fields):
        return list(rows)
    return [row._replace(fields=row.fields[:-1]) if row.fields and not row.drawn else row for row in rows]


def fitting(row: Row, lead: int) -> tuple[Piece, ...] | None:
    """The row's fields where they are as many as its cells once empty ones around them are left out."""
    fields, count = row.fields, len(row.line.cells)
    if fields is None or len(fields) < count:
        return None
    if len(fields) == count:
        return fields
    before = fields[:lead]
    if any(field.text for field in before) or any(field.text for field in fields[lead + count:]):
        return None
    return fields[lead:lead + count] if len(fields) >= lead + count else None


def readable(row: Row, lead: int) -> bool:
    """Whether a row has a piece for each of its cells."""
    return fitting(row, lead) is not None or (row.fields is None and len(row.pieces) == len(row.line.cells))


def usual_lead(rows: Iterable[Row]) -> dict[int, int]:
    """By table: how many empty fields stand between label and first figure (merged cells that were written out)."""
    counts: dict[int, Counter[int]] = {}
    for row in rows:
        if row.fields is not None and len(row.fields) > len(row.line.cells) and any(field.text for field in row.fields):
            filled = [place for place, field in enumerate(row.fields) if field.text]
            if filled[-1] - filled[0] + 1 == len(row.line.cells):
                counts.setdefault(row.line.table, Counter())[filled[0]] += 1
    return {table: found.most_common(1)[0][0] for table, found in counts.items()}


def read_figures(
    rows: Sequence[Row], stream: Stream, manner: Manner, half: int | None, balances: Sequence[Equation], sheets: Sequence[str]
) -> Figures:
    """A value and a place for each cell of the rows.

    half: which of two years side by side is the report's (0 or 1), None where that cannot be told; sheets: by table, what
    places call it.
    """
    values: dict[str, Value] = {}
    places: dict[str, Place] = {}
    typed: dict[str, str] = {}
    groups: list[Group] = []
    loose: list[tuple[str, ...]] = []
    leads = usual_lead(rows)
    for row in rows:
        names = tuple(cell.name for cell in row.line.cells)
        sheet = sheets[row.line.table]
        at = row.pieces[0].start if row.pieces else row.label
        places.update(dict.fromkeys(names, stream.place(at, row.pieces[-1].end if row.pieces else at + 1, sheet)))
        values.update(dict.fromkeys(names, NOT_READ))
        pieces = _certain(row, manner, half, balances, leads.get(row.line.table, 0))
        if pieces is not None:
            for cell, piece in zip(row.line.cells, pieces, strict=True):
                values[cell.name] = value_of(piece, cell, stream)
                if values[cell.name].kind == NUMBER:
                    typed[cell.name] = piece.text
                places[cell.name] = stream.place(piece.start, piece.end, sheet)
            if len(names) > 2 and not row.drawn:
                loose.append(names)
        elif group := _possible(row, manner, names, balances):
            groups.append(group)
    counted = {name: value.number or Decimal(0) for name, value in values.items() if value.kind in (NUMBER, BLANK)}
    for names in shifted([names for names in loose if counted.keys() >= set(names)], counted, balances):
        values.update(dict.fromkeys(names, NOT_READ))
    known = {name: value.number for name, value in values.items() if value.kind == NUMBER and value.number is not None}
    sheet_of = {cell.name: sheets[row.line.table] for row in rows for cell in row.line.cells}
    for group in settled(groups if _credible(rows, groups, set(known)) else (), known, balances):
        for name, piece in _agreed(group, manner):
            values[name] = exact_value(Decimal(piece.text))._replace(inferred=True)
            places[name] = stream.place(piece.start, piece.end, sheet_of[name])
    return Figures(values, places, {name: text for name, text in typed.items() if values[name].raw != text})


def _credible(rows: Sequence[Row], groups: Sequence[Group], names_read: set[str]) -> bool:
    """Whether most lines can be read in the manner supposed; else figures are missing, and no way of reading is to be trusted.

    Lines of zeros prove nothing, for they can be read in any manner.
    """
    possible = {group.names[0] for group in groups if group.readings}
    telling = [row for row in rows if len(row.line.cells) > 1 and row.pieces and row.numeric and row.line.cells[0].name not in names_read
               and any(piece.text.strip("0") for piece in row.pieces)]
    return sum(row.line.cells[0].name not in possible for row in telling) * 4 <= len(telling) + 8  # a broken line or two are the report's own


def _certain(row: Row, manner: Manner, half: int | None, balances: Sequence[Equation], lead: int) -> Sequence[Piece] | None:
    """The pieces of a row, one a cell, where nothing else is possible."""
    count = len(row.line.cells)
    if manner.doubled:
        return _one_of_two(row, half)
    fitted = fitting(row, lead)
    if fitted is not None:
        return fitted
    if row.fields is not None and any(not field.text for field in row.fields) and len(row.fields) != len(row.pieces):
        return None  # empty cells in unknown places
    if len(row.pieces) == count and not _doubtful(row, manner, balances):
        return row.pieces
    if count > 1 and len(row.pieces) == 1 and row.pieces[0].text == "0" * count:
        piece = row.pieces[0]  # zeros never join: as many as there are cells is one a cell
        return [Piece("0", piece.start + place, piece.start + place + 1) for place in range(count)]
    return None


def _one_of_two(row: Row, half: int | None) -> Sequence[Piece] | None:
    """The report's own half of a line with two years."""
    count = len(row.line.cells)
    if half is None:
        return None
    fields = row.fields
    if fields and not fields[0].text and row.line.head:  # a line without a label of its own, before its first pipe
        ending = max(place for place, field in enumerate(fields) if field.text or place == 0)
        fields = fields[1:] if ending == 2 * count else fields
    if fields is not None and len(fields) >= 2 * count and not any(field.text for field in fields[2 * count:]):
        return fields[half * count:half * count + count]
    if len(row.pieces) == 2 * count and (fields is None or all(field.text for field in fields[:-1])):
        return row.pieces[half * count:half * count + count]
    return None


def _doubtful(row: Row, manner: Manner, balances: Sequence[Equation]) -> bool:
    """As many pieces as cells, but perhaps a cut figure makes up for a cell that left no trace."""
    if not (manner.cut or manner.glued) or (len(row.line.cells) == 1 and not manner.cut):
        return False
    texts = [piece.text for piece in row.pieces]
    if not any(one.isdigit() and one != "0" and other.isdigit() for one, other in pairwise(texts)):
        return False
    numbers = [Decimal(0) if text == "/" else number(text) for text in texts]
    names = [cell.name for cell in row.line.cells]
    own = [balance for balance in balances if balance.factors.keys() <= set(names)]
    if not own or any(figure is None for figure in numbers):
        return manner.dropped or manner.glued or any(figure is None for figure in numbers)
    figures = {name: figure or Decimal(0) for name, figure in zip(names, numbers, strict=True)}
    return any(balance.left(figures) for balance in own)


def _possible(row: Row, manner: Manner, names: tuple[str, ...], balances: Sequence[Equation]) -> Group | None:
    """The ways in which a row can be read, None where there are none, or too many."""
    if manner.doubled or not row.pieces or (row.fields is not None and any(not field.text for field in row.fields)):
        return None
    if any(number(piece.text) is None and not (manner.glued and piece.text.isdigit()) for piece in row.pieces):
        return None
    if manner.collapsed and len(row.pieces) < len(names):
        return spreadings(row.pieces, names, balances)
    if manner.glued and sum(len(piece.text) for piece in row.pieces) > len(names) and len(row.pieces) <= len(names):
        return joinings(joined(row.pieces, glued=True), names, balances)
    if manner.glued and sum(len(piece.text) for piece in row.pieces) == len(names):
        return joinings(joined(row.pieces, glued=True), names, balances)
    if len(row.pieces) > len(names):
        return joinings(joined(row.pieces, glued=False), names, balances)
    return None


def _agreed(group: Group, manner: Manner) -> Iterable[tuple[str, Piece]]:
    """Cells on which all readings left agree, where a rule or the manner itself supports them."""
    if not group.readings or not (group.supported or manner.collapsed):
        return
    if not group.supported and len(group.readings) == 1 and len({piece.text for piece in group.readings[0]} - {"0"}):
        return
    for place, name in enumerate(group.names):
        found: set[tuple[str, int]] = {(reading[place].text, 0) for reading in group.readings}
        if len(found) == 1:
            yield name, _widest(group.readings, place)


def _widest(readings: Sequence[Reading], place: int) -> Piece:
    return min((reading[place] for reading in readings), key=lambda piece: piece.start)


def value_of(piece: Piece, cell: Cell, stream: Stream) -> Value:
    """What stands in one cell, as it stands there."""
    source = stream.source(piece.start)[0] if stream.grid else None
    if isinstance(source, GridCell) and source.content:
        return _stored(source, cell)
    text = piece.text
    if not text:
        return EMPTY
    bare = text[1:] if text.startswith("-") else text
    figure = number(bare)
    if figure is not None:
        return exact_value(-figure if bare != text else figure)
    value = text_value(text, cell)
    meant = number_typed(text, cell) if value.kind == TEXT else None
    return value if meant is None else exact_value(meant)


def _stored(source: GridCell, cell: Cell) -> Value:
    """The value of a workbook's cell, which knows more than a text."""
    if source.content == NUMBER:
        value = number_value(source.text, formula=source.formula)
        return as_shown(value, source.shape, cell)[0] if source.shape else value
    if source.content in (BOOLEAN, ERROR, UNCALCULATED, UNREAD):
        return Value(source.content, raw=source.text, formula=source.formula)
    if not source.text.strip():
        return EMPTY
    return text_value(source.text, cell)._replace(formula=source.formula)


