"""Whose report is it: a name misspelt, a Word file without a code or a cover, an office that was never told when a report came."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import polars
import pytest
from pandera.errors import SchemaErrors

import xlreport
from xlreport.collection.circular import circular
from xlreport.collection.contract import broken_rows
from xlreport.collection.export import export
from xlreport.collection.overview import overview
from xlreport.collection.rollup import KEEP, roll_up
from xlreport.collection.standing import standings
from xlreport.collection.store import Store, open_store
from xlreport.flows.collecting import collect, newest_alike
from xlreport.flows.exporting import export_store
from xlreport.form.library import Library
from xlreport.present.circular import paragraphs
from xlreport.rules.load import load_rules

FORM, YEAR = "zfxxgk-2021", 2023


@pytest.fixture
def store(tmp_path: Path, library: Library) -> Path:
    """Three units: one with a report with and one without a cover, one under a misspelt name, one with an error that has no cause."""
    folder, cells = tmp_path / "年报", dict.fromkeys(library.form(FORM).cells, 0)
    folder.mkdir()
    facts = dict.fromkeys(library.form(FORM).facts, 0)
    reports: dict[str, dict[str, Any]] = {
        "一": {"unit": "江城县财政局", "unit_code": "11360800MB1230049R", "facts": facts}, "二": {"unit": "江城县财政局"},
        "三": {"unit": "江城县巿场监督管理局"}, "四": {"unit": "江城县公安局", "cells": cells | {"公开[行政许可, 处理决定]": {"text": "9件"}}}}
    for name, report in reports.items():
        (folder / f"{name}.json").write_text(json.dumps({"form": FORM, "year": YEAR, "cells": cells} | report, ensure_ascii=False), encoding="utf-8")
    book = openpyxl.Workbook()
    for row in [["单位名称", "统一社会信用代码", "报送期限"], ["江城县财政局", "11360800MB1230049R", "2024-01-26"],
                ["江城县市场监督管理局", "", "2024-01-26"], ["江城县公安局", "", "2024-01-26"]]:
        book.active.append(row)
    book.save(tmp_path / "名录.xlsx")
    collect(str(folder), tmp_path / "库.duckdb", library, jobs=1, roster=tmp_path / "名录.xlsx")
    return tmp_path / "库.duckdb"


def test_a_report_without_a_cover_is_a_version_that_agrees(store: Path, library: Library) -> None:
    with open_store(store, library) as opened:
        standing = standings(opened, library, YEAR, opened.roster())[0][0]
        assert (len(standing.versions), standing.twice, standing.differences) == (2, False, ())
        found = roll_up(opened, library, library.form(FORM), YEAR, "", opened.roster(), KEEP)
    assert "数字相同，一个单位只算一份" in next(part.why for part in found.left_out if part.unit == "江城县财政局")


def test_who_calls_a_missing_unit_is_told_of_the_report_that_may_be_its(store: Path, library: Library) -> None:
    with open_store(store, library) as opened:
        found = overview(opened, library, library.form(FORM), load_rules(library, FORM), YEAR, opened.roster())
    (missing, police) = (next(call for call in found.calls if call.unit == unit) for unit in ("江城县市场监督管理局", "江城县公安局"))
    assert "还没有报" in missing.reason
    assert "三.json 是不是它的" in missing.reason
    assert "填的是文字“9件”" in police.reason


def drafted(opened: Store, library: Library) -> str:
    rules = load_rules(library, FORM)
    said = paragraphs(circular(opened, library, library.form(FORM), rules, YEAR, opened.roster()), rules)
    assert all(paragraph.pieces for paragraph in said if paragraph.text.startswith("〔"))
    return "\n".join(paragraph.text for paragraph in said)


def test_nobody_is_named_as_missing_unwarned(store: Path, library: Library) -> None:
    """What a 通报 must not say unchecked stands in 〔〕, which are yellow."""
    with open_store(store, library) as opened:
        text = drafted(opened, library)
    assert "江城县市场监督管理局：" in text.partition("〔发出前先核对")[2].partition("〕")[0]
    assert "〔名录没有写收到日期的2个单位" in text


def test_without_a_roster_a_report_without_a_code_joins_the_one_unit_of_its_name(store: Path, library: Library) -> None:
    with open_store(store, library) as opened:
        table = export(opened, library, YEAR, wide=True)[0]
    heads = [column.head for column in table.columns]
    counting = {(row[heads.index("单位名称")], row[heads.index("采用")]) for row in table.rows}
    assert counting == {("江城县财政局", "是"), ("江城县财政局", "另一版本"), ("江城县公安局", "是"), ("江城县巿场监督管理局", "是")}


def test_an_exported_table_is_held_against_the_contract(store: Path, tmp_path: Path, library: Library) -> None:
    """As README says: a sum that is wrong in the exported parquet is one row with its sides and the difference."""
    cells = dict.fromkeys(library.form(FORM).cells, 0) | {"申请[本年新收, 自然人]": 3, "申请[本年新收, 总计]": 3}
    (tmp_path / "又").mkdir()
    (tmp_path / "又" / "错.json").write_text(json.dumps({"form": FORM, "unit": "错局", "year": YEAR, "cells": cells}), encoding="utf-8")
    collect(str(tmp_path / "又"), store, library, jobs=1)
    export_store(store, tmp_path / "数据", library, "parquet", wide=True)
    contract = xlreport.schema(FORM)
    sums = contract.balances(contract.exported(polars.read_parquet(tmp_path / "数据" / f"数据-{FORM}.parquet")))
    with pytest.raises(SchemaErrors) as error:
        contract.balance_schema.validate(sums, lazy=True)
    rows = broken_rows(sums, error.value)
    assert {Path(name).name for name in rows["report"]} == {"错.json"}
    assert ("S101[自然人]", 3 * 10**6) in set(rows.select(polars.col("instance").cast(str), "difference").rows())


def test_units_of_one_name_are_compared_with_each_other(tmp_path: Path, library: Library) -> None:
    """Two 城关镇人民政府 with the same words are two units; a workbook and its Word file without a code are one."""
    folder, cells = tmp_path / "年报", dict.fromkeys(library.form(FORM).cells, 0)
    folder.mkdir()
    own = "。".join(f"第{word}项工作由{word}组长负责督办并逐月通报完成情况" for word in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未") + "。"
    for name, unit, code in (("一", "城关镇人民政府", "11360200MB1230133W"), ("二", "城关镇人民政府", "11360800MB12302381"),
                             ("三", "城关镇人民政府", ""), ("四", "江城县财政局", "11360800MB1230049R"), ("五", "江城县财政局", "")):
        text = own if unit.startswith("城") else own.replace("组长", "科长").replace("督办", "办理").replace("通报", "登记")
        (folder / f"{name}.json").write_text(json.dumps({"form": FORM, "unit": unit, "unit_code": code, "year": YEAR, "cells": cells,
                                                         "text": {"总体情况": text}}, ensure_ascii=False), encoding="utf-8")
    collect(str(folder), tmp_path / "库.duckdb", library, jobs=1)
    year, found = newest_alike(tmp_path / "库.duckdb", library)
    assert year == YEAR
    assert {frozenset((one.first, one.second)) for one in found} == {
        frozenset(("城关镇人民政府（11360200MB1230133W）", "城关镇人民政府（11360800MB12302381）"))}
