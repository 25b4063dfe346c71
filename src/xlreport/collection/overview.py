"""What the office above wants to see of a year: who has reported, what is wrong, whom to call, how the totals moved."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from xlreport.check.findings import BROKEN
from xlreport.collection.across import Across
from xlreport.collection.before import Before
from xlreport.collection.beyond import beyond_one_report, held_against_others, keep_beyond
from xlreport.collection.peers import Compared
from xlreport.collection.roster import Roster, Unit, told_apart
from xlreport.collection.standing import MISSING, Standing, Stranger, perhaps_of, standings
from xlreport.collection.store import Store
from xlreport.collection.unit_findings import RuleCount, UnitFinding, findings_by_report, rule_counts
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.prose.copied import Alike, alike
from xlreport.prose.own_clauses import OwnClauses
from xlreport.rules.model import RuleSet
from xlreport.wording import say

MOST_PERHAPS = 3  # files named beside a unit that has not reported; towns of one name would all be offered all of them


class Call(NamedTuple):
    """One line of the phone list: whom, and why in a sentence."""

    unit: str
    contact: str
    reason: str
    weight: int


class CellTotal(NamedTuple):
    """One figure added up over the reports that count. parts: unit, its figure and its place, only those that are not 0.

    last: over last year's reports; same: this year's over the units that these are of, so that the two may be compared.
    """

    cell: str
    label: str
    total: Decimal
    same: Decimal
    last: Decimal | None
    parts: tuple[tuple[str, Decimal, str], ...]


class Overview(NamedTuple):
    """A year at a glance. statuses: status to number of units. last_units: how many of last year's reports were added up.

    said: what each unit is called here; findings: by the number of the report that
    counts; compared: whose figures moved unlike their peers', and who could not be compared;
    across: reports that do not fit each other; above: how many of these units have others under them, so that they are not added up;
    unknown: names written as 上级单位 that are no unit, each with the unit's name that comes close.
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
    said: Mapping[Unit, str]
    findings: Mapping[int, tuple[UnitFinding, ...]]
    above: int = 0
    unknown: tuple[tuple[str, str], ...] = ()


def overview(store: Store, forms: Library, form: Form, rules: RuleSet, year: int, roster: Roster | None = None) -> Overview:
    """Everything the overview page shows."""
    everybody, strangers = standings(store, forms, year, roster)
    found = tuple(standing for standing in everybody if _must_report(standing, roster))
    leaves = tuple(standing for standing in found if roster is None or roster.is_leaf(standing.unit))
    before = Before(store, forms, year - 1, roster)
    counted = _added(leaves, form)
    last = _last_reports(counted, before, form)
    counts = Counter(standing.status for standing in found)
    said = told_apart(standing.unit for standing in found)
    same = alike_reports(store, form, rules, found)
    findings = findings_by_report(store, found)
    compared, across = held_against_others(store, forms, form, rules, found, before, roster)
    keep_beyond(store, found, beyond_one_report(across, compared, found))
    beyond = [(said[one.unit], finding) for one in compared.unusual for finding in one.findings]
    beyond += [(office.unit, finding) for office in across for finding in office.findings]
    counts_by_rule = rule_counts(findings, [(unit, UnitFinding(one.rule, one.severity, one.message)) for unit, one in beyond])
    return Overview(form, year, found, strangers, tuple(counts.most_common()), counts_by_rule,
                    _calls(found, strangers, said, same, _first_errors(findings) | cause_words(store, found), compared, across),
                    _totals(form, counted, last, said),
                    len({report.versions[0].submission for reports in last.values() for report in reports}), same, compared, across, said, findings,
                    sum(roster is not None and not roster.is_leaf(standing.unit) for standing in found),
                    () if roster is None else roster.parents_unknown())


def _last_reports(counted: list[Standing], before: Before, form: Form) -> dict[Unit, list[Standing]]:
    """Last year's reports on this form of the units that are added up, and of those they took over from; none where one of them is not known."""
    known: dict[Unit, list[Standing]] = {}
    for standing in counted:
        parts = before.of(standing.unit)
        if not isinstance(parts, str) and parts and all(part.versions[0].form == form.id for part in parts):
            known[standing.unit] = list(parts)
    return known


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
    said = told_apart(standing.unit for standing in found)
    return alike_texts(store, form, rules, {standing.versions[0].submission: said[standing.unit] for standing in found if standing.versions})


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


def cause_words(store: Store, found: tuple[Standing, ...]) -> dict[int, str]:
    """Of every report that counts, by its number, the most certain of its causes in one sentence."""
    chosen = [standing.versions[0].submission for standing in found if standing.versions and standing.versions[0].errors]
    rows = store.rows('select submission, said from cause where submission in (select unnest(?)) order by submission, "unique", cause desc', [chosen])
    return {row["submission"]: row["said"].partition(say("。", ". "))[0] for row in rows}


def _first_errors(findings: Mapping[int, tuple[UnitFinding, ...]]) -> dict[int, str]:
    """Of every report with an error its first one, in one sentence: for those whose cause nothing tells."""
    return {number: one.message.partition(say("。", ". "))[0] for number, found in findings.items() for one in found[:1] if one.severity == "error"}


def _calls(
    found: tuple[Standing, ...], strangers: tuple[Stranger, ...], said: Mapping[Unit, str], same: tuple[Alike, ...], causes: Mapping[int, str],
    compared: Compared, across: tuple[Across, ...]
) -> tuple[Call, ...]:
    """Units to call, the most urgent first: no report, two different ones, errors, figures unlike the peers', versions that differ, late."""
    calls = []
    copied = {one.first: one for one in same}
    unusual = {one.unit: one for one in compared.unusual}
    unfit = {office.whose.unit: one for office in across for one in sorted(office.findings, key=lambda one: one.severity == "error") if one.verdict == BROKEN}
    for standing in found:
        reasons = list(_reasons(standing, strangers, causes))
        if said[standing.unit] in copied:
            one = copied[said[standing.unit]]
            reasons.append((30, say(f"文字有 {one.share:.0%} 与{one.second}相同", f"{one.share:.0%} of its words are those of {one.second}")))
        if standing.unit in unusual:
            moved = unusual[standing.unit]
            more = say(f"（另有 {len(moved.findings) - 1} 项）", f" ({len(moved.findings) - 1} more)") if len(moved.findings) > 1 else ""
            # beside errors that move nothing, a figure that may move half of the total goes first
            reasons.append((35 + round(50 * moved.score), moved.findings[0].message.rstrip("。") + more))
        if standing.unit in unfit:
            reasons.append((60 if unfit[standing.unit].severity == "error" else 36, unfit[standing.unit].message.rstrip("。")))
        if reasons:
            calls.append(Call(said[standing.unit], standing.unit.contact, say("；", "; ").join(words for _, words in reasons),
                              max(weight for weight, _ in reasons)))
    return tuple(sorted(calls, key=lambda call: -call.weight))


def _reasons(standing: Standing, strangers: tuple[Stranger, ...], causes: Mapping[int, str]) -> list[tuple[int, str]]:
    reasons: list[tuple[int, str]] = []
    if standing.status == MISSING:
        due = f"（期限 {standing.unit.due}）" if standing.unit.due else ""
        reasons.append((100, say(f"还没有报{due}", f"no report yet{due}")))
        if perhaps := perhaps_of(standing.unit, strangers):
            files = say("、", ", ").join(one.path for one in perhaps[:MOST_PERHAPS])
            more = len(perhaps) - MOST_PERHAPS
            files += say(f" 等 {len(perhaps)} 份", f" and {more} more") if more > 0 else ""
            reasons.append((100, say(f"先看 {files} 是不是它的（对不上单位）", f"first see whether {files}, of no unit, is its report")))
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


def _totals(form: Form, counted: list[Standing], last: Mapping[Unit, list[Standing]], said: Mapping[Unit, str]) -> tuple[CellTotal, ...]:
    totals = []
    earlier = {part.versions[0].submission: part.versions[0] for parts in last.values() for part in parts}  # each once, whoever took over from it
    for name, cell in form.cells.items():
        parts = [(standing, number) for standing in counted if (number := standing.versions[0].figures.get(name))]
        before = [number for version in earlier.values() if (number := version.figures.get(name)) is not None]
        totals.append(CellTotal(
            name, cell.label, sum((number for _, number in parts), Decimal(0)),
            sum((number for standing, number in parts if standing.unit in last), Decimal(0)), sum(before, Decimal(0)) if before else None,
            tuple((said[standing.unit], number, standing.versions[0].places.get(name, "")) for standing, number in parts)))
    return tuple(totals)


def remarks(found: Overview) -> list[str]:
    """What has to be known beside the numbers: who among those due is not added up, and what on the roster looks like a slip."""
    lines = []
    if found.above:
        due = len(found.standings)
        lines.append(say(f"应报的 {due} 个里，{found.above} 个下面还有单位，它们的报告不与下面的相加；汇总表（rollup）的应报只数其余 {due - found.above} 个。",
                         f"Of the {due} due, {found.above} have units under them and are not added to these; a roll-up counts the other {due - found.above}."))
    lines += [say(f"名录里的上级单位“{written}”不是名录里的单位，是不是“{name}”？写错了，下面的单位就汇总不到它。",
                  f"The roster names “{written}” as a parent, which is no unit of it; is it “{name}”?") for written, name in found.unknown]
    return lines
