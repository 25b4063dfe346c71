"""What a 通报 says of a year's reports, counted from the store: who is in, who is late, what is wrong most, who did well."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from xlreport.collection.overview import alike_texts
from xlreport.collection.roster import Roster, Unit
from xlreport.collection.standing import MISSING, PUBLISHED, RETURNED, Standing, perhaps_of, standings
from xlreport.collection.store import Store
from xlreport.errors import UsageError
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.rules.model import RuleSet
from xlreport.wording import say

PASSED = "通过"
MOST_NAMED = 8
COMMONEST = 5


class Fault(NamedTuple):
    """A rule that was broken: its id, in how many units' reports, how often."""

    rule: str
    units: int
    findings: int


class Quality(NamedTuple):
    """How one unit's report stands: findings that the office has not accepted, by level, and those of them with a reason that waits."""

    unit: str
    errors: int
    warnings: int
    pending: int
    sure: bool


class Circular(NamedTuple):
    """A year in figures. Units by name, in the roster's order; a report is the one of a unit's versions that counts.

    due: None without a roster. dated: reports of units with a day due; late: (unit, days), the latest first. noted: units without a file
    for which the roster notes a day of receipt or a status. collected: the day of the last collect. good: in time (where there is a day),
    without findings, not sent back, one report only, words of its own. perhaps: a missing unit and a report of no unit that may be its;
    undated: reports of units with a day due that the roster gives no day of receipt, so that the first collect counts.
    """

    form: Form
    year: int
    parent: str
    collected: date
    due: tuple[str, ...] | None
    reported: tuple[str, ...]
    missing: tuple[str, ...]
    noted: tuple[str, ...]
    dated: int
    late: tuple[tuple[str, int], ...]
    returned: tuple[str, ...]
    passed: tuple[str, ...]
    published: tuple[str, ...]
    quality: tuple[Quality, ...]
    twice: tuple[str, ...]
    differing: tuple[str, ...]
    alike: tuple[tuple[str, str, str], ...]
    faults: tuple[Fault, ...]
    good: tuple[str, ...]
    strangers: int
    unreadable: int
    perhaps: tuple[tuple[str, str], ...] = ()
    undated: int = 0


def circular(store: Store, forms: Library, form: Form, rules: RuleSet, year: int, roster: Roster | None = None, parent: str = "") -> Circular:
    """Everything counted. roster: the units that must report; parent: whose units they are, only named. Raises UsageError for no report."""
    everybody, strangers = standings(store, forms, year, roster)
    found = [standing for standing in everybody if roster is None or roster.must_report(standing.unit) or standing.versions]
    there = [standing for standing in found if standing.versions]
    if not there:
        raise UsageError(say(f"汇集库里没有{parent}{year} 年度的报告，没有可通报的", f"the store holds no report of {year}"))
    called = _names([standing.unit for standing in found])
    quality, faults = _judged(store, there, called)
    copied = alike_texts(store, form, rules, {standing.versions[0].submission: called[standing.unit] for standing in there})
    late = [(called[standing.unit], standing.late) for standing in there if standing.late is not None and standing.late > 0]
    missing = [standing for standing in found if not standing.versions and standing.status == MISSING and standing.unit.received is None]
    good = _good(there, called, quality, {name for one in copied for name in (one.first, one.second)})
    (run,) = store.rows("select cast(max(started) as date) as day from run where finished")
    (unread,) = store.rows("select count(*) as files from file where reason <> ''")

    def named(chosen: Iterable[Standing]) -> tuple[str, ...]:
        return tuple(called[standing.unit] for standing in chosen)

    def marked(status: str) -> tuple[str, ...]:
        return named(standing for standing in there if standing.status == status)

    return Circular(
        form=form, year=year, parent=parent, collected=run["day"], due=named(found) if roster else None, reported=named(there),
        missing=named(missing), noted=named(standing for standing in found if not standing.versions and standing not in missing),
        dated=sum(standing.late is not None for standing in there), late=tuple(sorted(late, key=lambda one: -one[1])),
        returned=marked(RETURNED), passed=marked(PASSED), published=marked(PUBLISHED), quality=quality,
        twice=named(standing for standing in there if standing.twice),
        differing=named(standing for standing in there if standing.differences and not standing.twice),
        alike=tuple((one.first, one.second, f"{one.share:.0%}") for one in copied), faults=faults, good=named(good),
        strangers=len(strangers), perhaps=tuple((called[standing.unit], one.path) for standing in missing for one in perhaps_of(standing.unit, strangers)),
        undated=sum(standing.late is not None and standing.unit.received is None for standing in there), unreadable=unread["files"])


def _good(there: Sequence[Standing], called: Mapping[Unit, str], quality: Sequence[Quality], copied: Container[str]) -> Iterator[Standing]:
    """Units of which nothing has to be said; where days were set, one without a day cannot be told to be in time."""
    dated = any(standing.late is not None for standing in there)
    for standing, judged in zip(there, quality, strict=True):
        in_time = not dated or (standing.late is not None and standing.late <= 0)
        one = not standing.twice and not standing.differences
        if in_time and one and judged.sure and not judged.errors + judged.warnings and standing.status != RETURNED and called[standing.unit] not in copied:
            yield standing


def _names(units: Sequence[Unit]) -> dict[Unit, str]:
    """What each unit is called: where several have one name, with the unit above, the region or the code behind it."""
    many = Counter(unit.unit for unit in units)
    return {unit: unit.unit if many[unit.unit] == 1 else f"{unit.unit}（{unit.parent or unit.region or unit.unit_code or unit.line}）" for unit in units}


def _judged(store: Store, there: Sequence[Standing], called: dict[Unit, str]) -> tuple[tuple[Quality, ...], tuple[Fault, ...]]:
    """Each report's findings that stand, and the rules broken: in most units first, then most often."""
    numbers = [standing.versions[0].submission for standing in there]
    rows = store.rows("select submission, rule, severity, count(*) as findings, count(*) filter (waiver = 'pending') as pending from finding where "
                      "submission in (select unnest(?)) and severity in ('error', 'warning') and waiver <> 'waived' group by all", [numbers])
    counts: Counter[tuple[int, str]] = Counter()
    rules: dict[str, list[int]] = {}
    for row in rows:
        counts[row["submission"], row["severity"]] += row["findings"]
        counts[row["submission"], "pending"] += row["pending"]
        rules.setdefault(row["rule"], []).append(row["findings"])
    quality = tuple(Quality(called[standing.unit], counts[number, "error"], counts[number, "warning"], counts[number, "pending"],
                            standing.versions[0].status == "pass") for number, standing in zip(numbers, there, strict=True))
    faults = [Fault(rule, len(found), sum(found)) for rule, found in rules.items()]
    return quality, tuple(sorted(faults, key=lambda fault: (-fault.units, -fault.findings, fault.rule)))
