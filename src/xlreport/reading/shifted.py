"""Lines of a text that have the right number of figures by accident: one stands there twice, and a blank cell left no trace.

Between the two every figure has moved by one cell, and nothing in the line itself shows it. The balance rules do: such a line breaks some,
and with the double taken back and a blank put in elsewhere it breaks none of them, or two fewer and no others. It is then left unread; a
report that is really wrong breaks as many however its figures are moved. Lines without balance rules (table 1) cannot be told.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xlreport.reading.referee import Equation


def shifted(lines: Sequence[tuple[str, ...]], figures: Mapping[str, Decimal], balances: Sequence[Equation]) -> list[tuple[str, ...]]:
    """Those of the lines that may have moved. lines: cell names; figures: what was read, a blank being 0."""
    usable = [balance for balance in balances if balance.factors.keys() <= figures.keys()]
    found = []
    for names in lines:
        own = [balance for balance in usable if not balance.factors.keys().isdisjoint(names)]
        broken = {place for place, balance in enumerate(own) if balance.left(figures)}
        if broken and any(_better(own, broken, {**figures, **dict(zip(names, moved, strict=True))})
                          for moved in _moved([figures[name] for name in names])):
            found.append(names)
    return found


def _moved(numbers: Sequence[Decimal]) -> Iterator[list[Decimal]]:
    """Every line that becomes this one when a figure is doubled and a blank dropped."""
    for twice in range(len(numbers) - 1):
        if numbers[twice] == numbers[twice + 1]:
            once = [*numbers[:twice], *numbers[twice + 1:]]
            yield from ([*once[:blank], Decimal(0), *once[blank:]] for blank in range(len(numbers)))


def _better(own: Sequence[Equation], broken: set[int], figures: Mapping[str, Decimal]) -> bool:
    """Whether figures break none of the rules, or two fewer and none that held: one fewer is often luck in a report that is wrong."""
    still = {place for place, balance in enumerate(own) if balance.left(figures)}
    return still < broken and (not still or len(broken) - len(still) > 1)
