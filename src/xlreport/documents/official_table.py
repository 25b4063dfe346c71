"""One official table in Word's own terms: real merged cells, widths of the page, rows that do not split, a head that repeats."""

import re
from collections.abc import Iterator
from html import escape
from itertools import accumulate

from xlreport.documents.layout import column_widths, figure_text, heads, width
from xlreport.documents.official_styles import HEAD_FONT, TEXT_WIDTH, W, fonts, size
from xlreport.documents.placed import table_mark
from xlreport.form.model import Block, Cell, Table
from xlreport.form.submission import Submission

USUAL_SIZE = 10.5
MARGIN, ABOVE = 40, 20  # left and right, above and below in a cell, in twentieths of a point
_NUMBERED = re.compile(r"[一二三四五六七八九十]、|（|[0-9]+[.．、]|其中")
_EDGES = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
                 for side in ("top", "left", "bottom", "right", "insideH", "insideV"))

_MARGINS = "".join(f'<w:{side} w:w="{wide}" w:type="dxa"/>'
                   for side, wide in (("top", ABOVE), ("left", MARGIN), ("bottom", ABOVE), ("right", MARGIN)))


def style_of(table: Table) -> str:
    """The id of the paragraph style of a table's text; its name is `表格 申请`."""
    return "Table" + "".join(f"{ord(character):X}" for character in table.code)[:40]


def text_size(table: Table, submission: Submission) -> float:
    """Points of a table's text."""
    return submission.form.printing.sizes.get(table.code, USUAL_SIZE)


def table_xml(table: Table, submission: Submission, number: int) -> str:
    """The table as w:tbl. number: of its bookmark, unique in the document."""
    grid = _grid(table, submission)
    repeated = heads(table)
    columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in grid)
    rows = "".join(_row(table, line, grid, submission, line < repeated, number) for line in range(table.height))
    return (
        f'<w:tbl xmlns:w="{W}"><w:tblPr><w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_EDGES}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar>'
        f'<w:tblLook w:val="0000"/><w:tblCaption w:val="{escape(table.title)}"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )


def _grid(table: Table, submission: Submission) -> list[int]:
    """Widths of the grid in twentieths of a point; together exactly as wide as the text."""
    wide = column_widths(table, submission)
    edges = [round(TEXT_WIDTH * part / sum(wide)) for part in accumulate(wide)]
    return [right - left for left, right in zip([0, *edges], edges, strict=False)]


def _row(table: Table, line: int, grid: list[int], submission: Submission, head: bool, number: int) -> str:
    points = text_size(table, submission)
    properties = f'<w:cantSplit/><w:trHeight w:val="{round(points * 31)}" w:hRule="atLeast"/>' + ("<w:tblHeader/>" if head else "")
    cells = "".join(_cells(table, line, grid, submission, number))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _cells(table: Table, line: int, grid: list[int], submission: Submission, number: int) -> Iterator[str]:
    """The cells of a printed line from left to right; a place under a merged one is a cell that continues it."""
    figures = {cell.position: cell for cell in table.cells if cell.line == line}
    begun = {block.position: block for block in table.blocks if block.line == line}
    above = {block.position: block for block in table.blocks if block.line < line < block.line + block.height}
    position = 0
    while position < table.width:
        block = begun.get(position) or above.get(position)
        span = block.width if block else 1
        wide = sum(grid[position : position + span])
        merge = '<w:vMerge w:val="restart"/>' if position in begun and block and block.height > 1 else \
            "<w:vMerge/>" if position in above else ""
        figure = figures.get(position)
        inside = "" if position in above else _content(table, block, figure, wide, submission)
        mark = table_mark(table.code) if line == position == 0 else ""
        marks = f'<w:bookmarkStart w:id="{number}" w:name="{mark}"/><w:bookmarkEnd w:id="{number}"/>' if mark else ""
        left = '<w:jc w:val="left"/>' if block and figure is None and _starts_left(table, block) else ""
        yield (
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>' + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
            + f'{merge}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style_of(table)}"/>{left}</w:pPr>{marks}{inside}</w:p></w:tc>'
        )
        position += span


def _starts_left(table: Table, block: Block) -> bool:
    """Numbered labels beside their figures start left; names, heads and groups stand in the middle."""
    return block.height == 1 and bool(_NUMBERED.match(block.text)) and any(cell.line == block.line for cell in table.cells)


def _content(table: Table, block: Block | None, figure: Cell | None, wide: int, submission: Submission) -> str:
    if figure is not None:
        text = figure_text(figure, submission)
        return run(text, fitted(text, text_size(table, submission), wide)) if text else ""
    if block is None or not block.text:
        return ""
    heading = not any(cell.line == block.line for cell in table.cells)
    return run(block.text, fonts(HEAD_FONT) if heading else "")


def fitted(text: str, points: float, wide: int) -> str:
    """Smaller type for a figure that its cell would break: a number on two lines is read as two."""
    room = (wide - 2 * MARGIN) / 20
    need = width(text) * points
    smaller = max(6.0, int(2 * points * room / need) / 2) if need > room else points
    return size(smaller) if smaller < points else ""


def run(text: str, properties: str = "") -> str:
    """A run of text; tabs are kept as tabs."""
    opening = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    parts = [f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>' if part else "" for part in text.split("\t")]
    return f"<w:r>{opening}{'<w:tab/>'.join(parts)}</w:r>"
