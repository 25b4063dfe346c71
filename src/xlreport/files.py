"""Files: writing without loss (a whole new file first, then one rename), and finding what travels with the program."""

import os
from pathlib import Path
from typing import NoReturn

from xlreport.errors import OutputError, reason
from xlreport.wording import say

_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}  # no file on Windows
RESULT_MARK = "xlreport result"  # the category in the properties of a workbook of results
RESULT_PAGE = f'<meta name="generator" content="{RESULT_MARK}">'  # stands in the head of every page of results


def carried(name: str) -> Path:
    """A folder that travels with the program: package data when installed, the checkout's own otherwise."""
    package = Path(__file__).resolve().parent
    inside = package / name
    return inside if inside.is_dir() else package.parent.parent / name


def addin_file() -> Path:
    """The built Excel add-in, `xlreport.xlam`."""
    return carried("macros") / "xlreport.xlam"


def safe_name(text: str, otherwise: str) -> str:
    """A file's name without its ending, made of any text, that Windows and network drives take; `otherwise` where nothing is left of it."""
    name = "".join("_" if mark in '\\/:*?"<>|' or not mark.isprintable() else mark for mark in text)[:60].strip(" .　")
    return f"_{name}" if name.upper().partition(".")[0].rstrip() in _DEVICES else name or otherwise


def write_whole(path: Path, data: bytes, replace: bool = True) -> None:
    """Writes a file in one step. Raises OutputError naming the way out; the old file, if any, is then untouched.

    replace=False: refuses when something already stands there (a user's workbook is never saved over).
    """
    try:
        if not replace and (path.exists() or path.is_symlink()):
            refuse_existing(path)
        path = path.resolve() if path.is_symlink() else path  # a link stays a link; what it points to is written
        if path.exists() and not path.is_file():
            _write_device(path, data)
            return
        if path.exists() and not os.access(path, os.W_OK):
            raise OutputError(say(f"{path} 是只读的，没有覆盖。请换一个文件名。", f"{path} is read-only and was not overwritten."))
        _write_and_rename(path, data)
    except OSError as error:
        raise OutputError(say(
            f"写不进 {path}（{reason(error)}）。请检查文件夹是否可写、磁盘是否已满、文件是否正在 Excel 或 WPS 里打开。",
            f"cannot write {path} ({reason(error)}). Is the folder writable, the disk full, the file open in Excel?",
        )) from None


def _write_and_rename(path: Path, data: bytes) -> None:
    """Writes a new file beside the old one and puts it in its place; an error leaves nothing beside it."""
    import tempfile  # 5 ms at start, which a check that writes nothing need not pay

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".xlreport-", suffix=path.suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        mask = os.umask(0)  # mkstemp makes files private; a report is as readable as any file made here
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _write_device(path: Path, data: bytes) -> None:
    """Writes to what is no regular file, such as /dev/stdout: there is nothing to rename over."""
    if path.is_dir():
        raise OutputError(say(f"{path} 是文件夹，请写明文件名。", f"{path} is a folder: name a file."))
    try:
        with path.open("wb") as stream:
            stream.write(data)
    except OSError as error:
        raise OutputError(say(f"写不进 {path}（{reason(error)}）。", f"cannot write {path} ({reason(error)}).")) from None


def refuse_existing(path: Path) -> NoReturn:
    """Raises OutputError for a file that is there already: a user's file is never written over."""
    raise OutputError(say(
        f"{path} 已经存在，没有覆盖。请换一个文件名，或先移走原来的文件。",
        f"{path} exists and was not overwritten. Choose another name or move the old file away.",
    ))


def earlier_result(path: Path) -> bool:
    """Whether a workbook or page that is there may be replaced: one that this program wrote as a result, nobody's report."""
    if path.suffix.lower() == ".xlsx":
        import zipfile

        try:
            with zipfile.ZipFile(path) as package:
                return RESULT_MARK.encode() in package.read("docProps/core.xml")[:100_000]
        except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, EOFError):
            return False
    if path.suffix.lower() in (".html", ".htm"):
        with path.open("rb") as stream:
            return RESULT_PAGE.encode() in stream.read(4000)
    return True
