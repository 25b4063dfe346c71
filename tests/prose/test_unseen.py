"""Sentences of other offices, written kind by kind before the checks had seen one of them: true ones are left alone, false ones named.

The sentences stand in tests/data/sentences/, a file a kind of office (see unseen_reports.py). 真: nothing worse than a note.
假: an error. 疑: at least a warning. 漏: false, and not found yet, kept so that it can be counted.
"""

import pytest
from unseen_reports import FOLDER, Narrated, all_reports, findings

from xlreport.check.checking import check_submission
from xlreport.form.library import library
from xlreport.form.submission import Submission
from xlreport.form.values import Value
from xlreport.rules.load import load_rules

REPORTS = dict(all_reports())
LINES = [(name, kind, sentence) for name, report in REPORTS.items() for kind, sentence in report.lines]


@pytest.mark.parametrize(("name", "kind", "sentence"), LINES)
def test_a_sentence(name: str, kind: str, sentence: str) -> None:
    """What a line says of itself comes about."""
    found = {one.severity for one in findings(REPORTS[name], sentence)}
    if kind == "真":
        assert not found & {"error", "warning"}
    elif kind == "假":
        assert "error" in found
    elif kind == "疑":
        assert found & {"error", "warning"}
    else:
        assert kind == "漏"


def test_most_are_found() -> None:
    """The lists keep what is not found yet; nearly every false sentence is found."""
    false = [kind for _, kind, _ in LINES if kind != "真"]
    assert len(LINES) - len(false) >= 150
    assert false.count("漏") <= 0.1 * len(false)


@pytest.mark.parametrize("name", REPORTS)
def test_the_tables_balance(name: str) -> None:
    """A sentence is judged against tables that are right by themselves, this year's and last year's."""
    for year, cells in ((0, REPORTS[name].this), (1, REPORTS[name].last)):
        assert not errors(REPORTS[name], REPORTS[name].year - year, cells), FOLDER


def errors(report: Narrated, year: int, cells: dict[str, Value]) -> list[str]:
    """The errors of a report's tables without any text."""
    form = library().form(report.form_id)
    submission = Submission(form, unit=report.unit, year=year, cells=cells)
    result = check_submission(submission, load_rules(library(), report.form_id))
    return [one.message for one in result.findings if one.severity == "error" and one.family in ("balance", "years")]
