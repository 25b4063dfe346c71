"""What a check returns: outcomes of rule instances, findings for people, counts."""

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlreport.errors import UnreadableFile
from xlreport.form.submission import Submission
from xlreport.rules.model import Rule

HOLDS, BROKEN, CANNOT_TELL, NOT_APPLICABLE = "holds", "broken", "cannot_tell", "not_applicable"
VERDICTS_SAID = {HOLDS: "通过", BROKEN: "不符", CANNOT_TELL: "无法判断", NOT_APPLICABLE: "不适用"}
# What became of a number in the narrative.
MATCHED, CONTRADICTED, AMBIGUOUS, NOT_CHECKABLE = "matched", "contradicted", "ambiguous", "not_checkable"
SEVERITIES_SAID = {"error": "错误（须改）", "warning": "核实（请确认或说明）", "info": "提示"}


class Outcome(NamedTuple):
    """The verdict on one rule instance. left and right are the two sides where both are known."""

    instance: str
    verdict: str
    left: Decimal | None = None
    right: Decimal | None = None


class CellAt(NamedTuple):
    """A cell a finding speaks of: its name, its label, where it stands, and what stands there."""

    cell: str
    label: str
    sheet: str
    address: str
    value: str


class TextAt(NamedTuple):
    """The words a finding speaks of: the text's code (`总体情况`), characters from start up to end, and the words themselves."""

    section: str
    start: int
    end: int
    quote: str


class NumberRead(NamedTuple):
    """One number of the narrative. status: matched, contradicted, ambiguous or not_checkable; why: with what, or why not."""

    section: str
    start: int
    end: int
    status: str
    why: str


class Change(NamedTuple):
    """One cell of an explanation: what stands there, what it would have to be, and why a person would have typed it so."""

    cell: str
    address: str
    was: str
    to: str
    why: str = ""


class Explanation(NamedTuple):
    """One smallest set of changes after which every rule of a cause holds.

    rank: from 1; those of one rank are equally likely. support: what else agrees after the changes, in words.
    """

    changes: tuple[Change, ...]
    rank: int = 1
    support: str = ""


class Cause(NamedTuple):
    """Findings that one mistake explains. findings: fingerprints; unique: there is only one explanation, and it is certain.

    complete: all smallest explanations are listed; False where the search stopped early.
    """

    id: str
    findings: tuple[str, ...]
    unique: bool
    explanations: tuple[Explanation, ...]
    complete: bool = True


class Finding(NamedTuple):
    """One thing a person should act on. Contract of `check --format json` (fields may be added, never renamed).

    waiver: '', 'pending' (a reason is typed beside it and waits for the office) or 'waived' (accepted there). also: instances that are broken only
    because this one is.
    """

    rule: str
    instance: str
    family: str
    severity: str
    verdict: str
    message: str
    left: str = ""
    right: str = ""
    difference: str = ""
    tolerance: str = "0"
    fingerprint: str = ""
    cause: str = ""
    cells: tuple[CellAt, ...] = ()
    waiver: str = ""
    also: tuple[str, ...] = ()
    text: TextAt | None = None


class Result(NamedTuple):
    """One report, checked. outcomes: one for every rule instance, in rule order; findings: errors first.

    numbers: every number of the narrative, in the order of the texts.
    """

    submission: Submission
    rules: str
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    cannot_tell: int
    causes: tuple[Cause, ...] = ()
    numbers: tuple[NumberRead, ...] = ()

    def count(self, severity: str) -> int:
        """How many findings of a severity; those with a pending waiver count too, accepted ones do not."""
        return sum(1 for finding in self.findings if finding.severity == severity and finding.waiver != "waived")

    @property
    def pending(self) -> int:
        """Findings with a typed reason that the supervising office has not accepted yet."""
        return sum(1 for finding in self.findings if finding.waiver == "pending")

    @property
    def inferred(self) -> int:
        """Cells that a reader inferred from a rule."""
        return sum(1 for value in self.submission.cells.values() if value.inferred)

    @property
    def status(self) -> str:
        """pass or fail. A file with inferred cells is never a pass."""
        return "fail" if self.count("error") or self.inferred else "pass"


class FileResult(NamedTuple):
    """One file of a check: its result, or why it could not be read. path as the person gave it."""

    path: str
    result: Result | None
    error: UnreadableFile | None

    @property
    def status(self) -> str:
        """pass, fail or unreadable."""
        return self.result.status if self.result else "unreadable"


class Batch(NamedTuple):
    """All files of one check, in the order given. passed_over: lock and system files that were not looked at; others:

    files of kinds in which no report comes, met in a folder.
    """

    files: tuple[FileResult, ...]
    passed_over: int = 0
    others: int = 0

    @property
    def exit_code(self) -> int:
        """0 nothing at error level; 1 errors found; 2 something could not be read (2 wins)."""
        statuses = {file.status for file in self.files}
        return 2 if "unreadable" in statuses else 1 if "fail" in statuses else 0


def fingerprint(submission: Submission, instance: str, values: Iterable[str]) -> str:
    """16 hex digits over form, year, instance and the values involved; never the path, so it survives re-checks."""
    text = "\x1f".join([submission.form.id, str(submission.year or ""), instance, *values])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def finding(
    submission: Submission, rule: Rule, instance: str, message: str, cells: Sequence[CellAt] = (),
    verdict: str = BROKEN, detail: str = "",
) -> Finding:
    """A finding with its fingerprint. `detail` is what it is about where no cell is."""
    return Finding(
        rule=rule.id, instance=instance, family=rule.family, severity=rule.severity, verdict=verdict, message=message,
        fingerprint=fingerprint(submission, instance, [*(cell.value for cell in cells), detail]), cells=tuple(cells),
    )
