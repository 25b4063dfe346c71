"""One filled-in form of one unit and year, whatever file it came from."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from xlreport.form.model import Cell, Form
from xlreport.form.values import BLANK, EMPTY, UNREAD, Value, exact_value


class Place(NamedTuple):
    """Where a figure or a paragraph stands in its source, as a person finds it there.

    Workbooks: a sheet and an address (`申请情况`, `D6`). Documents: sheet says which table or part (`表2`), address which
    row and column or which line (`第6行第4列`, `第41行`); page is the printed page from 1, 0 where there are none.
    start, end: characters within that line or cell, for sources that are read as text; end 0 where the whole is meant.
    """

    sheet: str
    address: str
    page: int = 0
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        return f"{self.sheet} {self.address}".strip()


class Waiver(NamedTuple):
    """A recorded exception: which finding (fingerprint), why, by whom, when. Pending until the office accepts it."""

    fingerprint: str
    reason: str
    name: str = ""
    date: str = ""


class Departure(NamedTuple):
    """Something about the file itself that a W rule speaks of.

    test: the rule's `test` (such as `formula_changed`); place: where; cell: the figure concerned, if one;
    detail: what is there and what should be, already in words; unclear: what is there cannot be told.
    """

    test: str
    detail: str
    cell: str = ""
    place: Place | None = None
    unclear: bool = False


class Submission(NamedTuple):
    """Figures, facts, texts and cover of one report.

    cells, last_year: Value by cell name (`申请[本年新收, 自然人]`); last_year is empty when none was given, and so are
    last_texts, its texts by code.
    facts: Value by fact name (`文中.信息处理费[通知件数]`). answers: question code to the answer chosen.
    places, last_places: where each figure stands in the source. text_places: where each paragraph (line) of a text stands.
    departures: what the reader noticed about the file.
    """

    form: Form
    unit: str = ""
    unit_code: str = ""
    year: int | None = None
    cells: Mapping[str, Value] = {}
    facts: Mapping[str, Value] = {}
    texts: Mapping[str, str] = {}
    cover: Mapping[str, str] = {}
    answers: Mapping[str, str] = {}
    blank_is_zero: bool = False
    last_year: Mapping[str, Value] = {}
    waivers: tuple[Waiver, ...] = ()
    places: Mapping[str, Place] = {}
    last_places: Mapping[str, Place] = {}
    last_texts: Mapping[str, str] = {}
    text_places: Mapping[str, tuple[Place, ...]] = {}
    departures: tuple[Departure, ...] = ()
    source: str = ""

    def value(self, name: str) -> Value:
        """What stands in a cell or fact; blank when the source says nothing of it."""
        found = self.cells.get(name)
        return found if found is not None else self.facts.get(name, EMPTY)

    def unread(self) -> tuple[Cell, ...]:
        """Cells that a reader could not read."""
        return tuple(self.form.cells[name] for name, value in self.cells.items() if value.kind == UNREAD)


def with_last_year(submission: Submission, last: Submission) -> Submission:
    """The submission with another year's report as its last year.

    Same form: every cell. Another edition: the same-named cells of the tables form.toml declares comparable;
    the others stay unknown.
    """
    own = {table.code for table in submission.form.tables}
    comparable = own if last.form.id == submission.form.id else submission.form.previous.get(last.form.id, frozenset())
    zero = exact_value(Decimal(0))
    cells = {
        name: zero if last.blank_is_zero and last.cells[name].kind == BLANK and not last.cells[name].formula else last.cells[name]
        for name, cell in submission.form.cells.items() if cell.table in comparable and name in last.cells
    }
    return submission._replace(last_year=cells, last_places={}, last_texts=last.texts)
