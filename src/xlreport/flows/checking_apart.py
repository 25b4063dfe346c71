"""Files checked by several processes of this machine: of forty Word and PDF files, reading is nearly all of the work."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from xlreport.check.findings import FileResult
from xlreport.collection.executors import handed_out, processes
from xlreport.collection.work import Job, forms_of, speak
from xlreport.errors import UnreadableFile
from xlreport.flows.checking import check_file, last_year_beside
from xlreport.form.library import Library
from xlreport.isolation import run_apart
from xlreport.sources.last_years import LastYears

AT_A_TIME = 4  # files a task: few, because one PDF takes as long as a hundred workbooks
Chunk = tuple[tuple[str, str, str, bool], ...]  # path, how it is named to people, last year's reports or '', whether it is the only file


def checked_apart(files: Sequence[tuple[Path, str]], forms: Library, last_year: str | None, jobs: int) -> Iterator[list[FileResult]]:
    """The results of each file, in the order given. A file that ends its process is named, and the others are done.

    Raises UsageError for a number of jobs that cannot be, and what last_year_beside raises.
    """
    engine = processes(forms.own, jobs)
    alone = len(files) == 1
    entries = tuple((str(path), shown, last_year or "", alone) for path, shown in files)
    chunks = (entries[start : start + AT_A_TIME] for start in range(0, len(entries), AT_A_TIME))
    for chunk, results in handed_out(engine, check_files, chunks, engine.job):
        yield from results if results is not None else (_by_itself(entry, engine.job) for entry in chunk)


def check_files(chunk: Chunk, job: Job) -> tuple[list[FileResult], ...]:
    """A chunk of files, checked in a worker."""
    speak(job)
    return tuple(_check(entry, job) for entry in chunk)


def _check(entry: tuple[str, str, str, bool], job: Job) -> list[FileResult]:
    path, shown, last_year, alone = entry
    forms = forms_of(job.own_forms)
    return check_file(Path(path), forms, shown, _last(last_year, forms, alone) if last_year else None)


@lru_cache(maxsize=1)
def _last(path: str, forms: Library, alone: bool) -> LastYears:
    """Last year's reports, read once a worker."""
    return last_year_beside(path, forms, alone)


def _by_itself(entry: tuple[str, str, str, bool], job: Job) -> list[FileResult]:
    """One file of a lost chunk, in a process of its own: the culprit becomes a reason, the others a result."""
    path, shown, last_year, alone = entry
    try:
        done: list[FileResult] = run_apart("xlreport.flows.checking_apart:check_one", Path(path), shown, seconds=job.seconds,
                                           more=(str(job.own_forms), last_year, "alone" if alone else ""))
        return done
    except UnreadableFile as error:
        return [FileResult(shown, None, error)]


def check_one(path: Path, shown: str, own_forms: str, last_year: str, alone: str) -> list[FileResult]:
    """One file checked, as `isolation` calls it."""
    return _check((str(path), shown, last_year, bool(alone)), Job(own_forms, ""))
