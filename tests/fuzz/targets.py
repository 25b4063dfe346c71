"""The readers that are this program's own, each as a function of bytes that breaks when a law does.

    text     a text in any layout: read or refused, and each certain figure stands where it is said to stand
    grid     a report's tables, taken apart cell by cell: the same
    strings  a workbook's shared strings, likewise
    sheet    a worksheet's XML, as bytes or as changes to a sound one: the quick reader and expat agree, or the quick one steps aside
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
from two_readers import by_expat, by_patterns, quick_and_slow, quick_and_slow_texts

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

_SHEET = (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
          b'<cols><col min="1" max="3" width="9"/></cols><sheetData><row r="1" spans="1:3"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2"/>'
          b'<c r="C1"><v>12</v></c></row>\n<row r="2"><c r="A2" t="str"><f>A1&amp;"x"</f><v>a</v></c><c r="B2"><f aca="false">SUM(C1:C1)</f><v>12</v></c>'
          b'<c r="C2" t="b"><v>1</v></c></row><row r="3"/></sheetData><pageMargins left="0.7"/></worksheet>')
_STRINGS = (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4" '
            b'uniqueCount="4"><si><t>a</t></si><si><t xml:space="preserve"> b &amp; c</t></si><si><t/></si>\n<si><t>_x000D_\xe7\x94\xb2</t></si></sst>')
_PIECES = (
    b'<!-- x -->', b'<!--', b'-->', b'<![CDATA[7]]>', b']]>', b'<?x y?>', b"<!DOCTYPE worksheet [<!ENTITY e '7'>]>", b'&amp;', b'&#49;', b'&e;', b'&x;',
    b'&lt;c r=&quot;A9&quot;&gt;', b'\r\n', b'\r', b'\t', b' ', b"'", b'"', b'>', b'<', b'/>', b'\x7f', b'\x00', b'\xc2\x85', b'\xef\xbf\xbf', b'\xff',
    b'<c r="A1"/>', b'<c r="D4"><v>5</v></c>', b'<c r="D4" t="inlineStr"><is><t>5</t></is></c>', b'<row r="9">', b'</row>', b"<row r='8'/>",
    b'<sheetData>', b'</sheetData>', b'<sheetData/>', b'</worksheet>', b'<v>1</v>', b'<v/>', b'<v >1</v>', b"<v xml:space='preserve'>1</v>", b'</v>',
    b'<f>', b'</f>', b'<f t="shared" si="0"/>', b'<f/>', b'</c>', b'<c>', b'<x:c r="E5"><x:v>3</x:v></x:c>', b' xmlns:x="y"', b' r="A1"', b' r="A2"',
    b' s="7"', b' t="e"', b' t="n"', b" t=''", b' ph="1"', b'<extLst>', b'<si>', b'</si>', b'<si/>', b'<t>', b'</t>', b'<t/>', b'<t>z</t>', b'<r>',
    b'<rPr><strike/></rPr>', b'<phoneticPr/>', b'_x0041_', b'<mc:AlternateContent>', b'\xef\xbb\xbf', b'\xe7\x94\xb2',
    b'<?xml version="1.0" encoding="gb18030"?>', b' xmlns="urn:other"'
)


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
    """Raises AssertionError where the two readers of a sheet differ. What does not begin as XML asks for changes to a sound sheet."""
    part = data if data.startswith((b"<", b"\xef")) else changed(_SHEET, data)
    both = quick_and_slow(part)
    if both is not None:
        assert both[0] == both[1]
        assert both[0] is None or by_patterns(part) == by_expat(part), "the program's readers agree, and differ from the witness"


def strings(data: bytes) -> None:
    """The same for a workbook's shared strings."""
    both = quick_and_slow_texts(data if data.startswith((b"<", b"\xef")) else changed(_STRINGS, data))
    assert both is None or both[0] == both[1]


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
    """The one number in some words: folded, without thousands marks, spaces, what nobody sees and the unit. None where there is not exactly one."""
    seen = "".join(character for character in unicodedata.normalize("NFKC", there) if unicodedata.category(character) != "Cf")
    folded = re.sub(r"[\s,，]", "", seen).replace("−", "-")
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


def changed(part: bytes, data: bytes) -> bytes:
    """A sound part's XML after four bytes a change: what to do, at which piece, with which other piece, at which place in it."""
    pieces = re.findall(rb"<[^>]*>|[^<]+", part)
    for start in range(0, min(len(data) - 3, 40), 4):
        what, at, with_what, where = data[start : start + 4]
        at %= len(pieces)
        other = _PIECES[with_what % len(_PIECES)] if with_what < 128 else pieces[with_what % len(pieces)]
        piece = pieces[at]
        place = where % (len(piece) + 1)
        pieces[at : at + 1] = [[other], [], [piece, piece], [piece, other], [other, piece], [piece[:place] + other + piece[place:]],
                               [piece[:place] + bytes([with_what]) + piece[place + 1 :]], [piece[:place] + piece[place + 1 :]]][what % 8]
        pieces = pieces or [other]
    return b"".join(pieces)


def seeds(target: str) -> Iterator[bytes]:
    """Inputs to begin with."""
    if target == "text":
        yield from (one.laid.text.encode() for one in (case(number, forms()) for number in range(60)) if isinstance(one.laid.text, str))
    elif target == "grid":
        yield from (Random(number).randbytes(4 * (1 + number % 8)) for number in range(100))
    elif target == "strings":
        yield from (Random(number).randbytes(4 * (1 + number % 8)) for number in range(100))
        yield _STRINGS
    else:
        book = _book()
        found = entries(book)
        parts = [inflated(book, entry, 2**24) for name, entry in found.items() if "sheets/sheet" in name]
        yield from [*(Random(number).randbytes(4 * (1 + number % 8)) for number in range(100)), *parts] if target == "sheet" else [book]


@cache
def _book() -> bytes:
    form = forms().form("zfxxgk-2021")
    rules = load_rules(forms(), form.id)
    return workbook_bytes(from_json(values(form, rules, Random(1)), forms()), rules)


TARGETS: dict[str, Target] = {"text": text, "grid": grid, "sheet": sheet, "strings": strings, "package": package}
