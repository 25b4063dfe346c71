"""A reason written on the 说明 sheet of a copy: that sheet's part is changed, every other part stays byte for byte."""

from pathlib import Path

from xlreport.form.submission import Waiver
from xlreport.workbook.book import read_frame
from xlreport.workbook.cells import column_number
from xlreport.workbook.cover_sheet import fits
from xlreport.workbook.layout import NOTES, Spot, column_letters
from xlreport.workbook.package import LARGEST_PART, open_package
from xlreport.workbook.parts import read_parts, write_parts
from xlreport.workbook.raw import PackageBook

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def with_waiver(path: Path, waiver: Waiver) -> bytes:
    """The workbook with one more reason in the first free line of 说明. Raises UnreadableFile where it has no such sheet."""
    from lxml import etree

    package = open_package(path, str(path))
    frame = read_frame(package)
    spot = frame.names.get(f"{NOTES}_核实说明")
    if spot is None or spot.sheet not in frame.sheets:
        raise package.unreadable("没有“说明”表，写不进核实说明", "it has no sheet 说明 to write a reason on")
    wanted = frame.sheets[spot.sheet]
    parts = dict(read_parts(path.read_bytes()))
    name = next(part for part in parts if part.replace("\\", "/").lstrip("/").lower() == wanted.lower())
    package.parse(wanted, {})  # refuses a DTD before the other parser sees it
    tree = etree.fromstring(parts[name][:LARGEST_PART], etree.XMLParser(resolve_entities=False, no_network=True))
    data = tree.find(f"{_MAIN}sheetData")
    line = _row(data, _free_row(PackageBook(package, frame), spot))
    for step, text in enumerate(waiver):
        if text:
            _write(line, spot.column + step, fits(text, "核实说明"))
    dimension = tree.find(f"{_MAIN}dimension")
    if dimension is not None:
        tree.remove(dimension)  # optional, and no longer certain
    parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return write_parts(parts)


def _free_row(book: PackageBook, spot: Spot) -> int:
    """The first row under the heading, from 1, in which no reason stands."""
    cells = book.sheet(spot.sheet)
    row = spot.row + 2
    while any((cell := cells.get(f"{column_letters(spot.column + step)}{row}")) is not None and cell.text for step in range(4)):
        row += 1
    return row


def _row(data, number: int):  # type: ignore[no-untyped-def]
    """The row of that number, made where it is missing. Rows stand in order."""
    from lxml import etree

    for place, line in enumerate(data):
        here = int(line.get("r", place + 1))
        if here == number:
            return line
        if here > number:
            made = etree.Element(f"{_MAIN}row", r=str(number))
            data.insert(place, made)
            return made
    return etree.SubElement(data, f"{_MAIN}row", r=str(number))


def _write(line, column: int, text: str) -> None:  # type: ignore[no-untyped-def]
    """Puts a text into a cell of a row; its style stays. Cells stand in order of columns."""
    from lxml import etree

    address = f"{column_letters(column)}{line.get('r')}"
    place = len(line)
    for number, cell in enumerate(line):
        letters = cell.get("r", "").rstrip("0123456789")
        here = column_number(letters) - 1 if letters else number
        if here >= column:
            place = number
            break
    found = line[place] if place < len(line) and line[place].get("r") == address else None
    if found is None:
        found = etree.Element(f"{_MAIN}c", r=address)
        line.insert(place, found)
    for inner in list(found):
        found.remove(inner)
    found.set("t", "inlineStr")
    words = etree.SubElement(etree.SubElement(found, f"{_MAIN}is"), f"{_MAIN}t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
