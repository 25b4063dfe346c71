"""Which cell is wrong and what it should have been: broken balances grouped by the mistakes that explain them.

A cause is a group of broken balances with all the smallest sets of cells whose change mends them. The sets are ranked by how
many of their changes are a slip that people make every day, then by what else they bring into agreement: the narrative, then
last year; then by how likely the rarer slips are. Sets that are equal in all of that share a rank.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlreport.check.equations import Figures, System, allowed, figures_of, system_of
from xlreport.check.findings import BROKEN, Cause, Change, Explanation, Finding
from xlreport.check.places import cell_at
from xlreport.check.repairs import Repair, smallest_repairs
from xlreport.check.slips import LIKELY, POSSIBLE, WEAK, Slip, typing_slip
from xlreport.check.support import Support
from xlreport.form.model import Cell
from xlreport.form.submission import Submission
from xlreport.form.values import written
from xlreport.rules.model import THIS, RuleSet
from xlreport.rules.sums import Amount, Amounts
from xlreport.wording import say


class Group(NamedTuple):
    """Broken equations that belong together, with the sets of changes that mend them. complete: every set is there."""

    rows: frozenset[int]
    repairs: tuple[Repair, ...]
    complete: bool


def locate(
    submission: Submission, rules: RuleSet, known: Amounts, findings: Sequence[Finding]
) -> tuple[tuple[Cause, ...], list[Finding]]:
    """The causes of the broken balances, and the findings with the cause each belongs to."""
    system = system_of(submission, rules, known[THIS])
    figures = figures_of(system, known[THIS])
    by_instance: dict[str, Finding] = {}
    for finding in findings:
        if finding.verdict == BROKEN and finding.family == "balance":
            by_instance |= dict.fromkeys(finding.also, finding) | {finding.instance: finding}
    ranked = _Ranking(submission, rules, known, system, figures)
    causes: list[Cause] = []
    owner: dict[str, str] = {}
    for group in groups_of(system, figures):
        concerned = [by_instance[name] for row in sorted(group.rows) if (name := system.equations[row].instance) in by_instance]
        prints = tuple(dict.fromkeys(finding.fingerprint for finding in concerned))
        if not prints:
            continue
        explanations = ranked.explanations(group.repairs)
        prints += tuple(ranked.mended_as_well(explanations, findings))
        name = f"c{len(causes) + 1}"
        certain = len(explanations) == 1 and group.complete and ranked.could_stand(group.repairs[0])
        causes.append(Cause(name, prints, certain, explanations, group.complete))
        for fingerprint in prints:
            owner.setdefault(fingerprint, name)
    return tuple(causes), [finding._replace(cause=owner.get(finding.fingerprint, "")) for finding in findings]


def groups_of(system: System, figures: Figures) -> list[Group]:
    """The broken equations in groups that no set of changes connects: each can be mended by itself."""
    groups: list[Group] = []
    for part in system.parts:
        broken = frozenset(part) & figures.gaps.keys()
        if not broken:
            continue
        result = smallest_repairs(system, figures, part)
        if not result.found:
            groups.append(Group(broken, (), result.complete))
            continue
        for rows in _connected(system, result.found):
            inside = tuple(dict.fromkeys(
                frozenset((cell, change) for cell, change in repair if system.columns[cell][0][0] in rows)
                for repair in result.found))
            groups.append(Group(broken & rows, inside, result.complete))
    return groups


def _connected(system: System, repairs: Iterable[Repair]) -> list[frozenset[int]]:
    """Equations joined wherever a changed cell stands in both."""
    home: dict[int, set[int]] = {}
    for repair in repairs:
        for cell, _ in repair:
            joined: set[int] = {row for row, _ in system.columns[cell]}
            for row in tuple(joined):
                joined |= home.get(row, set())
            for row in joined:
                home[row] = joined
    return list(dict.fromkeys(frozenset(rows) for _, rows in sorted(home.items())))


class _Ranking:
    """Orders the sets of changes of one report and puts them into words."""

    def __init__(self, submission: Submission, rules: RuleSet, known: Amounts, system: System, figures: Figures) -> None:
        self.submission, self.system, self.figures = submission, system, figures
        self.support = Support(submission, rules, known)
        self.known: Mapping[str, Amount] = known[THIS]
        self.totals = rules.totals
        self.workbook = any(submission.value(name).formula for name in rules.totals)
        self.beside = neighbours(submission.form.cells)
        self.order = {name: place for place, name in enumerate(submission.form.cells)}

    def explanations(self, repairs: Iterable[Repair]) -> tuple[Explanation, ...]:
        """All sets, best first; equal ones share a rank."""
        found: list[tuple[tuple[int, int, int, int], Explanation]] = []
        for repair in sorted(repairs, key=self.printed_order):
            changes = {self.system.cells[cell]: (self.amount(cell), self.amount(cell, change))
                       for cell, change in sorted(repair, key=lambda entry: self.order[self.system.cells[entry[0]]])}
            slips = self.slips(changes)
            told, words = self.support.of({name: to for name, (_, to) in changes.items()})
            said = tuple(self.change(name, was, to, slip) for (name, (was, to)), slip in zip(changes.items(), slips, strict=True))
            odd = sum(slip.likelihood != LIKELY for slip in slips)
            score = (odd, -told[0], -told[1], sum(slip.likelihood for slip in slips))
            found.append((score, Explanation(said, support=words)))
        found.sort(key=lambda entry: entry[0])
        ranks = {score: rank for rank, score in enumerate(dict.fromkeys(score for score, _ in found), 1)}
        return tuple(explanation._replace(rank=ranks[score]) for score, explanation in found)

    def could_stand(self, repair: Repair) -> bool:
        """Whether every changed figure is one that its cell allows.

        One that is not (4.5 件) must change whatever else is wrong, and takes up the gap of the others with it: that the sums
        agree then says little.
        """
        return all(allowed(self.system.bounds[cell], self.figures.values[cell], self.figures.places) for cell, _ in repair)

    def printed_order(self, repair: Repair) -> list[tuple[int, int]]:
        """Where the changed cells stand in the printed form, then by how much they change."""
        return sorted((self.order[self.system.cells[cell]], change) for cell, change in repair)

    def amount(self, cell: int, change: int = 0) -> Decimal:
        """A cell's figure, changed or not."""
        return Decimal(self.figures.values[cell] + change).scaleb(-self.figures.places)

    def change(self, name: str, was: Decimal, to: Decimal, slip: Slip) -> Change:
        at = cell_at(self.submission, name)
        return Change(name, at.address, at.value or written(was), written(_tidy(to)), slip.words)

    def slips(self, changes: Mapping[str, tuple[Decimal, Decimal]]) -> list[Slip]:
        """Why each figure of a set would have been typed so; two that changed places with neighbours are one slip."""
        found: list[Slip] = []
        for name, (was, to) in changes.items():
            moved = any(other != name and (was, to) == (there[1], there[0]) and self.side_by_side(name, other)
                        for other, there in changes.items())
            found.append(Slip(LIKELY, say("填到了旁边一格", "typed into the next cell")) if moved else self.slip(name, was, to))
        return found

    def slip(self, name: str, was: Decimal, to: Decimal) -> Slip:
        found = typing_slip(was, to, self.submission.form.cells[name].unit)
        if name in self.totals and self.workbook:
            return Slip(min(found.likelihood, POSSIBLE), say("合计是键入的，盖住了公式", "a total typed over its formula"))
        if found.likelihood == WEAK and was:
            last = self.submission.last_year.get(name)
            if last is not None and last.number == was:
                return Slip(POSSIBLE, say("与上年的数相同，可能没有改", "last year's figure, perhaps left standing"))
            if abs(was) > 9 and any(self.known.get(other) == was for other in self.beside.get(name, ())):
                return Slip(POSSIBLE, say("与旁边一格的数相同", "the same figure as in the next cell"))
        return found

    def side_by_side(self, one: str, other: str) -> bool:
        return other in self.beside.get(one, ())

    def mended_as_well(self, explanations: Sequence[Explanation], findings: Sequence[Finding]) -> list[str]:
        """Fingerprints of findings against last year and of the narrative that the one best set of changes mends too."""
        best = [explanation for explanation in explanations if explanation.rank == 1]
        if len(best) != 1:
            return []
        return self.support.mended({change.cell: Decimal(change.to) for change in best[0].changes}, findings)


def _tidy(number: Decimal) -> Decimal:
    """Without the zeros that only come from counting in whole parts."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def neighbours(cells: Mapping[str, Cell]) -> dict[str, tuple[str, ...]]:
    """For every cell those above, below, left and right of it in its printed table."""
    at = {(cell.table, cell.line, cell.position): name for name, cell in cells.items()}
    return {
        name: tuple(found for down, right in ((-1, 0), (1, 0), (0, -1), (0, 1))
                    if (found := at.get((cell.table, cell.line + down, cell.position + right))) is not None)
        for name, cell in cells.items()
    }
