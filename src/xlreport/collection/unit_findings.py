"""What was found in the reports that count: unit by unit, and rule by rule."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from xlreport.collection.standing import Standing
from xlreport.collection.store import Store

_LEVELS = ("error", "warning", "info")


class UnitFinding(NamedTuple):
    """One finding of one report: what stands in `check` as well."""

    rule: str
    severity: str
    message: str


class RuleCount(NamedTuple):
    """How often a rule was broken, and in how many units' reports."""

    rule: str
    severity: str
    findings: int
    units: int


def findings_by_report(store: Store, found: Iterable[Standing]) -> dict[int, tuple[UnitFinding, ...]]:
    """The findings of every report that counts, by its number, the gravest first; without those whose reason was accepted."""
    chosen = [standing.versions[0].submission for standing in found if standing.versions]
    rows = store.rows("select submission, rule, severity, message from finding where waiver <> 'waived' and submission in (select unnest(?)) "
                      "order by submission, rowid", [chosen])
    by_report: dict[int, list[UnitFinding]] = {}
    for row in rows:
        by_report.setdefault(row["submission"], []).append(UnitFinding(row["rule"], row["severity"], row["message"]))
    return {number: tuple(sorted(one, key=lambda finding: _LEVELS.index(finding.severity))) for number, one in by_report.items()}


def rule_counts(found: Mapping[int, Iterable[UnitFinding]], more: Iterable[tuple[str, UnitFinding]] = ()) -> tuple[RuleCount, ...]:
    """Every rule that was broken, the most often broken first. more: findings over several units, with whose they are."""
    each = [(str(number), finding) for number, findings in found.items() for finding in findings] + list(more)
    many = Counter((finding.rule, finding.severity) for _, finding in each)
    units = Counter({(finding.rule, finding.severity, whose): 1 for whose, finding in each}.keys())
    reports = Counter((rule, severity) for rule, severity, _ in units)
    return tuple(RuleCount(*key, number, reports[key]) for key, number in sorted(many.items(), key=lambda one: (-one[1], one[0])))
