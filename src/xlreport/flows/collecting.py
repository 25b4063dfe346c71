"""Reports collected into a store."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from xlreport.collection.executors import LOCAL, Engine, cluster, processes
from xlreport.collection.gather import Gathered, gather
from xlreport.collection.roster import read_roster
from xlreport.collection.store import open_store
from xlreport.errors import UsageError
from xlreport.form.library import Library
from xlreport.sources import find_files
from xlreport.wording import say


def collect(
    folder: str, store: Path, forms: Library, jobs: int | None = None, progress: Callable[[int, int], None] | None = None,
    roster: Path | None = None, engine: str = LOCAL,
) -> Gathered:
    """Everything readable in a folder, read, checked and kept; the roster too, for the commands that follow.

    engine: `local`, or the address of a Dask scheduler. Raises UsageError when there is nothing, the store is in use, or the
    cluster cannot be used.
    """
    found = find_files([folder])
    if not found.files:
        raise UsageError(say(f"{folder} 里没有找到年报文件", f"no report was found in {folder}"))
    units = read_roster(roster) if roster else ()
    with open_store(store, forms, create=True) as opened, _engine(engine, forms, jobs) as workers:
        if units:
            opened.keep_roster(units)
        return gather(opened, found.files, folder, forms, workers, progress)


@contextmanager
def _engine(address: str, forms: Library, jobs: int | None) -> Iterator[Engine]:
    if address.strip().lower() == LOCAL:
        yield processes(forms.own, jobs)
        return
    if jobs is not None:
        raise UsageError(say("--jobs 是本机用几个进程，和集群不能一起写", "--jobs is for this machine; leave it out with a cluster"))
    with cluster(address.strip(), forms.own) as workers:
        yield workers
