"""What a 送审单 says: the main figures beside last year's, what was found, reasons given, and what nobody checked.

It fits two A4 pages whatever the report holds: lists are cut at a length and say how much was left out.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlreport.check.findings import Result
from xlreport.form.model import Cell, Table
from xlreport.form.submission import Waiver
from xlreport.rules.model import LAST, THIS, RuleSet
from xlreport.rules.sums import Amounts

MOST_FINDINGS, MOST_REASONS, MOST_UNCHECKED = 12, 6, 8


class FigureLine(NamedTuple):
    """One line of figures: what it is with its unit where that is not 件, this year's and last year's number.

    A number is None where it is not known or was not given.
    """

    label: str
    this: Decimal | None
    last: Decimal | None


class Block(NamedTuple):
    """The lines of one table of the form."""

    heading: str
    lines: tuple[FigureLine, ...]


def figure_blocks(result: Result, rules: RuleSet, known: Amounts) -> tuple[Block, ...]:
    """The figures that a leader looks at.

    A table whose last column adds up its rows is shown by that column, its row groups as one line each; a table of few cells
    is shown whole.
    """
    return tuple(_block(table, rules, known) for table in result.submission.form.tables)


def _block(table: Table, rules: RuleSet, known: Amounts) -> Block:
    by_place = {(cell.row, cell.column): cell for cell in table.cells}
    column = table.columns.codes[-1]
    totals = all(by_place[row, column].name in rules.totals for row in table.rows.codes if (row, column) in by_place)
    if not totals or any((row, column) not in by_place for row in table.rows.codes):
        cells = list(table.cells)
        return Block(table.title, tuple(_line(cell.label, [cell], known) for cell in cells))
    inner = _inner_groups(table.rows.groups)
    grouped = {row: name for name in inner for row in table.rows.groups[name]}
    lines: list[FigureLine] = []
    done: set[str] = set()
    for row in table.rows.codes:
        group = grouped.get(row, "")
        if group and group not in done:
            done.add(group)
            lines.append(_line(group, [by_place[one, column] for one in table.rows.groups[group]], known))
        elif not group:
            lines.append(_line(table.rows.said[row], [by_place[row, column]], known))
    return Block(table.title, tuple(lines))


def _inner_groups(groups: Mapping[str, Sequence[str]]) -> list[str]:
    """Groups that hold no other group: 不予公开, not 办理结果, which is all results."""
    return [name for name, rows in groups.items()
            if not any(other != name and set(inner) < set(rows) for other, inner in groups.items())]


def _line(label: str, cells: Sequence[Cell], known: Amounts) -> FigureLine:
    unit = f"（{cells[0].unit}）" if cells[0].unit not in ("", "件") else ""
    return FigureLine(label + unit, _sum([known[THIS].get(cell.name) for cell in cells]), _sum([known[LAST].get(cell.name) for cell in cells]))


def _sum(numbers: Sequence[object]) -> Decimal | None:
    known = [number for number in numbers if isinstance(number, Decimal)]
    return sum(known, Decimal(0)) if len(known) == len(numbers) else None


def reasons_given(result: Result) -> tuple[tuple[str, Waiver], ...]:
    """(rule or the words typed, reason) of every reason on the 说明 sheet."""
    rules = {finding.fingerprint: finding.rule for finding in result.findings}
    return tuple((rules.get(waiver.fingerprint.strip().lower(), waiver.fingerprint.strip()[:24]), waiver)
                 for waiver in result.submission.waivers)
