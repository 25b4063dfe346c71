"""A workbook as sheets of raw cells: what the reader sees, whether it stands in a package or is open in an office program."""

from typing import Protocol

from xlreport.workbook.book import Frame, Names
from xlreport.workbook.cells import Sheet, Strings, read_sheet
from xlreport.workbook.formats import Format, read_formats
from xlreport.workbook.package import Package


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

    def sheet(self, name: str) -> Sheet:
        """See RawBook. Raises UnreadableFile for a damaged part."""
        if name not in self._read:
            part = self._parts.get(name)
            self._read[name] = read_sheet(self._package, part, self._strings) if part else {}
        return self._read[name]
