"""The contract at the door: nothing enters or leaves the store whose figures and verdicts do not fit."""

import json
from pathlib import Path
from random import Random

import pytest

import sizes
from forms import values
from xlreport.collection.guard import held_against_contract
from xlreport.collection.packed import PackedFile, pack_file
from xlreport.collection.store import open_store
from xlreport.errors import UsageError
from xlreport.flows.collecting import collect
from xlreport.flows.exporting import export_store
from xlreport.flows.overseeing import year_at_a_glance
from xlreport.flows.rolling import roll_up_store
from xlreport.form.library import Library
from xlreport.rules.load import load_rules

FORM = "zfxxgk-2021"
CELL = "申请[本年新收, 自然人]"


def reports(folder: Path, library: Library, count: int, form_id: str = FORM) -> list[PackedFile]:
    """Seeded random reports, right and wrong, half filled and odd, packed."""
    folder.mkdir(parents=True, exist_ok=True)
    form = library.form(form_id)
    for number in range(count):
        data = values(form, load_rules(library, form_id), Random(number)) | {"unit": f"第{number}局", "year": form.years[0]}
        (folder / f"{number:03}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return [pack_file(path, path.name, library) for path in sorted(folder.iterdir())]


def zeros(path: Path, library: Library, form_id: str = FORM) -> PackedFile:
    """A report with 0 in every cell."""
    form = library.form(form_id)
    data = {"form": form_id, "unit": "清零局", "year": form.years[0], "cells": dict.fromkeys(form.cells, 0)}
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return pack_file(path, path.name, library)


@pytest.mark.parametrize("form_id", [FORM, "zfxxgk-2019"])
def test_the_engine_and_the_contract_agree(form_id: str, tmp_path: Path, library: Library) -> None:
    """On random reports nothing is refused; each verdict taken away, or one put there, is."""
    packed = reports(tmp_path / "年报", library, sizes.size(300), form_id)
    assert held_against_contract(packed, library) == tuple(packed)
    said = [file for file in packed if file.reports[0].broken]
    assert len(said) > len(packed) / 4
    silent = [file._replace(reports=(file.reports[0]._replace(broken=()),)) for file in said]
    assert all(file.reason and not file.reports for file in held_against_contract(silent, library))
    clean = zeros(tmp_path / "零.json", library, form_id)
    report = clean.reports[0]
    assert held_against_contract([clean], library) == (clean,)
    (claimed,) = held_against_contract([clean._replace(reports=(report._replace(broken=(*report.broken, "S101[自然人]")),))], library)
    assert "S101[自然人] 左 0，右 0，差 0" in claimed.reason
    (changed,) = held_against_contract([clean._replace(reports=(report._replace(figures=report.figures | {CELL: 1_500_000}),))], library)
    assert "S101[自然人] 左 1.5，右 0，差 1.5" in changed.reason
    assert f"{CELL} 1.5" in changed.reason


def test_a_figure_changed_in_the_store_does_not_leave(tmp_path: Path, library: Library) -> None:
    """Another program added one to a cell: roll-up, overview and export refuse, and say where."""
    folder, store = tmp_path / "年报", tmp_path / "库.duckdb"
    reports(folder, library, 6)
    zeros(folder / "零.json", library)
    collect(str(folder), store, library, jobs=1)
    export_store(store, tmp_path / "好.csv", library, "csv")
    with open_store(store, library) as opened:
        (row,) = opened.rows("select submission, name from submission where unit = '清零局'")
        opened.connection.execute(f'update "figures_{FORM}" set "{CELL}" = "{CELL}" + 1 where submission = ?', [row["submission"]])
    ways = (
        lambda: roll_up_store(store, tmp_path / "汇总.xlsx", library, "江城县", 2021, with_errors="keep"),
        lambda: year_at_a_glance(store, tmp_path / "总览.html", library, 2021),
        lambda: export_store(store, tmp_path / "数据.csv", library, "csv"),
    )
    for way in ways:
        with pytest.raises(UsageError, match="对不上") as caught:
            way()
        assert row["name"] in str(caught.value)
        assert "S101[自然人] 左 1，右 0，差 1" in str(caught.value)
    assert not list(tmp_path.glob("汇总*")) + list(tmp_path.glob("总览*")) + list(tmp_path.glob("数据*"))
