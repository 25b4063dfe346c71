"""Sheets that are not laid out as ours -> the blocks of a Document: prose, and tables with every place in them, blank or not."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from xlreport.errors import UnreadableFile
from xlreport.form.library import Library
from xlreport.form.names import plain
from xlreport.form.submission import Place
from xlreport.reading.document import Grid, GridCell, Paragraph
from xlreport.wording import say
from xlreport.workbook.layout import column_letters

MOST_PLACES = 60_000  # of a table, blank ones included; our largest has 300
WIDEST = 200  # columns
_SHORT = 12


class PlainCell(NamedTuple):
    """What stands in a cell: its text, its content (a kind of form.values), and whether a formula made it."""

    text: str
    content: str
    formula: bool = False


class PlainSheet(NamedTuple):
    """A sheet taken apart. cells by (row, column) from 0; merges as (first row, first column, last row, last column)."""

    name: str
    cells: Mapping[tuple[int, int], PlainCell]
    merges: tuple[tuple[int, int, int, int], ...]


def printed_texts(forms: Library) -> frozenset[str]:
    """All that is printed inside the tables of the forms at hand, as it is compared."""
    return frozenset(plain(block.text) for form in forms.forms() for table in form.tables for block in table.blocks)


def sheet_blocks(sheet: PlainSheet, printed: frozenset[str], shown: str) -> list[Paragraph | Grid]:
    """The blocks of one sheet. Raises UnreadableFile where a table would have more places than any report."""
    rows: dict[int, dict[int, PlainCell]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.text.strip() and column < WIDEST:
            rows.setdefault(row, {})[column] = cell
    blocks: list[Paragraph | Grid] = []
    waiting: list[int] = []
    for row, cells in rows.items():
        (column, only), *others = cells.items()
        if others or plain(only.text) in printed or only.content != "text":
            waiting.append(row)
            continue
        short = len(only.text) <= _SHORT and waiting and row - waiting[-1] == 1
        if short:
            waiting.append(row)
            continue
        blocks += _tables(sheet, rows, waiting, shown)
        waiting = []
        blocks += [Paragraph(line, Place(sheet.name, _address(row, column))) for line in only.text.splitlines() if line.strip()]
    return [*blocks, *_tables(sheet, rows, waiting, shown)]


def _tables(sheet: PlainSheet, rows: Mapping[int, Mapping[int, PlainCell]], numbers: Sequence[int], shown: str) -> Iterable[Grid]:
    """The tables in these rows: side by side where empty columns part them."""
    if not numbers:
        return
    merges = {(first, left): (last, right) for first, left, last, right in sheet.merges}
    used: set[int] = set()
    for row in numbers:
        for column in rows[row]:
            _, right = merges.get((row, column), (row, column))
            used.update(range(column, min(right, WIDEST) + 1))
    begin = None
    for column in range(min(used), max(used) + 2):
        if column in used:
            begin = column if begin is None else begin
        elif begin is not None:
            yield _grid(sheet, rows, numbers, (begin, column), merges, shown)
            begin = None


def _grid(
    sheet: PlainSheet, rows: Mapping[int, Mapping[int, PlainCell]], numbers: Sequence[int], span: tuple[int, int],
    merges: Mapping[tuple[int, int], tuple[int, int]], shown: str,
) -> Grid:
    left, right = span
    if len(numbers) * (right - left) > MOST_PLACES:
        raise UnreadableFile(shown, say(f"工作表“{sheet.name}”的表太大，不像年报", f"the sheet {sheet.name} holds a table larger than any report's"),
                             say("请核对文件", "Check the file"))
    at = {row: place for place, row in enumerate(numbers)}
    labels = _label_columns(rows, numbers, span)
    covered: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for row in numbers:
        for column in range(left, right):
            if (row, column) in covered:
                continue
            last, far = merges.get((row, column), (row, column))
            while rows[row].get(column) is not None and last == row and far + 1 < labels and far + 1 not in rows[row] and (row, far + 1) not in covered:
                far += 1
            height = sum(1 for other in range(row, min(last, numbers[-1]) + 1) if other in at)
            width = min(far, right - 1) - column + 1
            covered.update((other, place) for other in range(row, min(last, numbers[-1]) + 1) for place in range(column, column + width))
            cell = rows[row].get(column, PlainCell("", "blank"))
            cells.append(GridCell(cell.text, at[row], column - left, max(1, height), width, Place(sheet.name, _address(row, column)),
                                  cell.content, cell.formula))
    return Grid(tuple(cells))


def _label_columns(rows: Mapping[int, Mapping[int, PlainCell]], numbers: Sequence[int], span: tuple[int, int]) -> int:
    """The first column that holds a figure. Left of it a label reaches over the blank places beside it, merged or not:

    .ods files and unmerged heads keep no trace of the merge.
    """
    with_figures = [column for row in numbers for column, cell in rows[row].items()
                    if span[0] < column < span[1] and cell.content == "number" and len(rows[row]) > 2]
    return min(with_figures, default=0)


def _address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row + 1}"
