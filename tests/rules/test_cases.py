"""Every rule of every form has an example that holds, one that is broken and one that cannot be told, and they are true."""

from pathlib import Path

import pytest

from xlreport.check.cases import value_of, verdicts_of, wrong_cases
from xlreport.form.library import Library
from xlreport.form.values import BLANK
from xlreport.rules.load import VERDICTS, load_cases, load_rules
from xlreport.rules.model import Case

FORMS = Library(Path(__file__).parent.parent / "data" / "forms")  # the official forms and a made-up one


ALL = [
    pytest.param(form_id, case, id=f"{form_id}-{case.rule}-{case.verdict}-{number}")
    for form_id in FORMS.ids() for number, case in enumerate(load_cases(FORMS, form_id))
]


@pytest.mark.parametrize(("form_id", "case"), ALL)
def test_the_case_is_true(form_id: str, case: Case) -> None:
    """The verdict a case states is the program's."""
    assert verdicts_of(case, FORMS.form(form_id), load_rules(FORMS, form_id)) == {case.verdict}


@pytest.mark.parametrize("form_id", FORMS.ids())
def test_every_rule_has_its_cases_and_reasons(form_id: str) -> None:
    """No rule without sentence, basis and three cases; no case without a rule; no case that is a copy of another."""
    rules, cases = load_rules(FORMS, form_id), load_cases(FORMS, form_id)
    assert {case.rule for case in cases} <= set(rules.by_id)
    for rule in (*rules.rules, *rules.rollup):
        stated = {case.verdict for case in cases if case.rule == rule.id}
        assert stated == set(VERDICTS), f"{rule.id} lacks {set(VERDICTS) - stated}"
        assert rule.says
        assert rule.basis
        assert rule.says_en != rule.says, f"{rule.id} has no English sentence"
        if rule.severity == "warning" and rule.check:
            assert rule.innocent, f"{rule.id} asks without naming an innocent reason"


def test_blank_and_zero_are_not_the_same() -> None:
    """A blank is a blank: the case language cannot mistake one for the other."""
    cell = next(iter(FORMS.form(FORMS.ids()[0]).cells.values()))
    assert value_of("blank", cell).kind == BLANK
    assert value_of(0, cell).number == 0


def test_a_wrong_example_is_named() -> None:
    """An example that is not true, and a rule without examples, are mistakes that `xlreport rules` names."""
    form_id = FORMS.ids()[0]
    form, rules, cases = FORMS.form(form_id), load_rules(FORMS, form_id), load_cases(FORMS, form_id)
    assert wrong_cases(form, rules, cases) == []
    lie = next(case for case in cases if case.verdict == "broken")._replace(verdict="holds")
    assert wrong_cases(form, rules, [*cases, lie]) == [f"{lie.rule} 的例子不对：写的是通过，实际是不符"]
    fewer = [case for case in cases if case.rule != lie.rule]
    assert wrong_cases(form, rules, fewer) == [f"{lie.rule} 缺少例子：通过、不符、无法判断（写在 cases.toml）"]
