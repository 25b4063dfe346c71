"""The parts of an .xlsx or .xlsm package, opened with suspicion: sizes capped, no DTD, one error type for all that is wrong.

Measured against bombs: 300 MiB of blanks in a part, an entity bomb, a stray cell at XFD1048576 (see tests/workbook).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from xml.parsers import expat

from xlreport.errors import ForeignFile, UnreadableFile, reason
from xlreport.wording import say
from xlreport.workbook.archive import BrokenArchive, TooManyParts, entries, inflated

LARGEST_FILE = 64 * 2**20
LARGEST_PART = 32 * 2**20
MOST_CELLS = 200_000

Starts = Mapping[str, Callable[[dict[str, str]], Any]]
Ends = Mapping[str, Callable[[], Any]]


Key = TypeVar("Key", bytes, tuple[str, bytes])
Made = TypeVar("Made")


def once(seen: dict[Key, Made], key: Key, make: Callable[[], Made]) -> Made:
    """What `make` makes of a part's bytes, made once for the workbooks of a batch, in which many parts are the same.

    Parts larger than any of ours are made each time: a batch of them must not fill the memory.
    """
    if len(key if isinstance(key, bytes) else key[1]) > 2**18:
        return make()
    if key not in seen:
        if len(seen) >= 64:
            seen.clear()
        seen[key] = make()
    return seen[key]


class Stop(Exception):
    """Raised by a handler that has seen all it needs."""


class Package:
    """An opened package. Parts are read whole, by name, at most LARGEST_PART bytes each."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path, self._data = path, data
        try:
            self._parts = entries(data)
        except TooManyParts as error:
            raise self.unreadable(f"里面有 {error} 个部件，不像工作簿", f"holds {error} parts") from None
        except BrokenArchive:
            raise self.broken() from None

    def unreadable(self, chinese: str, english: str) -> UnreadableFile:
        """An error for this file that says to ask for a fresh copy."""
        return UnreadableFile(self.path, say(chinese, english),
                              say("请用 Excel 或 WPS 打开后另存一份 .xlsx，或请填报单位重报",
                                  "Open it in Excel or WPS and save a fresh .xlsx, or ask the unit to send it again"))

    def broken(self) -> UnreadableFile:
        """The error for a package that is cut off or damaged."""
        return self.unreadable("文件不完整或已损坏", "the file is truncated or damaged")

    def twice(self) -> UnreadableFile:
        """The error for a sheet that says two things of one cell."""
        return self.unreadable("一张工作表里同一格写了两次，不知道以哪个为准", "a sheet holds one cell twice")

    def few(self, cells: int) -> None:
        """Raises UnreadableFile for a sheet with more cells than any report has."""
        if cells > MOST_CELLS:
            raise self.unreadable(f"一张工作表有 {MOST_CELLS} 格以上，不像年报工作簿", f"a sheet has more than {MOST_CELLS} cells")

    def has(self, name: str) -> bool:
        """Whether the package holds a part of that name (compared without case, as the standard says)."""
        return name.lower() in self._parts

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises UnreadableFile when it is missing, damaged, encrypted or too large."""
        entry = self._parts.get(name.lower())
        if entry is None:
            raise self.unreadable(f"缺少部件 {name}", f"part {name} is missing")
        if entry.encrypted:
            raise UnreadableFile(self.path, say("压缩包加了密码", "the archive is encrypted"),
                                 say("请去掉密码后重新保存", "Remove the password and save it again"))
        try:
            data = inflated(self._data, entry, LARGEST_PART)
        except BrokenArchive:
            raise self.broken() from None
        if len(data) > LARGEST_PART:
            raise self.unreadable(
                f"部件 {name} 展开后超过 {LARGEST_PART >> 20} MB，不像年报工作簿",
                f"part {name} inflates to more than {LARGEST_PART >> 20} MiB",
            )
        return data

    def feed(self, name: str, begins: Callable[[str, dict[str, str]], Any], ends: Callable[[str], Any] | None = None,
             characters: Callable[[str], Any] | None = None) -> None:
        """Feeds a part to expat's handlers (tags as `namespace name`) until one raises Stop."""
        self._feed(self.read(name), name, begins, ends, characters)

    def _feed(self, data: bytes, name: str, begins: Any, ends: Any, characters: Any) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = begins
        if ends is not None:
            parser.EndElementHandler = ends
        if characters is not None:
            parser.CharacterDataHandler = characters
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            parser.Parse(data, True)
        except Stop:
            return
        except (expat.ExpatError, ValueError, LookupError):  # LookupError: an encoding nobody knows
            raise self.unreadable(f"部件 {name} 不是合格的 XML", f"part {name} is not well-formed XML") from None

    def parse(self, name: str, start: Starts, end: Ends | None = None, text: Callable[[str], Any] | None = None) -> None:
        """Feeds a part to handlers by element name, whatever its namespace prefix; a handler may raise Stop."""
        self.feed(name, *_by_name(start, end), text)

    def parse_bytes(
        self, data: bytes, name: str, start: Starts, end: Ends | None = None, text: Callable[[str], Any] | None = None
    ) -> None:
        """As parse, over bytes already read."""
        self._feed(data, name, *_by_name(start, end), text)

    def _refuse_doctype(self, *_: Any) -> None:
        raise self.unreadable("里面有外部实体声明（DTD），可能有害，没有读取", "it declares a DTD, which may be harmful; not read")


def _by_name(start: Starts, end: Ends | None) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None] | None]:
    """expat's handlers that look up what to do by element name."""

    def begins(tag: str, attributes: dict[str, str]) -> None:
        handler = start.get(tag[tag.rfind(" ") + 1:])
        if handler is not None:
            handler(attributes)

    if end is None:
        return begins, None
    known = end

    def ends(tag: str) -> None:
        handler = known.get(tag[tag.rfind(" ") + 1:])
        if handler is not None:
            handler()

    return begins, ends


def open_package(path: Path, shown: str) -> Package:
    """Opens a workbook file. Raises UnreadableFile naming what the file is and the way out."""
    return Package(shown, read_file(path, shown))


def read_file(path: Path, shown: str) -> bytes:
    """A workbook file's bytes, after a look at what kind of file it is. Raises UnreadableFile."""
    try:
        if not path.is_file():
            raise UnreadableFile(shown, say("不是普通文件", "not a regular file"), say("请给出工作簿文件", "Name a workbook file"))
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise UnreadableFile(shown, say(f"有 {size >> 20} MB，太大，不像年报工作簿", f"{size >> 20} MiB is too large"),
                                 say("请核对文件，或删去里面的图片后另存", "Check the file, or remove its pictures"))
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(shown, say(f"打不开（{reason(error)}）", f"cannot be opened ({reason(error)})"),
                             say("请检查文件是否存在、有无读取权限、是否正被别的程序占用",
                                 "Check that it exists, may be read, and is not locked by another program")) from None
    if data.startswith(b"PK\x03\x04"):
        return data
    raise _not_a_workbook(shown, data)


def _not_a_workbook(shown: str, data: bytes) -> UnreadableFile:
    """What a file is that calls itself a workbook and is none."""
    save_as = say("请用 Excel 或 WPS 打开后另存为 .xlsx", "Open it in Excel or WPS and save it as .xlsx")
    if not data:
        return UnreadableFile(shown, say("是空文件（0 字节）", "the file is empty (0 bytes)"),
                              say("请重新保存，或请填报单位重报", "Save it again, or ask the unit to send it again"))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return UnreadableFile(shown, say("设了打开密码", "it is protected by a password"),
                                  say("请在 Excel 或 WPS 里去掉打开密码后另存", "Remove the password in Excel or WPS and save it"))
        return ForeignFile(shown, say("是旧版 .xls 格式", "it is in the old .xls format"), save_as)
    if data.startswith(b"%PDF"):
        return ForeignFile(shown, say("其实是 PDF 文件", "it is really a PDF"), say("请改名为 .pdf", "Rename it to .pdf"))
    if data.lstrip()[:1] == b"<":
        return ForeignFile(shown, say("其实是网页或 XML 文本", "it is really a web page or XML"), save_as)
    if data.startswith(b"PK"):
        return UnreadableFile(shown, say("文件不完整或已损坏", "the file is truncated or damaged"),
                              say("请重新下载，或请填报单位重报", "Download it again, or ask the unit to send it again"))
    return ForeignFile(shown, say("不是 Excel 工作簿（内容是别的格式或文本）", "it is not an Excel workbook"), save_as)
