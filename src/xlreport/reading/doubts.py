"""Tables whose figures may stand under other names than they seem to: none of them is read, and why is said.

Reading by position is right only while rows and columns stand in printed order, labels before figures, and each table once.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from xlreport.form.model import Table
from xlreport.form.submission import Departure, Place
from xlreport.reading.chain import Standing
from xlreport.reading.document import GridCell
from xlreport.reading.heads import Order, printed_orders
from xlreport.reading.labels import Printed
from xlreport.reading.rows import PAGE, Row
from xlreport.reading.stream import Stream
from xlreport.wording import say

_FIGURE = re.compile(r"(?<![^\s|\x1f\x1e])[+\-]?\d+(?:\.\d+)?(?![^\s|\x1f\x1e])")
HEADS = "heads"  # why a row is doubtful: its columns are not in order, and not all of them are known
_NEXT = re.compile(r"[\s|\x1f\x1e]*[+\-]?\d")


def without_doubtful(
    form: Printed, stream: Stream, found: Sequence[Standing], chain: Sequence[Standing], rows: Sequence[Row]
) -> tuple[list[Row], tuple[Departure, ...]]:
    """The rows, with those of doubtful tables emptied; and what is to be said of them."""
    kept = list(rows)
    said: list[Departure] = []
    orders = printed_orders(form, stream, found, chain, rows)
    for number, table in enumerate(form.form.tables):
        mine = [row for row in rows if row.line.table == number]
        own = [standing for standing in chain if standing.label.table == number]
        if not mine:
            continue
        first = min((standing.start for standing in own if standing.label.line >= 0), default=0)
        reason, all_rows = "", True  # of copies no row is read
        if _twice(stream, found, own, len(mine)):
            reason = say("这张表在文件里不止一份，分不清哪一份是本单位的，都没有读。请只留一份",
                         "this table stands in the file more than once, so none was read; leave one")
        elif _figures_first(form, stream, own, mine, first):
            reason, all_rows = say("数字写在项目名称前面，怕错行，没有读。请对照原件填写",
                                   "figures stand before their labels and may belong to other lines, so they were not read"), False
        if reason:
            said.append(Departure("label_changed", reason + say("。", "."), place=Place(table.sheet, "")))
            kept = [_emptied(row, "copies" if all_rows else "before") if row.line.table == number and (all_rows or not row.single) else row for row in kept]
        else:
            kept = [_by_heads(row, orders) if row.line.table == number else row for row in kept]
            said += _order_words(table, [orders[row.line.number] for row in mine if row.line.number in orders])
    return kept, tuple(said)


def _by_heads(row: Row, orders: Mapping[int, Order]) -> Row:
    """A row whose figures bear the names that their heads say; emptied where the heads do not settle it."""
    order = orders.get(row.line.number)
    if order is None:
        return row
    return _emptied(row, HEADS) if order.odd else row._replace(line=row.line._replace(cells=order.cells))


def _order_words(table: Table, orders: Sequence[Order]) -> Iterator[Departure]:
    for order in dict.fromkeys(order._replace(cells=()) for order in orders):
        if order.odd is not None:
            name = order.odd.text.replace("\n", "")
            yield Departure("label_changed", say(
                f"“{name}”这一列不在原来的位置，别的列又没有全认出来，按位置读会读错，这几行都没有读。请把表头照表式写全、恢复各列的次序，或对照原件填写。",
                f"the column {name} is not in its place and not every other column was recognised, so its lines were not read; restore "
                f"the heads and their order."), place=Place(table.sheet, ""))
        else:
            levels = say("；", "; ").join(say("、", ", ").join(label.text.replace("\n", "") for label in level) for level in order.changed)
            yield Departure("rows_moved", say(
                f"各列的次序与表式不同（从左到右是：{levels}），已按表头读数。公布前请恢复表式的次序。",
                f"the columns stand in another order ({levels}); figures were read by their heads."), place=Place(table.sheet, ""))


def one_a_cell(stream: Stream, rows: Sequence[Row]) -> list[Row]:
    """The rows, without those whose labels stand together in one cell of a drawn table: which of them its figures belong to, nothing says."""
    if not stream.grid:
        return list(rows)
    cells = [stream.source(row.label)[0] for row in rows]
    shared = {place + more for place, (one, other) in enumerate(pairwise(cells)) if one is other and isinstance(one, GridCell) for more in (0, 1)}
    return [_emptied(row, "cell") if place in shared else row for place, row in enumerate(rows)]


def _emptied(row: Row, why: str) -> Row:
    return row._replace(fields=None, pieces=(), by_line=(), doubtful=why)


def _twice(stream: Stream, found: Sequence[Standing], own: Sequence[Standing], lines: int) -> bool:
    """A third of the lines, and at least three, stand with figures in another place too."""
    places = {standing.label.line: standing for standing in own}
    again = {
        standing.label.line for standing in found
        if standing.alone and standing.label.line in places and standing.label.line >= 0
        and not places[standing.label.line].start < standing.end <= places[standing.label.line].end + 1
        and abs(standing.start - places[standing.label.line].start) > 2
        and _NEXT.match(stream.raw, stream.at[standing.end - 1] + 1)
    }
    return len(again) >= 3 and 3 * len(again) >= lines


def _figures_first(form: Printed, stream: Stream, own: Sequence[Standing], rows: Sequence[Row], first: int) -> bool:
    """As many figures as a line has stand between a column's label and the first line's own label."""
    counts = {row.line.label: len(row.line.cells) for row in rows if not row.line.head}
    for before, standing in pairwise(own):
        count = counts.get(standing.label.order)
        if count is None or (not before.label.column and standing.start != first):
            continue
        between = stream.raw[stream.at[before.end - 1] + 1:stream.at[standing.start]]
        figures = [line for line in between.split("\n") if not PAGE.fullmatch(line)]
        if sum(len(_FIGURE.findall(line)) for line in figures) == count:
            return True
    return False
