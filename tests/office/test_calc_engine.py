"""LibreOffice Calc as an engine of xlwings: a real office without a window, asked through xlwings' public names only."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
import xlwings
from calc import Alerts, running_calc, state

import forms
import packages
from live_reports import ERRORS, report
from sizes import size
from xlreport.check.totals import settle_totals
from xlreport.form.exchange import from_json
from xlreport.form.library import library as library_of
from xlreport.live import boundary, libreoffice, ribbon
from xlreport.live.book import OpenBook
from xlreport.live.calc_formulas import to_calc, to_excel
from xlreport.live.calc_link import connect
from xlreport.rules.load import load_rules
from xlreport.workbook.reader import read_workbook
from xlreport.workbook.template import workbook_bytes

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def calc() -> Iterator[str]:
    """A running office; the pipe it listens at."""
    with running_calc("--headless") as pipe:
        connect(pipe, 60)
        yield pipe


@pytest.fixture
def engine(calc: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Alerts]:
    """The office as the active engine; what its message boxes said."""
    monkeypatch.setenv("XLREPORT_LOG", str(tmp_path / "xlreport.log"))
    alerts = Alerts()
    monkeypatch.setattr(libreoffice.App, "alert", lambda _, *said: alerts(*said))
    before = list(xlwings.engines.engines), xlwings.engines.active
    libreoffice.use_calc(calc)
    yield alerts
    for book in list(xlwings.books):
        book.close()
    xlwings.engines.engines[:], xlwings.engines.active = before


def opened(package: bytes, folder: Path) -> Any:
    """The workbook, open in Calc."""
    path = folder / "年报.xlsx"
    path.write_bytes(package)
    return xlwings.books.open(path)


def test_values_both_ways(engine: Alerts) -> None:
    """Numbers, texts, blanks, dates, booleans, Decimal, rows, columns and tables, with xlwings' own options."""
    sheet = xlwings.books.add().sheets[0]
    sheet["A1"].value = [[1, "甲", None], [2.5, "", Decimal("3.25")]]
    assert sheet["A1:C2"].value == [[1.0, "甲", None], [2.5, None, 3.25]]
    assert sheet["A1:C1"].options(ndim=2).value == [[1.0, "甲", None]]
    assert sheet["A1:A2"].value == [1.0, 2.5]
    assert sheet["A1:A2"].options(numbers=int, transpose=True, ndim=2).value == [[1, 2]]
    assert sheet["A1"].options(empty="无").value == 1.0
    assert sheet["C1"].options(empty="无").value == "无"
    sheet["A4"].value = [datetime.datetime(2023, 12, 31, 6, 30)]  # noqa: DTZ001 - a cell has no time zone
    assert sheet["A4"].value == pytest.approx(45291.2708333)
    sheet["A4"].number_format = "YYYY-MM-DD"
    assert sheet["A4"].options(dates=datetime.date).value == datetime.date(2023, 12, 31)
    sheet["D1"].formula = "=1/0"
    assert sheet["D1"].value is None
    assert sheet["D1"].options(err_to_str=True).value == "#DIV/0!"
    sheet["A6:B7"].value = 7
    assert sheet.range((6, 1), (7, 2)).value == [[7.0, 7.0], [7.0, 7.0]]
    assert sheet["A1:C2"][1, 2].value == 3.25
    assert sheet["A1:C2"][0, :].shape == (1, 3)


def test_formulas_colours_notes_names_and_selection(engine: Alerts) -> None:
    """What the buttons use, each as with Excel."""
    book = xlwings.books.add()
    first = book.sheets[0]
    second = book.sheets.add("表 二", after=first)
    assert book.sheets.active == second
    first["A1"].value = [[1, 2], [3, 4]]
    second["A1"].formula = [[f"=SUM('{first.name}'!A1:B2,10)", "文字;,"], ['=IF(A1>1,"a;b,c","")', 5]]
    assert second["A1"].value == 20
    assert second["A1"].formula == f"=SUM('{first.name}'!A1:B2,10)"
    assert second["A1:B2"].formula == ((f"=SUM('{first.name}'!A1:B2,10)", "文字;,"), ('=IF(A1>1,"a;b,c","")', "5"))
    for colour in ((255, 0, 16), None):
        first["B2"].color = colour
        assert first["B2"].color == colour
    first["B2"].color = "#0a0b0c"
    assert first["B2"].color == (10, 11, 12)
    first["A1"].add_note("一\n二")
    assert [(note.location.address, note.text) for note in book.notes] == [("$A$1", "一\n二")]
    first["A1"].note.text = "三"
    first["A1"].note.delete()
    assert first["A1"].note is None
    book.names.add("税率", f"='{first.name}'!$B$2")
    assert "税率" in book.names
    assert book.names["税率"].refers_to == f"='{first.name}'!$B$2"
    book.names["税率"].delete()
    assert "税率" not in book.names
    first.activate()
    first["A2:B2"].select()
    assert (book.selection.address, book.selection.sheet.name) == ("$A$2:$B$2", first.name)
    assert first["A1:B2"].get_address(False, True) == "$A1:$B2"
    second.delete()
    assert [sheet.name for sheet in book.sheets] == [first.name]
    with pytest.raises(KeyError):
        book.sheets["没有"]


def test_the_status_bar_is_cleared_by_a_later_button(engine: Alerts, calc: str) -> None:
    """The text stays when the process that set it ends, and the next one takes it away."""
    book = xlwings.books.add()
    book.app.status_bar = "1/4 主动公开 B9"
    assert book.app.status_bar == "1/4 主动公开 B9"
    later = libreoffice.use_calc(calc).impl
    assert later.context.hasByName(libreoffice._STATUS)
    xlwings.books.active.app.status_bar = False
    assert not later.context.hasByName(libreoffice._STATUS)


def test_formula_words_are_the_same_back_and_forth() -> None:
    """Separators and sheet names are translated, texts inside quotes are not."""
    for formula in ("=SUM(A1:B2,'申请情况'!D6)", '=IF(A1="a;b\'c!d,e","x.A1",1)', "文字,!;", "='一''二'!$A$1+1.5"):
        assert to_excel(to_calc(formula)) == formula
    assert to_calc("=SUM(A1,'表'!B2)") == "=SUM(A1;$'表'.B2)"


@pytest.mark.parametrize("form_id", ["zfxxgk-2021", "zfxxgk-2019"])
def test_a_report_open_in_calc_reads_as_its_file(form_id: str, engine: Alerts, tmp_path: Path) -> None:
    """Random reports, right and wrong: figures, texts, answers, last year and departures."""
    form, rules = library_of().form(form_id), load_rules(library_of(), form_id)
    for seed in range(size(20)):
        package = workbook_bytes(settle_totals(from_json(forms.values(form, rules, Random(seed)), library_of()), rules), rules)
        book = opened(package, tmp_path)
        found, filed = OpenBook(book, library_of()).submission, read_workbook(tmp_path / "年报.xlsx", library_of(), "年报.xlsx")
        assert found.cells == filed.cells
        assert found == filed
        book.close()


def test_check_and_clear_leave_the_book_as_it_was(engine: Alerts, tmp_path: Path) -> None:
    """Marks on the template's protected sheets, a note and a colour of the person's own beneath them, and all of it undone."""
    book = opened(report(cells=ERRORS), tmp_path)
    book.sheets["申请情况"].activate()
    book.sheets["申请情况"]["D6"].add_note("张三：已核")
    book.sheets["申请情况"]["D6"].color = (1, 2, 3)
    before = state(book)
    ribbon.check()
    ribbon.locate()
    assert book.sheets["申请情况"]["D6"].color == (255, 124, 128)
    assert "校验结果" in book.sheets
    ribbon.clear_marks()
    assert state(book) == before
    assert len(engine.said) == 3


def lock(sheet: Any, address: str, locked: bool) -> None:
    """Locks cells of a protected sheet, or unlocks them."""
    sheet.api.unprotect("")
    protection = sheet.range(address).api.CellProtection
    protection.IsLocked = locked
    sheet.range(address).api.CellProtection = protection
    sheet.api.protect("")


def test_locked_cell_protected_book_deleted_sheet_other_book(engine: Alerts, tmp_path: Path) -> None:
    """Each one clear message, and nothing is half marked."""
    book = opened(report(cells=ERRORS), tmp_path)
    lock(book.sheets["复议诉讼"], "A6:O6", True)
    before = state(book)
    ribbon.check()
    assert "复议诉讼" in engine.said[-1]
    assert "撤销保护" in engine.said[-1]
    assert state(book) == before
    lock(book.sheets["复议诉讼"], "A6:O6", False)
    book.api.protect("")
    before = state(book)
    ribbon.check()
    assert "保护工作簿" in engine.said[-1]
    assert state(book) == before
    book.api.unprotect("")
    book.sheets["复议诉讼"].delete()
    ribbon.check()
    assert "错误" in engine.said[-1]
    book.close()
    xlwings.books.add()
    ribbon.check()
    assert "不是年报模板做的工作簿" in engine.said[-1]


def test_calc_closed_midway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The office is gone when the marks are to be made: one message beside it, the file is untouched."""
    monkeypatch.setenv("XLREPORT_LOG", str(tmp_path / "xlreport.log"))
    monkeypatch.delenv("DISPLAY", raising=False)
    before = list(xlwings.engines.engines), xlwings.engines.active
    package = report(cells=ERRORS)
    try:
        with running_calc("--headless") as pipe:
            connect(pipe, 60)
            office = libreoffice.use_calc(pipe)
            opened(package, tmp_path)
            marking = ribbon.check_marks

            def closed(result: Any) -> Any:
                office.impl.desktop.terminate()
                return marking(result)

            monkeypatch.setattr(ribbon, "check_marks", closed)
            ribbon.check()
    finally:
        xlwings.engines.engines[:], xlwings.engines.active = before
    assert "连接断了" in capsys.readouterr().err
    assert boundary.log_file().is_file()
    assert (tmp_path / "年报.xlsx").read_bytes() == package
    assert packages.parts_of(package)
