"""What a form is: tables printed as a grid, cells with a name, sections, facts and cover questions.

All records are immutable. A cell is named by three words, `申请[本年新收, 自然人]`: table, row, column.
"""

from collections.abc import Mapping
from typing import NamedTuple

COUNT, AMOUNT, SIGNED = "count", "amount", "signed"  # 件数；金额（可有小数）；增减（可为负）


# What [words] of form.toml may list: what tells a wrong title, the sentence of the period, the contact, the end of a unit's
# name, what web pages put around a report, marks left by a conversion, blanks nobody filled.
WORDS = ("title", "period", "contact", "unit", "page", "residue", "unfilled")


class Cell(NamedTuple):
    """One figure of a form.

    kind: count (whole, not negative), amount (not negative, up to `places` decimals) or signed (whole, may be negative).
    unit: 件, 万元, 元 …; stated_unit: the unit may be typed with the figure, as the 2019 form left it open.
    slash: `/` (not applicable) is allowed. line, position: where it is printed in the table's grid, from 0.
    """

    name: str
    table: str
    row: str
    column: str
    label: str
    kind: str
    unit: str
    places: int
    stated_unit: bool
    slash: bool
    line: int
    position: int


class Block(NamedTuple):
    """One printed text of a grid with the places it covers: line and position from 0, height and width at least 1."""

    text: str
    line: int
    position: int
    height: int
    width: int


class Axis(NamedTuple):
    """The rows or the columns of a table: codes in printed order, what messages call them, printed labels, groups.

    also: other wordings of a row's or column's label that finished reports use, by code.
    """

    codes: tuple[str, ...]
    said: Mapping[str, str]
    printed: Mapping[str, str]
    groups: Mapping[str, tuple[str, ...]]
    also: Mapping[str, tuple[str, ...]] = {}


class Table(NamedTuple):
    """One official table. `head` is the number of printed lines above its first figure."""

    code: str
    sheet: str
    title: str
    unit: str
    rows: Axis
    columns: Axis
    cells: tuple[Cell, ...]
    blocks: tuple[Block, ...]
    height: int
    width: int
    head: int
    widths: tuple[float, ...]


class Section(NamedTuple):
    """One part of the report in printed order: either free text (`text`) or a table (`table`) with a note under it.

    also: other words for the heading, as published reports have them, without number. most: characters at most, 0 for any
    number. points: what the part has to speak of, each as the words by which it is recognised, the first being its name.
    """

    heading: str
    text: str
    table: str
    hint: str
    lines: int
    also: tuple[str, ...] = ()
    most: int = 0
    points: tuple[tuple[str, ...], ...] = ()


class CoverField(NamedTuple):
    """One line of the 封面 that is free text."""

    code: str
    label: str
    hint: str


class Question(NamedTuple):
    """One question on the 封面 with fixed answers; rules may ask for it as `封面.代码 == "答案"`."""

    code: str
    asks: str
    choices: tuple[str, ...]
    hint: str


class Fact(NamedTuple):
    """A declared figure that stands in the narrative, not in a table: `文中.信息处理费[通知件数]`.

    said: sentences that state it plainly, as patterns (`…` any few words, `{通知件数}` the figure).
    zero: sentences that say it is 0.
    """

    cell: Cell
    group: str
    hint: str
    said: tuple[str, ...] = ()
    zero: tuple[str, ...] = ()


class Printing(NamedTuple):
    """How a report is laid out as a document: fields stand in braces, {单位名称}, {年度}, {表式} or a line of the 封面.

    title: the parts of the title; a long one is broken between them. signature, date: the two lines at the end, each left out
    where nothing is known of it. sizes: type size in points of a table's text; widths: of its grid, in any unit;
    own_page: tables whose section starts a new page, because they fill one.
    """

    title: tuple[str, ...] = ("{单位名称}", "{年度}年{表式}")
    signature: str = "{单位名称}"
    date: str = "{date}"
    sizes: Mapping[str, float] = {}
    widths: Mapping[str, tuple[float, ...]] = {}
    own_page: frozenset[str] = frozenset()


class Form(NamedTuple):
    """One edition of one form.

    years: first and last report year served, last None while it is in force. cells and facts: by name.
    previous: other editions whose same-named cells in the named tables are comparable as last year's.
    origin: the file it was read from, for messages. words: what a reader looks for in a finished report, by purpose (WORDS).
    called: words in a title by which such a report is known.
    traditional: traditional character -> the simplified one, of those in labels and titles.
    phrases: (name, text) of every phrases.toml, see prose.phrases.
    """

    id: str
    version: str
    title: str
    name: str
    basis: str
    years: tuple[int, int | None]
    tables: tuple[Table, ...]
    sections: tuple[Section, ...]
    cover: tuple[CoverField, ...]
    questions: tuple[Question, ...]
    facts: Mapping[str, Fact]
    cells: Mapping[str, Cell]
    previous: Mapping[str, frozenset[str]]
    origin: str
    words: Mapping[str, tuple[str, ...]] = {}
    called: tuple[str, ...] = ()
    traditional: Mapping[str, str] = {}
    printing: Printing = Printing()
    phrases: tuple[tuple[str, str], ...] = ()

    def table(self, code: str) -> Table:
        """The table of that code. Raises KeyError."""
        for table in self.tables:
            if table.code == code:
                return table
        raise KeyError(code)

    def serves(self, year: int) -> bool:
        """Whether the form is the one in force for a report year."""
        first, last = self.years
        return first <= year and (last is None or year <= last)

    @property
    def text_codes(self) -> tuple[str, ...]:
        """Codes of all texts: free sections in order, and each table's code for the note under it."""
        return tuple(section.text or section.table for section in self.sections)


def cell_name(table: str, row: str, column: str) -> str:
    """`申请[本年新收, 自然人]`, the way rules, JSON and database columns write a cell."""
    return f"{table}[{row}, {column}]"
