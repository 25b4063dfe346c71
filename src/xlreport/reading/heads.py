"""The heads of a table laid against the form's: which column is which, in whatever order they were printed.

Figures are read by position only where no head contradicts it. Where every head is recognised, the heads say the order; where
some are lost and the rest stands in printed order, that order holds; anything else is not settled.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from xlreport.form.model import Cell
from xlreport.reading.chain import Standing
from xlreport.reading.labels import Label, Line, Printed
from xlreport.reading.rows import Row
from xlreport.reading.stream import Stream

_BEFORE = 80  # characters before the first head found in its turn, in which one may stand that is not in its turn
_FEWEST = 5  # heads of a table that is nothing but heads and one line of figures
Token = frozenset[int]  # words of a head: the orders of the labels that they can be


class Order(NamedTuple):
    """The order of a line's columns as printed. cells: its figures from left to right; changed: heads of one level that stand in
    another order than the form's, each level once, as printed; odd: where nothing is settled, a head that is not in its place.
    """

    cells: tuple[Cell, ...]
    changed: tuple[tuple[Label, ...], ...] = ()
    odd: Label | None = None


def printed_orders(
    form: Printed, stream: Stream, found: Sequence[Standing], chain: Sequence[Standing], rows: Sequence[Row]
) -> dict[int, Order]:
    """By number of line: the order of its columns, for lines whose heads are not in the form's order."""
    orders: dict[int, Order] = {}
    done: set[tuple[int, ...]] = set()
    end = 0  # of the line before, in raw
    for row in rows:
        line = row.line
        if line.heads not in done and len(line.cells) > 1:
            done.add(line.heads)
            order = _order(form, line, head_tokens(stream, found, chain, row, end))
            if order is not None:
                orders.update({other.number: order._replace(cells=_cells(other, order)) for other in form.lines
                               if other.table == line.table and other.heads == line.heads and len(other.cells) == len(line.cells)})
        end = max(end, row.pieces[-1].end if row.pieces else row.label)
    return orders


def heads_of(line: Line) -> tuple[int, ...]:
    """The labels above a line, also where the last of them is the label that it stands directly behind."""
    return (*line.heads, line.label) if line.head else line.heads


def last_head(form: Printed, stream: Stream, found: Sequence[Standing], chain: Sequence[Standing], line: Line) -> Standing | None:
    """The head directly above a line without a label of its own; None where too few of its heads are there to prove the table."""
    heads = set(heads_of(line))
    last = next((standing for standing in reversed(chain) if standing.label.order in heads), None)
    if last is None or sum(standing.label.table == line.table for standing in chain) < _FEWEST:
        return None
    for standing in found:
        if standing.start >= last.end and standing.label.order in heads and \
                not any(character.isdigit() for character in stream.raw[stream.at[last.end - 1]:stream.at[standing.start]]):
            last = standing
    return last


def _cells(line: Line, order: Order) -> tuple[Cell, ...]:
    """A line's figures in the order of another line under the same heads."""
    return tuple(next(cell for cell in line.cells if cell.position == other.position) for other in order.cells)


def head_tokens(stream: Stream, found: Sequence[Standing], chain: Sequence[Standing], row: Row, end: int) -> list[tuple[Token, Label]]:
    """The heads above a row as they stand, with a label that each can be. end: of the line before it, in raw."""
    heads = set(heads_of(row.line))
    own = [standing for standing in chain if standing.label.order in heads]
    if not own:
        return []
    start = max(bisect_left(stream.at, end), own[0].start - _BEFORE)
    stop = bisect_left(stream.at, row.pieces[0].start if row.line.head and row.pieces else row.label)
    words: dict[int, list[Standing]] = {}
    for standing in found:
        if standing.label.order in heads and start <= standing.start and standing.end <= max(stop, own[-1].end if row.line.head else 0):
            words.setdefault(standing.end, []).append(standing)
    spans = [(min(standing.start for standing in same), end) for end, same in words.items()]
    whole = [end for start, end in spans if not any(one <= start and end <= other and (one, other) != (start, end) for one, other in spans)]
    return [(frozenset(standing.label.order for standing in words[at]), words[at][0].label) for at in sorted(whole)]


def _order(form: Printed, line: Line, tokens: Sequence[tuple[Token, Label]]) -> Order | None:
    """The order that heads say; None where it is the form's, or nothing speaks against it."""
    left = min(cell.position for cell in line.cells)
    tree = _Tree([form.labels[order] for order in heads_of(line) if form.labels[order].left >= left])
    mine = [(token & tree.orders, label) for token, label in tokens if token & tree.orders]
    said = [token for token, _ in mine]
    if not said or any(_follows(said, official) for official in tree.official()) or tree.doubled(said):
        return None
    size = len(tree.orders)
    for part in (said, said[-size:], said[:size]):
        rest = said[size:] if part is not said and part == said[:size] else []
        leaves = tree.arranged(part)
        if leaves and _follows(rest, part):
            cells = tuple(cell for leaf in leaves for cell in line.cells if leaf.left <= cell.position < leaf.left + leaf.width)
            if cells == line.cells:
                return None
            return Order(cells, tuple(tree.changed(leaves))) if len(cells) == len(line.cells) else Order(line.cells, odd=mine[0][1])
    place = next((place for place, pair in enumerate(pairwise(said)) if tree.turned(*pair)), -1)
    if place < 0:  # no two neighbours changed about: the first that has no place left in the form's order
        place = next(place for place in range(len(said)) if not any(_follows(said[:place + 1], official) for official in tree.official()))
    return Order(line.cells, odd=mine[place][1])


def _follows(tokens: Sequence[Token], official: Sequence[Token]) -> bool:
    """Whether all tokens stand in this order; some of it may be lost."""
    left = iter(official)
    return all(any(token & one for one in left) for token in tokens)


class _Tree:
    """The heads above some figures, each under the one that covers it; a head without another beside it says nothing, and is left out."""

    def __init__(self, heads: Sequence[Label]) -> None:
        kept = list(heads)
        alone = [head for head in kept if any(_covers(head, other) for other in kept)
                 and all(other is head or _covers(head, other) for other in kept)]
        kept = [head for head in kept if head not in alone]
        self.orders = frozenset(head.order for head in kept)
        self.under: dict[int, list[Label]] = {}  # -1: at the top
        for head in kept:
            above = [other for other in kept if _covers(other, head)]
            self.under.setdefault(max(above, key=lambda other: other.top).order if above else -1, []).append(head)
        self.tops = sorted({head.top for head in kept})
        self.heads = kept

    def official(self) -> Iterator[list[Token]]:
        """The form's own order: line by line, and branch by branch."""
        yield [frozenset((head.order,)) for head in self.heads]
        yield [frozenset((head.order,)) for head in self._branch(-1)]

    def doubled(self, tokens: Sequence[Token]) -> bool:
        """Whether every head stands twice, line by line, as with two years side by side."""
        twice = [frozenset((head.order,)) for top in self.tops for head in self.heads * 2 if head.top == top]
        return len(tokens) == len(twice) and _follows(tokens, twice)

    def _branch(self, order: int) -> Iterator[Label]:
        for head in self.under.get(order, ()):
            yield head
            yield from self._branch(head.order)

    def turned(self, one: Token, other: Token) -> bool:
        """Whether two neighbours stand the wrong way round, and the form has them nowhere in this order side by side."""
        printed = list(pairwise(head.order for head in self.heads))
        return not any(first in one and second in other for first, second in printed) and any(
            place > 0 and first.order in other and second.order in one
            for level in self.under.values() for place, second in enumerate(level) for first in level[:place])

    def arranged(self, tokens: Sequence[Token]) -> list[Label]:
        """The lowest heads from left to right where tokens name every head, line by line or branch by branch; [] where they do not."""
        if len(tokens) != len(self.orders):
            return []
        return self._by_lines(tokens) or self._by_branches(list(tokens), -1)

    def _by_lines(self, tokens: Sequence[Token]) -> list[Label]:
        at, row = 0, [-1]
        for top in self.tops:
            following: list[int] = []
            for order in row:
                under = [head for head in self.under.get(order, ()) if head.top == top]
                named = _named(tokens[at:at + len(under)], under)
                if len(named) < len(under):
                    return []
                at += len(under)
                following += [head.order for head in named] or [order]
            row = following
        by_order = {head.order: head for head in self.heads}
        return [by_order[order] for order in row]

    def _by_branches(self, tokens: list[Token], order: int) -> list[Label]:
        """Takes the tokens of what stands under a head."""
        left, found = list(self.under.get(order, ())), list[Label]()
        while left:
            named = _named(tokens[:1], left)
            if not named:
                return []
            tokens.pop(0)
            left.remove(named[0])
            lower = self._by_branches(tokens, named[0].order) if named[0].order in self.under else [named[0]]
            if not lower:
                return []
            found += lower
        return found

    def changed(self, leaves: Sequence[Label]) -> Iterator[tuple[Label, ...]]:
        """Heads of one level that stand in another order, as printed."""
        said = set()
        for heads in self.under.values():
            now = tuple(sorted(heads, key=lambda head: next(place for place, leaf in enumerate(leaves)
                                                            if head.left <= leaf.left < head.left + head.width)))
            words = tuple(head.bodies[0] for head in now)
            if now != tuple(heads) and words not in said:
                said.add(words)
                yield now


def _covers(head: Label, other: Label) -> bool:
    return head.top < other.top and head.left <= other.left and other.left + other.width <= head.left + head.width


def _named(tokens: Sequence[Token], heads: Sequence[Label]) -> list[Label]:
    """The heads that tokens name, each once; fewer where one names none that is left."""
    found: list[Label] = []
    for token in tokens:
        head = next((head for head in heads if head.order in token and head not in found), None)
        if head is None:
            break
        found.append(head)
    return found
