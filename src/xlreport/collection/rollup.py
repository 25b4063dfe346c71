"""Reports of many units added up cell by cell into one: exact decimals, every figure traceable, nothing counted twice."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from xlreport.collection.columns import SCALE
from xlreport.collection.roster import Roster, Unit
from xlreport.collection.store import Store
from xlreport.errors import UsageError
from xlreport.form.model import Form
from xlreport.form.submission import Submission
from xlreport.form.values import EMPTY, Value, exact_value
from xlreport.wording import say

KEEP, LEAVE = "keep", "leave"


class Part(NamedTuple):
    """One unit of a roll-up. figures: cell or fact name to its number, None where there is none; why: '' when it is counted."""

    unit: str
    submission: int
    path: str
    figures: dict[str, Decimal | None]
    why: str = ""


class RollUp(NamedTuple):
    """The sum of the counted parts. due: units that must report; missing: those whose report is not there.

    gaps: (unit, cell) that a counted unit left without a number, so that the sum lacks it.
    """

    submission: Submission
    counted: tuple[Part, ...]
    left_out: tuple[Part, ...]
    due: int
    missing: tuple[str, ...]
    gaps: tuple[tuple[str, str], ...]


def roll_up(
    store: Store, form: Form, year: int, unit: str, roster: Roster | None = None, parent: str = "", with_errors: str = LEAVE
) -> RollUp:
    """The reports of a year added up. Raises UsageError when there is nothing to add.

    roster: the units that count (leaves under `parent`, or all leaves); without one every report in the store counts, other
    than that of `unit` itself. with_errors: keep or leave units with errors; a unit on another form is listed, never added.
    """
    rows = store.rows("select submission, path, name, form, unit, unit_code, status from submission where current and year = ? "
                      "order by submission", [year])
    chosen, missing = _chosen(rows, roster, parent, unit)
    figures = _figures(store, form, [row["submission"] for row in rows])
    parts = [_part(row, first, form, figures, with_errors) for row, first in chosen]
    counted = tuple(part for part in parts if not part.why)
    if not counted:
        raise UsageError(say(f"{year} 年度没有可以汇总的报告（{form.name}）", f"no report of {year} on this form to add up"))
    gaps = tuple((part.unit, name) for part in counted for name in form.cells if part.figures[name] is None)
    due = len(_leaves(roster, parent)) if roster else len(chosen)
    return RollUp(_sum(form, counted, unit, year), counted, tuple(part for part in parts if part.why), due, missing, gaps)


def _leaves(roster: Roster, parent: str) -> tuple[Unit, ...]:
    return roster.children(parent) if parent else roster.leaves


def _chosen(
    rows: Sequence[dict[str, Any]], roster: Roster | None, parent: str, unit: str
) -> tuple[list[tuple[dict[str, Any], dict[str, Any] | None]], tuple[str, ...]]:
    """Each report with its unit's first one where it is not that itself; and the units of the roster without a report."""
    if roster is None:
        rows = [row for row in rows if row["unit"] != unit]
        owners: list[object] = [(row["unit_code"] or row["unit"] or row["path"]) for row in rows]
        missing: tuple[str, ...] = ()
    else:
        leaves = _leaves(roster, parent)
        owners = [match.unit if (match := roster.match(row["unit"], row["unit_code"])).unit in leaves else None for row in rows]
        missing = tuple(leaf.unit for leaf in leaves if leaf not in owners)
        outside = [row for row, owner in zip(rows, owners, strict=True) if owner is None]
        rows, owners = [row for row in rows if row not in outside], [owner for owner in owners if owner is not None]
    firsts: dict[object, dict[str, Any]] = {}
    found: list[tuple[dict[str, Any], dict[str, Any] | None]] = []
    for row, owner in zip(rows, owners, strict=True):
        first = firsts.setdefault(owner, row)
        found.append((row, None if first is row else first))
    return found, missing


def _figures(store: Store, form: Form, submissions: Sequence[int]) -> dict[int, dict[str, Decimal | None]]:
    """Exact numbers of every cell and fact, by submission."""
    if not store.has_form(form):
        return {}
    table = store.figures(form, "s.submission in (select unnest(?))", [list(submissions)])
    names = (*form.cells, *form.facts)
    return {row["report"]: {name: None if row[name] is None else _number(row[name]) for name in names}
            for row in table.iter_rows(named=True)}


def _number(millionths: int) -> Decimal:
    number = Decimal(millionths) / SCALE
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _part(
    row: dict[str, Any], first: dict[str, Any] | None, form: Form, figures: dict[int, dict[str, Decimal | None]], with_errors: str
) -> Part:
    why = ""
    if first is not None:
        alike = figures.get(row["submission"]) == figures.get(first["submission"])
        why = say(f"与 {first['path']} 是同一单位，数字{'相同' if alike else '不同，请核对以哪一份为准'}",
                  f"same unit as {first['path']}, {'same figures' if alike else 'other figures: which one counts?'}")
    if not why and row["form"] != form.id:
        why = say(f"版本不符（{row['form']}）", f"another form ({row['form']})")
    if not why and row["status"] == "fail" and with_errors == LEAVE:
        why = say("有错误，没有计入", "has errors and was left out")
    return Part(row["unit"] or row["path"], row["submission"], row["path"], figures.get(row["submission"], {}), why)


def _sum(form: Form, parts: Sequence[Part], unit: str, year: int) -> Submission:
    """Every cell the sum of those parts that have a number there; blank where none has."""
    return Submission(form, unit=unit, year=year, cells={name: _added(parts, name) for name in form.cells},
                      facts={name: _added(parts, name) for name in form.facts})


def _added(parts: Sequence[Part], name: str) -> Value:
    known = [number for part in parts if (number := part.figures[name]) is not None]
    return exact_value(sum(known, Decimal(0))) if known else EMPTY
