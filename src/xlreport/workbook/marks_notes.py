"""Notes: comments of the author `xlreport` and the boxes (VML) they show in."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from xlreport.workbook.cells import column_number
from xlreport.workbook.marks_xml import MAIN, Edit, Element, Part, edited, scan, text_xml

AUTHOR = "xlreport"
# first and last line of a note: office programs may forget the author, not the words; what somebody writes below stays
HEAD, TAIL = "年报校验（xlreport）", "———"
_VML, _OFFICE, _EXCEL = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office", "urn:schemas-microsoft-com:office:excel"
_SHAPE = re.compile(rb"<(?:\w+:)?shape\b(?!type).*?</(?:\w+:)?shape>", re.DOTALL)
_SHAPE_NUMBER = re.compile(rb"_x0000_s(\d+)")
_WIDTH = 44  # half-width characters in a line of the box
_NO_COMMENTS = (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{MAIN}"><authors></authors>'
                "<commentList></commentList></comments>").encode()


class Notes(NamedTuple):
    """A sheet's notes after a change; kept: cells whose own note was left alone."""

    comments: bytes
    drawing: bytes
    kept: tuple[str, ...]


def with_notes(comments: bytes | None, drawing: bytes | None, texts: Mapping[str, str], shown: str, block: int) -> Notes:
    """Notes (text by address) added to a sheet's comments and drawing, which may be missing. block: a new drawing's number of shapes."""
    part = scan(comments or _NO_COMMENTS, "comments", shown)
    authors, listed = part.root.child("authors"), part.root.child("commentList")
    if authors is None or listed is None:
        part = scan(_NO_COMMENTS, "comments", shown)
        authors, listed = part.root.children
    taken = {comment.attributes.get("ref", "") for comment in listed.children}
    kept = tuple(address for address in texts if address in taken)
    wanted = {address: text for address, text in texts.items() if address not in taken}
    number = sum(child.name == "author" for child in authors.children)
    p = part.prefix
    xml = "".join(
        f'<{p}comment ref="{address}" authorId="{number}"><{p}text><{p}r><{p}t xml:space="preserve">{text_xml(_whole(text))}</{p}t></{p}r></{p}text>'
        f"</{p}comment>" for address, text in wanted.items())
    made = edited(part.data, [part.put_into(authors, f"<{p}author>{AUTHOR}</{p}author>"), part.put_into(listed, xml)])
    return Notes(made, _with_boxes(drawing, wanted, block), kept) if wanted else Notes(comments or made, drawing or b"", kept)


def _whole(text: str) -> str:
    """A note between its first and its last line; the last line is in none of the words."""
    return f"{HEAD}\n{text.replace(TAIL, '—— ')}\n{TAIL}"


def _with_boxes(drawing: bytes | None, texts: Mapping[str, str], block: int) -> bytes:
    data = drawing if drawing is not None else (
        f'<xml xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:x="{_EXCEL}"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/>'
        "</o:shapelayout></xml>").encode()
    last = max((int(found) for found in _SHAPE_NUMBER.findall(data)), default=1024 * block)
    kind = b"" if b'"_x0000_t202"' in data else (
        f'<v:shapetype xmlns:v="{_VML}" xmlns:o="{_OFFICE}" id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
        '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>').encode()
    boxes = b"".join(_box(last + number, address, text) for number, (address, text) in enumerate(texts.items(), 1))
    place = data.rindex(b"</")  # the drawing's own end tag; what Excel writes inside is not always well-formed
    return data[:place] + kind + boxes + data[place:]


def _box(number: int, address: str, text: str) -> bytes:
    """One hidden box beside its cell, as high as its text needs (15 points a line)."""
    column, row = position(address)
    lines = 3 + sum(1 + sum(2 if ord(mark) > 255 else 1 for mark in line) // _WIDTH for line in text.split("\n"))
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 4}, 60, {max(row - 1, 0) + max(4, lines)}, 4"
    return (f'<v:shape xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:x="{_EXCEL}" id="_x0000_s{number}" type="#_x0000_t202" '
            f'style="position:absolute;margin-left:80pt;margin-top:5pt;width:240pt;height:{15 * max(4, lines)}pt;z-index:{number % 1024};visibility:hidden" '
            'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
            '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>'
            f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>").encode()


def position(address: str) -> tuple[int, int]:
    """Column and row of an address, from 0."""
    letters = address.rstrip("0123456789")
    return column_number(letters) - 1, int(address[len(letters):]) - 1


class OwnNote(NamedTuple):
    """A comment of ours. rest: what somebody has written below our words."""

    comment: Element
    rest: str

    @property
    def address(self) -> str:
        """The cell it belongs to."""
        return self.comment.attributes.get("ref", "")


def own_notes(comments: Part) -> tuple[list[OwnNote], bool]:
    """Our comments, and whether nothing is left without them. Recognised by their first line, or by author and last line."""
    authors = comments.root.child("authors")
    names = [child.whole_text() for child in authors.children if child.name == "author"] if authors else []
    listed = comments.root.child("commentList")
    found = listed.children if listed else []
    ours: list[OwnNote] = []
    for comment in found:
        words = comment.child("text")
        text = words.whole_text().strip() if words else ""
        if text.startswith(HEAD) or (_author(comment, names) == AUTHOR and TAIL in text):
            ours.append(OwnNote(comment, text.partition(TAIL)[2].strip()))
    return ours, len(ours) == len(found) and not any(note.rest for note in ours)


def _author(comment: Element, names: list[str]) -> str:
    number = comment.attributes.get("authorId", "")
    return names[int(number)] if number.isdigit() and int(number) < len(names) else ""


def without_notes(comments: Part, ours: Collection[OwnNote]) -> bytes:
    """The comments without our words; our author goes where it is the last and nobody's, as the others are told by their number."""
    edits = [_without_ours(comments, note) for note in ours]
    authors, listed = comments.root.child("authors"), comments.root.child("commentList")
    last = authors.children[-1] if authors and authors.children else None
    gone = {note.address for note in ours if not note.rest}
    left = [child for child in listed.children if child.attributes.get("ref", "") not in gone] if listed else []
    if authors and last and last.whole_text() == AUTHOR and all(
            child.attributes.get("authorId") != str(len(authors.children) - 1) for child in left):
        edits.append(Edit(last.start, last.end, b""))
    return edited(comments.data, edits)


def _without_ours(comments: Part, note: OwnNote) -> Edit:
    words = note.comment.child("text")
    if not note.rest or words is None:
        return Edit(note.comment.start, note.comment.end, b"")
    p = comments.prefix
    return Edit(words.start, words.end, f'<{p}text><{p}t xml:space="preserve">{text_xml(note.rest)}</{p}t></{p}text>'.encode())


def without_boxes(drawing: bytes, addresses: Collection[str]) -> tuple[bytes, bool]:
    """The drawing without the boxes of those notes, and whether no shape is left in it."""
    spots = {position(address) for address in addresses}

    def spot(shape: bytes) -> tuple[int, int] | None:
        row, column = re.search(rb"<(?:\w+:)?Row>\s*(\d+)", shape), re.search(rb"<(?:\w+:)?Column>\s*(\d+)", shape)
        return (int(column[1]), int(row[1])) if row and column and b'"Note"' in shape else None

    made = _SHAPE.sub(lambda found: b"" if spot(found[0]) in spots else found[0], drawing)
    return made, _SHAPE.search(made) is None
