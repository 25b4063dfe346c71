"""The workbook's own formulas say what Python says: every verdict, both sides, every total, on random forms.

LibreOffice is the judge. It would take saved values on trust, so every cached value is falsified before it opens the file, its
profile recalculates always, and a falsified value that is still there afterwards fails the test.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from libreoffice import recalculated
from openpyxl.utils.datetime import to_excel

import forms
import packages
from sizes import size
from xlreport.check.checking import check_submission
from xlreport.check.findings import VERDICTS_SAID, Outcome
from xlreport.check.totals import settle_totals
from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.form.model import Form
from xlreport.form.submission import Submission
from xlreport.rules.load import load_rules
from xlreport.workbook.layout import CHECKS, layout_of
from xlreport.workbook.reader import read_workbook
from xlreport.workbook.template import workbook_bytes

pytestmark = pytest.mark.office

FALSE = {"n": str(forms.FALSE_NUMBER), "str": "假的结果", "e": "#NULL!", "b": "1"}
_FORMULA = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="(\w+)")?><f[^>]*>[^<]*</f>)(?:<v>[^<]*</v>|<v/>)?</c>')
_HEAD = "编号"


def falsified(package: bytes) -> bytes:
    """The package with a wrong value cached at every formula of every sheet, of the type that was there."""
    parts = packages.parts_of(package)
    for name, data in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            text, changed = _FORMULA.subn(lambda found: f"{found[1]}<v>{FALSE[found[2] or 'n']}</v></c>", data.decode())
            assert changed == text.count("<f>") + text.count("<f "), name
            parts[name] = text.encode()
    return packages.pack(parts)


def survivors(book: Any) -> Iterator[str]:
    """Cells that still hold a falsified value."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in (forms.FALSE_NUMBER, FALSE["str"], FALSE["e"]):
                    yield f"{sheet.title} {cell.coordinate}"


def expected_lines(form: Form, outcomes: tuple[Outcome, ...]) -> dict[str, list[Outcome]]:
    """Rule id (for cell rules with the sheet: `C101 申请情况`) to its outcomes in order."""
    lines: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        rule, _, rest = outcome.instance.partition("[")
        tables = [table.sheet for table in form.tables if rule.startswith("C") and rest == f"{table.code}]"]
        lines.setdefault(f"{rule} {tables[0]}" if tables else rule, []).append(outcome)
    return lines


def said_lines(sheet: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The same keys to (结论, 左边, 右边, 相差) as the sheet 校验 shows them."""
    lines: dict[str, list[tuple[Any, ...]]] = {}
    rows = list(sheet.iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == _HEAD)
    for row in rows[head + 1 :]:
        if row[0]:
            key = f"{row[0]} {row[2].split('（')[0]}" if str(row[0]).startswith("C") else str(row[0])
            lines.setdefault(key, []).append(tuple(row[3:7]))
    return lines


def same(shown: Any, expected: Decimal | None) -> bool:
    """Whether a shown number is the expected one to six decimals, or both are nothing."""
    if isinstance(shown, datetime | date | time):  # LibreOffice shows a sum of dates as a date
        shown = to_excel(shown)
    if shown in (None, "") or expected is None:
        return shown in (None, "") and expected is None
    return isinstance(shown, int | float) and abs(Decimal(repr(shown)) - expected) < Decimal("0.000001")


def disagreements(form: Form, submission: Submission, outcomes: tuple[Outcome, ...], book: Any) -> Iterator[str]:
    """Every line of 校验 and every total that says something else than Python."""
    expected, said = expected_lines(form, outcomes), said_lines(book[CHECKS])
    rules = load_rules(library(), form.id)
    for missing in {rule.id for rule in rules.rules if rule.instances} - set(said):
        yield f"{missing}: not on the sheet"
    for key, lines in said.items():
        if len(lines) != len(expected.get(key, ())):
            yield f"{key}: {len(lines)} lines, {len(expected.get(key, ()))} outcomes"
            continue
        for outcome, (verdict, left, right, gap) in zip(expected[key], lines, strict=True):
            if verdict != VERDICTS_SAID[outcome.verdict]:
                yield f"{outcome.instance}: Python {VERDICTS_SAID[outcome.verdict]}, sheet {verdict} ({left!r}, {right!r})"
            elif outcome.left is not None and outcome.right is not None and not (
                same(left, outcome.left) and same(right, outcome.right) and same(gap, round(outcome.left - outcome.right, 6))
            ):
                yield f"{outcome.instance}: Python {outcome.left} {outcome.right}, sheet {left!r} {right!r} {gap!r}"
    for name in forms.total_names(rules):
        spot, value = layout_of(form).figures[name], submission.value(name)
        shown = book[spot.sheet][spot.address].value
        if value.formula and not same(shown, value.number):
            yield f"{name}: Python {value.number}, sheet {shown!r}"


def cases() -> Iterator[tuple[Form, int]]:
    """Both editions in turn, each with its seeds."""
    ids = library().ids()
    for place in range(size(200, 20)):
        yield library().form(ids[place % len(ids)]), place


def test_formulas_agree_with_python(tmp_path: Path) -> None:
    """100 % agreement over seeded random forms of both editions; all four outcomes occur; no falsified value survives."""
    made: list[tuple[Path, Form, int, Submission, tuple[Outcome, ...]]] = []
    wrong: list[str] = []
    for form, seed in cases():
        rules = load_rules(library(), form.id)
        stated = settle_totals(from_json(forms.values(form, rules, Random(seed)), library()), rules)
        path = tmp_path / f"{seed:03d}.xlsx"
        path.write_bytes(workbook_bytes(stated, rules))
        made.append((path, form, seed, stated, check_submission(stated, rules).outcomes))
        read = check_submission(read_workbook(path, library()), rules).outcomes
        wrong += [f"{form.id} seed {seed}: given {first}, filled and read {second}"
                  for first, second in zip(made[-1][-1], read, strict=True) if first != second]
        path.write_bytes(falsified(path.read_bytes()))
    saved = recalculated([path for path, *_ in made], tmp_path / "saved")
    seen: Counter[str] = Counter()
    for (_, form, seed, stated, outcomes), path in zip(made, saved, strict=True):
        book = openpyxl.load_workbook(path, data_only=True)
        wrong += [f"{form.id} seed {seed}: survived {place}" for place in survivors(book)]
        wrong += [f"{form.id} seed {seed}: {text}" for text in disagreements(form, stated, outcomes, book)]
        seen.update(row[0] for lines in said_lines(book[CHECKS]).values() for row in lines)
    kinds = Counter(re.sub(r".*seed \d+: ", "", text).partition("[")[0].partition(":")[0] for text in wrong)
    assert not wrong, "\n".join([f"{len(wrong)} disagreements: {dict(kinds)}", *wrong[:40]])
    assert set(seen) == set(VERDICTS_SAID.values()), seen
    assert min(seen.values()) > len(made), seen


def test_an_empty_form_never_passes(tmp_path: Path) -> None:
    """With nothing filled in, no total shows a number and no balance reads 通过, in Python and in LibreOffice."""
    for form in library().forms():
        rules = load_rules(library(), form.id)
        empty = from_json({"form": form.id, "cells": {}}, library())
        path = tmp_path / f"{form.id}.xlsx"
        path.write_bytes(falsified(workbook_bytes(empty, rules)))
    for form, path in zip(library().forms(), recalculated(
        [tmp_path / f"{form.id}.xlsx" for form in library().forms()], tmp_path / "saved"), strict=True):
        book = openpyxl.load_workbook(path, data_only=True)
        assert not list(survivors(book))
        passed = [(key, line) for key, lines in said_lines(book[CHECKS]).items() for line in lines if line[0] == "通过"]
        assert not passed
        for name in forms.total_names(load_rules(library(), form.id)):
            spot = layout_of(form).figures[name]
            assert book[spot.sheet][spot.address].value in (None, ""), name
