"""A web page, saved or exported (.html, .htm, .mht, .mhtml) -> Document: what a browser shows, without running anything.

Handled: rowspan and colspan, figures cut into several spans, the mark-up of Word and of content management systems, tables
that lay out the page, frames that lie beside a saved page or inside an .mht. Nothing is fetched: addresses are never opened.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from xlreport.documents.blocks import Blocks
from xlreport.documents.decoding import decoded
from xlreport.documents.page_walk import PageWalk
from xlreport.documents.parts import LONGEST_TAG, MOST_TAGS, fresh_copy, read_bytes
from xlreport.errors import UnreadableFile
from xlreport.reading.document import Document, Notice
from xlreport.wording import say

MOST_FRAMES = 20
_PICTURE_DATA = re.compile(r"data:[\w/+.;=-]{1,80};base64,[A-Za-z0-9+/=\s]*")
_LONG_TAG = re.compile(f"<[^<>]{{{LONGEST_TAG}}}")
# Finds the page of a frame by its address, as bytes with the encoding stated for it; None where it is not at hand.
Frames = Callable[[str], tuple[bytes, str] | None]


def read_html(path: Path, shown: str = "") -> Document:
    """Reads a page and the frames saved beside it. Raises UnreadableFile."""
    shown = shown or str(path)
    return page_document(read_bytes(path, shown), shown, _beside(path))


def read_mht(path: Path, shown: str = "") -> Document:
    """Reads a web archive (.mht, .mhtml; RFC 2557): its page, with its frames from the same file. Raises UnreadableFile."""
    import email
    import email.policy

    shown = shown or str(path)
    message = email.message_from_bytes(read_bytes(path, shown), policy=email.policy.compat32)
    pages: dict[str, tuple[bytes, str]] = {}
    first: tuple[bytes, str] | None = None
    for number, part in enumerate(message.walk()):
        if number > 5000:
            raise _unlike(shown, "里面的部件太多", "it has too many parts")
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                page = (body, str(part.get_content_charset("") or ""))
                first = first or page
                for header in ("Content-Location", "Content-ID"):
                    pages.setdefault(str(part.get(header, "")).strip("<> "), page)
    if first is None:
        raise _unlike(shown, "网页存档里没有网页（文件可能不完整）", "the web archive holds no page (it may be cut off)")
    pages.pop("", None)
    return page_document(first[0], shown, lambda address: pages.get(address.removeprefix("cid:")), first[1])


def page_document(data: bytes, shown: str, frames: Frames, stated: str = "") -> Document:
    """The document of a page's bytes. Raises UnreadableFile."""
    walk = PageWalk(Blocks(shown))
    lost = 0
    waiting = [(data, stated)]
    opened = 0
    while waiting:
        page, encoding = waiting.pop(0)
        text, spoilt = decoded(page, shown, encoding)
        lost += spoilt
        walk.page(_tree(text, shown))
        for address, inline in walk.take_frames():
            opened += 1
            found = (inline.encode(), "utf-8") if inline else frames(address) if address else None
            if found is not None and opened <= MOST_FRAMES:
                waiting.append(found)
            elif found is None and address:
                walk.missing.append(address)
    notices = list(walk.notices())
    if lost:
        notices.append(Notice("garbled", say(f"有 {lost} 个字读不出来（编码有误），已用 � 代替。",
                                              f"{lost} characters could not be decoded and stand as �.")))
    return Document("html", tuple(walk.blocks.found), tuple(notices), source=shown)


def _tree(text: str, shown: str) -> Any:
    """The page's tree. Pictures inside it are dropped first. Raises UnreadableFile for more mark-up than any report has."""
    from lxml import etree

    text = _PICTURE_DATA.sub("", text.replace("\0", ""))
    if text.count("<") > MOST_TAGS or _LONG_TAG.search(text):
        raise _unlike(shown, "网页里的标记太多", "the page has too much mark-up")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise UnreadableFile(shown, say("网页里什么也没有", "the page is empty"), fresh_copy())
    if any("xcessive depth" in error.message for error in parser.error_log):
        raise _unlike(shown, "网页里的标记套得太深", "the page's mark-up is nested too deeply")
    return root


def _unlike(shown: str, chinese: str, english: str) -> UnreadableFile:
    return UnreadableFile(shown, say(f"{chinese}，不像年报", english), say("请用浏览器打开，把内容复制到 Word 里另存",
                                                                    "Open it in a browser and copy the report into Word"))


def _beside(path: Path) -> Frames:
    """Frames of a saved page: only files in the page's own folder or below it."""
    folder = path.resolve().parent

    def find(address: str) -> tuple[bytes, str] | None:
        name = unquote(address.partition("#")[0].partition("?")[0]).replace("\\", "/")
        if not name or ":" in name or name.startswith("/"):
            return None
        try:
            target = (folder / name).resolve()
            if not target.is_relative_to(folder) or not target.is_file() or target == path.resolve():
                return None
            return read_bytes(target, str(target)), ""
        except (OSError, ValueError, UnreadableFile):
            return None

    return find
