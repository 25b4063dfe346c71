"""Formats that another library reads: what it cannot tell apart is said."""

import zipfile
from pathlib import Path

import pytest

from xlreport.workbook import old_books
from xlreport.workbook.old_looks import nothing
from xlreport.workbook.xls_looks import looks_of_xls


def test_an_xlsb_is_known_by_what_it_is(tmp_path: Path) -> None:
    """By its workbook part, whatever it is called; nothing else is taken for one."""
    path = tmp_path / "年报.xls"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.bin", b"")
    assert old_books._binary(path)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", b"")
    assert not old_books._binary(path)
    for data in (b"", b"PK", b"PK\x03\x04"):
        path.write_bytes(data)
        assert not old_books._binary(path)
    assert not old_books._binary(tmp_path / "没有.xlsb")


def test_what_the_second_reader_cannot_tell_is_no_blank(tmp_path: Path) -> None:
    """A compound file that xlrd does not understand is refused, not read without its errors; another layout has none of them."""
    path = tmp_path / "年报.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(ValueError, match="Error"):
        looks_of_xls(path)
    path.write_bytes(b"PK\x03\x04")
    assert looks_of_xls(path) == nothing()
