"""The parts of a zipped document (docx, ofd, odt), opened with suspicion: sizes capped, no DTD, nothing fetched."""

import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from xlreport.errors import UnreadableFile, reason
from xlreport.wording import say

LARGEST_FILE = 64 * 2**20
LARGEST_PART = 32 * 2**20
MOST_PARTS = 5000
MOST_TAGS = 1_500_000  # a tree takes about 150 bytes an element
LONGEST_TAG = 2**17
_LONG_TAG = re.compile(f"<[^<>]{{{LONGEST_TAG}}}".encode())


def fresh_copy() -> str:
    """What to do with a file that is damaged or no ordinary document."""
    return say("请用 Word 或 WPS 打开后另存一份 .docx，或请填报单位重报", "Open it in Word or WPS and save a fresh .docx, or ask the unit to send it again")


def read_bytes(path: Path, shown: str) -> bytes:
    """A file's bytes, at most LARGEST_FILE of them. Raises UnreadableFile."""
    try:
        size = path.stat().st_size if path.is_file() else -1
        if size < 0:
            raise UnreadableFile(shown, say("不是普通文件", "not a regular file"), say("请给出报告文件", "Name a report"))
        if size > LARGEST_FILE:
            raise UnreadableFile(shown, say(f"有 {size >> 20} MB，太大，不像年报", f"{size >> 20} MiB is too large for a report"),
                                 say("请核对文件，或删去里面的图片后另存", "Check the file, or remove its pictures"))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(shown, say(f"打不开（{reason(error)}）", f"cannot be opened ({reason(error)})"),
                             say("请检查文件是否存在、有无读取权限、是否正被别的程序占用",
                                 "Check that it exists, may be read, and is not locked by another program")) from None


class Parts:
    """An opened archive. Parts are read whole, by name (compared without case), at most LARGEST_PART bytes each."""

    def __init__(self, path: Path, shown: str) -> None:
        self.shown = shown
        read_bytes(path, shown)
        try:
            self._archive = zipfile.ZipFile(path)
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
            raise self.broken() from None
        if len(entries) > MOST_PARTS:
            raise self.unreadable(f"里面有 {len(entries)} 个部件，不像年报", f"holds {len(entries)} parts")
        self._names = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}

    def __enter__(self) -> "Parts":
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def unreadable(self, chinese: str, english: str) -> UnreadableFile:
        """An error for this file that says to ask for a fresh copy."""
        return UnreadableFile(self.shown, say(chinese, english), fresh_copy())

    def broken(self) -> UnreadableFile:
        """The error for an archive that is cut off or damaged."""
        return self.unreadable("文件不完整或已损坏", "the file is truncated or damaged")

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.lower() in self._names

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises UnreadableFile when it is missing, damaged, encrypted or too large."""
        entry = self._names.get(name.lower())
        if entry is None:
            raise self.unreadable(f"缺少部件 {name}", f"part {name} is missing")
        if entry.flag_bits & 1:
            raise UnreadableFile(self.shown, say("压缩包加了密码", "the archive is encrypted"), say("请去掉密码后重新保存", "Remove the password"))
        try:
            with self._archive.open(entry) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
            raise self.broken() from None
        if len(data) > LARGEST_PART:
            raise self.unreadable(f"部件 {name} 展开后超过 {LARGEST_PART >> 20} MB，不像年报",
                                  f"part {name} inflates to more than {LARGEST_PART >> 20} MiB")
        return data

    def xml(self, name: str) -> Any:
        """A part as an lxml tree's root. Raises UnreadableFile for a DTD, for too many elements, for what is no XML."""
        data = self.read(name)
        return xml_root(data, self.shown, name)

    def optional_xml(self, name: str) -> Any | None:
        """As xml; None where there is no such part."""
        return self.xml(name) if self.has(name) else None


def xml_root(data: bytes, shown: str, name: str) -> Any:
    """Bytes as an lxml tree's root, with nothing resolved and nothing fetched. Raises UnreadableFile."""
    from lxml import etree

    if data.count(b"<") > MOST_TAGS or _LONG_TAG.search(data):
        raise UnreadableFile(shown, say(f"部件 {name} 的内容太多，不像年报", f"part {name} holds too much for a report"), fresh_copy())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise UnreadableFile(shown, say(f"部件 {name} 不是合格的 XML（文件已损坏，或嵌套太深）",
                                        f"part {name} is not well-formed XML (damaged, or too deeply nested)"), fresh_copy()) from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableFile(shown, say("里面有外部实体声明（DTD），可能有害，没有读取", "it declares a DTD, which may be harmful; not read"), fresh_copy())
    return root


def local(element: Any) -> str:
    """An element's name without its namespace; '' for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str, default: str = "") -> str:
    """An attribute by its name without a namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default


def child(element: Any, *names: str) -> Any | None:
    """The first child by a path of names without namespaces; None where there is none."""
    for name in names:
        element = next((inner for inner in element if local(inner) == name), None)
        if element is None:
            return None
    return element
