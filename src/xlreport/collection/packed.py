"""What a worker makes of one file: plain records that travel between processes and machines and go into the store as they are."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from xlreport.check.cause_said import cause_said
from xlreport.check.cells import broken_tests
from xlreport.check.checking import check_submission
from xlreport.check.findings import BROKEN, Finding, Result
from xlreport.collection.columns import row_of
from xlreport.collection.kept import kept
from xlreport.errors import OwnResult, UnreadableFile, reason
from xlreport.form.library import Library
from xlreport.form.submission import Submission
from xlreport.form.values import NUMBER
from xlreport.rules.load import load_rules
from xlreport.rules.model import RuleSet
from xlreport.sources import read_submissions
from xlreport.sources.surprises import surprises_named
from xlreport.wording import say

STEP = 3 * 10**9  # nanoseconds: more than a step of the coarsest clock that files have


class Stamp(NamedTuple):
    """How a file is recognised as unchanged: size in bytes, time of last change in nanoseconds; 0 for a time that tells nothing."""

    size: int
    changed: int


class PackedReport(NamedTuple):
    """One report of a file, checked. figures: by column, millionths; the rest as the store's tables hold it.

    record: the submission whole (collection.kept). with_last: whether last year's figures stand in the file itself.
    broken: the instances of sums that the check calls broken, and the cells whose figure it calls none that the form allows.
    """

    name: str
    form: str
    rules: str
    unit: str
    unit_code: str
    year: int | None
    status: str
    counts: dict[str, int]
    figures: dict[str, int | None]
    kinds: str
    words: dict[str, str]
    places: dict[str, str]
    answers: dict[str, str]
    cover: dict[str, str]
    texts: dict[str, str]
    findings: tuple[dict[str, Any], ...]
    causes: tuple[dict[str, Any], ...]
    explanations: tuple[dict[str, Any], ...]
    waivers: tuple[dict[str, str], ...]
    record: bytes
    with_last: bool
    broken: tuple[str, ...]


class PackedFile(NamedTuple):
    """One file: its reports, or the reason why there are none. digest: SHA-256 in hex, '' where it could not be opened."""

    path: str
    stamp: Stamp
    digest: str
    reports: tuple[PackedReport, ...]
    reason: str = ""


def stamp_of(path: Path) -> Stamp:
    """Size and time of a file; (-1, 0) when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return Stamp(-1, 0)
    return Stamp(found.st_size, found.st_mtime_ns)


def settled(stamp: Stamp, looked: int) -> Stamp:
    """The stamp to keep of a file that was looked at then (nanoseconds), before it was read.

    A file that had just been saved may be saved again without its time changing: USB sticks (FAT) tell time in steps of two seconds.
    Of such a file only the content tells (git calls it racy).
    """
    return stamp if stamp.changed < looked - STEP else Stamp(stamp.size, 0)


def weight(file: PackedFile) -> int:
    """About how many bytes a file's reports take in memory on their way into the store."""
    return sum(len(report.record) + 3 * sum(map(len, report.texts.values())) + 3 * sum(len(found["message"]) for found in report.findings)
               for report in file.reports)


def digest_of(path: Path) -> str:
    """SHA-256 of a file's content. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack_file(path: Path, shown: str, forms: Library) -> PackedFile:
    """Reads and checks one file. Never raises for what is in the file; DefinitionError for a wrong form or rule."""
    stamp, digest = stamp_of(path), ""
    try:
        digest = digest_of(path)
        with surprises_named(shown):
            reports = tuple(_pack(submission, name, forms) for submission, name in read_submissions(path, forms, shown))
        return PackedFile(shown, stamp, digest, reports)
    except OwnResult:  # a page of findings among the reports: passed over, and not looked at again
        return PackedFile(shown, stamp, digest, ())
    except UnreadableFile as error:
        return PackedFile(shown, stamp, digest, (), reason_of(error, shown))
    except OSError as error:
        return PackedFile(shown, stamp, digest, (), say(f"打不开（{reason(error)}）", f"cannot be opened ({reason(error)})"))


def reason_of(error: UnreadableFile, shown: str) -> str:
    """Why a file could not be read and what to do, without its name; with the name of the file inside it, where it is that one."""
    return str(error) if error.path != shown else say(f"{error.problem}。{error.remedy}", f"{error.problem}. {error.remedy}")


def _pack(submission: Submission, name: str, forms: Library) -> PackedReport:
    rules = load_rules(forms, submission.form.id)
    verdict = verdict_of(submission, rules)
    row = row_of(submission, rules)
    return PackedReport(
        name=name, form=submission.form.id, rules=rules.version, unit=submission.unit.strip(), unit_code=submission.unit_code.strip(),
        year=submission.year, status=verdict.status, counts=verdict.counts, figures=dict(row.figures), kinds=row.kinds,
        words=dict(row.words), places={cell: str(place) for cell, place in submission.places.items()},
        answers=dict(submission.answers), cover=dict(submission.cover), texts=dict(submission.texts),
        findings=verdict.findings, causes=verdict.causes, explanations=verdict.explanations,
        waivers=tuple(waiver._asdict() for waiver in submission.waivers), record=kept(submission), with_last=bool(submission.last_year), broken=verdict.broken,
    )


class Verdict(NamedTuple):
    """What a check says of one report, as the store's tables hold it."""

    status: str
    counts: dict[str, int]
    findings: tuple[dict[str, Any], ...]
    causes: tuple[dict[str, Any], ...]
    explanations: tuple[dict[str, Any], ...]
    broken: tuple[str, ...]


def verdict_of(submission: Submission, rules: RuleSet) -> Verdict:
    """A submission checked, in rows."""
    result = check_submission(submission, rules)
    return Verdict(
        result.status, _counts(result), tuple(_finding(found) for found in result.findings),
        tuple({"cause": cause.id, "findings": json.dumps(cause.findings), "unique": cause.unique, "complete": cause.complete,
               "said": cause_said(cause, submission)} for cause in result.causes),
        tuple({"cause": cause.id, "explanation": number, "rank": explanation.rank, "cell": change.cell, "address": change.address,
               "from": change.was, "to": change.to, "why": change.why, "support": explanation.support}
              for cause in result.causes for number, explanation in enumerate(cause.explanations, 1) for change in explanation.changes),
        (*(outcome.instance for outcome in result.outcomes if outcome.verdict == BROKEN and outcome.left is not None), *_odd_cells(submission)))


def _odd_cells(submission: Submission) -> Iterator[str]:
    """Cells with a typed number that the form does not allow there."""
    for name, value in submission.cells.items():
        odd = value.kind == NUMBER and not value.formula and not value.raw.isdecimal()  # nearly all are whole numbers of at least 0
        if odd and not {"negative", "decimals"}.isdisjoint(broken_tests(submission.form.cells[name], value)):
            yield name


def _counts(result: Result) -> dict[str, int]:
    return {"error": result.count("error"), "warning": result.count("warning"), "info": result.count("info"),
            "cannot_tell": result.cannot_tell, "inferred": result.inferred}


def _finding(found: Finding) -> dict[str, Any]:
    return {"rule": found.rule, "instance": found.instance, "family": found.family, "severity": found.severity,
            "verdict": found.verdict, "message": found.message, "left": found.left, "right": found.right,
            "difference": found.difference, "fingerprint": found.fingerprint, "cause": found.cause, "waiver": found.waiver,
            "cells": json.dumps([cell._asdict() for cell in found.cells], ensure_ascii=False)}
