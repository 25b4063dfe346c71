"""Marks taken away: an untouched copy becomes what it was, byte for byte; of an edited one only our colours and notes go."""

import base64
import binascii
import json
import re
import zlib
from typing import NamedTuple

from xlreport.workbook.marks import KEPT, KEPT_KIND, Opened, digest, opened
from xlreport.workbook.marks_notes import own_notes, without_boxes, without_notes
from xlreport.workbook.marks_relations import CONTENT_TYPES, Relation, relations_of, relations_part, without_types
from xlreport.workbook.marks_sheet import link_of, own_colours, scan_sheet
from xlreport.workbook.marks_xml import Edit, Part, edited, scan
from xlreport.workbook.marks_zip import exchanged
from xlreport.workbook.package import LARGEST_PART

_PRIORITY = re.compile(rb"""\spriority\s*=\s*["'][^"']*["']""")


class Unmarked(NamedTuple):
    """The workbook without our marks. whole: every part is what it was before; cells: how many places lost a colour or note, 0 if none."""

    data: bytes
    whole: bool
    cells: int


class _Original(NamedTuple):
    """A part that was changed: its fingerprint as we left it, and its bytes before; None for a part that we added."""

    part: str
    marked: str
    original: bytes | None


def unmarked_package(data: bytes, shown: str) -> Unmarked:
    """The workbook without marks. Raises UnreadableFile."""
    book = opened(data, shown)
    originals = _originals(book.part(KEPT))
    if originals and all((now := book.part(one.part)) is not None and digest(now) == one.marked for one in originals):
        changed = {one.part: one.original for one in originals if one.original is not None}
        added = [one.part for one in originals if one.original is None]
        return Unmarked(exchanged(data, shown, changed, [*added, KEPT]), True, _count(book))
    return _patched(book, originals)


def _originals(kept: bytes | None) -> tuple[_Original, ...]:
    """What our own part says; empty where it is missing or was changed by somebody (then marks are told by what they are)."""
    if kept is None:
        return ()
    try:
        listed = json.loads(kept)["parts"]
        return tuple(_Original(str(one["part"]), str(one["marked"]), _inflated(one["original"])) for one in listed)
    except (ValueError, KeyError, TypeError, zlib.error, binascii.Error):
        return ()


def _inflated(text: str | None) -> bytes | None:
    if text is None:
        return None
    inflater = zlib.decompressobj()
    found = inflater.decompress(base64.b64decode(text, validate=True), LARGEST_PART)
    if not inflater.eof:
        raise ValueError("larger than any part")
    return found


def _count(book: Opened) -> int:
    """How many cells of a marked book have a colour of ours."""
    return sum(own_colours(scan_sheet(book.package.read(name), name, book.package.path))[1] for name in _worksheets(book))


def _worksheets(book: Opened) -> list[str]:
    """Sheets that may hold our marks; charts and dialogs hold none."""
    return [name for name in dict.fromkeys(book.frame.sheets.values()) if b"xlreport" in book.package.read(name) or
            any(kind == "comments" for _, kind, _, _ in _relations(book, name)[1])]


def _relations(book: Opened, name: str) -> tuple[Part, tuple[Relation, ...]]:
    return relations_of(name, book.part(relations_part(name)), book.package.path)


def _patched(book: Opened, originals: tuple[_Original, ...]) -> Unmarked:
    """Only our colours and notes removed, sheet by sheet, whatever else was changed.

    A sheet that nobody touched comes back whole, with the priorities of its other conditional formats.
    """
    changed: dict[str, bytes] = {}
    dropped: set[str] = {KEPT} if book.package.has(KEPT) else set()
    cells = sum(_clean_sheet(book, name, changed, dropped) for name in _worksheets(book))
    for one in originals:
        if one.part in changed and one.original is not None and _same_but_marks(book, one, changed[one.part]):
            changed[one.part] = one.original
    if dropped:
        gone = {name.lower() for name in dropped}
        changed[CONTENT_TYPES] = without_types(book.package.read(CONTENT_TYPES), book.package.path, gone)
    if not changed and not dropped:
        return Unmarked(book.data, False, 0)
    return Unmarked(exchanged(book.data, book.package.path, changed, dropped), False, cells)


def _same_but_marks(book: Opened, one: _Original, cleaned: bytes) -> bool:
    """Whether a part is as we left it, and what is left of it without marks is what it was but for priorities."""
    now = book.part(one.part)
    return now is not None and digest(now) == one.marked and _PRIORITY.sub(b"", cleaned) == _PRIORITY.sub(b"", one.original or b"")


def _clean_sheet(book: Opened, name: str, changed: dict[str, bytes], dropped: set[str]) -> int:
    """Adds what changes in a sheet's parts to `changed`, and parts left empty to `dropped`; how many places were marked."""
    part = scan_sheet(book.package.read(name), name, book.package.path)
    edits, cells = own_colours(part)
    links, relations = _relations(book, name)
    gone = {one.id for one in relations if one.element.attributes.get("Type") == KEPT_KIND}
    comments = next((one for one in relations if one.kind == "comments"), None)
    link = link_of(part)
    drawing = next((one for one in relations if link and one.id == link), None)
    notes = 0
    if comments is not None and book.package.has(comments.target):
        found = scan(book.package.read(comments.target), comments.target, book.package.path)
        ours, all_ours = own_notes(found)
        notes = len(ours)
        if ours and all_ours:
            dropped.add(comments.target)
            gone.add(comments.id)
        elif ours:
            changed[comments.target] = without_notes(found, ours)
        if ours and drawing is not None and book.package.has(drawing.target):
            boxes, empty = without_boxes(book.package.read(drawing.target), {note.address for note in ours if not note.rest})
            if empty:
                dropped.add(drawing.target)
                gone.add(drawing.id)
                own = part.root.child("legacyDrawing")
                edits += [Edit(own.start, own.end, b"")] if own else []
            else:
                changed[drawing.target] = boxes
    if edits:
        changed[name] = edited(part.data, edits)
    if gone:
        changed[relations_part(name)] = edited(links.data, [Edit(one.element.start, one.element.end, b"") for one in relations if one.id in gone])
    return max(cells, notes)
