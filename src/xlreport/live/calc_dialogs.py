"""The file dialogs of Calc, under the names that Excel's Application has for them."""

from pathlib import Path
from typing import Any

from xlreport.live.calc_link import load_uno

_FILE_OPEN, _FILE_SAVE = 0, 10  # com.sun.star.ui.dialogs.TemplateDescription


class Dialogs:
    """Excel's GetOpenFilename and GetSaveAsFilename, as far as the buttons use them. False when the person cancels."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def GetOpenFilename(self, FileFilter: str = "", FilterIndex: int = 1, Title: str = "") -> str | bool:
        """A file to open. FileFilter: `text,*.xlsx;*.docx`."""
        return self._ask(_FILE_OPEN, FileFilter, Title, "")

    def GetSaveAsFilename(self, InitialFilename: str = "", FileFilter: str = "", FilterIndex: int = 1, Title: str = "") -> str | bool:
        """A file to write."""
        return self._ask(_FILE_SAVE, FileFilter, Title, InitialFilename)

    def _beside(self) -> Path | None:
        """The file of the active book: the dialog opens in its folder."""
        book = self._app.books.active
        path = Path(book.fullname) if book is not None else None
        return path if path is not None and path.is_absolute() else None

    def _ask(self, kind: int, filters: str, title: str, initial: str) -> str | bool:
        uno = load_uno()
        picker = self._app.engine.context.ServiceManager.createInstanceWithArgumentsAndContext(
            "com.sun.star.ui.dialogs.FilePicker", (kind,), self._app.engine.context)
        words = filters.split(",")
        for text, pattern in zip(words[::2], words[1::2], strict=False):
            picker.appendFilter(text, pattern)
        picker.setTitle(title)
        path = Path(initial) if initial else self._beside()
        if path is not None:
            picker.setDisplayDirectory(uno.systemPathToFileUrl(str(path.parent.resolve())))
        if path is not None and initial:
            picker.setDefaultName(path.name)
        if picker.execute() != 1:
            return False
        return str(uno.fileUrlToSystemPath(picker.getFiles()[0]))
