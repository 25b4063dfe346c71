"""Error values of an .xls (and of WPS's .et, which is laid out alike): calamine gives '' for them, as for a blank.

[MS-XLS] 2.4.24 BoolErr, and 2.5.133 FormulaValue of a Formula record. Read by xlrd, another reader, whose values are not used.
"""

from pathlib import Path

from xlreport.form.values import ERROR
from xlreport.workbook.ods_results import Results

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an OLE file, in which all workbooks since Excel 5 lie


def errors_of_xls(path: Path) -> Results:
    """Every cell with an error value; {} for a file of another layout. Raises ValueError where xlrd cannot tell."""
    with path.open("rb") as stream:
        if stream.read(8) != _COMPOUND:
            return {}
    import xlrd

    try:
        book = xlrd.open_workbook(path, logfile=_Nowhere(), on_demand=True)
        return {
            (number, row, column): (ERROR, xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#?"))
            for number, sheet in ((number, book.sheet_by_index(number)) for number in range(book.nsheets))
            for row in range(sheet.nrows) for column, kind in enumerate(sheet.row_types(row)) if kind == xlrd.XL_CELL_ERROR
        }
    except Exception as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


class _Nowhere:
    """What xlrd would print."""

    def write(self, text: str) -> None:
        """Drops it."""
