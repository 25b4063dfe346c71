"""One submission held against all its rules: the outcomes of every instance, and the findings."""

from collections.abc import Container

from xlreport.check.balance import broken_finding, cannot_tell_finding, inferred_findings, judge, unknown_terms
from xlreport.check.cells import check_cells
from xlreport.check.consequences import fold_consequences, fold_together
from xlreport.check.document import check_document
from xlreport.check.findings import BROKEN, CANNOT_TELL, Cause, Finding, NumberRead, Outcome, Result
from xlreport.check.report_text import check_texts
from xlreport.check.waivers import apply_waivers
from xlreport.form.submission import Submission
from xlreport.form.values import BLANK
from xlreport.rules.model import LAST, SEVERITIES, Instance, Rule, RuleSet, Term
from xlreport.rules.sums import Amounts, amounts

_ORDER = {severity: place for place, severity in enumerate(SEVERITIES)}


def check_submission(submission: Submission, rules: RuleSet, accepted: Container[str] = ()) -> Result:
    """Every rule's verdict on a submission. Pure: reads nothing but its arguments, raises nothing.

    accepted: fingerprints whose recorded reason the supervising office has accepted.
    """
    outcomes, findings, flagged = check_cells(submission, rules)
    findings = [*check_document(submission, rules), *check_texts(submission, rules), *findings]
    known = amounts(submission, rules.totals)
    balances, broken, cannot_tell = _balances(submission, rules, known, flagged)
    findings += broken
    if findings:
        labels = {instance.id: instance.label for rule in rules.rules for instance in rule.instances}
        findings = fold_together(submission, rules, fold_consequences(submission, findings, labels), labels)
    numbers: tuple[NumberRead, ...] = ()
    if submission.texts or submission.cover.get("title"):
        from xlreport.check.placeholders import check_placeholders
        from xlreport.check.prose import check_prose  # figures alone need no narrative

        narrative = check_prose(submission, rules, known)
        findings += [*narrative.findings, *check_placeholders(submission, rules, known, flagged)]
        numbers = narrative.numbers
    findings = apply_waivers(submission, rules, findings, accepted)
    findings.sort(key=lambda finding: _ORDER[finding.severity])
    causes: tuple[Cause, ...] = ()
    if any(finding.family == "balance" and finding.severity == "error" and finding.verdict == BROKEN for finding in findings):
        from xlreport.check.locate import locate  # only where something is broken

        causes, findings = locate(submission, rules, known, findings)
    return Result(submission, rules.version, (*outcomes, *balances), tuple(findings), cannot_tell, causes, numbers)


def _balances(
    submission: Submission, rules: RuleSet, known: Amounts, flagged: set[str]
) -> tuple[list[Outcome], list[Finding], int]:
    """Every instance's outcome, the findings of those that do not hold, and how many cannot be told."""
    cannot_tell = 0
    outcomes: list[Outcome] = []
    findings: list[Finding] = []
    inferred: list[tuple[Rule, Instance]] = []
    for rule in rules.rules:
        if rule.severity == "off":
            continue
        for instance in rule.instances:
            outcome = judge(instance, rule, known, submission.answers)
            outcomes.append(outcome)
            if outcome.verdict == BROKEN:
                findings.append(broken_finding(submission, rule, instance, outcome))
            elif outcome.verdict == CANNOT_TELL:
                cannot_tell += 1
                terms = unknown_terms(instance, known)
                if all(term.source != LAST and submission.value(term.name).inferred for term in terms):
                    inferred.append((rule, instance))
                elif not any(_explained(submission, term, flagged) for term in terms):
                    findings.append(cannot_tell_finding(submission, rule, instance, terms))
    return outcomes, [*findings, *inferred_findings(submission, inferred)], cannot_tell


def _explained(submission: Submission, term: Term, flagged: set[str]) -> bool:
    """Whether an unknown cell has a finding of its own, or is a total that only waits for its parts."""
    if term.source == LAST:
        return False
    value = submission.value(term.name)
    return term.name in flagged or (value.kind == BLANK and value.formula and bool(flagged))
