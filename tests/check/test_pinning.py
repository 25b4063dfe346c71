"""The map of what can be pinned down is true: a wrong cell it calls pinned is named, one it calls shared never is."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest
import wrong_cells

from xlreport.check.checking import check_submission
from xlreport.check.pinning import COMPARED, COMPUTED, NEVER, PINNED, SHARED, map_lines, pinned_cells
from xlreport.form.model import Form
from xlreport.rules.model import RuleSet


@pytest.mark.parametrize("automatic", [False, True])
def test_the_map_is_what_the_search_finds(form: Form, rules: RuleSet, automatic: bool, size: Callable[[int], int]) -> None:
    """Every cell in turn is made one too large in a consistent report."""
    found = pinned_cells(form, rules, automatic)
    assert list(found) == list(form.cells)
    for seed in range(size(10)):
        figures = wrong_cells.report(form, rules, Random(seed))
        for name, pinned in found.items():
            if pinned.how == COMPUTED:
                continue
            submission = wrong_cells.document(form, {**figures, name: figures[name] + 1})
            result = check_submission(wrong_cells.workbook_like(submission, rules) if automatic else submission, rules)
            if pinned.how in (COMPARED, NEVER):
                assert not result.causes
                continue
            (cause,) = result.causes
            named = {change.cell for explanation in cause.explanations for change in explanation.changes}
            assert name in named
            assert named <= {name, *pinned.others}
            assert cause.unique == (len(named) == 1)
            assert pinned.how == SHARED or cause.unique


def test_what_the_official_form_allows(form: Form, rules: RuleSet) -> None:
    """With typed totals every cell of 申请 is pinned; with automatic ones none is, only its column."""
    typed, automatic = pinned_cells(form, rules, False), pinned_cells(form, rules, True)
    requests = [name for name in form.cells if name.startswith("申请")]
    assert {typed[name].how for name in requests} == {PINNED}
    assert {automatic[name].how for name in requests} == {SHARED, COMPUTED}
    assert typed["复议诉讼[复议, 维持]"].how == SHARED
    assert len(typed["复议诉讼[复议, 维持]"].others) == 4
    assert automatic["复议诉讼[复议, 维持]"].how == NEVER
    assert typed["公开[行政处罚, 处理决定]"].how == NEVER
    assert Decimal(len(form.cells)) == len(typed)


def test_the_map_in_words(form: Form, rules: RuleSet) -> None:
    """A line a row of the form, marks that a GBK console has."""
    lines = map_lines(form, rules)
    assert sum(line.startswith("| ") for line in lines) == sum(len(table.rows.codes) + 1 for table in form.tables)
    assert any(line.startswith("| 一、本年新收 | ●◎ | ●◎") and line.endswith("| ●＝ |") for line in lines)
    "\n".join(lines).encode("gbk")
