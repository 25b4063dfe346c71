"""LibreOffice Calc as an engine of xlwings, over UNO: `use_calc(pipe)`, then `xw.books.active`, `xw.Range`, as with Excel.

Covers what the buttons ask for: apps, books, sheets, names, ranges (values both ways through xlwings' converters, formulas,
colours, notes), selection, status bar, message box, and under `app.api` Excel's two file dialogs. What xlwings asks of an
engine is in its base_classes; what is not here raises NotImplementedError there.
"""

import os
from collections.abc import Iterator
from typing import Any

import xlwings
from xlwings import base_classes
from xlwings.main import Engine as XlwingsEngine

from xlreport.live.calc_book import Book, is_calc, open_document
from xlreport.live.calc_dialogs import Dialogs
from xlreport.live.calc_link import connect, struct

NAME = "libreoffice"
_STATUS = "/xlreport/status"  # the text in the status bar, kept in the office's component context
_BUTTONS = {None: 1, "ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}  # com.sun.star.awt.MessageBoxButtons
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}


def use_calc(pipe: str, document: str = "") -> Any:
    """Makes the LibreOffice at a pipe the active engine of xlwings; returns xlwings' engine.

    document: the RuntimeUID of the document a button was pressed in, which is then the active book. Raises UsageError.
    """
    engine = XlwingsEngine(impl=Engine(connect(pipe), document))
    xlwings.engines.engines[:] = [known for known in xlwings.engines.engines if known.name != NAME]
    xlwings.engines.add(engine)
    engine.activate()
    return engine


class Engine:
    """What xlwings' converters and collections ask of an engine."""

    name, type = NAME, "desktop"

    def __init__(self, context: Any, document: str = "") -> None:
        self.context, self.document = context, document
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.locked: list[Any] = []  # documents whose window does not redraw
        self.status = ""

    def service(self, name: str) -> Any:
        """A UNO service of the office."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def documents(self) -> list[Any]:
        """All open Calc documents."""
        components = self.desktop.getComponents().createEnumeration()
        found = []
        while components.hasMoreElements():
            component = components.nextElement()
            if is_calc(component):
                found.append(component)
        return found

    @property
    def apps(self) -> "Apps":
        """The one office this engine is linked to."""
        return Apps(self)

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool) -> list[list[Any]]:
        """Values as calc_range reads them, as xlwings' options want them."""
        from datetime import datetime

        from xlreport.live.calc_range import CalcError

        def clean(value: Any) -> Any:
            if value is None:
                return empty_as
            if isinstance(value, CalcError):
                return str(value) if err_to_str else None
            if isinstance(value, datetime):
                return datetime_builder(year=value.year, month=value.month, day=value.day, hour=value.hour, minute=value.minute,
                                        second=value.second, microsecond=value.microsecond, tzinfo=None)
            return number_builder(value) if number_builder is not None and isinstance(value, float) else value

        return [[clean(value) for value in line] for line in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """A value as UNO takes it: dates as the number of days since 1899-12-30, Decimal and int as float."""
        from datetime import date, datetime
        from decimal import Decimal

        if isinstance(value, date):
            whole = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
            return (whole.replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds() / 86400  # noqa: DTZ001
        return float(value) if isinstance(value, Decimal | int) else value


class Apps(base_classes.Apps):
    """One office."""

    def __init__(self, engine: Engine) -> None:
        self._app = App(engine)

    def keys(self) -> list[int]:
        """Process ids."""
        return [self._app.pid]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> "App":
        """The same office: LibreOffice runs once a person."""
        return self._app

    def __iter__(self) -> Iterator["App"]:
        yield self._app

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> "App":
        return self._app


class App(base_classes.App):
    """The office with its windows."""

    pid, visible, display_alerts, version = 1, True, True, "7"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        """The engine."""
        return self._engine

    @property
    def api(self) -> Dialogs:
        """The two dialogs of Excel's Application that buttons ask for."""
        return Dialogs(self)

    @property
    def books(self) -> "Books":
        """Open documents."""
        return Books(self)

    @property
    def selection(self) -> Any:
        """The selected cells of the active book; None when something else is selected."""
        book = self.books.active
        return book.selection if book else None

    def activate(self, steal_focus: bool = False) -> None:
        """Brings the window to the front."""
        frame = self._frame()
        if frame is not None:
            frame.activate()

    def _frame(self) -> Any:
        book = self.books.active
        controller = book.uno.getCurrentController() if book else None
        return controller.getFrame() if controller is not None else None

    @property
    def screen_updating(self) -> bool:
        """Whether windows redraw."""
        return not self._engine.locked

    @screen_updating.setter
    def screen_updating(self, on: bool) -> None:
        """See the property."""
        engine = self._engine
        if on:
            while engine.locked:
                engine.locked.pop().unlockControllers()
        elif not engine.locked:
            for document in engine.documents():
                document.lockControllers()
                engine.locked.append(document)

    @property
    def status_bar(self) -> str | bool:
        """The text of the status bar; False when Calc has it."""
        return self._engine.status or False

    @status_bar.setter
    def status_bar(self, text: str | bool) -> None:
        """See the property."""
        engine, frame, context = self._engine, self._frame(), self._engine.context
        engine.status = text if isinstance(text, str) else ""
        if context.hasByName(_STATUS):  # what an earlier button left there: it stays in the office when a button's process ends
            context.getByName(_STATUS).end()
            context.removeByName(_STATUS)
        if engine.status and frame is not None:
            indicator = frame.createStatusIndicator()
            indicator.start(engine.status, 0)
            context.insertByName(_STATUS, indicator)

    def alert(self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: str | None) -> str:
        """A message box; which button was pressed."""
        from xlreport.live.calc_link import load_uno

        kinds = {"critical": "ERRORBOX", "info": "INFOBOX"}
        asks = buttons not in (None, "ok")  # only a query box has more than one button
        kind = load_uno().Enum("com.sun.star.awt.MessageBoxType", "QUERYBOX" if asks else kinds.get(mode or "", "MESSAGEBOX"))
        frame = self._frame() or self._engine.desktop.getCurrentFrame()
        window = frame.getContainerWindow() if frame is not None else None
        toolkit = self._engine.service("com.sun.star.awt.Toolkit")
        box = toolkit.createMessageBox(window, kind, _BUTTONS[buttons], title or "xlreport", prompt)
        try:
            return _ANSWERS.get(box.execute(), "cancel")
        finally:
            box.dispose()

    def calculate(self) -> None:
        """Recalculates every document."""
        for document in self._engine.documents():
            document.calculateAll()


class Books(base_classes.Books):
    """Open Calc documents."""

    def __init__(self, app: App) -> None:
        self.app = app

    def _all(self) -> list[Book]:
        return [Book(self.app, document) for document in self.app.engine.documents()]

    @property
    def active(self) -> Book | None:
        """The document a button was pressed in, else the one in front."""
        engine = self.app.engine
        documents = engine.documents()
        for document in documents:
            if engine.document and document.RuntimeUID == engine.document:
                return Book(self.app, document)
        current = engine.desktop.getCurrentComponent()
        if current is not None and is_calc(current):
            return Book(self.app, current)
        return Book(self.app, documents[0]) if documents else None

    def __call__(self, name_or_index: str | int) -> Book:
        books = self._all()
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if book.name == name_or_index:
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Book]:
        return iter(self._all())

    def add(self) -> Book:
        """A new document."""
        return Book(self.app, open_document(self.app.engine.desktop, "private:factory/scalc"))

    def open(self, fullname: str, *_: Any, **__: Any) -> Book:
        """Opens a file in a window of its own."""
        from xlreport.live.calc_link import load_uno

        url = load_uno().systemPathToFileUrl(os.fspath(fullname))
        return Book(self.app, open_document(self.app.engine.desktop, url, struct("com.sun.star.beans.PropertyValue", Name="MacroExecutionMode", Value=0)))
