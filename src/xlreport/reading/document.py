"""What every importer makes of a file, and all that the matcher sees: paragraphs and grids in the order in which they stand.

A docx, a web page, a PDF, a text file and a workbook that is not ours differ only up to here.
"""

from typing import NamedTuple

from xlreport.form.submission import Place

NUMBER_SHOWN = "number_shown"  # the test of a notice about one cell, which is dropped where no figure stands


class Paragraph(NamedTuple):
    """One line of running text with its place.

    number: a numbering that the file keeps apart from the text (Word's automatic `3、`), else ''. size: the type size in
    points where the file says so, else 0. The text is as it stands: nothing is trimmed, folded or corrected.
    """

    text: str
    place: Place
    number: str = ""
    size: float = 0.0


class GridCell(NamedTuple):
    """One cell of a drawn table: row and column from 0, height and width in rows and columns (1 unless merged).

    content: as the file keeps it, where a workbook knows more than a text: number, text, boolean, error, uncalculated (see
    form.values); unread where an importer cannot tell what it means; '' where the file only has text. formula: the text shown is the result of a formula.
    shape: the number format, where it shows another number than the one that is stored (reading.shown).
    """

    text: str
    row: int
    column: int
    height: int
    width: int
    place: Place
    content: str = ""
    formula: bool = False
    shape: str = ""


class Grid(NamedTuple):
    """One drawn table. cells: in reading order, merged cells once; a cell that is missing in the file is missing here.

    continues: the table goes on from the grid before it (a page break cut it).
    """

    cells: tuple[GridCell, ...]
    continues: bool = False


class Notice(NamedTuple):
    """Something the importer noticed that a W rule speaks of: the rule's `test`, and what is there, in words."""

    test: str
    detail: str
    place: Place | None = None


class Document(NamedTuple):
    """A file taken apart. kind: docx, html, pdf, text, ofd or workbook; blocks: in the order of reading.

    certain: figures are where the file says they are; False for sources such as plain text, where cells may have been
    split, run together or dropped.
    """

    kind: str
    blocks: tuple[Paragraph | Grid, ...]
    notices: tuple[Notice, ...] = ()
    certain: bool = True
    source: str = ""
