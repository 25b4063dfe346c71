"""A folder gathered into a store: only new and changed files are read, a chunk at a time, by any `concurrent.futures.Executor`."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from xlreport.collection.batches import batches
from xlreport.collection.executors import Engine, handed_out
from xlreport.collection.guard import held_against_contract
from xlreport.collection.known import Files, compare
from xlreport.collection.packed import PackedFile, settled, stamp_of
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
    store: Store, files: Files, folder: str, forms: Library, engine: Engine, progress: Progress | None = None, drop_gone: bool = False
) -> Gathered:
    """Reads what is new or changed and adds it to the store; every finished chunk is kept, also when the run is killed.

    Where the rules or the program have changed since, what is in the store is then held against today's. drop_gone: what has gone
    from the folder counts no longer; unasked it does, for many an office empties its folder after each batch.
    """
    store.work_beside()
    run = store.begin(folder)
    for form_id in forms.ids():
        store.note_rules(forms.form(form_id), load_rules(forms, form_id))
    # files of a store of an earlier version, which kept them as they were typed
    store.rename({path: (str(Path(path).resolve()), path) for path in store.seen() if not Path(path).is_absolute()})
    found = compare(files, folder, store.seen(), to_read(store, forms))
    store.rename(found.moved)
    store.touch(found.touched)
    done, bad = 0, []
    for packed in batches(packed_chunks(found.waiting, engine)):
        held = held_against_contract(packed, forms)
        store.add(held, run)
        bad += [(file.path, file.reason) for file in held if file.reason]
        done += len(packed)
        if progress is not None:
            progress(done, len(found.waiting))
    rechecked = recheck(store, forms, engine)
    if drop_gone and found.gone:
        store.forget(list(found.gone))
    store.finish(run)
    names = dict(found.waiting) if bad else {}
    unreadable = tuple(sorted((names[path], reason) for path, reason in bad))
    return Gathered(len(found.waiting), unreadable, len(files) - len(found.waiting), rechecked, tuple(found.gone.values()))


def packed_chunks(files: Iterable[tuple[str | Path, str]], engine: Engine) -> Iterator[tuple[PackedFile, ...]]:
    """Chunks of packed files, in the order of the files whichever worker is faster: a store is the same whoever filled it.

    Files that their worker did not see are sent along. A chunk whose worker ended is tried once more with no other beside it, and if
    that ends too, each of its files in a process of its own: the one that does it is named, the others are read.
    """
    entries = (_entry(Path(path).absolute(), shown) for path, shown in files)
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


def _entry(path: Path, shown: str) -> Entry:
    stamp = stamp_of(path)
    return Entry(str(path), shown, stamp, settled(stamp, time.time_ns()))


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
    return PackedFile(entry.path, entry.kept, "", (), say(
        "读的时候程序中断了，文件可能有问题。请用 Excel 或 WPS 打开后另存一份 .xlsx",
        "the reader crashed on it; open it in Excel or WPS and save a fresh .xlsx"))
