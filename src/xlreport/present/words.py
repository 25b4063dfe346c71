"""The words that every format shares: severities, states of a file, places, counts."""

from collections.abc import Iterable

from xlreport.check.findings import SEVERITIES_SAID, Batch, CellAt, FileResult, Finding, Result
from xlreport.check.places import span
from xlreport.present.plain_text import one_line
from xlreport.rules.model import Rule
from xlreport.wording import say

# SEVERITIES in the order people act on them.
SHOWN_SEVERITIES = ("error", "warning", "info")
PASS, TO_CONFIRM, UNCONFIRMED, FAIL, UNREADABLE = "pass", "to confirm", "unconfirmed", "fail", "unreadable"
_SEVERITIES = {"error": ("错误", "error"), "warning": ("核实", "to confirm"), "info": ("提示", "note")}
_SEVERITIES_IN_ENGLISH = {"error": "Errors (must be corrected)", "warning": "To confirm (check or explain)",
                          "info": "Notes"}
_STATES = {PASS: ("通过", "passed"), TO_CONFIRM: ("没有错误，有待核实", "no errors, some to confirm"),
           UNCONFIRMED: ("待核对", "to be confirmed"), FAIL: ("有错误", "errors"),
           UNREADABLE: ("读不了", "unreadable")}


def severity_said(severity: str) -> str:
    """The heading over findings of a severity: 错误（须改）."""
    return say(SEVERITIES_SAID[severity], _SEVERITIES_IN_ENGLISH[severity])


def severity_word(severity: str) -> str:
    """A severity in one word: 错误."""
    return say(*_SEVERITIES[severity])


def state(file: FileResult) -> str:
    """pass; to confirm: no error but something to look at; fail; unreadable; or unconfirmed: it fails only because a reader
    inferred figures, so no error is named."""
    if file.result is not None and file.status == FAIL and not file.result.count("error"):
        return UNCONFIRMED
    if file.result is not None and file.status == PASS and file.result.count("warning"):
        return TO_CONFIRM
    return file.status


def state_said(code: str) -> str:
    """A state in words: 通过, 待核对, 有错误, 读不了."""
    return say(*_STATES[code])


def year_said(year: int | None) -> str:
    """2023年度, or that it is not stated."""
    return say("年度未填", "year not stated") if year is None else say(f"{year}年度", str(year))


def unit_said(unit: str) -> str:
    """The unit's name on one line, or that it is not stated."""
    return one_line(unit).strip() or say("单位未填", "unit not stated")


def waived_said(finding: Finding) -> str:
    """What follows a finding that has a recorded reason; nothing for the others."""
    if finding.waiver == "pending":
        return say("（已说明，待主管部门认可）", " (explained, waits for the supervising office)")
    return say("（已说明，主管部门已认可）", " (explained and accepted)") if finding.waiver else ""


def inferred_said(result: Result) -> str:
    """Why a file with inferred figures is no pass; nothing where every figure was read."""
    number = result.inferred
    if not number:
        return ""
    return say(f"有 {number} 格没有直接读到，是按表内关系推出的，请对照原文核对",
               f"{number} figures were not read but inferred from the rules; compare them with the original")


def places_said(cells: Iterable[CellAt]) -> str:
    """Where the cells of a finding stand, sheet by sheet: `申请情况 D6、D8:D28`; nothing where it concerns no cell."""
    sheets: dict[str, list[CellAt]] = {}
    for cell in cells:
        sheets.setdefault(cell.sheet, []).append(cell)
    return one_line(say("；", "; ").join(f"{sheet} {span(standing)}".strip() for sheet, standing in sheets.items()))


def rule_says(rule: Rule) -> str:
    """The rule in one sentence."""
    return say(rule.says, rule.says_en)


def problem_said(file: FileResult) -> str:
    """What is wrong with an unreadable file and what to do, without its path; nothing for a readable one."""
    if file.error is None:
        return ""
    problem, remedy = one_line(file.error.problem), one_line(file.error.remedy)
    return say(f"{problem}。{remedy}。", f"{problem}. {remedy}.")


def passed_over_said(batch: Batch) -> str:
    """How many files were not looked at: left there by programs and the system, or of kinds in which no report comes."""
    said = [say(f"锁文件、系统文件 {batch.passed_over} 个", f"{batch.passed_over} lock and system files")] if batch.passed_over else []
    said += [say(f"不是报告的文件 {batch.others} 个", f"{batch.others} files that are no reports")] if batch.others else []
    return say("跳过" + "、".join(said), "passed over: " + ", ".join(said)) if said else ""
