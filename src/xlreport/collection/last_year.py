"""Last year's reports out of a store, put beside this year's for the comparison."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from xlreport.collection import columns
from xlreport.collection.standing import Standing, Version, standings
from xlreport.collection.store import Store, open_store
from xlreport.form.library import Library
from xlreport.form.names import plain
from xlreport.form.submission import Departure, Submission, with_last_year
from xlreport.form.values import EMPTY, NOT_APPLICABLE, TEXT, UNREAD, Value, exact_value
from xlreport.wording import say

_Known = dict[str, Submission | str]  # by unit code and by name: the report, or why it cannot be told


def from_store(path: Path, forms: Library) -> Callable[[Submission], Submission]:
    """What puts the unit's report of the year before beside a report; a store is read once a year needed.

    Matched by code, else by name; of several versions the one that counts, of two different ones none. Where there is none, a
    finding says so. Raises UsageError for what is no store, at once.
    """
    with open_store(path, forms):
        pass  # a wrong file is named before anything is checked
    years: dict[int, _Known] = {}

    def beside(submission: Submission) -> Submission:
        if submission.year is None:
            return _noticed(submission, say(f"年度不明，没有与 {path} 里上年的报告对照。", f"no year: not compared with {path}."))
        year = submission.year - 1
        if year not in years:
            with open_store(path, forms) as store:
                years[year] = _reports(store, forms, year)
        known = years[year]
        last = known.get(submission.unit_code) or known.get(plain(submission.unit)) or say(
            f"没有“{submission.unit}”{year} 年度的报告", f"holds no report of {submission.unit} for {year}")
        if isinstance(last, str):
            return _noticed(submission, say(f"{path} 里{last}，没有与上年对照。", f"{path} {last}: not compared with last year."))
        return with_last_year(submission, last)

    return beside


def _noticed(submission: Submission, detail: str) -> Submission:
    return submission._replace(departures=(*submission.departures, Departure("last_year", detail)))


def _reports(store: Store, forms: Library, year: int) -> _Known:
    known: _Known = {}
    found = [standing for standing in standings(store, forms, year)[0] if standing.versions]
    for standing in found:
        report = _submission(store, forms, standing, year)
        for key in {standing.unit.unit_code, plain(standing.unit.unit)} - {""}:
            # two units of one name are told apart by their codes only
            known[key] = say(f"有几个叫“{standing.unit.unit}”的单位", f"holds several units called {standing.unit.unit}") if key in known else report
    return known


def _submission(store: Store, forms: Library, standing: Standing, year: int) -> Submission | str:
    if standing.twice:
        return say(f"“{standing.unit.unit}”{year} 年度有两份不同的报告", f"holds two different reports of {standing.unit.unit} for {year}")
    version = standing.versions[0]
    form = forms.form(version.form)
    (row,) = store.rows("select kinds, words from submission where submission = ?", [version.submission])
    texts = store.rows("select section, text from text where submission = ?", [version.submission])
    words = json.loads(row["words"])
    cells = {name: _value(version, name, kind, words.get(name, "")) for name, kind in zip(form.cells, row["kinds"], strict=True)}
    return Submission(form, unit=standing.unit.unit, unit_code=standing.unit.unit_code, year=year, cells=cells,
                      texts={text["section"]: text["text"] for text in texts})


def _value(version: Version, name: str, kind: str, words: str) -> Value:
    """A stored cell: its number, `/`, blank; what held no usable number, or one of more than six places, is unknown, never 0."""
    figure: Decimal | None = version.figures.get(name)
    if figure is not None:
        return exact_value(figure)
    return {columns.NOT_APPLICABLE: NOT_APPLICABLE, columns.EMPTY: EMPTY, columns.WORDS: Value(TEXT, raw=words)}.get(kind, Value(UNREAD, raw=words))
