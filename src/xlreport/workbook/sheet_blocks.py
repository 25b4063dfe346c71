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
    """What stands in a cell: its text, its content (a kind of form.values), whether a formula made it, and the number format where it shows

    another number than the one that is stored.
    """

    text: str
    content: str
    formula: bool = False
    shape: str = ""


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
    parts: list[list[int]] = [[]]
    for column in sorted(used):
        if parts[-1] and column - parts[-1][-1] > 1 and _labels(rows, numbers, column):
            parts.append([])
        parts[-1].append(column)
    for columns in parts:
        yield _grid(sheet, rows, numbers, columns, merges, shown)


def _labels(rows: Mapping[int, Mapping[int, PlainCell]], numbers: Sequence[int], column: int) -> bool:
    """Whether a column after an empty one begins another table: it holds labels. Else the empty column was put in."""
    kinds = [rows[row][column].content == "text" for row in numbers if column in rows[row]]
    return len(kinds) > 1 and sum(kinds) * 2 > len(kinds)


def _grid(
    sheet: PlainSheet, rows: Mapping[int, Mapping[int, PlainCell]], numbers: Sequence[int], columns: Sequence[int],
    merges: Mapping[tuple[int, int], tuple[int, int]], shown: str,
) -> Grid:
    if len(numbers) * len(columns) > MOST_PLACES:
        raise UnreadableFile(shown, say(f"工作表“{sheet.name}”的表太大，不像年报", f"the sheet {sheet.name} holds a table larger than any report's"),
                             say("请核对文件", "Check the file"))
    at = {row: place for place, row in enumerate(numbers)}
    across = {column: place for place, column in enumerate(columns)}
    labels = _label_columns(rows, numbers, columns)
    covered: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for row in numbers:
        for column in columns:
            if (row, column) in covered:
                continue
            last, far = merges.get((row, column), (row, column))
            while rows[row].get(column) is not None and last == row and far + 1 < labels and far + 1 not in rows[row] and (row, far + 1) not in covered:
                far += 1
            own_rows = [other for other in numbers if row <= other <= last]
            own_columns = [other for other in columns if column <= other <= far]
            covered.update((other, place) for other in own_rows for place in own_columns)
            cell = rows[row].get(column, PlainCell("", "blank"))
            cells.append(GridCell(cell.text, at[row], across[column], len(own_rows), len(own_columns),
                                  Place(sheet.name, _address(row, column)), cell.content, cell.formula, cell.shape))
    return Grid(tuple(cells))


def _label_columns(rows: Mapping[int, Mapping[int, PlainCell]], numbers: Sequence[int], columns: Sequence[int]) -> int:
    """The first column that holds a figure. Left of it a label reaches over the blank places beside it, merged or not:

    .ods files and unmerged heads keep no trace of the merge.
    """
    with_figures = [column for row in numbers for column, cell in rows[row].items()
                    if columns[0] < column <= columns[-1] and cell.content == "number" and len(rows[row]) > 2]
    return min(with_figures, default=0)


def _address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row + 1}"
