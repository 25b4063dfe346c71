"""What the checks of the narrative share: a text being read, a verdict on one of its numbers, and remarks for people."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from xlreport.check.findings import MATCHED, CellAt
from xlreport.check.places import cell_at, span, term_cells, text_place
from xlreport.form.submission import Submission
from xlreport.form.values import written
from xlreport.prose.claims import Claimed
from xlreport.prose.lexicon import Lexicon, cells_of
from xlreport.prose.quantities import Quantity
from xlreport.rules.model import LAST, Sum, Term
from xlreport.rules.sums import Amount, Amounts, side


class Reading(NamedTuple):
    """One text of a report being read. version: of the form and its rules; known: every cell's number."""

    submission: Submission
    version: str
    known: Amounts
    lexicon: Lexicon
    section: str
    text: str

    def quote(self, start: int, end: int) -> str:
        """Words of the text, the middle left out where they are long."""
        words = self.text[start:end].replace("\n", " ")
        return words if len(words) <= 40 else f"{words[:24]}……{words[-12:]}"

    def at(self, start: int) -> str:
        """Where a character stands, for a person."""
        return text_place(self.submission, self.section, start)


class Remark(NamedTuple):
    """Something to tell a person: the test of the N rule, the words concerned, the sentence, cells and both sides."""

    test: str
    start: int
    end: int
    message: str
    cells: tuple[CellAt, ...] = ()
    left: str = ""
    right: str = ""
    difference: str = ""


class Judged(NamedTuple):
    """A number with its verdict. status: matched, contradicted, ambiguous or not_checkable; why: in words, or in those of both languages.

    held: the sum of cells it agrees with, where it agrees; sums: all that it might state.
    """

    claimed: Claimed
    status: str
    why: str | tuple[str, str]
    held: Sum | None = None
    sums: tuple[Sum, ...] = ()
    remark: Remark | None = None

    @property
    def quantity(self) -> Quantity:
        """The number itself."""
        return self.claimed.stated.quantity

    @property
    def good(self) -> bool:
        """Whether the tables say the same."""
        return self.status == MATCHED


def same_sentence(judged: Sequence[Judged], place: int) -> range:
    """The places of all numbers of the sentence in which the one at a place stands."""
    sentence = judged[place].claimed.stated.sentence
    start, end = place, place + 1
    while start and judged[start - 1].claimed.stated.sentence == sentence:
        start -= 1
    while end < len(judged) and judged[end].claimed.stated.sentence == sentence:
        end += 1
    return range(start, end)


def sums_of(reading: Reading, expressions: tuple[str, ...], column: str) -> list[Sum]:
    """The sums that expressions of a claim mean in this form."""
    return list(cells_of(expressions, column, reading.submission.form, reading.version))


def last_year(part: Sum) -> Sum:
    """The same sum of last year's report."""
    return Sum(tuple(Term(LAST, term.name, term.factor) for term in part.terms), part.constant, ())


def amount(reading: Reading, part: Sum) -> Decimal | None:
    """What a sum comes to; None where a cell is unknown, not applicable or not given."""
    found: Amount = side(part, reading.known)
    return found if isinstance(found, Decimal) else None


def said(reading: Reading, part: Sum) -> str:
    """`一、本年新收，总计＋二、上年结转，总计（申请情况 J6、J7）`."""
    cells = term_cells(reading.submission, part.terms)
    labels = "＋".join(dict.fromkeys(cell.label for cell in cells)) if len(cells) <= 3 else f"{cells[0].label}等{len(cells)}格"
    place = span(cells) if any(cell.address for cell in cells) else ""
    sheet = next((cell.sheet for cell in cells if cell.address), "")
    return f"{labels}（{sheet} {place}）" if place else labels


def label(reading: Reading, part: Sum) -> str:
    """`一、本年新收，总计＋二、上年结转，总计`, without places."""
    form = reading.submission.form
    labels = ""
    for term in part.terms[:3]:
        sign = "－" if term.factor < 0 else "＋" if labels else ""
        labels += sign + (form.cells[term.name] if term.name in form.cells else form.facts[term.name].cell).label
    return labels if len(part.terms) <= 3 else f"{labels}等{len(part.terms)}格"


def cells_in(reading: Reading, sums: Sequence[Sum]) -> tuple[CellAt, ...]:
    """Every cell of some sums, once."""
    terms = dict.fromkeys((term.name, term.source) for part in sums for term in part.terms)
    return tuple(cell_at(reading.submission, name, LAST if source == LAST else "") for name, source in terms)


def number_said(number: Decimal) -> str:
    """A number without zeros that say nothing: 98.36, 12, 0.5."""
    whole = number.to_integral_value()
    if number == whole:
        return written(whole)
    return format(number, ".2f").rstrip("0").rstrip(".") if abs(number) < 10**9 else written(number.normalize())
