"""Colours and notes on the cells of an open book, and their undoing.

What a mark covered stands in the mark itself: the note ends with the colour and the note that were there before. So marks
can be taken away after the workbook was saved, sent on, had rows inserted, or lost its list of findings.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from xlreport.errors import UsageError
from xlreport.live.calc_link import link_broken
from xlreport.wording import say

MARKED = "xlreport_已标记"  # a defined name: whether a book holds marks is one question, not one a sheet
HEAD = "【年报校验】"
_TAIL = "\n———\n原底色："
_NONE, _NOTE = "无", "\n原批注：\n"
_MARK = re.compile(rf"{HEAD}\n(?P<text>.*){_TAIL}(?P<colour>{_NONE}|#[0-9A-F]{{6}})(?:{_NOTE}(?P<note>.*))?", re.DOTALL)
_WRAP = 48  # half-width characters a line: office programs do not fit the note's box to long lines
Colour = tuple[int, int, int]


class Mark(NamedTuple):
    """One cell to mark. text: what to do, as the note says it."""

    sheet: str
    address: str
    colour: Colour
    text: str


class MarkedNote(NamedTuple):
    """A note of ours taken apart: its text, and the colour (None: no fill) and note that were there before."""

    text: str
    colour: str | None
    note: str


def read_note(text: str) -> MarkedNote | None:
    """A note of ours taken apart; None for anybody else's."""
    found = _MARK.fullmatch(text.replace("\r\n", "\n").replace("\r", "\n"))
    if found is None:
        return None
    return MarkedNote(found["text"].replace("\n", ""), None if found["colour"] == _NONE else found["colour"], found["note"] or "")


def write_note(text: str, colour: Colour | None, note: str) -> str:
    """The note of a mark: text, then what was there before."""
    lines = [piece for line in text.split("\n") for piece in _wrapped(line)]
    before = _NONE if colour is None else "#{:02X}{:02X}{:02X}".format(*colour)
    return f"{HEAD}\n" + "\n".join(lines) + _TAIL + before + (_NOTE + note if note else "")


def _wrapped(line: str) -> list[str]:
    """A line in pieces of a width; a run of Latin letters and digits (D29:D30) stays whole."""
    pieces, piece, room = [], "", _WRAP
    for word in re.findall(r"[!-~]{1,24}|.", line):
        need = sum(2 if ord(mark) > 255 else 1 for mark in word)
        if need > room and word not in "，。；：、）”":
            pieces.append(piece)
            piece, room = "", _WRAP
        piece, room = piece + word, room - need
    return [*pieces, piece]


def put_marks(book: Any, marks: Iterable[Mark]) -> int:
    """Marks all the cells, or none: what was marked is undone when one of them refuses. How many were marked.

    Raises UsageError naming the cell that refused (locked, protected, or its sheet is gone).
    """
    todo = list(marks)
    if not todo:
        return 0
    done: list[tuple[Any, Colour | None, str]] = []
    mark = todo[0]
    try:
        if MARKED not in book.names:
            book.names.add(MARKED, "=TRUE")
        for mark in todo:
            cell = book.sheets[mark.sheet].range(mark.address)
            colour, note = cell.color, cell.note
            before = note.text if note is not None else ""
            done.append((cell, colour, before))
            cell.color = mark.colour
            if note is not None:
                note.delete()
            _fit(cell.add_note(write_note(mark.text, colour, before)))
    except Exception as error:
        if link_broken(error):
            raise
        for cell, colour, before in reversed(done):
            try:
                _restore(cell, colour, before)
            except Exception as second:  # the cell that refused the mark refuses this too, and is as it was
                if link_broken(second):
                    raise
        _forget(book)
        raise UsageError(say(
            f"{mark.sheet} {mark.address} 标记不了：这一格锁定了，或工作表、工作簿设了密码保护。请在“审阅”里撤销保护再按一次。什么都没有标记。",
            f"{mark.sheet} {mark.address} cannot be marked: the cell is locked, or the sheet or book is protected by a password. "
            f"Unprotect it and press again. Nothing was marked.")) from error
    return len(done)


def clear_marks(book: Any) -> int:
    """Takes every mark of ours away: colours and notes are as before. How many there were."""
    if MARKED not in book.names:
        return 0
    cleared = 0
    for note in list(book.notes):
        if (mark := read_note(note.text)) is None:
            continue
        cell = note.location
        note.delete()
        colour = mark.colour
        _restore(cell, None if colour is None else _rgb(colour), mark.note, changed=False)
        cleared += 1
    _forget(book)
    return cleared


def change_mark(book: Any, mark: Mark | None, cell: Any = None) -> None:
    """Another mark on a cell that may have one, or none; what the first one covered is not forgotten."""
    cell = book.sheets[mark.sheet].range(mark.address) if mark is not None else cell
    note = cell.note
    before = read_note(note.text) if note is not None else None
    if before is not None:
        _restore(cell, None if before.colour is None else _rgb(before.colour), before.note)
    if mark is not None:
        put_marks(book, [mark])


def _restore(cell: Any, colour: Colour | None, note: str, changed: bool = True) -> None:
    if changed and (own := cell.note) is not None:
        own.delete()
    cell.color = colour
    if note:
        cell.add_note(note)


def _forget(book: Any) -> None:
    if MARKED in book.names:
        book.names[MARKED].delete()


def _fit(note: Any) -> None:
    """Makes the note's box as large as its text. Excel only; elsewhere the office does so by itself."""
    try:
        note.api.Shape.TextFrame.AutoSize = True
    except Exception:  # noqa: BLE001 - what has no such box is as well as it is
        return


def _rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
