"""A document's running text as lines, each with its place: what is left when the official tables are taken out."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from xlreport.form.submission import Place
from xlreport.reading.document import Document, Grid, GridCell, Paragraph

_PAGE_NUMBER = re.compile(r"[—–\-－―·.]+\s*[0-9０-９]{1,3}\s*[—–\-－―·.]+|第\s*[0-9]{1,3}\s*页(?:\s*共\s*[0-9]{1,3}\s*页)?")
_MARKS = re.compile(r"[、，,。.．…：:；;“”\"'‘’（）()《》〈〉【】\[\]·•\-—_*#]")


class TableSpan(NamedTuple):
    """Blocks of a document in which an official table stands: from start up to end. A table may stand in several."""

    table: str
    start: int
    end: int


class Line(NamedTuple):
    """One line of running text. block: which block it came from; number: a numbering the file keeps apart from the text."""

    text: str
    place: Place
    block: int
    number: str = ""
    size: float = 0.0


def folded(text: str) -> str:
    """Words as headings are compared: NFKC, no white space, no punctuation."""
    return _MARKS.sub("", "".join(unicodedata.normalize("NFKC", text).split()))


def running_text(document: Document, spans: Sequence[TableSpan], heading: Callable[[str], bool]) -> tuple[Line, ...]:
    """The lines outside the official tables, in order; blank lines and page numbers are left out.

    Of a table that is no official one, each row is a line; one of a single column is a box around text. A heading that got
    between the lines of an official table (as that of section five may) is a line all the same.
    """
    taken = {block for span in spans for block in range(span.start, span.end)}
    found: list[Line] = []
    for number, block in enumerate(document.blocks):
        if number in taken and not (isinstance(block, Paragraph) and heading(block.text)):
            continue
        pieces = _paragraph(block, number) if isinstance(block, Paragraph) else _rows(block, number)
        found += [line for line in pieces if line.text.strip() and not _PAGE_NUMBER.fullmatch(line.text.strip())]
    return tuple(found)


def _paragraph(block: Paragraph, number: int) -> Iterator[Line]:
    text = block.text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    if "\n" not in text:
        yield Line(text, block.place, number, block.number, block.size)
        return
    start = 0
    for position, line in enumerate(text.split("\n")):
        place = block.place._replace(start=block.place.start + start, end=block.place.start + start + len(line))
        yield Line(line, place, number, "" if position else block.number, block.size)
        start += len(line) + 1


def _rows(grid: Grid, number: int) -> Iterator[Line]:
    rows: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell)
    for cells in rows.values():
        said = [cell for cell in cells if cell.text.strip()]
        if len(said) == 1:
            yield from _paragraph(Paragraph(said[0].text, said[0].place), number)
        elif said:
            text = "　".join(" ".join(cell.text.split()) for cell in sorted(said, key=lambda cell: cell.column))
            yield Line(text, said[0].place, number)


def is_page(text: str, words: Mapping[str, Sequence[str]]) -> bool:
    """Whether a line belongs to the web page around a report (`打印本页`, `发布时间：…`), not to the report."""
    key = folded(text)
    return len(text) <= 120 and "。" not in text and key.startswith(tuple(folded(word) for word in words.get("page", ())) or ("\0",))
