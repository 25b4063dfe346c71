"""The program as a person starts it: a process of its own, in a folder with a Chinese name and a space, under GBK."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from xlreport.form.exchange import from_json
from xlreport.form.library import library as library_of
from xlreport.rules.load import load_rules
from xlreport.workbook.template import workbook_bytes

FORM = "zfxxgk-2021"


class Run(NamedTuple):
    """What a process did: exit code, and the bytes it wrote to files in place of its console."""

    code: int
    raw: bytes
    raw_errors: bytes

    @property
    def out(self) -> str:
        """Standard output, as a GBK console shows it."""
        return self.raw.decode("gbk")

    @property
    def errors(self) -> str:
        """Standard error, as a GBK console shows it."""
        return self.raw_errors.decode("gbk")

    @property
    def data(self) -> Any:
        """JSON on standard output: always UTF-8."""
        return json.loads(self.raw.decode("utf-8"))


Program = Callable[..., Run]


def environment(**changes: str) -> dict[str, str]:
    """The machine's variables without those that change the language, and with a GBK console."""
    kept = {key: value for key, value in os.environ.items() if key not in ("XLREPORT_LANG", "PYTHONUTF8", "COLUMNS")}
    return {**kept, "PYTHONIOENCODING": "gbk", **changes}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as offices name them."""
    path = tmp_path / "年报 资料"
    path.mkdir()
    return path


@pytest.fixture
def program(folder: Path, tmp_path: Path) -> Program:
    """program("check", "一.xlsx", language="en"): runs it in `folder`, output redirected to files."""
    def run(*arguments: str, language: str = "", where: Path | None = None) -> Run:
        out, errors = tmp_path / "stdout.txt", tmp_path / "stderr.txt"
        with out.open("wb") as stdout, errors.open("wb") as stderr:
            done = subprocess.run([sys.executable, "-m", "xlreport", *arguments], cwd=where or folder, stdout=stdout, stderr=stderr,
                                  stdin=subprocess.DEVNULL, check=False,
                                  env=environment(**({"XLREPORT_LANG": language} if language else {})))
        return Run(done.returncode, out.read_bytes(), errors.read_bytes())
    return run


def values(**entries: Any) -> dict[str, Any]:
    """A VALUES object without a mistake: all figures 0."""
    form = library_of().form(entries.get("form", FORM))
    data = {"form": form.id, "unit": "示范县财政局", "year": form.years[0], "facts": dict.fromkeys(form.facts, 0)}
    return data | entries | {"cells": dict.fromkeys(form.cells, 0) | dict(entries.get("cells", {}))}


def workbook(path: Path, cells: Mapping[str, Any] | None = None, **entries: Any) -> Path:
    """Writes a workbook of such an object."""
    submission = from_json(values(cells=cells or {}, **entries), library_of())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(workbook_bytes(submission, load_rules(library_of(), submission.form.id)))
    return path


WRONG = {"申请[本年新收, 自然人]": 12, "申请[总计, 自然人]": 21, "申请[予以公开, 自然人]": 21}


class Files(NamedTuple):
    """How tests make files without importing this file."""

    values: Callable[..., dict[str, Any]]
    workbook: Callable[..., Path]
    wrong: Mapping[str, int]


@pytest.fixture
def files() -> Files:
    """values(...), workbook(path, cells, ...) and the figures of a broken S101."""
    return Files(values, workbook, WRONG)
