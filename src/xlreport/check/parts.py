"""The report of an office above against those of the units below it (H): every cell, what is carried over, what its words say of them.

Nothing here knows a store: a part is a unit's name with its figures, None where a cell holds no number.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlreport.check.balance import judge
from xlreport.check.findings import BROKEN, CANNOT_TELL, CellAt, Finding, Outcome, TextAt, finding
from xlreport.check.places import cell_at, text_place, where
from xlreport.form.submission import Submission
from xlreport.form.values import written
from xlreport.prose.units_named import NamedCount, counts_by_unit, unit_count_fits, units_counted
from xlreport.rules.model import LAST_PARTS, PARTS, Rule, RuleSet
from xlreport.rules.sums import Amount, amounts
from xlreport.wording import say

MOST_CELLS = 5  # named in one sentence; the finding lists them all
LEAST_ALIKE = 5  # cells that are not 0 in two units' reports before it means something that they are the same


class Part(NamedTuple):
    """One unit below. figures: by cell and fact name."""

    unit: str
    figures: Mapping[str, Decimal | None]


class Below(NamedTuple):
    """The units below. missing: those without a report that could be added; last, last_missing: the year before, None where there is none.

    names: what each may be called in a text, to its name. counts: how many there are, by every way of counting them.
    """

    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()
    last: tuple[Part, ...] | None = None
    last_missing: tuple[str, ...] = ()
    names: Mapping[str, str] = {}
    counts: tuple[int, ...] = ()


def judge_parts(submission: Submission, rules: RuleSet, below: Below) -> Iterator[tuple[Rule, list[Outcome]]]:
    """Every rule of sums over the units below, with the outcomes of its instances."""
    known = dict(amounts(submission, rules.totals))
    known[PARTS] = _added(submission, below.parts, below.missing)
    known[LAST_PARTS] = {} if below.last is None else _added(submission, below.last, below.last_missing)
    for rule in rules.rollup:
        if rule.check and rule.severity != "off":
            yield rule, [judge(instance, rule, known, submission.answers) for instance in rule.instances]


def _added(submission: Submission, parts: Sequence[Part], missing: Sequence[str]) -> dict[str, Amount]:
    """The sum of every cell and declared fact; None where a unit is missing or has no number there."""
    found: dict[str, Amount] = {}
    for name in (*submission.form.cells, *submission.form.facts):
        figures = [part.figures.get(name) for part in parts]
        known = [figure for figure in figures if figure is not None]
        found[name] = None if missing or not parts or len(known) < len(figures) else sum(known, Decimal(0))
    return found


def check_parts(submission: Submission, rules: RuleSet, below: Below) -> list[Finding]:
    """What does not fit: a finding a rule, with all its cells."""
    findings: list[Finding] = []
    for rule, outcomes in judge_parts(submission, rules, below):
        cells = {instance.id: instance.check.left.terms[0].name for instance in rule.instances}
        broken = [(cells[one.instance], one) for one in outcomes if one.verdict == BROKEN]
        if broken:
            findings.append(_unequal(submission, rule, broken, below))
            continue
        absent = below.missing if any(term.source == PARTS for term in rule.instances[0].check.right.terms) else below.last_missing
        if absent and any(one.verdict == CANNOT_TELL for one in outcomes):
            more = say(f"等 {len(absent)} 个", f" and others, {len(absent)} in all") if len(absent) > MOST_CELLS else ""
            names = say("、", ", ").join(absent[:MOST_CELLS]) + more
            findings.append(finding(submission, rule, rule.id, say(f"“{rule.says}”无法判断：{names}没有可以相加的报告。收齐后再核对。",
                                                                   f"cannot tell whether {rule.says_en}: no report of {names}."), verdict=CANNOT_TELL))
    return [*_folded(findings), *_named(submission, rules, below), *_counted(submission, rules, below)]


def _folded(findings: Sequence[Finding]) -> list[Finding]:
    """Cannot-tells for the same reason as one."""
    waiting = [one for one in findings if one.verdict == CANNOT_TELL]
    kept = [one for one in findings if one.verdict != CANNOT_TELL]
    return [*kept, waiting[0]._replace(also=tuple(one.instance for one in waiting[1:]))] if waiting else kept


def _unequal(submission: Submission, rule: Rule, broken: Sequence[tuple[str, Outcome]], below: Below) -> Finding:
    cells = [cell_at(submission, name) for name, _ in broken]
    gaps = {name: (one.left or Decimal(0)) - (one.right or Decimal(0)) for name, one in broken}
    shown = [say(f"{where(at)}{rule.sides[0] or '本级'} {_said(one.left)}，{rule.sides[1] or '下级合计'} {_said(one.right)}，相差 {_said(abs(gaps[name]))}",
                 f"{where(at)}: {_said(one.left)} against {_said(one.right)}, off by {_said(abs(gaps[name]))}")
             for (name, one), at in zip(broken[:MOST_CELLS], cells, strict=False)]
    more = say(f"等 {len(broken)} 格", f" … {len(broken)} cells in all") if len(broken) > MOST_CELLS else ""
    innocent = f"，或说明原因（如：{rule.innocent}）" if rule.innocent else ""
    message = say(f"{rule.says}，不符：{'；'.join(shown)}{more}。{_whose(gaps, below)}请核对{innocent}。",
                  f"{rule.says_en}; broken: {'; '.join(shown)}{more}. {_whose(gaps, below)}Check these cells.")
    made = finding(submission, rule, rule.id, message, cells)
    first = broken[0][1]
    return made._replace(left=_said(first.left), right=_said(first.right), difference=_said(gaps[broken[0][0]]),
                         also=tuple(one.instance for _, one in broken[1:]))


def _said(number: Decimal | None) -> str:
    return "" if number is None else written(number)


def _whose(gaps: Mapping[str, Decimal], below: Below) -> str:
    """The one unit whose figures the differences are, where there is one: left out, or counted a second time."""
    for sign, words in ((-1, say("相差的正好是{}的数，可能漏了没有计入。", "The differences are the figures of {}: left out? ")),
                        (1, say("相差的正好是{}的数，可能既单列又并入了别的单位，计了两次。", "The differences are the figures of {}: counted twice? "))):
        same = [part.unit for part in below.parts if all(part.figures.get(name) == sign * gap for name, gap in gaps.items())]
        if len(same) == 1:
            return words.format(same[0])
    return ""


def _named(submission: Submission, rules: RuleSet, below: Below) -> Iterator[Finding]:
    """Numbers that the narrative states of the units below, where they are not those of the units' own reports."""
    rule = rules.by_test.get("parts_named")
    figures = {part.unit: part.figures for part in below.parts}
    for code, text in submission.texts.items() if rule else ():
        for group in counts_by_unit(text, below.names):
            known = [one for one in group if one.unit in figures]
            cells = spoken_of(submission, known, figures)
            for one in known if cells else ():
                numbers = {figures[one.unit].get(name) for name in cells}
                number = next(iter(numbers)) if len(numbers) == 1 else None
                if number is not None and number != one.value and rule is not None:
                    yield _misstated(submission, rule, code, text, one, cells[-1], number)


def spoken_of(submission: Submission, group: Sequence[NamedCount], figures: Mapping[str, Mapping[str, Decimal | None]]) -> tuple[str, ...]:
    """The cells or facts that a sentence may speak of: those that most of its numbers are; none where that cannot be told.

    At least two numbers that are not 0, and at least half of all, must agree. Where there is one kind of applicant only, its
    column agrees as well as the total: the cells come in the form's order, totals last.
    """
    fits: Counter[str] = Counter()
    for one in group:
        fits.update(name for name in (*submission.form.cells, *submission.form.facts) if one.value and figures[one.unit].get(name) == one.value)
    most = max(fits.values(), default=0)
    if most < 2 or most * 2 < len(group):
        return ()
    return tuple(name for name in (*submission.form.cells, *submission.form.facts) if fits[name] == most)


def _misstated(submission: Submission, rule: Rule, code: str, text: str, one: NamedCount, name: str, number: Decimal) -> Finding:
    label = submission.form.cells[name].label if name in submission.form.cells else submission.form.facts[name].cell.label
    quote = text[one.start:one.end]
    made = finding(submission, rule, f"{rule.id}[{one.unit}]", say(
        f"{text_place(submission, code, one.start)}“{quote}”：{one.unit}自己的报告里，{label}是 {written(number)}，相差 {written(abs(number - one.value))}。"
        f"请核对哪一个对。",
        f"{text_place(submission, code, one.start)} “{quote}”: the report of {one.unit} itself has {label} {written(number)}, off by "
        f"{written(abs(number - one.value))}."), [CellAt(name, label, "", "", written(number))], detail=quote)
    return made._replace(left=written(one.value), right=written(number), difference=written(one.value - number), text=TextAt(code, one.start, one.end, quote))


def _counted(submission: Submission, rules: RuleSet, below: Below) -> Iterator[Finding]:
    """How many units the narrative says were added up, where the roster has another number."""
    rule = rules.by_test.get("parts_counted")
    for code, text in submission.texts.items() if rule and below.counts else ():
        stated = units_counted(text)
        if stated is not None and rule is not None:
            numbers, (start, end) = stated
            if not unit_count_fits(numbers, below.counts):
                quote = text[start:end].strip()[:60]
                said = say(" 或 ", " or ").join(map(str, dict.fromkeys(below.counts)))
                made = finding(submission, rule, rule.id, say(
                    f"{text_place(submission, code, start)}“{quote}”：名录里它汇总的单位是 {said} 个。请核对是写错了，还是漏了单位、名录没有更新。",
                    f"{text_place(submission, code, start)} “{quote}”: the roster has {said} units below it."), detail=quote)
                yield made._replace(text=TextAt(code, start, end, quote))
            return


def counted_twice(parts: Sequence[Part], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Units that a sum would hold twice: (unit, the other one whose figures are the same), or (unit, '') whose figures are all others' sum."""
    seen: dict[tuple[Decimal | None, ...], str] = {}
    rows = [(part.unit, tuple(part.figures.get(name) for name in names)) for part in parts]
    for unit, row in rows:
        if sum(1 for figure in row if figure) >= LEAST_ALIKE and seen.setdefault(row, unit) != unit:
            yield unit, seen[row]
    if len(rows) < 3:
        return
    totals = [sum((row[place] or Decimal(0) for _, row in rows), Decimal(0)) for place in range(len(names))]
    for unit, row in rows:
        if sum(1 for figure in row if figure) >= LEAST_ALIKE and all((figure or Decimal(0)) * 2 == total for figure, total in zip(row, totals, strict=True)):
            yield unit, ""
