"""Buttons that leave a file: beside the workbook, under a name that is free, and opened."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import fake_excel
import pytest
from fake_excel import Excel

from live_reports import ERRORS, report
from xlreport.form.library import library as library_of
from xlreport.live import reports, ribbon
from xlreport.workbook.reader import read_workbook

Open = Callable[[bytes], Excel]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A folder to write into, what was opened, and the file that a person chooses."""
    found: dict[str, Any] = {"folder": tmp_path, "opened": [], "chosen": None}
    monkeypatch.setattr(reports, "folder_of", lambda _: tmp_path)
    monkeypatch.setattr(reports, "open_in_office", lambda _, path: found["opened"].append(path))
    monkeypatch.setattr(reports.webbrowser, "open", lambda address: found["opened"].append(address))
    monkeypatch.setattr(reports, "choose_file", lambda *_: found["chosen"])

    class Dialogs:
        def GetSaveAsFilename(self, initial: str, *_: Any) -> Any:
            return (found["chosen"] and str(found["chosen"])) or False

    monkeypatch.setattr(fake_excel.App, "api", Dialogs())
    return found


def test_next_year_s_workbook_from_this_year_s(excel: Open, desk: dict[str, Any]) -> None:
    """新建 in an open report: the next year, the same unit, this year's figures as last year's; never over a file."""
    excel(report())
    desk["chosen"] = desk["folder"] / "明年.xlsx"
    ribbon.new_book()
    made = read_workbook(desk["folder"] / "明年.xlsx", library_of())
    assert made.year == 2024
    assert made.unit
    assert made.last_year
    assert desk["opened"] == [desk["folder"] / "明年.xlsx"]
    opened = excel(report())
    ribbon.new_book()
    assert "已经存在" in opened.said[-1]
    desk["chosen"] = None
    ribbon.new_book()
    assert len(desk["opened"]) == 1


def test_two_years_side_by_side(excel: Open, desk: dict[str, Any]) -> None:
    """对比上年 leaves a page and opens it; a second one takes a free name."""
    excel(report(cells=ERRORS))
    desk["chosen"] = desk["folder"] / "去年.xlsx"
    desk["chosen"].write_bytes(report(year=2022))
    for _ in range(2):
        ribbon.compare_last_year()
    pages = sorted(desk["folder"].glob("*.html"))
    assert len(pages) == 2
    assert "<html" in pages[0].read_text("utf-8")
    assert len(desk["opened"]) == 2


def test_the_report_is_written_once_it_is_right(excel: Open, desk: dict[str, Any]) -> None:
    """生成报告: refused while errors stand, with what they are; then a Word file."""
    opened = excel(report(cells=ERRORS))
    ribbon.write_report()
    assert "错误" in opened.said[-1]
    assert not list(desk["folder"].glob("*.docx"))
    excel(report())
    ribbon.write_report()
    assert len(list(desk["folder"].glob("*.docx"))) == 1


def test_a_finished_report_becomes_a_workbook(excel: Open, desk: dict[str, Any]) -> None:
    """导入报告: the Word file just written reads back every figure into a workbook, which is opened."""
    excel(report())
    ribbon.write_report()
    desk["chosen"] = next(desk["folder"].glob("*.docx"))
    ribbon.import_report()
    made = desk["opened"][-1]
    assert made == desk["chosen"].with_suffix(".xlsx")
    original = desk["folder"] / "原来.xlsx"
    original.write_bytes(report())
    found, wanted = (read_workbook(path, library_of()).cells for path in (made, original))
    assert {name: value.number for name, value in found.items()} == {name: value.number for name, value in wanted.items()}


def test_help_is_a_page_of_this_computer(excel: Open, desk: dict[str, Any]) -> None:
    """帮助 opens a file."""
    excel(report())
    ribbon.help_page()
    assert desk["opened"][0].startswith("file:")
    assert list(desk["folder"].glob("*.html"))
