"""A workbook for every unit: prefilled with what is known, named so that Windows takes it, never over a file that is there."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_rollup import write_roster

from xlreport.errors import UsageError
from xlreport.files import safe_name
from xlreport.flows.collecting import collect
from xlreport.flows.issuing import issue_workbooks
from xlreport.form.library import Library
from xlreport.form.library import library as library_of
from xlreport.form.values import EMPTY
from xlreport.sources import read_submission

FORM = "zfxxgk-2021"
CARRIED = "申请[结转下年, 自然人]"
CODE = "11100000000013127D"
ROWS = [
    ["江城县人民政府", "", "", "", "", "", ""],
    ["财政局", CODE, "江城县人民政府", "李某 0712-1", "2025-01-26", None, "县财政局"],
    ["城关镇人民政府", "", "东县", "", "", "", ""], ["城关镇人民政府", "", "西县", "", "", "", ""],
    ["住建/规划局 ", "", "江城县人民政府", "王某", "", "", ""], ["AUX", "", "江城县人民政府", "", "", "", ""],
    ["坏_x0041_x0042_局", "", "江城县人民政府", "", "", "", ""],
]


def report(folder: Path, name: str, unit: str, cells: Mapping[str, Any], year: int = 2023, cover: Mapping[str, str] | None = None) -> None:
    """One report as VALUES."""
    folder.mkdir(exist_ok=True)
    known = dict.fromkeys(library_of().form(FORM).cells, 0) | dict(cells)
    data = {"form": FORM, "unit": unit, "year": year, "cells": known, "cover": dict(cover or {})}
    (folder / name).write_text(json.dumps(data, ensure_ascii=False), "utf-8")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster, and a store with last year's reports of three of its units; one has two different ones."""
    folder = tmp_path_factory.mktemp("发表")
    report(folder / "去年", "一.json", "县财政局", {CARRIED: 3, "申请[结转下年, 总计]": 3, "公开[行政许可, 处理决定]": {"text": "12件"}},
           cover={"contact": "江城县府前路 1 号"})
    report(folder / "去年", "二.json", "住建/规划局", {})
    for number in range(2):
        report(folder / "去年", f"三{number}.json", "AUX", {"公开[行政许可, 处理决定]": number})
    write_roster(folder / "名录.xlsx", ROWS)
    collect(str(folder / "去年"), folder / "库.duckdb", library_of(), jobs=1, roster=folder / "名录.xlsx")
    return folder


def test_one_a_unit(place: Path, tmp_path: Path, library: Library) -> None:
    """Cover, last year's figures as they were, nothing in the tables; the unit that cannot be written is named, the county is added up."""
    done = issue_workbooks(tmp_path / "发", library, FORM, 2024, place / "名录.xlsx", place / "库.duckdb")
    names = {"财政局2024.xlsx", "城关镇人民政府（东县）2024.xlsx", "城关镇人民政府（西县）2024.xlsx", "住建_规划局2024.xlsx", "_AUX2024.xlsx"}
    assert {path.name for path in (tmp_path / "发").iterdir()} == names == {path.name for _, path in done.made}
    assert [unit for unit, _ in done.failed] == ["坏_x0041_x0042_局"]
    assert done.above == ("江城县人民政府",)
    why = dict(done.without_last)
    assert set(why) == {"城关镇人民政府", "AUX"}
    assert why["AUX"] == "“AUX”2023 年度有两份不同的报告"
    read = read_submission(tmp_path / "发" / "财政局2024.xlsx", library)
    assert (read.unit, read.unit_code, read.year, read.cover["contact"]) == ("财政局", CODE, 2024, "江城县府前路 1 号")
    assert read.last_year[CARRIED].number == 3
    assert read.last_year["公开[行政许可, 处理决定]"].raw == "12件"
    assert {value.kind for value in read.cells.values() if not value.formula} == {EMPTY.kind}  # 上年结转 too: rule Y101 is to find it out
    assert read_submission(tmp_path / "发" / "住建_规划局2024.xlsx", library).cover["contact"] == "王某"
    assert read_submission(tmp_path / "发" / "城关镇人民政府（东县）2024.xlsx", library).last_year == {}


def test_a_second_run_adds_what_is_missing(place: Path, tmp_path: Path, library: Library) -> None:
    """Files that are there stay as they are, whatever they are; with a unit named, only those under it; the store's own roster serves."""
    first = issue_workbooks(tmp_path, library, FORM, 2024, store=place / "库.duckdb", parent="江城县人民政府")
    assert [unit for unit, _ in first.made] == ["财政局", "住建/规划局", "AUX"]
    (tmp_path / "财政局2024.xlsx").write_bytes(b"mine")
    (tmp_path / "_AUX2024.xlsx").unlink()
    before = (tmp_path / "住建_规划局2024.xlsx").read_bytes()
    again = issue_workbooks(tmp_path, library, FORM, 2024, place / "名录.xlsx", parent="江城县人民政府")
    assert [unit for unit, _ in again.made] == ["AUX"]
    assert {path.name for path in again.there} == {"财政局2024.xlsx", "住建_规划局2024.xlsx"}
    assert ((tmp_path / "财政局2024.xlsx").read_bytes(), (tmp_path / "住建_规划局2024.xlsx").read_bytes()) == (b"mine", before)
    with pytest.raises(UsageError, match="没有上级单位是“江城县政府”的单位，是不是“江城县人民政府”"):
        issue_workbooks(tmp_path, library, FORM, 2024, place / "名录.xlsx", parent="江城县政府")
    with pytest.raises(UsageError, match="-o 要写文件夹"):
        issue_workbooks(tmp_path / "财政局2024.xlsx", library, FORM, 2024, place / "名录.xlsx")


def test_the_command(place: Path, tmp_path: Path) -> None:
    """One summary; 2 for the unit that failed; what cannot stand together is said."""
    command = [sys.executable, "-m", "xlreport", "new", "--roster", str(place / "名录.xlsx"), "-o", str(tmp_path / "发")]
    done = subprocess.run([*command, "--year", "2024"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout.startswith("做了 5 份；已有的 0 份没有动，没有做成的 1 份。都在 ")
    assert "没有做成：坏_x0041_x0042_局：" in done.stderr
    assert len(openpyxl.load_workbook(tmp_path / "发" / "财政局2024.xlsx").sheetnames) > 5
    wrong = subprocess.run([*command, "--year", "2024", "--unit-code", CODE], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "--roster 时不写 --unit-code" in wrong.stderr


def test_names_that_every_system_takes() -> None:
    """No mark that Windows refuses, no device, no dot or space at the end, not too long."""
    assert [safe_name(text, "单位") for text in ("甲:乙?", "nul", "com1.局", " . ", "局. ", "a\x00b", "长" * 99)] == \
        ["甲_乙_", "_nul", "_com1.局", "单位", "局", "a_b", "长" * 60]
