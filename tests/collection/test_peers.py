"""Who moved unlike the peers is named with the reason, weighed by what it moves; too few peers are said, never tested."""

import json
import shutil
from decimal import Decimal
from pathlib import Path
from random import Random

import openpyxl
import pytest
from test_returning import said

from xlreport.check.findings import BROKEN, CANNOT_TELL, HOLDS
from xlreport.check.outliers import Pair, expected, judge_move, score
from xlreport.collection.overview import Overview
from xlreport.collection.store import open_store
from xlreport.flows.checking import check_paths
from xlreport.flows.collecting import collect
from xlreport.flows.overseeing import year_at_a_glance
from xlreport.flows.returning import return_reports
from xlreport.form.library import Library
from xlreport.rules.model import ROLLUP_TESTS

FORM = "zfxxgk-2021"
PENALTIES, PERMITS = "公开[行政处罚, 处理决定]", "公开[行政许可, 处理决定]"
RATIO, GROWTH = ROLLUP_TESTS["outlier_ratio"], ROLLUP_TESTS["outlier_growth"]


def put(folder: Path, library: Library, unit: str, year: int, **figures: int) -> None:
    """A report of zeros with some penalties and permits."""
    cells = dict.fromkeys(library.form(FORM).cells, 0) | {PENALTIES: figures.get("penalties", 0), PERMITS: figures.get("permits", 0)}
    folder.mkdir(exist_ok=True)
    (folder / f"{unit}{year}.json").write_text(json.dumps({"form": FORM, "unit": unit, "year": year, "cells": cells}, ensure_ascii=False), "utf-8")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """Twelve police bureaus that moved a little, one tenfold (0), one from nothing (1); three courts; two merged bureaus (合并局)."""
    place = tmp_path_factory.mktemp("同类")
    random = Random(3)
    book = openpyxl.Workbook()
    book.active.append(["单位名称", "职能", "层级", "承继单位"])
    for number in range(12):
        last = random.randint(80, 400)
        this = last * 10 if number == 0 else round(last * random.uniform(0.9, 1.15))
        put(place / "年报", library, f"{number}县公安局", 2023, penalties=last, permits=0 if number == 1 else 30)
        put(place / "年报", library, f"{number}县公安局", 2024, penalties=this, permits=95 if number == 1 else 32)
        book.active.append([f"{number}县公安局", "公安", "县", None])
    for number in range(3):
        put(place / "年报", library, f"{number}县文旅局", 2023, penalties=10)
        put(place / "年报", library, f"{number}县文旅局", 2024, penalties=900)
        book.active.append([f"{number}县文旅局", "文旅", "县", None])
    for name, penalties in (("甲局", 120), ("乙局", 70)):
        put(place / "年报", library, name, 2023, penalties=penalties)
    put(place / "年报", library, "合并局", 2024, penalties=200)
    book.active.append(["合并局", "公安", "县", "甲局、乙局"])
    book.active.append(["没报局", "公安", "县", None])
    book.save(place / "名录.xlsx")
    collect(str(place / "年报"), place / "库.duckdb", library, jobs=1, roster=place / "名录.xlsx")
    return place


@pytest.fixture(scope="module")
def found(place: Path, library: Library) -> Overview:
    """The overview, with the roster that the store keeps."""
    return year_at_a_glance(place / "库.duckdb", place / "总览.html", library, 2024, FORM)


def test_the_planted_ones_and_no_other(found: Overview, place: Path) -> None:
    """The tenfold figure first, then the one from nothing; a merged unit is compared with the sum of those it took over from."""
    assert [(one.unit.unit, [finding.cells[0].cell for finding in one.findings]) for one in found.compared.unusual] == [
        ("0县公安局", [PENALTIES]), ("1县公安局", [PERMITS])]
    first = found.compared.unusual[0].findings[0]
    assert "是上年的 10 倍" in first.message
    assert "12 个同类单位（县公安）" in first.message
    assert "从无到有" in found.compared.unusual[1].findings[0].message
    calls = [call.unit for call in found.calls]
    assert calls.index("没报局") < calls.index("0县公安局") < calls.index("1县公安局")
    page = (place / "总览.html").read_text("utf-8")
    assert first.message in page
    assert {rule.rule for rule in found.rules} >= {finding.rule for one in found.compared.unusual for finding in one.findings}


def test_too_few_peers_are_said(found: Overview) -> None:
    """Three of a kind: ninety times last year's, and no test; the page says why."""
    why = dict(found.compared.untested)
    assert set(why) == {"0县文旅局", "1县文旅局", "2县文旅局"}
    assert why["0县文旅局"] == "同类单位（县文旅）有上年数的只有 2 个，不足 8 个"
    assert found.compared.tested == 13


def test_totals_of_last_year_hold_predecessors(found: Overview) -> None:
    """Reports of units that are gone count in last year's total, each once."""
    total = next(total for total in found.totals if total.cell == PENALTIES)
    assert total.last is not None
    assert found.last_units == 17
    assert total.last > 190


def test_check_adds_up_predecessors(place: Path, tmp_path: Path, library: Library) -> None:
    """`check --last-year STORE` holds the merged unit against the sum: 190 last year, not one of them, not nothing."""
    put(tmp_path / "今年", library, "合并局", 2024, penalties=2000)
    (file,) = check_paths([str(tmp_path / "今年")], library, str(place / "库.duckdb")).files
    assert file.result is not None
    assert file.result.submission.last_year[PENALTIES].number == 190
    assert any(finding.rule == "Y403" and "950" in finding.message for finding in file.result.findings)


def test_the_workbook_lists_them(place: Path, library: Library) -> None:
    """A row a figure with both numbers and the score, then who was not compared and why."""
    year_at_a_glance(place / "库.duckdb", place / "总览.xlsx", library, 2024, FORM)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(place / "总览.xlsx")["与同类比"].iter_rows()]
    (row,) = [row for row in rows if row[0] == "0县公安局"]
    assert row[4] == row[2] - row[3]
    assert [row[1] for row in rows if row[0] == "0县文旅局"] == ["没有比"]


def test_a_unit_may_be_its_own_peers(tmp_path: Path, library: Library) -> None:
    """Nine years of one's own serve where no peers are; eight years do not."""
    for year in range(2014, 2025):
        put(tmp_path / "年报", library, "独局", year, penalties=5000 if year == 2024 else 100 + year % 3)
        put(tmp_path / "年报", library, "新局", year, penalties=9 if year < 2024 else 900) if year > 2020 else None
    collect(str(tmp_path / "年报"), tmp_path / "库.duckdb", library, jobs=1)
    compared = year_at_a_glance(tmp_path / "库.duckdb", tmp_path / "页.html", library, 2024, FORM).compared
    assert [one.unit.unit for one in compared.unusual] == ["独局"]
    assert "本单位历年" in compared.unusual[0].findings[0].message
    assert [unit for unit, _ in compared.untested] == ["新局"]


def test_the_law_of_the_fence() -> None:
    """A median peer is never out; the further out the stronger; small moves and short groups are never named; nulls are not zeros."""
    random = Random(11)
    for _ in range(200):
        peers = [Pair(Decimal(last := random.randint(1, 900)), Decimal(round(last * random.uniform(0.8, 1.3)))) for _ in range(random.randint(8, 40))]
        for test, parameters in (("outlier_ratio", RATIO), ("outlier_growth", GROWTH)):
            near = Pair(Decimal(1000), Decimal(round(1000 * judge_move(test, Pair(Decimal(500), Decimal(900)), peers, parameters).middle)))
            assert judge_move(test, near, peers, parameters).verdict == HOLDS
            strengths = [judge_move(test, Pair(Decimal(100), Decimal(100 * times)), peers, parameters).strength for times in (3, 10, 50)]
            assert strengths == sorted(strengths)
            assert judge_move(test, Pair(Decimal(100), Decimal(9000)), peers, parameters).verdict == BROKEN
            assert judge_move(test, Pair(Decimal(1), Decimal(20)), peers, parameters).verdict == HOLDS
            assert judge_move(test, Pair(Decimal(100), Decimal(9000)), peers[:7], parameters).verdict == CANNOT_TELL
            assert judge_move(test, None, peers, parameters).verdict == CANNOT_TELL
    move = judge_move("outlier_growth", Pair(Decimal(0), Decimal(300)), peers, GROWTH)
    assert move.verdict == BROKEN
    assert expected(Pair(Decimal(0), Decimal(300)), move.middle) == 0
    assert 0.5 < score(Pair(Decimal(0), Decimal(300)), move, Decimal(300)) < 1
    assert score(Pair(Decimal(0), Decimal(300)), move, Decimal(3000)) < 0.1


def test_the_ratio_edit_by_hand() -> None:
    """Nine peers worked through on paper: ratios 0.8 to 1.2, all of size 100; the fence lies where the paper says."""
    peers = [Pair(Decimal(100), Decimal(this)) for this in (80, 85, 90, 95, 100, 105, 110, 115, 120)]
    plain = {**RATIO, "U": Decimal(0), "C": Decimal(4), "变动至少": Decimal(0)}
    # s of the third quartile 110: 0.10; of the first 90: 1 - 1 / 0.9 = -0.111; the fences at 4 * 0.10 and -4 * 0.111
    assert judge_move("outlier_ratio", Pair(Decimal(100), Decimal(139)), peers, plain).verdict == HOLDS
    assert judge_move("outlier_ratio", Pair(Decimal(100), Decimal(141)), peers, plain).verdict == BROKEN
    assert judge_move("outlier_ratio", Pair(Decimal(100), Decimal(70)), peers, plain).verdict == HOLDS
    assert judge_move("outlier_ratio", Pair(Decimal(100), Decimal(69)), peers, plain).verdict == BROKEN


def test_the_unit_is_asked(place: Path, tmp_path: Path, library: Library) -> None:
    """The letter to the one that moved tenfold says what its peers did; it is in the store as well."""
    store = tmp_path / "库.duckdb"
    shutil.copy(place / "库.duckdb", store)
    letters = {unit: said(path) for unit, path in return_reports(store, tmp_path / "退回", library, 2024)}
    assert "个同类单位（县公安）居中的是" in letters["0县公安局"]
    assert "请核对有没有填错，或说明原因" in letters["0县公安局"]
    with open_store(store, library) as opened:
        rows = opened.rows("select s.unit from beyond b join submission s using (submission) where b.rule in ('H301', 'H302')")
    assert {"0县公安局", "1县公安局"} <= {row["unit"] for row in rows}
