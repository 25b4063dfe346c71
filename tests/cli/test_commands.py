"""Every command does its job under GBK, redirected, from a folder with a Chinese name and a space."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlreport.form.library import templates_folder

CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
EXAMPLE = templates_folder() / "zfxxgk-2021" / "example.json"


def test_demo(program: Any, folder: Path, golden: Callable[[str, str], None]) -> None:
    """The worked example: blank, filled and right, three slips found, a page; nothing in a folder in use is touched."""
    run = program("demo")
    assert run.code == 0
    assert run.errors == ""
    made = sorted(path.name for path in (folder / "xlreport-demo").iterdir())
    assert made == ["1-空白工作簿.xlsx", "2-填好的工作簿.xlsx", "3-有三处笔误的工作簿.xlsx", "4-校验结果.html", "5-写出的报告.docx"]
    golden("demo.txt", run.out.replace("xlreport-demo\\", "xlreport-demo/"))
    before = {path: path.read_bytes() for path in (folder / "xlreport-demo").iterdir()}
    again = program("demo")
    assert again.code == 2
    assert "里已经有东西，没有改动" in again.errors
    assert {path: path.read_bytes() for path in (folder / "xlreport-demo").iterdir()} == before
    assert program("demo", "别处/例子").code == 0
    assert len(list((folder / "别处" / "例子").iterdir())) == 5


def test_what_the_demo_wrote_checks_as_it_said(program: Any, folder: Path) -> None:
    """Its filled workbook has no error, the one with three slips has, the blank one waits for figures."""
    program("demo")
    codes = {path.name[0]: program("check", str(path.relative_to(folder))).code for path in (folder / "xlreport-demo").glob("*.xlsx")}
    assert codes == {"1": 1, "2": 0, "3": 1}


def test_forms(program: Any, golden: Callable[[str, str], None]) -> None:
    """The forms known, one of them in full, and both as JSON."""
    run = program("forms")
    assert run.code == 0
    assert [line.split("  ")[0] for line in run.out.splitlines()] == ["zfxxgk-2021", "zfxxgk-2019"]
    golden("forms-zfxxgk-2021.txt", program("forms", "zfxxgk-2021").out)
    data = program("forms", "--json").data
    assert [form["form"] for form in data] == ["zfxxgk-2021", "zfxxgk-2019"]
    one = program("forms", "zfxxgk-2021", "--json").data
    assert one == data[0]
    assert sum(len(table["cells"]) for table in one["tables"]) == 200
    unknown = program("forms", "zfxxgk-2020")
    assert unknown.code == 2
    assert "没有表式“zfxxgk-2020”，是不是“zfxxgk-2021”" in unknown.errors


def test_mistyped(program: Any) -> None:
    """A command or option that is nearly one is offered, in the person's language; what is near nothing is only named."""
    for words, said in ((("chek", "一.xlsx"), "没有命令“chek”，是不是 check？用 xlreport --help 查看用法。"), (("zzz",), "没有命令“zzz”。用"),
                        (("rollup", "--stroe", "库"), "没有选项 --stroe，是不是 --roster、--store？"), (("new", "--zzz"), "没有选项 --zzz。用")):
        run = program(*words)
        assert (run.code, run.out, run.errors.count("\n")) == (2, "", 1)
        assert said in run.errors
    assert "Did you mean 'check'" in program("chek", language="en").errors


def test_rules(program: Any, golden: Callable[[str, str], None]) -> None:
    """The catalogue of a form, one rule on a page, both as JSON; an unknown id is named."""
    run = program("rules", "zfxxgk-2019")
    assert run.code == 0
    assert "S101  错误（须改）  第一项加第二项之和，等于第三项加第四项之和" in run.out
    assert program("rules").out.count("\n") > 30
    golden("rules-S101.txt", program("rules", "S101").out)
    assert program("rules", "s101").out == program("rules", "S101").out
    data = program("rules", "zfxxgk-2021", "--json").data
    assert data["form"] == "zfxxgk-2021"
    assert {"S101", "C101", "W101", "Y101"} <= {rule["id"] for rule in data["rules"]}
    one = program("rules", "S101", "--json").data
    assert len(one["instances"]) == one["instances"].count("S101[总计]") + 6 == 7
    unknown = program("rules", "S109")
    assert unknown.code == 2
    assert "没有规则 S109，是不是“" in unknown.errors
    assert "“S101”" in unknown.errors or "“S102”" in unknown.errors


def test_new(program: Any, folder: Path, files: Any) -> None:
    """A blank workbook for a unit and year, chosen by year or named, with last year's figures; never over a file."""
    run = program("new", "--unit", "示范县财政局", "--year", "2023", "-o", "空白 表.xlsx")
    assert (run.code, run.errors) == (0, "")
    data = program("values", "空白 表.xlsx").data
    assert (data["form"], data["unit"], data["year"]) == ("zfxxgk-2021", "示范县财政局", 2023)
    before = (folder / "空白 表.xlsx").read_bytes()
    assert program("new", "--year", "2023", "-o", "空白 表.xlsx").code == 2
    assert (folder / "空白 表.xlsx").read_bytes() == before
    assert program("new", "--year", "2020", "-o", "旧.xlsx").code == 0
    assert program("values", "旧.xlsx").data["form"] == "zfxxgk-2019"
    files.workbook(folder / "上年.xlsx", {"申请[结转下年, 自然人]": 3, "申请[结转下年, 总计]": 3}, year=2022)
    assert program("new", "--year", "2023", "--last-year", "上年.xlsx", "-o", "带上年.xlsx").code == 0
    assert program("values", "带上年.xlsx").data["last_year"]["申请[结转下年, 自然人]"] == 3
    for wrong in (("--year", "2023", "-o", "甲.docx"), ("-o", "甲.xlsx"), ("--year", "1999", "-o", "甲.xlsx"), ("--year", "2023"),
                  ("--form", "甲", "-o", "甲.xlsx"), ("--year", "二〇二三", "-o", "甲.xlsx"),
                  ("--year", "2023", "--last-year", "没有.xlsx", "-o", "甲.xlsx")):
        run = program("new", *wrong)
        assert (run.code, run.out) == (2, "")
        assert run.errors.startswith("出错：")
        assert run.errors.count("\n") == 1
    assert not (folder / "甲.xlsx").exists()


def test_fill_and_values(program: Any, folder: Path) -> None:
    """The shipped example goes into a workbook and comes back as it was; nothing is overwritten."""
    assert program("fill", str(EXAMPLE), "-o", "填好.xlsx").code == 0
    stated = json.loads(EXAMPLE.read_text("utf-8"))
    data = program("values", "填好.xlsx").data
    assert {key: data[key] for key in stated} == stated
    before = (folder / "填好.xlsx").read_bytes()
    again = program("fill", str(EXAMPLE), "-o", "填好.xlsx")
    assert again.code == 2
    assert "已经存在，没有覆盖" in again.errors
    assert (folder / "填好.xlsx").read_bytes() == before
    assert program("values", "填好.xlsx", "-o", "值.json").raw == b""
    assert json.loads((folder / "值.json").read_text("utf-8")) == data
    assert sorted(path.name for path in folder.iterdir()) == ["值.json", "填好.xlsx"]


def test_fill_and_values_of_several(program: Any, folder: Path, files: Any) -> None:
    """A list makes one workbook a unit in a folder; their values are a list again, each with its path."""
    several = [files.values(unit=unit, year=2023) for unit in ("甲局", "乙/丙局", "甲局二")]
    (folder / "三家.json").write_text(json.dumps(several, ensure_ascii=False), "utf-8")
    assert program("fill", "三家.json", "-o", "三家").code == 0
    made = sorted(path.name for path in (folder / "三家").iterdir())
    assert made == ["乙_丙局2023.xlsx", "甲局2023.xlsx", "甲局二2023.xlsx"]
    data = program("values", "三家").data
    assert [Path(each["path"]).name for each in data] == made
    assert {each["unit"] for each in data} == {"甲局", "乙/丙局", "甲局二"}


def test_two_units_of_one_name(program: Any, folder: Path, files: Any) -> None:
    """Where two reports of a list would be one file, nothing is written but a message that says which; or both are."""
    several = [files.values(unit="甲局", year=2023, cells={"公开[规章, 制发]": number}) for number in (1, 2)]
    (folder / "两家.json").write_text(json.dumps(several), "utf-8")
    run = program("fill", "两家.json", "-o", "两家")
    made = list((folder / "两家").iterdir()) if (folder / "两家").is_dir() else []
    assert (run.code, len(made)) in ((0, 2), (2, 0))


def test_a_list_in_one_file_is_checked_whole(program: Any, folder: Path, files: Any) -> None:
    """`check` and `values` of a VALUES.json with several reports speak of all of them, not of the first."""
    several = [files.values(unit="甲局"), files.values(unit="乙局", cells=files.wrong)]
    (folder / "两家.json").write_text(json.dumps(several), "utf-8")
    run = program("check", "两家.json")
    assert run.code == 1
    assert "乙局" in run.out
    assert [each["unit"] for each in program("values", "两家.json").data] == ["甲局", "乙局"]
    (folder / "零家.json").write_text("[]")
    assert program("check", "零家.json").code == 2
    assert program("fill", "零家.json", "-o", "零家").code == 2


def test_fill_writes_workbooks_only(program: Any, folder: Path) -> None:
    """A workbook is never written under the name of another kind of file."""
    run = program("fill", str(EXAMPLE), "-o", "报告.docx")
    assert (run.code, run.out) == (2, "")
    assert ".xlsx" in run.errors
    assert not list(folder.iterdir())


@pytest.mark.parametrize("year", ["-5", "0", "123", "20233", "9" * 30])
def test_a_year_has_four_digits(year: str, program: Any, folder: Path) -> None:
    """A mistyped year makes no workbook."""
    run = program("new", "--form", "zfxxgk-2021", "--year", year, "-o", "甲.xlsx")
    assert (run.code, run.out) == (2, "")
    assert run.errors.startswith("出错：")
    assert not list(folder.iterdir())


def test_an_unknown_form_reads_as_a_sentence(program: Any) -> None:
    """Also where no known form is near the word, the ones known follow in a readable sentence."""
    for word in ("甲", "..", "../../etc"):
        assert f"没有表式“{word}”，现有：zfxxgk-2021、zfxxgk-2019" in program("forms", word).errors


def test_build_check(program: Any) -> None:
    """What is built says the same as its sources; nothing is written."""
    run = program("build", "--check")
    assert (run.code, run.out.strip()) == (0, "模板、规则目录和加载项都是最新的。")


def test_a_workbook_typed_in_by_another_program(program: Any, folder: Path) -> None:
    """openpyxl fills the input cells and drops every cached value: totals are read from the form's own formulas."""
    assert program("new", "--unit", "示范县财政局", "--year", "2023", "-o", "空.xlsx").code == 0
    book = openpyxl.load_workbook(folder / "空.xlsx")
    stated = json.loads(EXAMPLE.read_text("utf-8"))["cells"]
    stated |= {"申请[本年新收, 自然人]": 3, "申请[上年结转, 其他]": 1, "申请[予以公开, 自然人]": 2, "申请[重复申请, 自然人]": 1, "申请[结转下年, 其他]": 1}
    for name, value in stated.items():
        table, row, column = re.fullmatch(r"(.+)\[(.+), (.+)\]", name).groups()  # type: ignore[union-attr]
        sheet, address = next(iter(book.defined_names[f"{table}_{row}_{column}"].destinations))
        cell = book[sheet][address.replace("$", "")]
        if cell.data_type != "f":
            cell.value = value
    for item in ("通知件数", "通知金额", "实收金额"):  # the clause on offer for section six asks for them
        sheet, address = next(iter(book.defined_names[f"文中_信息处理费_{item}"].destinations))
        book[sheet][address.replace("$", "")].value = 0
    book.save(folder / "填.xlsx")
    run = program("check", "填.xlsx")
    assert run.code == 0, run.out
    data = program("values", "填.xlsx").data["cells"]
    assert data["申请[本年新收, 总计]"] == 3
    assert (data["申请[总计, 自然人]"], data["申请[总计, 总计]"], data["申请[上年结转, 总计]"]) == (3, 3, 1)
    book["申请情况"]["D6"].value = 4
    book.save(folder / "错.xlsx")
    wrong = program("check", "错.xlsx")
    assert wrong.code == 1
    assert "申请情况" in wrong.out
    assert "第一项加第二项＝4" in wrong.out


@pytest.mark.parametrize("arguments", [
    ("--help",), ("check", "--help"), ("demo", "--help"), ("forms", "--help"), ("rules", "--help"), ("new", "--help"), ("fill", "--help"),
    ("values", "--help"), ("build", "--help"),
])
def test_help(arguments: tuple[str, ...], program: Any) -> None:
    """Help is Chinese, with no English head left; with XLREPORT_LANG=en not one Chinese character."""
    run = program(*arguments)
    assert run.code == 0
    assert CHINESE.search(run.out)
    for word in ("Usage", "Options", "Commands", "Arguments", "Show this", "[required]", "[default"):
        assert word not in run.out
    english = program(*arguments, language="en")
    assert english.code == 0
    assert not CHINESE.search(english.out)
    assert "Usage" in english.out


def test_no_command_shows_the_commands(program: Any) -> None:
    """`xlreport` alone shows what there is; --version names itself."""
    run = program()
    assert run.out == program("--help").out
    positions = [run.out.index(f"  {name} ") for name in ("demo", "forms", "rules", "new", "fill", "values", "check", "build")]
    assert positions == sorted(positions)
    assert program("--version").out.startswith("xlreport ")


@pytest.mark.skipif(sys.platform == "win32", reason="there it installs")
def test_addin_on_another_system(program: Any) -> None:
    """The add-in is for Excel on Windows; elsewhere one sentence says what to use."""
    for action in ("install", "status", "uninstall"):
        run = program("addin", action)
        assert (run.code, run.out) == (2, "")
        assert run.errors == "出错：加载项要在 Windows 的 Excel 里用，这台电脑不是 Windows。用 LibreOffice 的，运行 xlreport libreoffice install\n"
    assert program("addin", "instal").errors.startswith("出错：addin 后面写 install、status 或 uninstall，现为 instal")
    assert program("addin", "install", "--to", "desktop").errors.startswith("出错：--to 只能是 xlstart 或 addins，现为 desktop")
