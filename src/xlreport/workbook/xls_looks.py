"""What an .xls (and WPS's .et, which is laid out alike) says of its cells beside their values: errors, number formats, strokes.

[MS-XLS] 2.4.24 BoolErr, 2.5.133 FormulaValue, 2.4.126 Format, 2.4.122 Font, 2.5.293 XLUnicodeRichExtendedString. Read by xlrd, another reader,
whose values are not used. calamine gives '' for an error, as for a blank.
"""

from pathlib import Path
from typing import Any

from xlreport.form.values import ERROR
from xlreport.reading.left_out import Words
from xlreport.workbook.old_looks import Looks, nothing

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an OLE file, in which all workbooks since Excel 5 lie


def looks_of_xls(path: Path) -> Looks:
    """The looks of every cell; none for a file of another layout. Raises ValueError where xlrd cannot tell."""
    with path.open("rb") as stream:
        if stream.read(8) != _COMPOUND:
            return nothing()
    import xlrd

    try:
        book = xlrd.open_workbook(path, logfile=_Nowhere(), formatting_info=True)
        looks = nothing()
        for number in range(book.nsheets):
            _look(book, book.sheet_by_index(number), number, looks)
        return looks
    except Exception as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _look(book: Any, sheet: Any, number: int, looks: Looks) -> None:
    import xlrd

    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            key = (number, row, column)
            if kind == xlrd.XL_CELL_ERROR:
                looks.results[key] = (ERROR, xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#?"))
            style = book.xf_list[sheet.cell_xf_index(row, column)]
            code = book.format_map[style.format_key].format_str
            if kind == xlrd.XL_CELL_NUMBER and code not in ("General", "GENERAL", "@", ""):
                looks.shapes[key] = code
            runs = sheet.rich_text_runlist_map.get((row, column)) if kind == xlrd.XL_CELL_TEXT else None
            if runs:
                looks.runs[key] = _runs(book, sheet.cell_value(row, column), [(0, style.font_index), *runs])
            elif book.font_list[style.font_index].struck_out:
                looks.struck.add(key)


def _runs(book: Any, text: str, runs: list[tuple[int, int]]) -> tuple[Words, ...]:
    """The runs of a rich text: each font holds up to where the next begins."""
    ends = [offset for offset, _ in runs[1:]] + [len(text)]
    fonts = [book.font_list[font] for _, font in runs]
    return tuple(Words(text[offset:end], bool(font.struck_out), font.escapement in (1, 2))
                 for (offset, _), end, font in zip(runs, ends, fonts, strict=True) if end > offset)


class _Nowhere:
    """What xlrd would print."""

    def write(self, text: str) -> None:
        """Drops it."""
