"""What stands behind a label, up to the next one: cells where their borders can be seen, else only pieces in order."""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from xlreport.reading.labels import Line
from xlreport.reading.stream import CELL_END, ROW_END

_WORD = re.compile(r"\S+")
PAGE = re.compile(r"\s*(?:[—–\-·]+\s*\d{1,3}\s*[—–\-·]+|第\s*\d{1,3}\s*页.*|\d{1,3}\s*/\s*\d{1,3}|-?\s*Page\b.*)\s*", re.IGNORECASE)
_NUMBERING = re.compile(r"\d{1,2}[.、．)）]|[（(]?[一二三四五六七八九十\d]{1,3}[)）]|[（()）.．、]|[一二三四五六七八九十]{1,3}[、.．]?")
_CLOSING = "”\"’'》：:*_"  # after a label's last word: its quotes, a colon, Markdown's bold
_LOST = "?？\ufffd\u200b\ufeff"  # what conversion leaves of a blank (a no-break space in a Chinese code page)
_LABELLED = re.compile(r"\d{1,2}[.．、)）]\s*[一-鿿]")
_FIGURE = re.compile(r"[+\-]?\d+(?:\.\d+)?")
_TYPED = re.compile(r"[+\-]?\d+(?:[,，]\d{3})*(?:\.\d+)?(?:件|万?元)?")  # as a person types a figure
_NOTE = re.compile(r"[（(].*")
_ENDING_NOTE = re.compile(r"[（(][^（）()]*[）)]$")
_SENTENCE_ENDS = ("。", "；", "：", ":")
LONGEST = 200  # characters of one piece: more is running text, and need not be looked at closely
FOREIGN = 5  # so many Chinese characters in one piece are no figure and no `无`, but the next label or a sentence
MOST_PIECES = 400


class Piece(NamedTuple):
    """Characters of `raw` from start up to end that stand together, without blanks around them."""

    text: str
    start: int
    end: int


class Row(NamedTuple):
    """What stands behind the label of a line.

    fields: cells, empty ones too, where borders show (pipes, a drawn table, tabs), () where they hold none; else None. pieces: what is not blank, in
    order; by_line: the same, line by line; label: where the label begins in raw; single: label and first piece on one line;
    drawn: the fields are cells of a drawn table or lines begun by tabs, not pieces between pipes; doubtful: why what stood here was
    left out (heads: columns not in order; copies: the table stands twice; before: figures before labels; cell: two labels in one), '' where it was not;
    settled: read by the names of row and column, not by position; behind: from the label's end to the
    next label, in raw.
    """

    line: Line
    fields: tuple[Piece, ...] | None
    pieces: tuple[Piece, ...]
    by_line: tuple[tuple[Piece, ...], ...]
    label: int
    single: bool
    drawn: bool = False
    behind: tuple[int, int] = (0, 0)
    doubtful: str = ""
    settled: bool = False

    @property
    def numeric(self) -> bool:
        """Every piece is a figure."""
        return all(_FIGURE.fullmatch(piece.text) for piece in self.pieces)


def read_row(raw: str, line: Line, label: int, start: int, stop: int, bits: frozenset[str], tail: str) -> Row:
    """The row behind a label that begins at `label` and ends at `start`; `stop`: where the next label begins.

    bits: see Printed; tail: the label's full wording, of which a part may follow on the next line.
    """
    behind = start, stop
    start = _after_remark(raw, start, stop)
    upright = line.head and _upright(raw[start:stop])
    if line.head and not upright:
        start = _past_head(raw, start, stop)
    fields = _fields(raw, start, stop, line.head and not upright)
    by_line = tuple(_pieces(raw, start, stop, bits, tail))
    drawn = fields is not None and (CELL_END in raw[start:stop] or "|" not in raw[start:stop])
    if fields is not None and ROW_END in raw[start:stop] + raw[stop:stop + 1]:
        by_line = (tuple(field for field in fields if field.text),)
    pieces = tuple(piece for line_pieces in by_line for piece in line_pieces)[:MOST_PIECES]
    single = bool(pieces) and "\n" not in raw[label:pieces[0].start] and ROW_END not in raw[label:pieces[0].start]
    return Row(line, fields, pieces, by_line, label, single, drawn, behind)


def in_a_figure(raw: str, at: int) -> bool:
    """Whether a label's words at `at` stand behind a figure in one drawn cell (`1规章8`): they begin no row, and the cell is no figure."""
    border = max(raw.rfind(mark, max(0, at - LONGEST), at) for mark in (CELL_END, ROW_END))
    return border >= 0 and raw[border] == CELL_END and _FIGURE.fullmatch(raw[border + 1:at].strip()) is not None


def trimmed(raw: str, start: int, end: int) -> Piece:
    """The characters from start up to end without blanks, and without what conversion leaves of blanks, around them."""
    text = raw[start:end]
    bare = text.lstrip().lstrip(_LOST).lstrip()
    start += len(text) - len(bare)
    word = bare.rstrip()
    bare = word.rstrip(_LOST).rstrip()
    if bare[-1:].isascii() and bare[-1:].isalpha():
        bare = word  # `#NAME?`
    return Piece(bare, start, start + len(bare))


def _after_remark(raw: str, start: int, stop: int) -> int:
    """Past a remark in brackets that belongs to the label (`（区分处理的，……）`, however it was worded)."""
    while start < stop and raw[start] in _CLOSING:
        start += 1
    at = start
    while at < stop and raw[at].isspace() and raw[at] not in (CELL_END, ROW_END):  # both count as blanks, and end the label's cell
        at += 1
    if at < stop and raw[at] in "（(":
        for closing in range(at, min(at + 80, stop)):
            if raw[closing] in "）)":
                return closing + 1
            if raw[closing].isdigit():
                break
    return start


def _upright(segment: str) -> bool:
    """One cell a line with pipes between cells or after each, from the label on."""
    lines = [line for line in segment.split("\n")[:8] if line.strip()]
    return segment.lstrip().startswith("|") and len(lines) > 2 and all(line.count("|") <= 1 and len(line.split()) <= 2 for line in lines) \
        and sum("|" in line for line in lines[1:4]) > 0


def _past_head(raw: str, start: int, stop: int) -> int:
    """The first line or table row below a head that holds a figure; in a table all of whose cells are blank, its first blank row."""
    at, blank = start, -1
    for found in re.finditer(f"[^\n{ROW_END}]*[\n{ROW_END}]?", raw[start:stop]):
        text = found[0]
        bordered = CELL_END in text or "|" in text
        if blank >= 0 and not bordered and text.strip(ROW_END + " \n"):
            return blank
        if blank < 0 and at > start and bordered and not text.strip(CELL_END + ROW_END + "| \t\n"):
            blank = at
        if any(_TYPED.fullmatch(word.strip(_LOST)) or word == "/" for word in re.split(r"[\s|" + CELL_END + "]+", text)):
            # the head's own line counts when the figures follow on it
            return at
        at += len(text)
        if not text:
            break
    return blank if blank >= 0 else start


def _fields(raw: str, start: int, stop: int, head: bool) -> tuple[Piece, ...] | None:
    """Cells behind a label where their borders show; None where they do not."""
    segment = raw[start:stop]
    row_end = segment.find(ROW_END)
    if CELL_END in segment and (row_end < 0 or segment.find(CELL_END) < row_end):
        return _split(raw, start, start + row_end if row_end >= 0 else stop, CELL_END, head)
    if "|" in segment:
        line_end = segment.find("\n")
        first = segment[: line_end if line_end >= 0 else None]
        if first.count("|") >= 2:
            return _split(raw, start, start + len(first), "|", head and not _piped_before(raw, start))
        if not segment.lstrip().startswith("|") and not head:
            return None
        fields = tuple(itertools.takewhile(lambda field: _kind(field.text or "0", frozenset(), "") != "foreign",
                                           _split(raw, start, stop, "|", head)))
        return None if any(len(field.text.split()) > 1 for field in fields) else fields
    return _tabbed(raw, start, stop)


def _piped_before(raw: str, start: int) -> bool:
    """Whether the line above begins with a pipe, as each line then does."""
    return raw[:start].rstrip("\n").rpartition("\n")[2].lstrip().startswith("|")


def _split(raw: str, start: int, end: int, mark: str, first_too: bool) -> tuple[Piece, ...]:
    """Pieces between marks. What stands before the first mark is still the label's, unless first_too."""
    found, at = [], start
    while True:
        following = raw.find(mark, at, end)
        piece = trimmed(raw, at, following if following >= 0 else end)
        typed = raw[at:following if following >= 0 else end].strip() if mark == CELL_END and not piece.text else ""  # `?` in a drawn cell was typed
        found.append(Piece(typed, piece.start - len(typed), piece.start) if "?" in typed or "？" in typed else piece)
        if following < 0 or len(found) > MOST_PIECES:
            break
        at = following + 1
    if not found[-1].text and mark == CELL_END:
        found.pop()
    return tuple(found if first_too else found[1:])


def _tabbed(raw: str, start: int, stop: int) -> tuple[Piece, ...] | None:
    """One cell a line, each begun by a tab, rows parted by a line without one: how Word's tables are saved as text."""
    lines = raw[start:stop].split("\n")
    at = start + len(lines[0]) + 1
    if lines[0].strip() or len(lines) < 2 or not lines[1].startswith("\t"):
        return None
    found = []
    for text in lines[1:]:
        if not text.startswith("\t") and not text.strip():
            break
        if not text.startswith("\t"):
            return None
        found.append(trimmed(raw, at, at + len(text)))
        at += len(text) + 1
    return tuple(found[:MOST_PIECES])


def _pieces(raw: str, start: int, stop: int, bits: frozenset[str], tail: str) -> Iterator[tuple[Piece, ...]]:
    """What is not blank, line by line, up to the first piece that cannot belong to a figure."""
    at = start
    for text in re.split(r"[\n" + ROW_END + "]", raw[start:stop]):
        found: list[Piece] = []
        for word in () if PAGE.fullmatch(text) else _WORD.finditer(text.replace("|", " ").replace(CELL_END, " ")):
            piece = trimmed(raw, at + word.start(), at + word.end())
            if not piece.text or (_NUMBERING.fullmatch(piece.text) and not piece.text.isdigit()):
                continue
            if found and _NOTE.fullmatch(piece.text):
                found[-1] = Piece(raw[found[-1].start:piece.end], found[-1].start, piece.end)
                continue
            kind = "foreign" if _runs_into(raw, piece, stop) else _kind(piece.text, bits, tail)
            if kind == "foreign":  # figures before it on a line below the label's belong to its sentence: `2023年度没有……`
                yield tuple(found) if at == start else ()
                return
            if kind == "figure":
                found.append(piece)
        if found:
            yield tuple(found)
        at += len(text) + 1


def _runs_into(raw: str, piece: Piece, stop: int) -> bool:
    """Whether words go on beyond the segment: the label there is a part of their sentence (`据统计本年新收……`)."""
    return piece.end == stop < len(raw) and "一" <= raw[stop] <= "鿿" and not any(character.isdigit() for character in piece.text) \
        and any("一" <= character <= "鿿" for character in piece.text)


def _bare(text: str) -> str:
    return re.sub(r"[（）()、，,.：:“”\"]", "", text)


def _kind(text: str, bits: frozenset[str], tail: str) -> str:
    """figure (or whatever a person put in its place), noise, or foreign."""
    if len(text) > LONGEST or _LABELLED.match(text):
        return "foreign"
    if text.endswith(_SENTENCE_ENDS) and any("一" <= character <= "鿿" or character in "“”" for character in text[:-1]):
        return "foreign"  # `说明：`, `无。`: running text, never what a person puts in a figure's place
    if text[0].isdigit() and sum("一" <= character <= "鿿" for character in _ENDING_NOTE.sub("", text)) >= FOREIGN:
        return "foreign"  # a figure with the next label glued to it
    if text[0].isdigit() or text[0] in "/+-" or not any("一" <= character <= "鿿" for character in text):
        return "figure"
    if len(text) <= 3 and text != "无" and all(character in bits for character in text):
        return "noise"
    if tail and len(text) > 1 and _bare(text) in _bare(tail):
        return "noise"  # the rest of a wrapped label
    characters = sum("一" <= character <= "鿿" for character in text)
    return "foreign" if characters >= FOREIGN else "figure"
