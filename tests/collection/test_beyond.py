"""What no report shows by itself reaches those who can act on it: in letters, in the store, and beside the numbers it explains."""

import json
from pathlib import Path
from typing import Any

import openpyxl
from test_across import FORM, PERMITS, UNITS, county, figures, held, put
from test_returning import said

from xlreport.collection.store import open_store
from xlreport.flows.checking import check_paths
from xlreport.flows.collecting import collect
from xlreport.flows.exporting import export_store
from xlreport.flows.overseeing import year_at_a_glance
from xlreport.flows.returning import return_reports
from xlreport.flows.rolling import roll_up_store
from xlreport.form.library import Library

COUNTY = "江城县人民政府"
FEES = {"文中.信息处理费[通知件数]": 2, "文中.信息处理费[通知金额]": "350.5", "文中.信息处理费[实收金额]": "100.25"}


def roster(place: Path, *rows: tuple[str, ...], heads: tuple[str, ...] = ("单位名称", "上级单位")) -> Path:
    """A roster of those rows."""
    book = openpyxl.Workbook()
    for row in (heads, *rows):
        book.active.append(list(row))
    book.save(place / "名录.xlsx")
    return place / "名录.xlsx"


def test_the_county_is_asked_why_its_sum_is_off(tmp_path: Path, library: Library) -> None:
    """Its letter has the cell and both sums; the store and the export have the finding; a typed reason is enough the next time."""
    store, off = tmp_path / "库.duckdb", {PERMITS: 9}
    whole = county(tmp_path, library, **off)
    (office,) = held(tmp_path, library)
    assert (office.unit, [one.rule for one in office.findings]) == (COUNTY, ["H101"])
    letters = dict(return_reports(store, tmp_path / "退回", library, 2023))
    assert set(letters) == {COUNTY}
    text = said(letters[COUNTY])
    assert "本级 1009，下级合计 1000，相差 9" in text
    assert "H101" in text
    assert "请核实或说明的" in text
    with open_store(store, library) as opened:
        rows = opened.rows("select s.unit, e.rule, e.left, e.right, e.difference from every_finding e join submission s using (submission) "
                           "where e.family = 'rollup'")
    assert [tuple(row.values()) for row in rows] == [(COUNTY, "H101", "1009", "1000", "9")]
    export_store(store, tmp_path / "数据.csv", library, "csv", 2023)
    assert "H101" in (tmp_path / "数据-问题.csv").read_text("utf-8-sig")
    put(tmp_path / "年报", COUNTY, whole, answers={"报告范围": "本级政府（汇总）"},
        waivers=[{"fingerprint": "H101", "reason": "垂直管理单位并入", "name": "王某"}])
    collect(str(tmp_path / "年报"), store, library, jobs=1)
    assert return_reports(store, tmp_path / "再退", library, 2023) == ()
    (checked,) = check_paths([str(tmp_path / "年报" / f"{COUNTY}2023.json")], library).files
    assert not [one for one in checked.result.findings if one.rule == "W113"]


def test_the_fees_are_compared(tmp_path: Path, library: Library) -> None:
    """The county's own 信息处理费 against the sum of its units': to the fen, and only where all have stated it."""
    whole: dict[str, Any] = dict.fromkeys(library.form(FORM).cells, 0)
    for seed, (unit, received) in enumerate(UNITS.items(), 1):
        cells = figures(library, seed, received)
        put(tmp_path / "年报", unit, cells, facts=FEES)
        whole = {name: whole[name] + number for name, number in cells.items()}
    roster(tmp_path, (COUNTY, ""), *((unit, COUNTY) for unit in UNITS))
    stated = {"文中.信息处理费[通知件数]": 8, "文中.信息处理费[通知金额]": "1402", "文中.信息处理费[实收金额]": "401"}
    put(tmp_path / "年报", COUNTY, whole, facts=stated | {"文中.信息处理费[实收金额]": "410.00"})
    (office,) = held(tmp_path, library)
    assert [(one.rule, one.left, one.right, one.difference) for one in office.findings] == [("H107", "410.00", "401.00", "9.00")]
    put(tmp_path / "年报", COUNTY, whole, facts=stated)
    assert held(tmp_path, library) == ()
    put(tmp_path / "年报", COUNTY, whole, facts=stated | {"文中.信息处理费[通知件数]": 9})
    put(tmp_path / "年报", "水务局", figures(library, 1, UNITS["水务局"]))
    assert [(one.rule, one.message) for office in held(tmp_path, library) for one in office.findings] == []  # one has not stated it


def test_units_of_one_name_are_two(tmp_path: Path, library: Library) -> None:
    """Two towns of one name: the one that reported another unit's figures is named, the other is not."""
    codes = ("11330100002490001A", "11330200002490002B")
    for number, (code, name) in enumerate(zip((*codes, ""), ("城关镇人民政府", "城关镇人民政府", "水务局"), strict=True), 1):
        put(tmp_path / "年报", f"{name}{number}", figures(library, 1 if number > 1 else 2, 5), unit_code=code)
        path = tmp_path / "年报" / f"{name}{number}2023.json"
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"unit": name}, ensure_ascii=False), "utf-8")
    roster(tmp_path, ("城关镇人民政府", codes[0], "甲县"), ("城关镇人民政府", codes[1], "乙县"), ("水务局", "", "乙县"), heads=("单位名称", "代码", "地区"))
    (office,) = held(tmp_path, library)
    assert (office.findings[0].rule, {office.unit, office.findings[0].message.split("与")[1].split("的各格")[0]}) == (
        "H203", {"城关镇人民政府（乙县）", "水务局"})


def test_both_say_who_is_due(tmp_path: Path, library: Library) -> None:
    """The overview counts the county that has a day of its own, the roll-up does not: each says so, and by how many they differ."""
    county(tmp_path, library)
    path = roster(tmp_path, (COUNTY, "", "2024-01-31"), *((unit, "江城县人民政府" if unit != "市本级" else "江城县人民政俯", "2024-01-31") for unit in UNITS),
                  heads=("单位名称", "上级单位", "报送期限"))
    store = tmp_path / "库.duckdb"
    collect(str(tmp_path / "年报"), store, library, jobs=1, roster=path)
    found = year_at_a_glance(store, tmp_path / "总览.html", library, 2023)
    page = (tmp_path / "总览.html").read_text("utf-8")
    assert (len(found.standings), found.above) == (5, 1)
    assert "应报的 5 个里，1 个下面还有单位" in page
    assert "应报只数其余 4 个" in page
    assert "上级单位“江城县人民政俯”不是名录里的单位，是不是“江城县人民政府”" in page
    done = roll_up_store(store, tmp_path / "汇总.xlsx", library, "", 2023)
    assert done.face.startswith(f"应报 4 个（另有 1 个下面还有单位，自己的报告不与下面的相加，不在应报之内：{COUNTY}），实报 4 个")


def test_the_wrong_form_comes_first(tmp_path: Path, library: Library) -> None:
    """Of a report on the form of 2019, the letter says that before the cells that are blank on it."""
    (tmp_path / "年报").mkdir()
    data = {"form": "zfxxgk-2019", "unit": "水务局", "year": 2023, "cells": {}}
    (tmp_path / "年报" / "一.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    store = tmp_path / "库.duckdb"
    collect(str(tmp_path / "年报"), store, library, jobs=1)
    text = said(dict(return_reports(store, tmp_path / "退回", library, 2023))["水务局"])
    assert "W101" in text
    assert text.index("W101") < text.index("C101")
