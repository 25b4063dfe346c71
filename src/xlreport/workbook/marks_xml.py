"""A part as text with the byte places of its elements, so that something is put in or taken out and no other byte changes."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from xlreport.errors import UnreadableFile
from xlreport.wording import say

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TAG_END = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")


class Element:
    """One element. start, end: bytes of all of it; inner, close: where its content starts and its end tag; inner is -1 for `<a/>`."""

    def __init__(self, tag: str, attributes: dict[str, str], start: int, inner: int, closed: bool) -> None:
        self.space, _, self.name = tag.rpartition(" ")
        self.attributes, self.start = attributes, start
        self.inner, self.close, self.end = (-1, -1, inner) if closed else (inner, -1, -1)
        self.children: list[Element] = []
        self.text = ""

    def child(self, name: str) -> "Element | None":
        """The first child of that local name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> "Iterator[Element]":
        """All elements of that local name under this one."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.all(name)

    def whole_text(self) -> str:
        """Its text with that of all elements under it (their order among each other kept)."""
        return self.text + "".join(child.whole_text() for child in self.children)


class Edit(NamedTuple):
    """Bytes start to end replaced."""

    start: int
    end: int
    by: bytes


class Part(NamedTuple):
    """A part with its root. prefix: how elements of the root's namespace are written (`x:`, or nothing)."""

    name: str
    data: bytes
    root: Element
    prefix: str

    def put_into(self, element: Element, xml: str) -> Edit:
        """Puts something at the end of an element, which may be written `<a/>`."""
        if element.inner >= 0:
            return Edit(element.close, element.close, xml.encode())
        tag = self.data[element.start : element.end]
        name = re.match(rb"<([^\s/>]+)", tag)[1]  # type: ignore[index]
        return Edit(element.start, element.end, tag.rstrip(b">").rstrip(b"/").rstrip() + b">" + xml.encode() + b"</" + name + b">")

    def attribute(self, element: Element, name: str, value: str) -> Edit:
        """Changes an attribute's value, or adds it."""
        stop = element.inner if element.inner >= 0 else element.end
        tag = self.data[element.start : stop]
        found = re.search(rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % name.encode(), tag)
        if found:
            return Edit(element.start + found.start(1), element.start + found.end(1), quoteattr(value).encode())
        place = element.start + len(re.match(rb"<[^\s/>]+", tag)[0])  # type: ignore[index]
        return Edit(place, place, f" {name}={quoteattr(value)}".encode())


def unreadable(shown: str, chinese: str, english: str) -> UnreadableFile:
    """A package that cannot be marked or unmarked, and the way out."""
    return UnreadableFile(shown, say(chinese, english), say("请用 Excel 或 WPS 打开后另存一份 .xlsx 再试", "Save a fresh .xlsx in Excel or WPS and try again"))


def scan(data: bytes, name: str, shown: str, skipped: Sequence[str] = ()) -> Part:
    """Takes a part apart; what is inside elements named in `skipped` is passed over. Raises UnreadableFile: no XML, a DTD, not UTF-8."""
    said = _ENCODING.match(data[:200].removeprefix(b"\xef\xbb\xbf"))
    if (said and said[1].lower() not in (b"utf-8", b"us-ascii")) or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise unreadable(shown, f"部件 {name} 不是 UTF-8 编码", f"part {name} is not UTF-8")
    stack: list[Element] = []
    found: list[Element] = []
    depth = 0
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def begins(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        if depth or (stack and stack[-1].name in skipped):
            depth += 1
            return
        start = parser.CurrentByteIndex
        stop = _TAG_END.match(data, start).end()  # type: ignore[union-attr]
        element = Element(tag, attributes, start, stop, data[stop - 2 : stop] == b"/>")
        (stack[-1].children if stack else found).append(element)
        stack.append(element)

    def ends(_: str) -> None:
        nonlocal depth
        if depth:
            depth -= 1
            return
        element = stack.pop()
        if element.inner >= 0:
            element.close = parser.CurrentByteIndex
            element.end = data.index(b">", element.close) + 1

    def characters(text: str) -> None:
        if not depth and stack:
            stack[-1].text += text

    def doctype(*_: Any) -> None:
        raise unreadable(shown, f"部件 {name} 里有外部实体声明（DTD），可能有害", f"part {name} declares a DTD")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begins, ends, characters
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError, AttributeError):
        raise unreadable(shown, f"部件 {name} 不是合格的 XML", f"part {name} is not well-formed XML") from None
    word = re.match(rb"<([^\s/>:]+:)?", data[found[0].start :])
    return Part(name, data, found[0], (word[1] or b"").decode() if word else "")


def edited(data: bytes, edits: Sequence[Edit]) -> bytes:
    """The part with edits made; those at one place in the order given."""
    pieces, position = [], 0
    for start, end, by in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if start < position:
            continue  # inside something that was taken out
        pieces += [data[position:start], by]
        position = end
    return b"".join([*pieces, data[position:]])


def text_xml(text: str) -> str:
    """Text for an element's content; characters that XML cannot hold become a question mark."""
    return escape("".join(mark if mark in "\n\t" or " " <= mark <= "\ud7ff" or "\ue000" <= mark <= "\ufffd" or mark > "\uffff" else "?" for mark in text))
