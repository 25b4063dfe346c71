"""The extension with the buttons put into LibreOffice, for one person and without admin rights; and away again.

The Python that runs xlreport is written into the extension, so that LibreOffice starts it whatever its own Python is.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from xlreport.build.extension import INTERPRETER, NAME, packed
from xlreport.errors import UsageError
from xlreport.files import carried
from xlreport.wording import say

_PLACES = ("/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program", "/opt/libreoffice/program",
           "/Applications/LibreOffice.app/Contents/MacOS")


class Office(NamedTuple):
    """The LibreOffice at hand: its `unopkg`, the profile ('' for the person's own), and the Python to start."""

    unopkg: Path
    profile: str
    interpreter: Path


def this_office(profile: str = "") -> Office:
    """The LibreOffice of this machine. Raises UsageError when there is none."""
    named = os.environ.get("XLREPORT_UNOPKG") or shutil.which("unopkg")
    found = named or next((f"{place}/unopkg" for place in _PLACES if Path(f"{place}/unopkg").exists()), None)
    if found is None:
        raise UsageError(say("没有找到 LibreOffice（unopkg）。请先装 LibreOffice Calc，或用环境变量 XLREPORT_UNOPKG 指明 unopkg。",
                             "LibreOffice (unopkg) was not found. Install LibreOffice Calc, or name unopkg in XLREPORT_UNOPKG."))
    return Office(Path(found), profile, Path(sys.executable))


def install(office: Office) -> Iterator[str]:
    """Adds the extension (an older one is replaced) and yields what was done. Raises UsageError with LibreOffice's own words."""
    source = carried("macros") / "xlreport.oxt"
    if not source.is_file():
        raise UsageError(say(f"缺少 {source}。请重新安装 xlreport。", f"{source} is missing. Install xlreport again."))
    if find_spec("xlwings") is None:
        raise UsageError(say("没有装 xlwings。请运行：pip install xlreport", "xlwings is missing. Run: pip install xlreport"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / source.name
        path.write_bytes(with_interpreter(source.read_bytes(), office.interpreter))
        _run(office, "add", "--force", "--suppress-license", str(path))
    yield say("已装好：LibreOffice Calc 的菜单和工具栏“信息公开年报”。", "Installed: the menu and tool bar in LibreOffice Calc.")
    yield say(f"用的 Python：{office.interpreter}", f"Python: {office.interpreter}")
    yield say("关掉所有 LibreOffice 窗口，重新打开就有按钮。", "Close all LibreOffice windows and start it again.")


def uninstall(office: Office) -> Iterator[str]:
    """Takes the extension away and yields what was done."""
    if NAME not in _listed(office):
        yield say("没有装过，没有要删的。", "It is not installed.")
        return
    _run(office, "remove", NAME)
    yield say("已卸载。重新打开 LibreOffice，按钮就没有了。", "Removed. Restart LibreOffice and the buttons are gone.")


def status(office: Office) -> tuple[bool, tuple[str, ...]]:
    """Whether the buttons are there and can work, and what to say of it."""
    installed = NAME in _listed(office)
    lines = [say("按钮已装进 LibreOffice。", "The buttons are installed.") if installed else
             say("没有装。请运行 xlreport libreoffice install", "Not installed. Run: xlreport libreoffice install")]
    missing = [name for name in ("xlwings",) if find_spec(name) is None]
    if missing:
        lines.append(say(f"缺少 {'、'.join(missing)}，按钮用不了。请运行：pip install xlreport", f"missing: {', '.join(missing)}"))
    return installed and not missing, tuple(lines)


def with_interpreter(extension: bytes, interpreter: Path) -> bytes:
    """The extension with the Python to start written into it."""
    with zipfile.ZipFile(io.BytesIO(extension)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return packed({**parts, INTERPRETER: str(interpreter).encode()})


def _listed(office: Office) -> str:
    return _run(office, "list")


def _run(office: Office, *arguments: str) -> str:
    """Runs unopkg; what it says. Raises UsageError when it refuses (most often because LibreOffice is open)."""
    where = [f"-env:UserInstallation={office.profile}"] if office.profile else []
    try:
        done = subprocess.run([office.unopkg, *arguments, *where], capture_output=True, text=True, errors="replace", check=False, timeout=120)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(say(f"运行不了 {office.unopkg}（{type(error).__name__}）。请关掉 LibreOffice 再试。",
                             f"{office.unopkg} cannot be run ({type(error).__name__}). Close LibreOffice and try again.")) from None
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()
        raise UsageError(say(f"LibreOffice 没有接受：{words[-1] if words else done.returncode}。请关掉所有 LibreOffice 窗口再试。",
                             f"LibreOffice refused: {words[-1] if words else done.returncode}. Close all its windows and try again."))
    return done.stdout
