"""Rules over sums: four outcomes each, and a message for every one that is broken."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xlreport.check.findings import (
    BROKEN,
    CANNOT_TELL,
    HOLDS,
    NOT_APPLICABLE,
    CellAt,
    Finding,
    Outcome,
    finding,
)
from xlreport.check.places import cell_at, span, term_cells
from xlreport.form.submission import Submission
from xlreport.form.values import written
from xlreport.rules.model import LAST, THIS, Answer, Comparison, Instance, Rule, Term
from xlreport.rules.sums import ABSENT, RELATIONS, Amount, Amounts, side
from xlreport.wording import english, say

_IN_ENGLISH = {"==": "", "!=": "other than ", "<=": "at most ", ">=": "at least ", "<": "below ", ">": "above "}
_SAID = {"==": "相等", "!=": "不相等", "<=": "不大于", ">=": "不小于", "<": "小于", ">": "大于"}


def compare(comparison: Comparison, known: Amounts, tolerance: Decimal) -> tuple[str, Amount, Amount]:
    """Verdict, left and right of one comparison."""
    left, right = side(comparison.left, known), side(comparison.right, known)
    if isinstance(left, str) or isinstance(right, str):
        return NOT_APPLICABLE, left, right
    if left is None or right is None:
        return CANNOT_TELL, left, right
    if left == right:
        return (BROKEN if comparison.relation in ("!=", "<", ">") else HOLDS), left, right
    gap = round(left - right, 6)  # as the workbook's own formulas do: fen in 万元 are six places
    return (HOLDS if RELATIONS[comparison.relation](gap, tolerance) else BROKEN), left, right


def judge(instance: Instance, rule: Rule, known: Amounts, answers: Mapping[str, str]) -> Outcome:
    """The outcome of one rule instance."""
    check = instance.check
    if check.relation == "==" and instance.given is None and not instance.when:
        total = side(check.left, known)  # nearly every instance is such a balance, and holds
        if isinstance(total, Decimal) and total == side(check.right, known):
            return Outcome(instance.id, HOLDS, total, total)
    for condition in instance.when:
        if isinstance(condition, Answer):
            met = bool(answers.get(condition.question)) and (
                (answers[condition.question] == condition.choice) == condition.equal
            )
        else:
            met = compare(condition, known, Decimal(0))[0] == HOLDS
        if not met:
            return Outcome(instance.id, NOT_APPLICABLE)
    verdict, left, right = compare(instance.check, known, rule.tolerance)
    if instance.given is not None and verdict != NOT_APPLICABLE:
        given = compare(instance.given, known, Decimal(0))[0]
        if given != HOLDS:
            return Outcome(instance.id, CANNOT_TELL if given == CANNOT_TELL else NOT_APPLICABLE)
    return Outcome(
        instance.id, verdict, left if isinstance(left, Decimal) else None, right if isinstance(right, Decimal) else None
    )


def unknown_terms(instance: Instance, known: Amounts) -> list[Term]:
    """The cells for which an instance cannot be told."""
    sums = [instance.check.left, instance.check.right]
    if instance.given is not None:
        sums += [instance.given.left, instance.given.right]
    return [term for part in sums for term in part.terms if known[term.source].get(term.name, ABSENT) is None]


def broken_finding(submission: Submission, rule: Rule, instance: Instance, outcome: Outcome) -> Finding:
    """The finding for a broken instance: place, both sides, the difference, what to do next."""
    left = term_cells(submission, instance.check.left.terms)
    right = term_cells(submission, instance.check.right.terms)
    assert outcome.left is not None
    assert outcome.right is not None
    gap = outcome.left - outcome.right
    made = finding(submission, rule, instance.id, _message(submission, rule, instance, left, right, outcome.left, outcome.right),
                   [*left, *right])
    return made._replace(left=written(outcome.left), right=written(outcome.right),
                         difference=written(gap), tolerance=written(rule.tolerance))


def _message(
    submission: Submission, rule: Rule, instance: Instance, left: list[CellAt], right: list[CellAt], first: Decimal,
    second: Decimal,
) -> str:
    place = instance.label or (left or right)[0].sheet
    home = (left or right)[0].sheet
    places = f"{span(left, home)}{say(' 对 ', ' against ')}{span(right, home)}" if right else span(left, home)
    gap = written(abs(first - second))
    given = instance.given
    because = ""
    if given is not None:
        cells = term_cells(submission, [*given.left.terms, *given.right.terms])
        because = say(f"（前提：{span(cells, home)}）", f" (given {span(cells, home)})")
    relation = instance.check.relation
    if english():
        sides = f"is {written(first)}, should be {_IN_ENGLISH[relation]}{written(second)}" if not right else \
            f"{written(first)} and {written(second)} differ by {gap}"
        text = f"{place} ({places}): {sides}{because}; {rule.says_en}."
        return text + (" Check these cells, or explain on the sheet 说明." if rule.innocent else " Check these cells.")
    names = [rule.sides[0] or "左边", rule.sides[1] or "右边"]
    if right:
        wanted = "" if relation == "==" else f"（前者应{_SAID[relation]}后者）"
        text = f"{place}（{places}）：{names[0]}＝{written(first)}，{names[1]}＝{written(second)}，相差 {gap}{wanted}{because}。"
    else:
        wanted = "应为" if relation == "==" else f"应{_SAID[relation]}"
        text = f"{place}（{places}）：{names[0]}现为 {written(first)}，{wanted} {written(second)}{because}。"
    if rule.severity == "error":
        return f"{text}{rule.says}，请核对这几格。"
    return f"{text}{rule.says}；请核对" + (f"，或说明原因（如：{rule.innocent}）。" if rule.innocent else "。")


def cannot_tell_finding(submission: Submission, rule: Rule, instance: Instance, terms: list[Term]) -> Finding:
    """The finding for an instance that cannot be told, for cells that have no finding of their own."""
    telling = [term for term in terms if term.source == LAST or not submission.value(term.name).inferred]  # what was inferred is a number
    cells = term_cells(submission, telling or terms)
    home = instance.label.split(" ")[0]
    shown = "、".join(f"{span([cell], home)}" + (f"（现为“{cell.value[:20]}”）" if cell.value else "") for cell in cells[:4])
    place, place_en = (f"{instance.label}：", f"{instance.label}: ") if instance.label else ("", "")  # a declared figure stands in no table
    message = say(
        f"{place}“{rule.says}”无法判断，因为 {shown} 不是数字或没有填。请填数字。",
        f"{place_en}cannot tell whether: {rule.says_en}; {shown} blank or no number. Type a number.",
    )
    return finding(submission, rule, instance.id, message, cells, verdict=CANNOT_TELL)


def inferred_findings(submission: Submission, instances: Sequence[tuple[Rule, Instance]]) -> Iterator[Finding]:
    """One finding a table and severity for all instances that rest on inferred figures: the figures are there, but no rule may use them."""
    groups: dict[tuple[str, str], list[tuple[Rule, Instance]]] = {}
    for rule, instance in instances:
        groups.setdefault((rule.severity, instance.label.partition(" ")[0]), []).append((rule, instance))
    for (_, sheet), same in groups.items():
        rule = same[0][0]
        names = dict.fromkeys(term.name for _, instance in same for side in (instance.check.left, instance.check.right) for term in side.terms
                              if term.source == THIS and submission.value(term.name).inferred)
        ids = say("、", ", ").join(dict.fromkeys(one.id for one, _ in same))
        message = say(
            f"{sheet}：有 {len(same)} 处勾稽关系（{ids}）用到推定的数，不作判断。请对照原件核实推定的 {len(names)} 个数。",
            f"{sheet}: {len(same)} balances ({ids}) rest on inferred figures and are not judged. Compare the {len(names)} inferred figures "
            f"with the original.")
        made = finding(submission, rule, same[0][1].id, message, [cell_at(submission, name) for name in names], verdict=CANNOT_TELL)
        yield made._replace(also=tuple(instance.id for _, instance in same[1:]))
