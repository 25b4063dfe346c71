"""Workbooks of ours open clean: Microsoft's Open XML SDK finds nothing, and LibreOffice saves back what was in them."""

from pathlib import Path
from random import Random

import pytest
from libreoffice import recalculated
from validator import faults

import forms
from sizes import size
from xlreport.check.totals import settle_totals
from xlreport.form.exchange import from_json, to_json
from xlreport.form.library import library
from xlreport.rules.load import load_rules
from xlreport.workbook.reader import read_workbook
from xlreport.workbook.template import workbook_bytes

pytestmark = pytest.mark.office

EDITIONS = library().ids()


def made(form_id: str, seed: int | None, folder: Path) -> tuple[Path, dict[str, object]]:
    """A blank workbook (seed None) or a random filled one, and what it says as JSON."""
    form, rules = library().form(form_id), load_rules(library(), form_id)
    data = {"form": form_id, "cells": {}} if seed is None else forms.values(form, rules, Random(seed))
    stated = settle_totals(from_json(data, library()), rules)
    path = folder / f"{form_id} {'空白' if seed is None else seed}.xlsx"
    path.write_bytes(workbook_bytes(stated, rules))
    return path, to_json(stated)


@pytest.mark.parametrize("form_id", EDITIONS)
@pytest.mark.parametrize("seed", [None, 1, 5])
def test_the_validator_finds_nothing(form_id: str, seed: int | None, tmp_path: Path) -> None:
    """Blank and filled workbooks of both editions follow the standard to the letter."""
    path, _ = made(form_id, seed, tmp_path)
    assert faults(path) == set()


def test_libreoffice_saves_back_what_was_there(tmp_path: Path) -> None:
    """Opened and saved by LibreOffice, a filled workbook says the same, and no total's formula is called changed."""
    plans = [(form_id, seed) for seed in range(size(40)) for form_id in EDITIONS]
    books = [made(form_id, seed, tmp_path) for form_id, seed in plans]
    wrong: list[str] = []
    for (path, stated), saved in zip(books, recalculated([path for path, _ in books], tmp_path / "saved"), strict=True):
        again = read_workbook(saved, library())
        found = to_json(again)
        for key in stated:
            first, second = stated[key], found[key]
            if isinstance(first, dict) and isinstance(second, dict):
                wrong += [f"{path.stem} {key} {name}: {first.get(name)!r} -> {second.get(name)!r}"
                          for name in {*first, *second} if first.get(name) != second.get(name)]
            elif first != second:
                wrong.append(f"{path.stem} {key}: {first!r} -> {second!r}")
        wrong += [f"{path.stem}: {departure.test} {departure.cell} {departure.detail[:60]}" for departure in again.departures]
    assert not wrong, "\n".join(wrong[:40])
