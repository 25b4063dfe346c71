"""What every command needs of the console: text it can show, progress, and errors as one plain line."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from xlreport.errors import Refused, UsageError, XlreportError, reason
from xlreport.files import earlier_result
from xlreport.wording import say


def prepare_console() -> None:
    """Characters that the console's encoding (GBK on most office PCs) lacks are replaced, never an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def show(text: str) -> None:
    """One text on standard output."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def note(text: str) -> None:
    """A message beside the output, on standard error; control characters of file names and contents are made harmless."""
    if sys.stderr is not None:
        clean = "".join(mark if mark == "\n" or mark.isprintable() or mark == "　" else "?" for mark in text)
        sys.stderr.write(clean + "\n")


def safe_output(output: Path, inputs: Sequence[str], suffix: str) -> None:
    """Raises UsageError where a result would be written over one of the files it was made from, or over a file of another kind."""
    if not output.exists() or not output.is_file():
        return
    given_itself = any(Path(given).exists() and output.samefile(given) for given in inputs)
    if given_itself or output.suffix.lower() != suffix or not earlier_result(output):
        raise UsageError(say(f"{output} 是已有的文件，不是上次的结果（{suffix}），没有覆盖。请换一个文件名",
                             f"{output} is no earlier result ({suffix}) and was not overwritten; choose another name"))


def show_data(text: str) -> None:
    """JSON, SARIF or a page on standard output: always UTF-8, whatever the console's encoding is."""
    sys.stdout.flush()
    data = (text if text.endswith("\n") else text + "\n").encode("utf-8", "replace")
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode("utf-8"))
    else:
        buffer.write(data)
        buffer.flush()


def progress_bar() -> Callable[[int, int], None] | None:
    """A progress line on standard error for work over a second; None when that is not a terminal."""
    if not sys.stderr.isatty():
        return None
    import time

    started = last = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - started < 1 or (now - last < 0.2 and done < total):
            return
        last = now
        filled = 30 * done // max(total, 1)
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}")
        if done == total:
            sys.stderr.write("\r" + " " * 60 + "\r")
        sys.stderr.flush()

    return progress


def finish(command: Callable[[], int]) -> NoReturn:
    """Runs a command and ends the process with its exit code; errors of ours are one plain message, exit 2 (1 for Refused)."""
    code = 2
    try:
        code = command()
        if sys.stdout is not None:
            sys.stdout.flush()
    except XlreportError as error:
        note(say("出错：", "error: ") + str(error))
        code = 1 if isinstance(error, Refused) else 2
    except KeyboardInterrupt:
        note(say("已中断，没有改动任何文件。", "interrupted; no file was changed."))
        code = 130
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] == "xlreport":
            raise
        note(say(f"出错：这台电脑没有装 {error.name}，这条命令用不了。请联网运行 pip install {error.name}，或用完整的安装包。",
                 f"error: {error.name} is not installed, and this command needs it. Run pip install {error.name}."))
    except OSError as error:
        note(say(f"出错：{reason(error)}。请检查磁盘是否已满、文件夹是否可读写。", f"error: {reason(error)}"))
    except Exception as error:  # the net under everything: one line instead of a traceback, exit 2
        if os.environ.get("XLREPORT_DEBUG"):
            raise
        note(say(f"出错：程序遇到没有料到的情况（{type(error).__name__}：{str(error)[:100]}）。请把文件和这一行发给维护者。",
                 f"error: unexpected {type(error).__name__}: {str(error)[:100]}. Please send the file and this line."))
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):  # standard output is full or closed
        code = 2
        sys.stdout = None
    sys.exit(code)
