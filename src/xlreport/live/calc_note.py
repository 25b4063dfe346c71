"""The note of one cell of an open Calc document."""

from typing import Any

from xlwings import base_classes


class Note(base_classes.Note):
    """A note; place: the Range of its cell."""

    def __init__(self, place: Any) -> None:
        self._place = place

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self._place.cell.getAnnotation()

    @property
    def text(self) -> str:
        """The whole text."""
        return str(self.api.getString())

    @text.setter
    def text(self, text: str) -> None:
        """See the property."""
        self.api.setString(text)

    @property
    def author(self) -> str:
        """Who wrote it, as Calc says."""
        return str(self.api.getAuthor())

    @property
    def location(self) -> Any:
        """The cell."""
        return self._place

    def delete(self) -> None:
        """Takes the note away."""
        notes, here = self._place.sheet.uno.getAnnotations(), self._place.cell.getCellAddress()
        for number in range(notes.getCount()):
            at = notes.getByIndex(number).getPosition()
            if (at.Row, at.Column) == (here.Row, here.Column):
                notes.removeByIndex(number)
                return
