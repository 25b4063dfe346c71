"""Which unit of money a document prints for its amounts: in the labels beside them, else over the table."""

import re
from collections.abc import Sequence

from xlreport.reading.chain import Standing
from xlreport.reading.rows import Row
from xlreport.reading.stream import Stream
from xlreport.reading.units import MONEY, unit_in

_ABOVE = re.compile(r"单\s*位\s*[:：]?([^。\n]{1,16})")  # `单位：件、元` over a whole table
_FURTHEST = 200  # characters between an amount and the unit that is its own
_OVER_TABLE = 80


def printed_units(stream: Stream, chain: Sequence[Standing], rows: Sequence[Row]) -> dict[str, str]:
    """By cell name, the unit of money that a document prints for an amount: in its labels, else over its table."""
    found: dict[str, str] = {}
    last: dict[int, int] = {}  # by table: where the figures of the line before end
    for row in rows:
        table = row.line.table
        amounts = [cell for cell in row.line.cells if cell.unit in MONEY]
        if amounts and row.pieces:
            first = min((stream.at[standing.start] for standing in chain if standing.label.table == table), default=row.label)
            beside = stream.raw[max(last.get(table, first), row.pieces[0].start - _FURTHEST):row.pieces[0].start]
            over = " ".join(_ABOVE.findall(stream.raw[max(first - _OVER_TABLE, 0):first].rpartition("。")[2]))
            unit = unit_in(beside) or unit_in(f" {over}")
            found |= {cell.name: unit for cell in amounts if unit}
        if row.pieces:
            last[table] = row.pieces[-1].end
    return found
