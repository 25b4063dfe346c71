"""The examples of cases.toml, worked through: an example that is not true is a mistake of whoever wrote the rule."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlreport.check.across_cases import across_verdict
from xlreport.check.cells import judge_cell
from xlreport.check.checking import check_submission
from xlreport.check.document import judge_document
from xlreport.check.findings import BROKEN, CANNOT_TELL, HOLDS, VERDICTS_SAID
from xlreport.check.prose import check_prose
from xlreport.check.report_text import judge_text
from xlreport.form.model import Cell, Form
from xlreport.form.submission import Departure, Submission, Waiver
from xlreport.form.values import EMPTY, Value, exact_value, number_value, text_value
from xlreport.rules.load import VERDICTS
from xlreport.rules.model import CELL_TESTS, PROSE_TESTS, TEXT_TESTS, Case, Rule, RuleSet
from xlreport.rules.sums import amounts
from xlreport.wording import say


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
    entries: Mapping[str, Any] = case.entries
    cells = {name: EMPTY if entries.get("all_blank") else exact_value(Decimal(0)) for name in form.cells}
    cells |= {name: value_of(entry, form.cells[name]) for name, entry in entries.get("cells", {}).items()}
    facts = {name: value_of(entry, form.facts[name].cell) for name, entry in entries.get("facts", {}).items()}
    last = {name: value_of(entry, form.cells[name]) for name, entry in entries.get("last_year", {}).items()}
    if "value" in entries:
        cell = case_cell(case, form) or next(iter(form.cells.values()))
        found = value_of(entries["value"], cell, bool(entries.get("inferred")))
        cells[cell.name] = found._replace(formula=found.formula or bool(entries.get("formula")))
    year = entries.get("year", form.years[0])
    departures = [Departure(test, "") for test in entries.get("departures", ())]
    departures += [Departure(test, "", unclear=True) for test in entries.get("unclear", ())]
    return Submission(
        form, texts=_texts(entries.get("text", {}), form), last_texts=_texts(entries.get("last_text", {}), form),
        cover={"title": entries["title"]} if "title" in entries else entries.get("cover", {}),
        unit=entries.get("unit", "示范县财政局"), unit_code=entries.get("unit_code", ""),
        year=None if year == "blank" else year, cells=cells, facts=facts, last_year=last,
        source=entries.get("source", ""), answers=entries.get("answers", {}), blank_is_zero=entries.get("blank_is_zero", False),
        departures=tuple(departures),
        waivers=tuple(Waiver(fingerprint, "原因") for fingerprint in entries.get("waivers", ())),
    )


def _texts(entry: Any, form: Form) -> Mapping[str, str]:
    """Texts by code; one that stands alone is the form's first."""
    return {_first_text(form): entry} if isinstance(entry, str) else entry


def _first_text(form: Form) -> str:
    """The code of a form's first text; of one without texts, of the note under its first table."""
    return next((section.text for section in form.sections if section.text), form.tables[0].code)


def case_cell(case: Case, form: Form) -> Cell | None:
    """The cell that a case of a cell rule fills: the first of its kind; None where the form has none of that kind."""
    wanted = case.entries.get("kind", "count")
    return next((cell for cell in form.cells.values() if cell.kind == wanted and not cell.stated_unit and not cell.slash), None)


def wrong_cases(form: Form, rules: RuleSet, cases: Sequence[Case]) -> list[str]:
    """What is wrong with a form's examples, a line each: one that is not true, a rule without all three."""
    found = [
        say(f"{case.rule} 的例子不对：写的是{VERDICTS_SAID[case.verdict]}，实际是{'、'.join(VERDICTS_SAID[one] for one in verdicts)}",
            f"{case.rule}: an example says {case.verdict}, but it is {', '.join(verdicts)}") + _which_one(case, rules.by_id[case.rule], verdicts)
        for case in cases if (verdicts := sorted(verdicts_of(case, form, rules))) != [case.verdict]
    ]
    for rule in (*rules.rules, *rules.rollup):
        missing = [verdict for verdict in VERDICTS if verdict not in {case.verdict for case in cases if case.rule == rule.id}]
        if missing:
            found.append(say(f"{rule.id} 缺少例子：{'、'.join(VERDICTS_SAID[one] for one in missing)}（写在 cases.toml）",
                             f"{rule.id} has no example that is: {', '.join(missing)} (cases.toml)"))
    return found


def _which_one(case: Case, rule: Rule, verdicts: Sequence[str]) -> str:
    """Where a rule is checked row by row and an example fits in one row only: how to say which row is meant."""
    if case.at or len(verdicts) < 2 or case.verdict not in verdicts or not rule.instances:
        return ""
    keys = [instance.key for instance in rule.instances]
    return say(f"。这条规则查 {len(keys)} 处，例子只说一处的，加一行 at = \"{keys[0]}\"",
               f". The rule is checked {len(keys)} times; an example of one of them says which: at = \"{keys[0]}\"")


def _placeholder_verdict(case: Case, submission: Submission, rules: RuleSet) -> str:
    """The verdict on a text with placeholders. 〈格〉 stands for the cell of `value`, 〈表〉 for its table: one example serves all forms."""
    from xlreport.check.placeholders import verdict_of
    from xlreport.rules.sums import amounts

    form = submission.form
    stated: Any = case.entries.get("text", {})
    cell = case_cell(case, form) or next(iter(form.cells.values()))
    named = {code: text.replace("〈格〉", cell.name).replace("〈表〉", cell.table) for code, text in _texts(stated, form).items()}
    return verdict_of(rules.by_id[case.rule].test, submission._replace(texts=named), amounts(submission, rules.totals))


def verdicts_of(case: Case, form: Form, rules: RuleSet) -> set[str]:
    """The program's verdicts on a case: of the instance it names, or of all of the rule's instances."""
    rule = rules.by_id[case.rule]
    submission = submission_of(case, form)
    if rule.test in TEXT_TESTS:
        # an example in texts that this form has not says nothing of it
        speaks = submission.texts.keys() <= set(form.text_codes) and submission.cover.keys() <= {field.code for field in form.cover}
        return {judge_text(rule.test, submission)} if speaks else {case.verdict}
    if rule.family == "rollup":
        return {across_verdict(case, rule, submission, rules)}
    if rule.test in CELL_TESTS:
        cell = case_cell(case, form)
        return {judge_cell(rule.test, cell, submission.cells[cell.name])} if cell else {case.verdict}
    result = check_submission(submission, rules)
    if rule.test in PROSE_TESTS:
        # a form without free text has no narrative, and no rule of it can speak
        return {_prose_verdict(rule, submission, rules)} if any(section.text for section in form.sections) else {case.verdict}
    if rule.test.startswith(("placeholder_", "matter_")):
        return {_placeholder_verdict(case, submission, rules)}
    if rule.test == "waiver_unmatched":
        unread = CANNOT_TELL if submission.unread() else BROKEN
        return {unread if any(finding.rule == rule.id for finding in result.findings) else HOLDS}
    if rule.test:
        return {judge_document(rule.test, submission, bool(submission.unread()))[0]}
    outcomes = result.outcomes
    wanted = f"{case.rule}[{case.at}]" if case.at else ""
    return {outcome.verdict for outcome in outcomes
            if outcome.instance == (wanted or case.rule) or (not wanted and outcome.instance.startswith(f"{case.rule}["))}


def _prose_verdict(rule: Rule, submission: Submission, rules: RuleSet) -> str:
    """Broken where the narrative has a finding of the rule, cannot tell where it says nothing that the rule could judge."""
    narrative = check_prose(submission, rules, amounts(submission, rules.totals))
    if any(finding.rule == rule.id for finding in narrative.findings):
        return BROKEN
    return HOLDS if rule.test in narrative.told else CANNOT_TELL
