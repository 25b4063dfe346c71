"""Where every button ends: whatever goes wrong is one message in plain words, and the details go to a log file."""

import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

from xlreport.errors import UsageError, XlreportError
from xlreport.live.calc_link import link_broken
from xlreport.wording import say

TITLE = say("年报校验 xlreport", "xlreport")
_LARGEST_LOG = 2**20


def button(work: Callable[[Any], str | None]) -> Callable[[], None]:
    """Makes a button of a function that works on the open book and returns what to tell, if anything.

    Raises nothing: xlwings would show a traceback.
    """

    @wraps(work)
    def press() -> None:
        book: Any = None
        try:
            book = open_book()
            message = work(book)
            if message:
                tell(book, message)
        except XlreportError as error:
            write_log(work.__name__, traceback.format_exc())
            tell(book, str(error), "critical")
        except Exception as error:  # noqa: BLE001 - the one boundary: a person reads a message, the log holds the rest
            write_log(work.__name__, traceback.format_exc())
            tell(None if link_broken(error) else book, _surprise(error), "critical")

    return press


def open_book() -> Any:
    """The book the button was pressed in, else the one in front (an xlwings Book). Raises UsageError when there is none."""
    try:
        import xlwings
    except ImportError:
        raise UsageError(say("没有装 xlwings，按钮连不上 Excel。请在命令行运行：pip install xlreport",
                             "xlwings is not installed, so the buttons cannot reach Excel. Run: pip install xlreport")) from None
    try:
        return xlwings.Book.caller()
    except Exception:  # noqa: BLE001 - xlwings raises a bare Exception where no workbook called
        pass
    book = None
    try:
        book = xlwings.books.active
    except Exception as error:
        if link_broken(error):
            raise
    if book is None or book.impl is None:
        raise UsageError(say("没有找到打开的工作簿。请先用 Excel（或 LibreOffice Calc）打开年报工作簿，再按按钮。",
                             "No open workbook was found. Open it in Excel (or LibreOffice Calc), then press the button."))
    return book


class quiet:
    """The window does not redraw while a button works; it does again afterwards, whatever happened."""

    def __init__(self, book: Any) -> None:
        self._app = book.app
        self._before = True

    def __enter__(self) -> None:
        self._before = self._app.screen_updating
        self._app.screen_updating = False

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            self._app.screen_updating = self._before
        except Exception:
            if error is None:
                raise


def ask(book: Any, question: str) -> bool:
    """A question with yes and no."""
    return bool(book.app.alert(question, TITLE, "yes_no", "info") == "yes")


def tell(book: Any, message: str, mode: str = "info") -> None:
    """One message box: the office program's own, else the system's, else the console."""
    if book is not None:
        try:
            book.app.alert(message, TITLE, "ok", mode)
            return
        except Exception:  # noqa: BLE001 - the office went away; the message still has to be seen
            pass
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(0, message, TITLE, 0x30)
        return
    if os.environ.get("DISPLAY"):
        for program, arguments in (("zenity", ["--error", "--no-markup", "--text"]), ("kdialog", ["--error"]), ("xmessage", [])):
            if shutil.which(program):
                subprocess.Popen([program, *arguments, message], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                break
    if sys.stderr is not None:
        sys.stderr.write(message + "\n")


def log_file() -> Path:
    """Where the details of errors are kept: a person's own folder, which needs no rights."""
    if given := os.environ.get("XLREPORT_LOG"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "xlreport" / "xlreport.log"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "xlreport" / "xlreport.log"


def write_log(button_name: str, details: str) -> None:
    """Adds to the log; a log that cannot be written must not hide the message. Above 1 MiB it starts anew."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = not path.exists() or path.stat().st_size > _LARGEST_LOG
        with path.open("w" if fresh else "a", encoding="utf-8") as stream:
            stream.write(f"--- {datetime.now(UTC).isoformat(timespec='seconds')} {button_name}\n{details}\n")
    except OSError:
        return


def _surprise(error: BaseException) -> str:
    if link_broken(error):
        return say(f"和表格程序的连接断了：工作簿或程序已经关闭。没有保存任何改动；请重新打开工作簿再按按钮。详情记在 {log_file()}",
                   f"The link to the office program broke: it, or the workbook, was closed. Nothing was saved. Details: {log_file()}")
    return say(f"没有完成：程序遇到没有料到的情况（{type(error).__name__.rsplit('.', 1)[-1]}）。详情记在 {log_file()}，请把它发给维护者。",
               f"Not done: something unexpected ({type(error).__name__.rsplit('.', 1)[-1]}). Details: {log_file()}")
