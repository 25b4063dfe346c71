"""Findings that no report shows by itself (H): against the reports of the units below, and against its peers. Kept in the store.

They are as of the day on which they were found: another report may come in, and they are found anew for every overview and letter.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from xlreport.check.findings import BROKEN, Finding
from xlreport.collection.across import Across, hold_across
from xlreport.collection.before import Before
from xlreport.collection.peers import Compared, compare_with_peers, history_of
from xlreport.collection.roster import Roster
from xlreport.collection.standing import Standing
from xlreport.collection.store import Store
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.rules.model import RuleSet

LEAST_YEARS = 9  # eight moves of a unit's own, and this year's
OF_THE_ROSTER = "counted_twice"  # says what is wrong with the office's own list: nothing that a unit could mend


def held_against_others(
    store: Store, forms: Library, form: Form, rules: RuleSet, found: Sequence[Standing], before: Before, roster: Roster | None
) -> tuple[Compared, tuple[Across, ...]]:
    """Units whose figures moved unlike their peers', and reports that do not fit each other. found: the units that must report."""
    leaves = [standing for standing in found if roster is None or roster.is_leaf(standing.unit)]
    compared = compare_with_peers(form, rules, leaves, before, history_of(store, forms, form, before.year + 1, roster, LEAST_YEARS))
    return compared, hold_across(store, forms, form, rules, found, before, roster)


def beyond_one_report(across: Sequence[Across], compared: Compared, found: Sequence[Standing]) -> dict[int, tuple[Finding, ...]]:
    """The findings of both kinds by the number of the report that they are about."""
    numbers = {standing.unit: standing.versions[0].submission for standing in found if standing.versions}
    by_report: dict[int, tuple[Finding, ...]] = {}
    for office in across:
        number = office.whose.versions[0].submission
        by_report[number] = by_report.get(number, ()) + office.findings
    for unusual in compared.unusual:
        by_report[numbers[unusual.unit]] = by_report.get(numbers[unusual.unit], ()) + unusual.findings
    return by_report


def keep_beyond(store: Store, about: Sequence[Standing], found: Mapping[int, Sequence[Finding]]) -> None:
    """Puts these findings in the place of those that were found before of the same units; the view `every_finding` shows them with all others."""
    store.put_beyond([standing.versions[0].submission for standing in about if standing.versions], [{
        "submission": number, "found": datetime.now(UTC), "rule": one.rule, "instance": one.instance, "family": one.family, "severity": one.severity,
        "verdict": one.verdict, "message": one.message, "left": one.left, "right": one.right, "difference": one.difference,
        "fingerprint": one.fingerprint, "cells": json.dumps([cell._asdict() for cell in one.cells], ensure_ascii=False),
    } for number, findings in found.items() for one in findings])


def asked_of_units(store: Store, rules: RuleSet, found: Mapping[int, Sequence[Finding]]) -> dict[int, list[Finding]]:
    """Those of them that a unit can correct or explain, and for which its clerk has typed no reason under the rule's number."""
    rows = store.rows("select submission, upper(trim(fingerprint)) as rule from waiver where trim(reason) <> '' and submission in (select unnest(?))",
                      [list(found)])
    explained = {(row["submission"], row["rule"]) for row in rows}
    return {number: [one for one in findings if one.verdict == BROKEN and one.severity in ("error", "warning")
                     and rules.by_id[one.rule].test != OF_THE_ROSTER and (number, one.rule) not in explained]
            for number, findings in found.items()}
