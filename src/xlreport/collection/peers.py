"""Units whose figures moved unlike their peers', the one that would move the total most first (selective editing).

Peers are the units of the same function and level on the roster, or else the unit's own years, where there are enough of them.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlreport.check.findings import BROKEN, CellAt, Finding, finding
from xlreport.check.outliers import Move, Pair, expected, judge_move, score
from xlreport.collection.before import Before, added_up
from xlreport.collection.roster import Roster, Unit
from xlreport.collection.standing import Figures, Standing, standings
from xlreport.collection.store import Store
from xlreport.form.library import Library
from xlreport.form.model import Cell, Form
from xlreport.form.names import plain
from xlreport.form.submission import Submission
from xlreport.form.values import written
from xlreport.rules.model import Rule, RuleSet
from xlreport.wording import say

TESTS = ("outlier_ratio", "outlier_growth")

History = Mapping[int, Mapping[str, Figures]]  # by year, then by unit: its code, else its name


class Unusual(NamedTuple):
    """One unit with figures that moved unlike its peers': a finding each, the weightiest first; score: of that one, 0 to 1."""

    unit: Unit
    findings: tuple[Finding, ...]
    score: float


class Compared(NamedTuple):
    """What came of comparing units with their peers. untested: unit and why, for those that could not be compared.

    tested: how many could.
    """

    unusual: tuple[Unusual, ...]
    untested: tuple[tuple[str, str], ...]
    tested: int = 0


class _Peers(NamedTuple):
    said: str
    moves: Sequence[tuple[Figures, Figures]]  # last year's figures and this year's


def compare_with_peers(form: Form, rules: RuleSet, found: Sequence[Standing], before: Before, history: History) -> Compared:
    """Every unit that reported on this form, against its peers. history: earlier years' figures by unit, without this year's and last."""
    tests = [rule for test in TESTS if (rule := rules.by_test.get(test)) is not None]
    judged = {standing.unit: standing for standing in found if standing.versions and standing.versions[0].form == form.id and not standing.twice}
    last: dict[Unit, Figures] = {}
    untested: list[tuple[str, str]] = []
    for unit in judged:
        parts = before.of(unit)
        if isinstance(parts, str):
            untested.append((unit.unit, say(f"库里{parts}", parts)))
        else:
            last[unit] = added_up(parts, form)
    moves = {unit: (last[unit], judged[unit].versions[0].figures) for unit in last}
    totals = {name: sum((figures.versions[0].figures.get(name) or Decimal(0) for figures in judged.values()), Decimal(0)) for name in form.cells}
    unusual = []
    for unit in moves if tests else ():
        peers = _peers(unit, moves, history, min(rule.parameters["同类至少"] for rule in tests))
        if isinstance(peers, str):
            untested.append((unit.unit, peers))
            continue
        scored = sorted(_findings(form, rules, tests, judged[unit], moves[unit], peers, totals, before.year + 1), key=lambda pair: -pair[0])
        if scored:
            unusual.append(Unusual(unit, tuple(one for _, one in scored), scored[0][0]))
    return Compared(tuple(sorted(unusual, key=lambda one: -one.score)), tuple(untested), len(judged) - len(untested))


def _peers(
    unit: Unit, moves: Mapping[Unit, tuple[Figures, Figures]], history: History, least: Decimal
) -> _Peers | str:
    """The unit's peers, or why there are too few."""
    same = [move for other, move in moves.items() if unit.function and other != unit and (other.function, other.level) == (unit.function, unit.level)]
    if len(same) >= least:
        return _Peers(say(f"同类单位（{unit.level}{unit.function}）", f"{unit.level} {unit.function}".strip()), same)
    years = sorted(year for year in history if _key(unit) in history[year])
    own = [(history[year][_key(unit)], history[year + 1][_key(unit)]) for year in years if _key(unit) in history.get(year + 1, {})]
    if len(own) >= least:
        return _Peers(say("本单位历年", "its own years"), own)
    if not unit.function:
        return say("名录没有写职能，找不到同类单位", "the roster names no function for it")
    return say(f"同类单位（{unit.level}{unit.function}）有上年数的只有 {len(same)} 个，不足 {least} 个",
               f"only {len(same)} peers ({unit.level} {unit.function}) with last year's figures, fewer than {least}")


def _findings(
    form: Form, rules: RuleSet, tests: Sequence[Rule], standing: Standing, move: tuple[Figures, Figures], peers: _Peers,
    totals: Mapping[str, Decimal], year: int
) -> list[tuple[float, Finding]]:
    found = []
    for name in compared_cells(form, rules):
        own = _pair(move, name)
        least = min(rule.parameters["变动至少"] for rule in tests)
        if own is None or abs(own.this - own.last) < least:
            continue
        group = [pair for other in peers.moves if (pair := _pair(other, name)) is not None]
        verdicts = [(rule, judge_move(rule.test, own, group, rule.parameters)) for rule in tests]
        broken = [(rule, one) for rule, one in verdicts if one.verdict == BROKEN]
        if broken:
            rule, worst = max(broken, key=lambda pair: pair[1].strength)
            found.append((score(own, worst, totals[name]), _finding(form, rule, standing, form.cells[name], own, worst, peers.said, totals[name], year)))
    return found


def _pair(move: tuple[Figures, Figures], name: str) -> Pair | None:
    last, this = move[0].get(name), move[1].get(name)
    return None if last is None or this is None else Pair(last, this)


def compared_cells(form: Form, rules: RuleSet) -> tuple[str, ...]:
    """The cells that are compared: where a row has a total, only that."""
    parts = {term.name for total in rules.totals.values() for term in total.parts.terms
             if form.cells[term.name].table == form.cells[total.name].table and form.cells[term.name].row == form.cells[total.name].row}
    return tuple(name for name in form.cells if name not in parts)


def _finding(
    form: Form, rule: Rule, standing: Standing, cell: Cell, own: Pair, move: Move, peers: str, total: Decimal, year: int
) -> Finding:
    version = standing.versions[0]
    sheet, _, address = version.places.get(cell.name, "").rpartition(" ")
    wanted, unit = expected(own, move.middle), cell.unit
    gap = abs(own.this - wanted)
    share = say(f"，占全部合计的 {gap / total:.0%}", f", {gap / total:.0%} of the total") if total > 0 and gap <= total else ""
    times = own.this / own.last if own.last else None
    grown = say("从无到有", "from nothing") if times is None else say("从有到无", "to nothing") if not times else say(
        f"是上年的 {times:.3g} 倍" if times >= 1 else f"只有上年的 {times:.0%}", f"{times:.3g} times last year's")
    message = say(
        f"{cell.label}：上年 {written(own.last)} {unit}，本年 {written(own.this)} {unit}，{grown}；{move.peers} 个{peers}居中的是 {move.middle:.2f} 倍，"
        f"照此应在 {wanted} {unit}上下，相差 {written(gap)} {unit}{share}。请核对有没有填错，或说明原因（如：{rule.innocent}）。",
        f"{cell.label}: {written(own.last)} last year, {written(own.this)} this year ({grown}); the middle of {move.peers} peers ({peers}) is "
        f"{move.middle:.2f} times, which would make about {wanted}; off by {written(gap)}{share}. Check it, or explain.")
    made = finding(Submission(form, year=year), rule, f"{rule.id}[{cell.name}]", message,
                   [CellAt(cell.name, cell.label, sheet, address, written(own.this))], detail=written(own.last))
    return made._replace(left=written(own.this), right=str(wanted), difference=written(own.this - wanted))



def _key(unit: Unit) -> str:
    return unit.unit_code or plain(unit.unit)


def history_of(store: Store, forms: Library, form: Form, year: int, roster: Roster | None, least: int) -> History:
    """Figures of every year before, by unit; nothing where the store has too few years for a unit to be its own peer."""
    years = [row["year"] for row in store.rows("select distinct year from submission where current and form = ? and year < ? order by year", [form.id, year])]
    if len(years) <= least:
        return {}
    return {one: {_key(standing.unit): standing.versions[0].figures for standing in standings(store, forms, one, roster)[0]
                  if standing.versions and standing.versions[0].form == form.id and not standing.twice} for one in years}
