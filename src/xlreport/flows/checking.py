"""Files checked, one or many: a bad one never stops the others."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from xlreport.bounded import renew
from xlreport.check.checking import check_submission
from xlreport.check.findings import Batch, FileResult
from xlreport.errors import OwnResult, UnreadableFile
from xlreport.form.library import Library
from xlreport.rules.load import load_rules
from xlreport.sources import read_submissions
from xlreport.sources.folders import find_files
from xlreport.sources.last_years import LastYears, last_years
from xlreport.sources.surprises import surprises_named


def check_paths(
    paths: Sequence[str], forms: Library, last_year: str | None = None,
    progress: Callable[[int, int], None] | None = None, jobs: int = 1,
) -> Batch:
    """Checks every file; one bad file never stops the others. progress(done, all) is called after each. jobs: processes at a time."""
    found = find_files(paths)
    results: list[FileResult] = []
    for number, checked in enumerate(_checked(found.files, forms, last_year, jobs), 1):
        results += checked
        if progress is not None:
            progress(number, len(found.files))
    given = set(paths)
    passed_over = [file for file in results if isinstance(file.error, OwnResult) and file.path not in given]
    return Batch(tuple(file for file in results if file not in passed_over), found.system, found.others + len(passed_over))


def _checked(files: Sequence[tuple[Path, str]], forms: Library, last_year: str | None, jobs: int) -> Iterator[list[FileResult]]:
    """The results of each file, in the order given."""
    if jobs != 1:
        from xlreport.flows.checking_apart import checked_apart

        yield from checked_apart(files, forms, last_year, jobs)
        return
    last = last_year_beside(last_year, forms, alone=len(files) == 1) if last_year else None
    for path, shown in files:
        yield check_file(path, forms, shown, last)


def last_year_beside(path: str, forms: Library, alone: bool) -> LastYears:
    """Last year's reports: a file, a folder, or a store of collected reports."""
    if not path.lower().endswith(".duckdb"):
        return last_years(path, forms, alone)
    from xlreport.collection.last_year import from_store  # a store is rare, and its library slow to load

    return from_store(Path(path), forms)


def check_file(path: Path, forms: Library, shown: str, last: LastYears | None = None) -> list[FileResult]:
    """The reports of one file checked, or why it could not be read."""
    results: list[FileResult] = []
    try:
        with surprises_named(shown):
            for submission, name in read_submissions(path, forms, shown):
                if results:
                    renew()  # each report of one file has its own time
                whole = submission if last is None else last(submission)
                results.append(FileResult(name, check_submission(whole, load_rules(forms, whole.form.id)), None))
    except UnreadableFile as error:
        results.append(FileResult(shown, None, error))
    return results
