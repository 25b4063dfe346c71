"""The contract of a collected table as pandera schemas over polars, made from a form and its rules.

Two tidy frames, each checked once whatever the number of rules: balances `(report, instance, relation, left, right)` and cells
`(report, cell, value)`. Left, right and value are millionths; null is unknown and satisfies nothing and breaks nothing.
"""

from typing import TYPE_CHECKING

from xlreport.collection.bulk import RELATIONS, Balance, balances
from xlreport.rules.model import RuleSet

if TYPE_CHECKING:
    import pandera.polars
    import polars

BALANCE, FIGURE = "balance", "figure"  # names of the two checks in failure cases


def balance_frame(table: "polars.DataFrame", rules: RuleSet) -> "polars.DataFrame":
    """A wide table as tidy balances: one row a report and instance.

    left and right are null where a cell is unknown or the instance does not apply; sides that differ by no more than the
    rule's tolerance are made equal, so that one comparison serves all rules.
    """
    import polars as pl

    found = balances(rules)
    instances = pl.Enum([balance.instance for balance in found])
    relations = pl.Enum(RELATIONS)
    rows = table.lazy()
    return pl.concat([
        rows.select(
            pl.col("report"), pl.lit(balance.instance, dtype=instances).alias("instance"),
            pl.lit(balance.relation, dtype=relations).alias("relation"), *_sides(balance))
        for balance in found
    ]).collect()


def _sides(balance: Balance) -> "tuple[polars.Expr, polars.Expr]":
    import polars as pl

    left, right = balance.left, balance.right
    if balance.tolerance:
        left = pl.when((left - right).abs() <= balance.tolerance).then(right).otherwise(left)
    if balance.applies is not None:
        left, right = (pl.when(balance.applies).then(side) for side in (left, right))
    if balance.scale != 1:
        left, right = left / balance.scale, right / balance.scale
    return left.alias("left"), right.alias("right")


def balance_schema() -> "pandera.polars.DataFrameSchema":
    """The contract of tidy balances: every relation holds where both sides are known."""
    import pandera.polars as pa
    import polars as pl

    def holds(data: "pandera.polars.PolarsData") -> "polars.LazyFrame":
        left, right, relation = pl.col("left"), pl.col("right"), pl.col("relation")
        verdict = (
            pl.when(relation == "==").then(left == right).when(relation == "<=").then(left <= right)
            .when(relation == ">=").then(left >= right).when(relation == "!=").then(left != right)
            .when(relation == "<").then(left < right).otherwise(left > right)
        )
        return data.lazyframe.select(verdict.fill_null(value=True))

    return pa.DataFrameSchema(
        {"left": pa.Column(pl.Int64, nullable=True), "right": pa.Column(pl.Int64, nullable=True)},
        checks=pa.Check(holds, name=BALANCE, error="勾稽关系不成立"), strict=False)
