"""Reports collected into a store."""

import os
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

from xlreport.collection.gather import Gathered, gather
from xlreport.collection.roster import read_roster
from xlreport.collection.store import open_store
from xlreport.errors import UsageError
from xlreport.form.library import Library
from xlreport.sources import find_files
from xlreport.wording import say


def collect(
    folder: str, store: Path, forms: Library, own_forms: Path | None = None, jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None, roster: Path | None = None,
) -> Gathered:
    """Everything readable in a folder, read, checked and kept; the roster too, for the commands that follow.

    Raises UsageError when there is nothing, or the store is in use.
    """
    found = find_files([folder])
    if not found.files:
        raise UsageError(say(f"{folder} 里没有找到年报文件", f"no report was found in {folder}"))
    if jobs is not None and jobs < 1:
        raise UsageError(say("--jobs 是不小于 1 的整数", "--jobs is a whole number of at least 1"))
    units = read_roster(roster) if roster else ()
    with open_store(store, forms, create=True) as opened:
        if units:
            opened.keep_roster(units)
        return gather(opened, found.files, folder, forms, own_forms or forms.own, _processes(jobs or os.cpu_count() or 1), progress)


def _processes(jobs: int) -> Callable[[], Executor]:
    return lambda: ProcessPoolExecutor(jobs)
