"""One line a cause: what only follows from another broken instance is named beside it, not counted again."""

from decimal import Decimal

from xlreport.check.checking import check_submission
from xlreport.check.findings import BROKEN, Result
from xlreport.check.totals import settle_totals
from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.form.submission import Waiver
from xlreport.rules.load import load_rules

FORM = "zfxxgk-2021"


def checked(**figures: int) -> Result:
    """A report of zeros with some figures; totals are the template's formulas unless stated."""
    form, rules = library().form(FORM), load_rules(library(), FORM)
    cells = {name: 0 for name in form.cells if name not in rules.totals}
    cells |= {name.replace("__", ", ").replace("_", "[", 1) + "]": figure for name, figure in figures.items()}
    data = {"form": FORM, "unit": "示范县财政局", "year": 2023, "cells": cells}
    return check_submission(settle_totals(from_json(data, library()), rules), rules)


def broken(result: Result) -> list[str]:
    """Instances with a finding of their own."""
    return [finding.instance for finding in result.findings if finding.verdict == BROKEN]


def test_the_total_column_follows_from_its_columns() -> None:
    """Two columns are off, each by its own: two findings; the automatic 总计 column is named with the first."""
    result = checked(申请_本年新收__自然人=3, 申请_本年新收__其他=2)
    assert broken(result) == ["S101[自然人]", "S101[其他]"]
    assert result.findings[0].also == ("S101[总计]",)
    assert "申请情况 总计也会相符" in result.findings[0].message
    assert result.findings[1].also == ()
    assert {outcome.instance for outcome in result.outcomes if outcome.verdict == BROKEN} == {
        "S101[自然人]", "S101[其他]", "S101[总计]"}


def test_opposite_errors_leave_the_total_right() -> None:
    """Where the total column agrees there is nothing to name."""
    result = checked(申请_本年新收__自然人=3, 申请_结转下年__其他=3)
    assert broken(result) == ["S101[自然人]", "S101[其他]"]
    assert not any(finding.also for finding in result.findings)


def test_a_typed_total_is_evidence_and_stays() -> None:
    """A total typed over its formula speaks for itself: the 总计 column keeps its own finding."""
    result = checked(申请_本年新收__自然人=3, 申请_本年新收__总计=5)
    assert broken(result) == ["S101[自然人]", "S101[总计]", "S102[本年新收]"]
    assert Decimal(result.findings[1].left) == 5


def test_a_rule_broken_in_several_columns_is_one_finding() -> None:
    """上年结转 agrees in 总计 but not by applicant: one warning that lists the columns, and one waiver answers it."""
    form, rules = library().form(FORM), load_rules(library(), FORM)
    cells = dict.fromkeys((name for name in form.cells if name not in rules.totals), 0)
    moved = {"申请[上年结转, 自然人]": 5, "申请[结转下年, 自然人]": 5}
    last = {**cells, "申请[结转下年, 自然人]": 3, "申请[结转下年, 其他]": 2, "申请[结转下年, 总计]": 5}
    data = {"form": FORM, "unit": "示范县财政局", "year": 2023, "cells": cells | moved, "last_year": last}
    submission = settle_totals(from_json(data, library()), rules)
    (finding,) = [finding for finding in check_submission(submission, rules).findings if finding.family == "years"]
    assert (finding.rule, finding.instance, finding.severity) == ("Y102", "Y102", "warning")
    assert finding.also == ("Y102[自然人]", "Y102[其他]")
    assert "不符的有 自然人 5 对 3、其他 0 对 2" in finding.message
    waived = check_submission(submission._replace(waivers=(Waiver(finding.fingerprint, "上年分错了列"),)), rules)
    assert [one.waiver for one in waived.findings if one.rule == "Y102"] == ["pending"]


def test_large_moves_are_one_note_and_small_numbers_none() -> None:
    """From 0 to 40 and from 30 to 4 are worth a look; from 2 to 15 is not."""
    form, rules = library().form(FORM), load_rules(library(), FORM)
    cells = dict.fromkeys((name for name in form.cells if name not in rules.totals), 0)
    this = {"申请[本年新收, 自然人]": 59, "申请[重复申请, 自然人]": 40, "申请[部分公开, 自然人]": 4, "申请[不掌握, 自然人]": 15}
    last = {**dict.fromkeys(form.cells, 0), "申请[本年新收, 总计]": 60, "申请[重复申请, 总计]": 0, "申请[部分公开, 总计]": 30,
            "申请[不掌握, 总计]": 2, "申请[总计, 总计]": 60}
    data = {"form": FORM, "unit": "示范县财政局", "year": 2023, "cells": cells | this, "last_year": last}
    findings = check_submission(settle_totals(from_json(data, library()), rules), rules).findings
    assert [(one.rule, one.severity, one.instance) for one in findings if one.family == "years"] == [
        ("Y401", "info", "Y401[重复申请]"), ("Y402", "info", "Y402[部分公开]")]
