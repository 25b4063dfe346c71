"""Workbooks handed out before the season: one for every unit of the roster, with what is known of it filled in."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from xlreport.collection.last_year import reports_of
from xlreport.collection.roster import Roster, Unit
from xlreport.collection.roster_file import read_roster
from xlreport.collection.store import open_store
from xlreport.errors import UsageError, XlreportError
from xlreport.files import safe_name, write_whole
from xlreport.flows.filling import workbook
from xlreport.form.library import Library
from xlreport.form.submission import Submission, with_last_year
from xlreport.prose.phrases import offered
from xlreport.wording import say

Reports = Callable[[Unit], Submission | str]
Progress = Callable[[int, int], None]


class Issued(NamedTuple):
    """What was made. made: unit and file; without_last: those of them without last year's figures, and why.

    there: files that were there already and were left alone; failed: units without a file, and why; above: units that only have others
    under them, for which a workbook is made by adding up (`rollup`).
    """

    made: tuple[tuple[str, Path], ...]
    without_last: tuple[tuple[str, str], ...]
    there: tuple[Path, ...]
    failed: tuple[tuple[str, str], ...]
    above: tuple[str, ...]


def issue_workbooks(
    output: Path, forms: Library, form_id: str, year: int, roster: Path | None = None, store: Path | None = None, parent: str = "",
    progress: Progress | None = None,
) -> Issued:
    """Writes one workbook a unit into a folder; a unit whose file cannot be made is named, and the others are done.

    roster: the file, else the roster that the store keeps. store: where last year's reports are. parent: only the units under it.
    Raises UsageError where there is no roster, or the folder is none.
    """
    if (output.exists() and not output.is_dir()) or output.suffix.lower() == ".xlsx":
        raise UsageError(say(f"-o 要写文件夹，现为 {output}（--roster 一个单位一份）", f"-o must be a folder, not {output} (one file a unit)"))
    given = Roster(read_roster(roster)) if roster else None
    units, before = _known(forms, year, given, store)
    if parent:
        units = units.under(parent)
    wanted = [unit for unit in units.units if units.must_report(unit)]
    paths = _paths(output, wanted, year)
    made: list[tuple[str, Path]] = []
    bare: list[tuple[str, str]] = []
    failed: list[tuple[str, str]] = []
    there = tuple(path for path in paths.values() if path.exists() or path.is_symlink())
    for number, unit in enumerate(wanted, 1):
        path = paths[unit]
        if path not in there:
            try:
                last = before(unit)
                write_whole(path, workbook(prepared(forms, form_id, unit, year, last), forms), replace=False)
                made.append((unit.unit, path))
                bare += [(unit.unit, last)] if isinstance(last, str) and last else []
            except XlreportError as error:
                failed.append((unit.unit, str(error)))
        if progress is not None:
            progress(number, len(wanted))
    above = tuple(unit.unit for unit in units.units if not units.must_report(unit))
    return Issued(tuple(made), tuple(bare), there, tuple(failed), above)


def _known(forms: Library, year: int, given: Roster | None, store: Path | None) -> tuple[Roster, Reports]:
    """The roster, and what finds a unit's report of the year before."""
    if store is None:
        if given is None:
            raise UsageError(say("请用 --roster 写明单位名录", "name the roster with --roster"))
        return given, lambda unit: ""
    with open_store(store, forms) as opened:
        units = given or opened.roster()
        if units is None:
            raise UsageError(say(f"{store} 里没有存名录，请用 --roster 写明", f"{store} keeps no roster; name one with --roster"))
        return units, reports_of(opened, forms, year - 1, units)


def prepared(forms: Library, form_id: str, unit: Unit, year: int, last: Submission | str) -> Submission:
    """A report with nothing in its tables: unit, code, year and contact on the 封面, last year's figures, the clauses on offer.

    The contact is that of the unit's own last report, which it printed; else the roster's. 上年结转 is left to the unit: that it
    equals last year's 结转下年度 is for rule Y101 to find out, which a figure filled in here would always fulfil.
    """
    form = forms.form(form_id)
    contact = unit.contact if isinstance(last, str) else last.cover.get("contact", "") or unit.contact
    submission = Submission(form, unit=unit.unit, year=year, unit_code=unit.unit_code, cover={"contact": contact} if contact else {})
    if not isinstance(last, str):
        submission = with_last_year(submission, last)
    return submission._replace(texts=offered(form, unit.unit, year, bool(submission.last_year)))


def _paths(output: Path, units: Sequence[Unit], year: int) -> Mapping[Unit, Path]:
    """`单位2025.xlsx`; units of one name are told apart by code, else by the unit above, else by their row: the same in every run."""
    names = {unit: safe_name(unit.unit, say("单位", "unit")) for unit in units}
    many = Counter(name.casefold() for name in names.values())  # Windows and network drives do not tell A from a
    for unit, name in names.items():
        if many[name.casefold()] > 1:
            names[unit] = f"{name}（{safe_name(unit.unit_code or unit.parent, '') or unit.line}）"
    again = Counter(name.casefold() for name in names.values())
    return {unit: output / f"{name}{'' if again[name.casefold()] == 1 else f'（{unit.line}）'}{year}.xlsx" for unit, name in names.items()}
