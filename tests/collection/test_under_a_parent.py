"""`--unit` keeps to the units under one, in every command; `--year` left out is the store's latest year, and is said."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from test_rollup import write_roster

from xlreport.flows.collecting import collect
from xlreport.flows.exporting import export_store
from xlreport.flows.overseeing import year_at_a_glance
from xlreport.flows.returning import return_reports
from xlreport.form.library import Library
from xlreport.form.library import library as library_of

FORM = "zfxxgk-2021"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two districts of two units each, all with an error; one of the east's did not report, and one reported two years ago."""
    folder = tmp_path_factory.mktemp("上下级")
    (folder / "收到").mkdir()
    cells = dict.fromkeys(library_of().form(FORM).cells, 0) | {"申请[本年新收, 自然人]": 1}
    for name, year in (("东甲局", 2023), ("西甲局", 2023), ("西乙局", 2023), ("东乙局", 2021)):
        data = {"form": FORM, "unit": name, "year": year, "cells": cells}
        (folder / "收到" / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    rows = [["江城市人民政府", *[""] * 6], *[[f"{side}区人民政府", "", "江城市人民政府", *[""] * 4] for side in "东西"],
            *[[f"{side}{name}局", "", f"{side}区人民政府", *[""] * 4] for side in "东西" for name in "甲乙"]]
    collect(str(folder / "收到"), folder / "库.duckdb", library_of(), jobs=1, roster=write_roster(folder / "名录.xlsx", rows))
    return folder / "库.duckdb"


def test_only_those_under_it(store: Path, tmp_path: Path, library: Library) -> None:
    """Units, rules, letters and rows of one district; of the city, at any depth, all."""
    east = year_at_a_glance(store, tmp_path / "东.html", library, 2023, parent="东区人民政府")
    assert [(standing.unit.unit, standing.status) for standing in east.standings] == [("东甲局", "已报"), ("东乙局", "未报")]
    assert {rule.rule: rule.units for rule in east.rules}["S101"] == 1
    city = year_at_a_glance(store, tmp_path / "市.html", library, 2023, parent="江城市人民政府")
    assert len(city.standings) == 4
    assert {rule.rule: rule.units for rule in city.rules}["S101"] == 3
    assert not east.strangers
    assert [unit for unit, _ in return_reports(store, tmp_path / "退回", library, 2023, parent="西区人民政府")] == ["西甲局", "西乙局"]
    export_store(store, tmp_path / "数据", library, "csv", wide=True, parent="东区人民政府")
    with (tmp_path / "数据" / f"数据-{FORM}.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {(row["单位名称"], row["年度"]) for row in csv.DictReader(file)} == {("东甲局", "2023"), ("东乙局", "2021")}


def test_the_latest_year_is_said(store: Path, tmp_path: Path) -> None:
    """Where no year is named; and what is wrong with a parent is one sentence."""
    command = [sys.executable, "-m", "xlreport", "dashboard", "--store", str(store), "-o", str(tmp_path / "总览.html")]
    done = subprocess.run([*command, "--unit", "东区人民政府"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "没有写 --year，用库里最近的 2023 年度\n")
    assert "未报 1 个" in done.stdout
    wrong = subprocess.run([*command, "--year", "2023", "--unit", "东区"], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "没有上级单位是“东区”的单位，是不是“东区人民政府”" in wrong.stderr
