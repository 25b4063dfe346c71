"""What kind of file it is, by its content: names lie. `.doc` files are web pages, `.xls` files are tables of HTML."""

import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from xlreport.documents.parts import read_bytes
from xlreport.errors import UnreadableFile
from xlreport.wording import say

_HEAD = 8192


class Kind(NamedTuple):
    """A kind of file. code: how it is opened; said: what a person calls it; suffixes: the names it comes with."""

    code: str
    chinese: str
    english: str
    suffixes: tuple[str, ...]

    @property
    def said(self) -> str:
        """`Word 文件（.docx）`."""
        return say(self.chinese, self.english)


DOCX = Kind("docx", "Word 文件（.docx）", "a Word file (.docx)", (".docx", ".docm", ".dotx", ".wps", ".wpt"))
WORKBOOK = Kind("workbook", "Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)", (".xlsx", ".xlsm", ".xltx", ".et", ".ett"))
OLD_BOOK = Kind("old workbook", "工作簿（.xls、.xlsb、.ods、.et）", "a workbook (.xls, .xlsb, .ods, .et)",
                (".xls", ".xlsb", ".ods", ".et", ".ett", ".xlt"))
OFFICE_TEXT = Kind("office text", "Word 旧格式文件（.doc、.wps、.rtf、.odt）", "an old Word file (.doc, .wps, .rtf, .odt)",
                   (".doc", ".wps", ".wpt", ".rtf", ".odt", ".dot", ".uof", ".uot", ".fodt"))
OFFICE_BOOK = Kind("office workbook", "旧格式的工作簿（XML 表格）", "an old workbook (XML spreadsheet)", (".xml", ".fods", ".uos"))
HTML = Kind("html", "网页", "a web page", (".html", ".htm", ".shtml", ".xhtml"))
MHT = Kind("mht", "网页存档（.mht）", "a web archive (.mht)", (".mht", ".mhtml"))
PDF = Kind("pdf", "PDF 文件", "a PDF", (".pdf",))
OFD = Kind("ofd", "OFD 版式文件", "an OFD file", (".ofd",))
ZIP = Kind("zip", "压缩包（.zip）", "an archive (.zip)", (".zip",))
TEXT = Kind("text", "文本文件", "a text file", (".txt", ".md", ".csv", ".text"))
JSON = Kind("json", "JSON 文件", "a JSON file", (".json",))

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_JSON_HEAD = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\]])")
_PAGE_HEAD = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|table|div|p|meta|frameset|font|span|center|h[1-6]|style)\b", re.IGNORECASE)
_MAIL_HEAD = re.compile(r"(?:^|\n)(?:MIME-Version:|Content-Type:\s*(?:multipart/related|text/html))", re.IGNORECASE)
# office formats that are one plain XML file, by their root or namespace
_XML_TEXT = ("wordDocument", "schemas.microsoft.com/office/word/2003", "schemas.microsoft.com/office/2006/xmlPackage", "office:text", "uof:文字处理")
_XML_BOOK = ("urn:schemas-microsoft-com:office:spreadsheet", "office:spreadsheet", "uof:电子表格")


def kind_of(path: Path, shown: str) -> Kind:
    """The kind of a file. Raises UnreadableFile, with the way out, for kinds in which no report can be read."""
    data = read_bytes(path, shown)
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile(shown, say("是空文件" + ("（0 字节）" if not data else ""), "the file is empty"),
                             say("请重新保存，或请填报单位重报", "Save it again, or ask the unit to send it again"))
    if data.startswith(b"PK\x03\x04"):
        return _zipped(path, shown)
    if data.startswith(_OLE):
        return _compound(data, path.suffix.lower(), shown)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data[:64].lstrip().startswith(b"{\\rtf"):
        return OFFICE_TEXT
    _refuse_archives_and_pictures(data, shown)
    return _written(data, shown)


def _zipped(path: Path, shown: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            mimetype = archive.read("mimetype")[:80] if "mimetype" in names and archive.getinfo("mimetype").file_size < 200 else b""
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError):
        raise UnreadableFile(shown, say("文件不完整或已损坏", "the file is truncated or damaged"),
                             say("请重新下载，或请填报单位重报", "Download it again, or ask the unit to send it again")) from None
    if "xl/workbook.bin" in names or b"opendocument.spreadsheet" in mimetype:
        return OLD_BOOK
    if b"opendocument.text" in mimetype:
        return OFFICE_TEXT
    if "ofd.xml" in names:
        return OFD
    if "[content_types].xml" in names:
        if any(name.startswith("ppt/") for name in names):
            raise _other(shown, "演示文稿", "a presentation")
        return DOCX if any(name.startswith("word/") for name in names) and not any(name.startswith("xl/workbook") for name in names) else WORKBOOK
    return WORKBOOK if "xl/workbook.xml" in names else ZIP


def _compound(data: bytes, suffix: str, shown: str) -> Kind:
    """The kind of an OLE file by the names of its streams. An embedded table has names of its own: then the suffix says."""
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") + b"\0\0" in data

    if holds("EncryptedPackage"):
        raise UnreadableFile(shown, say("设了打开密码", "it is protected by a password"),
                             say("请在 Word、Excel 或 WPS 里去掉打开密码后另存", "Remove the password in Word, Excel or WPS and save it"))
    text, book = holds("WordDocument"), holds("Workbook") or holds("Book")
    if text and book:
        return OLD_BOOK if suffix in OLD_BOOK.suffixes else OFFICE_TEXT
    if text or book:
        return OFFICE_TEXT if text else OLD_BOOK
    if holds("PowerPoint Document"):
        raise _other(shown, "演示文稿", "a presentation")
    return OFFICE_TEXT if suffix in OFFICE_TEXT.suffixes else OLD_BOOK


def _refuse_archives_and_pictures(data: bytes, shown: str) -> None:
    archives = {b"Rar!": "rar", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ": "xz"}
    for mark, name in archives.items():
        if data.startswith(mark):
            raise UnreadableFile(shown, say(f"是 {name} 压缩包", f"it is a {name} archive"),
                                 say("请先解压，再校验解出来的文件（.zip 可以直接读）", "Unpack it first (.zip files can be read as they are)"))
    if data.startswith(_PICTURES) and b"\0" in data[:512]:
        raise UnreadableFile(shown, say("是图片或扫描件，里面没有文字", "it is a picture or a scan without text"), no_text_remedy())
    if data.startswith(b"PK"):
        raise UnreadableFile(shown, say("文件不完整或已损坏", "the file is truncated or damaged"),
                             say("请重新下载，或请填报单位重报", "Download it again, or ask the unit to send it again"))


def no_text_remedy() -> str:
    """The way out for scans."""
    return say("请向填报单位要 Word 版或网页版；只有扫描件的，用带文字识别的软件转成 Word，核对数字后再查",
               "Ask the unit for the Word file or the page; a scan has to go through text recognition, and its figures be compared")


def _written(data: bytes, shown: str) -> Kind:
    """The kind of a file of characters, in whatever encoding."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:2000].count(0) > len(head[:2000]) // 10:
        wide = "utf-16-be" if head.startswith(b"\xfe\xff") or head[:200:2].count(0) > head[1:200:2].count(0) else "utf-16-le"
        text = head[:len(head) & ~1].decode(wide, "replace").lstrip("\ufeff")
        if sum(1 for mark in text if mark < " " and mark not in "\t\r\n\f") > len(text) // 50:
            raise _other(shown, "程序或别的格式的文件", "a file of some other format")
    else:
        if sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13, 26, 27)) > len(head) // 50:
            raise _other(shown, "程序或别的格式的文件", "a file of some other format")
        text = head.decode("latin-1").removeprefix("ï»¿")
    if _JSON_HEAD.match(text):
        return JSON
    if text.lstrip()[:1] == "<":
        if any(mark in text for mark in _XML_BOOK):
            return OFFICE_BOOK if "<html" not in text[:300].lower() else HTML
        if any(mark in text for mark in _XML_TEXT) and "<html" not in text[:300].lower():
            return OFFICE_TEXT
    if _MAIL_HEAD.search(text[:4096]) and re.search(r"content-type:", text, re.IGNORECASE):
        return MHT
    if _PAGE_HEAD.search(text):
        return HTML
    if text.lstrip().startswith("<?xml"):
        raise _other(shown, "XML 数据", "XML data")
    return TEXT


def _other(shown: str, chinese: str, english: str) -> UnreadableFile:
    return UnreadableFile(shown, say(f"是{chinese}，不是年报", f"it is {english}, no report"),
                          say("请核对文件，或请填报单位重报", "Check the file, or ask the unit to send it again"))
