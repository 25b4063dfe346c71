"""A small window for those who use no terminal: files dropped on the icon are checked, and the next step is a button.

Without tkinter, which the Python of some packages lacks, the findings page opens in the browser instead, and says so.
"""

import sys
from collections.abc import Sequence

from xlreport.errors import UsageError, XlreportError
from xlreport.flows.opening import open_library
from xlreport.form.library import Library
from xlreport.window.errands import check_chosen, findings_page, open_outside
from xlreport.wording import say


def main() -> None:
    """The program behind the icon; what was dropped on it comes as arguments. Exit codes as `xlreport check`."""
    sys.exit(_spoken(sys.argv[1:]))


def _spoken(paths: Sequence[str]) -> int:
    """Runs without a console: an error is a box on the screen."""
    try:
        forms, _ = open_library()
        return open_window(paths, forms)
    except XlreportError as error:
        _box(str(error))
        return 2


def open_window(paths: Sequence[str], forms: Library) -> int:
    """Opens the window and stays until it is closed; 0. Without tkinter or a screen for it: checks, opens the page in the browser

    and returns the check's exit code. Raises UsageError where there is then nothing to check.
    """
    try:
        import tkinter

        from xlreport.window.view import Window, sharp_letters

        sharp_letters()
        root = tkinter.Tk()
    except ImportError:
        return _in_browser(paths, forms, say("这个 Python 没有 tkinter，开不了窗口", "this Python has no tkinter, so there is no window"))
    except tkinter.TclError:
        return _in_browser(paths, forms, say("没有可用的屏幕，开不了窗口", "there is no screen for a window"))
    Window(root, forms, paths)
    root.mainloop()
    return 0


def _in_browser(paths: Sequence[str], forms: Library, why: str) -> int:
    if not paths:
        raise UsageError(say(f"{why}。请把报告或文件夹拖到图标上，结果会在浏览器里打开",
                             f"{why}. Drop reports or a folder on the icon: the findings open in the browser"))
    batch = check_chosen(paths, forms)
    page = findings_page(batch, forms)
    open_outside(page)
    _told(say(f"{why}。结果在浏览器里打开：{page}", f"{why}. The findings open in the browser: {page}"))
    return batch.exit_code


def _told(text: str) -> None:
    if sys.stderr is not None:  # pythonw and the icon have none
        sys.stderr.write(text + "\n")


def _box(text: str) -> None:
    _told(text)
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(0, text, "xlreport", 0x30)
