"""Files checked, one or many: a bad one never stops the others."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from xlreport.check.checking import check_submission
from xlreport.check.findings import Batch, FileResult
from xlreport.errors import DefinitionError, UnreadableFile
from xlreport.form.library import Library
from xlreport.rules.load import load_rules
from xlreport.sources import LastYears, find_files, last_years, read_submissions
from xlreport.wording import say


def check_paths(
    paths: Sequence[str], forms: Library, last_year: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Batch:
    """Checks every file; one bad file never stops the others. progress(done, all) is called after each."""
    found = find_files(paths)
    last = _beside(last_year, forms, alone=len(found.files) == 1) if last_year else None
    results: list[FileResult] = []
    for number, (path, shown) in enumerate(found.files, 1):
        results += check_file(path, forms, shown, last)
        if progress is not None:
            progress(number, len(found.files))
    return Batch(tuple(results), found.system, found.others)


def _beside(path: str, forms: Library, alone: bool) -> LastYears:
    """Last year's reports: a file, a folder, or a store of collected reports."""
    if not path.lower().endswith(".duckdb"):
        return last_years(path, forms, alone)
    from xlreport.collection.last_year import from_store  # a store is rare, and its library slow to load

    return from_store(Path(path), forms)


def check_file(path: Path, forms: Library, shown: str, last: LastYears | None = None) -> list[FileResult]:
    """The reports of one file checked, or why it could not be read."""
    results: list[FileResult] = []
    try:
        for submission, name in read_submissions(path, forms, shown):
            whole = submission if last is None else last(submission)
            results.append(FileResult(name, check_submission(whole, load_rules(forms, whole.form.id)), None))
    except UnreadableFile as error:
        results.append(FileResult(shown, None, error))
    except (MemoryError, RecursionError):
        results.append(FileResult(shown, None, UnreadableFile(
            shown, say("文件太大或嵌套太深，没有读完", "too large or too deeply nested"),
            say("请用 Excel 或 WPS 打开后另存一份 .xlsx", "Open it in Excel or WPS and save a fresh .xlsx"))))
    except DefinitionError:
        raise  # a form or rule is wrong, not the file
    except Exception as error:  # one file that surprises us never stops the others
        if os.environ.get("XLREPORT_DEBUG"):
            raise
        results.append(FileResult(shown, None, UnreadableFile(
            shown, say(f"读到没有料到的内容（{type(error).__name__}）", f"holds something unexpected ({type(error).__name__})"),
            say("请用 Excel 或 WPS 打开后另存一份 .xlsx，仍不行请把文件发给维护者", "Save a fresh .xlsx; if that fails, send the file to the maintainers"))))
    return results
