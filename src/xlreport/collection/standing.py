"""Who has reported: every unit of the roster with its reports of a year, whether they agree, and how late they came."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Any, NamedTuple

from xlreport.collection.acceptance import UNIT
from xlreport.collection.columns import decimal_of
from xlreport.collection.guard import leaving
from xlreport.collection.roster import Match, Roster, Unit, offered_as
from xlreport.collection.store import Store
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.form.names import plain
from xlreport.rules.load import load_rules
from xlreport.wording import say

MISSING, REPORTED, RETURNED, PUBLISHED = "未报", "已报", "退回", "已公开"  # 通过 is only ever said by the roster
_IN_ENGLISH = {MISSING: "missing", REPORTED: "handed in", RETURNED: "returned", "通过": "passed", PUBLISHED: "published"}
# Which of several versions of one report counts: the workbook, then what is nearest to it.
_AUTHORITY = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb", ".json", ".docx", ".doc", ".wps", ".html", ".htm", ".pdf", ".ofd", ".txt", ".md")
MOST_DIFFERENCES, MOST_OFFERED = 20, 5

Figures = Mapping[str, Decimal | None]


def status_said(status: str) -> str:
    """A unit's status for a person: as the roster writes it, or in English."""
    return say(status, _IN_ENGLISH.get(status, status))


class Version(NamedTuple):
    """One file with a unit's report. kind: its suffix; seen: the day of the first collect that met it.

    pending, waived: findings with a reason that waits, and those whose reason the office has accepted (not among errors and warnings).
    """

    submission: int
    path: str
    kind: str
    form: str
    status: str
    errors: int
    warnings: int
    seen: date
    figures: Figures
    places: Mapping[str, str]
    pending: int = 0
    waived: int = 0
    returned: bool = False


class Standing(NamedTuple):
    """One unit of the roster. versions: the one that counts first. differences: between the versions, a line a cell.

    twice: two different reports of one kind. late: days after the day due, None where there is no day or no report.
    """

    unit: Unit
    status: str
    late: int | None
    versions: tuple[Version, ...]
    differences: tuple[str, ...]
    twice: bool


class Stranger(NamedTuple):
    """A report that is nobody's: of a unit that the roster does not name, or of no year. near: names that come close; why: in words."""

    path: str
    unit: str
    near: tuple[str, ...]
    why: str

    @property
    def offered(self) -> str:
        """The names that come close, a few of them."""
        more = say(f" 等 {len(self.near)} 个", f" and {len(self.near) - MOST_OFFERED} more") if len(self.near) > MOST_OFFERED else ""
        return "、".join(self.near[:MOST_OFFERED]) + more


def standings(store: Store, forms: Library, year: int, roster: Roster | None = None) -> tuple[tuple[Standing, ...], tuple[Stranger, ...]]:
    """Every unit's standing in a year, in the roster's order; without a roster, of every unit that reported.

    A report that does not say its year is a stranger in every year: nobody would look for it anywhere else.
    """
    rows = store.rows(
        "select s.submission, s.path, s.name, s.form, s.unit, s.unit_code, s.status, s.error, s.warning, s.places, "
        "cast(f.first_seen as date) as seen, (select count(*) from finding g where g.submission = s.submission and "
        "g.waiver = 'pending') as pending, (select count(*) from finding g where g.submission = s.submission and g.waiver = 'waived') "
        "as waived, exists (select 1 from returned r where r.submission = s.submission or (r.digest = f.digest and (f.reports = 1 or "
        f"r.unit = {UNIT}))) as returned, s.year from submission s join file f using (path) "
        "where s.current and (s.year = ? or s.year is null) order by s.submission", [year])
    known = roster or Roster(_units([row for row in rows if row["year"] is not None]))
    figures = {form: figures_of(store, forms, forms.form(form), [row["submission"] for row in rows if row["form"] == form])
               for form in {row["form"] for row in rows}}
    versions: dict[Unit, list[Version]] = {}
    strangers: list[Stranger] = []
    for row in rows:
        match = known.match(row["unit"] or row["path"], row["unit_code"])
        if row["year"] is None:
            near = match.near if match.unit is None else (match.unit.unit,)
            strangers.append(Stranger(row["name"], row["unit"], near, say("没有写年度", "it does not say its year")))
        elif match.unit is None:
            strangers.append(Stranger(row["name"], row["unit"], match.near, _unmatched(match, row["unit"])))
        else:
            versions.setdefault(match.unit, []).append(_version(row, figures[row["form"]]))
    return tuple(_standing(unit, versions.get(unit, []), forms) for unit in known.units), tuple(strangers)


def perhaps_of(unit: Unit, strangers: Sequence[Stranger]) -> tuple[Stranger, ...]:
    """The nobody's reports that come close to a unit's name: who calls it, or names it as missing, should look at these first."""
    return tuple(one for one in strangers if unit.unit in one.near or offered_as(unit) in one.near)


def _unmatched(match: Match, name: str) -> str:
    if len(match.near) == 1 and plain(match.near[0].partition("（")[0]) == plain(name):
        return say("名称在名录里，统一社会信用代码与名录不同", "the name is on the roster, with another code")
    if len(match.near) > 1 and len({name.partition("（")[0] for name in match.near}) == 1:
        return say(f"名录里有 {len(match.near)} 个同名单位，报告没有写统一社会信用代码", f"{len(match.near)} units have this name, and the report has no code")
    return say("不在名录里", "not on the roster")


def _units(rows: Sequence[Mapping[str, Any]]) -> list[Unit]:
    """Units as the reports name themselves: one for every code, else for every name."""
    units: dict[str, Unit] = {}
    codes: dict[str, set[str]] = {}
    for row in rows:
        if row["unit_code"]:
            codes.setdefault(plain(row["unit"]), set()).add(row["unit_code"])
    for line, row in enumerate(rows, 1):
        known = codes.get(plain(row["unit"]), set()) if row["unit"] else set()
        code = row["unit_code"] or ("".join(known) if len(known) == 1 else "")  # a Word file seldom has the code that the workbook has
        units.setdefault(code or row["unit"] or row["path"], Unit(row["unit"] or row["path"], code, line=line))
    return list(units.values())


def figures_of(store: Store, forms: Library, form: Form, submissions: Sequence[int]) -> dict[int, dict[str, Decimal | None]]:
    """Exact numbers of every cell and fact, by submission, held against the contract; None where a cell holds none."""
    if not submissions or not store.has_form(form):
        return {}
    table = leaving(store, form, load_rules(forms, form.id), store.figures(form, "s.submission in (select unnest(?))", [list(submissions)]))
    names = (*form.cells, *form.facts)
    return {row["report"]: {name: None if row[name] is None else decimal_of(row[name]) for name in names}
            for row in table.iter_rows(named=True)}


def _version(row: Mapping[str, Any], figures: Mapping[int, Figures]) -> Version:
    import json

    return Version(row["submission"], row["name"], PurePath(row["path"]).suffix.lower(), row["form"], row["status"], row["error"],
                   row["warning"], row["seen"], figures.get(row["submission"], {}), json.loads(row["places"]),
                   row["pending"], row["waived"], row["returned"])


def _standing(unit: Unit, found: Sequence[Version], forms: Library) -> Standing:
    versions = tuple(sorted(found, key=lambda version: (_rank(version.kind), version.submission)))
    if not versions:
        return Standing(unit, unit.status or MISSING, None, (), (), twice=False)
    first = versions[0]
    others = [version for version in versions[1:] if differing(first, version, forms.form(first.form))]
    twice = any(version.kind == first.kind for version in others)
    differences = [line for version in others for line in _differences(first, version, forms.form(first.form))]
    status = unit.status or (PUBLISHED if unit.address else RETURNED if first.returned else REPORTED)
    day = unit.received or min(version.seen for version in versions)
    late = (day - unit.due).days if unit.due else None
    return Standing(unit, status, late, versions, tuple(differences[:MOST_DIFFERENCES]), twice)


def _rank(kind: str) -> int:
    return _AUTHORITY.index(kind) if kind in _AUTHORITY else len(_AUTHORITY)


def differing(first: Version, other: Version, form: Form) -> tuple[str, ...]:
    """The cells in which two versions differ, and the declared facts that both state and state differently: a Word file has no cover
    to fill in, so that one without them differs in nothing. Everything, where they are on two forms."""
    if first.form != other.form:
        return tuple(form.cells)
    return (*(name for name in form.cells if first.figures.get(name) != other.figures.get(name)),
            *(name for name in form.facts if None not in (one := (first.figures.get(name), other.figures.get(name))) and one[0] != one[1]))


def _differences(first: Version, other: Version, form: Form) -> list[str]:
    """One line a figure in which two versions differ."""
    if first.form != other.form:
        return [say(f"{first.path} 与 {other.path} 是两种表式", f"{first.path} and {other.path} are on two forms")]
    labels = {name: cell.label for name, cell in form.cells.items()} | {name: fact.cell.label for name, fact in form.facts.items()}
    return [say(f"{first.path} 与 {other.path} 不一致：{labels[name]}（{first.places.get(name) or name}）前者 {_shown(first, name)}，"
                f"后者 {_shown(other, name)}",
                f"{first.path} and {other.path} differ: {labels[name]} ({first.places.get(name) or name}) {_shown(first, name)} "
                f"and {_shown(other, name)}") for name in differing(first, other, form)]


def _shown(version: Version, name: str) -> str:
    number = version.figures.get(name)
    return say("没有数", "no number") if number is None else format(number, "f")
