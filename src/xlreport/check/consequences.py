"""One line a cause: what merely follows from another broken rule, or is one rule broken in several rows, is not said twice."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlreport.check.findings import BROKEN, Finding
from xlreport.check.findings import finding as new_finding
from xlreport.form.submission import Submission
from xlreport.rules.model import Rule, RuleSet
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


def fold_together(
    submission: Submission, rules: RuleSet, findings: Sequence[Finding], labels: Mapping[str, str]
) -> list[Finding]:
    """Findings with those of each rule that says `together` made one, which lists the rows or columns."""
    kept: list[Finding] = []
    done: set[str] = set()
    for one in findings:
        rule = rules.by_id[one.rule]
        if not rule.together or one.verdict != BROKEN:
            kept.append(one)
        elif rule.id not in done:
            done.add(rule.id)
            same = [other for other in findings if other.rule == rule.id and other.verdict == BROKEN]
            kept.append(_all_in_one(submission, rule, same, labels) if len(same) > 1 else one)
    return kept


def _all_in_one(submission: Submission, rule: Rule, same: Sequence[Finding], labels: Mapping[str, str]) -> Finding:
    sheet, _, _ = labels[same[0].instance].partition(" ")
    against = say(" 对 ", " against ")
    listed = say("、", ", ").join(f"{labels[one.instance].partition(' ')[2]} {one.left}{against}{one.right}" for one in same)
    names = f"（前者：{rule.sides[0]}；后者：{rule.sides[1]}）" if all(rule.sides) else ""
    innocent = f"，或说明原因（如：{rule.innocent}）" if rule.innocent else ""
    message = say(f"{sheet} {len(same)} 处：{rule.says}，不符的有 {listed}{names}；请核对{innocent}。",
                  f"{sheet}, {len(same)} places: {rule.says_en}; broken at {listed}. Check these cells, or explain on the sheet 说明.")
    made = new_finding(submission, rule, rule.id, message, tuple(dict.fromkeys(cell for one in same for cell in one.cells)))
    return made._replace(also=tuple(one.instance for one in same), tolerance=same[0].tolerance)
