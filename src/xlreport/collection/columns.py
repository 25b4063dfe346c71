"""How one report becomes one row of a wide table: a column a cell, and one letter a cell that says what stood there.

Figures are whole numbers of millionths (`SCALE`), so that 万元 with six places add up exactly and a million reports add up fast.
A cell without a usable number is null, never 0; its letter and, where it held words, its words say why.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from xlreport.form.model import Form
from xlreport.form.submission import Submission
from xlreport.form.values import BLANK, NUMBER, SLASH, TEXT, Value
from xlreport.rules.model import FACT, LAST, THIS, RuleSet
from xlreport.rules.sums import ABSENT, Amount, amounts

SCALE = 10**6
NUMBER_TYPED, NUMBER_COMPUTED, NUMBER_INFERRED = "n", "f", "i"
EMPTY, NOT_APPLICABLE, WORDS, UNUSABLE = "b", "s", "t", "x"


class Row(NamedTuple):
    """One report as a row.

    figures: column name to millionths, None where it cannot be told or does not apply. kinds: one letter a cell in the form's
    order. words: what stood in cells that hold no number, by cell name.
    """

    figures: Mapping[str, int | None]
    kinds: str
    words: Mapping[str, str]


def last_column(name: str) -> str:
    """The column of last year's figure."""
    return f"上年.{name}"


def columns(form: Form) -> tuple[str, ...]:
    """The figure columns of a form: its cells, then its declared facts, then last year's cells."""
    return (*form.cells, *form.facts, *(last_column(name) for name in form.cells))


def row_of(submission: Submission, rules: RuleSet) -> Row:
    """A submission as a row. What counts as unknown or not applicable is what the single-file check says it is."""
    known = amounts(submission, rules.totals)
    figures: dict[str, int | None] = {}
    for source, names, column in ((THIS, submission.form.cells, str), (FACT, submission.form.facts, str),
                                  (LAST, submission.form.cells, last_column)):
        for name in names:
            figures[column(name)] = _millionths(known[source].get(name, ABSENT))
    cells = submission.cells
    words = {name: value.raw for name, value in cells.items() if value.kind not in (NUMBER, BLANK, SLASH) or (value.number is None
             and value.raw)}
    return Row(figures, "".join(_letter(submission.value(name)) for name in submission.form.cells), words)


def _millionths(amount: Amount) -> int | None:
    """Millionths of a figure; None for one that is unknown, does not apply, or has more than six places."""
    if not isinstance(amount, Decimal):
        return None
    scaled = amount * SCALE
    whole = int(scaled)
    return whole if whole == scaled else None


def decimal_of(millionths: int) -> Decimal:
    """A stored figure as the exact decimal it stands for."""
    number = Decimal(millionths) / SCALE
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _letter(value: Value) -> str:
    if value.kind == NUMBER and value.number is not None:
        return NUMBER_INFERRED if value.inferred else NUMBER_COMPUTED if value.formula else NUMBER_TYPED
    return {BLANK: EMPTY, SLASH: NOT_APPLICABLE, TEXT: WORDS}.get(value.kind, UNUSABLE)
