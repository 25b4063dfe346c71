"""Text of the add-in's VBA modules: our own, xlwings' with a few named changes, and the worksheet functions' wrappers."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from xlreport.errors import DefinitionError, Mistake

MODULE, CLASS = "bas", "cls"
_NAME = re.compile(r'^Attribute VB_Name = "([^"]+)"', re.MULTILINE)


class Module(NamedTuple):
    """One VBA module: its name, `bas` or `cls`, and its text with CRLF."""

    name: str
    kind: str
    text: str


class Substitution(NamedTuple):
    """One change to xlwings' module: the words that stand there exactly once, the words instead, and why."""

    old: str
    new: str
    why: str


# A workbook that somebody sent must not choose which program a button starts, nor what Python finds first: xlwings reads
# its settings from the open book and its folder before those of the add-in.
SUBSTITUTIONS = (
    Substitution('PROJECT_NAME As String = "myaddin"', 'PROJECT_NAME As String = "xlreport"', "the name of the settings sheet"),
    Substitution('If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then', "If False Then",
                 "the open workbook's own settings are not used"),
    Substitution('If source = "" Or source = "directory" Then', 'If source = "directory" Then',
                 "settings beside the open workbook are not used"),
    Substitution("                uses_embedded_code = True\n                Exit For", "                Exit For",
                 "a sheet whose name ends in .py is a sheet"),
    Substitution("    SourcePythonCommand = PythonCommand\n",
                 "    SourcePythonCommand = PythonCommand\n    If ActiveWorkbook Is Nothing Then Workbooks.Add\n",
                 "every button works when no workbook is open"),
    Substitution('MsgBox "Could not find Interpreter!", vbCritical', "XlReport_NoInterpreter PYTHON_WIN", "said in Chinese"),
    Substitution("        Call ShowError(LOG_FILE)\n        ExecuteWindows = -1",
                 "        XlReport_Failed LOG_FILE\n        ExecuteWindows = -1", "said in Chinese, without a traceback"),
)
# what a cell shows when Python could not be asked at all
_FUNCTION_FAILED = re.compile(r"^(\s*)(XLR_\w+) = Err\.Description$", re.MULTILINE)


def modules(folder: Path) -> list[Module]:
    """Every module of the add-in. folder: `macros`. Raises DefinitionError naming the file and what VBA cannot take."""
    own = [Module(path.stem, path.suffix[1:], _own_text(path))
           for path in sorted(folder.iterdir()) if path.suffix in (".bas", ".cls")]
    shipped = _xlwings_folder()
    return [
        *own,
        Module("xlwings", MODULE, xlwings_text(shipped)),
        Module("Dictionary", CLASS, _checked("Dictionary", (shipped / "addin" / "Dictionary.cls").read_text("utf-8"))),
        Module("xlwings_udfs", MODULE, _checked("xlwings_udfs", _wrappers())),
    ]


def _xlwings_folder() -> Path:
    found = find_spec("xlwings")  # its files are read; nothing of it is run here
    if found is None or found.origin is None:
        raise ModuleNotFoundError(name="xlwings")
    return Path(found.origin).parent


def xlwings_text(shipped: Path) -> str:
    """xlwings' module with the substitutions. Raises DefinitionError when it is not the module they were written for."""
    text = (shipped / "xlwings_custom_addin.bas").read_text("utf-8").replace("\r\n", "\n")
    for old, new, why in SUBSTITUTIONS:
        if text.count(old) != 1:
            raise DefinitionError((Mistake("xlwings_custom_addin.bas", why, f"“{old.strip()}”应只有一处，现有 {text.count(old)} 处"),))
        text = text.replace(old, new)
    return _checked("xlwings", text)


def _own_text(path: Path) -> str:
    try:
        return _checked(path.stem, path.read_text("utf-8"))
    except UnicodeDecodeError:
        raise DefinitionError((Mistake(path.name, "", "不是 UTF-8 编码"),)) from None


def _checked(name: str, text: str) -> str:
    """A module's text with CRLF, if VBA can take it; what the project's writer would spoil in silence is an error here."""
    text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    mistakes: list[str] = []
    try:
        text.encode("cp1252")
    except UnicodeEncodeError as error:
        mistakes.append(f"有 cp1252 里没有的字“{text[error.start]}”。汉字写在 texts.toml 里")
    stated = _NAME.search(text)
    if stated is None or stated[1] != name:
        mistakes.append(f"Attribute VB_Name 应为“{name}”，现为“{stated[1] if stated else ''}”")
    if len(name) > 31:
        mistakes.append("模块名超过 31 个字符")
    if any(len(line) > 1023 for line in text.split("\r\n")):
        mistakes.append("有一行超过 1023 个字符")
    if mistakes:
        raise DefinitionError(tuple(Mistake(name, "", mistake) for mistake in mistakes))
    return text


def _wrappers() -> str:
    """The wrapper module of live/functions.py, by xlwings' own generator, in a process of its own: it needs stand-ins for pywin32."""
    done = subprocess.run([sys.executable, "-c", "from xlreport.build.wrappers import show; show()"],
                          capture_output=True, text=True, encoding="ascii", check=False)
    if done.returncode:
        raise DefinitionError((Mistake("live/functions.py", "", (done.stderr.strip() or "?").splitlines()[-1]),))
    return _FUNCTION_FAILED.sub(r"\1\2 = XlReport_FunctionFailed(Err.Description)", done.stdout)
