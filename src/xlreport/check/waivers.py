"""Reasons typed on the 说明 sheet, held against the findings they speak of. Balance errors cannot be waived."""

from collections.abc import Container, Sequence

from xlreport.check.findings import Finding, finding
from xlreport.form.submission import Submission, Waiver
from xlreport.rules.model import RuleSet
from xlreport.wording import say


def apply_waivers(
    submission: Submission, rules: RuleSet, findings: Sequence[Finding], accepted: Container[str] = ()
) -> list[Finding]:
    """Findings with those marked for which a reason is typed, and one for every reason that fits none.

    accepted: fingerprints whose reason the supervising office has accepted: these are waived, the others pending.
    """
    marked = list(findings)
    for line, waiver in enumerate(submission.waivers, 1):
        found = findings_meant(waiver.fingerprint, marked)
        if len(found) == 1 and waiver.reason.strip() and not cannot_be_waived(found[0]):
            marked[marked.index(found[0])] = found[0]._replace(
                waiver="waived" if found[0].fingerprint in accepted else "pending")
            continue
        rule = rules.by_test.get("waiver_unmatched")
        between = any(waiver.fingerprint.strip().upper() == one.id for one in rules.rollup)  # no check of one report finds such
        if rule is not None and not (between and waiver.reason.strip()):
            marked.append(finding(submission, rule, rule.id, _unmatched(line, waiver, found), detail=f"{line}{waiver}"))
    return marked


def findings_meant(word: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings that a word may mean: by fingerprint, else by instance or rule id."""
    word = word.strip()
    by_print = [found for found in findings if found.fingerprint == word.lower()]
    return by_print or [found for found in findings if word and word.upper() in (found.instance.upper(), found.rule)]


def cannot_be_waived(found: Finding) -> bool:
    """A balance error is corrected, never explained."""
    return found.family == "balance" and found.severity == "error"


def _unmatched(line: int, waiver: Waiver, found: Sequence[Finding]) -> str:
    word = waiver.fingerprint.strip()[:30]
    if not found:
        why = ("没有对上任何问题：编号不对，或问题已经没有了", "fits no finding: the number is wrong, or the finding is gone")
    elif len(found) > 1:
        why = (f"对上了 {len(found)} 个问题，请改写成校验结果里的指纹", f"fits {len(found)} findings: write the fingerprint instead")
    elif cannot_be_waived(found[0]):
        why = ("说的是表内不平衡，不能用说明代替，请改数字", "speaks of a balance error, which must be corrected, not explained")
    else:
        why = ("没有写原因", "gives no reason")
    return say(f"说明表第 {line} 条说明“{word}”{why[0]}。", f"Reason {line} on the sheet 说明, “{word}”, {why[1]}.")
