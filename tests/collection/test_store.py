"""What is collected stays: only changes are read again, history is kept, a killed run loses nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

import sizes
from forms import consistent, values
from region.books import book
from xlreport.collection.store import open_store
from xlreport.errors import UsageError
from xlreport.flows.collecting import collect
from xlreport.flows.filling import workbook
from xlreport.form.exchange import from_json
from xlreport.form.library import Library
from xlreport.rules.load import load_rules

FORM = "zfxxgk-2021"


def write(folder: Path, library: Library, name: str, seed: int, form_id: str = FORM) -> Path:
    """One random report as a workbook."""
    data = values(library.form(form_id), load_rules(library, form_id), Random(seed)) | {"unit": f"{name}局", "year": 2023}
    path = folder / f"{name}.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(workbook(from_json(data, library), library))
    return path


@pytest.fixture
def folder(tmp_path: Path, library: Library) -> Iterator[Path]:
    """Twelve reports of both editions, and one file that is no report."""
    for number in range(12):
        write(tmp_path / "年报", library, f"{number:02}", number, FORM if number % 3 else "zfxxgk-2019")
    (tmp_path / "年报" / "坏.xlsx").write_bytes(b"PK\x03\x04 no zip")
    return tmp_path / "年报"


def everything(store: Path, library: Library) -> dict[str, list[dict[str, Any]]]:
    """The store's content without times and run numbers, in an order of its own."""
    with open_store(store, library) as opened:
        tables = [row["table_name"] for row in opened.rows("select table_name from information_schema.tables where table_type = 'BASE TABLE'")]
        found: dict[str, list[dict[str, Any]]] = {}
        paths = {row["submission"]: row["path"] for row in opened.rows("select submission, path from submission")}
        for table in tables:
            if table in ("run", "program"):
                continue
            rows = opened.rows(f'select * from "{table}"')
            for row in rows:
                for key in ("run", "collected", "first_seen"):
                    row.pop(key, None)
                if "submission" in row:
                    row["submission"] = paths[row["submission"]]
            found[table] = sorted(rows, key=repr)
        return found


def test_only_changes_are_read_again(folder: Path, tmp_path: Path, library: Library) -> None:
    """Nothing the second time but the file that failed; then the one that changed, whose old figures are kept."""
    store = tmp_path / "库.duckdb"
    first = collect(str(folder), store, library, jobs=2)
    assert (first.read, first.unchanged) == (13, 0)
    assert [path for path, _ in first.unreadable] == [str(folder / "坏.xlsx")]
    again = collect(str(folder), store, library, jobs=2)
    assert (again.read, again.unchanged) == (1, 12)
    os.utime(folder / "01.xlsx")
    write(folder, library, "02", 99)
    third = collect(str(folder), store, library, jobs=1)
    assert (third.read, third.unchanged) == (2, 11)  # changed, unreadable; what only has another time is told by its content
    with open_store(store, library) as opened:
        rows = opened.rows("select path, count(*) as many, count(*) filter (current) as now from submission group by path order by path")
        assert [(row["many"], row["now"]) for row in rows] == [(2, 1) if row["path"].endswith("02.xlsx") else (1, 1) for row in rows]


def test_a_file_that_is_gone_counts_until_it_is_dropped(folder: Path, tmp_path: Path, library: Library) -> None:
    """An emptied folder loses nothing unasked; a withdrawn file can be left out; one that comes back is read anew."""
    store = tmp_path / "库.duckdb"
    collect(str(folder), store, library, jobs=1)
    content = (folder / "01.xlsx").read_bytes()
    (folder / "01.xlsx").unlink()

    def current() -> int:
        with open_store(store, library) as opened:
            return int(opened.rows("select count(*) as many from submission where current")[0]["many"])

    assert (collect(str(folder), store, library, jobs=1).gone, current()) == ((str(folder / "01.xlsx"),), 12)
    assert (len(collect(str(folder), store, library, jobs=1, drop_gone=True).gone), current()) == (1, 11)
    (folder / "01.xlsx").write_bytes(content)
    assert (collect(str(folder), store, library, jobs=1).gone, current()) == ((), 12)


def test_figures_come_back_exactly(tmp_path: Path, library: Library) -> None:
    """An amount to its last digit; a text is null, never 0, and its words are kept."""
    folder = tmp_path / "年报"
    folder.mkdir()
    form = library.form(FORM)
    cells: dict[str, Any] = dict.fromkeys(form.cells, 0)
    cells |= {"公开[行政事业性收费, 收费金额]": "59237.244901", "公开[行政许可, 处理决定]": {"text": "12件"}}
    data = {"form": FORM, "unit": "江城县财政局", "year": 2023, "cells": cells}
    (folder / "一.xlsx").write_bytes(workbook(from_json(data, library), library))
    store = tmp_path / "库.duckdb"
    collect(str(folder), store, library, jobs=1)
    with open_store(store, library) as opened:
        (row,) = opened.rows(f'select * from "figures_{FORM}" join submission using (submission)')
        assert row["公开[行政事业性收费, 收费金额]"] == Decimal("59237.244901")
        assert row["公开[行政许可, 处理决定]"] is None
        assert '"公开[行政许可, 处理决定]": "12件"' in row["words"]
        table = opened.figures(form)
        assert table["公开[行政事业性收费, 收费金额]"].to_list() == [59237244901]
        assert row["kinds"].count("n") + row["kinds"].count("f") == 199


@pytest.mark.parametrize(("figure", "millionths"), [
    (1_000_000, 10**12), (1_234_567, 1_234_567 * 10**6), (999_999_999_999, 999_999_999_999 * 10**6), (10**12, None), (113_608_001_230_049_170, None)])
def test_a_large_figure_stops_nothing(tmp_path: Path, library: Library, figure: int, millionths: int | None) -> None:
    """Fines of a year, a fee typed in 元, a code typed in a cell: kept to the digit, or not kept where a store cannot (C109 names it)."""
    folder, form = tmp_path / "年报", library.form(FORM)
    folder.mkdir()
    cells: dict[str, Any] = dict.fromkeys(form.cells, 0) | {"公开[行政处罚, 处理决定]": figure}
    (folder / "一.json").write_text(json.dumps({"form": FORM, "unit": "江城县公安局", "year": 2023, "cells": cells}), encoding="utf-8")
    store = tmp_path / "库.duckdb"
    assert collect(str(folder), store, library, jobs=1).unreadable == ()
    with open_store(store, library) as opened:
        assert opened.figures(form)["公开[行政处罚, 处理决定]"].to_list() == [millionths]


# a few files a batch, so that there is something to lose between two of them
SMALL_BATCHES = """
from functools import partial
from xlreport.collection import gather
gather.batches, gather.CHUNK = partial(gather.batches, enough=20), 10
from xlreport.cli import main
main()
"""


def test_a_killed_run_is_taken_up(tmp_path: Path, library: Library) -> None:
    """kill -9 at ten random moments, then again: the same as an undisturbed run."""
    folder = tmp_path / "年报"
    folder.mkdir()
    rules, random = load_rules(library, FORM), Random(7)
    for number in range(60 + sizes.size(600)):
        figures = consistent(library.form(FORM), rules, random).known
        (folder / f"{number:04}.xlsx").write_bytes(book(FORM, f"第{number}局", "", 2023, figures["this"] | figures["fact"]))
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 no zip")
    for path in folder.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))  # files as they lie there, not saved this second
    calm, rough = tmp_path / "calm.duckdb", tmp_path / "rough.duckdb"
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", SMALL_BATCHES, "collect", str(folder), "--store", str(calm), "--jobs", "2"], capture_output=True, check=False)
    whole = time.monotonic() - started
    for _ in range(max(3, sizes.size(10))):
        process = subprocess.Popen([sys.executable, "-c", SMALL_BATCHES, "collect", str(folder), "--store", str(rough), "--jobs", "2"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(random.uniform(0.2, 1.0) * whole)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    collect(str(folder), rough, library, jobs=2)
    assert everything(rough, library) == everything(calm, library)
    assert len(everything(calm, library)["submission"]) == 60 + sizes.size(600)


def test_two_at_once_get_a_clear_message(folder: Path, tmp_path: Path, library: Library) -> None:
    """The second process says who holds the store; what is no store is named, and left alone."""
    store = tmp_path / "库.duckdb"
    collect(str(folder), store, library, jobs=1)
    with open_store(store, library):
        done = subprocess.run([sys.executable, "-m", "xlreport", "collect", str(folder), "--store", str(store)],
                              capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "正被另一个程序使用" in done.stderr
    other = tmp_path / "说明.txt"
    other.write_text("不是库" * 2000, "utf-8")
    with pytest.raises(UsageError, match="不是汇集库"), open_store(other, library):
        pass
    assert other.read_text("utf-8").startswith("不是库")
    with pytest.raises(UsageError, match="没有汇集库"), open_store(tmp_path / "没有.duckdb", library):
        pass


def test_another_database_is_left_alone(tmp_path: Path, library: Library) -> None:
    """A DuckDB file that is no store is refused, and nothing is made in it."""
    other = tmp_path / "别的.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("create table goods (name varchar)")
    with pytest.raises(UsageError, match="可能不是汇集库"), open_store(other, library):
        pass
    with duckdb.connect(str(other)) as connection:
        assert connection.execute("select table_name from information_schema.tables").fetchall() == [("goods",)]
