"""Every unit with something to correct or explain gets a letter that names it all; nobody else does."""

import subprocess
import sys
from pathlib import Path

import docx
import pytest
from test_acceptance import put

from xlreport.collection.standing import RETURNED, standings
from xlreport.collection.store import open_store
from xlreport.errors import OutputError
from xlreport.flows.accepting import accept_reason
from xlreport.flows.collecting import collect
from xlreport.flows.returning import return_reports
from xlreport.form.library import Library


def said(path: Path) -> str:
    """All words of a letter, tables included."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def statuses(store: Path, library: Library) -> dict[str, str]:
    """Status by unit."""
    with open_store(store, library) as opened:
        return {standing.unit.unit: standing.status for standing in standings(opened, library, 2023)[0]}


def test_letters(tmp_path: Path, library: Library) -> None:
    """Error, warning, explained warning: the first two get a letter; the status lasts until a new report comes."""
    folder, store, output = tmp_path / "年报", tmp_path / "库.duckdb", tmp_path / "退回"
    accepted = put(folder, library, "甲局")
    put(folder, library, "乙局", made=5, reasons=False)
    put(folder, library, "丙<局", made=6, wrong=True)
    collect(str(folder), store, library, jobs=1)
    accept_reason(store, accepted, library)
    with open_store(store, library) as opened:
        stored = opened.rows("select s.unit, f.rule, f.message from finding f join submission s using (submission) where f.waiver = '' "
                             "and f.severity in ('error', 'warning')")
    expected = {row["unit"] for row in stored}
    assert {"乙局", "丙<局"} <= expected
    done = return_reports(store, output, library, 2023, by="2024年2月5日")
    assert {unit for unit, _ in done} == expected
    by_unit = dict(done)
    assert by_unit["丙<局"].name == "丙_局-反馈意见.docx"
    for row in stored:
        text = said(by_unit[row["unit"]])
        assert row["message"] in text
        assert row["rule"] in text
        assert "2024年2月5日 前改正" in text
    assert "须改正的" not in said(by_unit["乙局"])
    assert "（一、本年新收，自然人）现为 1" in said(by_unit["丙<局"])
    assert {unit for unit, status in statuses(store, library).items() if status == RETURNED} == expected
    with pytest.raises(OutputError):
        return_reports(store, output, library, 2023)
    put(folder, library, "乙局", made=0 + 7, reasons=False)
    collect(str(folder), store, library, jobs=1)
    assert statuses(store, library)["乙局"] == "已报"
    assert statuses(store, library)["丙<局"] == RETURNED


def test_the_command(tmp_path: Path, library: Library) -> None:
    """Without a day the letter leaves room for one; a year without reports is exit 2."""
    folder, store = tmp_path / "年报", tmp_path / "库.duckdb"
    put(folder, library, "乙局", reasons=False)
    collect(str(folder), store, library, jobs=1)
    command = [sys.executable, "-m", "xlreport", "return", "--store", str(store), "-o", str(tmp_path / "退回"), "--year"]
    done = subprocess.run([*command, "2023"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 个单位写了反馈意见" in done.stdout
    assert "请于 　　　　年" in said(tmp_path / "退回" / "乙局-反馈意见.docx")
    none = subprocess.run([*command, "2001"], capture_output=True, text=True, check=False)
    assert none.returncode == 2
    assert "没有2001 年度" in none.stderr
