"""The overview of a year shows exactly what was planned, escapes what it shows, and needs neither script nor network."""

import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from test_rollup import FORM, UNITS, plan, write_roster

from xlreport.errors import UsageError
from xlreport.files import earlier_result
from xlreport.flows.collecting import collect
from xlreport.flows.filling import workbook
from xlreport.flows.overseeing import year_at_a_glance
from xlreport.form.exchange import from_json, to_json
from xlreport.form.library import Library
from xlreport.sources import read_submission

HOSTILE = "第3局<script>alert(1)</script>"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """A store of planned reports with a second version of one, a stranger, and last year's report of one unit; a roster."""
    place = tmp_path_factory.mktemp("总览")
    plan(place / "年报", library)
    other = to_json(read_submission(place / "年报" / "5.xlsx", library))
    other["cells"]["公开[行政许可, 处理决定]"] += 1
    (place / "年报" / "5.json").write_text(json.dumps(other, ensure_ascii=False), "utf-8")
    (place / "年报" / "外.json").write_text(json.dumps(other | {"unit": HOSTILE}, ensure_ascii=False), "utf-8")
    last = to_json(read_submission(place / "年报" / "4.xlsx", library)) | {"year": 2022}
    (place / "年报" / "去年4.xlsx").write_bytes(workbook(from_json(last, library), library))
    write_roster(place / "名录.xlsx", [[f"第{number}局", "", "江城县", f"电话{number}", "2024-01-26", "2024-01-20" if number % 2 else "2024-01-29", ""]
                                     for number in range(UNITS)])
    collect(str(place / "年报"), place / "库.duckdb", library, jobs=1)
    return place


def test_what_was_planned(place: Path, library: Library) -> None:
    """Missing, late, wrong, two versions, strangers, last year: each as planned."""
    found = year_at_a_glance(place / "库.duckdb", place / "总览.html", library, 2023, FORM, place / "名录.xlsx")
    assert [standing.unit.unit for standing in found.standings if not standing.versions] == ["第2局"]
    assert {standing.unit.unit for standing in found.standings if (standing.late or 0) > 0} == {
        f"第{number}局" for number in range(UNITS) if number % 2 == 0 and number != 2}
    assert [(stranger.unit, stranger.near[:1]) for stranger in found.strangers] == [(HOSTILE, ())]
    (differs,) = [standing for standing in found.standings if standing.differences]
    assert (differs.unit.unit, len(differs.differences), differs.twice) == ("第5局", 1, False)
    assert "主动公开 B9" in differs.differences[0]
    assert found.calls[0].unit == "第2局"
    assert found.last_units == 1
    assert {call.unit for call in found.calls if "错误" in call.reason} >= {"第0局"}


def test_copied_words_are_named(tmp_path: Path, library: Library) -> None:
    """A report whose words are another's is on the phone list with the share; sentences that every report has do not count."""
    common = "根据《中华人民共和国政府信息公开条例》编制本报告。本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
    own = {"甲局": "围绕老旧小区改造，把施工计划和进度贴到每个楼道。群众在网上问得最多的是加装电梯的补贴标准。",
           "乙局": "渔港巡查记录每周上墙，休渔期的执法安排提前十天公布。养殖户最关心的是水质监测结果。"}
    own["丙局"] = own["甲局"]
    (tmp_path / "年报").mkdir()
    for name, words in own.items():
        data = {"form": FORM, "unit": name, "year": 2023, "cells": {}, "text": {"总体情况": f"{common}{words}"}}
        (tmp_path / "年报" / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    done = subprocess.run([sys.executable, "-m", "xlreport", "collect", str(tmp_path / "年报"), "--store", str(tmp_path / "库.duckdb"), "--jobs", "1"],
                          capture_output=True, text=True, check=False)
    assert "2023 年有 2 个单位的文字与别的单位雷同：" in done.stderr
    assert "丙局（100% 与甲局相同）" in done.stderr
    found = year_at_a_glance(tmp_path / "库.duckdb", tmp_path / "页.html", library, 2023, FORM)
    assert {(one.first, one.second, one.share) for one in found.alike} == {("甲局", "丙局", 1), ("丙局", "甲局", 1)}
    assert "文字有 100% 与丙局相同" in next(call.reason for call in found.calls if call.unit == "甲局")


def test_the_page_is_whole_and_harmless(place: Path, library: Library) -> None:
    """One file, nothing from elsewhere, no script; names from files are escaped; every figure of the totals is there."""
    found = year_at_a_glance(place / "库.duckdb", place / "页.html", library, 2023, FORM, place / "名录.xlsx")
    page = (place / "页.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page)
    total = next(total for total in found.totals if total.cell == "公开[行政许可, 处理决定]")
    assert sum(number for _, number, _ in total.parts) == total.total
    assert f'<td class="number">{total.total}</td>' in page
    assert earlier_result(place / "页.html")
    with pytest.raises(UsageError, match=r"\.html 或 \.xlsx"):
        year_at_a_glance(place / "库.duckdb", place / "页.pdf", library, 2023, FORM)


def test_the_workbook_says_the_same(place: Path) -> None:
    """The command writes the sheets; exit 0."""
    done = subprocess.run(
        [sys.executable, "-m", "xlreport", "dashboard", "--store", str(place / "库.duckdb"), "--year", "2023", "--form", FORM,
         "--roster", str(place / "名录.xlsx"), "-o", str(place / "总览.xlsx")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "未报 1 个" in done.stdout
    book = openpyxl.load_workbook(place / "总览.xlsx")
    assert book.sheetnames == ["单位", "先联系谁", "汇总核对", "与同类比", "规则", "合计", "各单位的数", "各单位的问题"]
    assert UNITS <= book["单位"].max_row <= UNITS + 4
