"""xlreport mark and unmark as a person types them."""

from pathlib import Path
from typing import Any

import packages


def test_mark_then_unmark(folder: Path, files: Any, program: Any) -> None:
    book = files.workbook(folder / "年报.xlsx", files.wrong)
    before = book.read_bytes()
    done = program("mark", "年报.xlsx")
    assert (done.code, done.errors) == (0, "")
    assert "年报（已标记）.xlsx" in done.out
    assert "红：错误" in done.out
    again = program("unmark", "年报（已标记）.xlsx", "-o", "还原.xlsx")
    assert "和标记前完全一样" in again.out
    assert packages.parts_of((folder / "还原.xlsx").read_bytes()) == packages.parts_of(before)
    assert book.read_bytes() == before
    twice = program("mark", "年报.xlsx")
    assert twice.code == 2
    assert "已经存在" in twice.errors
    assert "没有写副本" in program("unmark", "年报.xlsx").out
    assert sorted(path.name for path in folder.iterdir()) == ["年报.xlsx", "年报（已标记）.xlsx", "还原.xlsx"]


def test_what_is_no_workbook_is_one_line(folder: Path, program: Any) -> None:
    (folder / "年报.docx").write_bytes(b"PK\x03\x04")
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04" + bytes(100))
    for name in ("年报.docx", "坏.xlsx", "没有.xlsx"):
        for command in ("mark", "unmark"):
            done = program(command, name)
            assert (done.code, done.out, len(done.errors.splitlines())) == (2, "", 1)
            assert name in done.errors


def test_english(folder: Path, files: Any, program: Any) -> None:
    files.workbook(folder / "a.xlsx", files.wrong)
    assert "cells marked in the copy" in program("mark", "a.xlsx", language="en").out
    assert (folder / "a (marked).xlsx").exists()
