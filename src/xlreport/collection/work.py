"""What a worker does: files read, checked and packed, in any process on any machine that has this program.

Everything that travels is plain: paths as text (a Windows PC may hand work to Linux machines), own forms as the text of their files.
"""

import atexit
import faulthandler
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from xlreport.collection.packed import PackedFile, Stamp, pack_file, reason_of, stamp_of
from xlreport.errors import UnreadableFile
from xlreport.form.library import Library, library
from xlreport.isolation import run_apart
from xlreport.rules.load import load_rules
from xlreport.version import __version__

LANGUAGE = "XLREPORT_LANG"
SECONDS = 180.0  # on the clock, for one file; an old Word file on a slow PC takes 45
OwnForms = str | tuple[tuple[str, bytes], ...]  # a folder, or its files by name; '' for none


class Entry(NamedTuple):
    """One file to be read. path: where it is; shown: how it is named to people; data: its content, where it is sent along.

    stamp: as it is now; kept: what the store is to keep of that (packed.settled).
    """

    path: str
    shown: str
    stamp: Stamp
    kept: Stamp
    data: bytes | None = None


class Job(NamedTuple):
    """What holds for all files of a run. asks: a file that this machine does not see comes back as None, to be sent along."""

    own_forms: OwnForms
    language: str
    seconds: float = SECONDS
    asks: bool = False


def speak(job: Job) -> None:
    """Lets this process speak the language of the person who waits for it."""
    os.environ[LANGUAGE] = job.language


def pack_files(entries: tuple[Entry, ...], job: Job) -> tuple[PackedFile | None, ...]:
    """A chunk of files packed; the worker keeps its forms between chunks. A file that takes longer than it may ends the process."""
    speak(job)
    forms = forms_of(job.own_forms)
    return tuple(_pack(entry, job, forms) for entry in entries)


def _pack(entry: Entry, job: Job, forms: Library) -> PackedFile | None:
    if job.asks and entry.data is None and stamp_of(Path(entry.path)) != entry.stamp:
        return None
    with _here(entry) as path, _time_limited(job.seconds):
        return pack_file(path, entry.shown, forms)._replace(path=entry.path, stamp=entry.kept)


def pack_alone(entries: tuple[Entry, ...], job: Job) -> tuple[PackedFile | None, ...]:
    """The same for files that may end their process: each in one of its own, so that the worker lives."""
    speak(job)
    return tuple(_pack_apart(entry, job, _folder_of(job.own_forms)) for entry in entries)


def _pack_apart(entry: Entry, job: Job, own: str) -> PackedFile:
    try:
        with _here(entry) as path:
            packed: PackedFile = run_apart("xlreport.collection.work:pack_one", path, entry.shown, more=(own,), seconds=job.seconds)
            return packed._replace(path=entry.path, stamp=entry.kept)
    except UnreadableFile as error:
        return PackedFile(entry.path, entry.kept, "", (), reason_of(error, entry.shown))


def pack_one(path: Path, shown: str, own: str) -> PackedFile:
    """One file packed, as `isolation` calls it."""
    return pack_file(path, shown, forms_of(own))


def identity(own: OwnForms) -> tuple[str, ...]:
    """What must be the same on every machine: the program's version and the rule set of every form."""
    forms = forms_of(own)
    return (__version__, *(f"{form_id} {load_rules(forms, form_id).version}" for form_id in forms.ids()))


@contextmanager
def _here(entry: Entry) -> Iterator[Path]:
    """Where the file can be read: its own place, or a folder that is gone afterwards."""
    if entry.data is None:
        yield Path(entry.path)
        return
    with tempfile.TemporaryDirectory(prefix="xlreport-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / entry.path.replace("\\", "/").rpartition("/")[2]
        path.write_bytes(entry.data)
        yield path


@lru_cache(maxsize=2)
def forms_of(own: OwnForms) -> Library:
    """The forms at hand in this process."""
    folder = _folder_of(own)
    return library(Path(folder)) if folder else library()


@lru_cache(maxsize=2)
def _folder_of(own: OwnForms) -> str:
    """The folder of the office's own forms; for files that were sent, one that lasts as long as this process: some are read late."""
    if isinstance(own, str):
        return own
    folder = tempfile.mkdtemp(prefix="xlreport-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, data in own:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


_ends: dict[int, float] = {}  # thread to the moment when its file must be done
_ends_lock = threading.Lock()


@contextmanager
def _time_limited(seconds: float) -> Iterator[None]:
    """Ends this process when the file is not done in time, whatever it is busy with: the watch needs no turn of the interpreter.

    A process may read several files at a time (a Dask worker of several threads): the first of their ends counts.
    """
    me = threading.get_ident()
    with _ends_lock:
        _ends[me] = time.monotonic() + seconds
        _watch()
    try:
        yield
    finally:
        with _ends_lock:
            del _ends[me]
            _watch()


def _watch() -> None:
    if _ends:
        faulthandler.dump_traceback_later(max(0.01, min(_ends.values()) - time.monotonic()), exit=True, file=_nowhere())
    else:
        faulthandler.cancel_dump_traceback_later()


@lru_cache(maxsize=1)
def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)
