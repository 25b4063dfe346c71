"""An accepted reason stays with its unit and its numbers, is counted apart, and never covers a balance error."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xlreport.check.checking import check_submission
from xlreport.collection.standing import Version, standings
from xlreport.collection.store import open_store
from xlreport.errors import UsageError
from xlreport.flows.accepting import accept_reason
from xlreport.flows.collecting import collect
from xlreport.flows.overseeing import year_at_a_glance
from xlreport.flows.rolling import roll_up_store
from xlreport.form.exchange import from_json
from xlreport.form.library import Library
from xlreport.rules.load import load_rules

FORM = "zfxxgk-2021"
RULES_MADE = "公开[规章, 制发]"


def put(folder: Path, library: Library, unit: str, made: int = 3, reasons: bool = True, contact: str = "", wrong: bool = False) -> str:
    """A report of a unit that says it may make no rules, and has made some (G101, a warning); the finding's fingerprint."""
    cells: dict[str, Any] = dict.fromkeys(library.form(FORM).cells, 0) | {RULES_MADE: made}
    if wrong:
        cells["申请[本年新收, 自然人]"] = 1
    data: dict[str, Any] = {"form": FORM, "unit": unit, "year": 2023, "cells": cells, "answers": {"规章制定权": "无"}, "cover": {"contact": contact}}
    if reasons:
        data["waivers"] = [{"fingerprint": "G101", "reason": "与市局联合制定"}]
    folder.mkdir(exist_ok=True)
    (folder / f"{unit}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    findings = check_submission(from_json(data, library), load_rules(library, FORM)).findings
    (found,) = [found for found in findings if found.rule == "G101"]
    return found.fingerprint


def version(store: Path, library: Library, unit: str) -> Version:
    """The report of a unit as the overview sees it."""
    with open_store(store, library) as opened:
        (found,) = [standing for standing in standings(opened, library, 2023)[0] if standing.unit.unit == unit]
    return found.versions[0]


def test_accepted_until_the_numbers_change(tmp_path: Path, library: Library) -> None:
    """Counted apart at once, kept when the file is collected again with the same numbers, gone with other numbers."""
    folder, store = tmp_path / "年报", tmp_path / "库.duckdb"
    fingerprint = put(folder, library, "甲局")
    assert put(folder, library, "乙局") == fingerprint
    collect(str(folder), store, library, jobs=1)
    before = version(store, library, "甲局")
    assert (before.pending, before.waived) == (1, 0)
    with pytest.raises(UsageError, match="--unit"):
        accept_reason(store, fingerprint, library)
    done = accept_reason(store, fingerprint.upper(), library, "电话核实", "甲局")
    assert (done.rule, done.reason, done.again) == ("G101", "与市局联合制定", False)
    assert accept_reason(store, fingerprint, library, unit="甲局").again
    with open_store(store, library) as opened:
        assert [row["note"] for row in opened.rows("select note from accepted")] == ["电话核实"]
    after = version(store, library, "甲局")
    assert (after.pending, after.waived, after.warnings, after.status) == (0, 1, before.warnings - 1, "pass")
    assert version(store, library, "乙局").pending == 1
    page = tmp_path / "总览.html"
    year_at_a_glance(store, page, library, 2023, FORM)
    assert "<li><b>1</b>说明已认可</li>" in page.read_text("utf-8")
    assert roll_up_store(store, tmp_path / "汇总.xlsx", library, "县", 2023, FORM).face.endswith("说明已认可的问题 1 条")
    put(folder, library, "甲局", contact="改了电话")
    assert collect(str(folder), store, library, jobs=1).read == 1
    again = version(store, library, "甲局")
    assert again.submission != after.submission
    assert (again.pending, again.waived, again.warnings) == (0, 1, after.warnings)
    put(folder, library, "甲局", made=4)
    collect(str(folder), store, library, jobs=1)
    changed = version(store, library, "甲局")
    assert (changed.pending, changed.waived, changed.warnings) == (1, 0, before.warnings)


def test_counts_equal_those_of_the_check(tmp_path: Path, library: Library) -> None:
    """What the store counts after an acceptance is what check_submission counts with it."""
    folder, store = tmp_path / "年报", tmp_path / "库.duckdb"
    fingerprint = put(folder, library, "甲局", wrong=True)
    collect(str(folder), store, library, jobs=1)
    accept_reason(store, fingerprint, library)
    data = json.loads((folder / "甲局.json").read_text("utf-8"))
    from xlreport.sources import read_submission

    result = check_submission(read_submission(folder / "甲局.json", library), load_rules(library, FORM), {fingerprint})
    found = version(store, library, "甲局")
    assert data["unit"] == "甲局"
    assert (found.errors, found.warnings, found.pending, found.status) == (result.count("error"), result.count("warning"), result.pending, result.status)
    assert found.errors > 0


def test_what_cannot_be_accepted(tmp_path: Path, library: Library) -> None:
    """An unknown fingerprint with the near one, a balance error, a finding without a reason: each refused, exit 2."""
    folder, store = tmp_path / "年报", tmp_path / "库.duckdb"
    fingerprint = put(folder, library, "甲局", wrong=True)
    silent = put(folder, library, "乙局", made=5, reasons=False)
    collect(str(folder), store, library, jobs=1)
    near = ("0" if fingerprint[0] != "0" else "1") + fingerprint[1:]
    done = subprocess.run([sys.executable, "-m", "xlreport", "accept", near, "--store", str(store)], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"是不是 {fingerprint}（甲局，G101）" in done.stderr
    with pytest.raises(UsageError, match="待认可的说明有 1 条"):
        accept_reason(store, "zzzz", library)
    with pytest.raises(UsageError, match="没有给 G101 写说明"):
        accept_reason(store, silent, library)
    with open_store(store, library) as opened:
        balance = opened.rows("select fingerprint from finding where family = 'balance' and severity = 'error'")[0]["fingerprint"]
        assert opened.rows("select * from accepted") == []
    with pytest.raises(UsageError, match="不能用说明代替"):
        accept_reason(store, balance, library)
    good = subprocess.run([sys.executable, "-m", "xlreport", "accept", fingerprint, "--store", str(store)], capture_output=True, text=True, check=False)
    assert (good.returncode, good.stderr) == (0, "")
    assert "已认可：甲局 G101，原因：与市局联合制定" in good.stdout
