"""Findings as colours and notes in a copy of a workbook, by patching the parts of its package; and away again.

Concerned are the marked sheets, the styles, the comments and their drawings, relationships and content types. Every other part keeps its
bytes and its place. What the concerned parts were stands in a part of our own, so that taking the marks out of an untouched copy brings all
of them back byte for byte; office programs drop that part when they save, and then our colours and notes are told by what they are.
"""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from xlreport.errors import UnreadableFile
from xlreport.wording import say
from xlreport.workbook.book import Frame, read_frame
from xlreport.workbook.marks_notes import with_notes
from xlreport.workbook.marks_relations import (
    CONTENT_TYPES,
    RELATIONS,
    relations_of,
    relations_part,
    unused_id,
    with_relations,
    with_types,
)
from xlreport.workbook.marks_sheet import coloured, link_of, scan_sheet, with_formats
from xlreport.workbook.marks_xml import unreadable
from xlreport.workbook.marks_zip import exchanged, member_names
from xlreport.workbook.package import Package, read_file

KEPT = "xlreport/marks.json"  # our own part; related to the first marked sheet
KEPT_KIND = "urn:xlreport:marks"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
ERROR, RELATED, WARNING, INFO = "FFFF7C80", "FFFFE1E1", "FFFFE699", "FFDDEBF7"
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")


class Mark(NamedTuple):
    """One cell to mark. colour: ARGB, one of ERROR, RELATED, WARNING, INFO; text: what the note says, '' for none."""

    sheet: str
    address: str
    colour: str
    text: str


class Marked(NamedTuple):
    """The marked copy. cells: how many were coloured; kept: cells with a note of somebody's, which was left as it is."""

    data: bytes
    cells: int
    kept: tuple[str, ...]


class Opened(NamedTuple):
    """A package to patch: its bytes, its frame, and the spelling of its parts' names."""

    data: bytes
    package: Package
    frame: Frame
    names: Mapping[str, str]

    def part(self, name: str) -> bytes | None:
        """A part's bytes; None where there is none."""
        return self.package.read(name) if self.package.has(name) else None


def opened(data: bytes, shown: str) -> Opened:
    """Opens a package for patching. Raises UnreadableFile, also for a signed one: any change would break its signature."""
    package = Package(shown, data)
    names = member_names(data, shown)
    if any(name.startswith("_xmlsignatures/") or name.endswith(".sigs") for name in names) or any(
            kind == "origin" for _, kind, _, _ in relations_of("", package.read("_rels/.rels") if package.has("_rels/.rels") else None, shown)[1]):
        raise UnreadableFile(shown, say("有数字签名，改动会使签名失效，没有标记", "it is signed, and any change would break the signature"),
                             say("请另存一份没有签名的副本再标记", "Save a copy without the signature and mark that"))
    return Opened(data, package, read_frame(package), names)


def marked(path: Path, shown: str, marks: Iterable[Mark]) -> Marked:
    """The workbook with cells coloured and notes added; marks of a sheet that is not there are left out. Raises UnreadableFile."""
    return marked_package(read_file(path, shown), shown, marks)


def marked_package(data: bytes, shown: str, marks: Iterable[Mark]) -> Marked:
    """As marked, over a package's bytes. Raises UnreadableFile for one that cannot be marked."""
    book = opened(data, shown)
    sheets: dict[str, dict[str, Mark]] = {}
    for mark in marks:
        if mark.sheet in book.frame.sheets and _ADDRESS.fullmatch(mark.address):
            sheets.setdefault(mark.sheet, {}).setdefault(mark.address, mark)
    if not sheets:
        return Marked(data, 0, ())
    styles = book.part(book.frame.styles) if book.frame.styles else None
    if styles is None:
        raise unreadable(shown, "没有样式部件", "it has no styles part")
    colours = list(dict.fromkeys(mark.colour for cells in sheets.values() for mark in cells.values()))
    changed: dict[str, bytes] = {}
    changed[book.frame.styles], formats = with_formats(styles, book.frame.styles, shown, colours)
    types: dict[str, str] = {KEPT: "application/json"}
    kept: list[str] = []
    for number, (sheet, cells) in enumerate(sheets.items()):
        kept += [f"{sheet} {address}" for address in _mark_sheet(book, sheet, list(cells.values()), formats, changed, types, number == 0)]
    changed[CONTENT_TYPES] = with_types(book.package.read(CONTENT_TYPES), shown, types)
    return Marked(_with_originals(book, changed), sum(map(len, sheets.values())), tuple(kept))


def _mark_sheet(book: Opened, sheet: str, marks: Sequence[Mark], formats: Mapping[str, int], changed: dict[str, bytes],
                types: dict[str, str], first: bool) -> tuple[str, ...]:
    """Adds a sheet's changed parts to `changed` and `types`; the addresses whose own notes were left alone."""
    shown, name = book.package.path, book.frame.sheets[sheet]
    part = scan_sheet(book.package.read(name), name, shown)
    links, relations = relations_of(name, book.part(relations_part(name)), shown)
    link = link_of(part)
    comments = next((target for _, kind, target, _ in relations if kind == "comments"), "")
    drawing = next((target for mark, _, target, _ in relations if link and mark == link), "")
    texts = {mark.address: mark.text for mark in marks if mark.text}
    notes = with_notes(book.part(comments) if comments else None, book.part(drawing) if drawing else None, texts, shown, _block(book, changed))
    fresh, wanted, new_link = unused_id(links), [], ""
    if len(notes.kept) < len(texts):
        if not comments:
            comments = _unused(book, changed, "xl/comments{}.xml")
            wanted.append((f"{fresh}c", f"{RELATIONS}/comments", f"/{comments}"))
            types[comments] = _COMMENTS
        if not drawing:
            drawing, new_link = _unused(book, changed, "xl/drawings/vmlDrawing{}.vml"), f"{fresh}d"
            wanted.append((new_link, f"{RELATIONS}/vmlDrawing", f"/{drawing}"))
            types[drawing] = _DRAWING
        changed[comments], changed[drawing] = notes.comments, notes.drawing
    if first:
        wanted.append((f"{fresh}m", KEPT_KIND, f"/{KEPT}"))
    if wanted:
        changed[relations_part(name)] = with_relations(links, wanted)
    by_colour = {colour: [mark.address for mark in marks if mark.colour == colour] for colour in formats}
    changed[name] = coloured(part, {colour: cells for colour, cells in by_colour.items() if cells}, formats, new_link)
    return notes.kept


def _unused(book: Opened, changed: Mapping[str, bytes], pattern: str) -> str:
    taken = {*book.names, *(name.lower() for name in changed)}
    return next(name for number in range(1, 6000) if (name := pattern.format(number)).lower() not in taken)


def _block(book: Opened, changed: Mapping[str, bytes]) -> int:
    """A number of shapes that no drawing of the book has: shapes of a drawing are numbered from 1024 times it."""
    drawings = {name.lower(): data for name, data in changed.items() if name.endswith(".vml")}
    for name in book.names:
        if name.endswith(".vml") and name not in drawings:
            drawings[name] = book.package.read(name)
    groups = [group for data in drawings.values() for group in re.findall(rb'idmap\b[^>]*\bdata="([\d,]+)"', data)]
    used = [int(number) for group in groups for number in group.split(b",") if number]
    return max(used, default=0) + 1


def _with_originals(book: Opened, changed: Mapping[str, bytes]) -> bytes:
    """The package with its changed parts and, in a part of our own, what they were."""
    listed = []
    for name, data in changed.items():
        old = book.part(name)
        listed.append({"part": name, "marked": digest(data),
                       "original": base64.b64encode(zlib.compress(old, 9)).decode() if old is not None else None})
    ours = json.dumps({"xlreport": "marks", "parts": listed}, ensure_ascii=False, indent=1).encode()
    return exchanged(book.data, book.package.path, {**changed, KEPT: ours})


def digest(data: bytes) -> str:
    """A part's fingerprint."""
    return hashlib.sha256(data).hexdigest()
