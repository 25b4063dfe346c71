"""A check as a workbook: every finding as a row to sort, filter and hand out, and a sheet with a row a file."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from xlreport.check.cause_said import cause_said
from xlreport.check.findings import Batch, FileResult, Finding
from xlreport.present.plain_text import one_line
from xlreport.present.words import (
    FAIL,
    PASS,
    SHOWN_SEVERITIES,
    TO_CONFIRM,
    UNCONFIRMED,
    UNREADABLE,
    inferred_said,
    places_said,
    problem_said,
    severity_word,
    state,
    state_said,
    waived_said,
)
from xlreport.rules.model import RuleSet
from xlreport.wording import say
from xlreport.workbook.tables_out import CellContent, Head, SheetOfRows, table_workbook

_STATE_MARKS = {PASS: "good", TO_CONFIRM: "warning", UNCONFIRMED: "warning", FAIL: "error", UNREADABLE: "error"}
_FINDING_HEADS = (
    ("文件", "file", 24), ("单位", "unit", 18), ("年度", "year", 7), ("级别", "severity", 8), ("编号", "rule", 7),
    ("位置", "place", 20), ("问题", "problem", 60), ("左边", "left", 9), ("右边", "right", 9),
    ("相差", "difference", 9), ("规则依据", "basis", 28), ("指纹", "fingerprint", 18),
    ("可能的错处", "likely mistake", 60),
)
_FILE_HEADS = (
    ("文件", "file", 40), ("单位", "unit", 26), ("年度", "year", 8), ("表式", "form", 34), ("状态", "status", 10),
    ("错误", "errors", 8), ("核实", "to confirm", 8), ("提示", "notes", 8), ("无法判断", "cannot tell", 10),
    ("说明", "remark", 50),
)


def render(batch: Batch, rules: Callable[[str], RuleSet]) -> bytes:
    """The batch as an .xlsx with the sheets 校验结果 and 文件."""
    found = [(file, finding) for file in batch.files if file.result for finding in file.result.findings]
    findings = SheetOfRows(
        say("校验结果", "Findings"), say("校验结果", "Findings"), _heads(_FINDING_HEADS),
        [tuple(_finding_row(file, finding, rules)) for file, finding in found],
        [finding.severity for _, finding in found], marked=3,
    )
    files = SheetOfRows(
        say("文件", "Files"), say("文件", "Files"), _heads(_FILE_HEADS), [_file_row(file) for file in batch.files],
        [_STATE_MARKS[state(file)] for file in batch.files], marked=4,
    )
    return table_workbook([findings, files])


def _heads(heads: tuple[tuple[str, str, int], ...]) -> list[Head]:
    return [Head(say(chinese, in_english), width) for chinese, in_english, width in heads]


def _finding_row(file: FileResult, finding: Finding, rules: Callable[[str], RuleSet]) -> Iterator[CellContent]:
    assert file.result is not None
    submission = file.result.submission
    rule = rules(submission.form.id).by_id.get(finding.rule)
    yield from (one_line(file.path), one_line(submission.unit), submission.year)
    yield from (severity_word(finding.severity), finding.rule, places_said(finding.cells))
    yield one_line(finding.message) + waived_said(finding)
    yield from (Decimal(text) if text else None for text in (finding.left, finding.right, finding.difference))
    yield from (rule.basis if rule else "", finding.fingerprint)
    cause = next((cause for cause in file.result.causes if cause.id == finding.cause), None)
    yield one_line(cause_said(cause, submission)) if cause else None


def _file_row(file: FileResult) -> tuple[CellContent, ...]:
    path, said, result = one_line(file.path), state_said(state(file)), file.result
    if result is None:
        return (path, None, None, None, said, None, None, None, None, problem_said(file))
    submission = result.submission
    counts = [result.count(severity) for severity in SHOWN_SEVERITIES]
    return (path, one_line(submission.unit), submission.year, submission.form.name, said, *counts, result.cannot_tell,
            inferred_said(result))
