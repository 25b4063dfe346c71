"""An export is what was collected: exact, blanks apart from zeros, text that stays text, and every code explained."""

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars
import pytest

from xlreport.collection.export import WORDS, Column, Table
from xlreport.errors import OutputError, UsageError
from xlreport.flows.collecting import collect
from xlreport.flows.exporting import export_store
from xlreport.form.library import Library
from xlreport.present.exported import csv_bytes

FORM = "zfxxgk-2021"
PERMITS, FEES, NEW = "公开[行政许可, 处理决定]", "公开[行政事业性收费, 收费金额]", "申请[本年新收, 自然人]"
EVIL = "=HYPERLINK(1)局"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """Two years, both editions, one unit with two versions; a text, a slash, a blank, a long amount."""
    place = tmp_path_factory.mktemp("导出")
    folder = place / "年报"
    folder.mkdir()
    form, old = library.form(FORM), library.form("zfxxgk-2019")
    cells: dict[str, Any] = dict.fromkeys(form.cells, 0)
    cells |= {FEES: "59237.244901", PERMITS: {"text": "-12件"}, NEW: None, "公开[规章, 制发]": "/"}
    reports = {
        "甲": {"form": FORM, "unit": "甲局", "year": 2023, "cells": cells},
        "乙": {"form": FORM, "unit": EVIL, "year": 2022, "cells": dict.fromkeys(form.cells, 3)},
        "旧": {"form": old.id, "unit": "甲局", "year": 2020, "cells": dict.fromkeys(old.cells, 0) | {"公开[行政许可, 本年增减]": -18}},
    }
    reports["甲2"] = reports["甲"] | {"cells": cells | {PERMITS: 9}}
    for name, data in reports.items():
        (folder / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    collect(str(folder), place / "库.duckdb", library, jobs=1)
    return place / "库.duckdb"


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file by heads; the byte order mark must be there."""
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_row_a_cell(store: Path, tmp_path: Path, library: Library) -> None:
    """Every cell of every report once; numbers exact; blank, slash and text are said and are not 0."""
    written = export_store(store, tmp_path / "出", library, "csv")
    assert [path.name for path in written] == ["数据.csv", "问题.csv", "原因.csv", "说明.csv", "字典.csv"]
    found = rows(written[0])
    size = {form: len((*library.form(form).cells, *library.form(form).facts)) for form in (FORM, "zfxxgk-2019")}
    assert len(found) == 3 * size[FORM] + size["zfxxgk-2019"]
    first = {row["代码"]: row for row in found if row["文件"].endswith("甲.json")}
    assert first[FEES]["数"] == "59237.244901"
    assert (first[PERMITS]["数"], first[PERMITS]["格里是"], first[PERMITS]["原文"]) == ("", "文字", "'-12件")
    assert (first[NEW]["数"], first[NEW]["格里是"]) == ("", "空白")
    assert (first["公开[规章, 制发]"]["数"], first["公开[规章, 制发]"]["原文"]) == ("", "/")
    assert first["公开[规章, 废止]"]["数"] == "0"
    assert {row["单位名称"] for row in found} == {"甲局", f"'{EVIL}"}
    (less,) = [row for row in found if row["代码"] == "公开[行政许可, 本年增减]"]
    assert less["数"] == "-18"
    assert {row["采用"] for row in found if row["年度"] == "2023"} == {"两份不同"}
    meaning = {(row["表式"], row["代码"]): row for row in rows(written[-1])}
    assert {(row["表式"], row["代码"]) for row in found} == {key for key in meaning if key[0]}
    assert meaning[FORM, FEES]["计量单位"] == library.form(FORM).cells[FEES].unit


def test_a_row_a_report(store: Path, tmp_path: Path, library: Library) -> None:
    """Parquet has decimals to the last digit and nulls; one file a form; a year alone."""
    written = export_store(store, tmp_path / "出", library, "parquet", wide=True)
    assert sorted(path.name for path in written) == [
        "原因.parquet", "字典.parquet", "数据-zfxxgk-2019.parquet", "数据-zfxxgk-2021.parquet", "说明.parquet", "问题.parquet"]
    frame = polars.read_parquet(tmp_path / "出" / "数据-zfxxgk-2021.parquet")
    (row,) = [row for row in frame.iter_rows(named=True) if row["文件"].endswith("甲.json")]
    assert (row[FEES], row[PERMITS], row[NEW]) == (Decimal("59237.244901"), None, None)
    assert row["没有数的格数"] >= 3
    assert f"{PERMITS}=-12件" in row["填了但不是数的格"]
    export_store(store, tmp_path / "一年.csv", library, "csv", year=2022, wide=True)
    assert [row["单位名称"] for row in rows(tmp_path / "一年.csv")] == [f"'{EVIL}"]
    assert (tmp_path / "一年-字典.csv").is_file()
    with pytest.raises(OutputError):
        export_store(store, tmp_path / "一年.csv", library, "csv", year=2022, wide=True)
    with pytest.raises(UsageError, match="没有2001 年度"):
        export_store(store, tmp_path / "无.csv", library, "csv", year=2001)


def test_the_command_writes_a_workbook(store: Path, tmp_path: Path) -> None:
    """Text that begins with = stays text; a wrong suffix is named."""
    command = [sys.executable, "-m", "xlreport", "export", "--store", str(store), "--to", "xlsx", "--wide", "--form", FORM, "-o"]
    done = subprocess.run([*command, str(tmp_path / "出.xlsx")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    book = openpyxl.load_workbook(tmp_path / "出.xlsx")
    assert book.sheetnames == [f"数据-{FORM}", "问题", "原因", "说明", "字典"]
    cell = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == EVIL)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    wrong = subprocess.run([*command, str(tmp_path / "出.csv")], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert ".xlsx 结尾" in wrong.stderr


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_never_becomes_a_formula(text: str) -> None:
    """A quote mark stands before it, and before nothing else."""
    made = csv_bytes(Table("数据", (Column("甲", WORDS, 9), Column("乙", WORDS, 9)), ((text, f"甲{text}"), (Decimal("-1"), -2)))).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(made, newline="")))[1:] == [[f"'{text}", f"甲{text}"], ["-1", "-2"]]
