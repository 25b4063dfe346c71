"""The window for those who use no terminal, on a real screen (Xvfb), drawn by the Python of the system, which has tkinter."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from libreoffice import tool

import xlreport
from window import Person, screen
from xlreport.demonstration import demonstrate
from xlreport.form.library import Library

pytestmark = pytest.mark.office


def python_with_tkinter() -> str:
    """This Python, else the system's. On CI a missing one is a failure."""
    for python in (sys.executable, "/usr/bin/python3"):
        if Path(python).exists() and not subprocess.run([python, "-c", "import tkinter"], capture_output=True, check=False).returncode:
            return python
    return tool("a Python with tkinter (python3-tk)")


def test_a_clerks_way_through_the_window(tmp_path: Path, library: Library) -> None:
    """A folder is dropped on the icon; the wrong workbook is read about, marked, refused, corrected, and passes at the save."""
    folder = tmp_path / "年报 资料"
    for _ in demonstrate(folder, library):
        pass
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(xlreport.__file__).parent.parent), sysconfig.get_path("purelib")])}
    with screen() as display:
        person = Person(display)
        program = subprocess.Popen([python_with_tkinter(), str(Path(__file__).with_name("checking_window.py")), str(folder)], text=True,
                                   encoding="utf-8", env={**environ, "DISPLAY": display, "PYTHONUTF8": "1"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == "LOOK\n"
        person.picture("校验窗口")
        program.stdin.write("\n")
        out, _ = program.communicate(timeout=120)
    seen = json.loads(out)
    assert [row[2].split()[0] for row in seen["rows"]] == ["有错误", "通过", "有错误", "通过"]
    assert "错误（须改） 3 条" in seen["text"]
    assert seen["buttons"] == ["page", "mark", "write", "import", "open"]
    assert "（已标记）.xlsx" in seen["marked"]
    assert seen["page"].endswith(".html")
    assert "通过" in seen["after"]
    assert (folder / "3-有三处笔误的工作簿（已标记）.xlsx").is_file()
    assert not list(folder.glob("3*.docx"))
