"""Rules over a whole table of reports, and the pandera contract, give the verdicts of the single-file check."""

from random import Random

import pandera.polars as pa
import polars as pl
import pytest

import sizes
import xlreport
from forms import values
from xlreport.check.checking import check_submission
from xlreport.check.findings import BROKEN
from xlreport.collection.bulk import broken_balances
from xlreport.collection.columns import SCALE, Row, columns, row_of
from xlreport.collection.contract import FIGURE_MESSAGE, balance_frame, broken_rows, check_balances
from xlreport.form.exchange import from_json
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.form.submission import Submission
from xlreport.rules.model import Instance, RuleSet

REPORTS = sizes.size(400)


def wide(form: Form, submissions: list[Submission], rules: RuleSet) -> pl.DataFrame:
    """The wide table of some submissions."""
    rows: list[Row] = [row_of(submission, rules) for submission in submissions]
    figures = {name: pl.Series([row.figures[name] for row in rows], dtype=pl.Int64) for name in columns(form)}
    answers = {f"封面.{question.code}": [submission.answers.get(question.code, "") for submission in submissions]
               for question in form.questions}
    return pl.DataFrame({"report": list(range(len(rows))), **figures, **answers})


@pytest.fixture(scope="module")
def submissions(library: Library) -> dict[str, list[Submission]]:
    """Seeded random reports of both editions: consistent, wrong, half filled."""
    made: dict[str, list[Submission]] = {}
    for form_id in ("zfxxgk-2021", "zfxxgk-2019"):
        from xlreport.rules.load import load_rules

        form, rules = library.form(form_id), load_rules(library, form_id)
        made[form_id] = [from_json(values(form, rules, Random(seed)), library) for seed in range(REPORTS)]
    return made


def expected(submissions: list[Submission], rules: RuleSet) -> set[tuple[int, str]]:
    """What the single-file check calls broken: report and instance.

    Not over figures of more than six places: they are findings of their own, and unknown in a store, where nothing is rounded.
    """
    instances = {instance.id: instance for instance in rules.instances()}
    return {(number, outcome.instance) for number, submission in enumerate(submissions)
            for outcome in check_submission(submission, rules).outcomes
            if outcome.verdict == BROKEN and outcome.instance in instances and not too_fine(submission, instances[outcome.instance])}


def too_fine(submission: Submission, instance: Instance) -> bool:
    """Whether an instance is over a figure with more than six places."""
    names = [term.name for side in (instance.check.left, instance.check.right) for term in side.terms]
    return any((number := submission.value(name).number) is not None and number != round(number, 6) for name in names)


def test_bulk_verdicts_are_those_of_one_report_at_a_time(form: Form, rules: RuleSet, submissions: dict[str, list[Submission]]) -> None:
    """Every broken instance, and no other; both sides to the last digit."""
    found = broken_balances(wide(form, submissions[form.id], rules), rules)
    assert set(zip(found["report"], found["instance"], strict=True)) == expected(submissions[form.id], rules)
    assert len(expected(submissions[form.id], rules)) > REPORTS / 4
    outcomes = {(number, outcome.instance): outcome for number, submission in enumerate(submissions[form.id])
                for outcome in check_submission(submission, rules).outcomes}
    for row in found.iter_rows(named=True):
        outcome = outcomes[row["report"], row["instance"]]
        assert outcome.left is not None
        assert (row["left"], row["right"]) == (int(outcome.left * SCALE), int((outcome.right or 0) * SCALE))


def test_the_contract_says_the_same(form: Form, rules: RuleSet, submissions: dict[str, list[Submission]]) -> None:
    """One row a broken instance, with report, left, right and difference; a null is never a zero."""
    table = wide(form, submissions[form.id], rules)
    frame = balance_frame(table, rules)
    assert frame.height == table.height * len(rules.instances())
    with pytest.raises(pa.errors.SchemaErrors) as caught:
        check_balances(frame)
    failed = broken_rows(frame, caught.value)
    assert set(zip(failed["report"], failed["instance"], strict=True)) == expected(submissions[form.id], rules)
    assert (failed["difference"] == failed["left"] - failed["right"]).all()
    assert frame.filter(pl.col("left").is_null() | pl.col("right").is_null()).height > 0


def test_blanks_alone_break_nothing(form: Form, rules: RuleSet) -> None:
    """A report without a single figure: every balance is unknown, none is broken."""
    table = wide(form, [Submission(form, year=2023)], rules)
    assert broken_balances(table, rules).height == 0
    check_balances(balance_frame(table, rules))


def test_the_contract_of_cells(form: Form, rules: RuleSet, submissions: dict[str, list[Submission]]) -> None:
    """Negative counts and counts with decimals break it, nothing else does; analysts get the same by name."""
    table = wide(form, submissions[form.id], rules)
    found = xlreport.schema(form.id)
    frame = found.cells(table)
    wrong = {(number, cell.name) for number, submission in enumerate(submissions[form.id]) for cell in form.cells.values()
             if (figure := row_of(submission, rules).figures[cell.name]) is not None
             and ((figure < 0 and cell.kind != "signed") or (figure % SCALE and cell.kind != "amount"))}
    with pytest.raises(pa.errors.SchemaErrors) as caught:
        found.cell_schema.validate(frame, lazy=True)
    rows = frame[caught.value.failure_cases.filter(pl.col("check") == FIGURE_MESSAGE)["index"]]
    assert set(zip(rows["report"], rows["cell"].cast(pl.String), strict=True)) == wrong
    assert found.balances(table).equals(balance_frame(table, rules))
