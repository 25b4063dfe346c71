"""A rule that cannot fail is no rule: every equality breaks when any one of its cells is bumped by one."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import forms
from sizes import size
from xlreport.check.balance import judge
from xlreport.check.checking import check_submission
from xlreport.check.findings import BROKEN, HOLDS
from xlreport.form.exchange import from_json
from xlreport.form.library import Library, library
from xlreport.form.model import Form
from xlreport.rules.load import load_rules
from xlreport.rules.model import THIS, Instance, RuleSet

EDITIONS = library().ids()


def bumps(rules: RuleSet, instance: Instance, report: forms.Report) -> Iterator[tuple[str, str]]:
    """(cell, verdict after that cell alone was bumped by one) for every cell of an equality."""
    for term in forms.signed_terms(instance.check):
        figures = report.known[term.source]
        bumped = {**report.known, term.source: {**figures, term.name: figures[term.name] + 1}}
        yield f"{term.source} {term.name}", judge(instance, rules.by_id[instance.rule], bumped, report.answers).verdict


@pytest.mark.parametrize("form_id", EDITIONS)
@settings(max_examples=size(200))
@given(seed=st.integers(0, 2**32))
def test_every_equality_breaks_when_one_cell_is_bumped(form_id: str, seed: int) -> None:
    """Starting from a random report in which all equalities hold, one cell more makes every equality it is in 不符."""
    form = library().form(form_id)
    rules = load_rules(library(), form_id)
    report = forms.consistent(form, rules, Random(seed))
    unmoved = [
        f"{instance.id}: {cell} +1 -> {verdict}"
        for instance in forms.equalities(rules) if forms.conditions_hold(rules, instance, report)
        for cell, verdict in bumps(rules, instance, report) if verdict != BROKEN
    ]
    assert not unmoved


def test_no_cell_cancels_out(form: Form, rules: RuleSet) -> None:
    """No rule has a cell on both sides with equal factors, or twice on one side with opposite ones: its value would not
    matter, and a person would believe that it is checked."""
    for instance in rules.instances():
        comparisons = [instance.check] if instance.given is None else [instance.check, instance.given]
        for comparison in comparisons:
            written = {(term.source, term.name) for side in (comparison.left, comparison.right) for term in side.terms}
            assert written == {(term.source, term.name) for term in forms.signed_terms(comparison)}, instance.id


def test_every_equality_speaks_of_some_report(form: Form, rules: RuleSet) -> None:
    """Over the random reports, each equality holds at least once with its conditions met, so that the bumps reach it."""
    silent = {instance.id: instance for instance in forms.equalities(rules)}
    for seed in range(400):
        report = forms.consistent(form, rules, Random(seed))
        for name in [name for name, instance in silent.items() if forms.conditions_hold(rules, instance, report)]:
            del silent[name]
    assert not silent


def test_a_condition_is_not_the_conclusion(form: Form, rules: RuleSet) -> None:
    """implies(given, then) with then the same comparison as given can never be 不符."""
    vacuous = [
        instance.id for instance in rules.instances()
        if instance.given is not None and instance.given.relation == instance.check.relation
        and forms.signed_terms(instance.given) == forms.signed_terms(instance.check)
    ]
    assert not vacuous


def test_a_bumped_cell_is_a_finding(form: Form, rules: RuleSet, library: Library) -> None:
    """The same through the whole check: a VALUES object with one figure of this year bumped has a finding of the rule."""
    report = next(
        found for seed in range(50) if (found := forms.consistent(form, rules, Random(seed))).known[THIS] and all(
            judge(instance, rules.by_id[instance.rule], found.known, found.answers).verdict != BROKEN
            for instance in forms.equalities(rules))
    )
    data = {
        "form": form.id, "unit": "某局", "year": form.years[0], "answers": report.answers,
        "cells": {name: str(number) for name, number in report.known[THIS].items()},
    }
    concerned: dict[str, list[Instance]] = {}
    for instance in forms.equalities(rules):
        if instance.given is None and not instance.when and judge(
            instance, rules.by_id[instance.rule], report.known, report.answers
        ).verdict == HOLDS:
            for term in forms.signed_terms(instance.check):
                if term.source == THIS and not any(other.source != THIS for other in forms.signed_terms(instance.check)):
                    concerned.setdefault(term.name, []).append(instance)
    for name, instances in concerned.items():
        cells = data["cells"] | {name: str(report.known[THIS][name] + 1)}
        result = check_submission(from_json({**data, "cells": cells}, library), rules)
        found = {finding.instance for finding in result.findings}
        assert {instance.id for instance in instances} <= found, name
