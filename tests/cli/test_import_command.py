"""`xlreport import`: a finished report becomes a workbook that checks the same; what was not read is listed, nothing is written over."""

from pathlib import Path
from typing import Any

import openpyxl

REPORT = Path(__file__).parent.parent / "data" / "look-alike-2022.txt"


def text(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """A copy of the report with words replaced."""
    words = REPORT.read_text("utf-8")
    for old, new in changes:
        assert old in words
        words = words.replace(old, new)
    (folder / name).write_text(words, "utf-8")
    return folder / name


def test_figures_and_texts_arrive(program: Any, folder: Path) -> None:
    """The workbook says what the report says, and check finds the same in both."""
    text(folder, "年报.txt")
    run = program("import", "年报.txt", "-o", "年报.xlsx")
    assert run.code == 0, run.errors
    assert "200 个数全部读到" in run.out
    report, book = program("values", "年报.txt").data, program("values", "年报.xlsx").data
    assert book["cells"] == report["cells"]
    assert (book["text"], book["cover"], book["unit"], book["year"]) == (report["text"], report["cover"], report["unit"], report["year"])
    assert set(report["text"]) >= {"序言", "总体情况", "存在问题及改进情况", "其他需要报告的事项"}

    def balance(name: str) -> list[str]:
        found = program("check", name, "--format", "json").data["files"][0]["findings"]
        return [each["instance"] for each in found if each["family"] in ("balance", "years")]

    assert balance("年报.xlsx") == balance("年报.txt")
    sheet = openpyxl.load_workbook(folder / "年报.xlsx")["导入情况"]
    assert "200 个数读到 200 个" in sheet["A1"].value


def test_nothing_is_written_over(program: Any, folder: Path) -> None:
    text(folder, "年报.txt")
    (folder / "年报.xlsx").write_bytes(b"mine")
    run = program("import", "年报.txt", "-o", "年报.xlsx")
    assert run.code == 2
    assert "已经存在" in run.errors
    assert (folder / "年报.xlsx").read_bytes() == b"mine"


def test_many_at_once(program: Any, folder: Path) -> None:
    """One workbook each, one summary; a bad file is named and stops no other."""
    (folder / "收到").mkdir()
    text(folder / "收到", "甲.txt")
    text(folder / "收到", "乙.txt")
    (folder / "收到" / "坏.docx").write_bytes(b"no document")
    run = program("import", "收到", "-o", "工作簿")
    assert run.code == 2
    assert "3 份：做好 2 份工作簿（其中 0 份有要补的数），没有做成 1 份" in run.out
    assert "坏.docx" in run.errors
    made = sorted(path.name for path in (folder / "工作簿").iterdir())
    assert len(made) == 2
    assert made[1].endswith("2022.xlsx")
    assert made[0].endswith("2022(2).xlsx")
    again = program("import", "收到", "-o", "工作簿")
    assert again.code == 2
    assert again.errors.count("已经存在") == 2


def test_what_was_not_read_is_blank_and_listed(program: Any, folder: Path) -> None:
    """A row that is lost stays blank, is named with its cell, and check says it is not filled in."""
    lines = REPORT.read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if "属于国家秘密" in line)
    del lines[start + 2 : start + 8]
    (folder / "缺.txt").write_text("\n".join(lines), "utf-8")
    run = program("import", "缺.txt", "-o", "缺.xlsx")
    assert run.code == 1
    assert "空着，见“导入情况”表" in run.out
    book = openpyxl.load_workbook(folder / "缺.xlsx")
    rows = list(book["导入情况"].iter_rows(min_row=4, values_only=True))
    listed = [row for row in rows if row[0]]
    assert listed
    for row in listed:
        sheet, address = str(row[0]).split(" ")
        value = book[sheet][address].value
        assert (value is None and "请对照原文填上" in str(row[3])) or (str(value).startswith("=IF(") and "自动算出" in str(row[3]))
    assert any(book[str(row[0]).split(" ")[0]][str(row[0]).split(" ")[1]].value is None for row in listed)
    assert program("check", "缺.xlsx").code == 1


def test_only_the_texts(program: Any, folder: Path) -> None:
    """Revised prose goes into a copy; figures and the workbook itself stay; another unit's document is refused."""
    text(folder, "初稿.txt")
    assert program("import", "初稿.txt", "-o", "年报.xlsx").code == 0
    before = (folder / "年报.xlsx").read_bytes()
    unit = program("values", "年报.xlsx").data["unit"]
    last = program("values", "年报.xlsx").data["text"]["其他需要报告的事项"].split("\n")[-1]
    text(folder, "定稿.txt", (last, last + "领导改过的一句。"))
    run = program("import", "--text-only", "定稿.txt", "-o", "年报.xlsx")
    assert run.code == 0, run.errors
    assert "换上 1 段" in run.out
    assert (folder / "年报.xlsx").read_bytes() == before
    old, new = program("values", "年报.xlsx").data, program("values", "年报（正文已更新）.xlsx").data
    assert new["text"]["其他需要报告的事项"].endswith("领导改过的一句。")
    assert {**new, "text": 0} == {**old, "text": 0}
    text(folder, "别的.txt", (unit, "别处县司法局"))
    refused = program("import", "--text-only", "别的.txt", "-o", "年报.xlsx")
    assert refused.code == 2
    assert "没有导入" in refused.errors
    assert program("import", "--text-only", "定稿.txt", "-o", "没有.xlsx").code == 2


def test_paragraphs_with_placeholders_stay(program: Any, folder: Path) -> None:
    """A paragraph that differs from the document only where its figures are placed keeps its placeholders."""
    import json

    text(folder, "定稿.txt")
    data = program("values", "定稿.txt").data
    data["text"]["总体情况"] = data["text"]["总体情况"].replace("12条", "{公开[行政许可, 处理决定]}条") + "\n去掉的一段。"
    (folder / "数.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    assert program("fill", "数.json", "-o", "年报.xlsx").code == 0
    run = program("import", "--text-only", "定稿.txt", "-o", "年报.xlsx")
    assert run.code == 0, run.errors
    assert "换上 1 段" in run.out
    assert program("values", "年报（正文已更新）.xlsx").data["text"]["总体情况"] == data["text"]["总体情况"].removesuffix("\n去掉的一段。")
