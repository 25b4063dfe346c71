"""Rosters as offices really have them: merged cells, formulas, circles, an office under another name."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlreport.collection.roster import Roster
from xlreport.collection.roster_file import read_roster
from xlreport.errors import UsageError

HEADS = ["单位名称", "上级单位", "联系人", "报送期限"]


def written(path: Path, rows: list[list[Any]], merged: str = "") -> Path:
    """A roster, with cells merged."""
    book = openpyxl.Workbook()
    for row in [HEADS, *rows]:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    book.save(path)
    return path


def test_merged_cells_say_the_same_of_every_row(tmp_path: Path) -> None:
    units = read_roster(written(tmp_path / "名录.xlsx", [["甲局", "某县"], ["乙局", None], ["丙局", None], ["丁局", None]], "B2:B4"))
    assert [unit.parent for unit in units] == ["某县", "某县", "某县", ""]


def test_a_blank_row_within_merged_cells_is_no_unit(tmp_path: Path) -> None:
    units = read_roster(written(tmp_path / "名录.xlsx", [["甲局", "某县"], [None, None], ["丙局", None]], "B2:B4"))
    assert [(unit.unit, unit.parent) for unit in units] == [("甲局", "某县"), ("丙局", "某县")]


@pytest.mark.parametrize("row", [['=CONCATENATE("甲","局")', None, None, None], ["甲局", None, None, "=DATE(2026,1,26)"]])
def test_a_formula_without_its_result_is_told(tmp_path: Path, row: list[Any]) -> None:
    with pytest.raises(UsageError, match=r"第 2 行：“.*”是公式.*保存一次"):
        read_roster(written(tmp_path / "名录.xlsx", [row, ["乙局"]]))


def test_units_above_each_other_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="绕了一圈：甲局→乙局→甲局"):
        read_roster(written(tmp_path / "名录.xlsx", [["甲局", "乙局"], ["乙局", "甲局"], ["丙局", "甲局"]]))


def test_an_office_under_another_name_adds_up_nothing(tmp_path: Path) -> None:
    roster = Roster(read_roster(written(tmp_path / "名录.xlsx", [["江城县人民政府"], ["甲局", "江城县人民政府"], ["乙局", "河源县人民政府"]])))
    assert [unit.unit for unit in roster.added_under("江城县人民政府")] == ["甲局"]
    assert [unit.unit for unit in roster.added_under("")] == ["甲局", "乙局"]
    with pytest.raises(UsageError, match="“江城县”的单位，是不是“江城县人民政府"):
        roster.added_under("江城县")
    flat = Roster(read_roster(written(tmp_path / "平.xlsx", [["甲局"], ["乙局"]])))
    assert [unit.unit for unit in flat.added_under("江城县")] == ["甲局", "乙局"]


def test_a_parent_nearly_on_the_roster_is_named(tmp_path: Path) -> None:
    roster = Roster(read_roster(written(tmp_path / "名录.xlsx", [["江城县人民政府"], ["甲局", "江城县政府"], ["乙局", "某某办公室"]])))
    assert roster.parents_unknown() == (("江城县政府", "江城县人民政府"),)
