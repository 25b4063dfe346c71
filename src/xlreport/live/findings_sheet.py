"""The sheet 校验结果 of an open book: every finding on a line, with a link to its cell."""

from typing import Any

from xlreport.check.findings import Finding, Result
from xlreport.errors import UsageError
from xlreport.live.book import find_sheet
from xlreport.live.calc_link import link_broken
from xlreport.live.choosing import Spot, places, target
from xlreport.wording import say

SHEET = "校验结果"
_HEADS = ["序号", "级别", "编号", "位置", "问题和办法"]
_LEVELS = {"error": ("错误", "error"), "warning": ("核实", "to confirm"), "info": ("提示", "note")}
FIRST = 4


def write_findings(book: Any, result: Result) -> None:
    """Writes the list; the sheet in front stays in front. Raises UsageError when the book's structure is protected."""
    rows = [[say("校验结果：点“位置”跳到那一格；改好后再按“校验”", "Findings: follow a place; correct it; check again"), "", "", "", ""],
            [summary(result), "", "", "", ""], _HEADS]
    rows += [_row(result, number, finding) for number, finding in enumerate(result.findings, 1)]
    sheet = find_sheet(book, SHEET)
    if sheet is None:
        sheet = _added(book)
    else:
        sheet.clear()
    sheet.range(f"A1:E{len(rows)}").formula = rows
    sheet.range("A3:E3").color = (234, 241, 248)
    for columns, width in (("A1:C1", 8), ("D1", 26), ("E1", 100)):
        sheet.range(columns).column_width = width
    body = sheet.range(f"A{FIRST}:E{len(rows)}")
    body.vertical_alignment = "top"
    sheet.range(f"E{FIRST}:E{len(rows)}").wrap_text = True
    sheet.range("A1:E3").font.bold = True
    sheet.range(f"D{FIRST}:D{len(rows)}").font.color = (5, 99, 193)


def _added(book: Any) -> Any:
    front = book.sheets.active
    try:
        sheet = book.sheets.add(SHEET, after=book.sheets[len(book.sheets) - 1])
    except Exception as error:
        if link_broken(error):
            raise
        raise UsageError(say("建不了“校验结果”表：工作簿的结构设了保护。请在“审阅”里撤销“保护工作簿”再按一次。什么都没有标记。",
                             "The sheet of findings cannot be made: the book's structure is protected. Unprotect it and press again. "
                             "Nothing was marked.")) from error
    front.activate()
    return sheet


def remove_findings(book: Any) -> bool:
    """Takes the sheet away, if it is there."""
    sheet = find_sheet(book, SHEET)
    if sheet is None:
        return False
    with book.app.properties(display_alerts=False):  # Excel would ask
        sheet.delete()
    return True


def listed(result: Result) -> list[tuple[Spot, list[Finding]]]:
    """The places to walk along, in the order of the findings, each with the findings that point at it."""
    found: dict[Spot, list[Finding]] = {}
    for finding in result.findings:
        spot = target(result, finding)
        if spot is not None:
            found.setdefault(spot, []).append(finding)
    return list(found.items())


def summary(result: Result) -> str:
    """`错误 2 条，核实 1 条，提示 0 条`."""
    return say("，", ", ").join(f"{say(*words)} {result.count(level)}{say(' 条', '')}" for level, words in _LEVELS.items())


def _row(result: Result, number: int, finding: Finding) -> list[Any]:
    spot = target(result, finding)
    link = ""
    if spot is not None:
        more = len(places(result, finding)) - 1
        shown = f"{spot[0]} {spot[1]}" + (say(f" 等 {more + 1} 格", f" and {more}") if more > 0 else "")
        link = f'=HYPERLINK("#{_quoted(spot[0])}!{spot[1]}","{shown}")'
    return [number, say(*_LEVELS[finding.severity]), finding.rule, link, _plain(finding.message)]


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''").replace('"', '""') + "'"


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return "　" + text if text[:1] in ("=", "+", "-", "@", "'") else text
