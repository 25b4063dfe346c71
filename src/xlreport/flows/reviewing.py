"""The 送审单 of a report: on two pages what whoever signs must see."""

from pathlib import Path

from xlreport.check.checking import check_submission
from xlreport.check.findings import AMBIGUOUS, NOT_CHECKABLE, FileResult, Result
from xlreport.check.review import MOST_FINDINGS, MOST_REASONS, MOST_UNCHECKED, figure_blocks, reasons_given
from xlreport.documents.review_sheet import Sheet, review_docx
from xlreport.form.library import Library
from xlreport.present.lines import lines_of
from xlreport.present.plain_text import one_line, shortened
from xlreport.present.words import severity_word, state, state_said, unit_said, waived_said, year_said
from xlreport.rules.load import load_rules
from xlreport.rules.model import RuleSet
from xlreport.rules.sums import amounts
from xlreport.sources import read_submission
from xlreport.sources.last_years import last_years
from xlreport.wording import say

_LONGEST = 110


def review(source: Path, forms: Library, kind: str, last_year: str | None = None) -> bytes:
    """The sheet of one report as docx or html (`kind`). Raises UnreadableFile."""
    submission = read_submission(source, forms, str(source))
    if last_year:
        submission = last_years(last_year, forms, alone=True)(submission)
    rules = load_rules(forms, submission.form.id)
    sheet = review_sheet(check_submission(submission, rules), rules)
    if kind == "docx":
        return review_docx(sheet)
    from xlreport.present.review_page import review_html

    return review_html(sheet).encode("utf-8", "replace")


def review_sheet(result: Result, rules: RuleSet) -> Sheet:
    """What the sheet says of a checked report."""
    submission = result.submission
    lines = lines_of(result)
    reasons = reasons_given(result)
    unchecked, note = unchecked_numbers(result)
    names = {"填报人": "", "审核人": "", "负责人": ""} | {key: value for key, value in submission.cover.items() if value}
    return Sheet(
        title=say("政府信息公开工作年度报告送审单", "Review sheet of the yearly disclosure report"),
        unit=unit_said(submission.unit), year=year_said(submission.year),
        verdict=say("校验：", "check: ") + state_said(state(FileResult("", result, None))),
        blocks=figure_blocks(result, rules, amounts(submission, rules.totals)), last_given=bool(submission.last_year),
        findings=tuple((severity_word(line.finding.severity), f"{shortened(line.said, _LONGEST)}{waived_said(line.finding)} [{' '.join(line.rules)}]")
                       for line in lines[:MOST_FINDINGS]),
        more_findings=max(0, len(lines) - MOST_FINDINGS),
        reasons=tuple((rule, shortened(f"{waiver.reason}　{waiver.name} {waiver.date}".rstrip(), _LONGEST)) for rule, waiver in reasons[:MOST_REASONS]),
        more_reasons=max(0, len(reasons) - MOST_REASONS),
        unchecked=unchecked[:MOST_UNCHECKED], more_unchecked=max(0, len(unchecked) - MOST_UNCHECKED), unchecked_note=note,
        signers=((say("填报人", "filled in by"), one_line(names["填报人"])), (say("审核人", "reviewed by"), one_line(names["审核人"])),
                 (say("分管负责人", "responsible"), one_line(names["负责人"])), (say("日期", "date"), "")),
    )


def unchecked_numbers(result: Result) -> tuple[tuple[str, ...], str]:
    """Numbers of the narrative that no table and no other sentence speaks of, with the words around them; or why there are none."""
    submission = result.submission
    if not any(text.strip() for text in submission.texts.values()):
        return (), say("没有正文。", "There is no narrative.")
    found: list[str] = []
    for number in result.numbers:
        if number.status in (NOT_CHECKABLE, AMBIGUOUS):
            text = submission.texts[number.section]
            start = max(text.rfind(mark, 0, number.start) for mark in "\n。；，") + 1
            end = min((place for mark in "\n。；，" if (place := text.find(mark, number.end)) >= 0), default=len(text))
            found.append(shortened(text[max(start, number.start - 30):min(end, number.end + 20)].strip(), 60))
    return tuple(dict.fromkeys(found)), ""
