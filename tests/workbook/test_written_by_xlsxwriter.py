"""Cells as XlsxWriter writes them by hand, found by their names in a workbook that is otherwise not ours."""

from datetime import date
from pathlib import Path

import xlsxwriter

from xlreport.form.library import library
from xlreport.form.values import BLANK, BOOLEAN, NUMBER, TEXT
from xlreport.workbook.layout import defined_name, layout_of
from xlreport.workbook.reader import read_workbook

FORM = "zfxxgk-2021"


def test_written_by_xlsxwriter(tmp_path: Path) -> None:
    """The cells XlsxWriter writes by hand, found by their names in a workbook that is otherwise not ours."""
    form = library().form(FORM)
    path = tmp_path / "own.xlsx"
    figures = layout_of(form).figures
    with xlsxwriter.Workbook(str(path)) as own:
        sheets = {table.sheet: own.add_worksheet(table.sheet) for table in form.tables}
        for number, (name, cell) in enumerate(form.cells.items()):
            own.define_name(defined_name(cell), f"={figures[name].absolute}")
            sheets[figures[name].sheet].write_number(figures[name].row, figures[name].column, number)
        spots = [figures[name] for name in list(form.cells)[:5]]
        sheet = sheets[spots[0].sheet]
        sheet.write_formula(spots[0].row, spots[0].column, "=3+4")
        sheet.write_string(spots[1].row, spots[1].column, "")
        sheet.write_blank(spots[2].row, spots[2].column, None, own.add_format({"bold": True}))
        sheet.write_boolean(spots[3].row, spots[3].column, True)
        sheet.write_datetime(spots[4].row, spots[4].column, date(2023, 1, 12), own.add_format({"num_format": "yyyy-mm-dd"}))
    names = list(form.cells)
    cells = read_workbook(path, library()).cells
    assert (cells[names[0]].number, cells[names[0]].formula) == (0, True)  # XlsxWriter's default cached value
    assert [cells[name].kind for name in names[1:5]] == [TEXT, BLANK, BOOLEAN, NUMBER]
    assert (cells[names[4]].number, cells[names[4]].date) == (44938, True)
    assert cells[names[50]].number == 50
