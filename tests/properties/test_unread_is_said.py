"""Whatever a report came from: a cell without a usable number is named by an error, and the report is no pass."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from sizes import size
from xlreport.check.checking import check_submission
from xlreport.form.library import library
from xlreport.form.submission import Departure, Place, Submission
from xlreport.form.values import (
    BLANK,
    BOOLEAN,
    EMPTY,
    ERROR,
    NUMBER,
    SLASH,
    TEXT,
    UNCALCULATED,
    UNREAD,
    Value,
    exact_value,
)
from xlreport.rules.load import load_rules

FORMS = ("zfxxgk-2021", "zfxxgk-2019")
# What a reader may have found instead of a number, typed or by a formula of whoever made the file.
WITHOUT = st.builds(
    lambda kind, raw, formula: Value(kind, raw=raw, formula=formula and kind != UNREAD),
    st.sampled_from((BOOLEAN, ERROR, TEXT, UNCALCULATED, UNREAD)), st.sampled_from(("#REF!", "12件", "=A1", "")), st.booleans(),
) | st.sampled_from((EMPTY, Value(SLASH, raw="/"), Value(NUMBER, None, "5000000000000"), Value(NUMBER, None, "5000000000000", formula=True)))


@settings(max_examples=size(600))
@given(st.data())
def test_a_cell_without_a_number_is_named(data: st.DataObject) -> None:
    """Any mixture of good and bad cells, totals by formula or typed, as a workbook, a document or VALUES may hold them."""
    form = library().form(data.draw(st.sampled_from(FORMS)))
    rules = load_rules(library(), form.id)
    names = list(form.cells)
    lost = data.draw(st.dictionaries(st.sampled_from(names), WITHOUT, min_size=1, max_size=40))
    if data.draw(st.booleans()):  # all totals of a table: a workbook of somebody's own, saved by a program that keeps no results
        table = data.draw(st.sampled_from(form.tables)).code
        lost |= {name: Value(UNCALCULATED, raw="=SUM(A1:B1)", formula=True) for name in rules.totals if form.cells[name].table == table}
    figures = {name: exact_value(Decimal(0))._replace(formula=name in rules.totals and data.draw(st.booleans(), label="formula")
                                                      if name in lost else False) for name in names}
    zero = data.draw(st.booleans())
    submission = Submission(form, "示范县财政局", year=2023 if form.id == FORMS[0] else 2020, cells={**figures, **lost}, blank_is_zero=zero)
    result = check_submission(submission, rules)
    named = {cell.cell for finding in result.findings if finding.severity == "error" for cell in finding.cells}
    for name, value in lost.items():
        wanted = not (zero and value.kind == BLANK and name not in rules.totals) and not (value.kind == SLASH and form.cells[name].slash)
        automatic = value.formula and name in rules.totals and value.kind != UNCALCULATED
        if wanted and not (automatic and any(part in named for part in rules.totals[name].parts.names)):
            assert name in named, (name, value)
            assert result.status == "fail"


def test_a_lost_table_is_named_whatever_the_severity_of_its_rule() -> None:
    """A table that is not there is said once, by W207; where the reviewer made that a warning, its cells are named as unread."""
    form = library().form(FORMS[0])
    rules = load_rules(library(), form.id)
    table = form.tables[1]
    cells = {name: Value(UNREAD) if cell.table == table.code else exact_value(Decimal(0)) for name, cell in form.cells.items()}
    submission = Submission(form, "示范县财政局", year=2023, cells=cells, departures=(
        Departure("table_missing", "没有这张表。", place=Place(table.sheet, "")),))
    softer = rules._replace(by_test={**rules.by_test, "table_missing": rules.by_test["table_missing"]._replace(severity="warning")})
    assert [finding.rule for finding in check_submission(submission, rules).findings if finding.severity == "error"] == ["W207"]
    assert "C112" in {finding.rule for finding in check_submission(submission, softer).findings if finding.severity == "error"}
