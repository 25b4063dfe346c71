"""Totals that the form itself adds up."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from xlreport.form.submission import Submission
from xlreport.form.values import BLANK, EMPTY, NOTHING_YET, NUMBER, Value, written
from xlreport.rules.model import RuleSet, Total


def add_up(
    totals: Mapping[str, Total], cells: Mapping[str, Value], typed: Callable[[str, Value], bool], blank_is_zero: bool
) -> dict[str, Value]:
    """Every total: what was typed where typed(name, computed) says so, else the sum of its parts.

    totals: parts before wholes. While a part is unknown, a computed total shows nothing.
    """
    zero = Decimal(0) if blank_is_zero else None
    numbers = {name: value.number if value.kind != BLANK or value.formula else zero for name, value in cells.items()}
    done: dict[str, Value] = {}
    for name, total in totals.items():
        computed = NOTHING_YET
        try:
            number: Decimal = sum([numbers.get(part, zero) for part in total.parts.names], total.parts.constant)  # type: ignore[type-var, assignment]
            computed = Value(NUMBER, number, written(number), formula=True)
        except TypeError:
            pass  # a part is unknown
        done[name] = cells.get(name, EMPTY) if typed(name, computed) else computed
        numbers[name] = done[name].number  # a total left blank is unknown, also where blanks count as 0
    return done


def settle_totals(submission: Submission, rules: RuleSet) -> Submission:
    """A submission with its totals as a workbook holds them.

    A total that is not stated, or agrees with its parts, becomes the template's formula; one that differs stays as
    stated, so that a wrong total stays wrong and is found.
    """
    stated = submission.cells

    def typed(name: str, computed: Value) -> bool:
        return name in stated and not _agrees(stated[name], computed)

    return submission._replace(cells={**stated, **add_up(rules.totals, stated, typed, submission.blank_is_zero)})


def _agrees(stated: Value, computed: Value) -> bool:
    if stated.kind == NUMBER and not stated.date:
        return stated.number is not None and stated.raw == computed.raw
    return stated.kind == BLANK and computed.number is None
