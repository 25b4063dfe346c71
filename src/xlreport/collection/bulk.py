"""All balance rules of a form over a wide table of reports at once: the same verdicts as one report at a time.

A wide table (polars) has a column `report` and the figure columns of `columns.columns`, in millionths; null is unknown,
or does not apply (`/`, last year not given); a rule over a null is never broken, whichever of the two it is.
"""

from collections.abc import Sequence
from functools import reduce
from operator import add, and_
from typing import TYPE_CHECKING, NamedTuple

from xlreport.collection.columns import SCALE, last_column
from xlreport.rules.model import LAST, Answer, Comparison, Instance, RuleSet, Sum

if TYPE_CHECKING:
    import polars

RELATIONS = ("==", "!=", "<=", ">=", "<", ">")


class Balance(NamedTuple):
    """One rule instance over columns: both sides in millionths, times `scale`; whether it is broken where all is known."""

    instance: str
    relation: str
    left: "polars.Expr"
    right: "polars.Expr"
    applies: "polars.Expr | None"
    tolerance: int
    scale: int


def balances(rules: RuleSet) -> tuple[Balance, ...]:
    """Every instance of every rule that is not off, as expressions over a wide table."""
    return tuple(
        _balance(instance, int(rule.tolerance * SCALE))
        for rule in rules.rules if rule.severity != "off" for instance in rule.instances
    )


def _balance(instance: Instance, tolerance: int) -> Balance:
    scale = _scale((instance.check.left, instance.check.right))
    conditions = [_condition(condition) for condition in instance.when]
    if instance.given is not None:
        conditions.append(holds(instance.given))
    applies = reduce(and_, conditions) if conditions else None
    return Balance(instance.id, instance.check.relation, _side(instance.check.left, scale), _side(instance.check.right, scale),
                   applies, tolerance * scale, scale)


def _condition(condition: Comparison | Answer) -> "polars.Expr":
    import polars as pl

    if isinstance(condition, Answer):
        answer = pl.col(f"封面.{condition.question}")
        return (answer == condition.choice) if condition.equal else (answer != condition.choice) & (answer != "")
    return holds(condition)


def holds(comparison: Comparison) -> "polars.Expr":
    """Whether a comparison holds; null where it cannot be told."""
    scale = _scale((comparison.left, comparison.right))
    return _related(comparison.relation, _side(comparison.left, scale), _side(comparison.right, scale), 0)


def broken(balance: Balance) -> "polars.Expr":
    """Whether an instance is broken; null where that cannot be told."""
    wrong = ~_related(balance.relation, balance.left, balance.right, balance.tolerance)
    return wrong if balance.applies is None else wrong & balance.applies


def _related(relation: str, left: "polars.Expr", right: "polars.Expr", tolerance: int) -> "polars.Expr":
    if not tolerance:
        return {"==": left == right, "!=": left != right, "<=": left <= right, ">=": left >= right, "<": left < right,
                ">": left > right}[relation]
    gap = left - right
    return {"==": gap.abs() <= tolerance, "!=": gap.abs() > tolerance, "<=": gap <= tolerance, ">=": gap >= -tolerance,
            "<": gap < -tolerance, ">": gap > tolerance}[relation]


def _scale(sides: Sequence[Sum]) -> int:
    """The power of ten that makes every factor whole."""
    places = [-int(term.factor.normalize().as_tuple().exponent) for side in sides for term in side.terms]
    return 10 ** max(0, *places) if places else 1


def _side(part: Sum, scale: int) -> "polars.Expr":
    """A sum as an expression; `+` keeps null where any column is null (sum_horizontal would skip it)."""
    import polars as pl

    constant = int(part.constant * SCALE * scale)
    pieces = []
    for term in part.terms:
        column = pl.col(last_column(term.name) if term.source == LAST else term.name)
        factor = int(term.factor * scale)
        pieces.append(column if factor == 1 else column * factor)
    if not pieces:
        return pl.lit(constant, dtype=pl.Int64)
    total = reduce(add, pieces)
    return total + constant if constant else total


def broken_balances(table: "polars.DataFrame", rules: RuleSet) -> "polars.DataFrame":
    """One row a broken instance: report, instance, relation, left, right (millionths). Equal to the single-file verdicts."""
    import polars as pl

    found = balances(rules)
    wrong = table.lazy().filter(pl.any_horizontal([broken(balance) for balance in found])).collect()
    parts = [
        wrong.lazy().filter(broken(balance)).select(
            pl.col("report"), instance=pl.lit(balance.instance), relation=pl.lit(balance.relation),
            left=balance.left // balance.scale, right=balance.right // balance.scale)
        for balance in found
    ]
    return pl.concat(parts).collect()
