"""Which files are read again: named in two ways, moved, saved twice in one tick of a coarse clock; and what a new program asks for."""

import json
import os
from pathlib import Path
from random import Random
from typing import Any

import pytest

from forms import values
from xlreport.collection.packed import STEP, PackedFile, Stamp, digest_of, settled, weight
from xlreport.collection.standing import RETURNED, standings
from xlreport.collection.store import open_store
from xlreport.flows.collecting import collect
from xlreport.flows.returning import return_reports
from xlreport.form.library import Library
from xlreport.form.library import library as library_of
from xlreport.rules.load import load_rules

FORM = "zfxxgk-2021"


@pytest.fixture
def folder(tmp_path: Path, library: Library) -> Path:
    """Three reports."""
    place = tmp_path / "收到"
    place.mkdir()
    for number in range(3):
        data = values(library.form(FORM), load_rules(library, FORM), Random(number)) | {"unit": f"第{number}局", "year": 2023}
        (place / f"{number}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return place


def rows(store: Path, library: Library, query: str) -> list[dict[str, Any]]:
    """The result of a query."""
    with open_store(store, library) as opened:
        return opened.rows(query)


def test_one_folder_named_in_two_ways(folder: Path, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a relative path, by the whole one, by a detour: the same files, named as they were first."""
    store = tmp_path / "库.duckdb"
    monkeypatch.chdir(tmp_path)
    assert collect("收到", store, library, jobs=1).read == 3
    for other in (str(folder), "./收到/../收到", str(tmp_path / "收到" / ".")):
        assert collect(other, store, library, jobs=1).read == 0
    found = rows(store, library, "select path, name from submission where current order by path")
    assert [(row["path"], row["name"]) for row in found] == [(str(folder / f"{number}.json"), f"收到/{number}.json") for number in range(3)]


def test_a_store_that_knows_relative_paths(folder: Path, tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an earlier version kept them, one of them twice: nothing is read again, each counts once."""
    store = tmp_path / "库.duckdb"
    monkeypatch.chdir(tmp_path)
    collect("收到", store, library, jobs=1)
    with open_store(store, library) as opened:
        for table in ("file", "submission"):
            opened.connection.execute(f"update {table} set path = '收到/0.json' where path like '%0.json'")
        opened.connection.execute("insert into file select '收到/1.json', * exclude path from file where path like '%1.json'")
        opened.connection.execute("insert into submission select submission + 100, '收到/1.json', * exclude (submission, path) from submission "
                                  "where path like '%1.json'")
    assert collect("收到", store, library, jobs=1).read == 0
    assert [row["path"] for row in rows(store, library, "select path from submission where current order by path")] == [
        str(folder / f"{number}.json") for number in range(3)]


def test_a_moved_file_is_the_same_report(folder: Path, tmp_path: Path, library: Library) -> None:
    """Put into another folder and renamed: not read again, not counted twice, still sent back."""
    store = tmp_path / "库.duckdb"
    collect(str(folder), store, library, jobs=1)
    return_reports(store, tmp_path / "退回", library, 2023)
    (folder / "已审").mkdir()
    (folder / "0.json").rename(folder / "已审" / "第0局.json")
    done = collect(str(folder), store, library, jobs=1)
    assert (done.read, done.unchanged, done.gone) == (0, 3, ())
    with open_store(store, library) as opened:
        (first, *_) = standings(opened, library, 2023)[0]
        assert (len(first.versions), first.status) == (1, RETURNED)
        assert first.versions[0].path == str(folder / "已审" / "第0局.json")


def test_saved_again_within_a_tick(folder: Path, tmp_path: Path, library: Library) -> None:
    """Another figure, the same size, the same time: a disk with steps of two seconds would show no change; the content does."""
    store, path = tmp_path / "库.duckdb", folder / "1.json"
    collect(str(folder), store, library, jobs=1)
    before, text = path.stat(), path.read_text("utf-8")
    path.write_text(text.replace("第1局", "第9局"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert collect(str(folder), store, library, jobs=1).read == 1
    assert [row["unit"] for row in rows(store, library, "select unit from submission where current order by path")] == ["第0局", "第9局", "第2局"]


def test_only_an_old_time_is_kept() -> None:
    """A time within a step of the look tells nothing, nor does one of tomorrow."""
    looked = 10**18
    assert settled(Stamp(5, looked - STEP - 1), looked) == Stamp(5, looked - STEP - 1)
    for changed in (looked - STEP, looked - 1, looked, looked + 10**12):
        assert settled(Stamp(5, changed), looked) == Stamp(5, 0)


def test_a_new_program_looks_again(folder: Path, tmp_path: Path, library: Library) -> None:
    """Files at hand are read anew, of the others the record is checked anew; what was sent back still is."""
    store = tmp_path / "库.duckdb"
    collect(str(folder), store, library, jobs=1)
    return_reports(store, tmp_path / "退回", library, 2023)
    with open_store(store, library) as opened:
        opened.connection.execute("update submission set program = '0.0.1', status = 'pass', error = 0, broken = null")
    (folder / "2.json").unlink()
    done = collect(str(folder), store, library, jobs=1)
    assert (done.read, done.rechecked.reports, done.rechecked.singly, done.rechecked.unread) == (2, 1, 1, ())
    assert {row["program"] for row in rows(store, library, "select program from submission where current")} != {"0.0.1"}
    assert not rows(store, library, "select 1 from submission where current and broken is null")
    with open_store(store, library) as opened:
        found = standings(opened, library, 2023)[0]
    assert {one.status for one in found} == {RETURNED}
    assert all(one.versions[0].errors for one in found)
    assert collect(str(folder), store, library, jobs=1).read == 0


@pytest.mark.parametrize("name", ["phrases.toml", "claims.toml"])
def test_other_clauses_check_anew(name: str, folder: Path, tmp_path: Path, library: Library) -> None:
    """What the narrative's words mean, and which sentences are the program's own, decide findings too."""
    store = tmp_path / "库.duckdb"
    collect(str(folder), store, library, jobs=1)
    carried = next(path for path in (library.folders[0] / FORM / name, library.folders[0] / name) if path.is_file())
    own = tmp_path / "forms" / carried.relative_to(library.folders[0])
    own.parent.mkdir(parents=True)
    own.write_text("# 本市的\n", "utf-8")
    done = collect(str(folder), store, library_of(tmp_path / "forms"), jobs=1)
    assert (done.read, done.rechecked.reports) == (0, 3)


def test_a_heavy_text_finds_room(folder: Path, tmp_path: Path, library: Library) -> None:
    """Thirty megabytes of text in one report: more than DuckDB is given for a batch of ordinary ones."""
    from xlreport.collection.packed import pack_file

    path = folder / "0.json"
    packed = pack_file(path, "0.json", library)
    heavy = packed._replace(reports=(packed.reports[0]._replace(texts={"总体情况": "字" * 10**7}),))
    assert weight(heavy) > 3 * 10**7 > weight(packed)
    with open_store(tmp_path / "库.duckdb", library, create=True) as opened:
        opened.work_beside()
        opened.add([heavy, PackedFile("坏.xlsx", Stamp(1, 2), "", (), "坏")], opened.begin("收到"))
        opened.connection.execute("checkpoint")
    assert rows(tmp_path / "库.duckdb", library, "select length(text) as long from text") == [{"long": 10**7}]
    assert digest_of(path) == packed.digest
