"""Paragraphs and tables as an importer meets them -> the blocks of a Document, numbered as a person counts them.

A table that only lays out a page (old web pages, reports typed into a frame) is taken apart: what stands in its cells is
read as if the table were not there. A table inside a cell of a table of figures becomes a grid of its own, after it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from xlreport.errors import UnreadableFile
from xlreport.form.submission import Place
from xlreport.form.values import UNREAD
from xlreport.reading.document import Grid, GridCell, Notice, Paragraph
from xlreport.wording import say

MOST_CELLS = 100_000
MOST_PARAGRAPHS = 100_000
DEEPEST = 20
LONGEST_LABEL = 400  # characters; the longest label of the official forms has 42
_FEW_FIGURES = 6


class Line(NamedTuple):
    """A line of text as it is found. number: an automatic numbering; size: points, 0 where unknown."""

    text: str
    number: str = ""
    size: float = 0.0


class Cell:
    """A cell as it is found: where it starts, how many columns and rows it covers, and what stands in it."""

    def __init__(self, column: int, width: int = 1, height: int = 1) -> None:
        self.column, self.width, self.height = column, width, height
        self.first_row = 0
        self.unclear = False  # what it means cannot be told
        self.content: list[Line | Table] = []

    def text(self) -> str:
        """The lines of the cell; a table of one cell inside it counts as text."""
        lines = [entry.text if isinstance(entry, Line) else entry.only_text() for entry in self.content]
        return "\n".join(line for line in lines if line.strip()) or next((line for line in lines if line), "")

    def tables(self) -> Iterator["Table"]:
        """Tables inside the cell that hold more than one text."""
        return (entry for entry in self.content if isinstance(entry, Table) and entry.only_text() == "" and entry.filled())


class Table:
    """A table as it is found: its rows of cells."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []

    def cells(self) -> Iterator[Cell]:
        """All cells, row by row."""
        return (cell for row in self.rows for cell in row)

    def filled(self) -> int:
        """How many cells hold something."""
        return sum(1 for cell in self.cells() if cell.content)

    def only_text(self) -> str:
        """The text of a table that holds just one; '' for any other."""
        texts = [cell for cell in self.cells() if any(not isinstance(entry, Line) or entry.text.strip() for entry in cell.content)]
        return texts[0].text() if len(texts) == 1 else ""

    def lays_out(self) -> bool:
        """Whether it only lays out a page: a table or a long text in a cell, and hardly a figure."""
        texts = [cell.text().strip() for cell in self.cells()]
        if sum(1 for text in texts if (text[:1].isdigit() and len(text) <= 12) or text in ("/", "／")) >= _FEW_FIGURES:
            return False
        return any(len(text) > LONGEST_LABEL for text in texts) or any(True for cell in self.cells() for _ in cell.tables())


def in_table(number: int, row: int, column: int, page: int = 0) -> Place:
    """`表2 第6行第4列`; row and column from 0."""
    return Place(say(f"表{number}", f"table {number}"), say(f"第{row + 1}行第{column + 1}列", f"row {row + 1} column {column + 1}"), page)


def in_text(number: int, page: int = 0) -> Place:
    """`正文 第41段`."""
    return Place(say("正文", "text"), say(f"第{number}段", f"paragraph {number}"), page)


def picture_notices(count: int) -> Iterator[Notice]:
    """One notice a picture: a table that is missing may be one of them."""
    return (Notice("picture", say("一幅图片", "a picture")) for _ in range(min(count, 99)))


class Blocks:
    """The blocks of one document while it is read. Raises UnreadableFile when there are more than any report has."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.found: list[Paragraph | Grid] = []
        self.paragraphs = self.tables = self.cells = 0

    def line(self, line: Line, page: int = 0) -> None:
        """One line of running text; a blank one without a number is left out. Raises UnreadableFile beyond MOST_PARAGRAPHS."""
        if not line.text.strip() and not line.number:
            return
        self.paragraphs += 1
        if self.paragraphs > MOST_PARAGRAPHS:
            raise self.too_much(f"有 {MOST_PARAGRAPHS} 段以上", f"it has more than {MOST_PARAGRAPHS} paragraphs")
        self.found.append(Paragraph(line.text, in_text(self.paragraphs, page), line.number, line.size))

    def nested(self, depth: int) -> None:
        """Raises UnreadableFile for tables inside tables beyond any real page."""
        if depth > DEEPEST:
            raise self.too_much(f"表格里套了 {DEEPEST} 层以上的表格", f"tables are nested more than {DEEPEST} deep")

    def table(self, table: Table, page: int = 0) -> None:
        """One table: a grid, or what stands in its cells where it only lays out the page."""
        if table.lays_out():
            for cell in table.cells():
                for entry in cell.content:
                    if isinstance(entry, Line):
                        self.line(entry, page)
                    else:
                        self.table(entry, page)
            return
        if table.filled():
            self.grid([(row, cell) for row, cells in enumerate(table.rows) for cell in cells], page)
        for cell in table.cells():
            for inner in cell.tables():
                self.table(inner, page)

    def grid(self, cells: list[tuple[int, Cell]], page: int = 0, continues: bool = False) -> None:
        """A grid of cells, each with its row. Raises UnreadableFile beyond MOST_CELLS of all grids together."""
        self.tables += 1
        self.cells += len(cells)
        if self.cells > MOST_CELLS:
            raise self.too_much(f"表格有 {MOST_CELLS} 格以上", f"its tables have more than {MOST_CELLS} cells")
        self.found.append(Grid(tuple(
            GridCell(cell.text(), row, cell.column, cell.height, cell.width, in_table(self.tables, row, cell.column, page),
                     UNREAD if cell.unclear else "")
            for row, cell in cells
        ), continues))

    def too_much(self, chinese: str, english: str) -> UnreadableFile:
        """The error for a file that holds more than any report does."""
        return UnreadableFile(self.shown, say(f"{chinese}，不像年报", english), say("请核对文件", "Check the file"))
