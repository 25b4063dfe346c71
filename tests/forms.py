"""Random reports from a seed, as VALUES objects, for any form: consistent, half-filled, wrong, and filled in oddly.

Nothing here knows a form by name: figures follow each cell's kind, and consistency follows the form's own rules. Counts are
as they are in life: most are 0, a few are large. No booleans and no figure of 1e12 or more.
"""

from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from xlreport.check.balance import compare, judge
from xlreport.check.findings import HOLDS
from xlreport.form.model import AMOUNT, SIGNED, Cell, Form
from xlreport.rules.model import FACT, LAST, THIS, Comparison, Instance, RuleSet, Term

# No empty text: LibreOffice drops it on loading. The reader and the identity are tested with it elsewhere.
ODD_TEXTS = ("12件", "１２", " 12", "12 ", "一十二", "1,234", "—", "无", "O", "3-5", "0", "-", "*", "?", "<0", "=1+1", "通过", " ")
ERRORS = ("#REF!", "#DIV/0!", "#VALUE!", "#N/A", "#NAME?", "#NUM!")  # no #NULL!: tests write it over cached values
FALSE_NUMBER = 987654  # never a figure of a random report: tests write it over cached values


class Report(NamedTuple):
    """The figures of one report while it is made: by source (this, last, fact), then by name."""

    known: dict[str, dict[str, Decimal]]
    answers: dict[str, str]


def total_names(rules: RuleSet) -> dict[str, Instance]:
    """Cells that the form adds up itself, with the rule instance that fills each."""
    found: dict[str, Instance] = {}
    for rule in rules.rules:
        if rule.total:
            for instance in rule.instances:
                found.setdefault(instance.check.right.terms[0].name, instance)
    return found


def equalities(rules: RuleSet) -> list[Instance]:
    """Every instance that says two sums are equal."""
    return [instance for instance in rules.instances() if instance.check.relation == "=="]


def figure(cell: Cell, random: Random) -> Decimal:
    """One figure as it is in life."""
    chance = random.random()
    if chance < 0.7:
        return Decimal(0)
    whole = random.randint(1, 9) if chance < 0.93 else random.randint(10, 300) if chance < 0.99 else \
        random.randint(1000, 80000)
    if cell.kind == SIGNED:
        return Decimal(whole * random.choice((1, -1)))
    if cell.kind == AMOUNT and random.random() < 0.7:
        places = random.randint(1, cell.places)
        return Decimal(whole * 10**places + random.randrange(10**places)).scaleb(-places)
    return Decimal(whole)


def consistent(form: Form, rules: RuleSet, random: Random) -> Report:
    """Figures, facts, answers and last year of one report in which every equality holds (or does not apply)."""
    report = Report(
        {THIS: {name: figure(cell, random) for name, cell in form.cells.items()},
         LAST: {name: figure(cell, random) for name, cell in form.cells.items()},
         FACT: {name: figure(fact.cell, random) for name, fact in form.facts.items()}},
        {question.code: random.choice(question.choices) for question in form.questions},
    )
    for table in form.tables:
        if random.random() < 0.1:  # a year without a single case
            report.known[THIS].update((cell.name, Decimal(0)) for cell in table.cells)
    totals = total_names(rules)
    for name, instance in totals.items():
        add_up(report.known[LAST], totals, name, instance)
    for _ in range(12):
        for name, instance in totals.items():
            add_up(report.known[THIS], totals, name, instance)
        if not sum(settle(rules, instance, report, totals) for instance in equalities(rules)):
            return report
    raise AssertionError("the rules leave no way to make this report consistent")


def add_up(figures: dict[str, Decimal], totals: dict[str, Instance], name: str, instance: Instance) -> None:
    """Sets one total to the sum of its parts, parts that are totals first."""
    for term in instance.check.left.terms:
        if term.name in totals:
            add_up(figures, totals, term.name, totals[term.name])
    figures[name] = sum((figures[term.name] * term.factor for term in instance.check.left.terms), Decimal(0))


def settle(rules: RuleSet, instance: Instance, report: Report, totals: dict[str, Instance]) -> bool:
    """Changes one free figure so that an equality holds; whether anything had to change."""
    outcome = judge(instance, rules.by_id[instance.rule], report.known, report.answers)
    if outcome.verdict != "broken":
        return False
    assert outcome.left is not None
    assert outcome.right is not None
    if not instance.check.right.terms:  # a sum that should be 0: every figure in it is
        for term in instance.check.left.terms:
            clear(report.known[term.source], totals if term.source == THIS else {}, term.name)
        return True
    gap = outcome.left - outcome.right
    for term in sorted(signed_terms(instance.check), key=lambda term: term.source != LAST):
        figures = report.known[term.source]
        wanted = figures[term.name] - gap / term.factor
        least = Decimal(0) if term.source == LAST else figures[term.name]
        if (term.source == LAST or term.name not in totals) and wanted >= least:
            figures[term.name] = wanted
            return True
    return True


def clear(figures: dict[str, Decimal], totals: dict[str, Instance], name: str) -> None:
    """Makes a figure 0; a total by way of its parts."""
    figures[name] = Decimal(0)
    if name in totals:
        for term in totals[name].check.left.terms:
            clear(figures, totals, term.name)


def signed_terms(comparison: Comparison) -> list[Term]:
    """The terms of left minus right, each cell once; cells that cancel out are gone."""
    factors: dict[tuple[str, str], Decimal] = {}
    for side, sign in ((comparison.left, 1), (comparison.right, -1)):
        for term in side.terms:
            factors[term.source, term.name] = factors.get((term.source, term.name), Decimal(0)) + sign * term.factor
    return [Term(source, name, factor) for (source, name), factor in factors.items() if factor]


def conditions_hold(rules: RuleSet, instance: Instance, report: Report) -> bool:
    """Whether a rule instance speaks of this report at all, and holds."""
    return judge(instance, rules.by_id[instance.rule], report.known, report.answers).verdict == HOLDS and (
        instance.given is None or compare(instance.given, report.known, Decimal(0))[0] == HOLDS)


def entry(number: Decimal, cell: Cell, random: Random) -> Any:
    """A figure as VALUES.json writes it; signed changes and amounts sometimes as offices type them."""
    if cell.kind == SIGNED and number and random.random() < 0.4:
        return {"text": random.choice(("+", "增")) + str(number) if number > 0 else
                random.choice(("-", "减")) + str(-number)}
    if cell.stated_unit and random.random() < 0.4:
        return {"text": f"{number}{random.choice(('元', '万元'))}"}
    return int(number) if number == number.to_integral_value() and "." not in str(number) else str(number)


def values(form: Form, rules: RuleSet, random: Random) -> dict[str, Any]:
    """One random VALUES object; over many seeds all four outcomes occur for most rules."""
    report = consistent(form, rules, random)
    totals = total_names(rules)
    cells = {name: entry(number, form.cells[name], random) for name, number in report.known[THIS].items()}
    if random.random() < 0.7:  # most reports leave totals to the workbook
        for name in totals:
            if random.random() < 0.95:
                del cells[name]
    data: dict[str, Any] = {
        "form": form.id, "unit": random.choice(("某县司法局", "某市人民政府办公室", "")),
        "year": random.choice((form.years[0], form.years[0] + 1, 2018, None)), "cells": cells,
        "blank_is_zero": random.random() < 0.3,
    }
    blank(cells, totals, random)
    spoil(cells, form, totals, report, random)
    other_parts(data, form, report, random)
    return data


def blank(cells: dict[str, Any], totals: Iterable[str], random: Random) -> None:
    """Leaves cells out or blank: none in most reports, a few, or half of them; a total typed blank now and then."""
    share = random.choice((0.0, 0.0, 0.0, 0.01, 0.03, 0.5, 1.0))
    for name in list(cells):
        if random.random() < share:
            if random.random() < 0.5:
                cells[name] = None
            else:
                del cells[name]
    if random.random() < 0.1:
        cells[random.choice(list(totals))] = None


def spoil(
    cells: dict[str, Any], form: Form, totals: dict[str, Instance], report: Report, random: Random
) -> None:
    """Mistakes as people make them: a wrong figure, a wrong total typed over its formula, texts, `/`, negatives."""
    names = list(form.cells)
    amounts = [name for name, cell in form.cells.items() if cell.kind == AMOUNT] or names
    for _ in range(random.choice((0, 0, 1, 1, 2, 5))):
        kind = random.randrange(8)
        name = random.choice(amounts if kind == 5 and random.random() < 0.3 else names)
        number = report.known[THIS][name]
        if kind == 0:
            cells[name] = int(number) + random.choice((1, 9, 90))
        elif kind == 1:
            wrong = random.choice(list(totals))
            cells[wrong] = int(report.known[THIS][wrong]) + random.choice((1, -1, 10))
        elif kind == 2:
            cells[name] = {"text": random.choice(ODD_TEXTS)}
        elif kind == 3:
            cells[name] = "/"
        elif kind == 4:
            cells[name] = -int(number) - 1
        elif kind == 5:
            cells[name] = f"{int(number)}.{random.choice(('5', '25', '0000001', '50'))}"
        elif kind == 6:
            cells[name] = {"text": random.choice(ERRORS), "kind": "error"}
        else:
            cells[name] = {"text": str(random.randint(40000, 46000)), "kind": "date"}


def other_parts(data: dict[str, Any], form: Form, report: Report, random: Random) -> None:
    """Last year (whole, in part, none), facts and answers (all, some, none), cover and texts."""
    last = {name: entry(number, form.cells[name], random) for name, number in report.known[LAST].items()}
    share = random.choice((0.0, 0.5, 1.0, 1.0))
    data["last_year"] = {name: value for name, value in last.items() if random.random() < share}
    if data["last_year"] and random.random() < 0.3:
        name = random.choice(list(data["last_year"]))
        data["last_year"][name] = random.choice(("/", {"text": random.choice(ODD_TEXTS)}, "2.5", -3))
    share = random.choice((0.0, 0.5, 1.0, 1.0))
    data["facts"] = {
        name: entry(number, form.facts[name].cell, random)
        for name, number in report.known[FACT].items() if random.random() < share
    }
    if data["facts"] and random.random() < 0.2:
        data["facts"][random.choice(list(data["facts"]))] = random.choice((None, {"text": "无"}, -1))
    data["answers"] = {code: answer for code, answer in report.answers.items() if random.random() < 0.7}
    data["text"] = {code: f"{code}：本年新收 12 件。\n第二段" for code in form.text_codes if random.random() < 0.5}
    data["cover"] = {field.code: f"{field.label}甲" for field in form.cover if random.random() < 0.5}
