"""Totals that the form itself adds up: which rule fills a total, and what the total is."""

from collections.abc import Callable, Mapping

from xlreport.form.submission import Submission
from xlreport.form.values import BLANK, EMPTY, NOTHING_YET, NUMBER, Value, written
from xlreport.rules.model import Instance, RuleSet


def total_rules(rules: RuleSet) -> dict[str, Instance]:
    """Total cell -> the rule instance that fills it; the first rule in file order where two could."""
    found: dict[str, Instance] = {}
    for rule in rules.rules:
        if rule.total and rule.severity != "off":
            for instance in rule.instances:
                found.setdefault(instance.check.right.terms[0].name, instance)
    return found


def add_up(
    fillers: Mapping[str, Instance], cells: Mapping[str, Value], typed: Callable[[str, Value], bool], blank_is_zero: bool
) -> dict[str, Value]:
    """Every total: what was typed where typed(name, computed) says so, else the sum of its parts.

    A total may be part of another one. While a part is unknown, a computed total shows nothing.
    """
    done: dict[str, Value] = {}

    def settled(name: str) -> Value:
        if name not in done:
            done[name] = NOTHING_YET  # a circle of totals would never end; it shows nothing
            part = fillers[name].check.left
            total, known = part.constant, True
            for term in part.terms:
                value = settled(term.name) if term.name in fillers else cells.get(term.name, EMPTY)
                amount = value.number
                if amount is None and blank_is_zero and value.kind == BLANK and not value.formula:
                    continue
                if amount is None:
                    known = False
                    break
                total += amount if term.factor == 1 else amount * term.factor
            computed = Value(NUMBER, total, written(total), formula=True) if known else NOTHING_YET
            done[name] = cells.get(name, EMPTY) if typed(name, computed) else computed
        return done[name]

    return {name: settled(name) for name in fillers}


def settle_totals(submission: Submission, rules: RuleSet) -> Submission:
    """A submission with its totals as a workbook holds them.

    A total that is not stated, or agrees with its parts, becomes the template's formula; one that differs stays as
    stated, so that a wrong total stays wrong and is found.
    """
    stated = submission.cells

    def typed(name: str, computed: Value) -> bool:
        return name in stated and not _agrees(stated[name], computed)

    totals = add_up(total_rules(rules), stated, typed, submission.blank_is_zero)
    return submission._replace(cells={**stated, **totals})


def _agrees(stated: Value, computed: Value) -> bool:
    if stated.kind == NUMBER and not stated.date:
        return stated.number is not None and stated.raw == computed.raw
    return stated.kind == BLANK and computed.number is None
