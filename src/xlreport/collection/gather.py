"""A folder gathered into a store: only new and changed files are read, a chunk at a time, by any executor.

The core takes any `concurrent.futures.Executor`: processes of this machine, or `Client.get_executor()` of a cluster.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from xlreport.collection.batches import batches
from xlreport.collection.packed import PackedFile, Stamp, pack_file, stamp_of
from xlreport.collection.recheck import Rechecked, recheck, to_read
from xlreport.collection.store import Store
from xlreport.form.library import Library, library
from xlreport.rules.load import load_rules
from xlreport.wording import say

CHUNK = 50
Progress = Callable[[int, int], None]
MakeExecutor = Callable[[], Executor]


class Gathered(NamedTuple):
    """What one run did: files read, of which unreadable (path, reason); files that had not changed; reports whose rules had."""

    read: int
    unreadable: tuple[tuple[str, str], ...]
    unchanged: int
    rechecked: Rechecked = Rechecked()


def gather(
    store: Store, files: Sequence[tuple[Path, str]], folder: str, forms: Library, own_forms: Path | None, executor: MakeExecutor,
    progress: Progress | None = None,
) -> Gathered:
    """Reads what is new or changed and adds it to the store; every finished chunk is kept, also when the run is killed.

    Where the rules have changed since, what is in the store is then held against today's.
    """
    store.work_beside()
    run = store.begin(folder)
    for form_id in forms.ids():
        store.note_rules(forms.form(form_id), load_rules(forms, form_id))
    anew = to_read(store, forms)
    seen = {path: before for path, before in store.seen().items() if path not in anew}
    waiting = [(path, shown) for path, shown in files if not _known(path, shown, seen)]
    done, bad = 0, []
    for packed in batches(packed_chunks(waiting, own_forms, executor)):
        fresh = [file for file in packed if not _same_content(file, seen)]
        for file in packed:
            if file not in fresh:
                store.touch(file.path, file.stamp)
        store.add(fresh, run)
        bad += [(file.path, file.reason) for file in packed if file.reason]
        done += len(packed)
        if progress is not None:
            progress(done, len(waiting))
    rechecked = recheck(store, forms, own_forms, executor)
    store.finish(run)
    return Gathered(len(waiting), tuple(sorted(bad)), len(files) - len(waiting), rechecked)


def _known(path: Path, shown: str, seen: Mapping[str, tuple[Stamp, str, bool]]) -> bool:
    """Whether a file was read before and has not changed since. One that failed is tried again."""
    before = seen.get(shown)
    return before is not None and before[2] and before[0] == stamp_of(path)


def _same_content(file: PackedFile, seen: Mapping[str, tuple[Stamp, str, bool]]) -> bool:
    before = seen.get(file.path)
    return before is not None and before[2] and bool(file.digest) and before[1] == file.digest


def packed_chunks(
    files: Sequence[tuple[Path, str]], own_forms: Path | None, make: MakeExecutor
) -> Iterator[tuple[PackedFile, ...]]:
    """Chunks of packed files as they come back. A file that ends its process is read once more alone, then named."""
    chunks = [files[start:start + CHUNK] for start in range(0, len(files), CHUNK)]
    lost: list[tuple[Path, str]] = []
    with make() as executor:
        running: dict[Future[tuple[PackedFile, ...]], Sequence[tuple[Path, str]]] = {}
        waiting = iter(chunks)
        for chunk in waiting:
            running[executor.submit(pack_files, tuple(chunk), own_forms)] = chunk
            if len(running) < 8:
                continue
            yield from _finished(running, lost)
        while running:
            yield from _finished(running, lost)
    for entry in lost:
        yield (_alone(entry, own_forms, make),)


def _finished(
    running: dict[Future[tuple[PackedFile, ...]], Sequence[tuple[Path, str]]], lost: list[tuple[Path, str]]
) -> Iterator[tuple[PackedFile, ...]]:
    """The chunks that are done; files of a chunk whose process ended are put down as lost."""
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        chunk = running.pop(future)
        try:
            yield future.result()
        except BrokenProcessPool:
            lost += chunk


def _alone(entry: tuple[Path, str], own_forms: Path | None, make: MakeExecutor) -> PackedFile:
    """One file in a process of its own."""
    path, shown = entry
    try:
        with make() as executor:
            return executor.submit(pack_files, (entry,), own_forms).result()[0]
    except BrokenProcessPool:
        return PackedFile(shown, stamp_of(path), "", (), say(
            "读的时候程序中断了，文件可能有问题。请用 Excel 或 WPS 打开后另存一份 .xlsx",
            "the reader crashed on it; open it in Excel or WPS and save a fresh .xlsx"))


def pack_files(files: tuple[tuple[Path, str], ...], own_forms: Path | None) -> tuple[PackedFile, ...]:
    """A chunk of files packed; runs in a worker, which keeps its forms between chunks."""
    forms = _forms(own_forms)
    return tuple(pack_file(path, shown, forms) for path, shown in files)


@lru_cache(maxsize=2)
def _forms(own: Path | None) -> Library:
    return library(own) if own else library()
