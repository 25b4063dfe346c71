"""The readers that are this program's own, each as a function of bytes that breaks when a law does.

    text     a text in any layout: read or refused, and each certain figure stands where it is said to stand
    grid     a report's tables, taken apart cell by cell: the same
    sheet    a worksheet's XML: the quick reader and expat agree, or the quick one steps aside
    package  a workbook's bytes: read or refused
"""

import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from cases import case, document
from two_readers import by_expat, by_patterns

from forms import values
from xlreport.check.checking import check_submission
from xlreport.documents.text import document_of
from xlreport.errors import UnreadableFile
from xlreport.form.exchange import from_json
from xlreport.form.library import Library
from xlreport.form.library import library as library_of
from xlreport.form.submission import Submission
from xlreport.reading.document import Document, Grid, GridCell
from xlreport.reading.matching import match_document
from xlreport.rules.load import load_rules
from xlreport.workbook.archive import entries, inflated
from xlreport.workbook.reader import read_workbook
from xlreport.workbook.template import workbook_bytes

Target = Callable[[bytes], None]
_WORDS = ("", "0", "1", "12", "1 2", "3\n4", "1,234", "１２", "-", "/", "＋3", "合计", "总计", "（一）予以公开", "（七）总计", "自然人", "规章", "行政许可",
          "结果维持", "未经复议直接起诉", "9" * 40, "1e5", "0.5", "=1+1", "#REF!", "①", "十二", "　", "\u200b7", "\u0664")


@cache
def forms() -> Library:
    """The forms that travel with the program."""
    return library_of()


def text(data: bytes) -> None:
    """Raises AssertionError where a certain figure is not what stands at its place."""
    source = data.decode("utf-8", "replace")
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    read = _read(lambda: match_document(document_of(source, "年报.txt"), forms()))
    if read is not None:
        _figures_stand_there(read, lambda address: lines[int(address.removeprefix("第").removesuffix("行")) - 1])


def grid(data: bytes) -> None:
    """Tables of a whole report, changed by what the bytes ask for. Raises AssertionError as text() does."""
    document = _changed(data)
    stands = {str(cell.place): cell.text for block in document.blocks if isinstance(block, Grid) for cell in block.cells}
    read = _read(lambda: match_document(document, forms()))
    if read is not None:
        _figures_stand_there(read, lambda address: next(words for place, words in stands.items() if place.endswith(address)), stands)


def sheet(data: bytes) -> None:
    """Raises AssertionError where the two readers of a sheet differ."""
    quick = by_patterns(data)
    if quick is not None:
        slow = by_expat(data)
        assert slow is not None, "the quick one reads what expat refuses"
        assert quick == slow


def package(data: bytes) -> None:
    """Raises whatever is no refusal."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "年报.xlsx"
        path.write_bytes(data)
        _read(lambda: read_workbook(path, forms(), "年报.xlsx"))


def _read(reading: Callable[[], Submission]) -> Submission | None:
    """What was read, and can be checked; None where it was refused in words."""
    try:
        read = reading()
    except UnreadableFile as error:
        if not (error.problem and error.remedy):
            raise AssertionError("a refusal without a reason or a way out") from error
        return None
    check_submission(read, load_rules(forms(), read.form.id))
    return read


def _figures_stand_there(read: Submission, line: Callable[[str], str], stands: dict[str, str] | None = None) -> None:
    for name, value in read.cells.items():
        place = read.places.get(name)
        if value.number is None or value.inferred or place is None:
            continue
        there = stands[str(place)] if stands is not None and str(place) in stands else line(place.address)
        there = there[place.start : place.end] if place.end else there
        assert _number(there) == value.number, (name, str(value.number), there)


def _number(there: str) -> Decimal | None:
    """The one number in some words: folded, without thousands marks, spaces and the unit. None where there is not exactly one."""
    folded = re.sub(r"[\s,，]", "", unicodedata.normalize("NFKC", there)).replace("−", "-")
    folded = re.sub("^(增|增加|减|减少)(?=[0-9])", lambda found: "-" if found[1].startswith("减") else "", folded)
    found = re.findall(r"[+-]?[0-9]+(?:\.[0-9]+)?", folded)
    return Decimal(found[0]) if len(found) == 1 else None


@cache
def _whole() -> Document:
    """A whole report as drawn tables."""
    return next(document(one.laid) for one in (case(number, forms(), 1) for number in range(40)) if not one.variants and one.made.form.id.endswith("2021"))


def _changed(data: bytes) -> Document:
    """Four bytes a change: what to do, which table, which cell (low byte), with what."""
    whole = _whole()
    blocks = list(whole.blocks)
    tables = [number for number, block in enumerate(blocks) if isinstance(block, Grid)]
    for start in range(0, min(len(data) - 3, 400), 4):
        what, which, where, more = data[start : start + 4]
        number = tables[which % len(tables)]
        block = blocks[number]
        assert isinstance(block, Grid)
        cells = list(block.cells)
        if not cells:
            continue
        blocks[number] = block._replace(cells=tuple(_cell_changed(cells, what % 8, (where | (which >> 2 & 0x40)) % len(cells), more)))
    return whole._replace(blocks=tuple(blocks))


def _cell_changed(cells: list[GridCell], what: int, at: int, more: int) -> Iterator[GridCell]:
    other = (at + 1 + more) % len(cells)
    for number, cell in enumerate(cells):
        if what == 0 and number == at:
            yield cell._replace(text=_WORDS[more % len(_WORDS)])
        elif what == 1 and number == at:
            continue
        elif what == 2 and number in (at, other):
            yield cell._replace(text=cells[at + other - number].text)
        elif what == 3 and number == at:
            yield cell._replace(width=1 + more % 9)
        elif what == 4 and number == at:
            yield cell._replace(height=1 + more % 9)
        elif what == 5 and cell.column >= cells[at].column:
            yield cell._replace(column=cell.column + 1)
        elif what == 6 and cell.row >= cells[at].row:
            yield cell._replace(row=cell.row + 1 + more % 3)
        elif what == 7 and number == at:
            yield cell._replace(text=cell.text[: more % 5] + _WORDS[more % len(_WORDS)] + cell.text[more % 5 :])
        else:
            yield cell


def seeds(target: str) -> Iterator[bytes]:
    """Inputs to begin with."""
    if target == "text":
        yield from (one.laid.text.encode() for one in (case(number, forms()) for number in range(60)) if isinstance(one.laid.text, str))
    elif target == "grid":
        yield from (Random(number).randbytes(4 * (1 + number % 8)) for number in range(100))
    else:
        book = _book()
        found = entries(book)
        parts = [inflated(book, entry, 2**24) for name, entry in found.items() if "sheets/sheet" in name]
        yield from parts if target == "sheet" else [book]


@cache
def _book() -> bytes:
    form = forms().form("zfxxgk-2021")
    rules = load_rules(forms(), form.id)
    return workbook_bytes(from_json(values(form, rules, Random(1)), forms()), rules)


TARGETS: dict[str, Target] = {"text": text, "grid": grid, "sheet": sheet, "package": package}
