"""SARIF 2.1.0, for code hosts and viewers: one run a form, since two forms may use one rule id for different sums."""

import json
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from xlreport.check.findings import Batch, CellAt, FileResult, Finding
from xlreport.present.plain_text import one_line, path_bytes
from xlreport.present.words import rule_says, waived_said
from xlreport.rules.model import Rule, RuleSet
from xlreport.version import __version__
from xlreport.wording import say

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note", "off": "none"}


def render(batch: Batch, rules: Callable[[str], RuleSet]) -> str:
    """The batch as a SARIF log. Unreadable files are notifications of the first run."""
    forms = dict.fromkeys(file.result.submission.form.id for file in batch.files if file.result)
    unreadable = [file for file in batch.files if file.error]
    runs = [
        _run([file for file in batch.files if file.result and file.result.submission.form.id == form_id],
             unreadable if number == 0 else [], form_id, rules(form_id))
        for number, form_id in enumerate(forms)
    ]
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": runs or [_run([], unreadable, "", None)]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _run(
    files: Sequence[FileResult], unreadable: Sequence[FileResult], form_id: str, rules: RuleSet | None
) -> dict[str, Any]:
    catalogue = rules.rules if rules else ()
    places = {rule.id: place for place, rule in enumerate(catalogue)}
    driver: dict[str, Any] = {
        "name": "xlreport", "version": __version__, "semanticVersion": __version__,
        "rules": [_descriptor(rule) for rule in catalogue],
    }
    if rules:
        driver["properties"] = {"form": form_id, "rules": rules.version}
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        # Something unread means the log is not complete, and a reader of the log must know.
        "invocations": [{"executionSuccessful": not unreadable,
                         "toolExecutionNotifications": [_notification(file) for file in unreadable]}],
        "language": say("zh-CN", "en"),
        "results": [
            _result(file, finding, places) for file in files if file.result for finding in file.result.findings
        ],
    }
    return run | {"automationDetails": {"id": f"xlreport/{form_id}/"}} if form_id else run


def _descriptor(rule: Rule) -> dict[str, Any]:
    says = rule_says(rule)
    help_text = "\n".join(part for part in (
        rule.why, rule.check, f"{say('依据：', 'Basis: ')}{rule.basis}" if rule.basis else "",
        f"{say('可以说明的情形：', 'May be explained by: ')}{rule.innocent}" if rule.innocent else "",
    ) if part)
    return {
        "id": rule.id,
        "shortDescription": {"text": says},
        "fullDescription": {"text": rule.why or says},
        "help": {"text": help_text or says},
        "defaultConfiguration": {"enabled": rule.severity != "off", "level": LEVELS[rule.severity]},
        "properties": {"family": rule.family},
    }


def _result(file: FileResult, finding: Finding, places: dict[str, int]) -> dict[str, Any]:
    assert file.result is not None
    submission = file.result.submission
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "message": {"text": one_line(f"{finding.message}{waived_said(finding)}")},
        "locations": [_location(file.path, finding.cells)],
        "properties": {
            "instance": finding.instance, "family": finding.family, "verdict": finding.verdict,
            "left": finding.left, "right": finding.right, "difference": finding.difference, "waiver": finding.waiver,
            "unit": one_line(submission.unit), "year": submission.year, "cause": finding.cause,
        },
    }
    if finding.rule in places:
        result["ruleIndex"] = places[finding.rule]
    if finding.fingerprint:
        result["partialFingerprints"] = {"xlreport/v1": finding.fingerprint}
    return result


def _location(path: str, cells: Sequence[CellAt]) -> dict[str, Any]:
    """One place, the file, with every cell concerned as a logical location: a sum is one problem, not twenty."""
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": artifact_uri(PurePath(path))}}}
    if cells:
        location["logicalLocations"] = [
            {"name": one_line(f"{cell.sheet}!{cell.address}" if cell.address else cell.label),
             "fullyQualifiedName": cell.cell, "kind": "cell"}
            for cell in dict.fromkeys(cells)
        ]
    return location


def _notification(file: FileResult) -> dict[str, Any]:
    return {"level": "error", "message": {"text": one_line(str(file.error))}, "locations": [_location(file.path, ())]}


def artifact_uri(path: PurePath) -> str:
    """A path as a URI reference: absolute paths as file://, others relative; every byte outside ASCII encoded."""
    data = path_bytes(path.as_posix())
    if not path.is_absolute():
        return quote(data, safe="/")
    if path.drive.endswith(":"):
        return f"file:///{path.drive}{quote(data[len(path.drive):], safe='/')}"
    return f"file:{'' if data.startswith(b'//') else '//'}{quote(data, safe='/')}"
