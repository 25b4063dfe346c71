"""An open book reads as its file does: the same values, places, departures and findings, in few calls."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import xlwings
from fake_excel import Excel

import forms
import packages
from live_reports import ERRORS, report
from sizes import size
from xlreport.check.checking import check_submission
from xlreport.errors import UnreadableFile
from xlreport.form.exchange import from_json
from xlreport.form.library import library as library_of
from xlreport.live.book import OpenBook
from xlreport.rules.load import load_rules
from xlreport.workbook.reader import read_workbook
from xlreport.workbook.template import workbook_bytes

Open = Callable[[bytes], Excel]


def both(excel: Open, package: bytes, folder: Path) -> tuple[Any, Any]:
    """The submission of the open book and of the file."""
    excel(package)
    path = folder / "年报.xlsx"
    path.write_bytes(package)
    return OpenBook(xlwings.books.active, library_of()).submission, read_workbook(path, library_of(), "年报.xlsx")


@pytest.mark.parametrize("form_id", ["zfxxgk-2021", "zfxxgk-2019"])
def test_random_reports_read_alike(form_id: str, excel: Open, tmp_path: Path) -> None:
    """Random reports, right and wrong: figures, texts, answers, last year and findings agree between book and file."""
    form, rules = library_of().form(form_id), load_rules(library_of(), form_id)
    for seed in range(size(60)):
        data = forms.values(form, rules, Random(seed))
        opened, filed = both(excel, workbook_bytes(from_json(data, library_of()), rules), tmp_path)
        assert opened.form.id == form_id
        assert opened == filed, seed
        assert check_submission(opened, rules).findings == check_submission(filed, rules).findings


def test_a_check_of_a_filled_book_takes_at_most_20_calls(excel: Open) -> None:
    """Counted: every value, formula, format, name and property that crosses to Excel, for the whole press of 校验."""
    from xlreport.live import ribbon

    opened = excel(report())
    ribbon.check()
    assert opened.said
    assert "校验通过" in opened.said[0]
    assert len(opened.calls) <= 20, opened.calls


def test_moved_figures_are_found_by_their_names(excel: Open, tmp_path: Path) -> None:
    """With rows inserted the names say where figures stand, and the submission is the same."""
    opened = excel(report(cells=ERRORS))
    plain = OpenBook(xlwings.books.active, library_of()).submission
    assert "names" not in opened.calls
    moved = {}
    for name, target in opened.names.items():  # two rows inserted above the table of 复议诉讼
        sheet, _, place = target.lstrip("=").rpartition("!")
        row = int(place.rsplit("$", 1)[1])
        moved[name] = f"={sheet}!{place.rsplit('$', 1)[0]}${row + 2}" if "复议诉讼" in sheet and ":" not in place else target
    opened.names = moved
    for part in (opened.values, opened.formats, opened.formulas):
        shifted = {(sheet, row + 2 if sheet == "复议诉讼" else row, column): value for (sheet, row, column), value in part.items()}
        part.clear()
        part.update(shifted)
    again = OpenBook(xlwings.books.active, library_of()).submission
    assert "names" in opened.calls
    assert again.cells == plain.cells
    assert again.places["复议诉讼[复议, 维持]"].address == "A8"


def test_inserted_paragraphs_take_no_names(excel: Open, tmp_path: Path) -> None:
    """Paragraphs beyond the rows of the template move the headings of 正文, which are found where they stand."""
    text = "\n".join(f"第{number}段：本年新收 0 件。" for number in range(30))
    opened, filed = both(excel, report(text={"总体情况": text, "存在问题及改进情况": "没有。"}), tmp_path)
    assert opened.texts == filed.texts
    assert opened.texts["总体情况"].count("\n") == 29


def test_another_book_is_refused(excel: Open) -> None:
    """A book that is none of ours is named, with the way out."""
    import io

    import openpyxl

    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.save(buffer)
    excel(buffer.getvalue())
    with pytest.raises(UnreadableFile, match="不是年报模板做的工作簿"):
        _ = OpenBook(xlwings.books.active, library_of()).submission


def test_amounts_keep_what_was_typed(excel: Open, tmp_path: Path) -> None:
    """Amounts with six decimals, and with a format that shows trailing zeros, come over exactly."""
    for amount in ("18.8710", "59237.2449", "0.000001"):
        opened, filed = both(excel, report(cells={packages.AMOUNT_NAME: amount}), tmp_path)
        assert opened.cells[packages.AMOUNT_NAME] == filed.cells[packages.AMOUNT_NAME]
        assert opened.cells[packages.AMOUNT_NAME].raw == amount
