"""A whole region, collected, added up and looked at: exactly what was planned is found, and the totals are the plan's to the last digit."""

import openpyxl
import polars as pl
import pytest

from region import names
from region.conftest import UNITS, Region
from region.plan import NEW, OLD, RECEIVED, TOTAL, TURNED, YEAR
from xlreport.collection.overview import Overview
from xlreport.collection.rollup import RollUp
from xlreport.collection.standing import Standing
from xlreport.collection.store import open_store
from xlreport.flows.exporting import export_store
from xlreport.flows.rolling import roll_up_store
from xlreport.form.library import Library
from xlreport.sources import read_submission


@pytest.fixture(scope="module")
def rolled(region: Region, library: Library) -> RollUp:
    """The region added up."""
    return roll_up_store(region.store, region.folder / "汇总.xlsx", library, names.REGION, YEAR, NEW, region.roster).rollup


def by_code(overview: Overview) -> dict[str, Standing]:
    """Standings by the unit's code."""
    return {standing.unit.unit_code: standing for standing in overview.standings}


def test_the_plan_has_one_of_each(region: Region) -> None:
    """Whatever is to be found is there to be found, also in a tenth of the region."""
    plan = region.plan
    assert all((plan.missing, plan.late, plan.wrong, plan.twice, plan.differs, plan.strangers, plan.other_form, plan.last_units))
    assert set(plan.wrong.values()) == {"S101", "N101"}
    assert {file.kind for file in plan.files} == {"xlsx", "docx", "html", "txt"}
    assert {file.form for file in plan.files} == {NEW, OLD}
    assert sum(unit.name == names.TOWN for unit in plan.units.values()) == UNITS // 4


def test_who_is_missing_late_twice_or_unknown(region: Region, overview: Overview) -> None:
    """Each unit stands where the plan put it; a name is offered, never guessed."""
    plan, found = region.plan, by_code(overview)
    nodes = {code for code, unit in plan.units.items() if unit.fate == "node"}
    assert found.keys() == plan.units.keys() - nodes
    assert {code for code, one in found.items() if not one.versions} == plan.missing
    assert {code: one.late for code, one in found.items() if (one.late or 0) > 0} == plan.late
    assert {code for code, one in found.items() if one.twice} == plan.twice
    assert {stranger.path.partition("年报/")[2] for stranger in overview.strangers} == plan.strangers.keys()
    for stranger in overview.strangers:
        wanted = plan.strangers[stranger.path.partition("年报/")[2]]
        assert wanted in [near.partition("（")[0] for near in stranger.near]
        assert stranger.why


def test_versions_that_differ_are_compared_cell_by_cell(region: Region, overview: Overview) -> None:
    """The transposed digit of the Word file, with both figures and the place; versions that agree say nothing."""
    plan, found = region.plan, by_code(overview)
    assert {code for code, one in found.items() if one.differences and not one.twice} == plan.differs.keys()
    for code, (_, in_book, in_word) in plan.differs.items():
        (line,) = found[code].differences
        assert (f"前者 {in_book}，后者 {in_word}" in line, "主动公开 B9" in line) == (True, True)
    same = [one for code, one in found.items() if plan.units[code].fate == "same"]
    assert same
    assert all(len(one.versions) == 2 and not one.differences for one in same)


def test_what_is_wrong_is_found_and_nothing_else(region: Region, library: Library) -> None:
    """Errors, by unit and rule, are those that were planted."""
    plan = region.plan
    with open_store(region.store, library) as store:
        rows = store.rows("select distinct s.unit_code, f.rule from finding f join submission s using (submission) "
                          "where s.current and f.severity = 'error' and s.year is not null")
        (nameless,) = store.rows("select count(*) as many, bool_and(status = 'fail') as failed from submission where year is null")
    assert {(row["unit_code"], row["rule"]) for row in rows} == set(plan.wrong.items())
    assert nameless == {"many": sum(file.year is None for file in plan.files), "failed": True}


def test_the_total_is_the_plan(region: Region, rolled: RollUp, library: Library) -> None:
    """Every cell and fact, to the last digit, as read back from the workbook; who is left out is named with the reason."""
    plan = region.plan
    read = read_submission(region.folder / "汇总.xlsx", library)
    assert {name: read.value(name).number for name in plan.totals} == plan.totals
    assert len(rolled.counted) == len(plan.counted)
    assert {part.path.partition("年报/")[2] for part in rolled.counted} == set(plan.counted.values())
    assert len(rolled.missing) == len(plan.missing)
    assert rolled.due == sum(unit.fate not in ("node", "parent") for unit in plan.units.values())
    reasons = {part.why for part in rolled.left_out}
    assert {"有错误，没有计入", f"版本不符（{OLD}）", "有两份不同的报告，请核对以哪一份为准", "没有写年度", "不在名录里"} <= reasons
    assert any("个同名单位" in reason for reason in reasons)
    book = openpyxl.load_workbook(region.folder / "汇总.xlsx", read_only=True)
    shown = {str(row[0]) for row in book["来源"].iter_rows(values_only=True) if row and row[0]}
    book.close()
    assert {plan.units[code].name for code in plan.counted} <= shown


def test_the_overview_adds_up_leaves_only(region: Region, overview: Overview) -> None:
    """A parent that reported as well is not added to its parts; units with errors are in; last year beside."""
    plan = region.plan
    wrong = {code: next(file for file in plan.files if file.code == code and file.year == YEAR) for code in plan.wrong}
    totals = {total.cell: total for total in overview.totals}
    for cell in (RECEIVED, TOTAL, TURNED, "公开[行政事业性收费, 收费金额]"):
        assert totals[cell].total == plan.totals[cell] + sum(file.figures[cell] for file in wrong.values())
        assert (totals[cell].same, totals[cell].last) == (plan.same[cell], plan.last[cell])
        assert sum(number for _, number, _ in totals[cell].parts) == totals[cell].total
    assert overview.last_units == plan.last_units


def test_the_export_is_the_plan(region: Region, library: Library) -> None:
    """Every cell of every report of the year, to the last digit, as an analyst reads it; those that were added up give the plan's totals."""
    plan, folder = region.plan, region.folder / "数据"
    export_store(region.store, folder, library, "parquet", YEAR, NEW, wide=True)
    rows = {row["文件"].partition("年报/")[2]: row for row in pl.read_parquet(folder / f"数据-{NEW}.parquet").iter_rows(named=True)}
    planned = {file.name: file for file in plan.files if file.year == YEAR and file.form == NEW}
    assert rows.keys() == planned.keys()
    for name, file in planned.items():
        for cell, number in (file.figures | file.facts).items():
            assert rows[name][cell] == number, (name, cell)
    for cell, total in plan.totals.items():
        assert sum(rows[name][cell] or 0 for name in plan.counted.values()) == total
    findings = pl.read_parquet(folder / "问题.parquet").filter(pl.col("级别").is_in(["error", "错误"]))
    wrong = {(code, rule) for code, rule in plan.wrong.items() if next(file for file in plan.files if file.code == code and file.year == YEAR).form == NEW}
    assert {(row["统一社会信用代码"], row["规则"]) for row in findings.iter_rows(named=True)} == wrong
