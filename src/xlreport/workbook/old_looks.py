"""What calamine does not say of a sheet's cells, in one shape for every old format: errors, what is shown of a number, strokes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from xlreport.form.values import NUMBER, TEXT, UNREAD
from xlreport.reading.left_out import LeftOut, Words
from xlreport.wording import say
from xlreport.workbook.foreign import shape
from xlreport.workbook.formats import format_shown
from xlreport.workbook.layout import column_letters
from xlreport.workbook.sheet_blocks import PlainCell

Key = tuple[int, int, int]  # sheet from 0, row, column


class Looks(NamedTuple):
    """results: (ERROR or UNCALCULATED, what stands there) of cells that calamine gives as blanks; shapes: number formats written out;

    struck: cells struck out altogether; runs: texts of which some is struck out or raised.
    """

    results: dict[Key, tuple[str, str]]
    shapes: dict[Key, str]
    struck: set[Key]
    runs: dict[Key, tuple[Words, ...]]


def nothing() -> Looks:
    """The looks of a file that has none."""
    return Looks({}, {}, set(), {})


def as_it_looks(cells: Mapping[tuple[int, int], PlainCell], number: int, name: str, looks: Looks, left_out: LeftOut,
                struck: list[str]) -> dict[tuple[int, int], PlainCell]:
    """A sheet's cells as a person sees them. number: the sheet's, from 0; left_out, struck: what is to be said goes there."""
    found = dict(cells)
    for (sheet, row, column), (content, text) in looks.results.items():
        if sheet == number and (row, column) not in found:
            found[row, column] = PlainCell(text, content, True)
    for (sheet, row, column), runs in looks.runs.items():
        if sheet == number and (cell := found.get((row, column))) and cell.content == TEXT:
            found[row, column] = cell._replace(text=left_out.kept(runs, f"{name} {column_letters(column)}{row + 1}"))
    for (sheet, row, column), code in looks.shapes.items():
        if sheet == number and (cell := found.get((row, column))) and cell.content == NUMBER:
            found[row, column] = cell._replace(shape=shape(Decimal(cell.text), format_shown(code)))
    for sheet, row, column in sorted(looks.struck):
        if sheet == number and (cell := found.get((row, column))):
            found[row, column] = PlainCell(say(f"{cell.text}（划掉）", f"{cell.text}(struck)"), UNREAD, cell.formula)
            struck.append(f"{name} {column_letters(column)}{row + 1}")
    return found
