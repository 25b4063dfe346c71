"""Which report is this unit's of the year before, and its figures put beside this year's."""

from collections.abc import Callable
from pathlib import Path

from xlreport.errors import UnreadableFile
from xlreport.form.library import Library
from xlreport.form.names import plain
from xlreport.form.submission import Departure, Submission, with_last_year
from xlreport.sources import read_submission, read_submissions
from xlreport.sources.folders import find_files
from xlreport.wording import say

# A report with last year's figures put beside it, or with a departure that says why they were not.
LastYears = Callable[[Submission], Submission]


def not_last_year(submission: Submission, last: Submission) -> str:
    """Why a report is not this unit's report of the year before; '' when it is, as far as both say who and when."""
    if submission.year is not None and last.year is not None and last.year != submission.year - 1:
        return say(f"是 {last.year} 年度的，不是 {submission.year - 1} 年度的", f"is for {last.year}, not {submission.year - 1}")
    same_code = submission.unit_code and submission.unit_code == last.unit_code
    if submission.unit and last.unit and plain(submission.unit) != plain(last.unit) and not same_code:
        return say(f"是“{last.unit}”的，不是“{submission.unit}”的", f"is of {last.unit}, not of {submission.unit}")
    return ""


def last_years(path: str, forms: Library, alone: bool) -> LastYears:
    """What puts last year's figures beside a report: the one file named, or the unit's own among a folder's.

    alone: one report is checked against one file. Then another unit's name is a warning, for units are renamed; with
    several reports, a file of another unit is never compared.
    """
    if Path(path).is_dir():
        return _from_folder(path, forms)
    only = read_submission(Path(path), forms, path)

    def beside(submission: Submission) -> Submission:
        problem = not_last_year(submission, only)
        renamed = bool(problem) and alone and not not_last_year(submission, only._replace(unit=submission.unit))
        if not problem or renamed:
            submission = with_last_year(submission, only)
        if not problem:
            return submission
        done = say("仍作了对照，请确认是否改过名称" if renamed else "没有对照", "compared all the same; was the unit renamed?" if renamed
                   else "not compared")
        return _noticed(submission, say(f"{path} {problem}，{done}。", f"{path} {problem}; {done}."))

    return beside


def _from_folder(path: str, forms: Library) -> LastYears:
    by_unit: dict[str, list[tuple[Submission, str]]] = {}
    unreadable = 0
    for file, shown in find_files([path]).files:
        try:
            found = read_submissions(file, forms, shown)
        except UnreadableFile:
            unreadable += 1
            continue
        for submission, name in found:
            for key in {submission.unit_code, plain(submission.unit)} - {""}:
                by_unit.setdefault(key, []).append((submission, name))
    also = say(f"（那里有 {unreadable} 个文件读不了）", f" ({unreadable} files there cannot be read)") if unreadable else ""

    def beside(submission: Submission) -> Submission:
        candidates = by_unit.get(submission.unit_code) or by_unit.get(plain(submission.unit)) or []
        fitting = [(last, name) for last, name in candidates if not not_last_year(submission, last)]
        if len(fitting) == 1:
            return with_last_year(submission, fitting[0][0])
        if fitting:
            why = say(f"有 {len(fitting)} 份本单位上年的报告：{'、'.join(name for _, name in fitting)}",
                      f"holds {len(fitting)} reports of this unit: {', '.join(name for _, name in fitting)}")
        elif candidates:
            years = "、".join(sorted({str(last.year) for last, _ in candidates}))
            why = say(f"只有本单位 {years} 年度的报告", f"holds this unit's report for {years} only")
        else:
            why = say(f"没有“{submission.unit}”的报告{also}", f"holds no report of {submission.unit}{also}")
        return _noticed(submission, say(f"{path} 里{why}，没有与上年对照。", f"{path} {why}: not compared with last year."))

    return beside


def _noticed(submission: Submission, detail: str) -> Submission:
    return submission._replace(departures=(*submission.departures, Departure("last_year", detail)))
