"""A package as its parts, and a package of parts; the settings that the Excel add-in carries in one of its sheets."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from xlreport.workbook.book import read_frame
from xlreport.workbook.package import open_package
from xlreport.workbook.raw import PackageBook

Parts = Mapping[str, bytes]
SETTINGS = "xlreport.conf"  # xlwings looks for a sheet of this name
# the interpreter of an add-in that nobody installed: it is not found, and the message says what to do
UNSET = "%LOCALAPPDATA%\\xlreport\\venv\\Scripts\\python.exe"
_STRINGS = "xl/sharedStrings.xml"


def read_parts(data: bytes) -> Parts:
    """Parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def write_parts(parts: Parts) -> bytes:
    """A package of parts, content types and relationships first, without the time of day."""
    first = ("[Content_Types].xml", "_rels/.rels")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name in (*first, *(name for name in parts if name not in first)):
            line = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            line.create_system, line.external_attr, line.compress_type = 0, 0, zipfile.ZIP_DEFLATED
            package.writestr(line, parts[name], compresslevel=9)
    return made.getvalue()


def with_interpreter(addin: bytes, interpreter: str) -> bytes:
    """The add-in with the interpreter it is to start. addin: as it was built, its interpreter not set yet. Raises ValueError
    for one whose interpreter is set.
    """
    parts = read_parts(addin)
    old, new = (f"<t>{escape(path)}</t>".encode() for path in (UNSET, interpreter))
    if parts[_STRINGS].count(old) != 1:
        raise ValueError("the add-in's interpreter is set already")
    return write_parts({**parts, _STRINGS: parts[_STRINGS].replace(old, new)})


def addin_settings(path: Path) -> dict[str, str]:
    """Settings of an add-in by name; empty when the file is no add-in of ours. Raises UnreadableFile for what is no package."""
    package = open_package(path, str(path))
    book = PackageBook(package, read_frame(package))
    sheet = book.sheet(SETTINGS)
    return {cell.text or "": sheet[f"B{address[1:]}"].text or "" for address, cell in sheet.items()
            if address.startswith("A") and f"B{address[1:]}" in sheet}
