"""Tables whose cells can be seen, read by the names of their rows and columns: where lines do not have the form's cells.

A column more (备注, 序号), a column less, blank places where merged labels were, the three routes of the third table on three lines,
rows and columns turned about: a figure is taken only where the labels beside and above it name one cell and nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlreport.form.model import Cell
from xlreport.form.submission import Departure, Place
from xlreport.reading.boxes import Box, Drawing, drawings
from xlreport.reading.doubts import HEADS
from xlreport.reading.figures import fitting, readable, usual_lead
from xlreport.reading.labels import NUMBERING, Label, Line, Printed
from xlreport.reading.rows import Piece, Row
from xlreport.reading.stream import Stream, folded
from xlreport.wording import say

Words = frozenset[int]  # the orders of the labels that a text can be


class Names(NamedTuple):
    """What names one cell. beside: its row's label, -1 where it has none; above: its column's, with the head over it where two
    columns bear one name; fitting: every label that may stand beside or above it; wide: it is printed over several columns.
    """

    cell: Cell
    beside: int
    above: frozenset[int]
    fitting: frozenset[int]
    wide: bool


class Taken(NamedTuple):
    """What was read of one table. lines: rows by number; whole: every cell was named; extra: heads of columns that are none of the form's;

    turned: rows are columns.
    """

    lines: Mapping[int, Row]
    whole: bool = False
    extra: tuple[str, ...] = ()
    turned: bool = False


def with_drawn(
    form: Printed, stream: Stream, rows: Sequence[Row], said: Sequence[Departure]
) -> tuple[list[Row], tuple[Departure, ...]]:
    """Rows that position could not settle, read by the names of their rows and columns; and what is to be said of all tables.

    Where names and position give a cell that both can read another figure, neither is better, and names are not used.
    said: what was said so far; that the columns of a table could not be told is taken back where every one of them was named.
    """
    out = {row.line.number: row for row in rows}
    words = list(said)
    seen: list[Drawing] | None = None
    leads = usual_lead(rows)
    for table in range(len(form.form.tables)):
        lines = [line for line in form.lines if line.table == table]
        unread = [line.number for line in lines if line.number not in out or not readable(out[line.number], leads.get(table, 0))]
        reasons = {out[line.number].doubtful for line in lines if line.number in out} - {""}
        if not unread or reasons - {HEADS}:
            continue
        seen = drawings(stream) if seen is None else seen
        taken = read_drawn(form, seen, table)
        if taken is None or (reasons and not taken.whole) or \
                not all(_agree(out[number], row, leads.get(table, 0)) for number, row in taken.lines.items() if number in out):
            continue
        out.update({number: row for number, row in taken.lines.items() if number in unread})
        sheet = form.form.tables[table].sheet
        words = [one for one in words if not (reasons and one.test == "label_changed" and one.place == Place(sheet, ""))]
        words += drawn_words(form, table, taken)
    return [out[number] for number in sorted(out)], tuple(words)


def _agree(row: Row, other: Row, lead: int) -> bool:
    """Whether two readings of one line have no cell with two figures."""
    if not readable(row, lead):
        return True
    pieces = fitting(row, lead) or row.pieces
    texts = {cell.name: piece.text for cell, piece in zip(row.line.cells, pieces, strict=True)}
    return all(texts.get(cell.name, piece.text) == piece.text for cell, piece in zip(other.line.cells, other.fields or (), strict=True))


def names_of(form: Printed, table: int) -> tuple[Names, ...]:
    """The names of every cell of a table."""
    found = []
    wide = {(block.line, block.position) for block in form.form.tables[table].blocks if block.text == "=" and block.width > 1}
    for line in form.lines:
        if line.table != table:
            continue
        heads = [form.labels[order] for order in ((*line.heads, line.label) if line.head else line.heads)]
        for cell in line.cells:
            over = sorted((head for head in heads if head.left <= cell.position < head.left + head.width), key=lambda head: head.top)
            leaf = over[-1] if over else None
            if leaf is None:
                continue
            twins = [head for head in heads if head.bodies[0] == leaf.bodies[0]]
            above = {leaf.order} | ({over[-2].order} if len(twins) > 1 and len(over) > 1 else set())
            beside = [label.order for label in form.labels if label.table == table and label.left < cell.position
                      and label.top <= cell.line < label.top + label.height]
            found.append(Names(cell, -1 if line.head else line.label, frozenset(above), frozenset({head.order for head in over} | set(beside)),
                               (cell.line, cell.position) in wide))
    return tuple(found)


def read_drawn(form: Printed, drawings: Sequence[Drawing], table: int) -> Taken | None:
    """A table read by its names from the one drawing that holds it; None where no drawing does, or more than one."""
    names = names_of(form, table)
    found = [taken for drawing in drawings if (taken := _Reading(form, drawing, table, names).taken())]
    return found[0] if len(found) == 1 else None


class _Reading:
    """One drawing held against one table."""

    def __init__(self, form: Printed, drawing: Drawing, table: int, names: tuple[Names, ...]) -> None:
        self.form, self.drawing, self.names, self.table = form, drawing, names, table
        self.fitted: dict[Words, frozenset[int]] = {}
        self.by_body: dict[str, list[Label]] = {}
        for label in form.labels:
            if label.table == table:
                for body in label.bodies:
                    self.by_body.setdefault(body, []).append(label)
        self.said = {box: self._said(box.text) for box in drawing.boxes if box.text}
        self.at: dict[tuple[int, int], Box] = {}
        for box in drawing.boxes:
            for row in range(box.row, box.row + box.height):
                for column in box.columns:
                    self.at.setdefault((row, column), box)
        self.columns = sorted({column for _, column in self.at})
        self.place = {column: place for place, column in enumerate(self.columns)}
        self.rows = sorted({row for row, _ in self.at})

    def _said(self, text: str) -> tuple[Words, ...]:
        """The labels that a text is, one after the other (`行政诉讼（未经复议直接起诉）`); () where it is none."""
        body = folded(text, self.form.form.traditional)[0]
        number = NUMBERING.match(body)
        words = body[number.end():] if number and number.end() < len(body) else body
        for tried in dict.fromkeys((body, words)):
            labels = self.by_body.get(tried, ())
            own = [label for label in labels if number and label.number == number[0]] or \
                [label for label in labels if not (number and label.number and len(tried) <= 2)]
            if own:
                return (frozenset(label.order for label in own),)
        parts = [part for part in words.replace(")", "(").split("(") if part]
        if len(parts) > 1 and all(part in self.by_body for part in parts):
            return tuple(frozenset(label.order for label in self.by_body[part]) for part in parts)
        return ()

    def _labels(self, box: Box | None) -> tuple[Words, ...]:
        return self.said.get(box, ()) if box is not None else ()

    def _beside(self, row: int, column: int) -> list[Words]:
        boxes = dict.fromkeys(self.at.get((row, other)) for other in self.columns[:self.place[column]])
        return [words for box in boxes for words in self._labels(box)]

    def _above(self, row: int, column: int) -> list[Words]:
        """The labels of the nearest head above a place, the lowest first."""
        found: list[Words] = []
        seen: set[Box] = set()
        for other in reversed([line for line in self.rows if line < row]):
            box = self.at.get((other, column))
            said = self._labels(box)
            if box is not None and said and box not in seen:
                seen.add(box)
                found += said
            elif found and box is not None and box.text and not said:
                break  # figures of the lines above this head
            elif found and (box is None or not box.text):
                found += self._over_blank(other, column)
        return found

    def _over_blank(self, row: int, column: int) -> tuple[Words, ...]:
        """The head to the left of blank places where a wide head was cut into places."""
        for other in reversed(self.columns[:self.place[column]]):
            box = self.at.get((row, other))
            if box is not None and box.text:
                said = self._labels(box)
                return said if all(self.form.labels[order].width > 1 for words in said for order in words) else ()
        return ()

    def taken(self) -> Taken | None:
        """The lines of which something can be read, None where fewer than half the form's cells are named."""
        cells: dict[str, list[Box]] = {}
        turned = 0
        read_rows: set[int] = set()
        for (row, column), box in self.at.items():
            if (row, column) != (box.row, box.columns[0]) or self._labels(box):
                continue
            named = self._named(self._beside(row, column), self._above(row, column))
            if named is not None:
                cells.setdefault(named[0].cell.name, []).append(box)
                turned += named[1]
                read_rows.add(row)
        wide = {names.cell.name for names in self.names if names.wide}
        sure = {name: boxes[0] for name, boxes in cells.items() if len(boxes) == 1 or (name in wide and self._spread(boxes))}
        if 2 * len(sure) < len(self.names) or (self.drawing.typed and not self._whole(sure, read_rows)):
            return None
        lines = {}
        for line in self.form.lines:
            own = tuple(cell for cell in line.cells if cell.name in sure)
            if own:
                lines[line.number] = _row(line._replace(cells=own), [sure[cell.name] for cell in own])
        return Taken(lines, len(sure) == len(self.names), tuple(self._extra(sure, read_rows)), 2 * turned > len(cells))

    def _named(self, beside: Sequence[Words], above: Sequence[Words]) -> tuple[Names, bool] | None:
        """The one cell that labels name, and whether they stand the other way about."""
        every = [*beside, *above]
        found = []
        for number in frozenset.intersection(*map(self._fitted, every)) if every else ():
            names = self.names[number]
            if names.beside < 0:
                straight = turned = all(any(order in words for words in every) for order in names.above)
            else:
                straight = any(names.beside in words for words in beside) and all(any(order in words for words in above) for order in names.above)
                turned = any(names.beside in words for words in above) and all(any(order in words for words in beside) for order in names.above)
            if straight or turned:
                found.append((names, not straight))
        return found[0] if len(found) == 1 else None

    def _fitted(self, words: Words) -> frozenset[int]:
        """The cells, by number, beside or above which words may stand."""
        if words not in self.fitted:
            self.fitted[words] = frozenset(number for number, names in enumerate(self.names) if words & names.fitting)
        return self.fitted[words]

    def _spread(self, boxes: Sequence[Box]) -> bool:
        """Whether one wide cell was cut into places side by side, with its figure in the first or in each."""
        return len({box.row for box in boxes}) == 1 and all(box.text in ("", boxes[0].text) for box in boxes)

    def _whole(self, sure: Mapping[str, Box], rows: set[int]) -> bool:
        """Whether a text's columns can be trusted: every cell of each line is named, and nothing stands under no head."""
        taken = {box.row for box in sure.values()}
        used = set(sure.values())
        whole = all(names.cell.name in sure for names in self.names)
        return whole and not any(box.text and box not in used and not self._labels(box) and box.row in taken and self._under(box) == "" and box.row in rows
                                 for box in self.drawing.boxes)

    def _under(self, box: Box) -> str:
        """The lowest words above a box that are no label; '' where there are none."""
        for other in reversed([line for line in self.rows if line < box.row]):
            above = self.at.get((other, box.columns[0]))
            if above is not None and above.text and not above.text.replace(".", "").isdigit():
                return "" if self._labels(above) else above.text
        return ""

    def _extra(self, sure: Mapping[str, Box], rows: set[int]) -> Iterator[str]:
        used = {box.columns[0] for box in sure.values()}
        said = set()
        for box in self.drawing.boxes:
            if box.row in rows and box.columns[0] not in used and box.text and not self._labels(box):
                head = self._under(box)
                if head and head not in said and len(head) < 30:
                    said.add(head)
                    yield head


def _row(line: Line, boxes: Sequence[Box]) -> Row:
    pieces = tuple(Piece(box.text, box.start, box.start + len(box.text)) for box in boxes)
    filled = tuple(piece for piece in pieces if piece.text)
    return Row(line, pieces, filled, (filled,), boxes[0].start, False, True, settled=True)


def drawn_words(form: Printed, table: int, taken: Taken) -> Iterator[Departure]:
    """What is said of a table that was read by its names."""
    place = Place(form.form.tables[table].sheet, "")
    if taken.turned:
        yield Departure("rows_moved", say("行和列与表式相反，已按行、列的名称读数。公布前请照表式改过来。",
                                          "rows and columns are turned about; figures were read by their names."), place=place)
    if taken.extra:
        listed = say("”“", ", ").join(taken.extra[:4])
        yield Departure("rows_moved", say(f"多了“{listed}”，这一列没有计入；其余各列按表头读数。公布前请照表式删去。",
                                          f"there are columns more than in the form ({listed}), which were left out; the others were read by "
                                          f"their heads."), place=place)
