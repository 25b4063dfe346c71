"""What a store knows of the files of a folder: which have not changed, which were moved, which are gone.

Files are known by their resolved path, so that a folder named in two ways is one folder. Size and time tell that a file has not
changed; where the time differs, or was too near the reading to tell anything, its content does.
"""

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from xlreport.collection.packed import Stamp, digest_of, settled, stamp_of

Files = Sequence[tuple[str, str]]  # resolved path, and how it is named to people


class Seen(NamedTuple):
    """A file as the store has it. read: whether reports came of it; one that failed is tried again."""

    stamp: Stamp
    digest: str
    read: bool


class Compared(NamedTuple):
    """A folder against the store. waiting: to be read; touched: unchanged, but with another time; moved: old path to the new one and its name.

    gone: what the store has from this folder and the folder no longer has, as it was named.
    """

    waiting: list[tuple[str, str]]
    touched: dict[str, Stamp]
    moved: dict[str, tuple[str, str]]
    gone: dict[str, str]


def located(files: Iterable[tuple[Path, str]]) -> list[tuple[str, str]]:
    """Files by their resolved path. Each folder is resolved once: for a file it takes a look at every folder above it."""
    folders: dict[Path, str] = {}
    found: dict[str, str] = {}
    for path, shown in files:
        if path.parent not in folders:
            folders[path.parent] = str(path.parent.resolve())
        found.setdefault(str(Path(folders[path.parent], path.name)), shown)
    return [(path, shown if shown != path else path) for path, shown in found.items()]  # one text for both where they are the same


def compare(files: Files, folder: str, seen: Mapping[str, Seen], anew: frozenset[str] | set[str]) -> Compared:
    """What is to be read. anew: paths that are to be read in any case."""
    place = Path(folder).resolve()
    missing = [path for path in seen if not os.path.exists(path)]  # noqa: PTH110  that of Path raises where a folder may not be entered
    lost = {seen[path].digest: path for path in missing if seen[path].read}
    waiting, touched, moved = [], dict[str, Stamp](), dict[str, tuple[str, str]]()
    for path, shown in files:
        known = seen.get(path)
        stamp, looked = stamp_of(Path(path)), time.time_ns()
        if known is None and lost and (digest := _content(path)) in lost:
            old = lost.pop(digest)
            moved[old] = path, shown
            if old in anew:
                waiting.append((path, shown))
            else:
                touched[path] = settled(stamp, looked)
        elif known is None or not known.read or path in anew:
            waiting.append((path, shown))
        elif known.stamp != stamp:
            if known.stamp.size == stamp.size and known.digest == _content(path):
                touched[path] = settled(stamp, looked)
            else:
                waiting.append((path, shown))
    gone = {path: str(Path(folder, Path(path).relative_to(place))) for path in sorted(missing) if path not in moved and place in Path(path).parents}
    return Compared(waiting, touched, moved, gone)


def _content(path: str) -> str:
    """The digest of a file's content; '' where it cannot be opened, which is said when it is read."""
    try:
        return digest_of(Path(path))
    except OSError:
        return ""
