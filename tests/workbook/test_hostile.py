"""Hostile and unlucky files: each is read right, or refused in one Chinese line with the file's name and a way out, in bounded
memory. Never another exception, never a number that is not in the file."""

import io
import json
import struct
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from random import Random

import openpyxl
import pytest

import packages
from packages import CELL, NAME, SHEET
from sizes import size
from xlreport.errors import UnreadableFile
from xlreport.form.library import library
from xlreport.form.submission import Submission
from xlreport.form.values import NUMBER, UNREAD
from xlreport.workbook.reader import read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WAYS_OUT = ("请", "Excel", "WPS")


@lru_cache(maxsize=1)
def book() -> bytes:
    """A sound workbook of ours with 12 in D6."""
    return packages.filled(cells={name: 12 if name == NAME else 0 for name in library().form(packages.FORM).cells})


def read_or_refuse(path: Path) -> Submission | None:
    """What the reader says: the submission, or None after a look at the refusal. Any other exception is a failure."""
    try:
        return read_workbook(path, library())
    except UnreadableFile as error:
        refusal = error
    line = str(refusal)
    assert "\n" not in line
    assert "\r" not in line
    assert str(path) in line
    assert any(word in refusal.remedy for word in WAYS_OUT)
    assert any("\u4e00" <= character <= "\u9fff" for character in refusal.problem)
    assert refusal.path == str(path)
    return None


def refused(data: bytes, folder: Path, name: str = "报 表.xlsx") -> str:
    """The problem that the refusal of these bytes names; a read is a failure."""
    path = folder / name
    path.write_bytes(data)
    assert read_or_refuse(path) is None, "was read"
    with pytest.raises(UnreadableFile) as refusal:
        read_workbook(path, library())
    return refusal.value.problem


def stored(name: str, flag: int) -> bytes:
    """The package with one part's general purpose flag set in both of its headers."""
    data = bytearray(book())
    written = name.encode()
    local = data.index(b"PK\x03\x04")
    while data[local + 30 : local + 30 + len(written)] != written:
        local = data.index(b"PK\x03\x04", local + 4)
    central = data.index(b"PK\x01\x02")
    while data[central + 46 : central + 46 + len(written)] != written:
        central = data.index(b"PK\x01\x02", central + 4)
    for place in (local + 6, central + 8):
        data[place : place + 2] = struct.pack("<H", struct.unpack("<H", data[place : place + 2])[0] | flag)
    return bytes(data)


def other_workbook() -> bytes:
    """Somebody's own workbook."""
    buffer = io.BytesIO()
    own = openpyxl.Workbook()
    own.active.append(["姓名", "金额"])
    own.save(buffer)
    return buffer.getvalue()


def only(*names: str) -> bytes:
    """A zip with these parts and nothing in them."""
    return packages.pack(dict.fromkeys(names, b""))


def without(*names: str) -> bytes:
    """The sound workbook without some parts."""
    return packages.pack({name: data for name, data in packages.parts_of(book()).items() if name not in names})


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty file": (lambda: b"", "空文件"),
    "text renamed": (lambda: "单位,年度\n某局,2023\n".encode(), "不是 Excel"),
    "gbk text renamed": (lambda: "单位,年度\n".encode("gbk"), "不是 Excel"),
    "web page renamed": (lambda: b"<html><table><tr><td>1</table></html>", "网页"),
    "pdf renamed": (lambda: b"%PDF-1.7\n", "PDF"),
    "old xls": (lambda: OLE + b"\0" * 2000, ".xls"),
    "password": (lambda: OLE + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000, "密码"),
    "one byte": (lambda: b"P", "不是 Excel"),
    "zeros": (lambda: b"\0" * 5000, "不是 Excel"),
    "zip head only": (lambda: book()[:4], "损坏"),
    "empty zip": (lambda: only(), "损坏"),
    "another zip": (lambda: only("a.txt", "b/c.txt"), "没有工作簿"),
    "a Word document": (lambda: packages.pack({
        "[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", "_rels/.rels": b"<Relationships/>"}), "没有工作簿"),
    "another workbook": (other_workbook, "不是年报模板"),
    "empty workbook part": (lambda: only("xl/workbook.xml"), "XML"),
    "encrypted sheet": (lambda: stored(SHEET, 1), "密码"),
    "encrypted workbook part": (lambda: stored("xl/workbook.xml", 1), "密码"),
    "sheet part missing": (lambda: without(SHEET), "缺少部件"),
    "cut XML": (lambda: packages.pack({**packages.parts_of(book()), SHEET: packages.parts_of(book())[SHEET][:9000]}), "XML"),
    "cut workbook XML": (lambda: packages.pack({
        **packages.parts_of(book()), "xl/workbook.xml": packages.parts_of(book())["xl/workbook.xml"][:900]}), "XML"),
    "not XML": (lambda: packages.pack({**packages.parts_of(book()), SHEET: b"\xff\xfe\x00PK"}), "XML"),
    "control character": (lambda: packages.put(book(), '<c r="D6" t="str"><v>\x01</v></c>'), "XML"),
    "unknown encoding": (lambda: packages.edit(book(), SHEET, 'encoding="UTF-8"', 'encoding="UTD-8"'), "XML"),
    "string index out of range": (lambda: packages.put(book(), '<c r="D6" t="s"><v>99999</v></c>'), ""),
    "string index no number": (lambda: packages.put(book(), '<c r="D6" t="s"><v>x</v></c>'), ""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_the_reason(case: str, tmp_path: Path) -> None:
    """What the file is, in words, and what to do."""
    make, reason = REFUSED[case]
    assert reason in refused(make(), tmp_path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    """A path with nothing there, and one with a folder, even one called .xlsx."""
    (tmp_path / "夹.xlsx").mkdir()
    for name in ("没有.xlsx", "夹.xlsx", "没有/没有.xlsx", "长" * 200 + ".xlsx"):
        assert read_or_refuse(tmp_path / name) is None


def test_truncated(tmp_path: Path) -> None:
    """A download that broke off anywhere is refused, at every length tried."""
    whole = book()
    for length in [*range(1, 64), *range(64, len(whole) - 1, max(1, len(whole) // size(600)))]:
        refused(whole[:length], tmp_path)


ODD_PLACES = {
    "row no number": ('<row r="abc"><c r="D6"><v>7</v></c></row>',),
    "style no number": ('<row r="6"><c r="D6" s="x"><v>7</v></c></row>',),
    "style out of range": ('<row r="6"><c r="D6" s="99999"><v>7</v></c></row>',),
    "negative style": ('<row r="6"><c r="D6" s="-1"><v>7</v></c></row>',),
    "address without column": ('<row r="6"><c r="6"><v>7</v></c></row>',),
    "address without row": ('<row r="6"><c r="D"><v>7</v></c></row>',),
    "address of no cell": ('<row r="6"><c r="$D$6"><v>7</v></c></row>',),
    "address in Chinese": ('<row r="6"><c r="丁6"><v>7</v></c></row>',),
    "huge row": ('<row r="99999999999999999999999"><c><v>7</v></c></row>',),
    "huge column": ('<row r="6"><c r="ZZZZZZZZZZZZZ6"><v>7</v></c></row>',),
    "unknown type": ('<row r="6"><c r="D6" t="zz"><v>7</v></c></row>',),
    "number no number": ('<row r="6"><c r="D6"><v>七</v></c></row>',),
    "number nan": ('<row r="6"><c r="D6"><v>nan</v></c></row>',),
    "number infinite": ('<row r="6"><c r="D6"><v>1e999</v></c></row>',),
    "number underscored": ('<row r="6"><c r="D6"><v>1_000</v></c></row>',),
    "number full-width": ('<row r="6"><c r="D6"><v>１２</v></c></row>',),
    "number of ten thousand digits": (f'<row r="6"><c r="D6"><v>{"9" * 10_000}</v></c></row>',),
    "shared formula without master": ('<row r="6"><c r="D6"><f t="shared" si="3"/><v>7</v></c></row>',),
    "shared formula out of the sheet": (
        '<row r="6"><c r="D6"><f t="shared" si="3">XFD1048576+A1</f><v>7</v></c><c r="A1"><f t="shared" si="3"/></c></row>',),
    "surrogate escape": ('<row r="6"><c r="D6" t="inlineStr"><is><t>_xD800_</t></is></c></row>',),
    "cell twice": ('<row r="6"><c r="D6"><v>7</v></c><c r="D6"><v>8</v></c></row>',),
    "deep nesting": ("<a>" * 5000 + "</a>" * 5000,),
}


@pytest.mark.parametrize("case", ODD_PLACES)
def test_odd_sheets(case: str, tmp_path: Path) -> None:
    """A sheet whose cells are written against the standard is read or refused; no number is made up."""
    data = packages.edit(book(), SHEET, "<sheetData>.*</sheetData>", f"<sheetData>{ODD_PLACES[case][0]}</sheetData>")
    path = tmp_path / "odd.xlsx"
    path.write_bytes(data)
    submission = read_or_refuse(path)
    if submission is not None:
        found = submission.cells[NAME]
        assert found.kind != NUMBER or found.number is None or found.number in (7, 8)
        json.dumps(found.raw, ensure_ascii=False).encode("utf-8")  # can be printed and stored


@pytest.mark.parametrize("address", ["XFD1048576", "U1048576", "ZZ100000", "A1048576", "XFD1"])
def test_stray_cells(address: str, tmp_path: Path) -> None:
    """One stray value far away changes nothing, and costs nothing (calamine: 0.7 to 6 GiB, or an abort)."""
    row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    stray = f'<row r="{row}"><c r="{address}"><v>1</v></c></row></sheetData>'
    path = tmp_path / "stray.xlsx"
    path.write_bytes(packages.edit(book(), SHEET, "</sheetData>", stray))
    submission = read_or_refuse(path)
    assert submission is not None
    assert submission.cells[NAME].number == 12


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"
DOCTYPES = {
    "bomb": ENTITIES, "external": '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    "external entity": '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/x">]>', "bare": "<!DOCTYPE worksheet>",
}


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "docProps/custom.xml",
                                  "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("doctype", DOCTYPES)
def test_document_types(part: str, doctype: str, tmp_path: Path) -> None:
    """A DTD is refused in every part that is read, whatever it declares."""
    data = packages.edit(book(), part, r"(\?>\s*)", rf"\1{DOCTYPES[doctype]}", count=1)
    assert "DTD" in refused(data, tmp_path)


def test_missing_parts(tmp_path: Path) -> None:
    """Without any one part the workbook is refused, or read with nothing made up."""
    path = tmp_path / "part.xlsx"
    for name in packages.parts_of(book()):
        path.write_bytes(without(name))
        submission = read_or_refuse(path)
        assert submission is None or submission.cells[NAME].number in (12, None), name


def test_sheet_gone_from_the_workbook(tmp_path: Path) -> None:
    """A sheet that was deleted leaves its cells unread, not blank and not 0."""
    path = tmp_path / "deleted.xlsx"
    path.write_bytes(packages.edit(book(), "xl/workbook.xml", '<sheet name="申请情况"[^>]*/>', ""))
    submission = read_or_refuse(path)
    assert submission is not None
    assert {value.kind for name, value in submission.cells.items() if name.startswith("申请[")} == {UNREAD}


def test_bit_errors(tmp_path: Path) -> None:
    """200 seeded bit errors: the checksum catches what the reader reads; otherwise the figures are those of the file."""
    path, random, whole = tmp_path / "bit.xlsx", Random(20240115), book()
    path.write_bytes(whole)
    right = read_workbook(path, library())
    for _ in range(200):
        data = bytearray(whole)
        place = random.randrange(len(data))
        data[place] ^= 1 << random.randrange(8)
        path.write_bytes(bytes(data))
        submission = read_or_refuse(path)
        assert submission is None or submission.cells == right.cells or any(
            value.kind == UNREAD for value in submission.cells.values()), place


def test_bit_errors_under_a_right_checksum(tmp_path: Path) -> None:
    """The same inside a part, packed again: whatever XML comes out, the reader reads or refuses it."""
    path, random, parts = tmp_path / "bit.xlsx", Random(20240116), packages.parts_of(book())
    read = [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels",
            "docProps/custom.xml", "_rels/.rels"]
    for _ in range(size(1000)):
        name = random.choice(read)
        data = bytearray(parts[name])
        data[random.randrange(len(data))] ^= 1 << random.randrange(7)
        path.write_bytes(packages.pack({**parts, name: bytes(data)}))
        read_or_refuse(path)


def test_too_many_cells(tmp_path: Path) -> None:
    """A sheet with a million cells is refused, not held in memory."""
    row = "".join("<c><v>1</v></c>" for _ in range(1000))
    many = "".join(f'<row r="{number}">{row}</row>' for number in range(100, 1100))
    assert "格以上" in refused(packages.edit(book(), SHEET, "</sheetData>", many + "</sheetData>"), tmp_path)


def test_too_many_parts(tmp_path: Path) -> None:
    """A package with 20,000 parts is refused."""
    parts = packages.parts_of(book()) | {f"xl/media/{number}.txt": b"" for number in range(20_000)}
    assert "部件" in refused(packages.pack(parts), tmp_path)


def test_a_file_too_large_to_be_one(tmp_path: Path) -> None:
    """A file of 65 MB is refused by its size, before it is read."""
    path = tmp_path / "large.xlsx"
    with path.open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(65 * 2**20)
    assert read_or_refuse(path) is None


def test_the_cell_of_the_sound_workbook(tmp_path: Path) -> None:
    """The workbook all these are made from is read, so that the refusals above mean something."""
    path = tmp_path / "sound.xlsx"
    path.write_bytes(book())
    assert read_workbook(path, library()).cells[NAME].number == 12
    assert packages.put(book(), f'<c r="{CELL}"><v>1</v></c>') != book()
