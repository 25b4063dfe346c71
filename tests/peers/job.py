"""One job for this program and its peers: which cells a workbook has, which balances must hold, and three planted errors.

Peers know nothing of this program. They get the job as JSON: cells = [name, sheet, row, column, whole] (counted from 0), rules = [id,
words, left, right], each side a list of [cell number, whole factor]. The job is: every cell is a number of at least 0, a whole one
where whole is true, every left side equals its right side, and say what is not so.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]

import forms  # noqa: E402  the tests' generator of random reports
from xlreport.flows.filling import workbook  # noqa: E402
from xlreport.form.exchange import from_json  # noqa: E402
from xlreport.form.library import library  # noqa: E402
from xlreport.form.model import AMOUNT, SIGNED  # noqa: E402
from xlreport.rules.load import load_rules  # noqa: E402
from xlreport.rules.model import THIS, Sum  # noqa: E402
from xlreport.workbook.layout import layout_of  # noqa: E402

FORM = "zfxxgk-2021"


def described() -> dict[str, Any]:
    """The cells and balances of the form: equations between cells of one report, without conditions."""
    form, rules = library().form(FORM), load_rules(library(), FORM)
    numbers = {name: number for number, name in enumerate(form.cells)}
    spots = layout_of(form).figures

    def side(part: Sum) -> list[list[int]]:
        return [[numbers[term.name], int(term.factor)] for term in part.terms]

    balances = [[instance.id, instance.label, side(instance.check.left), side(instance.check.right)] for instance in rules.instances()
                if instance.check.relation == "==" and not instance.given and not instance.when
                and all(term.source == THIS for part in (instance.check.left, instance.check.right) for term in part.terms)
                and not instance.check.left.constant and not instance.check.right.constant]
    return {"cells": [[name, spots[name].sheet, spots[name].row, spots[name].column, cell.kind not in (AMOUNT, SIGNED)]
                      for name, cell in form.cells.items()], "rules": balances}


def write_job(folder: Path) -> Path:
    """The job as a file."""
    path = folder / "job.json"
    path.write_text(json.dumps(described(), ensure_ascii=False), "utf-8")
    return path


def make_books(folder: Path, count: int) -> list[str]:
    """Workbooks of random consistent reports, figures only, each with its own unit and year."""
    rules = load_rules(library(), FORM)
    paths: list[str] = []
    for seed in range(count):
        figures = forms.consistent(library().form(FORM), rules, Random(seed)).known[THIS]
        cells = {name: str(figure) for name, figure in figures.items()}
        data = {"form": FORM, "unit": f"第{seed}号单位", "year": 2021 + seed % 5, "cells": cells}
        path = folder / f"{seed:04d}.xlsx"
        path.write_bytes(workbook(from_json(data, library()), library()))
        paths.append(str(path))
    return paths


def planted(folder: Path) -> str:
    """The workbook with three slips that `xlreport demo` makes: 429 typed as 429件, 3 in the wrong cell, a total typed by hand as 1."""
    subprocess.run([sys.executable, "-m", "xlreport", "demo", str(folder)], check=True, capture_output=True, timeout=120, env=chinese())
    return str(next(path for path in folder.iterdir() if path.name.startswith("3-")))


def chinese() -> dict[str, str]:
    """The environment in which the program speaks as it does to its users."""
    return {name: value for name, value in os.environ.items() if name not in ("XLREPORT_LANG", "PYTHONDONTWRITEBYTECODE")}
