"""What can go wrong outside the figures themselves.

    XlreportError           everything below; its text is one line that names the file and the way out
    ├── DefinitionError     a form or a rule file is wrong: all its mistakes together, never reported as bad data
    ├── UnreadableFile      a file that cannot be read as a report: what it is, and what to do
    │   ├── ForeignFile     not what this reader reads; another one may
    │   └── OwnResult       what this program wrote of reports: findings, lists; no report
    ├── UsageError          the command was called with something it cannot take
    ├── Refused             errors stand that a report must not go out with; exit code 1
    └── OutputError         a result could not be written: the old file, if there was one, is whole

A finding about a figure is data, not an error: it is returned (see check.findings). A bug is an ordinary exception.
"""

import errno
from typing import NamedTuple

from xlreport.wording import say


class XlreportError(Exception):
    """One line for a person. Exit code 2."""


class Mistake(NamedTuple):
    """One mistake in a form or rule file.

    file: the file's name; place: the entry, such as `S101` or `table 申请`; text: what is wrong and what to write.
    """

    file: str
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.file} {self.place}：{self.text}"


class DefinitionError(XlreportError):
    """A form or its rules cannot be used. `mistakes` holds every one found, in file order."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        head = say(f"表式或规则文件有 {len(mistakes)} 处错误：", f"{len(mistakes)} mistake(s) in form or rule files:")
        super().__init__("\n".join([head, *(f"  {mistake}" for mistake in mistakes)]))

    def __reduce__(self) -> tuple[type["DefinitionError"], tuple[tuple[Mistake, ...]]]:
        return type(self), (self.mistakes,)


class UnreadableFile(XlreportError):
    """A file that is no readable report. `problem` says what it is, `remedy` what to do next."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        self.path, self.problem, self.remedy = path, problem, remedy
        super().__init__(say(f"{path}：{problem}。{remedy}。", f"{path}: {problem}. {remedy}."))

    def __reduce__(self) -> tuple[type["UnreadableFile"], tuple[str, str, str]]:
        return type(self), (self.path, self.problem, self.remedy)


class ForeignFile(UnreadableFile):
    """A file of another kind, or a workbook that is not from a template of ours: another reader may read it."""


class OwnResult(UnreadableFile):
    """A page or workbook of results that this program wrote; in a folder of reports it is passed over."""


class UsageError(XlreportError):
    """The call itself is wrong; the text says what to type instead."""


class OutputError(XlreportError):
    """A file could not be written. Nothing was lost: what stood there before still stands."""


class Refused(XlreportError):
    """A report is not written, because findings at error level stand. Exit code 1: the file was read and is wrong."""


def reason(error: OSError) -> str:
    """Why the system refused, in the person's language; the system's own words where no better are known."""
    if _too_long_for_windows(error):
        return say("路径太长，Windows 最多 260 个字，请换浅一些的文件夹或短一些的文件名", "the path is longer than the 260 characters that Windows takes")
    known = {
        errno.ENOSPC: ("磁盘已满", "the disk is full"), errno.EDQUOT: ("磁盘配额已用完", "the disk quota is used up"),
        errno.EACCES: ("没有权限，或正被别的程序打开", "no permission, or open in another program"),
        errno.EPERM: ("系统不允许", "the system does not allow it"), errno.EROFS: ("磁盘是只读的", "the disk is read-only"),
        errno.EBUSY: ("正被别的程序使用", "in use by another program"), errno.ENAMETOOLONG: ("文件名太长", "the name is too long"),
        errno.ENOENT: ("没有这个文件或文件夹", "no such file or folder"), errno.ENOTDIR: ("路径中有一段不是文件夹", "a part of the path is no folder"),
        errno.EISDIR: ("是文件夹", "it is a folder"), errno.EIO: ("磁盘读写出错", "the disk failed"), errno.EINVAL: ("文件名不合格", "the name is not valid"),
        errno.ELOOP: ("链接绕成了圈", "links in a circle"), errno.EFBIG: ("文件太大", "the file is too large"),
    }.get(error.errno or 0)
    return say(*known) if known else error.strerror or type(error).__name__


def _too_long_for_windows(error: OSError) -> bool:
    """Windows says of most paths that are too long that they are not there (3); seldom that they are too long (206)."""
    code = getattr(error, "winerror", None)
    return code == 206 or (code in (2, 3) and len(str(error.filename or "")) >= 260)
