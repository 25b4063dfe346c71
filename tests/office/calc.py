"""A LibreOffice of its own for tests: a profile that is thrown away, a pipe of its own, headless or in a window of Xvfb."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from libreoffice import tool

from xlreport.errors import UsageError
from xlreport.live.calc_link import connect, link_broken


@contextmanager
def running_calc(*arguments: str, profile: Path | None = None, environ: dict[str, str] | None = None) -> Iterator[str]:
    """Starts the office and yields the name of the pipe it listens at; ends it, and all it started, afterwards."""
    with tempfile.TemporaryDirectory(prefix="xlreport-calc-", ignore_cleanup_errors=True) as folder:
        home = profile or Path(folder)
        pipe = f"xlreport{os.getpid()}x{abs(hash(folder)) % 10**6}"
        process = subprocess.Popen(
            [tool("soffice", "SOFFICE"), "--norestore", "--nologo", "--nofirststartwizard", f"-env:UserInstallation={home.as_uri()}",
             f"--accept=pipe,name={pipe};urp;", *arguments],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, env={**os.environ, **(environ or {})},
        )
        try:
            yield pipe
        finally:
            end(process)


class Office:
    """An office that tests of one file share. One that ended by itself before or between two tests is started again, once, and that is
    said on standard error; what a test does is never done twice.
    """

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self._running = ExitStack()
        self._pipe = ""
        self._starts = 0

    def pipe(self) -> str:
        """The name of the pipe it listens at. Raises RuntimeError when it has ended a second time."""
        while not self._answers():
            if self._starts == 2:
                raise RuntimeError("LibreOffice ended by itself twice")
            if self._starts:
                print("LibreOffice ended by itself between two tests and is started again", file=sys.__stderr__, flush=True)
            self.close()
            self._pipe = self._running.enter_context(running_calc(*self._arguments))
            self._starts += 1
        return self._pipe

    def _answers(self) -> bool:
        try:
            return bool(self._pipe) and connect(self._pipe, 60) is not None
        except Exception as error:
            if isinstance(error, UsageError) or link_broken(error):
                return False
            raise

    def close(self) -> None:
        """Ends it."""
        self._running.close()


def end(process: subprocess.Popen[Any]) -> None:
    """Ends a program with everything it started."""
    for strength in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, strength)
            process.wait(10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


class Alerts:
    """Stands in for message boxes: what they said, and what is answered."""

    def __init__(self, *answers: str) -> None:
        self.said: list[str] = []
        self.answers = list(answers)

    def __call__(self, prompt: str, *_: Any) -> str:
        self.said.append(prompt)
        return self.answers.pop(0) if self.answers else "ok"


def state(book: Any) -> dict[str, Any]:
    """All of an open book (of xlwings) that a person could tell apart: contents, fills and notes, names, the sheet in front."""
    found: dict[str, Any] = {"names": sorted(name.name for name in book.names), "front": book.sheets.active.name}
    for sheet in book.sheets:
        areas = sheet.api.getUniqueCellFormatRanges()
        fills: dict[int, list[str]] = {}
        for number in range(areas.getCount()):
            area = areas.getByIndex(number)
            fills.setdefault(area.getByIndex(0).CellBackColor, []).extend(area.getRangeAddressesAsString().split(";"))
        found[sheet.name] = (sheet.used_range.formula, {colour: sorted(places) for colour, places in fills.items() if colour != -1},
                             sorted((note.location.address, note.text) for note in sheet.notes))
    return found
