"""The contract of a collected table as pandera schemas over polars, made from a form and its rules.

Two tidy frames, each checked once whatever the number of rules: balances `(report, instance, relation, left, right)` and cells
`(report, cell, value)`. Left, right and value are millionths; null is unknown and satisfies nothing and breaks nothing.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from xlreport.collection.bulk import RELATIONS, Balance, balances
from xlreport.collection.columns import SCALE, last_column
from xlreport.form.library import Library
from xlreport.form.model import AMOUNT, SIGNED, Form
from xlreport.rules.load import load_rules
from xlreport.rules.model import RuleSet

if TYPE_CHECKING:
    import pandera.errors
    import pandera.polars
    import polars

BALANCE, FIGURE = "balance", "figure"
MESSAGE, FIGURE_MESSAGE = "勾稽关系不成立", "不是表式允许的数"


class Contract(NamedTuple):
    """The contract of one form's collected reports.

    A wide table has a column `report`, one column a cell, fact and last year's cell (`上年.…`) in millionths (Int64, null
    where unknown) and one `封面.<question>` a question; see collection.columns and Store.figures.
    """

    form: Form
    rules: RuleSet

    def balances(self, table: "polars.DataFrame") -> "polars.DataFrame":
        """A wide table as tidy balances (report, instance, relation, left, right)."""
        return balance_frame(table, self.rules)

    def cells(self, table: "polars.DataFrame") -> "polars.DataFrame":
        """A wide table as tidy cells (report, cell, value)."""
        return cell_frame(table, self.form)

    def exported(self, table: "polars.DataFrame") -> "polars.DataFrame":
        """What `xlreport export --to parquet --wide` wrote for this form, as a wide table; `report` is 文件.

        What an export does not hold (last year's figures, answers of the cover) is unknown, so that rules about it break nothing.
        """
        import polars as pl

        figures = [pl.col(name).cast(pl.Decimal(18, 6)).to_physical().cast(pl.Int64) for name in (*self.form.cells, *self.form.facts)]
        last = [pl.lit(None, dtype=pl.Int64).alias(last_column(name)) for name in self.form.cells]
        answers = [pl.lit("").alias(f"封面.{question.code}") for question in self.form.questions]
        return table.select(pl.col("文件").alias("report"), *figures, *last, *answers)

    @property
    def balance_schema(self) -> "pandera.polars.DataFrameSchema":
        """Every relation holds where both sides are known."""
        return balance_schema()

    @property
    def cell_schema(self) -> "pandera.polars.DataFrameSchema":
        """Every known figure is of its cell's kind: counts whole and not negative, amounts not negative."""
        return cell_schema(self.form)


def contract(form_id: str, forms: Library) -> Contract:
    """The contract of a form. Raises UsageError for a form that is not known."""
    return Contract(forms.form(form_id), load_rules(forms, form_id))


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


def check_balances(frame: "polars.DataFrame") -> None:
    """Holds tidy balances against the contract. Raises pandera's SchemaErrors; `broken_rows` says what it found."""
    balance_schema().validate(frame, lazy=True)


def failures(frame: "polars.DataFrame", check: "Callable[[polars.DataFrame], object]") -> "polars.DataFrame":
    """The rows of a tidy frame that a check of this contract refuses; none where it passes."""
    import pandera.errors

    try:
        check(frame)
    except pandera.errors.SchemaErrors as error:
        return _refused(frame, error)
    return frame.clear()


def _refused(frame: "polars.DataFrame", error: "pandera.errors.SchemaErrors") -> "polars.DataFrame":
    import polars as pl

    rows: pl.DataFrame = frame[error.failure_cases.filter(pl.col("check").is_in([MESSAGE, FIGURE_MESSAGE]))["index"]]
    return rows


def broken_rows(frame: "polars.DataFrame", error: "pandera.errors.SchemaErrors") -> "polars.DataFrame":
    """The rows that break the contract, with their difference: report, instance, relation, left, right, difference."""
    import polars as pl

    return _refused(frame, error).with_columns(difference=pl.col("left") - pl.col("right"))


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
        checks=pa.Check(holds, name=BALANCE, error=MESSAGE), strict=False)


def cell_frame(table: "polars.DataFrame", form: Form) -> "polars.DataFrame":
    """The cells of a wide table as (report, cell, value): value in millionths, null where unknown."""
    import polars as pl

    cells = pl.Enum(list(form.cells))
    return table.select("report", *form.cells).unpivot(index="report", variable_name="cell", value_name="value").with_columns(
        pl.col("cell").cast(cells))


def cell_schema(form: Form) -> "pandera.polars.DataFrameSchema":
    """The contract of tidy cells: what the form allows in a cell, one check for all."""
    import pandera.polars as pa
    import polars as pl

    signed = [name for name, cell in form.cells.items() if cell.kind == SIGNED]
    money = [name for name, cell in form.cells.items() if cell.kind == AMOUNT]

    def allowed(data: "pandera.polars.PolarsData") -> "polars.LazyFrame":
        cell, value = pl.col("cell").cast(pl.String), pl.col("value")
        fits = ((value >= 0) | cell.is_in(signed)) & ((value % SCALE == 0) | cell.is_in(money))
        return data.lazyframe.select(fits.fill_null(value=True))

    return pa.DataFrameSchema({"value": pa.Column(pl.Int64, nullable=True)},
                              checks=pa.Check(allowed, name=FIGURE, error=FIGURE_MESSAGE), strict=False)
