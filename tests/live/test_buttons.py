"""The buttons on an open book: what they mark, that they undo it, and one clear message for whatever stands in their way."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings
from fake_excel import Excel

from live_reports import ERRORS, report
from xlreport.live import boundary, ribbon

Open = Callable[[bytes], Excel]
RED, PALE = (255, 124, 128), (255, 225, 225)


def told(excel: Excel) -> str:
    """The one message of the last press."""
    assert len(excel.said) == 1, excel.said
    return excel.said.pop()


def marks(excel: Excel, colour: Any) -> set[str]:
    """Cells of a colour, as `申请情况 4 6`."""
    return {f"{sheet} {column} {row}" for (sheet, row, column), found in excel.colours.items() if found == colour}


def test_wrong_cells_turn_red_and_say_what_to_do(excel: Open) -> None:
    """Three planted errors: the three cells to blame are red, each with a note; the list has a link a line."""
    opened = excel(report(cells=ERRORS))
    ribbon.check()
    assert "错误" in told(opened)
    assert {"主动公开 2 9", "申请情况 4 6"} <= marks(opened, RED)
    assert any(mark.startswith("复议诉讼") for mark in marks(opened, RED))
    assert "请改填" in opened.notes["主动公开", 9, 2].replace("\n", "")
    assert all(where in opened.notes for where, colour in opened.colours.items() if colour in (RED, PALE))
    assert opened.front == "封面"
    links = [text for (sheet, _, _), text in opened.formulas.items() if sheet == "校验结果"]
    assert "=HYPERLINK(\"#'主动公开'!B9\",\"主动公开 B9\")" in links
    assert opened.screen


def test_clear_leaves_the_book_as_it_was(excel: Open) -> None:
    """Values, formulas, colours, notes, names, sheets and the selection are equal, also those that marks had covered."""
    opened = excel(report(cells=ERRORS))
    opened.colours["申请情况", 6, 4], opened.notes["申请情况", 6, 4] = (12, 34, 56), "张三：已核\n第二行"
    opened.notes["主动公开", 9, 2] = "只有批注"
    before = opened.state()
    for press in (ribbon.check, ribbon.check, ribbon.locate, ribbon.check, ribbon.clear_marks):
        press()
    assert opened.state() == before
    opened.said.clear()
    ribbon.clear_marks()
    assert "没有标记" in told(opened)


def test_clear_works_without_the_list(excel: Open) -> None:
    """A person deleted 校验结果: what marks covered stands in their notes, so all comes back."""
    opened = excel(report(cells=ERRORS))
    before = opened.state()
    ribbon.check()
    xlwings.books.active.sheets["校验结果"].delete()
    opened.front = "封面"
    ribbon.clear_marks()
    assert opened.state() == before


def test_corrected_cells_lose_their_marks_at_the_next_check(excel: Open) -> None:
    """Checked again after the corrections: no marks, no list, and it says that all is well."""
    opened = excel(report(cells=ERRORS))
    clean = excel(report()).state()
    opened = excel(report(cells=ERRORS))
    ribbon.check()
    for name, value in (("主动公开", 0.0),):
        opened.values[name, 9, 2] = value
    opened.values["申请情况", 6, 4] = opened.values["复议诉讼", 6, 5] = 0.0
    opened.said.clear()
    ribbon.check()
    assert "校验通过" in told(opened)
    assert opened.colours == {} or not set(opened.colours.values()) & {RED, PALE}
    assert opened.notes == {}
    assert opened.sheets == clean[5]


def test_the_walk_goes_round_both_ways(excel: Open) -> None:
    """下一条 and 上一条 select the cells of the findings in turn; the status bar says which of how many."""
    opened = excel(report(cells=ERRORS))
    ribbon.next_finding()
    first = opened.chosen
    assert first == ("主动公开", 9, 2, 1, 1)
    assert str(opened.status).startswith("1/")
    ribbon.next_finding()
    assert opened.chosen != first
    ribbon.previous_finding()
    assert opened.chosen == first
    ribbon.previous_finding()
    assert opened.chosen != first


def test_a_suggestion_is_taken_and_given_back(excel: Open) -> None:
    """采用建议 asks, changes the cell, and pressed again brings back what was there, colour included."""
    opened = excel(report(cells=ERRORS))
    before = opened.state()
    opened.chosen = ("主动公开", 9, 2, 1, 1)
    opened.answers.append("no")
    ribbon.adopt()
    assert opened.values["主动公开", 9, 2] == "12件"
    opened.answers.append("yes")
    ribbon.adopt()
    assert opened.values["主动公开", 9, 2] == 12
    ribbon.adopt()
    assert opened.values["主动公开", 9, 2] == "12件"
    ribbon.clear_marks()
    assert opened.state()[:5] == before[:5]


@pytest.mark.parametrize("button", ["check", "locate"])
def test_a_locked_cell_leaves_nothing_half_marked(button: str, excel: Open) -> None:
    """The last cell to mark refuses: the message names it, all others are as before, and the screen redraws."""
    opened = excel(report(cells=ERRORS))
    before = opened.state()
    opened.locked = {("复议诉讼", 6, column) for column in range(1, 16)}
    getattr(ribbon, button)()
    assert "复议诉讼" in (message := told(opened))
    assert "撤销保护" in message
    assert opened.state() == before
    assert opened.screen


def test_a_protected_structure_leaves_nothing_half_marked(excel: Open) -> None:
    """No sheet can be added: one message, no marks."""
    opened = excel(report(cells=ERRORS))
    before = opened.state()
    opened.fixed_structure = True
    ribbon.check()
    assert "保护工作簿" in told(opened)
    assert opened.state() == before


@pytest.mark.parametrize("sheet", ["复议诉讼", "封面", "上年数据", "正文"])
def test_a_deleted_sheet_is_named(sheet: str, excel: Open) -> None:
    """As in a file: figures of a lost sheet are unread and said to be; nothing crashes."""
    opened = excel(report(cells=ERRORS))
    opened.sheets.remove(sheet)
    opened.names = {name: "=#REF!" if sheet in target else target for name, target in opened.names.items()}
    ribbon.check()
    assert "错误" in told(opened) or sheet in ("上年数据", "正文")
    assert not Path(boundary.log_file()).exists()


def test_another_book_is_left_alone(excel: Open) -> None:
    """Not a report: one message, and nothing is touched."""
    import io

    import openpyxl

    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["甲", 1])
    book.save(buffer)
    opened = excel(buffer.getvalue())
    before = opened.state()
    for button in ("check", "locate", "next_finding", "adopt", "import_last_year"):
        getattr(ribbon, button)()
        assert "不是年报模板做的工作簿" in told(opened)
    assert opened.state() == before


@pytest.mark.parametrize("after", [3, 12, 20, 25, 40])
def test_closed_midway(after: int, excel: Open, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The program goes away after some calls: one message beside it, the details in the log, no traceback."""
    monkeypatch.delenv("DISPLAY", raising=False)
    opened = excel(report(cells=ERRORS))
    call = opened.call

    def until(what: str) -> None:
        opened.gone = opened.gone or len(opened.calls) >= after
        call(what)

    monkeypatch.setattr(opened, "call", until)
    ribbon.check()
    error = capsys.readouterr().err
    assert "连接断了" in error
    assert "Traceback" not in error
    assert "Traceback" in boundary.log_file().read_text("utf-8")


def test_no_program_is_open(excel: Open, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel absent: one message."""
    monkeypatch.delenv("DISPLAY", raising=False)
    xlwings.engines.active = None
    ribbon.check()
    assert "没有找到打开的工作簿" in capsys.readouterr().err


def test_xlwings_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """xlwings absent: one message that says what to install."""
    monkeypatch.setenv("XLREPORT_LOG", str(tmp_path / "xlreport.log"))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setitem(sys.modules, "xlwings", None)
    ribbon.check()
    assert "没有装 xlwings" in capsys.readouterr().err


def test_last_year_comes_in_whole_or_not_at_all(excel: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """导入上年 fills 上年数据 from another workbook; on a locked sheet nothing changes."""
    last = tmp_path / "去年.xlsx"
    last.write_bytes(report(year=2022))
    opened = excel(report())
    monkeypatch.setattr("xlreport.live.reports.choose_file", lambda *_: last)
    before = opened.state()
    opened.locked = {("上年数据", 12, column) for column in range(1, 40)}
    opened.answers += ["yes", "yes"]
    ribbon.import_last_year()
    assert "写不进去" in opened.said[-1]
    assert opened.state()[:2] == before[:2]
    opened.locked = set()
    opened.answers += ["yes", "yes"]
    ribbon.import_last_year()
    assert "填进“上年数据”" in opened.said[-1]
    from xlreport.form.library import library
    from xlreport.live.book import read_open_book
    from xlreport.workbook.reader import read_workbook

    found = read_open_book(xlwings.books.active, library()).last_year
    cells = read_workbook(last, library()).cells
    assert {name: value.number for name, value in found.items()} == {name: value.number for name, value in cells.items()}
