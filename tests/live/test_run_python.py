"""RunPython's own command line, run as xlwings runs it, where there is no Excel: one message, exit code 0, never a traceback."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from xlreport.files import carried

COMMANDS = re.findall(r'RunPython "([^"]+)"', (carried("macros") / "XlReportRibbon.bas").read_text("utf-8"))


@pytest.mark.skipif(sys.platform == "win32", reason="there a box would wait to be closed")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.rpartition(".")[2])
def test_without_excel_each_button_says_so(command: str, tmp_path: Path) -> None:
    """The arguments are those of xlwings.bas, ExecuteWindows."""
    prepared = f'import xlwings.utils;xlwings.utils.prepare_sys_path("False;C:\\\\年报\\\\一.xlsx;C:\\\\x.xlam;;;;"); {command}'
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "XLREPORT_DEBUG", "XLREPORT_LANG")}
    done = subprocess.run(
        [sys.executable, "-B", "-c", prepared, "--wb=一.xlsx", "--from_xl=1", "--app=C:\\Excel\\Microsoft Excel", "--hwnd=1"], cwd=tmp_path,
        env=kept | {"XLREPORT_LOG": str(tmp_path / "log" / "xlreport.log"), "PYTHONIOENCODING": "utf-8"}, capture_output=True, encoding="utf-8",
        check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 1
    assert done.stdout == ""


def test_there_are_twelve() -> None:
    """One for each button."""
    assert len(COMMANDS) == 12
