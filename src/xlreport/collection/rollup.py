"""Reports of many units added up cell by cell into one: exact decimals, every figure traceable, nothing counted twice."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from xlreport.collection.roster import Roster
from xlreport.collection.standing import Figures, Standing, differing, standings
from xlreport.collection.store import Store
from xlreport.errors import UsageError
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.form.submission import Submission
from xlreport.form.values import EMPTY, Value, exact_value
from xlreport.wording import say

KEEP, LEAVE = "keep", "leave"
_SHOWN = 3  # reports named in a refusal


class Part(NamedTuple):
    """One report of a roll-up. figures: cell or fact name to its number, None where there is none; why: '' when it is counted; submission: in the store."""

    unit: str
    path: str
    figures: Figures
    why: str = ""
    submission: int = 0


class RollUp(NamedTuple):
    """The sum of the counted parts. due: units that must report; missing: those whose report is not there.

    gaps: (unit, cell) that a counted unit left without a number, so that the sum lacks it.
    waived: findings of the counted parts whose reason the office has accepted. above: units that report for themselves too and have
    others under them, so that they are neither due here nor added up.
    """

    submission: Submission
    counted: tuple[Part, ...]
    left_out: tuple[Part, ...]
    due: int
    missing: tuple[str, ...]
    gaps: tuple[tuple[str, str], ...]
    waived: int = 0
    above: tuple[str, ...] = ()


def roll_up(
    store: Store, forms: Library, form: Form, year: int, unit: str, roster: Roster | None = None, with_errors: str = LEAVE
) -> RollUp:
    """The reports of a year added up. Raises UsageError when there is nothing to add.

    roster: the leaves under `unit` count (all leaves where it has none by that name); without one every unit in the store
    counts, other than `unit` itself. with_errors: keep or leave units with errors. A unit on another form is never added.
    """
    found, strangers = standings(store, forms, year, roster)
    above: tuple[str, ...] = ()
    if roster is not None:
        leaves = roster.added_under(unit)
        inside = roster.under(unit).units if unit and any(one.parent for one in roster.units) else roster.units
        above = tuple(standing.unit.unit for standing in found if standing.unit in inside and not roster.is_leaf(standing.unit)
                      and (standing.unit.due is not None or standing.versions))
        found = tuple(standing for standing in found if standing.unit in leaves)
    else:
        found = tuple(standing for standing in found if standing.unit.unit != unit)
    parts = [part for standing in found for part in _parts(standing, form, with_errors)]
    parts += [Part(stranger.unit or stranger.path, stranger.path, {}, stranger.why) for stranger in strangers]
    counted = tuple(part for part in parts if not part.why)
    if not counted:
        why = "".join(say(f"；{part.path}：{part.why}", f"; {part.path}: {part.why}") for part in parts[:_SHOWN])
        more = say(f"；…… 共 {len(parts)} 份", f"; … {len(parts)} in all") if len(parts) > _SHOWN else ""
        raise UsageError(say(f"{year} 年度没有可以汇总的报告（{form.name}）", f"no report of {year} on this form to add up") + why + more)
    missing = tuple(standing.unit.unit for standing in found if not standing.versions)
    gaps = tuple((part.unit, name) for part in counted for name in form.cells if part.figures.get(name) is None)
    added = {part.path for part in counted}
    waived = sum(standing.versions[0].waived for standing in found if standing.versions and standing.versions[0].path in added)
    return RollUp(_sum(form, counted, unit, year), counted, tuple(part for part in parts if part.why), len(found), missing, gaps, waived, above)


def _parts(standing: Standing, form: Form, with_errors: str) -> list[Part]:
    """The version that counts with why it does not, where so; two different reports of one kind: none of them counts."""
    if not standing.versions:
        return []
    first, *others = standing.versions
    why = ""
    if standing.twice:
        why = say("有两份不同的报告，请核对以哪一份为准", "two different reports: which one counts?")
    elif first.form != form.id:
        why = say(f"版本不符（{first.form}）", f"another form ({first.form})")
    elif first.status == "fail" and with_errors == LEAVE:
        why = say("有错误，没有计入", "has errors and was left out")
    rest = [Part(standing.unit.unit, other.path, other.figures, why if standing.twice else
                 say(f"同一单位已有 {first.path}，数字{'不同，请核对以哪个为准' if differing(first, other, form) else '相同'}，一个单位只算一份",
                     f"{first.path} is of the same unit, with {'other' if differing(first, other, form) else 'the same'} figures; a unit counts once"))
            for other in others]
    return [Part(standing.unit.unit, first.path, first.figures, why, first.submission), *rest]


def _sum(form: Form, parts: Sequence[Part], unit: str, year: int) -> Submission:
    """Every cell the sum of those parts that have a number there; blank where none has."""
    return Submission(form, unit=unit, year=year, cells={name: _added(parts, name) for name in form.cells},
                      facts={name: _added(parts, name) for name in form.facts})


def _added(parts: Sequence[Part], name: str) -> Value:
    known = [number for part in parts if (number := part.figures.get(name)) is not None]
    return exact_value(sum(known, Decimal(0))) if known else EMPTY
