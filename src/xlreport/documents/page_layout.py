"""Printed pages -> blocks: characters and ruled lines put together to tables, rows and paragraphs (PDF and OFD).

Tables are found by their rules (pdfplumber's search for cells among crossing lines). A table that a page break cut goes on
in the next grid; a row that it cut is put together again. Page numbers and running heads are no text of the report.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from xlreport.documents.blocks import Blocks, Line
from xlreport.documents.page_lines import Character, TextLine, text_lines, within
from xlreport.documents.page_marks import without_strokes
from xlreport.documents.page_tables import Drawn, add_grid, drawn, same_columns, table_boxes
from xlreport.form.values import UNREAD
from xlreport.reading.document import Grid, Notice
from xlreport.reading.left_out import LeftOut
from xlreport.wording import say

_PAGE_NUMBER = re.compile(r"[\s\-—－–_~·.]*(?:第?\s*[0-9０-９]{1,4}\s*页?)(?:\s*[/／共，,of]+\s*[0-9０-９]{1,4}\s*页?)?[\s\-—－–_~·.]*")


class Page(NamedTuple):
    """One printed page. edges: ruled lines as pdfplumber writes them; number: from 1."""

    number: int
    width: float
    height: float
    characters: tuple[Character, ...]
    edges: tuple[dict[str, Any], ...]


def lay_out(pages: Sequence[Page], blocks: Blocks) -> tuple[Notice, ...]:
    """Adds the paragraphs and grids of all pages to `blocks`, in the order of reading; what was left out or could not be told is returned."""
    pages = [page._replace(characters=characters, edges=edges) for page in pages for characters, edges in [without_strokes(page.characters, page.edges)]]
    running = _running_heads(pages)
    last: Drawn | None = None  # the table at the foot of the page before
    waiting: list[TextLine] = []  # the paragraph that may run on over the page break
    taken = [_taken_apart(page, running) for page in pages]
    lefts = [min((_left(lines) for lines, _ in taken[number % 2::2] if lines), default=0.0) for number in range(2)]
    widest = max((line.right - lefts[number % 2] for number, (lines, _) in enumerate(taken) for line in lines), default=0.0)
    for number, (page, (lines, tables)) in enumerate(zip(pages, taken, strict=True)):
        margins = lefts[number % 2], lefts[number % 2] + widest
        order: list[TextLine | Drawn] = sorted([*lines, *tables], key=lambda item: item.top if isinstance(item, TextLine) else item.box[1])
        for place, item in enumerate(order):
            if isinstance(item, TextLine):
                if waiting and not _runs_on(waiting[-1], item, margins):
                    _paragraph(waiting, blocks, page.number)
                    waiting = []
                waiting.append(item)
                last = None
                continue
            _paragraph(waiting, blocks, page.number)
            waiting = []
            goes_on = place == 0 and last is not None and same_columns(last, item)
            add_grid(item, blocks, page.number, last if goes_on else None)
            last = item
        if order and isinstance(order[-1], TextLine):
            last = None
    _paragraph(waiting, blocks, pages[-1].number if pages else 0)
    return (*_unclear(blocks), *_left_out(taken))


def _unclear(blocks: Blocks) -> Iterator[Notice]:
    """Figures that are struck out or raised in part."""
    cells = [cell for block in blocks.found if isinstance(block, Grid) for cell in block.cells if cell.content == UNREAD]
    if cells:
        listed = "、".join(f"{cell.place} {cell.text}" for cell in cells[:5])
        yield Notice("struck_text", say(
            f"有 {len(cells)} 格的数上有划线或角上的小字（{listed}），印出来分不清哪个数算数，没有读。请对照原件填写。",
            f"{len(cells)} figure(s) have a line through them or small raised print ({listed}); which number counts cannot be told from the page, so they "
            f"were not read. Fill them in from the original."))


def _left_out(taken: Sequence[tuple[list[TextLine], list[Drawn]]]) -> Iterator[Notice]:
    """Struck and raised words of running text."""
    left_out = LeftOut()
    for lines, _ in taken:
        for line in lines:
            left_out.kept(line.runs)
    return left_out.notices()


def _taken_apart(page: Page, running: frozenset[str]) -> tuple[list[TextLine], list[Drawn]]:
    """A page's lines of text and its tables."""
    tables = [drawn(cells, page.characters) for cells in table_boxes(page.edges)]
    tables = [table for table in tables if len(table.cells) > 1]
    inside = [table.box for table in tables]
    outside = [character for character in page.characters if not any(within(character, box) for box in inside)]
    return [line for line in text_lines(outside) if not _page_mark(line, page, running)], tables


def _left(lines: Sequence[TextLine]) -> float:
    """The left edge of a page's text. Margins are those of all pages on one side: a page may hold short or indented lines only."""
    return min((line.left for line in lines), default=0.0)


def _runs_on(before: TextLine, line: TextLine, margins: tuple[float, float]) -> bool:
    """Whether a line goes on with the one before: that one is full, and this one begins at the margin."""
    left, right = margins
    size = max(before.size, 1.0)
    alike = abs(before.size - line.size) < 1.5 and not before.spaced and not line.spaced
    return alike and before.right > right - 2.2 * size and line.left < left + 1.2 * size


def _paragraph(lines: Sequence[TextLine], blocks: Blocks, page: int) -> None:
    if lines:
        blocks.line(Line("".join(_joined(line.text, following.text if following else "") for line, following in
                                 zip(lines, [*lines[1:], None], strict=True)), "", lines[0].size), page)


def _joined(text: str, following: str) -> str:
    """A line with a space after it where two Latin words or figures would run together."""
    return text + " " if following and text[-1:].isascii() and text[-1:].isalpha() and following[:1].isascii() and following[:1].isalpha() else text


def _running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """Lines that stand at the head or foot of most pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        ends = [character for character in page.characters if character.top < page.height * 0.09 or character.bottom > page.height * 0.91]
        seen.update({line.text for line in text_lines(ends)})
    return frozenset(text for text, times in seen.items() if times >= 3 and times > len(pages) / 2)


def _page_mark(line: TextLine, page: Page, running: frozenset[str]) -> bool:
    """Whether a line is a page number or a running head."""
    at_end = line.top < page.height * 0.09 or line.bottom > page.height * 0.87
    return at_end and (line.text in running or _PAGE_NUMBER.fullmatch(line.text) is not None)
