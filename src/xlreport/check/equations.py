"""The balances of one report as whole-number equations over the cells that a person stated.

Totals that are formulas are never wrong by themselves and prove nothing: each is replaced by its parts. A cell that is unknown
or does not apply takes its rules with it. What is left depends only on the form and on which cells those are, so it is made once
for all reports that are laid out alike.
"""

from collections.abc import Mapping
from decimal import Decimal
from math import gcd
from typing import NamedTuple

from xlreport.form.model import AMOUNT, SIGNED, Form
from xlreport.form.submission import Submission
from xlreport.form.values import LIMIT
from xlreport.rules.model import THIS, Instance, Rule, RuleSet, Total
from xlreport.rules.sums import Amount


class Equation(NamedTuple):
    """One balance: the sum of factor times cell, plus constant / multiple, is 0.

    terms: (cell number, whole factor). multiple: by what the rule was multiplied to make its factors whole.
    """

    instance: str
    terms: tuple[tuple[int, int], ...]
    constant: Decimal
    multiple: int
    tolerance: Decimal


class Bounds(NamedTuple):
    """What a cell may hold: signed or not, and how many decimals."""

    signed: bool
    places: int


class System(NamedTuple):
    """All equations of a layout.

    cells: names by number. columns: for every cell its equations with the factor. by_equations: the cells that stand in exactly
    these equations. tangled: those among them whose factors differ by more than a multiple, so that two may be wrong together
    without any equation holding only one of them. parts: equations that share no cell with those of another part.
    """

    cells: tuple[str, ...]
    equations: tuple[Equation, ...]
    columns: tuple[tuple[tuple[int, int], ...], ...]
    bounds: tuple[Bounds, ...]
    by_equations: Mapping[tuple[int, ...], tuple[int, ...]]
    tangled: tuple[tuple[int, ...], ...]
    parts: tuple[tuple[int, ...], ...]


class Figures(NamedTuple):
    """A report's figures as whole numbers, 10**places to the unit, by cell number; and by how much each equation is off."""

    values: list[int]
    gaps: dict[int, int]
    places: int


_MADE: dict[tuple[str, frozenset[str], frozenset[str]], tuple[RuleSet, System]] = {}


def system_of(submission: Submission, rules: RuleSet, known: Mapping[str, Amount]) -> System:
    """The equations of a report. known: what each cell counts for (`amounts(...)[THIS]`)."""
    formulas = frozenset(name for name in rules.totals if submission.value(name).formula)
    unknown = frozenset(name for name, amount in known.items() if not isinstance(amount, Decimal))
    key = (submission.form.id, formulas, unknown)
    made = _MADE.get(key)
    if made is None or made[0] is not rules:
        if len(_MADE) >= 64:
            _MADE.clear()
        made = _MADE[key] = (rules, build_system(submission.form, rules, formulas, unknown))
    return made[1]


def build_system(form: Form, rules: RuleSet, formulas: frozenset[str], unknown: frozenset[str]) -> System:
    """The equations that are left when some totals are formulas and some cells are unknown."""
    found: list[tuple[Instance, Rule, dict[str, Decimal], Decimal]] = []
    for rule in rules.rules:
        if rule.severity != "error" or rule.family != "balance":
            continue  # a warning has innocent reasons, so it proves nothing
        for instance in rule.instances:
            if _plain(instance):
                factors, constant = _expanded(instance, rules.totals, formulas)
                if factors and not unknown & factors.keys():
                    found.append((instance, rule, factors, constant))
    found = _needed(found)
    names = tuple(dict.fromkeys(name for _, _, factors, _ in found for name in factors))
    numbers = {name: number for number, name in enumerate(names)}
    equations = tuple(_whole(instance, rule, factors, constant, numbers) for instance, rule, factors, constant in found)
    columns: list[list[tuple[int, int]]] = [[] for _ in names]
    for row, equation in enumerate(equations):
        for cell, factor in equation.terms:
            columns[cell].append((row, factor))
    by_equations: dict[tuple[int, ...], list[int]] = {}
    for cell, column in enumerate(columns):
        by_equations.setdefault(tuple(row for row, _ in column), []).append(cell)
    cells = [form.cells[name] for name in names]
    return System(
        names, equations, tuple(tuple(column) for column in columns),
        tuple(Bounds(cell.kind == SIGNED, cell.places if cell.kind == AMOUNT else 0) for cell in cells),
        {rows: tuple(some) for rows, some in by_equations.items()},
        tuple(tuple(some) for some in by_equations.values() if len({_direction(columns[cell]) for cell in some}) > 1),
        _parts(equations, columns),
    )


def _plain(instance: Instance) -> bool:
    """An equality of this year's cells that holds whatever else is true."""
    check = instance.check
    return check.relation == "==" and instance.given is None and not instance.when and all(
        term.source == THIS for side in (check.left, check.right) for term in side.terms)


def _expanded(instance: Instance, totals: Mapping[str, Total], formulas: frozenset[str]) -> tuple[dict[str, Decimal], Decimal]:
    """Left minus right with every formula total replaced by its parts; cells that cancel out are gone."""
    check = instance.check
    factors: dict[str, Decimal] = {}
    constant = check.left.constant - check.right.constant
    open_terms = [(term.name, term.factor) for term in check.left.terms] + [(term.name, -term.factor) for term in check.right.terms]
    while open_terms:
        name, factor = open_terms.pop()
        if name in formulas:
            part = totals[name].parts
            constant += part.constant * factor
            open_terms += [(term.name, term.factor * factor) for term in part.terms]
        else:
            factors[name] = factors.get(name, Decimal(0)) + factor
    return {name: factor for name, factor in factors.items() if factor}, constant


def _needed(
    found: list[tuple[Instance, Rule, dict[str, Decimal], Decimal]]
) -> list[tuple[Instance, Rule, dict[str, Decimal], Decimal]]:
    """Equations without those that are only the sum of others, as the 总计 column is once all its totals are formulas."""
    kept = list(found)
    for one in sorted(found, key=lambda entry: -len(entry[2])):
        inside = [other for other in kept if other is not one and other[2].items() <= one[2].items()]
        covered = [name for other in inside for name in other[2]]
        if inside and len(covered) == len(one[2]) == len(set(covered)):
            kept = [other for other in kept if other is not one]
    return kept


def _whole(
    instance: Instance, rule: Rule, factors: Mapping[str, Decimal], constant: Decimal, numbers: Mapping[str, int]
) -> Equation:
    ratios = [factor.as_integer_ratio() for factor in factors.values()]
    multiple = 1
    for _, below in ratios:
        multiple = multiple * below // gcd(multiple, below)
    terms = tuple((numbers[name], above * multiple // below) for name, (above, below) in zip(factors, ratios, strict=True))
    return Equation(instance.id, terms, constant, multiple, rule.tolerance)


def _direction(column: list[tuple[int, int]]) -> tuple[int, ...]:
    """The factors of a cell up to a multiple."""
    shared = gcd(*(factor for _, factor in column)) * (1 if column[0][1] > 0 else -1)
    return tuple(factor // shared for _, factor in column)


def _parts(equations: tuple[Equation, ...], columns: list[list[tuple[int, int]]]) -> tuple[tuple[int, ...], ...]:
    seen: set[int] = set()
    parts: list[tuple[int, ...]] = []
    for start in range(len(equations)):
        waiting, part = [start], []
        while waiting:
            row = waiting.pop()
            if row not in seen:
                seen.add(row)
                part.append(row)
                waiting += [other for cell, _ in equations[row].terms for other, _ in columns[cell] if other not in seen]
        if part:
            parts.append(tuple(sorted(part)))
    return tuple(parts)


def figures_of(system: System, known: Mapping[str, Amount]) -> Figures:
    """A report's figures in a system made for its layout, and the equations that do not hold."""
    numbers = [known[name] for name in system.cells]
    exponents = [int(number.as_tuple().exponent) for number in numbers if isinstance(number, Decimal)]
    exponents += [int(equation.constant.as_tuple().exponent) for equation in system.equations]
    places = -min(0, *exponents, 0)
    unit = 10**places
    values = [int(number * unit) for number in numbers if isinstance(number, Decimal)]
    gaps: dict[int, int] = {}
    for row, equation in enumerate(system.equations):
        gap = int(equation.constant * equation.multiple * unit)
        for cell, factor in equation.terms:
            gap += factor * values[cell]
        # what the rule itself lets pass (see balance.compare) is no gap
        if gap and abs(round(Decimal(gap) / (unit * equation.multiple), 6)) > equation.tolerance:
            gaps[row] = gap
    return Figures(values, gaps, places)


def allowed(bounds: Bounds, value: int, places: int) -> bool:
    """Whether a cell may hold a value, given as a whole number with so many decimals."""
    if not bounds.signed and value < 0:
        return False
    if bounds.places < places and value % 10 ** (places - bounds.places):
        return False
    return bool(abs(value) < int(LIMIT) * 10**places)
