"""Documents of Calc with their sheets and names, as xlwings asks for them."""

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from xlreport.live.calc_formulas import to_calc, to_excel
from xlreport.live.calc_link import LinkLost, load_uno, struct, there
from xlreport.live.calc_note import Note
from xlreport.live.calc_range import Range


def is_calc(component: Any) -> bool:
    """Whether an open document is a spreadsheet."""
    return bool(getattr(component, "supportsService", None) and component.supportsService("com.sun.star.sheet.SpreadsheetDocument"))


def open_document(desktop: Any, url: str, *properties: Any) -> Any:
    """Opens a document in a window. Raises LinkLost when the office will not."""
    document = desktop.loadComponentFromURL(url, "_blank", 0, properties)
    if document is None:
        raise LinkLost(url)
    return document


class Book(base_classes.Book):
    """One document."""

    app: Any = None

    def __init__(self, app: Any, uno: Any) -> None:
        self.app, self.uno = app, uno

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Book) and other.uno.RuntimeUID == self.uno.RuntimeUID

    def __hash__(self) -> int:
        return hash(self.uno.RuntimeUID)

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self.uno

    @property
    def name(self) -> str:
        """The file's name, or the window's title before the first save."""
        return self.fullname.replace("\\", "/").rsplit("/", 1)[-1]

    @property
    def fullname(self) -> str:
        """The file with its folder; the window's title before the first save."""
        url = self.uno.getURL()
        return str(load_uno().fileUrlToSystemPath(url) if url.startswith("file:") else self.uno.Title)

    @property
    def sheets(self) -> "Sheets":
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> "Names":
        """Its defined names."""
        return Names(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells; None when something else is selected."""
        controller = self.uno.getCurrentController()
        chosen = controller.getSelection() if controller is not None else None
        if chosen is None or not hasattr(chosen, "getRangeAddress"):
            return None
        at = chosen.getRangeAddress()
        sheet = Sheet(self, self.uno.getSheets().getByIndex(at.Sheet))
        return Range(sheet, (at.StartRow + 1, at.StartColumn + 1), (at.EndRow + 1, at.EndColumn + 1))

    def activate(self) -> None:
        """Brings its window to the front."""
        self.uno.getCurrentController().getFrame().activate()

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Saves it; under another name as .xlsx."""
        if path is None:
            self.uno.store()
            return
        kind = struct("com.sun.star.beans.PropertyValue", Name="FilterName", Value="Calc MS Excel 2007 XML")
        self.uno.storeAsURL(load_uno().systemPathToFileUrl(path), (kind,))

    def close(self) -> None:
        """Closes it without saving."""
        self.uno.close(True)


class Sheets(base_classes.Sheets):
    """The sheets of a document."""

    def __init__(self, book: Book) -> None:
        self.book, self.uno = book, there(book.uno.getSheets())

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self.uno

    @property
    def active(self) -> "Sheet":
        """The sheet in front."""
        return Sheet(self.book, self.book.uno.getCurrentController().getActiveSheet())

    def __call__(self, name_or_index: str | int) -> "Sheet":
        if isinstance(name_or_index, int):
            return Sheet(self.book, self.uno.getByIndex(name_or_index - 1))
        if not self.uno.hasByName(name_or_index):
            raise KeyError(name_or_index)
        return Sheet(self.book, self.uno.getByName(name_or_index))

    def __contains__(self, key: str | int) -> bool:
        return bool(self.uno.hasByName(key)) if isinstance(key, str) else 1 <= key <= len(self)

    def __len__(self) -> int:
        return int(self.uno.getCount())

    def __iter__(self) -> Iterator["Sheet"]:
        return (self(number) for number in range(1, len(self) + 1))

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> "Sheet":
        """A new sheet, which comes to the front, as in Excel. Raises PermissionError when the structure is protected."""
        if self.book.uno.isProtected():
            raise PermissionError(self.book.name)
        place = before.index - 1 if before else after.index if after else self.active.index - 1
        title = name or f"Sheet{len(self) + 1}"
        self.uno.insertNewByName(title, place)
        made = self(title)
        made.activate()
        return made


class Sheet(base_classes.Sheet):
    """One sheet."""

    book: Book = None  # type: ignore[assignment]

    def __init__(self, book: Book, uno: Any) -> None:
        self.book, self.uno = book, uno

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sheet) and other.book == self.book and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self.uno

    @property
    def name(self) -> str:
        """What its tab says."""
        return str(self.uno.getName())

    @name.setter
    def name(self, text: str) -> None:
        """See the property."""
        self.uno.setName(text)

    @property
    def index(self) -> int:
        """Its place, from 1."""
        return int(self.uno.getRangeAddress().Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether its tab is shown."""
        return bool(self.uno.IsVisible)

    @visible.setter
    def visible(self, shown: bool) -> None:
        """See the property."""
        self.uno.IsVisible = shown

    @property
    def notes(self) -> list[Note]:
        """All its notes."""
        found = self.uno.getAnnotations()
        places = [found.getByIndex(number).getPosition() for number in range(found.getCount())]
        return [Note(Range(self, (at.Row + 1, at.Column + 1))) for at in places]

    def range(self, first: Any, last: Any = None) -> Range:
        """Cells by address or position."""
        return Range(self, first, last)

    @property
    def cells(self) -> Range:
        """All cells."""
        at = self.uno.getRangeAddress()
        return Range(self, (1, 1), (at.EndRow + 1, at.EndColumn + 1))

    @property
    def used_range(self) -> Range:
        """From the first to the last cell that holds something."""
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        at = cursor.getRangeAddress()
        return Range(self, (at.StartRow + 1, at.StartColumn + 1), (at.EndRow + 1, at.EndColumn + 1))

    def activate(self) -> None:
        """Brings it to the front."""
        self.book.uno.getCurrentController().setActiveSheet(self.uno)

    def select(self) -> None:
        """As activate."""
        self.activate()

    def clear(self) -> None:
        """Empties it."""
        self.used_range.clear()

    def delete(self) -> None:
        """Takes it out of the document. Raises PermissionError when the structure is protected."""
        if self.book.uno.isProtected():
            raise PermissionError(self.book.name)
        self.book.uno.getSheets().removeByName(self.name)


class Names(base_classes.Names):
    """Defined names of a document."""

    def __init__(self, book: Book) -> None:
        self.book, self.uno = book, there(book.uno.NamedRanges)

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self.uno

    def snapshot(self) -> list[tuple[str, "Name"]]:
        """(name, Name) of all."""
        return [(text, Name(self, text)) for text in self.uno.getElementNames()]

    def __call__(self, name_or_index: str | int) -> "Name":
        text = self.uno.getElementNames()[name_or_index - 1] if isinstance(name_or_index, int) else name_or_index
        if not self.uno.hasByName(text):
            raise KeyError(text)
        return Name(self, text)

    def contains(self, name_or_index: str | int) -> bool:
        """Whether there is such a name."""
        return bool(self.uno.hasByName(name_or_index)) if isinstance(name_or_index, str) else 1 <= name_or_index <= len(self)

    def __len__(self) -> int:
        return int(self.uno.getCount())

    def add(self, name: str, refers_to: str) -> "Name":
        """Defines a name; refers_to as Excel writes it."""
        self.uno.addNewByName(name, to_calc(refers_to).lstrip("="), struct("com.sun.star.table.CellAddress"), 0)
        return Name(self, name)


class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, names: Names, text: str) -> None:
        self._names, self._name = names, text

    @property
    def name(self) -> str:
        """What it is called."""
        return self._name

    @name.setter
    def name(self, text: str) -> None:
        """See the property."""
        self.api.setName(text)
        self._name = text

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self._names.uno.getByName(self.name)

    @property
    def refers_to(self) -> str:
        """`='申请情况'!$D$6`."""
        return to_excel("=" + str(self.api.getContent()))

    @refers_to.setter
    def refers_to(self, formula: str) -> None:
        """See the property."""
        self.api.setContent(to_calc(formula).lstrip("="))

    def delete(self) -> None:
        """Takes the name away."""
        self._names.uno.removeByName(self.name)
