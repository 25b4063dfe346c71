"""A document as one run of characters: what stands in it, what separates it, and where each character came from.

Two texts are kept side by side. `raw` has every character, with a mark after each cell and each row of a drawn table;
`compact` is what labels are looked for in: no white space, no pipes, widths and brackets folded, traditional characters
simplified, so that a label is found however it was wrapped, spaced or typed.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from xlreport.form.submission import Place
from xlreport.reading.document import Document, Grid, GridCell, Paragraph

CELL_END, ROW_END = "\x1f", "\x1e"
# What separates cells in print; a text cannot bring the two marks along, for importers' characters of that kind are dropped.
_RULER = re.compile(r"[\s|:+\-—=]*-{3,}[\s|:+\-—=]*")
_DROPPED = frozenset("|“”\"'‘’《》，,;；:：·•*_#`~\u200b\u200c\u200d\ufeff\xad" + CELL_END + ROW_END)
_CHINESE_DIGITS = "一二三四五六七八九十"
_LONGEST_FOLD = 4  # one character never means more than this many


class Stream(NamedTuple):
    """raw, compact as above. at: for each compact character its place in raw. marks, sources: where each block begins in raw.

    grid: some of it is drawn tables. certain: figures are where the source says they are (Document.certain).
    """

    raw: str
    compact: str
    at: tuple[int, ...]
    marks: tuple[int, ...]
    sources: tuple[Paragraph | GridCell, ...]
    blocks: tuple[int, ...]
    grid: bool
    certain: bool

    def source(self, offset: int) -> tuple[Paragraph | GridCell, int]:
        """The paragraph or cell that holds a raw character, and the character's place in it."""
        at = max(bisect_right(self.marks, offset) - 1, 0)
        return self.sources[at], offset - self.marks[at]

    def block(self, offset: int) -> int:
        """The number of the document's block that holds a raw character."""
        return self.blocks[max(bisect_right(self.marks, offset) - 1, 0)]

    def place(self, start: int, end: int, sheet: str) -> Place:
        """Where raw characters stand, as a person finds them. sheet: which table."""
        source, offset = self.source(start)
        if isinstance(source, GridCell):
            return source.place if source.place.sheet else source.place._replace(sheet=sheet)
        return source.place._replace(sheet=sheet, start=offset, end=offset + end - start)


def stream_of(document: Document, traditional: Mapping[str, str]) -> Stream:
    """The stream of a document. traditional: traditional character -> the simplified one."""
    parts: list[str] = []
    marks: list[int] = []
    blocks: list[int] = []
    sources: list[Paragraph | GridCell] = []
    length = 0

    def put(text: str, source: Paragraph | GridCell, number: int) -> None:
        nonlocal length
        marks.append(length)
        sources.append(source)
        blocks.append(number)
        parts.append(text)
        length += len(text)

    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            row = -1
            for cell in block.cells:
                if cell.row != row:
                    parts.append(ROW_END)
                    length += 1
                    row = cell.row
                put(_cleaned(cell.text) + CELL_END, cell, number)
            parts.append(ROW_END)
            length += 1
        else:
            ruler = "---" in block.text and _RULER.fullmatch(block.text)
            put(("" if ruler else _cleaned(block.text)) + "\n", block, number)
    raw = "".join(parts)
    compact, index = folded(raw, traditional)
    return Stream(raw, compact, index, tuple(marks), tuple(sources), tuple(blocks), CELL_END in raw, document.certain)


def _cleaned(text: str) -> str:
    """A text with characters of the marks and line breaks as blanks: offsets stay what they are."""
    for mark in (CELL_END, ROW_END, "\n", "\r", "\v", "\f"):
        if mark in text:
            text = text.replace(mark, " ")
    return text


def folded(text: str, traditional: Mapping[str, str]) -> tuple[str, tuple[int, ...]]:
    """A text as labels are compared, and for each of its characters the place in `text`."""
    known: dict[str, str] = {}
    out: list[str] = []
    index: list[int] = []
    for place, character in enumerate(text):
        word = known.get(character)
        if word is None:
            word = known[character] = _fold(character, traditional)
        if not word:
            continue
        if word == "、":
            before = out[-1] if out else ""
            if before.isdigit():
                word = "."
            elif before not in _CHINESE_DIGITS or not before:
                continue
        if len(word) == 1:
            out.append(word)
            index.append(place)
        else:
            out += word
            index += [place] * len(word)
    return "".join(out), tuple(index)


def _fold(character: str, traditional: Mapping[str, str]) -> str:
    if character.isspace() or character in _DROPPED:
        return ""
    character = traditional.get(character, character)
    if "一" <= character <= "鿿" or character.isascii() or character == "、":
        return character
    word = "".join(unicodedata.normalize("NFKC", character).split())[:_LONGEST_FOLD]
    return "" if word in _DROPPED else word
