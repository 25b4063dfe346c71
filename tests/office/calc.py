"""A LibreOffice of its own for tests: a profile that is thrown away, a pipe of its own, headless or in a window of Xvfb."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from libreoffice import tool


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
