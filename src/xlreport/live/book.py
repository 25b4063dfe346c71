"""The book a person has open, unsaved as it is, read over the public xlwings API as sheets of raw cells.

Every sheet is read in one or two calls (values; formulas where there are totals), for a call across the border of the
office program takes as long as a thousand cells. Defined names cannot be had in bulk (two calls a name, 430 names): where
every printed label and every total formula stands where the template has it, the names do too, and they are not asked for.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from xlreport.errors import UnreadableFile
from xlreport.form.library import Library
from xlreport.form.model import AMOUNT, Form
from xlreport.form.names import plain
from xlreport.form.submission import Submission
from xlreport.rules.load import load_rules
from xlreport.wording import say
from xlreport.workbook.book import Names, target_spot
from xlreport.workbook.cells import RawCell, Sheet
from xlreport.workbook.departures import compare_labels, expected_formulas, label_places, same_formula
from xlreport.workbook.formats import Format, format_shown
from xlreport.workbook.layout import COVER, LAST_YEAR, NOTES, TEXTS, TOP, Spot, column_letters, defined_name, layout_of
from xlreport.workbook.reader import MOST_PARAGRAPHS, form_of_book, read_raw_book

_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!")
_FORMATS = (Format(False, -1), Format(True, -1), *(Format(False, decimals) for decimals in range(1, 7)))
_DATE = 1
_SPARE_ROWS, _SPARE_COLUMNS = 40, 4  # rows and columns that people insert; a book with more is read again, wider
MOST_NAMES = 5000


def read_open_book(book: Any, library: Library) -> Submission:
    """The submission in an open book (an xlwings Book).

    Raises UnreadableFile when it is not the workbook of a form that is known here; what the office program raises when
    the link to it breaks goes through as it is.
    """
    return OpenBook(book, library).submission


class OpenBook:
    """An open book as the reader sees it (workbook.raw.RawBook). Sheets are read once."""

    formats = _FORMATS

    def __init__(self, book: Any, library: Library) -> None:
        self.book, self.library, self.source = book, library, str(book.name)
        self._read: dict[str, Sheet | None] = {}
        self._widths: dict[str, tuple[int, int]] = {}

    @cached_property
    def submission(self) -> Submission:
        """What the book holds. Raises UnreadableFile."""
        return read_raw_book(self, self.form, self.library)

    @cached_property
    def form(self) -> Form:
        """The form the book was made for: the one whose labels stand where its template has them, else by its names."""
        return self._found[0]

    @property
    def names(self) -> Names:
        """Defined names: those of the template where nothing was moved, else what the office program says of each."""
        return self._found[1]

    @cached_property
    def sheet_names(self) -> frozenset[str]:
        """The sheets of the form that are there."""
        wanted = (COVER, *(table.sheet for table in self.form.tables), TEXTS, LAST_YEAR, NOTES)
        return frozenset(name for name in wanted if self._cells(name) is not None)

    def sheet(self, name: str) -> Sheet:
        """A sheet's cells by address; empty when there is no such sheet."""
        return self._cells(name) or {}

    @cached_property
    def _found(self) -> tuple[Form, Names]:
        for form in self.library.forms():
            self._widths = _widths(form)
            self._read = {}
            if self._cells(COVER) is not None and (names := self._unmoved(form)) is not None:
                self._keep_decimals(form, names)
                return form, names
        names = self._asked_names()
        form = form_of_book(self.source, names, self.library)
        self._widths, self._read = _widths(form, names), {}
        self._keep_decimals(form, names)
        return form, names

    def _unmoved(self, form: Form) -> Names | None:
        """The template's names when every label and every total formula is in its place."""
        layout = layout_of(form)
        totals = load_rules(self.library, form.id).totals
        if any(self._cells(table.sheet) is None for table in form.tables):
            return None
        labels = (*label_places(form, layout.figures), *label_places(form, layout.last))
        if self._cells(LAST_YEAR) is None or self._cells(NOTES) is None or compare_labels(labels, self.sheet):
            return None
        cover = self.sheet(COVER)
        if any(not _says(cover.get(f"A{line.spot.row + 1}"), line.label) for line in layout.cover):
            return None
        for name, formula in expected_formulas(totals, layout.figures).items():
            raw = self.sheet(layout.figures[name].sheet).get(layout.figures[name].address)
            if raw is not None and raw.formula is not None and not same_formula(raw.formula, formula):
                return None
        names = Names(layout.names)
        headings = self._headings([part.heading for part in layout.texts])
        if headings is None:
            return None
        names.update({f"{TEXTS}_{part.code}": Spot(TEXTS, row, 0) for part, row in zip(layout.texts, headings, strict=True)})
        return names

    def _headings(self, headings: list[str]) -> list[int] | None:
        """The rows (from 0) of 正文 in which its headings stand, in order; paragraphs may have been inserted between them."""
        cells = self._cells(TEXTS)
        if cells is None:
            return None
        rows: list[int] = []
        row = 0
        for heading in headings:
            while row < MOST_PARAGRAPHS and not _says(cells.get(f"A{row + 1}"), heading):
                row += 1
            if row == MOST_PARAGRAPHS:
                return None
            rows.append(row)
            row += 1
        return rows

    def _asked_names(self) -> Names:
        """The names as the office program says, one by one."""
        names = Names()
        found = self.book.names
        if f"{COVER}_年度" not in found and not any(name in found for form in self.library.forms() for name in _corners(form)):
            raise UnreadableFile(self.source, say("不是年报模板做的工作簿", "it was not made from a template of this program"),
                                 say("请打开年报工作簿再按这个按钮，或按“新建”做一份", "Open such a workbook first, or press New to make one"))
        if len(found) > MOST_NAMES:
            raise UnreadableFile(self.source, say(f"有 {MOST_NAMES} 个以上的名称，不像年报工作簿", f"holds more than {MOST_NAMES} names"),
                                 say("请把数字粘贴到一份新的空白工作簿", "Paste the figures into a fresh workbook"))
        for name in found:
            spot = target_spot(str(name.refers_to or "").lstrip("="))
            if spot is not None:
                names[str(name.name)] = spot
        return names

    def _cells(self, name: str) -> Sheet | None:
        """A sheet's cells; None when there is no such sheet."""
        if name not in self._read:
            sheet = find_sheet(self.book, name)
            self._read[name] = None if sheet is None else self._block(sheet, name)
        return self._read[name]

    def _block(self, sheet: Any, name: str) -> Sheet:
        height, width = self._widths.get(name, (1, 1))
        area = sheet.range(f"A1:{column_letters(width - 1)}{height}")
        # chunksize None: xlwings would ask for the shape first, four calls more; errors as text, not as blanks
        values = area.options(ndim=2, err_to_str=True, chunksize=None).value
        formulas = area.formula if name in self._totals_on or _money(values) else None
        return dict(_raw_cells(values, formulas))

    @property
    def _totals_on(self) -> frozenset[str]:
        return frozenset(table.sheet for form in self.library.forms() for table in form.tables)

    def _keep_decimals(self, form: Form, names: Names) -> None:
        """Amounts keep the decimals that their format shows (18.8710), as in a file."""
        for cell in (*form.cells.values(), *(fact.cell for fact in form.facts.values())):
            spot = names.get(defined_name(cell))
            cells = self._cells(spot.sheet) if spot and cell.kind == AMOUNT else None
            if spot is None or not cells or (raw := cells.get(spot.address)) is None or raw.type != "n" or raw.style == _DATE:
                continue
            shows = format_shown(str(self.book.sheets[spot.sheet].range(spot.address).number_format or "General"))
            if 0 < shows.decimals <= 6:
                self._read[spot.sheet] = {**cells, spot.address: raw._replace(style=_DATE + shows.decimals)}


def find_sheet(book: Any, name: str) -> Any:
    """The sheet of that name (an xlwings Sheet), or None. What is raised for a missing one differs by office program."""
    try:
        return book.sheets[name]
    except Exception:  # noqa: BLE001 - each engine raises an error of its own for a sheet that is not there
        book.name  # noqa: B018 - raises when it is the link that is broken, not the sheet that is missing
        return None


def _says(raw: RawCell | None, label: str) -> bool:
    return raw is not None and raw.text is not None and (raw.text == label or plain(raw.text) == plain(label))


def _corners(form: Form) -> tuple[str, ...]:
    """The names of a form's first and last figure: a book that has neither is none of ours."""
    cells = list(form.cells.values())
    return defined_name(cells[0]), defined_name(cells[-1])


def _widths(form: Form, names: Mapping[str, Spot] | None = None) -> dict[str, tuple[int, int]]:
    """How many rows and columns of each sheet are read: what the template takes and some to spare, and all that is named."""
    layout = layout_of(form)
    spots = (*layout.names.values(), *(names or {}).values())
    found: dict[str, tuple[int, int]] = {}
    for spot in spots:
        height, width = found.get(spot.sheet, (TOP, 1))
        found[spot.sheet] = max(height, min(spot.row, MOST_PARAGRAPHS) + 1), max(width, min(spot.column, 200) + 1)
    found = {name: (height + _SPARE_ROWS, width + _SPARE_COLUMNS) for name, (height, width) in found.items()}
    for name in (TEXTS, NOTES):
        found[name] = MOST_PARAGRAPHS if name == TEXTS else 400, found.get(name, (0, 4))[1]
    return found


def _money(values: list[list[Any]]) -> bool:
    """Whether Excel handed over amounts in its currency type, which cuts them after four decimals."""
    return any(isinstance(value, Decimal) for row in values for value in row)


def _raw_cells(values: list[list[Any]], formulas: Any) -> Iterator[tuple[str, RawCell]]:
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            formula = formulas[row][column] if formulas is not None else ""
            if value is None and not formula:
                continue
            raw = _raw_cell(value, str(formula or ""))
            if raw is not None:
                yield f"{column_letters(column)}{row + 1}", raw


def _raw_cell(value: Any, formula: str) -> RawCell | None:
    """A value as xlwings hands it over, with its formula, as it would stand in a file."""
    text = formula[1:] if formula.startswith("=") and value != formula else None
    if value is None:
        return RawCell("str", "", text, 0) if text is not None else None  # a formula that shows nothing
    if isinstance(value, bool):
        return RawCell("b", "1" if value else "0", text, 0)
    if isinstance(value, datetime | date):
        return RawCell("n", format(_serial(value), ".17g"), text, _DATE)
    if isinstance(value, Decimal):
        return RawCell("n", formula if text is None and formula else str(value), text, 0)
    if isinstance(value, int | float):
        return RawCell("n", format(value, ".17g"), text, 0)
    return RawCell("e" if value in _ERRORS else "str", str(value), text, 0)


def _serial(moment: datetime | date) -> float:
    """A date as the number that Excel stores for it."""
    whole = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    days = (whole.replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds() / 86400  # noqa: DTZ001
    return days if days >= 61 else days - 1  # Excel believes that 1900 was a leap year
