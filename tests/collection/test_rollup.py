"""A county's reports added up: exact, complete, nothing twice, every figure traceable to its unit."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

import sizes
from forms import consistent
from xlreport.collection.roster import Roster
from xlreport.collection.roster_file import read_roster
from xlreport.errors import OutputError, UsageError
from xlreport.flows.collecting import collect
from xlreport.flows.filling import workbook
from xlreport.flows.rolling import roll_up_store
from xlreport.form.exchange import from_json, to_json
from xlreport.form.library import Library
from xlreport.rules.load import load_rules
from xlreport.rules.model import FACT, THIS
from xlreport.sources import read_submission

FORM = "zfxxgk-2021"
UNITS = sizes.size(60) + 6
HEADS = ["单位名称", "统一社会信用代码", "上级单位", "联系人", "报送期限", "收到日期", "别名"]


def write_roster(path: Path, rows: list[list[Any]]) -> Path:
    """A roster with a title line above its heads."""
    book = openpyxl.Workbook()
    book.active.append(["2023年度年报单位名录"])
    book.active.append(HEADS)
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def plan(folder: Path, library: Library) -> dict[str, Decimal]:
    """Consistent reports, one with an error, one on the old form; the sum of those that count."""
    folder.mkdir()
    form, rules = library.form(FORM), load_rules(library, FORM)
    total = dict.fromkeys((*form.cells, *form.facts), Decimal(0))
    for number in range(UNITS):
        report = consistent(form, rules, Random(number)).known
        cells = {name: str(figure) for name, figure in report[THIS].items()}
        data: dict[str, Any] = {"form": FORM, "unit": f"第{number}局", "year": 2023, "cells": cells,
                                "facts": {name: str(figure) for name, figure in report[FACT].items()}}
        if number == 0:
            cells["申请[本年新收, 自然人]"] = str(report[THIS]["申请[本年新收, 自然人]"] + 7)
        elif number == 1:
            old = library.form("zfxxgk-2019")
            data = {"form": old.id, "unit": "第1局", "year": 2023, "cells": dict.fromkeys(old.cells, 0)}
        elif number == 2:
            continue
        else:
            for name, figure in (report[THIS] | report[FACT]).items():
                total[name] += figure
        (folder / f"{number}.xlsx").write_bytes(workbook(from_json(data, library), library))
    return total


def test_totals_equal_the_plan(tmp_path: Path, library: Library) -> None:
    """To the last digit; who is late, wrong or on another form is named; the workbook opens and checks."""
    total = plan(tmp_path / "年报", library)
    roster = write_roster(tmp_path / "名录.xlsx", [
        ["江城县人民政府", "", "", "", "", "", ""],
        *[[f"第{number}局", "", "江城县人民政府", f"张{number}", "2024-01-26", None, ""] for number in range(UNITS)],
        ["邻县某局", "", "邻县人民政府", "", "", "", ""]])
    store, output = tmp_path / "库.duckdb", tmp_path / "汇总.xlsx"
    collect(str(tmp_path / "年报"), store, library, jobs=2)
    done = roll_up_store(store, output, library, "江城县人民政府", 2023, FORM, roster)
    assert done.rollup.missing == ("第2局",)
    assert {part.unit: part.why for part in done.rollup.left_out} == {"第0局": "有错误，没有计入", "第1局": "版本不符（zfxxgk-2019）"}
    assert done.face == f"应报 {UNITS} 个，实报 {UNITS - 1} 个，缺报 1 个；计入汇总 {UNITS - 3} 份，没有计入 2 份"
    read = read_submission(output, library)
    assert {name: read.value(name).number for name in total} == total
    book = openpyxl.load_workbook(output)
    sheet = book["来源"]
    heads = [cell.value for cell in sheet[5]]
    column = heads.index(library.form(FORM).cells["公开[行政许可, 处理决定]"].label) + 1
    figures = [sheet.cell(row, column).value for row in range(6, 6 + UNITS - 3)]
    assert sum(Decimal(str(figure)) for figure in figures) == total["公开[行政许可, 处理决定]"]
    assert "来源" in book["主动公开"]["B9"].hyperlink.location
    assert done.face in [cell.value for cell in book["封面"][2]]
    with pytest.raises(OutputError):
        roll_up_store(store, output, library, "江城县人民政府", 2023, FORM)


def test_keeping_units_with_errors_is_a_stated_choice(tmp_path: Path, library: Library) -> None:
    """keep counts them; a second, different report of one unit is never added twice."""
    plan(tmp_path / "年报", library)
    (tmp_path / "年报" / "4 副本.xlsx").write_bytes((tmp_path / "年报" / "4.xlsx").read_bytes())
    other = to_json(read_submission(tmp_path / "年报" / "5.xlsx", library))
    other["cells"]["公开[行政许可, 处理决定]"] += 1
    (tmp_path / "年报" / "5 副本.xlsx").write_bytes(workbook(from_json(other, library), library))
    store = tmp_path / "库.duckdb"
    collect(str(tmp_path / "年报"), store, library, jobs=1)
    done = roll_up_store(store, tmp_path / "汇总.xlsx", library, "江城县人民政府", 2023, FORM, with_errors="keep")
    assert "第0局" in {part.unit for part in done.rollup.counted}
    assert [part.why.split("，")[1] for part in done.rollup.left_out if part.unit == "第4局"] == ["数字相同"]
    assert "第5局" not in {part.unit for part in done.rollup.counted}
    assert {part.why for part in done.rollup.left_out if part.unit == "第5局"} == {"有两份不同的报告，请核对以哪一份为准"}


def test_the_command(tmp_path: Path, library: Library) -> None:
    """Exit 1 and the names while somebody is missing; 2 for a store that is not there."""
    plan(tmp_path / "年报", library)
    store = tmp_path / "库.duckdb"
    collect(str(tmp_path / "年报"), store, library, jobs=1)
    command = [sys.executable, "-m", "xlreport", "rollup", "--store", str(store), "--year", "2023", "--unit", "江城县", "--form", FORM]
    done = subprocess.run([*command, "-o", str(tmp_path / "汇总.xlsx")], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "没有计入：第0局" in done.stderr
    again = subprocess.run([*command[:5], str(tmp_path / "没有.duckdb"), *command[6:], "-o", str(tmp_path / "二.xlsx")],
                           capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert "没有汇集库" in again.stderr


def test_a_roster_is_read_with_plain_heads(tmp_path: Path) -> None:
    """Heads in Chinese in any order, days as people write them; all mistakes together."""
    path = write_roster(tmp_path / "名录.xlsx", [
        ["江城县财政局", "11100000000013127D", "江城县", "李某", "2024年1月26日", date(2024, 1, 25), "财政局、县财政"]])
    (unit,) = read_roster(path)
    assert (unit.due, unit.received, unit.aliases) == (date(2024, 1, 26), date(2024, 1, 25), ("财政局", "县财政"))
    write_roster(path, [["甲局", "A1", "", "", "下周", None, ""], ["", "A2", "", "", "", None, ""], ["乙局", "A1", "", "", "", None, ""]])
    with pytest.raises(UsageError, match=r"第 3 行.*不是日期.*第 4 行.*没有单位名称"):
        read_roster(path)


def test_names_are_matched_or_offered_never_guessed(tmp_path: Path) -> None:
    """By code first, then a name only one unit has; the same name twice, or a near one, is offered."""
    roster = Roster(read_roster(write_roster(tmp_path / "名录.xlsx", [
        ["城关镇人民政府", "C1", "东县", "", "", "", ""], ["城关镇人民政府", "C2", "西县", "", "", "", ""],
        ["江城县财政局", "C3", "东县", "", "", "", "县财政局"]])))
    assert roster.match("随便", "C2").unit == roster.units[1]
    assert roster.match("县财政局", "").unit == roster.units[2]
    assert roster.match("城关镇人民政府", "").unit is None
    assert roster.match("城关镇人民政府", "").near == ("城关镇人民政府（东县，C1）", "城关镇人民政府（西县，C2）")
    assert roster.match("江城县财政局 ", "").unit == roster.units[2]
    assert roster.match("江城财政局", "") == (None, ("江城县财政局",))
