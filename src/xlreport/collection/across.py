"""The reports of a year held against each other: an office's against those of the units below it, and no unit counted twice.

A wrong total is traced: to the unit, its cell, the rule that is broken there, and whose reason stands beside it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from xlreport.check.findings import CellAt, Finding, finding
from xlreport.check.parts import Below, Part, check_parts, counted_twice
from xlreport.collection.before import Before, added_up
from xlreport.collection.roster import Roster, Unit, told_apart
from xlreport.collection.standing import Standing
from xlreport.collection.store import Store
from xlreport.collection.stored import submissions_of
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.form.submission import Submission
from xlreport.rules.model import RuleSet
from xlreport.wording import say

ADDED_UP = ("报告范围", "本级政府（汇总）")  # the answer on the cover of a report that was added up from others


class Traced(NamedTuple):
    """One finding in a unit's report that bears on a wrong total. reason, by: what the unit typed beside it, and who; '' where nothing."""

    unit: str
    where: str
    value: str
    rule: str
    message: str
    reason: str
    by: str


class Across(NamedTuple):
    """What does not fit between one unit's report and others, and what it may come from. unit: what it is called among the others."""

    whose: Standing
    unit: str
    contact: str
    findings: tuple[Finding, ...]
    traced: tuple[Traced, ...]


def hold_across(
    store: Store, forms: Library, form: Form, rules: RuleSet, found: Sequence[Standing], before: Before, roster: Roster | None
) -> tuple[Across, ...]:
    """Every unit with others below it that reported itself, and every unit that would be counted twice."""
    usable = {one.unit: one for one in found if one.versions and one.versions[0].form == form.id and not one.twice}
    roster = roster or Roster(list(usable))
    said = told_apart(roster.units)
    above = [unit for unit in usable if roster.below(unit)]
    reports = submissions_of(store, forms, [usable[unit].versions[0].submission for unit in above])
    across: list[Across] = []
    for unit in above:
        parts = parts_of(unit, roster, usable)
        findings = check_parts(reports[usable[unit].versions[0].submission], rules, _below(unit, form, parts, roster, usable, before, said))
        if findings:
            cells = {cell.cell for one in findings for cell in one.cells}
            across.append(Across(usable[unit], said[unit], unit.contact, tuple(findings), trace(
                store, cells, {usable[part].versions[0].submission: said[part] for part in parts if part in usable})))
    leaves = [one for unit, one in usable.items() if not roster.below(unit)]
    return (*across, *_twice(store, form, rules, {said[one.unit]: one for one in leaves}, before.year + 1))


def parts_of(unit: Unit, roster: Roster, usable: Mapping[Unit, Standing]) -> list[Unit]:
    """The units whose reports a unit's own adds up: those right below it; one that did not report itself stands for those below it."""
    found: list[Unit] = []
    waiting, seen = list(roster.below(unit)), {unit}
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        if one in usable or not roster.below(one):
            found.append(one)
        else:
            waiting += roster.below(one)
    return found


def _below(unit: Unit, form: Form, parts: Sequence[Unit], roster: Roster, usable: Mapping[Unit, Standing], before: Before,
           said: Mapping[Unit, str]) -> Below:
    last: list[Part] = []
    last_missing: list[str] = []
    for part in parts:
        reports = before.of(part)
        if isinstance(reports, str):
            last_missing.append(said[part])
        else:
            last.append(Part(said[part], added_up(reports, form)))
    called = [(name, said[part]) for part in parts for name in dict.fromkeys((part.unit, *part.aliases))]
    many = Counter(name for name, _ in called)
    names = {name: unit for name, unit in called if many[name] == 1}  # a text that says 城关镇 where there are two says of neither
    return Below(
        tuple(Part(said[part], usable[part].versions[0].figures) for part in parts if part in usable),
        tuple(said[part] for part in parts if part not in usable), tuple(last) if last else None, tuple(last_missing), names,
        (len(roster.below(unit)), len(roster.children(unit.unit)), len(parts)))


def _twice(store: Store, form: Form, rules: RuleSet, leaves: Mapping[str, Standing], year: int) -> tuple[Across, ...]:
    """Units that a sum over the leaves would hold twice. leaves: by what each is called among the others."""
    rule = rules.by_test.get("counted_twice")
    if rule is None or len(leaves) < 2:
        return ()
    pairs = counted_twice([Part(unit, one.versions[0].figures) for unit, one in leaves.items()], tuple(form.cells))
    said = {unit: _same(unit, other) if other else _whole(unit) for unit, other in pairs}
    question, answer = ADDED_UP
    rows = store.rows("select submission from submission where submission in (select unnest(?)) and json_extract_string(answers, ?) = ?",
                      [[one.versions[0].submission for one in leaves.values()], f"$.{question}", answer])
    numbers = {row["submission"] for row in rows}
    for unit, one in leaves.items():
        if one.versions[0].submission in numbers:
            said.setdefault(unit, _aggregate(unit))
    return tuple(Across(leaves[unit], unit, leaves[unit].unit.contact,
                        (finding(Submission(form, year=year), rule, f"{rule.id}[{unit}]", message, detail=unit),), ())
                 for unit, message in said.items())


def _same(unit: str, other: str) -> str:
    return say(f"{unit}的报告与{other}的各格完全相同，可能是一个单位用两个名称报了两次。请核对。",
               f"The report of {unit} has the same figures as that of {other}: one unit under two names?")


def _whole(unit: str) -> str:
    return say(f"{unit}各格都等于其余各单位之和，像是汇总报告，与它们相加就计了两次。请在名录里给它们写上“上级单位”。",
               f"The report of {unit} is the sum of all others: added to them it would be counted twice.")


def _aggregate(unit: str) -> str:
    return say(f"{unit}的报告是汇总的（封面“{ADDED_UP[0]}”），名录里它下面却没有单位：它下面的单位如果也单独报了，就计了两次。请在名录里给它们写上“上级单位”。",
               f"The report of {unit} was added up from others, but the roster has no unit below it: those that report too are counted twice.")


def trace(store: Store, cells: Iterable[str], units: Mapping[int, str]) -> tuple[Traced, ...]:
    """What is wrong, or was explained, in those cells of units' reports: errors, and findings with a reason. units: by submission."""
    wanted = set(cells)
    rows = store.rows(
        "select f.submission, f.rule, f.message, f.cells, w.reason, w.name from finding f left join waiver w on w.submission = f.submission and "
        "w.fingerprint in (f.fingerprint, f.instance, f.rule) and f.waiver <> '' where f.submission in (select unnest(?)) and "
        "(f.severity = 'error' or f.waiver <> '') order by f.submission, f.rowid", [list(units)])
    found = []
    for row in rows:
        there = [CellAt(**cell) for cell in json.loads(row["cells"])]
        hit = next((cell for cell in there if cell.cell in wanted), None)
        if hit is not None:
            found.append(Traced(units[row["submission"]], f"{hit.sheet} {hit.address}".strip() or hit.label, hit.value, row["rule"], row["message"],
                                row["reason"] or "", row["name"] or ""))
    return tuple(found)


def traced_said(one: Traced) -> str:
    """A line: whose, where, which rule, and whose reason."""
    by = say(f"，{one.by}", f", {one.by}") if one.by else ""
    reason = say(f"（说明{by}：{one.reason}）", f" (explained{by}: {one.reason})") if one.reason else ""
    return say(f"{one.unit} {one.where}：{one.message}[{one.rule}]{reason}", f"{one.unit} {one.where}: {one.message} [{one.rule}]{reason}")
