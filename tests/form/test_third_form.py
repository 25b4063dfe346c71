"""A form of another ministry is data and needs no Python: made up here, 甲乙丙 heads, 其中 sums, 万元 and 件 mixed."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlreport.check.checking import check_submission
from xlreport.form.exchange import from_json, to_json
from xlreport.form.library import Library
from xlreport.form.model import AMOUNT, COUNT
from xlreport.form.submission import Submission
from xlreport.form.values import NUMBER, SLASH
from xlreport.rules.load import load_rules
from xlreport.workbook.reader import read_workbook
from xlreport.workbook.template import workbook_bytes

FORMS = Path(__file__).parent.parent / "data" / "forms"
ID = "zfjc-2024"
RIGHT = {
    "执法[立案, 本期实际]": 12, "执法[立案, 本年累计]": 30, "执法[一般程序, 本期实际]": 4, "执法[一般程序, 本年累计]": 9,
    "执法[网上办理, 本期实际]": "/", "执法[网上办理, 本年累计]": "/", "执法[结案, 本期实际]": 10, "执法[结案, 本年累计]": 28,
    "执法[罚没金额, 本期实际]": "12.5000", "执法[罚没金额, 本年累计]": "30.1234", "执法[罚款, 本期实际]": "12.5000", "执法[罚款, 本年累计]": "29.1234",
    "执法[没收违法所得, 本期实际]": "/", "执法[没收违法所得, 本年累计]": 1, "执法[移送司法, 本期实际]": 0,
}
VALUES: dict[str, Any] = {
    "form": ID, "unit": "示范县应急管理局", "unit_code": "", "year": 2024, "cells": RIGHT, "facts": {"文中.执法人员[年末人数]": 7},
    "text": {"填报说明": "第一段\n第二段", "执法": "表下的注"}, "cover": {"填报人": "张三"}, "answers": {"有无执法权": "有"}, "blank_is_zero": False,
    "last_year": {"执法[立案, 本年累计]": 20}, "waivers": [],
}


@pytest.fixture(scope="module")
def forms() -> Library:
    """The official forms and the made-up one."""
    return Library(FORMS)


def report(forms: Library, **cells: Any) -> Submission:
    """The right report with changes."""
    return from_json({**VALUES, "cells": RIGHT | cells}, forms)


def saved(submission: Submission, forms: Library, path: Path) -> Submission:
    """What is read from the workbook of a submission."""
    path.write_bytes(workbook_bytes(submission, load_rules(forms, ID)))
    return read_workbook(path, forms)


def test_it_loads(forms: Library) -> None:
    """The grid, kinds, units and rules are what the files say."""
    form = forms.form(ID)
    assert ID in forms.ids()
    assert len(form.cells) == 15
    assert {cell.unit for cell in form.cells.values()} == {"件", "万元"}
    assert {cell.kind for cell in form.cells.values()} == {COUNT, AMOUNT}
    assert sum(cell.slash for cell in form.cells.values()) == 4
    heads = [block.text for block in form.tables[0].blocks if block.line < 2]
    assert heads == ["指标名称", "计量单位", "代码", "本期实际", "本年累计", "甲", "乙", "丙", "1", "2"]
    assert form.tables[0].head == 2
    assert {rule.id for rule in load_rules(forms, ID).rules} >= {"C101", "W101", "S201", "S206", "Y201"}


def test_official_labels_of_such_a_table_can_be_quoted(forms: Library) -> None:
    """A row is printed as its 指标名称, not as the 代码 that stands between it and the figures."""
    rows = forms.form(ID).tables[0].rows.printed
    assert rows["立案"] == "一、立案查处案件"
    assert rows["罚款"] == "其中：罚款"


def test_a_right_report_passes(forms: Library) -> None:
    """The report all examples here start from has no finding."""
    assert check_submission(report(forms), load_rules(forms, ID)).findings == ()


@pytest.mark.parametrize(("cells", "rule", "words"), [
    ({"执法[罚款, 本年累计]": "28.1234"}, "S201", ("其中两项之和＝29.1234，罚没金额＝30.1234，相差 1.0000",)),
    ({"执法[一般程序, 本期实际]": 13, "执法[一般程序, 本年累计]": 13}, "S202", ("执法检查", "其中一般程序＝13，立案＝12，相差 1（前者应不大于后者）",)),
    ({"执法[结案, 本年累计]": 9}, "S204", ("04 结案", "本年累计＝9，本期实际＝10")),
    ({"执法[立案, 本年累计]": "/"}, "C110", ("01 立案查处案件", "没有的请填 0")),
    ({"执法[罚款, 本期实际]": {"text": "125000元"}}, "C102", ("请改填 12.5（万元）",)),
    ({"执法[移送司法, 本期实际]": "0.5"}, "C104", ("单位是件",)),
])
def test_a_planted_mistake_is_found(cells: dict[str, Any], rule: str, words: tuple[str, ...], forms: Library) -> None:
    """The message names place and figures in the form's own words."""
    found = [finding for finding in check_submission(report(forms, **cells), load_rules(forms, ID)).findings if finding.rule == rule]
    assert len(found) == 1
    for part in words:
        assert part in found[0].message


def test_a_blank_template_is_made_and_read_back(forms: Library, tmp_path: Path) -> None:
    """Every figure has its place and name; an empty form is all blanks, totals show nothing, and never passes."""
    blank = saved(Submission(forms.form(ID)), forms, tmp_path / "空.xlsx")
    assert {value.kind for value in blank.cells.values()} == {"blank"}
    assert not blank.departures
    result = check_submission(blank, load_rules(forms, ID))
    assert result.status == "fail"
    assert [finding.rule for finding in result.findings if finding.instance == "C101[执法]"] == ["C101"]
    book = openpyxl.load_workbook(tmp_path / "空.xlsx")
    assert set(book.defined_names) >= {f"执法_{cell.row}_{cell.column}" for cell in forms.form(ID).cells.values()}
    assert book.sheetnames == ["封面", "执法检查", "正文", "上年数据", "校验", "说明"]


def test_fill_and_values_are_the_identity(forms: Library, tmp_path: Path) -> None:
    """What an object says, its workbook says again: `/`, 万元 with its places, facts, text, answers, last year."""
    again = saved(report(forms), forms, tmp_path / "一.xlsx")
    data = to_json(again)
    assert {key: data[key] for key in VALUES} == VALUES
    assert again.cells["执法[罚款, 本期实际]"].number == Decimal("12.5000")
    assert again.cells["执法[网上办理, 本期实际]"].kind == SLASH
    assert check_submission(again, load_rules(forms, ID)).findings == ()


def test_a_total_with_a_slash_in_its_parts(forms: Library, tmp_path: Path) -> None:
    """A 其中 line that is not applicable leaves the total to what is stated; the rule does not apply to it."""
    again = saved(report(forms), forms, tmp_path / "一.xlsx")
    assert again.cells["执法[罚没金额, 本期实际]"].kind == NUMBER
    outcomes = {outcome.instance: outcome.verdict for outcome in check_submission(again, load_rules(forms, ID)).outcomes}
    assert outcomes["S201[本期实际]"] == "not_applicable"
    assert outcomes["S201[本年累计]"] == "holds"


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command of the program with the folder of forms named."""
    environment = {key: value for key, value in os.environ.items() if key != "XLREPORT_LANG"} | {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run([sys.executable, "-m", "xlreport", *arguments, "--forms", str(FORMS)], cwd=folder, env=environment,
                          capture_output=True, text=True, encoding="utf-8", check=False)


def test_every_command_serves_it(tmp_path: Path) -> None:
    """forms, rules, new, fill, values and check take the form with --forms, and say which folder is used."""
    (tmp_path / "值.json").write_text(json.dumps(VALUES), "utf-8")
    wrong = VALUES | {"cells": RIGHT | {"执法[罚款, 本年累计]": "28.1234"}}
    (tmp_path / "错.json").write_text(json.dumps(wrong), "utf-8")
    runs = {
        ("forms",): 0, ("forms", ID): 0, ("forms", ID, "--json"): 0, ("rules", ID): 0, ("rules", "S201", "--json"): 0, ("rules", "S204"): 0,
        ("new", "--form", ID, "--unit", "甲局", "--year", "2024", "-o", "空.xlsx"): 0, ("fill", "值.json", "-o", "值.xlsx"): 0,
        ("fill", "错.json", "-o", "错.xlsx"): 0, ("values", "值.xlsx"): 0, ("check", "值.xlsx"): 0, ("check", "错.xlsx"): 1, ("check", "空.xlsx"): 1,
    }
    done = {arguments: command(tmp_path, *arguments) for arguments in runs}
    for arguments, expected in runs.items():
        assert done[arguments].returncode == expected, (arguments, done[arguments].stdout, done[arguments].stderr)
        assert str(FORMS) in done[arguments].stderr
    assert "zfjc-2024  执法检查情况统计表（2024年）  用于2024至2026年度  15 个数" in done["forms",].stdout
    assert json.loads(done["values", "值.xlsx"].stdout) == json.loads((tmp_path / "值.json").read_text("utf-8"))
    assert "罚没金额，等于罚款加没收违法所得" in done["rules", "S201", "--json"].stdout
    assert "相差 1.0000" in done["check", "错.xlsx"].stdout
    assert "[S201]" in done["check", "错.xlsx"].stdout


def test_without_the_folder_the_workbook_says_which_form_it_needs(forms: Library, tmp_path: Path) -> None:
    """A workbook of a form that is not at hand is unreadable, with the option that helps."""
    path = tmp_path / "一.xlsx"
    path.write_bytes(workbook_bytes(report(forms), load_rules(forms, ID)))
    run = subprocess.run([sys.executable, "-m", "xlreport", "check", "一.xlsx"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
                         env=os.environ | {"PYTHONIOENCODING": "utf-8"}, check=False)
    assert run.returncode == 2
    assert "是“zfjc-2024”的工作簿" in run.stdout
    assert "--forms" in run.stdout
