"""边填边查: which of the files that are being worked on have just been saved.

Looks at size and time of the files once in a while: Excel and WPS save by writing a new file and renaming it, which every
system shows alike, and files on a network drive send no messages.
"""

from collections.abc import Iterable
from pathlib import Path

Stamp = tuple[int, int]  # nanoseconds and bytes


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:  # in the middle of a save there may be no file for a moment
        return None
    return found.st_mtime_ns, found.st_size


class Watch:
    """Files and how they stood when they were last looked at."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._checked: dict[Path, Stamp | None] = {path: _stamp(path) for path in paths}
        self._before = dict(self._checked)

    def saved(self) -> tuple[Path, ...]:
        """The files saved since the last answer. A file that changes still is left for the next look: it is being written."""
        done = []
        for path, checked in self._checked.items():
            now = _stamp(path)
            if now is not None and now != checked and now == self._before[path]:
                self._checked[path] = now
                done.append(path)
            self._before[path] = now
        return tuple(done)
