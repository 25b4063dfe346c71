"""What the office above wants to see of a year: who has reported, what is wrong, whom to call, how the totals moved."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlreport.check.findings import BROKEN
from xlreport.collection.across import Across, hold_across
from xlreport.collection.before import Before
from xlreport.collection.peers import Compared, compare_with_peers, history_of
from xlreport.collection.roster import Roster
from xlreport.collection.standing import MISSING, Standing, Stranger, standings
from xlreport.collection.store import Store
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.prose.copied import Alike, alike
from xlreport.prose.own_clauses import OwnClauses
from xlreport.rules.model import RuleSet
from xlreport.wording import say

LEAST_YEARS = 9  # eight moves of a unit's own, and this year's


class Call(NamedTuple):
    """One line of the phone list: whom, and why in a sentence."""

    unit: str
    contact: str
    reason: str
    weight: int


class RuleCount(NamedTuple):
    """How often a rule was broken, and in how many units' reports."""

    rule: str
    severity: str
    findings: int
    units: int


class CellTotal(NamedTuple):
    """One figure added up over the reports that count. parts: unit to its figure, only those that are not 0; last: last year."""

    cell: str
    label: str
    total: Decimal
    last: Decimal | None
    parts: tuple[tuple[str, Decimal], ...]


class Overview(NamedTuple):
    """A year at a glance. statuses: status to number of units. last_units: how many of last year's reports were added up.

    compared: whose figures moved unlike their peers', and who could not be compared. across: reports that do not fit each other.
    """

    form: Form
    year: int
    standings: tuple[Standing, ...]
    strangers: tuple[Stranger, ...]
    statuses: tuple[tuple[str, int], ...]
    rules: tuple[RuleCount, ...]
    calls: tuple[Call, ...]
    totals: tuple[CellTotal, ...]
    last_units: int
    alike: tuple[Alike, ...]
    compared: Compared
    across: tuple[Across, ...]


def overview(store: Store, forms: Library, form: Form, rules: RuleSet, year: int, roster: Roster | None = None) -> Overview:
    """Everything the overview page shows."""
    everybody, strangers = standings(store, forms, year, roster)
    found = tuple(standing for standing in everybody if _must_report(standing, roster))
    leaves = tuple(standing for standing in found if roster is None or roster.is_leaf(standing.unit))
    before = Before(store, forms, year - 1, roster)
    last = _last_reports(leaves, before, form)
    counts = Counter(standing.status for standing in found)
    only = found if roster is not None and roster.part else None
    same = alike_reports(store, form, rules, found)
    compared = compare_with_peers(form, rules, leaves, before, history_of(store, forms, form, year, roster, LEAST_YEARS))
    across = hold_across(store, forms, form, rules, found, before, roster)
    return Overview(form, year, found, strangers, tuple(counts.most_common()), _rules(store, year, only) + _across(compared, across),
                    _calls(found, same, cause_words(store, found), compared, across), _totals(form, _added(leaves, form), last), len(last), same,
                    compared, across)


def _last_reports(found: tuple[Standing, ...], before: Before, form: Form) -> list[Standing]:
    """Last year's reports of the units, and of those they took over from, each once."""
    known: dict[int, Standing] = {}
    for standing in found:
        parts = before.of(standing.unit)
        known |= {} if isinstance(parts, str) else {part.versions[0].submission: part for part in parts if part.versions[0].form == form.id}
    return list(known.values())


def _must_report(standing: Standing, roster: Roster | None) -> bool:
    """Not a unit that stands on the roster only because others stand under it: no day was set for it, and nothing came."""
    return roster is None or roster.is_leaf(standing.unit) or standing.unit.due is not None or bool(standing.versions)


def _added(leaves: tuple[Standing, ...], form: Form) -> list[Standing]:
    """Those whose report is added up: on this form, not one of two."""
    return [standing for standing in leaves if standing.versions and standing.versions[0].form == form.id and not standing.twice]


def alike_reports(store: Store, form: Form, rules: RuleSet, found: tuple[Standing, ...]) -> tuple[Alike, ...]:
    """Units whose own words are another unit's, in more than the share that rule N251 allows; common sentences never count.

    Measured on the free text of the report (what every report says in the same words aside), as the notice of 2021 punishes 雷同 reports.
    """
    return alike_texts(store, form, rules, {standing.versions[0].submission: standing.unit.unit for standing in found if standing.versions})


def alike_texts(store: Store, form: Form, rules: RuleSet, chosen: Mapping[int, str]) -> tuple[Alike, ...]:
    """The same for some reports of the store: their units by the number of the report."""
    rule = rules.by_test.get("prose_copied")
    if rule is None or rule.severity == "off" or not chosen:
        return ()
    texts: dict[str, str] = {}
    for row in store.rows("select submission, text from text where submission in (select unnest(?)) order by submission, section", [list(chosen)]):
        name = chosen[row["submission"]]
        texts[name] = texts.get(name, "") + row["text"] + "\n"
    return alike(texts, rule.tolerance / 100, OwnClauses(form))


def _rules(store: Store, year: int, among: Sequence[Standing] | None) -> tuple[RuleCount, ...]:
    """Over all reports of the year, or those of some units."""
    wanted = None if among is None else [version.submission for standing in among for version in standing.versions]
    rows = store.rows(
        "select f.rule, f.severity, count(*) as findings, count(distinct s.submission) as units from finding f "
        "join submission s using (submission) where s.current and s.year = ? and (? is null or s.submission in (select unnest(?))) "
        "group by all order by findings desc, f.rule", [year, wanted, wanted or []])
    return tuple(RuleCount(row["rule"], row["severity"], row["findings"], row["units"]) for row in rows)


def _across(compared: Compared, across: tuple[Across, ...]) -> tuple[RuleCount, ...]:
    """The rules across units, counted as those of a single report are."""
    found = [(one.rule, one.severity, unusual.unit.unit) for unusual in compared.unusual for one in unusual.findings]
    found += [(one.rule, one.severity, office.unit) for office in across for one in office.findings]
    return tuple(RuleCount(rule, severity, sum(1 for one in found if one[0] == rule), len({unit for one, _, unit in found if one == rule}))
                 for rule, severity in dict.fromkeys((rule, severity) for rule, severity, _ in found))


def cause_words(store: Store, found: tuple[Standing, ...]) -> dict[int, str]:
    """Of every report that counts, by its number, the most certain of its causes in one sentence."""
    chosen = [standing.versions[0].submission for standing in found if standing.versions and standing.versions[0].errors]
    rows = store.rows('select submission, said from cause where submission in (select unnest(?)) order by submission, "unique", cause desc', [chosen])
    return {row["submission"]: row["said"].partition(say("。", ". "))[0] for row in rows}


def _calls(
    found: tuple[Standing, ...], same: tuple[Alike, ...], causes: Mapping[int, str], compared: Compared, across: tuple[Across, ...]
) -> tuple[Call, ...]:
    """Units to call, the most urgent first: no report, two different ones, errors, figures unlike the peers', versions that differ, late."""
    calls = []
    copied = {one.first: one for one in same}
    unusual = {one.unit: one for one in compared.unusual}
    unfit = {office.unit: one for office in across for one in sorted(office.findings, key=lambda one: one.severity == "error") if one.verdict == BROKEN}
    for standing in found:
        reasons = list(_reasons(standing, causes))
        if standing.unit.unit in copied:
            one = copied[standing.unit.unit]
            reasons.append((30, say(f"文字有 {one.share:.0%} 与{one.second}相同", f"{one.share:.0%} of its words are those of {one.second}")))
        if standing.unit in unusual:
            moved = unusual[standing.unit]
            more = say(f"（另有 {len(moved.findings) - 1} 项）", f" ({len(moved.findings) - 1} more)") if len(moved.findings) > 1 else ""
            # beside errors that move nothing, a figure that may move half of the total goes first
            reasons.append((35 + round(50 * moved.score), moved.findings[0].message.rstrip("。") + more))
        if standing.unit.unit in unfit:
            reasons.append((60 if unfit[standing.unit.unit].severity == "error" else 36, unfit[standing.unit.unit].message.rstrip("。")))
        if reasons:
            calls.append(Call(standing.unit.unit, standing.unit.contact, say("；", "; ").join(words for _, words in reasons),
                              max(weight for weight, _ in reasons)))
    return tuple(sorted(calls, key=lambda call: -call.weight))


def _reasons(standing: Standing, causes: Mapping[int, str]) -> list[tuple[int, str]]:
    reasons: list[tuple[int, str]] = []
    if standing.status == MISSING:
        due = f"（期限 {standing.unit.due}）" if standing.unit.due else ""
        reasons.append((100, say(f"还没有报{due}", f"no report yet{due}")))
    if standing.twice:
        reasons.append((90, say("报了两份不同的，不知道以哪一份为准", "two different reports")))
    if standing.versions and standing.versions[0].errors:
        errors = standing.versions[0].errors
        known = causes.get(standing.versions[0].submission, "")
        such = say(f"，如：{known}", f", such as: {known}") if known else ""
        reasons.append((50 + min(errors, 30), say(f"有 {errors} 处错误要改{such}", f"{errors} errors to correct{such}")))
    if standing.differences and not standing.twice:
        reasons.append((40, say(f"几个版本有 {len(standing.differences)} 处不一致", f"versions differ in {len(standing.differences)} places")))
    if standing.late is not None and standing.late > 0:
        reasons.append((10, say(f"迟了 {standing.late} 天", f"{standing.late} days late")))
    return reasons


def _totals(form: Form, counted: list[Standing], last: list[Standing]) -> tuple[CellTotal, ...]:
    totals = []
    for name, cell in form.cells.items():
        parts = [(standing.unit.unit, number) for standing in counted if (number := standing.versions[0].figures.get(name))]
        before = [number for standing in last if (number := standing.versions[0].figures.get(name)) is not None]
        totals.append(CellTotal(name, cell.label, sum((number for _, number in parts), Decimal(0)),
                                sum(before, Decimal(0)) if before else None, tuple(parts)))
    return tuple(totals)
