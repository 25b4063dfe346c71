"""One line a cause: a broken rule over automatic totals alone says nothing that the rules over their parts did not say."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlreport.check.findings import BROKEN, Finding
from xlreport.form.submission import Submission
from xlreport.wording import say


def fold_consequences(
    submission: Submission, findings: Sequence[Finding], labels: Mapping[str, str]
) -> list[Finding]:
    """Findings without those that merely follow from others of the same rule, which then name them.

    A finding follows when all its cells are totals by formula and its difference is the sum of the others' differences:
    with automatic totals, the 总计 column is off by exactly what its columns are off. labels: by instance.
    """
    kept = list(findings)
    for rule in {finding.rule for finding in findings if finding.family == "balance" and finding.verdict == BROKEN}:
        same = [finding for finding in kept if finding.rule == rule and finding.verdict == BROKEN]
        following = [finding for finding in same if _automatic(submission, finding)]
        leading = [finding for finding in same if finding not in following]
        if not leading or sum(_gap(finding) for finding in leading) * len(following) != sum(map(_gap, following)):
            continue
        kept = [_naming(finding, following, labels) if finding is leading[0] else finding
                for finding in kept if finding not in following]
    return kept


def _automatic(submission: Submission, finding: Finding) -> bool:
    return bool(finding.cells) and all(submission.value(cell.cell).formula for cell in finding.cells)


def _gap(finding: Finding) -> Decimal:
    return Decimal(finding.difference)


def _naming(finding: Finding, following: Sequence[Finding], labels: Mapping[str, str]) -> Finding:
    if not following:
        return finding
    names = say("、", ", ").join(labels.get(other.instance) or other.instance for other in following)
    return finding._replace(
        also=tuple(other.instance for other in following),
        message=finding.message + say(f"改好后，{names}也会相符。", f" Once mended, {names} will agree as well."))
