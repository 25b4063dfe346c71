"""`check --format json`: the contract other programs depend on. Fields may be added, never renamed or removed."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from xlreport.check.findings import Batch, Cause, FileResult, Finding, Result
from xlreport.present.narrative import STATUSES, coverage
from xlreport.present.plain_text import path_bytes
from xlreport.rules.model import RuleSet
from xlreport.version import __version__

_HALVES = re.compile("[\ud800-\udfff]")


def render(batch: Batch, rules: Callable[[str], RuleSet]) -> str:
    """The batch as JSON, one file a line. `rules` is not needed: the version of the rules stands with each file."""
    head = f'{{"xlreport": {_text(__version__)}, "passed_over": {batch.passed_over}, "others": {batch.others}, "files": ['
    lines = ",\n".join(_text(file_record(file)) for file in batch.files)
    return f"{head}\n{lines}\n]}}\n" if lines else f"{head}]}}\n"


def file_record(file: FileResult) -> dict[str, Any]:
    """One file as the contract says; an unreadable one has its reason in `error` and no findings."""
    result = file.result
    submission = result.submission if result else None
    record = {
        "path": file.path,
        "form": submission.form.id if submission else None,
        "rules": result.rules if result else None,
        "unit": submission.unit if submission else None,
        "year": submission.year if submission else None,
        "status": file.status,
        "counts": _counts(result),
        "findings": [_finding(finding) for finding in result.findings] if result else [],
        "causes": [_cause(cause) for cause in result.causes] if result else [],
        "numbers": _numbers(result),
        "error": str(file.error) if file.error else None,
    }
    if _HALVES.search(file.path):
        # A name that is no Unicode cannot stand in UTF-8; its bytes can, percent-encoded.
        record["path_bytes"] = quote(path_bytes(file.path), safe="/")
    return record


def _counts(result: Result | None) -> dict[str, int]:
    waivers = [finding.waiver for finding in result.findings] if result else []
    return {
        "error": result.count("error") if result else 0,
        "warning": result.count("warning") if result else 0,
        "info": result.count("info") if result else 0,
        "pending": result.pending if result else 0,
        "waived": waivers.count("waived"),
        "cannot_tell": result.cannot_tell if result else 0,
        "inferred": result.inferred if result else 0,
    }


def _numbers(result: Result | None) -> dict[str, Any]:
    """What became of the numbers of the narrative: counts by status, and each with its place and why."""
    each = [number._asdict() for number in result.numbers] if result else []
    return {"total": len(each), **(coverage(result) if result else dict.fromkeys(STATUSES, 0)), "each": each}


def _finding(finding: Finding) -> dict[str, Any]:
    return {**finding._asdict(), "cells": [cell._asdict() for cell in finding.cells],
            "text": finding.text._asdict() if finding.text else None}


def _cause(cause: Cause) -> dict[str, Any]:
    explanations = [
        {"changes": [{"cell": change.cell, "address": change.address, "from": change.was, "to": change.to, "why": change.why}
                     for change in explanation.changes],
         "rank": explanation.rank, "support": explanation.support}
        for explanation in cause.explanations]
    return {**cause._asdict(), "findings": list(cause.findings), "explanations": explanations}


def _text(value: Any) -> str:
    return _HALVES.sub("\ufffd", json.dumps(value, ensure_ascii=False))
