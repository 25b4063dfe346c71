"""The 通报: every number in it is what was planted, and every sentence says what was counted."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import docx
import openpyxl
import pytest

from forms import values
from xlreport.check.checking import check_submission
from xlreport.collection.circular import Circular, Fault, Quality, circular
from xlreport.collection.roster import Roster
from xlreport.collection.roster_file import read_roster
from xlreport.collection.store import open_store
from xlreport.flows.briefing import draft_circular
from xlreport.flows.collecting import collect
from xlreport.form.library import Library
from xlreport.form.library import library as library_of
from xlreport.present.circular import paragraphs, render
from xlreport.rules.load import load_rules
from xlreport.rules.model import RuleSet
from xlreport.sources import read_submission

FORM, YEAR, UNITS = "zfxxgk-2021", 2023, 14
DUE = date(2024, 1, 26)
HEADS = ["单位名称", "统一社会信用代码", "上级单位", "联系人", "报送期限", "收到日期", "状态"]


def random_report(number: int) -> dict[str, Any]:
    """One in three without a single mistake; the others as they come."""
    form = library_of().form(FORM)
    data = values(form, load_rules(library_of(), FORM), Random(number)) | {"unit": f"第{number}局", "year": YEAR}
    zero = {"cells": dict.fromkeys(form.cells, 0), "facts": dict.fromkeys(form.facts, 0), "text": {}, "last_year": {}, "cover": {}, "waivers": []}
    return data | zero if number % 3 == 0 else data


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fourteen units: two did not report, one came on paper, each third is early or late, one is said to be through, one reports twice."""
    folder = tmp_path_factory.mktemp("通报")
    (folder / "收到").mkdir()
    book = openpyxl.Workbook()
    book.active.append(HEADS)
    book.active.append(["江城县人民政府"])
    for number in range(UNITS):
        status = "通过" if number == 3 else ""
        book.active.append([f"第{number}局", "", "江城县人民政府", "", DUE, None if number in (4, 5) else DUE + timedelta(number % 3 - 1), status])
        if number not in (4, 5, 8):
            (folder / "收到" / f"{number}.json").write_text(json.dumps(random_report(number), ensure_ascii=False), "utf-8")
    book.active.append(["邻县某局", "", "邻县人民政府", "", DUE, None, ""])
    book.save(folder / "名录.xlsx")
    other = random_report(6)
    other["cells"] |= {"公开[行政许可, 处理决定]": 5}
    (folder / "收到" / "6又.json").write_text(json.dumps(other, ensure_ascii=False), "utf-8")
    (folder / "收到" / "坏.xlsx").write_bytes(b"PK\x03\x04 no zip")
    collect(str(folder / "收到"), folder / "库.duckdb", library_of(), jobs=1, roster=folder / "名录.xlsx")
    return folder


def counted(place: Path, parent: str = "江城县人民政府") -> Circular:
    """What the store says."""
    with open_store(place / "库.duckdb", library_of()) as store:
        roster = store.roster()
        assert roster
        return circular(store, library_of(), library_of().form(FORM), load_rules(library_of(), FORM), YEAR, roster.under(parent), parent)


def test_counts_are_those_of_the_plan(place: Path, library: Library) -> None:
    """Who is due, in, missing, late by how many days; each report's findings as a check of its own finds them."""
    found = counted(place)
    there = [number for number in range(UNITS) if number not in (4, 5, 8)]
    names = [f"第{number}局" for number in there]
    assert found.due == tuple(f"第{number}局" for number in range(UNITS))
    assert (found.reported, found.missing, found.noted) == (tuple(names), ("第4局", "第5局"), ("第8局",))
    assert found.dated == len(there)
    assert found.late == tuple((f"第{number}局", 1) for number in there if number % 3 == 2)
    assert (found.returned, found.passed, found.published, found.twice) == ((), ("第3局",), (), ("第6局",))
    assert (found.strangers, found.unreadable) == (0, 1)
    results = [check_submission(read_submission(place / "收到" / f"{number}.json", library), load_rules(library, FORM)) for number in there]
    wanted = [Counter(one.severity for one in result.findings if one.waiver != "waived") for result in results]
    assert [(one.unit, one.errors, one.warnings) for one in found.quality] == [
        (name, counts["error"], counts["warning"]) for name, counts in zip(names, wanted, strict=True)]
    rules = [{one.rule for one in result.findings if one.severity in ("error", "warning")} for result in results]
    every = Counter(one.rule for result in results for one in result.findings if one.severity in ("error", "warning"))
    assert {fault.rule: (fault.units, fault.findings) for fault in found.faults} == {
        rule: (sum(rule in one for one in rules), count) for rule, count in every.items()}
    clean = {name for name, counts in zip(names, wanted, strict=True) if not counts["error"] + counts["warning"]}
    assert set(found.good) == clean - {unit for unit, _ in found.late} - {"第6局"}
    assert found.good


def made(rules: RuleSet, **changes: Any) -> str:
    """The text over counts that are given."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("missing", "noted", "late", "returned", "passed", "published", "twice", "differing", "alike", "faults", "good"), ())
    base = Circular(form=library_of().form(FORM), year=YEAR, parent="", collected=date(2024, 2, 1), due=("甲局", "乙局"), reported=("甲局", "乙局"), dated=2,
                    quality=(Quality("甲局", 0, 0, 0, True), Quality("乙局", 0, 0, 0, True)), strangers=0, unreadable=0, **nothing)
    return "\n".join(paragraph.text for paragraph in paragraphs(base._replace(**changes), rules))


def test_every_sentence(golden: Callable[[str, str], None], library: Library) -> None:
    """The whole text, every kind of sentence in it."""
    quality = (Quality("甲局", 12, 1, 1, False), Quality("乙局", 0, 3, 0, True), Quality("丙局", 0, 0, 0, True), Quality("丁局", 0, 0, 0, False))
    golden("circular.txt", made(
        load_rules(library, FORM), parent="江城县人民政府", due=tuple("甲乙丙丁戊己"), reported=tuple("甲乙丙丁"), missing=("戊局",), noted=("己局",),
        dated=3, late=(("丁局", 40), ("乙局", 2)), returned=("甲局",), passed=("丙局",), published=("乙局",), quality=quality, twice=("乙局",),
        differing=("丁局",), alike=(("甲局", "丁局", "83%"),), faults=(Fault("S101", 2, 7), Fault("C102", 1, 6), Fault("N101", 1, 3)), good=("丙局",),
        strangers=2, unreadable=1) + "\n")


def test_what_is_not_so_is_not_said(library: Library) -> None:
    """No faults, no roster, no days due, nobody good, many alike in number: the sentences follow."""
    rules = load_rules(library, FORM)
    fine = made(rules)
    assert "已报的年报没有校验出错误和待核实的问题。" in fine
    for word in ("缺报的", "迟报的（", "有错误的2", "已写明原因", "另收到", "读不了", "雷同的："):
        assert word not in fine
    bare = made(rules, due=None, dated=0, reported=("甲局",))
    assert "已报1个单位。没有单位名录，应报、缺报没有统计。" in bare
    assert "应报单位" not in bare
    assert "是否迟报没有统计" in bare
    assert "没有同时做到没有错误" in bare
    same = tuple(Quality(f"{number}局", 3, 0, 0, False) for number in range(20))
    assert "错误最多的单位各有3处，有20个单位。" in made(rules, quality=same)
    stairs = tuple(Quality(f"{number}局", number, 0, 0, False) for number in range(20))
    assert "错误较多（12处以上，含12处）的8个单位：19局（错误19处）" in made(rules, quality=stairs)
    many = made(rules, missing=tuple(f"{number}局" for number in range(31)))
    assert "缺报的31个单位，名录上的前30个是0局、" in many
    assert "、30局" not in many
    assert "不符合“每一格都要填，没有的填 0”的（C101），2个单位、5处。" in made(rules, faults=(Fault("C101", 2, 5),))
    assert "规则Z999查出的，1个单位" in made(rules, faults=(Fault("Z999", 1, 1),))


def test_the_document(place: Path, tmp_path: Path, library: Library) -> None:
    """An official document whose blanks are marked; the command says the counts, writes over nothing, names a wrong parent."""
    target = tmp_path / "通报.docx"
    command = [sys.executable, "-m", "xlreport", "brief", "--store", str(place / "库.duckdb"), "--year", str(YEAR), "-o", str(target)]
    done = subprocess.run([*command, "--unit", "江城县人民政府"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("应报 14 个，已报 11 个，缺报 2 个，迟报 2 个。")
    document = docx.Document(str(target))
    said = [line.text for line in document.paragraphs]
    assert [line.text for line in paragraphs(counted(place), load_rules(library, FORM))] == [text for text in said[4:-3] if text]
    marked = {run.text for line in document.paragraphs for run in line.runs if run.font.highlight_color is not None}
    assert {"〔主送单位〕", "〔　　月　　日〕"} <= marked
    assert document.paragraphs[4].style.name == "主送机关"
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2
    wrong = subprocess.run([*command[:-1], str(tmp_path / "二.docx"), "--unit", "江城县政府"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "是不是“江城县人民政府”" in wrong.stderr
    roster = Roster(read_roster(place / "名录.xlsx"))
    assert [unit.unit for unit in roster.under("邻县人民政府").units] == ["邻县某局"]
    assert len(render(counted(place), load_rules(library, FORM))) > 5000
    assert draft_circular(place / "库.duckdb", tmp_path / "三.docx", library, YEAR).due is not None
