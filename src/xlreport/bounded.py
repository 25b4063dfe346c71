"""The time and memory one file may cost, held by a watch over the work itself.

In the main thread of a POSIX system a timer looks four times a second, which also ends a regular expression that would run for
ever. Elsewhere a thread looks: the main thread of Windows is then interrupted the way Ctrl-C does it, another thread at its next
line of Python. A library that a hostile file can hang inside C runs in a process of its own (isolation.py).
"""

import _thread
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from xlreport.errors import UnreadableFile
from xlreport.wording import say

MEMORY = 500 * 2**20
_PAUSE = 0.25
BY_TIMER = hasattr(signal, "setitimer")
_AGAIN = 2.0  # seconds after which an interrupt that some library swallowed is repeated


class OverLimit(BaseException):
    """A file took more time or memory than any report does. No Exception, so that no reader takes it for damage."""


class OverTime(OverLimit):
    """More time."""


class OverMemory(OverLimit):
    """More memory."""


def seconds() -> float:
    """The time a file may take: 10 seconds of clock, or what XLREPORT_SECONDS says (for a slow machine)."""
    try:
        return max(float(os.environ["XLREPORT_SECONDS"]), 1.0)
    except (KeyError, ValueError):
        return 10.0


def too_slow(shown: str, remedy: str = "", limit: float | None = None) -> UnreadableFile:
    """The refusal of a file that takes more time than any report does, or than a limit of its own."""
    limit = limit or seconds()
    return UnreadableFile(shown, say(f"读了 {limit:g} 秒还没有读完，内容多得不像一份年报", f"it was not done within {limit:g} seconds"),
                          remedy or say("请核对是不是年报本身，一个文件只放一份报告；电脑正忙的，过一会儿再试",
                                        "Make sure it is the report itself, one in a file; if the computer is busy, try again later"))


class _Watch:
    """One piece of work under the watch.

    due: when its time is over; most: bytes it may bring the process to, 0 until the watch first looks; over: the limit it went over,
    at: when that was last said; heard: the work has been interrupted; done: it had come to its end before.
    """

    def __init__(self) -> None:
        self.due, self.most, self.at = time.monotonic() + seconds(), 0, 0.0
        self.over: type[OverLimit] | None = None
        self.heard = self.done = False


_watches: dict[int, _Watch] = {}  # by thread
_lock = threading.Lock()
_busy = threading.Event()  # there is something to watch
_running: list[threading.Thread] = []


@contextmanager
def bounded() -> Iterator[None]:
    """Holds what is done inside to the limits; inside another one, that one's limits go on. Raises OverTime or OverMemory."""
    ident = threading.get_ident()
    if ident in _watches:
        yield
        return
    watch = _watches[ident] = _Watch()
    restore = _by_timer(watch) if BY_TIMER and ident == threading.main_thread().ident else _by_thread(watch, ident)
    try:
        yield
    finally:
        with _lock:
            watch.done = True
            _watches.pop(ident, None)
        restore()


def renew() -> None:
    """Gives the work at hand its time anew: the next report of one file begins."""
    if watch := _watches.get(threading.get_ident()):
        watch.due = time.monotonic() + seconds()


def left() -> float:
    """Seconds that the work at hand still has, at least a tenth; a file's whole time where nothing is held."""
    watch = _watches.get(threading.get_ident())
    return seconds() if watch is None else max(watch.due - time.monotonic(), 0.1)


@contextmanager
def beside(most: float) -> Iterator[None]:
    """Leaves another program's work, which has a limit of its own of `most` seconds, out of the count."""
    watch = _watches.get(threading.get_ident())
    begun = time.monotonic()
    if watch is not None:
        watch.due += most
    try:
        yield
    finally:
        if watch is not None:
            watch.due -= most - (time.monotonic() - begun)


def _by_timer(watch: _Watch) -> Callable[[], None]:
    """Has a timer of the system look at the work; returns what ends that."""

    def look(number: int, frame: FrameType | None) -> None:
        if not watch.done and (over := _news(watch)):
            raise over

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _PAUSE, _PAUSE)

    def restore() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    return restore


def _by_thread(watch: _Watch, ident: int) -> Callable[[], None]:
    """Has the watching thread look at the work; returns what ends that. In the main thread an interrupt takes the way of Ctrl-C."""
    main = ident == threading.main_thread().ident
    before = signal.getsignal(signal.SIGINT)

    def interrupted(number: int, frame: FrameType | None) -> None:
        if watch.over is not None and not watch.heard:
            watch.heard = True
            if not watch.done:
                raise watch.over
        elif callable(before):
            before(number, frame)
        elif before != signal.SIG_IGN:
            raise KeyboardInterrupt

    def restore() -> None:
        if not main:
            if watch.over:
                _raise_in(ident, None)
            return
        for _ in range(1000):  # one that is under way must not be taken for a person's Ctrl-C
            if watch.over is None or watch.heard:
                break
            time.sleep(0.001)
        signal.signal(signal.SIGINT, before)

    if main:
        signal.signal(signal.SIGINT, interrupted)
    _start()
    return restore


def _raise_in(ident: int, error: type[OverLimit] | None) -> None:
    """Raises an error at the next line of Python in another thread, or takes one back that was not raised yet."""
    import ctypes  # slow to load, and only for a file that goes over a limit

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(ident), ctypes.py_object(error) if error else None)


def _start() -> None:
    """The watching thread, one a process."""
    if not _busy.is_set():
        _busy.set()
    if not _running:
        _running.append(threading.Thread(target=_look, name="xlreport-bounds", daemon=True))
        _running[0].start()


def _look() -> None:
    main = threading.main_thread().ident
    while True:
        _busy.wait()
        time.sleep(_PAUSE)
        with _lock:
            if not _watches:
                _busy.clear()
            for ident, watch in _watches.items():
                over = None if BY_TIMER and ident == main else _news(watch)  # the timer looks there
                if over is None:
                    continue
                watch.heard = False
                if ident == main:
                    _thread.interrupt_main(signal.SIGINT)
                else:
                    _raise_in(ident, over)


def _news(watch: _Watch) -> type[OverLimit] | None:
    """The limit that a piece of work has gone over, when it is time to say so."""
    now = time.monotonic()
    watch.over = watch.over or _over(watch, now)
    if watch.over is None or now - watch.at < _AGAIN:
        return None
    watch.at = now
    return watch.over


def _over(watch: _Watch, now: float) -> type[OverLimit] | None:
    """The limit that a piece of work has gone over, if one."""
    if now > watch.due:
        return OverTime
    held = resident()
    watch.most = watch.most or held + MEMORY
    return OverMemory if held > watch.most else None


def resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not tell (then only the sizes that readers allow bound it)."""
    if sys.platform == "linux":
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        return _resident_on_windows()
    return 0


def _resident_on_windows() -> int:
    """PROCESS_MEMORY_COUNTERS.WorkingSetSize (psapi)."""
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = (("cb", ctypes.c_uint32), ("faults", ctypes.c_uint32), *((name, ctypes.c_size_t) for name in (
            "peak", "held", "peak_paged", "paged", "peak_other", "other", "file", "peak_file")))

    counters = Counters(ctypes.sizeof(Counters))
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    told = kernel.K32GetProcessMemoryInfo(ctypes.c_void_p(kernel.GetCurrentProcess()), ctypes.byref(counters), counters.cb)
    return int(counters.held) if told else 0


def _after_fork() -> None:
    """A child process has no watching thread yet, and none of its parent's work."""
    global _lock
    _lock = threading.Lock()
    _watches.clear()
    _busy.clear()
    _running.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
