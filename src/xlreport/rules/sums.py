"""What the cells of a rule add up to: every cell's number by source and name, and the total of a linear sum."""

from collections.abc import Callable, Container, Mapping
from decimal import Decimal

from xlreport.form.submission import Submission
from xlreport.form.values import BLANK, SLASH
from xlreport.rules.model import FACT, LAST, THIS, Sum

# What a cell counts for: a number, None when that cannot be told, or ABSENT when the rule does not apply to it.
ABSENT = "absent"
Amount = Decimal | str | None
Amounts = Mapping[str, Mapping[str, Amount]]

# relation: (left minus right, tolerance) -> whether it holds
RELATIONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "==": lambda gap, tolerance: abs(gap) <= tolerance,
    "!=": lambda gap, tolerance: abs(gap) > tolerance,
    "<=": lambda gap, tolerance: gap <= tolerance,
    ">=": lambda gap, tolerance: gap >= -tolerance,
    "<": lambda gap, tolerance: gap < -tolerance,
    ">": lambda gap, tolerance: gap > tolerance,
}


def amounts(submission: Submission, totals: Container[str] = ()) -> Amounts:
    """What every cell counts for in a sum, by source and name (design: blank, `/` and text differ).

    totals: cells that the form adds up; one whose formula was deleted is unknown, also where blanks count as 0.
    """
    zero = submission.blank_is_zero
    cells = submission.form.cells
    this: dict[str, Amount] = dict.fromkeys(cells, Decimal(0) if zero else None)
    for name, value in submission.cells.items():
        if value.kind == BLANK:
            this[name] = Decimal(0) if zero and not value.formula and name not in totals else None
        elif value.kind == SLASH:
            this[name] = ABSENT if cells[name].slash else None
        else:
            this[name] = None if value.inferred else value.number
    last: dict[str, Amount] = {
        name: value.number if value.kind != SLASH else ABSENT
        for name, value in submission.last_year.items() if value.kind != BLANK
    }
    facts: dict[str, Amount] = {name: submission.value(name).number for name in submission.form.facts}
    return {THIS: this, LAST: last, FACT: facts}


def side(part: Sum, known: Amounts) -> Amount:
    """A sum: its number, None when a cell is unknown, ABSENT when a cell is not applicable or was not given."""
    if part.names:  # nearly every sum is one of known figures of this year
        try:
            return sum(map(known[THIS].__getitem__, part.names), part.constant)  # type: ignore[type-var]
        except TypeError:
            pass  # one of them is unknown or does not apply
    total = part.constant
    unknown = False
    for source, name, factor in part.terms:
        amount = known[source].get(name, ABSENT)
        if amount is None:
            unknown = True
        elif isinstance(amount, str):
            return ABSENT
        else:
            total += amount if factor == 1 else amount * factor
    return None if unknown else total
