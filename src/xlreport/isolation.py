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
from pathlib import Path
from typing import Any

from xlreport.errors import UnreadableFile, XlreportError
from xlreport.wording import say

SECONDS = 10  # of processor time
LONGEST_WAIT = 40  # seconds on the clock, for a machine that is busy
MEMORY = 500 * 2**20


def run_apart(task: str, path: Path, shown: str, remedy: str = "", more: tuple[str, ...] = (), seconds: float | None = None) -> Any:
    """What `module:function` makes of a file, in a process of its own. Raises UnreadableFile, also for a crash there.

    more: further words for the function. seconds: a limit on the clock instead of the usual ones on processor time and memory, for
    a task that starts programs of its own (they would inherit those limits).
    """
    remedy = remedy or say("请用 Excel、Word 或 WPS 打开后另存一份，或请填报单位重报", "Open it in its program and save it afresh, or ask the unit again")
    try:
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "xlreport.isolation", "free" if seconds else "limited", task, str(path), shown, *more],
            capture_output=True, timeout=seconds or LONGEST_WAIT, check=False, stdin=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(shown, remedy, seconds or SECONDS) from None
    if done.returncode or not done.stdout:
        if not seconds and done.returncode in (-24, -9):  # SIGXCPU, and SIGKILL after it
            raise _too_slow(shown, remedy, SECONDS)
        raise UnreadableFile(shown, say("内容异常，读的时候中断了（文件可能已损坏，或大得不像年报）",
                                        "reading it broke off: it is damaged, or far larger than a report"), remedy)
    outcome = pickle.loads(done.stdout)  # our own process wrote it
    if isinstance(outcome, XlreportError):
        raise outcome
    return outcome


def _too_slow(shown: str, remedy: str, seconds: float) -> UnreadableFile:
    return UnreadableFile(shown, say(f"读了 {seconds:g} 秒还没有读完，内容多得不像年报", f"it was not read within {seconds:g} seconds"), remedy)


def _limit() -> None:
    """Limits this process, where the system can (Windows has only the clock)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def main(limits: str, task: str, path: str, shown: str, *more: str) -> None:
    """Runs one task and writes what it returns, or its refusal, to standard output."""
    if limits == "limited":
        _limit()
    module, _, function = task.partition(":")
    outcome: Any
    try:
        outcome = getattr(importlib.import_module(module), function)(Path(path), shown, *more)
    except XlreportError as error:
        outcome = error
    sys.stdout.buffer.write(pickle.dumps(outcome))
    sys.stdout.buffer.flush()
    os._exit(0)  # no library's tidying up can hang what is done


if __name__ == "__main__":
    main(*sys.argv[1:])
