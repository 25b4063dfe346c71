"""A drawn table that page breaks cut anywhere: a label takes no digit of the figure before it, no figure is read as another."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sizes import size
from xlreport.form.library import Library
from xlreport.form.library import library as library_of
from xlreport.form.model import Table
from xlreport.form.submission import Place
from xlreport.form.values import NUMBER
from xlreport.reading.document import Document, Grid, GridCell, Paragraph
from xlreport.reading.matching import match_document

HERE = Place("正文", "第1段")
FORMS = ("zfxxgk-2021", "zfxxgk-2019")
TITLE = Paragraph("示范县财政局2023年政府信息公开工作年度报告", HERE)


def _drawn(table: Table, known: dict[str, str]) -> list[GridCell]:
    cells = [GridCell(block.text, block.line, block.position, block.height, block.width, HERE) for block in table.blocks if block.text != "="]
    cells += [GridCell(known[cell.name], cell.line, cell.position, 1, 1, HERE) for cell in table.cells]
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _read(blocks: list[Paragraph | Grid], library: Library) -> dict[str, str]:
    """The figures that are taken as certain."""
    read = match_document(Document("pdf", tuple(blocks), source="一.pdf"), library)
    return {name: value.raw for name, value in read.cells.items() if value.kind == NUMBER and not value.inferred}


def _cut(cells: list[GridCell], at: int, random: Random) -> tuple[Grid, Grid]:
    """Two grids: the rows above `at`, and the others. A cell over the break stands above whole or in part, its rest, or nothing, below."""
    above, below = [], []
    for cell in cells:
        place = random.randint(0, len(cell.text))
        rest = random.choice((cell.text[place:], cell.text, ""))
        if cell.row + cell.height <= at:
            above.append(cell)
        elif cell.row >= at:
            below.append(cell)
        else:
            above.append(cell._replace(text=random.choice((cell.text, cell.text[:place])) if rest != cell.text else "", height=at - cell.row))
            below.append(cell._replace(text=rest, row=at, height=cell.row + cell.height - at))
    return Grid(tuple(above)), Grid(tuple(sorted(below, key=lambda cell: (cell.row, cell.column))), continues=True)


def _halved(cells: list[GridCell], row: int, random: Random) -> list[GridCell]:
    """A line that is itself cut: its words in two cells one below the other, its figures in one of the two."""
    words = random.random() < 0.5
    moved = [cell._replace(row=cell.row + (cell.row > row), height=cell.height + (cell.row < row < cell.row + cell.height)) for cell in cells]
    out = []
    for cell in moved:
        if cell.row != row:
            out.append(cell)
            continue
        place = len(cell.text) * (not words) if cell.text.isdigit() else random.randint(0, len(cell.text))
        out += [cell._replace(text=cell.text[:place], height=1), cell._replace(text=cell.text[place:], row=row + 1)]
    return out


@pytest.mark.parametrize("form_id", FORMS)
@given(seed=st.integers(0, 10**9))
@settings(max_examples=size(600))
def test_no_figure_changes_where_a_page_break_cuts_a_table(form_id: str, seed: int) -> None:
    """Each table cut between two lines, or in a line: every certain figure is the printed one; between lines every figure is certain."""
    library, random = library_of(), Random(seed)
    form = library.form(form_id)
    known = {name: str(random.choice((0, 10, 30, random.randrange(100), random.randrange(100000)))) for name in form.cells}
    blocks: list[Paragraph | Grid] = [TITLE]
    whole = True
    for table in form.tables:
        cells = _drawn(table, known)
        last = max(cell.row for cell in cells)
        first = min(cell.row for cell in cells if cell.text.isdigit())
        cut = random.randint(first, last)
        if random.random() < 0.3:
            cells, whole, cut = _halved(cells, cut, random), False, cut + 1
        if cut > first or not whole:
            blocks += _cut(cells, cut, random)
        else:
            blocks.append(Grid(tuple(cells)))
    found = _read(blocks, library)
    assert {name: figure for name, figure in found.items() if figure != known[name]} == {}
    assert not whole or found == known


@pytest.mark.parametrize("rest", ["）无法提供", "无法提供", "四）无法提供", "）其他处理", "1.）无法提供"])
def test_the_rest_of_a_label_takes_no_digit(rest: str, library: Library) -> None:
    """A group's label goes on below the break, right behind the last figure of the line above: `30`, `）无法提供`."""
    form = library.form("zfxxgk-2021")
    known = {name: str(number * 10) for number, name in enumerate(form.cells, 1)}
    blocks: list[Paragraph | Grid] = [TITLE]
    for table in form.tables:
        cells = _drawn(table, known)
        for row in sorted({cell.row for cell in cells})[3:] if len(cells) > 100 else ():
            above, below = [cell for cell in cells if cell.row < row], [cell for cell in cells if cell.row >= row]
            pieces = [Grid(tuple(above)), Grid((GridCell(rest, row, 0, 1, 1, HERE), *below), continues=True)]
            others = [Grid(tuple(_drawn(other, known))) for other in form.tables if other is not table]
            found = _read([*blocks, others[0], *pieces, others[1]], library)
            assert {name: (figure, known[name]) for name, figure in found.items() if figure != known[name]} == {}, row
            assert len(found) >= len(known) - 14, row
