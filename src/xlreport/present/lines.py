"""What a person reads of a check: one line a cause, with the broken rules that it explains folded under it."""

from collections.abc import Sequence
from typing import NamedTuple

from xlreport.check.cause_said import cause_said
from xlreport.check.findings import Cause, Finding, Result
from xlreport.form.submission import Submission
from xlreport.present.words import SHOWN_SEVERITIES
from xlreport.wording import say


class Line(NamedTuple):
    """One thing to act on.

    finding: the finding, or the first of a cause with the cells of all of them. said: the sentence. under: the findings that
    the sentence explains, where they are several. rules: their ids. blamed: the cells to be corrected, where it is clear which.
    """

    finding: Finding
    said: str
    under: tuple[Finding, ...]
    rules: tuple[str, ...]
    blamed: tuple[str, ...]


def lines_of(result: Result) -> tuple[Line, ...]:
    """All lines of a report, errors first."""
    causes = {cause.id: cause for cause in result.causes}
    members: dict[str, list[Finding]] = {}
    for finding in result.findings:
        members.setdefault(finding.cause, []).append(finding)
    lines: list[Line] = []
    seen: set[str] = set()
    for finding in (one for severity in SHOWN_SEVERITIES for one in result.findings if one.severity == severity):
        cause = causes.get(finding.cause)
        if cause is None:
            lines.append(Line(finding, finding.message, (), (finding.rule,), ()))
        elif cause.id not in seen:
            seen.add(cause.id)
            lines.append(_line(cause, members[cause.id], result.submission))
    return tuple(lines)


def count_lines(result: Result) -> tuple[int, ...]:
    """How many lines there are of each severity, errors first."""
    lines = lines_of(result)
    return tuple(sum(line.finding.severity == severity for line in lines) for severity in SHOWN_SEVERITIES)


def _line(cause: Cause, findings: Sequence[Finding], submission: Submission) -> Line:
    said = cause_said(cause, submission)
    first = findings[0]
    best = [explanation for explanation in cause.explanations if explanation.rank == 1]
    blamed = tuple(change.cell for change in best[0].changes) if len(best) == 1 else ()
    rules = tuple(dict.fromkeys(finding.rule for finding in findings))
    if len(findings) == 1:
        return Line(first, f"{first.message}{say('', ' ')}{said}", (), rules, blamed)
    cells = dict.fromkeys(cell for finding in findings for cell in finding.cells)
    return Line(first._replace(cells=tuple(cells), message=said), said, tuple(findings), rules, blamed)
