"""Three who are new here, with README alone: a rule with its cases, another wording of a label, and a form of another office.

What they type and write is what README prints (tests/readme.py); only the figures are theirs.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from readme import files, run, write
from xlreport.demonstration import demonstrate
from xlreport.form.library import Library


@pytest.fixture
def desk(tmp_path: Path, library: Library) -> Path:
    """A folder with a finished workbook, 年报.xlsx, and nothing else."""
    for _ in demonstrate(tmp_path / "例子", library):
        pass
    (tmp_path / "例子" / "2-填好的工作簿.xlsx").rename(tmp_path / "年报.xlsx")
    return tmp_path


def changed(place: Path, workbook: str, **cells: Any) -> None:
    """改.xlsx: a workbook with other figures, by way of the VALUES.json that README describes."""
    values = json.loads(run(f"xlreport values {workbook}", place, (0,)).partition("\n使用")[0])
    values["cells"].update({name: cells.get(name, 0 if cells.get("rest") == 0 else old) for name, old in values["cells"].items()})
    values["text"].update({code: text for code, text in cells.items() if code in ("说明",)})
    (place / "改.xlsx").unlink(missing_ok=True)
    (place / "改.json").write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    run("xlreport fill 改.json -o 改.xlsx", place, (0,))


def test_everything_that_is_printed_is_used_here() -> None:
    """README prints these files; another one wants a newcomer of its own."""
    assert {name.partition("/")[2] for name in files()} == {
        "zfxxgk-2021/rules.toml", "zfxxgk-2021/cases.toml", "zfxxgk-2021/labels.toml", "xzzf-2026/form.toml", "xzzf-2026/rules.toml", "xzzf-2026/cases.toml"}


def test_a_rule_with_its_cases(desk: Path) -> None:
    """Without cases they are asked for; with them the rule stands, and finds what breaks it as something to confirm."""
    write(desk, "zfxxgk-2021/rules")
    assert "S901 缺少例子：通过、不符、无法判断" in run("xlreport rules S901", desk, (1,))
    write(desk, "zfxxgk-2021/cases")
    assert "3 个例子都与规则相符" in run("xlreport rules S901", desk, (0,))
    assert "S901" not in run("xlreport check 年报.xlsx", desk, (0,))
    changed(desk, "年报.xlsx", **{"申请[予以公开, 自然人]": 3, "申请[予以公开, 总计]": 3, "申请[总计, 总计]": 2})
    said = run("xlreport check 改.xlsx", desk)
    assert "[S901]" in said
    assert "予以公开的申请，不多于办理总数" in said


def test_a_wording_of_a_label(desk: Path) -> None:
    """A row under another name is not read, and that says where to teach it; taught, every figure is there."""
    run("xlreport write 年报.xlsx --to html -o 别人的.html", desk, (0,))
    page = (desk / "别人的.html").read_text("utf-8")
    assert "四、结转下年度继续办理" in page
    (desk / "别人的.html").write_text(page.replace("四、结转下年度继续办理", "四、跨年办理"), "utf-8")
    said = run("xlreport check 别人的.html", desk, (1,))
    assert "没有读到“四、结转下年度”，7 格没有数" in said
    assert "forms/zfxxgk-2021/labels.toml" in said
    write(desk, "labels")
    assert "通过" in run("xlreport check 别人的.html", desk, (0,))


def test_a_third_form(desk: Path) -> None:
    """From an empty folder to a checked workbook, a Word report and back, with no Python; the broken sum is found with its cell."""
    write(desk, "xzzf-2026")
    assert "G901 的例子不对" not in run("xlreport rules xzzf-2026", desk, (0,))
    assert "行政执法工作年度报告" in run("xlreport new --form xzzf-2026 --unit 江城县城市管理局 --year 2026 -o 执法年报.xlsx", desk, (0,))
    assert "还有 8 格没有填" in run("xlreport check 执法年报.xlsx", desk, (1,))
    figures = {"执法[办结, 本年]": 13, "执法[处罚, 本年]": 8, "执法[不予处罚, 本年]": 5, "rest": 0}
    changed(desk, "执法年报.xlsx", **(figures | {"执法[办结, 本年]": 31}))
    said = run("xlreport check 改.xlsx", desk, (1,))
    assert "现为 31，应为 13（两位数字颠倒）" in said
    changed(desk, "执法年报.xlsx", **(figures | {"说明": "没有需要说明的。"}))
    run("xlreport write 改.xlsx -o 执法年报.docx", desk, (0,))
    assert "通过" in run("xlreport check 执法年报.docx", desk, (0,))
    assert "8 个数全部读到" in run("xlreport import 执法年报.docx -o 读回.xlsx", desk, (0,))


def test_a_mistake_in_what_they_write_is_named(desk: Path) -> None:
    """The usual slips of somebody who copies: each says the file, the place, and what to write."""
    write(desk, "xzzf-2026")
    form = desk / "forms" / "xzzf-2026" / "form.toml"
    right = form.read_text("utf-8")
    for old, new, says in (
        ('table   = "执法"', 'text    = "执法"', "报告里没有放这张表的地方"), ('"上年数"]', '"上年"]', "“上年”不能作代码：规则里这个词另有意思"),
        ('id    = "xzzf-2026"', 'id    = "xzzf-2025"', "文件夹名是“xzzf-2026”"), ("| =罚没金额", "| =罚没金额[本年]", "格，别的行有"),
    ):
        form.write_text(right.replace(old, new, 1), "utf-8")
        said = run("xlreport rules xzzf-2026", desk, (2,))
        assert "xzzf-2026/form.toml" in said
        assert says in said
