"""One file's time and memory: whatever the work is doing, it is interrupted, and a person's Ctrl-C stays one."""

import _thread
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from xlreport import bounded as bounds
from xlreport.bounded import OverMemory, OverTime, beside, bounded, left, renew, resident, seconds
from xlreport.errors import UnreadableFile
from xlreport.sources.surprises import surprises_named


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second is the least that can be asked for."""
    monkeypatch.setenv("XLREPORT_SECONDS", "1")
    monkeypatch.delenv("XLREPORT_LANG", raising=False)


def for_ever() -> None:
    """A loop of Python that never ends, in a reader that takes every Exception for damage."""
    while True:
        try:
            sum(range(1000))
        except Exception:  # noqa: BLE001 - what readers do
            return


def backtracking() -> None:
    """A regular expression that would take years, all of them inside C."""
    re.fullmatch(r"(?:a+)+b", "a" * 60)


@pytest.mark.parametrize(("work", "timer"), [(for_ever, True), (backtracking, True), (for_ever, False)])
def test_work_that_never_ends(work: Callable[[], None], timer: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one unreadable file, with the way out, and the handlers of signals are what they were.

    Without a timer is how it goes on Windows, where only the sizes that readers allow bound a regular expression.
    """
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGALRM)]
    monkeypatch.setattr(bounds, "BY_TIMER", timer)
    with pytest.raises(UnreadableFile, match="读了 1 秒还没有读完") as refusal, surprises_named("甲.txt"):
        work()
    assert "一个文件只放一份报告" in refusal.value.remedy
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGALRM)] == before
    with bounded():  # and the next file is done
        assert left() > 0.5


def test_work_in_another_thread() -> None:
    """A pool of threads is held as well."""
    def work() -> None:
        with bounded():
            for_ever()

    with ThreadPoolExecutor(1) as pool, pytest.raises(OverTime):
        pool.submit(work).result()


def test_inside_another_the_limit_goes_on() -> None:
    """Reading and checking are one file's work: the inner one has no time of its own."""
    def work() -> None:
        while True:
            with bounded():
                time.sleep(0.01)

    with pytest.raises(OverTime), bounded():
        work()


def test_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too much is refused before the system kills the program."""
    if not resident():
        pytest.fail("this system does not tell how much memory a process holds")
    monkeypatch.setattr(bounds, "MEMORY", 60 * 2**20)
    monkeypatch.setenv("XLREPORT_SECONDS", "60")
    held: list[bytes] = []

    def work() -> None:
        while True:
            held.append(b"x" * 2**20)
            time.sleep(0.005)

    with pytest.raises(UnreadableFile, match="太大"), surprises_named("甲.docx"):
        work()
    assert len(held) < 400


def interrupt() -> None:
    """What Ctrl-C does."""
    _thread.interrupt_main(signal.SIGINT)
    time.sleep(0.05)


@pytest.mark.parametrize("timer", [True, False])
def test_ctrl_c_is_still_ctrl_c(timer: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside the work and after it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores it
    monkeypatch.setattr(bounds, "BY_TIMER", timer)
    try:
        with pytest.raises(KeyboardInterrupt), bounded():
            interrupt()
        with pytest.raises(KeyboardInterrupt):
            interrupt()
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_program_s_time_does_not_count() -> None:
    """A conversion has its own limit; each report of an archive begins anew."""
    with bounded():
        with beside(30):
            assert left() > 20
            time.sleep(1.2)
        assert 0.2 < left() <= 1
        time.sleep(0.3)
        renew()
        assert left() > 0.8


def test_the_time_is_ten_seconds_unless_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """And never less than one."""
    for stated, wanted in (("", 10), ("abc", 10), ("0", 1), ("60", 60)):
        monkeypatch.setenv("XLREPORT_SECONDS", stated)
        assert seconds() == wanted
    monkeypatch.delenv("XLREPORT_SECONDS")
    assert seconds() == 10


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_child_has_a_watch_of_its_own() -> None:
    """Worker processes are held too, though threads do not cross a fork."""
    child = os.fork() if sys.version_info < (3, 12) else _fork_quietly()
    if not child:
        try:
            with bounded():
                for_ever()
        except OverTime:
            os._exit(7)
        except BaseException:  # noqa: BLE001 - a child must not run the rest of the tests
            os._exit(1)
        os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def _fork_quietly() -> int:
    """3.12 warns of a fork beside threads, which is what is tried here."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return os.fork()


def test_over_memory_is_no_exception() -> None:
    """A reader that catches Exception does not catch these."""
    assert not issubclass(OverMemory, Exception)
    assert not issubclass(OverTime, Exception)
