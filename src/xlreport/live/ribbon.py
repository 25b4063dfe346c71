"""The buttons, one function each, called by RunPython from Excel's ribbon and by LibreOffice's tool bar.

Each works on the book the person sees, unsaved as it is, and raises nothing (see boundary).
"""

from typing import Any

from xlreport.check.checking import check_submission
from xlreport.check.findings import Result
from xlreport.flows.opening import open_library
from xlreport.form.library import Library
from xlreport.live import marks, suggestions
from xlreport.live.book import read_open_book
from xlreport.live.boundary import ask, button, quiet
from xlreport.live.calc_link import link_broken
from xlreport.live.choosing import Spot, check_marks, locate_marks, target
from xlreport.live.findings_sheet import FIRST, SHEET, listed, remove_findings, summary, write_findings
from xlreport.live.reports import compare_last_year, help_page, import_last_year, import_report, new_book, write_report
from xlreport.rules.load import load_rules
from xlreport.wording import say

BUTTONS = ("check", "previous_finding", "next_finding", "clear_marks", "locate", "adopt", "import_last_year", "import_report",
           "write_report", "compare_last_year", "new_book", "help_page")
__all__ = ["BUTTONS", "adopt", "check", "clear_marks", "compare_last_year", "help_page", "import_last_year", "import_report",
           "locate", "new_book", "next_finding", "previous_finding", "write_report"]
MOST_HINTS = 5


def checked(book: Any) -> tuple[Result, Library]:
    """The open book, checked; and the forms at hand."""
    library, _ = open_library()
    submission = read_open_book(book, library)
    return check_submission(submission, load_rules(library, submission.form.id)), library


def selected(book: Any, result: Result) -> Spot | None:
    """The selected cell; on the sheet of findings, the cell that the selected line speaks of."""
    selection = book.selection
    if selection is None:
        return None
    here = selection.sheet.name, selection.get_address(False, False).partition(":")[0]
    if here[0] != SHEET:
        return here
    number = selection.row - FIRST
    return target(result, result.findings[number]) if 0 <= number < len(result.findings) else None


def _mark_and_list(book: Any, result: Result, wanted: list[marks.Mark]) -> None:
    """Old marks away, new ones on, the list written: all of it or nothing."""
    with quiet(book):
        marks.clear_marks(book)
        marks.put_marks(book, wanted)
        try:
            write_findings(book, result)
        except Exception as error:
            if not link_broken(error):
                marks.clear_marks(book)
                remove_findings(book)
            raise


@button
def check(book: Any) -> str:
    """校验: wrong cells turn red with a note that says what to do; the findings are listed on a sheet with links."""
    result, _ = checked(book)
    if len(result.findings) == result.count("info") <= MOST_HINTS:  # hints alone are said, not listed: nothing has to be done
        with quiet(book):
            marks.clear_marks(book)
            remove_findings(book)
        hints = "".join(f"\n{say('提示：', 'Note: ')}{finding.message}" for finding in result.findings)
        return say("校验通过：没有错误，没有要核实的。", "Checked: no errors, nothing to confirm.") + hints
    _mark_and_list(book, result, check_marks(result))
    return say(f"{summary(result)}。错的格已标红，批注写明怎样改；全部问题列在“{SHEET}”表。点“下一条”逐条看，改好后再按“校验”。",
               f"{summary(result)}. Wrong cells are red, their notes say what to do; all findings are on the sheet {SHEET}.")


@button
def adopt(book: Any) -> str:
    """采用建议: puts the suggested figure into the selected cell, after asking; pressed there again, takes it back."""
    result, _ = checked(book)
    spot = selected(book, result)
    if spot is None:
        return say("请先选中一个标红的格，或“校验结果”表里的一行。", "Select a red cell first, or a line of the findings.")
    cell = book.sheets[spot[0]].range(spot[1])
    if (taken := suggestions.taken(cell)) is not None:
        suggestions.give_back(book, spot, taken)
        return say(f"已恢复 {spot[0]} {spot[1]} 的原值。", f"{spot[0]} {spot[1]} has its former value again.")
    offers = suggestions.offered(result, spot)
    if not offers:
        return say(f"{spot[0]} {spot[1]} 没有可以采用的建议。先按“定位错误”，再选中标红的格。",
                   f"There is no suggestion for {spot[0]} {spot[1]}. Press Locate, then select a red cell.")
    for offer in offers:
        if ask(book, say(f"把 {spot[0]} {spot[1]} 从 {offer.was or '空'} 改为 {offer.to} 吗？{offer.why}",
                         f"Change {spot[0]} {spot[1]} from {offer.was or 'blank'} to {offer.to}? {offer.why}")):
            suggestions.take(book, spot, offer)
            return say(f"已改为 {offer.to}。要恢复原值，选中这一格再按一次“采用建议”。改完请按“校验”。",
                       f"Changed to {offer.to}. Press Adopt there again to take it back. Then check.")
    return say("没有改动。", "Nothing was changed.")


@button
def next_finding(book: Any) -> str | None:
    """下一条: jumps to the next place that a finding speaks of."""
    return _walk(book, 1)


@button
def previous_finding(book: Any) -> str | None:
    """上一条: jumps to the one before."""
    return _walk(book, -1)


def _walk(book: Any, step: int) -> str | None:
    """From the selected cell to the next place in the list; from any other cell to the first, or the last."""
    result, _ = checked(book)
    places = listed(result)
    if not places:
        return say("没有要看的问题：校验通过。", "Nothing to look at: no findings.")
    spots = [spot for spot, _ in places]
    here = selected(book, result)
    number = (spots.index(here) + step) % len(spots) if here in spots else 0 if step > 0 else len(spots) - 1
    (sheet, address), findings = places[number]
    cell = book.sheets[sheet].range(address)
    book.sheets[sheet].activate()
    cell.select()
    book.app.status_bar = f"{number + 1}/{len(places)}　" + "　".join(finding.message for finding in findings)
    return None


@button
def clear_marks(book: Any) -> str:
    """清除标记: colours, notes and the list of findings go away; the book is as it was."""
    with quiet(book):
        cleared, removed = marks.clear_marks(book), remove_findings(book)
    book.app.status_bar = False
    if not cleared and not removed:
        return say("没有标记可清除。", "There are no marks to clear.")
    return say(f"已清除 {cleared} 格的标记和“{SHEET}”表，底色和批注恢复原样。",
               f"The marks of {cleared} cells and the sheet {SHEET} are gone; colours and notes are as before.")


@button
def locate(book: Any) -> str:
    """定位错误: which cell, where one mistake explains broken rules; that cell red, the rest of its equations pale."""
    result, _ = checked(book)
    wanted = locate_marks(result)
    if not wanted:
        return say("没有能定位到一格的等式错误。请按“校验”看全部问题。", "No broken equation points at one cell. Press Check to see all findings.")
    _mark_and_list(book, result, wanted)
    certain = sum(cause.unique for cause in result.causes)
    return say(f"{len(result.causes)} 处错误，{certain} 处可以确定是哪一格。疑错的格标红，批注写明应为多少；"
               f"同一等式的其他格为浅色。选中标红的格，按“采用建议”即改。",
               f"{len(result.causes)} mistakes, {certain} of them certain. Suspected cells are red and say what they should be; "
               f"others of their equations are pale. Select a red cell and press Adopt to change it.")
