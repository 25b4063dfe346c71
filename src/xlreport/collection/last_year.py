"""Last year's reports out of a store, put beside this year's for the comparison."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from xlreport.collection.before import Before
from xlreport.collection.roster import Roster, Unit
from xlreport.collection.store import Store, open_store
from xlreport.collection.stored import submissions_of
from xlreport.form.library import Library
from xlreport.form.submission import Departure, Submission, with_last_year
from xlreport.form.values import BLANK, UNREAD, Value, exact_value
from xlreport.wording import say


def from_store(path: Path, forms: Library) -> Callable[[Submission], Submission]:
    """What puts the unit's report of the year before beside a report; a store is read once a year needed.

    Matched by code, else by name, with the roster that the store was given; of several versions the one that counts, of two
    different ones none; of a unit that took over from others, the sum. Where there is none, a finding says so. Raises
    UsageError for what is no store, at once.
    """
    with open_store(path, forms) as store:
        roster = store.roster()
    years: dict[int, Callable[[Unit], Submission | str]] = {}

    def beside(submission: Submission) -> Submission:
        if submission.year is None:
            return _noticed(submission, say(f"年度不明，没有与 {path} 里上年的报告对照。", f"no year: not compared with {path}."))
        year = submission.year - 1
        if year not in years:
            with open_store(path, forms) as store:
                years[year] = reports_of(store, forms, year, roster)
        unit = roster and roster.match(submission.unit, submission.unit_code).unit
        last = years[year](unit or Unit(submission.unit, submission.unit_code))
        if isinstance(last, str):
            return _noticed(submission, say(f"{path} 里{last}，没有与上年对照。", f"{path} {last}: not compared with last year."))
        return with_last_year(submission, last)

    return beside


def reports_of(store: Store, forms: Library, year: int, roster: Roster | None = None) -> Callable[[Unit], Submission | str]:
    """What finds a unit's report of a year as it was read (of one that took over from others, their sum), or says why there is none."""
    before = Before(store, forms, year, roster)
    reports = submissions_of(store, forms, before.numbers)

    def of(unit: Unit) -> Submission | str:
        parts = before.of(unit)
        return parts if isinstance(parts, str) else _together([reports[part.versions[0].submission] for part in parts])

    return of


def _together(parts: Sequence[Submission]) -> Submission | str:
    """One report as it is; of several the cells added up, where each holds a number, and no texts."""
    if len(parts) == 1:
        return parts[0]
    if len({part.form.id for part in parts}) > 1:
        return say("承继的几个单位上年不是一种表式，不能相加", "holds reports of its predecessors on different forms, which cannot be added up")
    cells = {name: _sum([_counted(part, name) for part in parts]) for name in parts[0].form.cells}
    return parts[0]._replace(cells=cells, texts={}, blank_is_zero=False)


def _counted(part: Submission, name: str) -> Value:
    value = part.value(name)
    return exact_value(Decimal(0)) if part.blank_is_zero and value.kind == BLANK and not value.formula else value


def _sum(values: Sequence[Value]) -> Value:
    """The sum of known numbers; what stands in all of them alike; else unknown, never 0."""
    numbers = [value.number for value in values if value.number is not None]
    if len(numbers) < len(values):
        return values[0] if all(value == values[0] for value in values) else Value(UNREAD)
    return exact_value(sum(numbers, Decimal(0)))


def _noticed(submission: Submission, detail: str) -> Submission:
    return submission._replace(departures=(*submission.departures, Departure("last_year", detail)))
