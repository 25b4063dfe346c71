"""Buttons that take another file or leave one: last year's figures, reports read, written and compared, a new workbook, help."""

import webbrowser
from datetime import datetime
from pathlib import Path
from typing import Any

from xlreport.errors import UnreadableFile, UsageError
from xlreport.files import write_whole
from xlreport.flows.filling import workbook
from xlreport.flows.opening import form_for_year, open_library
from xlreport.form.submission import Submission, with_last_year
from xlreport.form.values import BLANK, NUMBER, UNREAD, Value, written
from xlreport.live.book import OpenBook, read_open_book
from xlreport.live.boundary import ask, button, log_file, quiet
from xlreport.live.help_text import help_html
from xlreport.sources import read_submission
from xlreport.sources.last_years import not_last_year
from xlreport.wording import say
from xlreport.workbook.layout import Spot, column_letters, defined_name

REPORTS = "*.xlsx;*.xlsm;*.docx;*.html;*.htm;*.pdf;*.txt"


@button
def import_last_year(book: Any) -> str | None:
    """导入上年: last year's report, of whatever kind, onto the sheet 上年数据."""
    library, _ = open_library()
    opened = OpenBook(book, library)
    submission = opened.submission
    path = choose_file(book, say("选上年的年报", "Last year's report"))
    if path is None:
        return None
    last = read_submission(path, library, path.name)
    problem = not_last_year(submission, last)
    if problem and not ask(book, say(f"{path.name} {problem}。仍然导入吗？", f"{path.name} {problem}. Import it all the same?")):
        return None
    if submission.last_year and not ask(book, say("“上年数据”里已经有数，要换成这份报告的数吗？", "上年数据 holds figures already. Replace them?")):
        return None
    found = with_last_year(submission, last).last_year
    spots = {name: spot for name, cell in submission.form.cells.items() if (spot := opened.names.get(f"上年_{defined_name(cell)}"))}
    with quiet(book):
        _write_figures(book, {spots[name]: value for name, value in found.items() if name in spots})
    known = sum(1 for value in found.values() if value.kind not in (BLANK, UNREAD))
    unread = sum(1 for value in found.values() if value.kind == UNREAD)
    also = say(f"，有 {unread} 格读不出来，没有填", f"; {unread} could not be read and were left blank") if unread else ""
    return say(f"已把 {path.name}（{last.unit or '单位未填'} {last.year or '年度未填'}）的 {known} 个数填进“上年数据”{also}。",
               f"{known} figures of {path.name} ({last.unit} {last.year}) are on 上年数据{also}.")


@button
def import_report(book: Any) -> str | None:
    """导入报告: a finished report (Word, page, PDF, text) into a new workbook beside it, which is opened."""
    from xlreport.flows.importing import imported_workbook

    library, _ = open_library()
    path = choose_file(book, say("选一份写好的年报", "A finished report"))
    if path is None:
        return None
    data, submission = imported_workbook(path, library)
    made = unused(path.with_suffix(".xlsx"))
    write_whole(made, data, replace=False)
    open_in_office(book, made)
    unread = len(submission.unread())
    also = say(f"有 {unread} 格读不准，留空了，请对照原件补填。", f"{unread} figures could not be read and are blank.") if unread else ""
    return say(f"已读成工作簿 {made}。{also}请按“校验”。", f"Read into {made}. {also} Press Check.")


@button
def write_report(book: Any) -> str:
    """生成报告: the official report as a Word file beside the workbook; not while errors remain."""
    from xlreport.flows.writing import finished_report

    library, _ = open_library()
    submission = read_open_book(book, library)
    data = finished_report(submission, library, "docx")
    path = unused(folder_of(book) / file_name(submission.unit, submission.year, submission.form.title, ".docx"))
    write_whole(path, data, replace=False)
    return say(f"已生成 {path}", f"Written: {path}")


@button
def compare_last_year(book: Any) -> str | None:
    """对比上年: the open book beside last year's report, as a page that is opened."""
    from xlreport.flows.comparing import comparison_page

    library, _ = open_library()
    submission = read_open_book(book, library)
    path = choose_file(book, say("选上年的年报", "Last year's report"))
    if path is None:
        return None
    page = comparison_page(submission, read_submission(path, library, path.name), library)
    made = unused(folder_of(book) / file_name(submission.unit, submission.year, say("对比上年", "compared"), ".html"))
    write_whole(made, page.encode(), replace=False)
    webbrowser.open(made.as_uri())
    return say(f"已做好 {made}", f"Made: {made}")


@button
def new_book(book: Any) -> str | None:
    """新建: a blank workbook for the year that is due; from an open report of the year before, with its figures as last year's."""
    library, _ = open_library()
    try:
        current: Submission | None = read_open_book(book, library)
    except UnreadableFile:
        current = None
    due = datetime.now().year - 1  # noqa: DTZ005 - reports are published in January, for the year before, by the office's own clock
    year = current.year + 1 if current is not None and current.year else due
    unit, code = (current.unit, current.unit_code) if current is not None else ("", "")
    chosen = book.app.api.GetSaveAsFilename(str(folder_of(book) / file_name(unit, year, say("年报", "report"), ".xlsx")),
                                            say("Excel 工作簿,*.xlsx", "Excel workbook,*.xlsx"), 1, say("新工作簿存为", "Save the new workbook as"))
    if not isinstance(chosen, str):
        return None
    path = Path(chosen).with_suffix(".xlsx")
    made = Submission(library.form(form_for_year(library, year)), unit=unit, unit_code=code, year=year)
    made = with_last_year(made, current) if current is not None and current.year == year - 1 else made
    write_whole(path, workbook(made, library), replace=False)
    open_in_office(book, path)
    return None


@button
def help_page(book: Any) -> None:
    """帮助: what each button does, as a page on this computer."""
    path = log_file().with_name(say("帮助.html", "help.html"))
    write_whole(path, help_html().encode())
    webbrowser.open(path.as_uri())


def choose_file(book: Any, title: str, patterns: str = REPORTS) -> Path | None:
    """Asks for a file to read; None when the person cancels."""
    chosen = book.app.api.GetOpenFilename(say("年报,", "Reports,") + patterns, 1, title)
    return Path(chosen) if isinstance(chosen, str) else None


def open_in_office(book: Any, path: Path) -> None:
    """Opens a workbook in the office program the button was pressed in."""
    book.app.books.open(str(path))


def folder_of(book: Any) -> Path:
    """The folder of an open book; the person's documents where it was never saved, or stands on a web server."""
    path = Path(book.fullname)
    if path.is_absolute() and path.parent.is_dir():
        return path.parent
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


def file_name(unit: str, year: int | None, what: str, suffix: str) -> str:
    """`江城县财政局2023年报.docx`, without what no file name may hold."""
    clean = "".join("_" if mark in '\\/:*?"<>|' or mark < " " else mark for mark in unit).strip(" .")[:80]
    return f"{clean or say('未填单位', 'unit')}{year or ''}{what}{suffix}"


def unused(path: Path) -> Path:
    """The path, with a number where a file of that name is there already."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}({number}){path.suffix}")
    return found


def _write_figures(book: Any, figures: dict[Spot, Value]) -> None:
    """Writes figures a run of neighbouring cells at a time; what was there is put back when a cell refuses."""
    runs: list[list[Spot]] = []
    for spot in sorted(figures):
        if runs and runs[-1][-1]._replace(column=runs[-1][-1].column + 1) == spot:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    done: list[tuple[Any, Any]] = []
    try:
        for run in runs:
            area = book.sheets[run[0].sheet].range(f"{run[0].address}:{column_letters(run[-1].column)}{run[-1].row + 1}")
            former = area.formula
            area.value = [[_typed(figures[spot]) for spot in run]]
            done.append((area, former))
    except Exception as error:
        for area, former in reversed(done):
            area.formula = former
        raise UsageError(say("“上年数据”写不进去：工作表锁定了。请在“审阅”里撤销保护再按一次。什么都没有改。",
                             "上年数据 cannot be written: the sheet is locked. Unprotect it and press again. Nothing was changed.")) from error


def _typed(value: Value) -> float | str | None:
    """A figure as a person would type it."""
    if value.kind in (BLANK, UNREAD):
        return None
    if value.kind == NUMBER and value.number is not None and value.raw in ("", written(value.number)):
        return float(value.number)
    return value.raw
