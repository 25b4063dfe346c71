"""SARIF: valid by the 2.1.0 schema, results tied to their rules, URIs that programs can resolve."""

import json
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import jsonschema
import pytest
from present_examples import Rules

from xlreport.check.findings import Batch
from xlreport.present import sarif

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-schema-2.1.0.json").read_text("utf-8"))


def log_of(batch: Batch, rules_of: Rules) -> Any:
    log = json.loads(sarif.render(batch, rules_of).encode("utf-8"))
    jsonschema.validate(log, SCHEMA, format_checker=jsonschema.FormatChecker())
    return log


def test_the_schema_refuses_what_is_wrong() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]}, SCHEMA)


def test_golden(batch: Batch, rules_of: Rules, golden: Callable[[str, str], None]) -> None:
    log_of(batch, rules_of)
    golden("report.sarif", sarif.render(batch, rules_of))


def test_a_run_a_form_with_its_own_rules(batch: Batch, rules_of: Rules) -> None:
    runs = log_of(batch, rules_of)["runs"]
    assert [run["automationDetails"]["id"] for run in runs] == ["xlreport/zfxxgk-2021/", "xlreport/zfxxgk-2019/"]
    for run in runs:
        rules = run["tool"]["driver"]["rules"]
        assert run["results"]
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert len(result["partialFingerprints"]["xlreport/v1"]) == 16
    assert {result["level"] for result in runs[0]["results"]} >= {"error", "warning"}


def test_a_result_names_its_cells(batch: Batch, rules_of: Rules) -> None:
    results = log_of(batch, rules_of)["runs"][0]["results"]
    found = next(result for result in results if result["properties"]["instance"] == "C103[申请[本年新收, 科研机构]]")
    location = found["locations"][0]
    assert location["logicalLocations"][0]["name"] == "申请情况!F6"
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "申请[本年新收, 科研机构]"
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert uri.endswith("%202023.xlsx")


def test_a_cell_on_both_sides_is_named_once(batch: Batch, rules_of: Rules) -> None:
    result = batch.files[0].result
    assert result is not None
    found = next(finding for finding in result.findings if finding.rule == "S101")
    twice = batch.files[0]._replace(result=result._replace(findings=(found._replace(cells=found.cells * 2),)))
    location = log_of(Batch((twice,)), rules_of)["runs"][0]["results"][0]["locations"][0]
    assert [cell["fullyQualifiedName"] for cell in location["logicalLocations"]] == [cell.cell for cell in found.cells]


def test_unreadable_files_make_the_run_incomplete(batch: Batch, rules_of: Rules) -> None:
    invocation = log_of(batch, rules_of)["runs"][0]["invocations"][0]
    assert not invocation["executionSuccessful"]
    assert "另存为 xlsx" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert log_of(Batch(batch.files[:2]), rules_of)["runs"][0]["invocations"][0]["executionSuccessful"]


@pytest.mark.parametrize("part", [slice(0, 0), slice(4, 5)])
def test_without_a_readable_file(batch: Batch, rules_of: Rules, part: slice) -> None:
    assert len(log_of(Batch(batch.files[part]), rules_of)["runs"]) == 1


def test_hostile_text(hostile_batch: Batch, rules_of: Rules) -> None:
    log = log_of(hostile_batch, rules_of)
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert not set(uri) & set('<>" \n\x1b')
    assert "\\u001b" not in sarif.render(hostile_batch, rules_of)


@pytest.mark.parametrize(("path", "uri"), [
    (PurePosixPath("报送/a b#1%.xlsx"), "%E6%8A%A5%E9%80%81/a%20b%231%25.xlsx"),
    (PurePosixPath("/srv/a?.xlsx"), "file:///srv/a%3F.xlsx"),
    (PurePosixPath("a:b.xlsx"), "a%3Ab.xlsx"),
    (PurePosixPath("\udcff.xlsx"), "%FF.xlsx"),
    (PureWindowsPath(r"C:\报送\a b.xlsx"), "file:///C:/%E6%8A%A5%E9%80%81/a%20b.xlsx"),
    (PureWindowsPath(r"报送\a.xlsx"), "%E6%8A%A5%E9%80%81/a.xlsx"),
    (PureWindowsPath(r"\\server\share\a.xlsx"), "file://server/share/a.xlsx"),
    (PureWindowsPath("\ud83d.xlsx"), "%3F.xlsx"),
])
def test_uris(path: PurePosixPath, uri: str) -> None:
    assert sarif.artifact_uri(path) == uri
