"""A folder gathered into a store: only new and changed files are read, a chunk at a time, by any `concurrent.futures.Executor`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from xlreport.collection.batches import batches
from xlreport.collection.executors import Engine, handed_out
from xlreport.collection.packed import PackedFile, Stamp, stamp_of
from xlreport.collection.recheck import Rechecked, recheck, to_read
from xlreport.collection.store import Store
from xlreport.collection.work import Entry, pack_alone, pack_files
from xlreport.form.library import Library
from xlreport.rules.load import load_rules
from xlreport.wording import say

CHUNK = 50
SENT_AT_ONCE = 8 * 2**20  # bytes of files in one message to a cluster
Progress = Callable[[int, int], None]
Chunk = tuple[Entry, ...]
Packed = tuple[PackedFile | None, ...]


class Gathered(NamedTuple):
    """What one run did: files read, of which unreadable (path, reason); files that had not changed; reports whose rules had.

    gone: files that the store has from this folder and the folder no longer has.
    """

    read: int
    unreadable: tuple[tuple[str, str], ...]
    unchanged: int
    rechecked: Rechecked = Rechecked()
    gone: tuple[str, ...] = ()


def gather(
    store: Store, files: Sequence[tuple[Path, str]], folder: str, forms: Library, engine: Engine, progress: Progress | None = None,
    drop_gone: bool = False
) -> Gathered:
    """Reads what is new or changed and adds it to the store; every finished chunk is kept, also when the run is killed.

    Where the rules have changed since, what is in the store is then held against today's. drop_gone: what has gone from the folder
    counts no longer; unasked it does, for many an office empties its folder after each batch.
    """
    store.work_beside()
    run = store.begin(folder)
    for form_id in forms.ids():
        store.note_rules(forms.form(form_id), load_rules(forms, form_id))
    anew = to_read(store, forms)
    here = store.seen()
    seen = {path: before for path, before in here.items() if path not in anew}
    waiting = [(path, shown) for path, shown in files if not _known(path, shown, seen)]
    done, bad = 0, []
    for packed in batches(packed_chunks(waiting, engine)):
        fresh = [file for file in packed if not _same_content(file, seen)]
        for file in packed:
            if file not in fresh:
                store.touch(file.path, file.stamp)
        store.add(fresh, run)
        bad += [(file.path, file.reason) for file in packed if file.reason]
        done += len(packed)
        if progress is not None:
            progress(done, len(waiting))
    rechecked = recheck(store, forms, engine)
    gone = tuple(sorted(path for path in here if Path(folder) in Path(path).parents and not Path(path).exists()))
    if drop_gone and gone:
        store.forget(gone)
    store.finish(run)
    return Gathered(len(waiting), tuple(sorted(bad)), len(files) - len(waiting), rechecked, gone)


def _known(path: Path, shown: str, seen: Mapping[str, tuple[Stamp, str, bool]]) -> bool:
    """Whether a file was read before and has not changed since. One that failed is tried again."""
    before = seen.get(shown)
    return before is not None and before[2] and before[0] == stamp_of(path)


def _same_content(file: PackedFile, seen: Mapping[str, tuple[Stamp, str, bool]]) -> bool:
    before = seen.get(file.path)
    return before is not None and before[2] and bool(file.digest) and before[1] == file.digest


def packed_chunks(files: Sequence[tuple[Path, str]], engine: Engine) -> Iterator[tuple[PackedFile, ...]]:
    """Chunks of packed files, in the order of the files whichever worker is faster: a store is the same whoever filled it.

    Files that their worker did not see are sent along. A chunk whose worker ended is tried once more with no other beside it, and if
    that ends too, each of its files in a process of its own: the one that does it is named, the others are read.
    """
    entries = (Entry(str(path.absolute()), shown, stamp_of(path)) for path, shown in files)
    job = engine.job
    unseen: list[Entry] = []
    lost: list[Chunk] = []
    for chunk, packed in handed_out(engine, pack_files, _counted(entries, CHUNK), job):
        if packed is None:
            lost.append(chunk)
            continue
        unseen += [entry for entry, file in zip(chunk, packed, strict=True) if file is None]
        yield _read(packed)
    job = job._replace(asks=False)
    for chunk, packed in handed_out(engine, pack_files, _sent_along(unseen), job):
        if packed is None:
            lost.append(chunk)
        else:
            yield _read(packed)
    suspect: list[Entry] = []
    for chunk, packed in handed_out(engine._replace(ahead=1), pack_files, _again(lost, engine), job):
        if packed is None:
            suspect += chunk
        else:
            yield _read(packed)
    for chunk, packed in handed_out(engine, pack_alone, _counted(suspect, 1), job):
        yield _read(packed) if packed else (_culprit(chunk[0]),)


def _read(packed: Packed) -> tuple[PackedFile, ...]:
    return tuple(file for file in packed if file is not None)


def _counted(entries: Iterable[Entry], most: int) -> Iterator[Chunk]:
    chunk: list[Entry] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) == most:
            yield tuple(chunk)
            chunk = []
    if chunk:
        yield tuple(chunk)


def _sent_along(entries: Iterable[Entry]) -> Iterator[Chunk]:
    """Chunks with the files' content, each small enough for one message; what cannot be opened here is not read there either."""
    chunk: list[Entry] = []
    size = 0
    for entry in entries:
        try:
            entry = entry._replace(data=Path(entry.path).read_bytes())
        except OSError:
            pass
        more = len(entry.data or b"")
        if chunk and (size + more > SENT_AT_ONCE or len(chunk) == CHUNK):
            yield tuple(chunk)
            chunk, size = [], 0
        chunk.append(entry)
        size += more
    if chunk:
        yield tuple(chunk)


def _again(lost: Iterable[Chunk], engine: Engine) -> Iterator[Chunk]:
    for chunk in lost:
        yield from _sent_along(chunk) if engine.elsewhere else (chunk,)


def _culprit(entry: Entry) -> PackedFile:
    return PackedFile(entry.shown, entry.stamp, "", (), say(
        "读的时候程序中断了，文件可能有问题。请用 Excel 或 WPS 打开后另存一份 .xlsx",
        "the reader crashed on it; open it in Excel or WPS and save a fresh .xlsx"))
