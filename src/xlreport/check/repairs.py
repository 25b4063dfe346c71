"""The smallest sets of cells whose change makes every balance hold, all of them (Fellegi and Holt 1976), by short search.

A smallest set whose new values the sums determine has, in the sums of these forms, always an equation that holds just one of its
cells; that cell's change is then the equation's own gap. So the search goes over (broken equation, cell in it), as deep as
cells are wrong, and the last cell is looked up. No set is met twice, and a branch ends where the broken equations alone need
more cells than are left. Two cells that stand in exactly the same equations are solved as a pair. Sets whose values the sums
leave open (several cells at their lower bound at once) are not among the answers.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from xlreport.check.equations import Figures, System, allowed

MOST_CELLS = 5
MOST_STEPS = 2_000_000  # about half a second; counted in steps and not in time, so that every machine gives the same answer

Repair = frozenset[tuple[int, int]]  # (cell number, change)


class Repairs(NamedTuple):
    """What a search found. size: cells in a smallest set, 0 where none was found.

    complete: False where the search stopped before it had seen every set of that size.
    """

    size: int
    found: tuple[Repair, ...]
    complete: bool


class _Stopped(Exception):
    """The search has taken as many steps as it may."""


def smallest_repairs(
    system: System, figures: Figures, rows: Collection[int], most: int = MOST_CELLS, steps: int = MOST_STEPS
) -> Repairs:
    """All smallest repairs of at most `most` cells of the equations `rows`, a part of the system (see System.parts)."""
    search = _Search(system, figures, steps)
    gaps = {row: gap for row, gap in figures.gaps.items() if row in rows}
    for size in range(1, most + 1):
        found: list[Repair] = []
        try:
            for repair in search.repairs(gaps, size):
                found.append(frozenset(repair))
        except _Stopped:
            return Repairs(size if found else 0, tuple(dict.fromkeys(found)), False)
        if found:
            return Repairs(size, tuple(dict.fromkeys(found)), True)
    return Repairs(0, (), True)


class _Search:
    """One search: the equations, the figures, the cells already changed, and the changes that were tried before."""

    def __init__(self, system: System, figures: Figures, steps: int) -> None:
        self.system, self.figures, self.steps = system, figures, steps
        self.terms = [equation.terms for equation in system.equations]
        self.widest = max((len(column) for column in system.columns), default=0)
        self.changed: set[int] = set()
        self.tried: set[tuple[int, int]] = set()

    def fits(self, cell: int, change: int) -> bool:
        """Whether a cell may take a change, and none of the sets with that change was met before."""
        return (cell, change) not in self.tried and cell not in self.changed and allowed(
            self.system.bounds[cell], self.figures.values[cell] + change, self.figures.places)

    def repairs(self, gaps: dict[int, int], size: int) -> Iterator[tuple[tuple[int, int], ...]]:
        """All repairs of exactly that many cells; gaps: the equations that do not hold yet."""
        if size == 1:
            yield from self.single(gaps)
            return
        if size == 2 and self.system.tangled:
            yield from self.pairs(gaps)
        moves = self.moves(gaps, size)
        before = len(self.tried)
        mine: list[tuple[int, int]] = []
        for cell, change in moves:
            if (cell, change) in self.tried:
                continue
            left = dict(gaps)
            for row, factor in self.system.columns[cell]:
                gap = left.get(row, 0) + factor * change
                if gap:
                    left[row] = gap
                else:
                    del left[row]
            self.changed.add(cell)
            for rest in self.repairs(left, size - 1):
                yield ((cell, change), *rest)
            self.changed.discard(cell)
            self.tried.add((cell, change))
            mine.append((cell, change))
        self.tried.difference_update(mine)
        assert len(self.tried) == before

    def moves(self, gaps: dict[int, int], size: int) -> list[tuple[int, int]]:
        """Every (cell, change) that mends a broken equation and leaves no more of them than the other cells can mend.

        A changed cell mends at most the broken equations it stands in, so each of these needs at least one cell divided
        by the most that any of its cells stands in: where these add up to more than `size`, there is no repair.
        """
        columns, changed = self.system.columns, self.changed
        counts: dict[int, int] = {}
        for row in gaps:
            for cell, _ in self.terms[row]:
                counts[cell] = counts.get(cell, 0) + 1
        self.steps -= len(counts)
        if self.steps < 0:
            raise _Stopped
        needed = 0.0
        for row in gaps:
            most = max((counts[cell] for cell, _ in self.terms[row] if cell not in changed), default=0)
            if not most:
                return []
            needed += 1 / most
        if needed > size + 1e-9:
            return []
        most_left = self.widest * (size - 1) - len(gaps)
        found: list[tuple[int, int]] = []
        for row, gap in gaps.items():
            for cell, factor in self.terms[row]:
                change = -gap if factor == 1 else gap if factor == -1 else -(gap // factor)
                more = 0
                for other, by in columns[cell]:
                    here = gaps.get(other)
                    if here is None:
                        more += 1
                    elif here == -by * change:
                        more -= 1
                if more <= most_left and (factor in (1, -1) or gap % factor == 0) and self.fits(cell, change):
                    found.append((cell, change))
        return list(dict.fromkeys(found))

    def single(self, gaps: dict[int, int]) -> Iterator[tuple[tuple[int, int], ...]]:
        """The cells whose change alone mends everything that is left."""
        if len(gaps) > self.widest:
            return
        for cell in self.system.by_equations.get(tuple(sorted(gaps)), ()):
            column = self.system.columns[cell]
            row, factor = column[0]
            change = -(gaps[row] // factor)
            if all(gaps[row] == -factor * change for row, factor in column) and self.fits(cell, change):
                yield ((cell, change),)

    def pairs(self, gaps: dict[int, int]) -> Iterator[tuple[tuple[int, int], ...]]:
        """Two cells in exactly the same equations, of which no equation holds only one."""
        for cells in self.system.tangled:
            rows = [row for row, _ in self.system.columns[cells[0]]]
            if not gaps.keys() <= set(rows):
                continue
            for place, first in enumerate(cells):
                for second in cells[place + 1:]:
                    changes = self.both(gaps, first, second)
                    if changes and all(changes) and self.fits(first, changes[0]) and self.fits(second, changes[1]):
                        yield ((first, changes[0]), (second, changes[1]))

    def both(self, gaps: dict[int, int], first: int, second: int) -> tuple[int, int] | None:
        """The changes of two cells in the same equations that mend all of them; None where there are none, or many."""
        lines = [(a, b, -gaps.get(row, 0)) for (row, a), (_, b) in
                 zip(self.system.columns[first], self.system.columns[second], strict=True)]
        a, b, c = lines[0]
        for d, e, f in lines[1:]:
            whole = a * e - b * d
            if whole:
                x, y = divmod(c * e - b * f, whole), divmod(a * f - c * d, whole)
                if x[1] or y[1] or any(one * x[0] + other * y[0] != gap for one, other, gap in lines):
                    return None
                return x[0], y[0]
        return None
