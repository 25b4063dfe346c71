"""The tables of a store, and how a chunk of packed files becomes rows of them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from xlreport.collection.columns import columns
from xlreport.collection.packed import PackedFile, PackedReport, Verdict
from xlreport.form.model import Form
from xlreport.rules.model import RuleSet
from xlreport.version import __version__

# One row a file as last seen, one a report (older ones stay, `current` false), one a finding; figures wide, by form. Causes are named by the
# findings that they explain, explanations by their cause, one row a change.
# beyond: what was last found between reports (H). rulebook: what each version of the rules was made of, part by part.
DEFINITIONS = """
create table if not exists program (version varchar, layout integer);
create table if not exists run (run bigint primary key, started timestamptz, folder varchar, program varchar, finished boolean);
create table if not exists file (path varchar primary key, size bigint, changed bigint, digest varchar, run bigint, first_seen timestamptz,
    reports integer, reason varchar);
create table if not exists submission (submission bigint primary key, path varchar, name varchar, form varchar, rules varchar, unit varchar,
    unit_code varchar, year integer, status varchar, error integer, warning integer, info integer, cannot_tell integer, inferred integer,
    run bigint, collected timestamptz, current boolean, kinds varchar, words varchar, places varchar, answers varchar, cover varchar,
    with_last boolean, record blob, program varchar, broken varchar);
create table if not exists text (submission bigint, section varchar, text varchar);
create table if not exists finding (submission bigint, rule varchar, instance varchar, family varchar, severity varchar, verdict varchar,
    message varchar, "left" varchar, "right" varchar, difference varchar, fingerprint varchar, cause varchar, waiver varchar, cells varchar);
create table if not exists cause (submission bigint, cause varchar, findings varchar, "unique" boolean, complete boolean, said varchar);
create table if not exists explanation (submission bigint, cause varchar, explanation bigint, rank bigint, cell varchar, address varchar, "from" varchar,
    "to" varchar, why varchar, support varchar);
create table if not exists waiver (submission bigint, fingerprint varchar, reason varchar, name varchar, date varchar);
create table if not exists accepted (fingerprint varchar, unit varchar, year integer, accepted timestamptz, note varchar);
create table if not exists returned (submission bigint, returned timestamptz, digest varchar, unit varchar);
create table if not exists roster (line integer, content varchar);
create table if not exists beyond (submission bigint, found timestamptz, rule varchar, instance varchar, family varchar, severity varchar,
    verdict varchar, message varchar, "left" varchar, "right" varchar, difference varchar, fingerprint varchar, cells varchar);
create view if not exists every_finding as select *, rowid as place from finding union all select submission, rule, instance, family, severity, verdict,
    message, "left", "right", difference, fingerprint, '', '', cells, rowid from beyond;
create table if not exists rulebook (version varchar, form varchar, part varchar, kind varchar, digest varchar);
"""
LAYOUT = 2
LATER = (("submission", "program", "varchar"), ("submission", "broken", "varchar"), ("returned", "digest", "varchar"), ("returned", "unit", "varchar"))
READ, SUMS, EACH, NONE = "read", "sums", "each", "none"

_FINDING = ("rule", "instance", "family", "severity", "verdict", "message", "left", "right", "difference", "fingerprint", "cause",
            "waiver", "cells")


def figures_table(form: Form) -> str:
    """The name of a form's wide table."""
    return f"figures_{form.id}"


def figures_definition(form: Form) -> str:
    """The wide table of a form, decimals with six places, and the long view of its cells."""
    names = ", ".join(f"{quoted(name)} decimal(18, 6)" for name in columns(form))
    wide = quoted(figures_table(form))
    cells = ", ".join(quoted(name) for name in form.cells)
    return (f"create table if not exists {wide} (submission bigint primary key, {names});"
            f"create or replace view {quoted('cells_' + form.id)} as unpivot {wide} on {cells} into name cell value value;")


def kind_of_part(part: str, rules: RuleSet) -> str:
    """What a change of this part asks for.

    read: files must be read anew (totals are settled when a file is read). sums: a rule of sums, judged in bulk. each: every report anew.
    none: says nothing of a single report.
    """
    rule = rules.by_id.get(part)
    if part == "form" or (rule is not None and rule.total):
        return READ
    if rule is not None and rule.family == "rollup":
        return NONE
    return SUMS if rule is not None and rule.check and rule.family in ("balance", "years") else EACH


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def exact(column: str) -> str:
    """SQL for a stored figure of millionths as a decimal; multiplying decimals is exact, dividing them is not."""
    return f"cast(cast({quoted(column)} as decimal(18, 0)) * cast(0.000001 as decimal(7, 6)) as decimal(18, 6))"


Rows = dict[str, list[dict[str, Any]]]


def rows_of(files: Iterable[PackedFile], first: int) -> Rows:
    """Rows by table name for a chunk of files; submissions are numbered from `first`. Figures stand under `figures_<form>`."""
    rows: Rows = {"submission": [], "text": [], "finding": [], "cause": [], "explanation": [], "waiver": []}
    number = first
    for file in files:
        for report in file.reports:
            _add(rows, file.path, report, number)
            number += 1
    return rows


def _add(rows: Rows, path: str, report: PackedReport, number: int) -> None:
    rows["submission"].append({
        "submission": number, "path": path, "name": report.name, "form": report.form, "rules": report.rules, "unit": report.unit,
        "unit_code": report.unit_code, "year": report.year, "status": report.status, **report.counts, "kinds": report.kinds,
        "words": _json(report.words), "places": _json(report.places), "answers": _json(report.answers), "cover": _json(report.cover),
        "with_last": report.with_last, "record": report.record, "program": __version__, "broken": json.dumps(report.broken, ensure_ascii=False),
    })
    rows["text"] += [{"submission": number, "section": section, "text": text} for section, text in report.texts.items()]
    add_verdict(rows, report, number)
    rows["waiver"] += [{"submission": number, **waiver} for waiver in report.waivers]
    rows.setdefault(f"figures_{report.form}", []).append({"submission": number, **report.figures})


def add_verdict(rows: Rows, verdict: PackedReport | Verdict, number: int) -> None:
    """Adds the findings, causes and explanations of submission `number`."""
    rows["finding"] += [{"submission": number, **{key: found[key] for key in _FINDING}} for found in verdict.findings]
    rows["cause"] += [{"submission": number, **cause} for cause in verdict.causes]
    rows["explanation"] += [{"submission": number, **change} for change in verdict.explanations]


def _json(value: Mapping[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False)
