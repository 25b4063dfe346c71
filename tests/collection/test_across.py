"""What does not fit between offices is named with its cells, traced to the unit, the rule and whose reason; what fits is left alone."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlreport.check.findings import BROKEN, CANNOT_TELL
from xlreport.collection.across import Across
from xlreport.flows.collecting import collect
from xlreport.flows.overseeing import year_at_a_glance
from xlreport.form.library import Library

FORM = "zfxxgk-2021"
PERMITS, PENALTIES, FORCE = "公开[行政许可, 处理决定]", "公开[行政处罚, 处理决定]", "公开[行政强制, 处理决定]"
NEW, GRANTED, CARRIED, LEFT = "本年新收", "予以公开", "上年结转", "结转下年"
UNITS = {"水务局": 5, "民政局": 3, "教育局": 4, "市本级": 7}


def figures(library: Library, seed: int, received: int, carried: int = 0, left: int = 0) -> dict[str, Any]:
    """A balanced report: permits and the like by seed, applications by 自然人, granted but for those left over."""
    cells = dict.fromkeys(library.form(FORM).cells, 0) | {PERMITS: 100 * seed, PENALTIES: 10 * seed + 1, FORCE: seed}
    for column in ("自然人", "总计"):
        cells |= {f"申请[{NEW}, {column}]": received, f"申请[{CARRIED}, {column}]": carried, f"申请[{LEFT}, {column}]": left,
                  f"申请[{GRANTED}, {column}]": received + carried - left, f"申请[总计, {column}]": received + carried - left}
    return cells


def put(folder: Path, unit: str, cells: dict[str, Any], year: int = 2023, **more: Any) -> None:
    """One report as a file."""
    folder.mkdir(exist_ok=True)
    (folder / f"{unit}{year}.json").write_text(json.dumps({"form": FORM, "unit": unit, "year": year, "cells": cells, **more}, ensure_ascii=False), "utf-8")


def county(place: Path, library: Library, text: str = "", **wrong: int) -> dict[str, Any]:
    """Four units of last year and this, and the sum of them as the county's own report; wrong: cells of it by code, off by that much."""
    whole: dict[str, Any] = dict.fromkeys(library.form(FORM).cells, 0)
    for seed, (unit, received) in enumerate(UNITS.items(), 1):
        put(place / "年报", unit, figures(library, seed, received, left=2), 2022)
        cells = figures(library, seed, received, carried=2)
        put(place / "年报", unit, cells)
        whole = {name: whole[name] + number for name, number in cells.items()}
    whole = {name: number + wrong.get(name, 0) for name, number in whole.items()}
    put(place / "年报", "江城县人民政府", whole, text={"总体情况": text}, answers={"报告范围": "本级政府（汇总）"})
    book = openpyxl.Workbook()
    book.active.append(["单位名称", "上级单位"])
    for unit in ("江城县人民政府", *UNITS):
        book.active.append([unit, "" if unit == "江城县人民政府" else "江城县人民政府"])
    book.save(place / "名录.xlsx")
    return whole


def held(place: Path, library: Library) -> tuple[Across, ...]:
    """What the overview says across units."""
    collect(str(place / "年报"), place / "库.duckdb", library, jobs=1, roster=place / "名录.xlsx")
    return year_at_a_glance(place / "库.duckdb", place / "总览.html", library, 2023, FORM).across


def test_what_fits_is_left_alone(tmp_path: Path, library: Library) -> None:
    """A true sum with a true text: nothing to say; a unit that is the county's own (市本级) is a unit like the others."""
    county(tmp_path, library, "本报告汇总四个单位的年报。全年新收申请19件，其中水务局5件、民政局3件、教育局4件、市本级7件。")
    assert held(tmp_path, library) == ()


def test_a_wrong_total_is_traced(tmp_path: Path, library: Library) -> None:
    """The cell off in the sum, the unit whose error stands in it, its rule, and the reason that its clerk typed."""
    county(tmp_path, library, **{PERMITS: 9})
    bad = figures(library, 2, 3, carried=2) | {"申请[本年新收, 自然人]": 4, "公开[规章, 制发]": 1}
    put(tmp_path / "年报", "民政局", bad, answers={"规章制定权": "无"}, waivers=[{"fingerprint": "G101", "reason": "联合制定", "name": "王某"}])
    (office,) = held(tmp_path, library)
    by_rule = {one.rule: one for one in office.findings}
    assert by_rule["H101"].verdict == by_rule["H102"].verdict == BROKEN
    assert {cell.cell for cell in by_rule["H101"].cells} == {PERMITS, "公开[规章, 制发]"}
    assert "本级 1009，下级合计 1000，相差 9" in by_rule["H101"].message
    assert [cell.cell for cell in by_rule["H102"].cells] == ["申请[本年新收, 自然人]"]
    assert {(one.unit, one.rule) for one in office.traced} >= {("民政局", "S101"), ("民政局", "G101")}
    assert [(one.reason, one.by) for one in office.traced if one.rule == "G101"] == [("联合制定", "王某")]
    page = (tmp_path / "总览.html").read_text("utf-8")
    assert by_rule["H102"].message in page
    assert "（说明，王某：联合制定）" in page
    output = tmp_path / "汇总.xlsx"
    done = subprocess.run([sys.executable, "-m", "xlreport", "rollup", "--store", str(tmp_path / "库.duckdb"), "--year", "2023", "--unit", "江城县人民政府",
                           "--with-errors", "keep", "-o", str(output)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "汇总表不平衡：" in done.stderr
    assert "来自 民政局" in done.stderr
    assert "[H102]" in done.stderr


@pytest.mark.parametrize(("unit", "times", "words"), [("教育局", -1, "相差的正好是教育局的数，可能漏了没有计入"),
                                                        ("市本级", 1, "相差的正好是市本级的数，可能既单列又并入了别的单位")])
def test_a_unit_left_out_or_counted_twice_is_named(unit: str, times: int, words: str, tmp_path: Path, library: Library) -> None:
    """All cells are off by one unit's figures: the sentence says which unit, and which way."""
    seed = list(UNITS).index(unit) + 1
    off = {name: times * number for name, number in figures(library, seed, UNITS[unit], carried=2).items()}
    county(tmp_path, library, **off)
    (office,) = held(tmp_path, library)
    assert {one.rule for one in office.findings} == {"H101", "H102", "H104"}
    assert all(words in one.message for one in office.findings if one.rule in ("H101", "H102"))


def test_carried_over_and_missing(tmp_path: Path, library: Library) -> None:
    """Last year's carry-overs added up against the county's; a unit that has not reported makes the sums untellable, once."""
    county(tmp_path, library)
    put(tmp_path / "年报", "水务局", figures(library, 1, 5, left=9), 2022)
    (office,) = held(tmp_path, library)
    assert [(one.rule, [cell.cell for cell in one.cells]) for one in office.findings] == [("H104", ["申请[上年结转, 自然人]", "申请[上年结转, 总计]"])]
    (tmp_path / "年报" / "民政局2023.json").unlink()
    (office,) = held_without(tmp_path, library)
    waiting = [one for one in office.findings if one.verdict == CANNOT_TELL]
    assert [(one.rule, one.also) for one in waiting] == [("H101", ("H102", "H103", "H105", "H106", "H107"))]
    assert "民政局没有可以相加的报告" in waiting[0].message


def held_without(place: Path, library: Library) -> tuple[Across, ...]:
    """The same from a new store, where a file is gone."""
    (place / "库.duckdb").unlink()
    return held(place, library)


def test_what_the_text_says_of_units(tmp_path: Path, library: Library) -> None:
    """A number that is not the unit's own, the wrong number of units; a list of something else is not judged."""
    county(tmp_path, library, "本报告汇总12个单位的年报。其中，水务局5件、民政局8件、教育局4件、市本级7件。网站发布：水务局50条，民政局60条。")
    (office,) = held(tmp_path, library)
    by_rule = {one.rule: one for one in office.findings}
    assert set(by_rule) == {"H201", "H202"}
    assert by_rule["H201"].text is not None
    assert by_rule["H201"].text.quote == "民政局8件"
    assert "民政局自己的报告里" in by_rule["H201"].message
    assert "是 3，相差 5" in by_rule["H201"].message
    assert "名录里它汇总的单位是 4 个" in by_rule["H202"].message


def test_no_unit_twice(tmp_path: Path, library: Library) -> None:
    """Without the lines that say who is below whom: the county's own sum, and one unit under two names, are found."""
    county(tmp_path, library)
    put(tmp_path / "年报", "水利局", figures(library, 1, 5, carried=2))
    book = openpyxl.Workbook()
    book.active.append(["单位名称"])
    for unit in ("江城县人民政府", *UNITS, "水利局"):
        book.active.append([unit])
    book.save(tmp_path / "名录.xlsx")
    found = {office.unit: office.findings[0] for office in held(tmp_path, library)}
    assert set(found) == {"江城县人民政府", "水利局"} or set(found) == {"江城县人民政府", "水务局"}
    assert {one.rule for one in found.values()} == {"H203"}
    assert "封面“报告范围”" in found["江城县人民政府"].message
