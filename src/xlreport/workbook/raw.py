"""A workbook as sheets of raw cells: what the reader sees, whether it stands in a package or is open in an office program."""

from collections.abc import Iterator
from typing import Protocol

from xlreport.reading.document import Notice
from xlreport.reading.left_out import struck_cells
from xlreport.wording import say
from xlreport.workbook.book import Frame, Names
from xlreport.workbook.cells import STRUCK, Sheet, read_sheet
from xlreport.workbook.formats import Format, read_formats
from xlreport.workbook.package import Package
from xlreport.workbook.strings import Strings


class RawBook(Protocol):
    """source: how messages name it; names: defined names to the one cell each stands for; formats: what a raw cell's

    `style` means.
    """

    @property
    def source(self) -> str:
        """The file or book as a person knows it."""

    @property
    def names(self) -> Names:
        """Defined names that stand for one cell."""

    @property
    def sheet_names(self) -> frozenset[str]:
        """The sheets there are."""

    @property
    def formats(self) -> tuple[Format, ...]:
        """Number formats by the index that raw cells carry."""

    def sheet(self, name: str) -> Sheet:
        """All cells of a sheet that hold something, by address; empty when there is no such sheet."""


class PackageBook:
    """The raw cells of a package (.xlsx, .xlsm), each sheet read when it is first asked for."""

    def __init__(self, package: Package, frame: Frame) -> None:
        self.source, self.names = package.path, frame.names
        self.sheet_names = frozenset(frame.sheets)
        self.formats = read_formats(package, frame.styles)
        self._package, self._parts = package, frame.sheets
        self._strings = Strings(package, frame.strings)
        self._read: dict[str, Sheet] = {}
        self._struck: list[str] = []
        self._lines_through = [format.struck for format in self.formats]

    def sheet(self, name: str) -> Sheet:
        """See RawBook. Raises UnreadableFile for a damaged part."""
        if name not in self._read:
            part = self._parts.get(name)
            cells = read_sheet(self._package, part, self._strings, name) if part else {}
            self._read[name] = self._without_struck(name, cells) if any(self._lines_through) else cells
        return self._read[name]

    def _without_struck(self, name: str, cells: Sheet) -> Sheet:
        """The cells, those whose whole figure or text was typed and then struck out marked as such: formulas still count them."""
        found = dict(cells)
        for address, raw in cells.items():
            if raw.formula is None and raw.text and raw.style < len(self.formats) and self.formats[raw.style].struck:
                found[address] = raw._replace(type=STRUCK, text=say(f"{raw.text}（划掉）", f"{raw.text}(struck)"))
                self._struck.append(f"{name} {address}")
        return found

    def notices(self) -> Iterator[Notice]:
        """What was struck out or raised in the sheets read so far."""
        yield from self._strings.left_out.notices()
        yield from struck_cells(self._struck)
