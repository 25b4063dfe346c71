"""A check on the console: a head line a file, its findings one a line, then counts. Plain text that GBK can encode."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from xlreport.check.findings import Batch, FileResult, Result
from xlreport.present.lines import Line, lines_of
from xlreport.present.plain_text import one_line
from xlreport.present.words import (
    FAIL,
    PASS,
    SHOWN_SEVERITIES,
    TO_CONFIRM,
    UNCONFIRMED,
    UNREADABLE,
    inferred_said,
    passed_over_said,
    problem_said,
    severity_said,
    state,
    state_said,
    unit_said,
    waived_said,
    year_said,
)
from xlreport.rules.model import RuleSet
from xlreport.wording import say


def render(batch: Batch, rules: Callable[[str], RuleSet]) -> str:
    """The whole batch as text, ending in a line feed. `rules` is not needed here: messages are complete sentences."""
    alone = len(batch.files) == 1
    text = ""
    before = ""
    for block in ("\n".join(_file(file, alone)) for file in batch.files):
        # Files without a remark stand under each other as a list; whatever has findings stands apart.
        apart = text and "\n" in block + before
        text += f"\n{block}\n" if apart else f"{block}\n"
        before = block
    closing = "".join(f"{line}\n" for line in _closing(batch))
    return f"{text}\n{closing}" if text and closing else text + closing


def _file(file: FileResult, alone: bool) -> Iterator[str]:
    path, said = one_line(file.path), state_said(state(file))
    result = file.result
    if result is None:
        yield f"{path}  {said}{say('：', ': ')}{problem_said(file)}"
        return
    submission = result.submission
    yield "  ".join([path, unit_said(submission.unit), year_said(submission.year), submission.form.name, said])
    number = 0
    lines = lines_of(result)
    for severity in SHOWN_SEVERITIES:
        found = [line for line in lines if line.finding.severity == severity]
        if found:
            yield f"{severity_said(severity)}{say(f' {len(found)} 条', f': {len(found)}')}"
        for line in found:
            number += 1
            yield f"  {number}. {one_line(line.said)}{waived_said(line.finding)} [{' '.join(line.rules)}]"
            for finding in line.under:
                yield f"     - {one_line(finding.message)} [{finding.rule}]"
    if alone or number or result.cannot_tell or result.inferred:
        yield _counts(result, lines)
    if result.numbers and (alone or number):
        from xlreport.present.narrative import coverage_said  # figures alone need none

        yield coverage_said(result)


def _counts(result: Result, lines: Sequence[Line]) -> str:
    """What the file comes to: lines by severity, and how many broken rules that were where causes explain several."""
    error, warning, info = (sum(line.finding.severity == severity for line in lines) for severity in SHOWN_SEVERITIES)
    line = say(f"错误 {error} 条，核实 {warning} 条，提示 {info} 条，无法判断 {result.cannot_tell} 项",
               f"errors {error}, to confirm {warning}, notes {info}, cannot tell {result.cannot_tell}")
    if len(lines) < len(result.findings):
        line += say(f"（共 {len(result.findings)} 项规则不符）", f" ({len(result.findings)} rules broken in all)")
    if result.pending:
        line += say(f"；其中已说明、待认可 {result.pending} 条", f"; explained and waiting: {result.pending}")
    return f"{line}{say('；', '; ')}{inferred}" if (inferred := inferred_said(result)) else line


def _closing(batch: Batch) -> Iterator[str]:
    """What the whole batch comes to; nothing for a single file with nothing passed over."""
    number = len(batch.files)
    if number != 1:
        states = Counter(state(file) for file in batch.files)
        shown = [code for code in (PASS, TO_CONFIRM, UNCONFIRMED, FAIL, UNREADABLE) if states[code] or code not in (TO_CONFIRM, UNCONFIRMED)]
        counts = say("，", ", ").join(f"{state_said(code)} {states[code]}" for code in shown)
        yield say(f"{number} 个文件：{counts}", f"{number} files: {counts}")
    if batch.passed_over or batch.others:
        yield passed_over_said(batch)
