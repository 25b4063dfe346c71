"""Reports with planted mistakes, and two other ways to find the smallest repair: trying everything, and HiGHS."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

import forms
from xlreport.check.equations import Figures, System, allowed
from xlreport.check.repairs import Repair
from xlreport.form.model import AMOUNT, Form
from xlreport.form.submission import Submission
from xlreport.form.values import exact_value
from xlreport.rules.model import THIS, RuleSet

CHANGES = (1, 2, 3, 5, 7, 9, 10, 18, 27, 40, -1, -2)


def report(form: Form, rules: RuleSet, random: Random) -> dict[str, Decimal]:
    """The figures of one consistent report, as in life: most 0, a few large."""
    return dict(forms.consistent(form, rules, random).known[THIS])


def planted(form: Form, names: Iterable[str], figures: dict[str, Decimal], count: int, random: Random) -> dict[str, Decimal]:
    """Changes that many figures, anywhere or (every other time) in one row or column; the change that would undo each."""
    names = list(names)
    if random.random() < 0.5:
        home = form.cells[random.choice(names)]
        line = [name for name in names if form.cells[name].table == home.table and (
            form.cells[name].row == home.row or form.cells[name].column == home.column)]
        names = line if len(line) >= count else names
    undone: dict[str, Decimal] = {}
    for name in random.sample(names, count):
        change = Decimal(random.choice(CHANGES))
        change = change if figures[name] + change >= 0 else abs(change)
        figures[name] += change
        undone[name] = -change
    return undone


def document(form: Form, figures: dict[str, Decimal], **parts: Any) -> Submission:
    """A report in which every figure is stated, totals as well, as in a finished document."""
    return Submission(form, unit="某单位", year=2023, cells={name: exact_value(number) for name, number in figures.items()}, **parts)


def workbook_like(submission: Submission, rules: RuleSet) -> Submission:
    """The same with every total a formula over what stands in the cells."""
    numbers: dict[str, Decimal] = {}
    for name, total in rules.totals.items():
        numbers[name] = sum((numbers.get(term.name, submission.cells[term.name].number or Decimal(0)) * term.factor
                             for term in total.parts.terms), total.parts.constant)
    return submission._replace(cells={**submission.cells, **{
        name: exact_value(number)._replace(formula=True) for name, number in numbers.items()}})


def everything(system: System, figures: Figures, size: int) -> set[Repair]:
    """Every set of exactly that many cells with one way to change them so that all equations hold: tried one by one."""
    found: set[Repair] = set()
    for cells in combinations(range(len(system.cells)), size):
        rows = sorted({row for cell in cells for row, _ in system.columns[cell]})
        if not figures.gaps.keys() <= set(rows):
            continue
        matrix = [[dict(system.columns[cell]).get(row, 0) for cell in cells] + [-figures.gaps.get(row, 0)] for row in rows]
        changes = only_solution(matrix, size)
        if changes and all(changes) and all(
                change == int(change) and allowed(system.bounds[cell], figures.values[cell] + int(change), figures.places)
                for cell, change in zip(cells, changes, strict=True)):
            found.add(frozenset((cell, int(change)) for cell, change in zip(cells, changes, strict=True)))
    return found


def only_solution(matrix: list[list[Any]], unknowns: int) -> list[Decimal] | None:
    """The one solution of linear equations by elimination over fractions; None where there is none, or many."""
    from fractions import Fraction

    lines = [[Fraction(number) for number in line] for line in matrix]
    for place in range(unknowns):
        pivot = next((line for line in lines[place:] if line[place]), None)
        if pivot is None:
            return None
        lines.remove(pivot)
        lines.insert(place, pivot)
        pivot[:] = [number / pivot[place] for number in pivot]
        for line in lines:
            if line is not pivot and line[place]:
                line[:] = [number - line[place] * other for number, other in zip(line, pivot, strict=True)]
    if any(line[-1] for line in lines[unknowns:]):
        return None
    return [line[-1] for line in lines[:unknowns]]  # type: ignore[misc]


def smallest_by_highs(system: System, figures: Figures) -> int:
    """How many cells must change at least, by a mixed-integer model: a change and a switch a cell."""
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_feasibility_tolerance", 1e-9)
    solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
    most = float(sum(abs(gap) for gap in figures.gaps.values()))
    down = [min(most, float(value)) if not bounds.signed else most for value, bounds in zip(figures.values, system.bounds, strict=True)]
    changes = [solver.addVariable(-low, most, 0.0, highspy.HighsVarType.kContinuous) for low in down]
    switches = [solver.addVariable(0.0, 1.0, 1.0, highspy.HighsVarType.kInteger) for _ in system.cells]
    for row, equation in enumerate(system.equations):
        solver.addConstr(sum(factor * changes[cell] for cell, factor in equation.terms) == -float(figures.gaps.get(row, 0)))
    for change, switch, low in zip(changes, switches, down, strict=True):
        solver.addConstr(change - most * switch <= 0)
        solver.addConstr(change + low * switch >= 0)
    solver.run()
    return sum(solver.getSolution().col_value[len(changes) + place] > 0.5 for place in range(len(switches)))


def mistyped(number: Decimal, random: Random) -> Decimal | None:
    """A whole number as a person mistypes it: two neighbours swapped, a digit dropped, added or replaced; None where that is none."""
    digits = str(int(number))
    place = random.randrange(len(digits))
    kind = random.randrange(4)
    if kind == 0 and len(digits) > 1:
        place = random.randrange(len(digits) - 1)
        typed = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2:]
    elif kind == 1 and len(digits) > 1:
        typed = digits[:place] + digits[place + 1:]
    elif kind == 2:
        typed = digits[:place] + random.choice("0123456789") + digits[place:]
    else:
        typed = digits[:place] + random.choice("0123456789") + digits[place + 1:]
    return Decimal(int(typed)) if int(typed) != int(number) else None


def counts(form: Form) -> list[str]:
    """The names of cells that hold counts."""
    return [name for name, cell in form.cells.items() if cell.kind != AMOUNT]
