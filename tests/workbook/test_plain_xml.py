"""The quick way of taking a sheet apart says what expat says, or steps aside: a silent difference would be a wrong number."""

import zipfile
from pathlib import Path
from random import Random

import openpyxl
import pytest
from two_readers import by_expat, by_patterns

import forms
from sizes import size
from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.rules.load import load_rules
from xlreport.workbook.archive import BrokenArchive, entries, inflated
from xlreport.workbook.template import workbook_bytes

FORM = "zfxxgk-2021"


@pytest.fixture(scope="module")
def sheets() -> list[bytes]:
    """Sheet parts of workbooks that XlsxWriter and openpyxl wrote."""
    rules = load_rules(library(), FORM)
    found: list[bytes] = []
    for seed in range(4):
        data = workbook_bytes(from_json(forms.values(library().form(FORM), rules, Random(seed)), library()), rules)
        found += [inflated(data, entry, 2**26) for name, entry in entries(data).items() if "worksheets/sheet" in name]
    return found


def test_both_ways_agree(sheets: list[bytes]) -> None:
    """On whole sheets the patterns are used, and say what expat says."""
    for data in sheets:
        assert by_patterns(data) is not None
        assert by_patterns(data) == by_expat(data)


def test_openpyxl_sheets_take_the_quick_way(tmp_path: Path) -> None:
    """What openpyxl writes is read by patterns as well, where it does not write inline strings."""
    book = openpyxl.Workbook()
    for row in ([1, 2.5, "甲"], [None, "=A1+1", True], ["a&b<c>", "=IF(A1<2,\"x\",\"\")", "#N/A"]):
        book.active.append(row)
    book.save(tmp_path / "by openpyxl.xlsx")
    with zipfile.ZipFile(tmp_path / "by openpyxl.xlsx") as package:
        data = package.read("xl/worksheets/sheet1.xml")
    assert by_patterns(data) in (None, by_expat(data))
    assert len(by_expat(data) or ()) == 6  # texts are inline strings there


def test_damaged_sheets_are_never_read_otherwise(sheets: list[bytes]) -> None:
    """After any damage the patterns step aside, or say exactly what expat says; what expat refuses they do not read."""
    random = Random(7)
    used = 0
    for _ in range(size(20_000)):
        data = bytearray(random.choice(sheets))
        end = data.find(b"</sheetData>")
        for _ in range(random.randint(1, 3)):
            place = random.randrange(200, end)
            change = random.choice(["flip", "drop", "double", "cut"])
            if change == "flip":
                data[place] ^= 1 << random.randrange(8)
            elif change == "drop":
                del data[place]
            elif change == "double":
                data[place:place] = data[place : place + random.randint(1, 30)]
            else:
                data[place:place] = random.choice(
                    (b"<!-- -->", b"<![CDATA[7]]>", b"&amp;", b"&#49;", b"&x;", b"]]>", b"\r\n", b"<v>1</v>", b"<c r=\"A1\"/>", b'"', b"\x01"))
        quick = by_patterns(bytes(data))
        if quick is not None:
            used += 1
            assert quick == by_expat(bytes(data)), bytes(data[max(0, place - 80) : place + 80])
    assert used > size(20_000) // 20, "the patterns were hardly used: the test proves little"


def test_the_archive_agrees_with_zipfile(tmp_path: Path) -> None:
    """Names, sizes and bytes of parts are those that the standard library reads, zip64 and foreign packing included."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/甲.xml", "内容" * 500)
        with package.open("xl/big.xml", "w", force_zip64=True) as stream:
            stream.write(b"64" * 1000)
        package.writestr(zipfile.ZipInfo("xl/stored.xml"), b"as it is")
    data = path.read_bytes()
    with zipfile.ZipFile(path) as package:
        assert {name: inflated(data, entry, 2**20) for name, entry in entries(data).items()} == {
            name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_LZMA) as package:
        package.writestr("a", b"x" * 100)
    rare = (tmp_path / "b.zip").read_bytes()
    with pytest.raises(BrokenArchive):
        inflated(rare, entries(rare)["a"], 2**20)
