"""Figures drawn apart from their labels: a table that a converter or an empty column cut in two is unread, never shifted."""

import pytest

from xlreport.form.library import Library
from xlreport.form.submission import Place
from xlreport.form.values import NUMBER
from xlreport.reading.document import Document, Grid, GridCell, Paragraph
from xlreport.reading.matching import match_document

HERE = Place("正文", "第1段")


def _grids(library: Library, form_id: str) -> tuple[list[Paragraph | Grid], dict[str, str]]:
    """A report's blocks with a figure of its own in each cell, and those figures."""
    form = library.form(form_id)
    known = {name: str(number) for number, name in enumerate(form.cells, 101)}
    blocks: list[Paragraph | Grid] = [Paragraph("示范县财政局2023年政府信息公开工作年度报告", HERE)]
    for table in form.tables:
        cells = [GridCell(block.text, block.line, block.position, block.height, block.width, HERE) for block in table.blocks if block.text != "="]
        cells += [GridCell(known[cell.name], cell.line, cell.position, 1, 1, HERE) for cell in table.cells]
        blocks.append(Grid(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))))
    return blocks, known


def _certain(library: Library, blocks: list[Paragraph | Grid]) -> dict[str, str]:
    read = match_document(Document("html", tuple(blocks), source="一.html"), library)
    return {name: value.raw for name, value in read.cells.items() if value.kind == NUMBER and not value.inferred}


def _apart(grid: Grid) -> tuple[Grid, list[list[GridCell]]]:
    """A table's words, and its lines of figures."""
    words = Grid(tuple(cell for cell in grid.cells if not cell.text.isdigit()))
    rows = sorted({cell.row for cell in grid.cells if cell.text.isdigit()})
    return words, [[cell for cell in grid.cells if cell.row == row and cell.text.isdigit()] for row in rows]


@pytest.mark.parametrize("form_id", ["zfxxgk-2021", "zfxxgk-2019"])
@pytest.mark.parametrize("numbered", [True, False], ids=["numbered columns", "plain"])
def test_a_blank_line_among_bare_figures_shifts_nothing(form_id: str, numbered: bool, library: Library) -> None:
    """Words in one drawn table, figures in the next, one line of them blank, under a line that numbers the columns or without it."""
    blocks, known = _grids(library, form_id)
    words, lines = _apart(blocks[2])  # type: ignore[arg-type]
    for blank in range(len(lines)):
        numbers = [[cell._replace(text=str(place), row=0) for place, cell in enumerate(lines[0], 1)]] if numbered else []
        figures = [[cell._replace(text="") for cell in line] if place == blank else line for place, line in enumerate(lines)]
        moved = [cell._replace(row=row) for row, line in enumerate([*numbers, *figures]) for cell in line]
        found = _certain(library, [*blocks[:2], words, Grid(tuple(moved)), blocks[3]])
        assert len(found) >= len(known) - 7 * len(lines), "the other tables are read"
        assert {name: figure for name, figure in found.items() if figure != known[name]} == {}


@pytest.mark.parametrize("form_id", ["zfxxgk-2021", "zfxxgk-2019"])
def test_a_table_cut_at_any_column_is_never_misread(form_id: str, library: Library) -> None:
    """Every table cut in two at every column, its right part whole, before the left one, or without its first lines."""
    blocks, known = _grids(library, form_id)
    for place, block in enumerate(blocks):
        if not isinstance(block, Grid):
            continue
        for column in range(1, max(cell.column for cell in block.cells) + 1):
            left, right = Grid(tuple(cell for cell in block.cells if cell.column < column)), [cell for cell in block.cells if cell.column >= column]
            for start in (0, 1, 3, 4):
                part = Grid(tuple(cell for cell in right if cell.row >= start))
                for parts in ((left, part), (part, left), (part,)):
                    found = _certain(library, [*blocks[:place], *parts, *blocks[place + 1:]])
                    assert {name: figure for name, figure in found.items() if figure != known[name]} == {}
