"""Every rule of every form has an example that holds, one that is broken and one that cannot be told, and they are true."""

from decimal import Decimal
from pathlib import Path

import pytest

from xlreport.check.cells import judge_cell
from xlreport.check.checking import check_submission
from xlreport.check.document import judge_document
from xlreport.form.library import Library
from xlreport.form.model import Cell, Form
from xlreport.form.submission import Departure, Submission
from xlreport.form.values import BLANK, EMPTY, Value, exact_value, number_value, text_value
from xlreport.rules.load import load_cases, load_rules
from xlreport.rules.model import Case

FORMS = Library(Path(__file__).parent.parent / "data" / "forms")  # the official forms and a made-up one
VERDICTS = ("holds", "broken", "cannot_tell")


def value_of(entry: object, cell: Cell, inferred: bool = False) -> Value:
    """The value that a case writes down: a number, a decimal in quotes, "blank", "/" or {text, kind}."""
    if entry == "blank":
        return EMPTY
    if isinstance(entry, dict):
        kind = entry.get("kind", "text")
        if kind == "date":
            return number_value(entry["text"], date=True)
        return text_value(entry["text"], cell) if kind == "text" else Value(kind, raw=entry["text"], formula=kind == "uncalculated")
    if entry == "/":
        return text_value("/", cell)
    return exact_value(Decimal(str(entry)))._replace(inferred=inferred)


def submission_of(case: Case, form: Form) -> Submission:
    """A report full of zeros with the case's entries on top."""
    entries = case.entries
    cells = {name: exact_value(Decimal(0)) for name in form.cells}
    cells |= {name: value_of(entry, form.cells[name]) for name, entry in entries.get("cells", {}).items()}
    facts = {name: value_of(entry, form.facts[name].cell) for name, entry in entries.get("facts", {}).items()}
    last = {name: value_of(entry, form.cells[name]) for name, entry in entries.get("last_year", {}).items()}
    if "value" in entries:
        cell = case_cell(case, form)
        found = value_of(entries["value"], cell, bool(entries.get("inferred")))
        cells[cell.name] = found._replace(formula=found.formula or bool(entries.get("formula")))
    year = entries.get("year", form.years[0])
    departures = [Departure(test, "") for test in entries.get("departures", ())]
    departures += [Departure(test, "", unclear=True) for test in entries.get("unclear", ())]
    return Submission(
        form, unit=entries.get("unit", "示范县财政局"), unit_code=entries.get("unit_code", ""),
        year=None if year == "blank" else year, cells=cells, facts=facts, last_year=last,
        answers=entries.get("answers", {}), blank_is_zero=entries.get("blank_is_zero", False), departures=tuple(departures),
    )


def case_cell(case: Case, form: Form) -> Cell:
    """The cell that a case of a cell rule fills: the first of its kind."""
    wanted = case.entries.get("kind", "count")
    return next(cell for cell in form.cells.values() if cell.kind == wanted and not cell.stated_unit and not cell.slash)


def verdict_of(case: Case, form: Form) -> set[str]:
    """The program's verdicts on a case: of the instance it names, or of all of the rule's instances."""
    rule = load_rules(FORMS, form.id).by_id[case.rule]
    submission = submission_of(case, form)
    if rule.family == "form":
        if rule.id.startswith("C"):
            cell = case_cell(case, form)
            return {judge_cell(rule.test, cell, submission.cells[cell.name])}
        return {judge_document(rule.test, submission)[0]}
    outcomes = check_submission(submission, load_rules(FORMS, form.id)).outcomes
    wanted = f"{case.rule}[{case.at}]" if case.at else ""
    return {outcome.verdict for outcome in outcomes
            if outcome.instance == (wanted or case.rule) or (not wanted and outcome.instance.startswith(f"{case.rule}["))}


def _has_cell(case: Case, form: Form) -> bool:
    wanted = case.entries.get("kind", "count")
    return any(cell.kind == wanted and not cell.stated_unit for cell in form.cells.values())


ALL = [
    pytest.param(form_id, case, id=f"{form_id}-{case.rule}-{case.verdict}-{number}")
    for form_id in FORMS.ids() for number, case in enumerate(load_cases(FORMS, form_id)) if _has_cell(case, FORMS.form(form_id))
]


@pytest.mark.parametrize(("form_id", "case"), ALL)
def test_the_case_is_true(form_id: str, case: Case) -> None:
    """The verdict a case states is the program's."""
    assert verdict_of(case, FORMS.form(form_id)) == {case.verdict}


@pytest.mark.parametrize("form_id", FORMS.ids())
def test_every_rule_has_its_cases_and_reasons(form_id: str) -> None:
    """No rule without sentence, basis and three cases; no case without a rule; no case that is a copy of another."""
    rules, cases = load_rules(FORMS, form_id), load_cases(FORMS, form_id)
    assert {case.rule for case in cases} <= set(rules.by_id)
    for rule in rules.rules:
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
