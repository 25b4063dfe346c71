"""Excel as far as the buttons see it: an xlwings engine over a workbook in memory that writes down every call it answers.

`calls`: each value, formula, colour, note, name or property that crosses the border of the office program; `handles`: sheets
and ranges picked up on the way. Values come as Excel hands them over: floats, texts, None, error numbers, dates.
"""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import openpyxl
import xlwings
from xlwings import base_classes
from xlwings.main import Engine as XlwingsEngine

from xlreport.workbook.cells import column_number
from xlreport.workbook.layout import column_letters

ERRORS = {"#DIV/0!": -2146826281, "#N/A": -2146826246, "#NAME?": -2146826259, "#NULL!": -2146826288, "#NUM!": -2146826252,
          "#REF!": -2146826265, "#VALUE!": -2146826273}
Where = tuple[str, int, int]


class ComError(Exception):
    """What Excel raises for everything it will not do."""

    hresult = -2147352567


class Excel:
    """One workbook in one program, with its record."""

    name, type = "excel", "desktop"

    def __init__(self, package: bytes) -> None:
        self.calls: list[str] = []
        self.handles: list[str] = []
        self.said: list[str] = []
        self.answers: list[str] = []
        self.locked: set[Where] = set()
        self.fixed_structure = self.gone = False
        self.screen, self.status = True, False
        self.values: dict[Where, Any] = {}
        self.formulas: dict[Where, str] = {}
        self.formats: dict[Where, str] = {}
        self.colours: dict[Where, Any] = {}
        self.notes: dict[Where, str] = {}
        self.names: dict[str, str] = {}
        shown, typed = (openpyxl.load_workbook(io.BytesIO(package), data_only=only) for only in (True, False))
        self.sheets = list(shown.sheetnames)
        self.front, self.chosen = self.sheets[0], (self.sheets[0], 1, 1, 1, 1)
        for sheet in shown:
            for line in sheet.iter_rows():
                for cell in line:
                    where = (sheet.title, cell.row, cell.column)
                    formula = typed[sheet.title][cell.coordinate].value
                    self.put(where, ERRORS.get(cell.value, cell.value))
                    self.formats[where] = cell.number_format
                    if isinstance(formula, str) and formula.startswith("="):
                        self.formulas[where] = formula
        self.names = {name: "=" + defined.attr_text for name, defined in typed.defined_names.items()}

    def put(self, where: Where, value: Any) -> None:
        """A value as Excel holds it: every number is binary."""
        self.values[where] = float(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9 else value

    def call(self, what: str) -> None:
        """Writes a call down; fails when the program was closed."""
        if self.gone:
            error = ComError("the RPC server is unavailable")
            error.hresult = -2147023174
            raise error
        self.calls.append(what)

    def state(self) -> tuple[Any, ...]:
        """All that a person could tell apart."""
        kept = [{key: value for key, value in part.items() if value not in (None, "")}
                for part in (self.values, self.formulas, self.colours, self.notes, self.names)]
        return (*kept, list(self.sheets), self.front, self.chosen)

    @property
    def apps(self) -> "Apps":
        return Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, _: Any) -> Any:
        return "" if value is None else value

    @staticmethod
    def clean_value_data(data: Any, dates: Any, empty: Any, numbers: Any, err_to_str: bool) -> Any:
        names = {number: text for text, number in ERRORS.items()}

        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty
            if isinstance(value, int) and not isinstance(value, bool) and value in names:
                return names[value] if err_to_str else None
            return value

        return [[clean(value) for value in line] for line in data]


def use_fake(package: bytes) -> Excel:
    """Makes a fake with one open book the active engine of xlwings."""
    excel = Excel(package)
    engine = XlwingsEngine(impl=excel)
    xlwings.engines.engines[:] = [engine]
    xlwings.engines.engines_by_name["excel"] = engine
    engine.activate()
    return excel


class Apps(base_classes.Apps):
    def __init__(self, excel: Excel) -> None:
        self.excel = excel

    def __iter__(self) -> Iterator["App"]:
        yield App(self.excel)

    def __len__(self) -> int:
        return 1


class App(base_classes.App):
    display_alerts = True
    pid = 1

    def __init__(self, excel: Excel) -> None:
        self.excel = excel

    engine = property(lambda self: self.excel)

    def activate(self, steal_focus: bool = False) -> None:
        """The program is in front."""
    books = property(lambda self: Books(self))

    @property
    def selection(self) -> Any:
        self.excel.call("selection")
        sheet, *place = self.excel.chosen
        return Range(Sheet(Book(self), sheet), tuple(place))

    @property
    def screen_updating(self) -> bool:
        self.excel.call("screen_updating?")
        return self.excel.screen

    @screen_updating.setter
    def screen_updating(self, on: bool) -> None:
        self.excel.call("screen_updating")
        self.excel.screen = on

    @property
    def status_bar(self) -> Any:
        return self.excel.status

    @status_bar.setter
    def status_bar(self, text: Any) -> None:
        self.excel.call("status_bar")
        self.excel.status = text

    def alert(self, prompt: str, *_: Any) -> str:
        self.excel.call("alert")
        self.excel.said.append(prompt)
        return self.excel.answers.pop(0) if self.excel.answers else "ok"


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def active(self) -> "Book":
        self.app.excel.call("active book")
        return Book(self.app)


class Book(base_classes.Book):
    app: Any = None
    name, fullname = "年报.xlsx", "年报.xlsx"

    def __init__(self, app: App) -> None:
        self.app = app

    def activate(self) -> None:
        """The book is in front."""

    sheets = property(lambda self: Sheets(self))
    names = property(lambda self: Names(self.app.excel))


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book, self.excel = book, book.app.excel

    def __call__(self, key: Any) -> "Sheet":
        self.excel.handles.append(f"sheet {key}")
        if self.excel.gone:
            self.excel.call("sheet")
        name = self.excel.sheets[key - 1] if isinstance(key, int) else key
        if name not in self.excel.sheets:
            raise ComError(name)
        return Sheet(self.book, name)

    @property
    def active(self) -> "Sheet":
        self.excel.call("active sheet")
        return Sheet(self.book, self.excel.front)

    def __len__(self) -> int:
        return len(self.excel.sheets)

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, name) for name in list(self.excel.sheets))

    def add(self, before: Any = None, after: Any = None, name: str = "") -> "Sheet":
        self.excel.call("add sheet")
        if self.excel.fixed_structure:
            raise ComError("structure")
        self.excel.sheets.append(name)
        self.excel.front = name
        return Sheet(self.book, name)


class Sheet(base_classes.Sheet):
    book: Any = None
    name = ""

    def __init__(self, book: Book, name: str) -> None:
        self.book, self.name, self.excel = book, name, book.app.excel

    def range(self, first: Any, last: Any = None) -> "Range":
        self.excel.handles.append(f"range {self.name} {first}")
        found = re.fullmatch(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?", first) if isinstance(first, str) else None
        if found is None:
            end = first if last is None else last
            place = (first[0], first[1], *(first[2:] or (1, 1))) if isinstance(first, tuple) else (
                first.row, first.column, end.row - first.row + 1, end.column - first.column + 1)
            return Range(self, place)
        row, column = int(found[2]), column_number(found[1])
        return Range(self, (row, column, int(found[4] or row) - row + 1, column_number(found[3] or found[1]) - column + 1))

    @property
    def notes(self) -> list["Note"]:
        self.excel.call("notes")
        return [Note(Range(self, (row, column, 1, 1))) for sheet, row, column in list(self.excel.notes) if sheet == self.name]

    def activate(self) -> None:
        self.excel.call("activate")
        self.excel.front = self.name

    def clear(self) -> None:
        self.excel.call("clear")
        for part in (self.excel.values, self.excel.formulas, self.excel.colours):
            for where in [where for where in part if where[0] == self.name]:
                del part[where]

    def delete(self) -> None:
        self.excel.call("delete sheet")
        self.clear()
        self.excel.sheets.remove(self.name)


from fake_cells import Names, Note, Range  # noqa: E402 - two halves of one fake, each of a readable size

__all__ = ["Excel", "column_letters", "datetime", "use_fake"]
