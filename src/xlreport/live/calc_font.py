"""The font of cells of an open Calc document."""

from typing import Any

from xlwings import base_classes

_BOLD = 150.0  # com.sun.star.awt.FontWeight


class Font(base_classes.Font):
    """Bold, size and colour of a rectangle of cells. uno: its UNO object."""

    def __init__(self, uno: Any) -> None:
        self._uno = uno

    @property
    def api(self) -> Any:
        """The UNO object of the cells."""
        return self._uno

    @property
    def bold(self) -> bool:
        """Whether it is bold."""
        return bool(self._uno.CharWeight >= _BOLD)

    @bold.setter
    def bold(self, bold: bool) -> None:
        """See the property."""
        self._uno.CharWeight = _BOLD if bold else 100.0

    @property
    def size(self) -> float:
        """Points."""
        return float(self._uno.CharHeight)

    @size.setter
    def size(self, points: float) -> None:
        """See the property."""
        self._uno.CharHeight = points

    @property
    def color(self) -> tuple[int, int, int]:
        """Red, green, blue; black where Calc chooses."""
        number = max(0, self._uno.CharColor)
        return number >> 16 & 255, number >> 8 & 255, number & 255

    @color.setter
    def color(self, colour: Any) -> None:
        """See the property; `#0563C1` is taken too."""
        if isinstance(colour, str):
            self._uno.CharColor = int(colour.lstrip("#"), 16)
        else:
            self._uno.CharColor = (colour[0] << 16) + (colour[1] << 8) + colour[2]
