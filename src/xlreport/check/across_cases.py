"""Examples of the rules across units (H): units below as `parts` and `last_parts`, peers as pairs of last year and this."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xlreport.check.findings import BROKEN, CANNOT_TELL, HOLDS
from xlreport.check.outliers import Pair, judge_move
from xlreport.check.parts import Below, Part, check_parts, counted_twice, judge_parts, spoken_of
from xlreport.form.submission import Submission
from xlreport.prose.units_named import counts_by_unit, units_counted
from xlreport.rules.model import Case, Rule, RuleSet


def across_verdict(case: Case, rule: Rule, submission: Submission, rules: RuleSet) -> str:
    """The verdict on an example of a rule across units."""
    entries: Mapping[str, Any] = case.entries
    if rule.test in ("outlier_ratio", "outlier_growth"):
        peers = [pair for entry in entries["peers"] if (pair := _pair(entry)) is not None]
        return judge_move(rule.test, _pair(entries["figure"]), peers, rule.parameters).verdict
    parts = _parts(entries.get("parts", ()), submission, entries.get("names", ()))
    names = {part.unit: part.unit for part in parts}
    below = Below(parts, last=_parts(entries["last_parts"], submission, ()) if "last_parts" in entries else None, names=names, counts=(len(parts),))
    if rule.check:
        outcomes = next(outcomes for one, outcomes in judge_parts(submission, rules, below) if one.id == rule.id)
        return next(one.verdict for one in outcomes if one.instance == (f"{rule.id}[{case.at}]" if case.at else rule.id))
    if rule.test == "counted_twice":
        found = list(counted_twice(parts, tuple(submission.form.cells)))
        return CANNOT_TELL if len(parts) < 2 else BROKEN if found else HOLDS
    if any(one.rule == rule.id for one in check_parts(submission, rules, below)):
        return BROKEN
    return HOLDS if _told(rule, submission, below) else CANNOT_TELL


def _told(rule: Rule, submission: Submission, below: Below) -> bool:
    """Whether the narrative says anything that the rule could judge."""
    texts = submission.texts.values()
    if rule.test == "parts_counted":
        return any(units_counted(text) for text in texts)
    figures = {part.unit: part.figures for part in below.parts}
    return any(spoken_of(submission, group, figures) for text in texts for group in counts_by_unit(text, below.names))


def _pair(entry: Any) -> Pair | None:
    return None if "blank" in entry else Pair(*(Decimal(str(number)) for number in entry))


def _parts(entries: Any, submission: Submission, names: Any) -> tuple[Part, ...]:
    """Units with cells of 0 but for those named; a number or a list of numbers stands for the form's first cells."""
    found = []
    for number, entry in enumerate(entries):
        cells = entry if isinstance(entry, Mapping) else dict(zip(submission.form.cells, entry if isinstance(entry, list) else [entry], strict=False))
        figures = {name: None if cells.get(name) == "blank" else Decimal(str(cells.get(name, 0))) for name in (*submission.form.cells, *submission.form.facts)}
        found.append(Part(names[number] if number < len(names) else f"{number + 1}局", figures))
    return tuple(found)
