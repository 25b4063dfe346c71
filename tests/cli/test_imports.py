"""Starting is fast because little is loaded: what a whole `xlreport check one.xlsx` may import."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HEAVY = ("pandas", "polars", "numpy", "pandera", "pydantic", "openpyxl", "docx", "lxml", "duckdb", "xlwings")
FORBIDDEN = (*HEAVY, "xlsxwriter", "typer", "click", "rich", "json", "difflib", "asyncio", "email", "http", "urllib.request", "socket", "ssl")
SCRIPT = """
import sys
sys.argv = ["xlreport", *sys.argv[1:]]
import xlreport.cli
code = 0
try:
    xlreport.cli.main()
except SystemExit as end:
    code = end.code
sys.stderr.write("\\n".join(["loaded", str(code), *sorted(sys.modules)]))
"""


def loaded(folder: Path, *arguments: str) -> tuple[str, set[str]]:
    """Exit code and all modules of a fresh interpreter after the whole of a command."""
    run = subprocess.run([sys.executable, "-c", SCRIPT, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True,
                         env=os.environ | {"PYTHONIOENCODING": "utf-8"})
    code, *modules = run.stderr.partition("loaded\n")[2].splitlines()
    return code, set(modules)


@pytest.mark.parametrize("wrong", [False, True])
def test_a_check_loads_no_library(wrong: bool, folder: Path, files: Any) -> None:
    """`check one.xlsx`, right or wrong, runs on the standard library alone, without json and without Typer."""
    files.workbook(folder / "一.xlsx", files.wrong if wrong else {})
    code, modules = loaded(folder, "check", "一.xlsx")
    assert code == str(int(wrong))
    assert not modules & set(FORBIDDEN)
    assert {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names) - {"__main__", "__mp_main__"} <= {"xlreport", *site()}


def site() -> set[str]:
    """What the environment itself puts into every interpreter (editable installs do)."""
    run = subprocess.run([sys.executable, "-c", "import sys; print('\\n'.join(sys.modules))"], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in run.stdout.split()}


@pytest.mark.parametrize("name", ["json", "sarif", "html", "text"])
def test_formats_load_no_heavy_library(name: str, folder: Path, files: Any) -> None:
    """With --format Typer parses the call; data libraries stay away."""
    files.workbook(folder / "一.xlsx", files.wrong)
    code, modules = loaded(folder, "check", "一.xlsx", "--format", name)
    assert code == "1"
    assert not modules & set(HEAVY)
    assert "xlsxwriter" not in modules


@pytest.mark.parametrize("arguments", [("check", "a.xlsx", "--help"), ("--help",), ("forms",), ("rules", "S101")])
def test_asking_loads_no_heavy_library(arguments: tuple[str, ...], folder: Path) -> None:
    """Help and catalogues need neither a reader nor a writer of workbooks."""
    code, modules = loaded(folder, *arguments)
    assert code == "0"
    assert not modules & {*HEAVY, "xlsxwriter", "rich", "xlreport.workbook.reader"}
