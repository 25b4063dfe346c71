"""The one net under the reading and checking of a file: what surprises the program becomes a reason that names the file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from xlreport.bounded import OverMemory, OverTime, bounded, too_slow
from xlreport.errors import UnreadableFile, XlreportError
from xlreport.wording import say


@contextmanager
def surprises_named(shown: str) -> Iterator[None]:
    """Turns what nobody foresaw, and more time or memory than a file may take, into UnreadableFile: one file never stops the others.

    Raises UnreadableFile. Errors of ours pass through as they are (a wrong form or rule is not the file's fault). With XLREPORT_DEBUG a bug stays a bug.
    """
    try:
        with bounded():
            yield
    except XlreportError:
        raise
    except OverTime:
        raise too_slow(shown) from None
    except (MemoryError, RecursionError, OverMemory):
        raise UnreadableFile(
            shown, say("文件太大或嵌套太深，没有读完", "too large or too deeply nested"),
            say("请用 Excel 或 WPS 打开后另存一份 .xlsx", "Open it in Excel or WPS and save a fresh .xlsx")) from None
    except Exception as error:
        if os.environ.get("XLREPORT_DEBUG"):
            raise
        raise UnreadableFile(
            shown, say(f"读到没有料到的内容（{type(error).__name__}）", f"holds something unexpected ({type(error).__name__})"),
            say("请用 Excel 或 WPS 打开后另存一份 .xlsx，仍不行请把文件发给维护者",
                "Save a fresh .xlsx; if that fails, send the file to the maintainers")) from error
