"""compare and review as commands: where they write, what they refuse."""

from pathlib import Path
from typing import Any


def test_compare_writes_beside_this_year(folder: Path, files: Any, program: Any) -> None:
    files.workbook(folder / "今年.xlsx", {}, year=2024)
    files.workbook(folder / "去年.xlsx", {"申请[结转下年, 自然人]": 2, "申请[结转下年, 总计]": 2}, year=2023)
    done = program("compare", "今年.xlsx", "去年.xlsx")
    assert (done.code, done.errors) == (0, "")
    page = (folder / "今年-对照.html").read_text("utf-8")
    assert "[Y101]" in page
    assert program("compare", "今年.xlsx", "去年.xlsx").code == 0  # an earlier result is written anew
    assert program("compare", "今年.xlsx", "去年.xlsx", "-o", "去年.xlsx").code == 2
    assert program("compare", "今年.xlsx", "没有.xlsx").code == 2
    swapped = program("compare", "去年.xlsx", "今年.xlsx")
    assert swapped.code == 0
    assert "仍作了对照" in swapped.errors


def test_review_writes_word_or_page(folder: Path, files: Any, program: Any) -> None:
    files.workbook(folder / "年报.xlsx", files.wrong)
    assert program("review", "年报.xlsx").code == 0
    assert (folder / "年报-送审单.docx").read_bytes()[:2] == b"PK"
    again = program("review", "年报.xlsx")
    assert (again.code, "已经存在" in again.errors) == (2, True)
    assert program("review", "年报.xlsx", "-o", "单.html").code == 0
    assert "送审单" in (folder / "单.html").read_text("utf-8")
    assert program("review", "年报.xlsx", "-o", "单.pdf").code == 2


def test_the_map(program: Any) -> None:
    done = program("rules", "zfxxgk-2021", "--map")
    assert done.code == 0
    assert "一、本年新收 | ●◎" in done.out
    cells = program("rules", "--map", "--json").data["cells"]
    assert len(cells) == 200
    assert {"cell", "typed", "automatic"} == set(cells[0])
