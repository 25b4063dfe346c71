"""The JSON contract: every key, whatever the file; exact figures as text; valid UTF-8 whatever the path."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote_to_bytes

from present_examples import Rules

from xlreport.check.findings import Batch
from xlreport.present import json_report

FILE_KEYS = {"path", "form", "rules", "unit", "year", "status", "counts", "findings", "causes"}
COUNT_KEYS = {"error", "warning", "info", "pending", "waived", "cannot_tell", "inferred"}
FINDING_KEYS = {"rule", "instance", "family", "severity", "verdict", "message", "left", "right", "difference",
                "tolerance", "fingerprint", "cause", "cells", "text"}
CELL_KEYS = {"cell", "label", "sheet", "address", "value"}


def test_golden(batch: Batch, rules_of: Rules, golden: Callable[[str, str], None]) -> None:
    data = json.loads(json_report.render(batch, rules_of))
    golden("report.json", json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def test_contract(batch: Batch, rules_of: Rules) -> None:
    data = json.loads(json_report.render(batch, rules_of))
    assert data.keys() >= {"xlreport", "files", "passed_over"}
    assert data["passed_over"] == 2
    assert [file["path"] for file in data["files"]] == [file.path for file in batch.files]
    for file in data["files"]:
        assert file.keys() >= FILE_KEYS
        assert file["counts"].keys() == COUNT_KEYS
        for finding in file["findings"]:
            assert finding.keys() >= FINDING_KEYS
            assert all(cell.keys() == CELL_KEYS for cell in finding["cells"])


def test_counts_and_figures(batch: Batch, rules_of: Rules) -> None:
    first, *_, last = json.loads(json_report.render(batch, rules_of))["files"]
    result = batch.files[0].result
    assert result is not None
    assert first["status"] == "fail"
    for severity in ("error", "warning", "info"):
        assert first["counts"][severity] == sum(finding["severity"] == severity for finding in first["findings"])
    assert first["counts"]["pending"] == 1
    assert first["counts"]["cannot_tell"] == result.cannot_tell > 0
    sums = [finding for finding in first["findings"] if finding["left"]]
    assert sums
    for finding in sums:
        assert Decimal(finding["left"]) - Decimal(finding["right"]) == Decimal(finding["difference"]) != 0
    assert (last["status"], last["findings"], last["form"]) == ("unreadable", [], None)
    assert "另存为 xlsx" in last["error"]


def test_a_path_that_is_no_unicode(hostile_batch: Batch, rules_of: Rules) -> None:
    text = json_report.render(hostile_batch, rules_of)
    data = json.loads(text.encode("utf-8").decode("utf-8"))
    assert "\x1b" not in text
    assert data["files"][0]["findings"][0]["message"].startswith('<script>alert("1")</script>&\x1b[31m')
    name = b"\xff\xe5\x8e\xbf.xlsx"
    file = hostile_batch.files[1]._replace(path=name.decode("utf-8", "surrogateescape"))
    record = json.loads(json_report.render(Batch((file,)), rules_of).encode())["files"][0]
    assert record["path"] == "\ufffd县.xlsx"
    assert unquote_to_bytes(record["path_bytes"]) == name


def test_an_empty_batch_is_json(rules_of: Rules) -> None:
    assert json.loads(json_report.render(Batch(()), rules_of))["files"] == []


def test_large_numbers_are_exact(batch: Batch, rules_of: Rules, tmp_path: Path) -> None:
    result = batch.files[0].result
    assert result is not None
    exact = "99999999999.123456"
    found = result.findings[0]._replace(left=exact)
    file = batch.files[0]._replace(result=result._replace(findings=(found,)))
    data = json.loads(json_report.render(Batch((file,)), rules_of))
    assert data["files"][0]["findings"][0]["left"] == exact
