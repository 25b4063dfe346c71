"""check --waive: a reason written into a copy; what cannot be explained is refused."""

import json
import zipfile
from pathlib import Path
from typing import Any

from xlreport.check.checking import check_submission
from xlreport.form.library import library
from xlreport.rules.load import load_rules
from xlreport.sources import read_submission

WARNED = {"cells": {"公开[规章, 制发]": 1}, "answers": {"规章制定权": "无"}, "cover": {"填报人": "甲"}}


def test_a_reason_goes_into_a_copy_and_is_pending(folder: Path, files: Any, program: Any) -> None:
    """The source is untouched; of the copy only the sheet 说明 differs; a re-check counts it apart; other numbers end it."""
    book = files.workbook(folder / "年报.xlsx", WARNED["cells"], answers=WARNED["answers"], cover=WARNED["cover"])
    before = book.read_bytes()
    found = program("check", "年报.xlsx", "--format", "json").data["files"][0]["findings"]
    (fingerprint,) = [finding["fingerprint"] for finding in found if finding["rule"] == "G101"]
    done = program("check", "年报.xlsx", "--waive", fingerprint, "--reason", "代拟稿 <1件> & 其他")
    assert done.code == 0, done.errors
    assert "待主管部门认可" in done.out
    assert book.read_bytes() == before
    copy = folder / "年报（已说明）.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(copy) as new:
        assert old.namelist() == new.namelist()
        assert len([name for name in old.namelist() if old.read(name) != new.read(name)]) == 1
    submission = read_submission(copy, library())
    assert [(waiver.fingerprint, waiver.reason, waiver.name) for waiver in submission.waivers] == [(fingerprint, "代拟稿 <1件> & 其他", "甲")]
    checked = program("check", copy.name, "--format", "json").data["files"][0]
    assert checked["counts"]["pending"] == 1
    rules = load_rules(library(), submission.form.id)
    accepted = check_submission(submission, rules, frozenset({fingerprint}))
    assert (accepted.count("warning"), accepted.pending) == (0, 0)
    assert [finding.waiver for finding in accepted.findings if finding.rule == "G101"] == ["waived"]
    other = submission.cells["公开[规章, 废止]"]._replace(number=submission.cells["公开[规章, 制发]"].number, raw="1")
    changed = check_submission(submission._replace(cells={**submission.cells, "公开[规章, 废止]": other}), rules)
    assert changed.pending == 0
    assert "waiver_unmatched" in {rules.by_id[finding.rule].test for finding in changed.findings}
    again = program("check", "年报.xlsx", "--waive", "G101", "--reason", "再写一次")
    assert again.code == 2
    assert "已经存在" in again.errors
    assert program("check", copy.name, "--waive", fingerprint, "--reason", "第二条", "-o", "第二.xlsx").code == 0
    assert len(read_submission(folder / "第二.xlsx", library()).waivers) == 2


def test_balance_errors_and_what_fits_nothing_are_refused(folder: Path, files: Any, program: Any) -> None:
    """Nothing is written."""
    files.workbook(folder / "年报.xlsx", files.wrong)
    for arguments, words in (
        (("--waive", "S101", "--reason", "没关系"), "不能用说明代替"),
        (("--waive", "0" * 16, "--reason", "没关系"), "对上了 0 条"),
        (("--waive", "S101"), "写明原因"),
        (("--reason", "没关系"), "--waive"),
    ):
        done = program("check", "年报.xlsx", *arguments)
        assert (done.code, done.out) == (2, "")
        assert words in done.errors
    assert [path.name for path in folder.iterdir()] == ["年报.xlsx"]


def test_values_get_their_reason_too(folder: Path, files: Any, program: Any) -> None:
    data = files.values(**WARNED)
    (folder / "数.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    assert program("check", "数.json", "--waive", "G101", "--reason", "代拟稿", "-o", "数2.json").code == 0
    (waiver,) = json.loads((folder / "数2.json").read_text("utf-8"))["waivers"]
    assert (waiver["reason"], waiver["name"]) == ("代拟稿", "甲")
