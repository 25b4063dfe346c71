"""导入情况: what an imported workbook could not take over from the report, a line each, with where to look."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from xlreport.workbook.cover_sheet import LONGEST
from xlreport.workbook.styles import Styles, text_lines

IMPORTED = "导入情况"
_WIDTHS = (22, 40, 26, 60)


class ImportRow(NamedTuple):
    """One thing: the cell of this workbook to fill in ('' for none), what it is, where it stands in the report, what to do."""

    cell: str
    what: str
    place: str
    remedy: str


class Imported(NamedTuple):
    """What the sheet says: a line on the whole, and the rows."""

    face: str
    rows: Sequence[ImportRow]


def write_imported(sheet: Any, styles: Styles, imported: Imported) -> None:
    """The sheet: it stands last and is for reading only; `check` does not look at it."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, imported.face[:LONGEST], styles["summary"])
    for column, head in enumerate(("要填的格", "项目", "在原文里", "怎么办")):
        sheet.write_string(2, column, head, styles["head_bold"])
    for line, row in enumerate(imported.rows, 3):
        words = [part[:LONGEST] for part in row]
        sheet.set_row(line, 15.0 * max(text_lines(text, width) for text, width in zip(words, _WIDTHS, strict=True)) + 4)
        for column, text in enumerate(words):
            if column == 0 and "!" in text:
                sheet.write_url(line, 0, f"internal:{text}", styles["link"], string=text.replace("'", "").replace("!", " ").replace("$", ""))
            else:
                sheet.write_string(line, column, text, styles["cell"])
    sheet.freeze_panes(3, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
