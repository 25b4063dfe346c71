"""A task run in a process of its own, with a limit on time and memory: a crash there is an error of that file, nothing more.

For libraries that a hostile file can abort, hang or fill the memory with (calamine: a 5 KB file with one value at XFD1048576
aborts the process; pdfminer: pages without end), and for a whole file that ended the process which read it. Run as
`python -m xlreport.isolation LIMITS module:function PATH SHOWN MORE...`.
"""

import importlib
import os
import pickle
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from xlreport.bounded import MEMORY, OverLimit, OverTime, beside, bounded, left, too_slow
from xlreport.errors import UnreadableFile, XlreportError
from xlreport.wording import say

_SLOW = 3  # how the process ends whose time is over


def run_apart(task: str, path: Path, shown: str, remedy: str = "", more: tuple[str, ...] = (), seconds: float | None = None) -> Any:
    """What `module:function` makes of a file, in a process of its own. Raises UnreadableFile, also for a crash there.

    It has the time that the file still has, by the clock. more: further words for the function. seconds: a limit of its own instead,
    without one on memory, for a task that starts programs (they would inherit it).
    """
    remedy = remedy or say("请用 Excel、Word 或 WPS 打开后另存一份，或请填报单位重报", "Open it in its program and save it afresh, or ask the unit again")
    try:
        with beside(seconds or 0):
            done = subprocess.run(
                [sys.executable, "-X", "utf8", "-m", "xlreport.isolation", "free" if seconds else "limited", task, str(path), shown, *more],
                capture_output=True, timeout=seconds or left(), check=False, stdin=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
    except subprocess.TimeoutExpired:
        raise too_slow(shown, remedy, seconds) from None
    if done.returncode == _SLOW:
        raise too_slow(shown, remedy)
    if done.returncode or not done.stdout:
        raise UnreadableFile(shown, say("内容异常，读的时候中断了（文件可能已损坏，或大得不像年报）",
                                        "reading it broke off: it is damaged, or far larger than a report"), remedy)
    outcome = pickle.loads(done.stdout)  # our own process wrote it
    if isinstance(outcome, XlreportError):
        raise outcome
    return outcome


def _limit() -> None:
    """Holds this process to its memory where the system can; elsewhere the watch of `bounded` does."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def main(limits: str, task: str, path: str, shown: str, *more: str) -> None:
    """Runs one task and writes what it returns, or its refusal, to standard output."""
    if limits == "limited":
        _limit()
    module, _, function = task.partition(":")
    outcome: Any
    try:
        with bounded() if limits == "limited" else nullcontext():
            outcome = getattr(importlib.import_module(module), function)(Path(path), shown, *more)
    except XlreportError as error:
        outcome = error
    except OverTime:
        os._exit(_SLOW)
    except OverLimit:
        os._exit(1)
    sys.stdout.buffer.write(pickle.dumps(outcome))
    sys.stdout.buffer.flush()
    os._exit(0)  # no library's tidying up can hang what is done


if __name__ == "__main__":
    main(*sys.argv[1:])
