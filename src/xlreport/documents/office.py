"""Old and foreign formats (.doc, .wps, .rtf, .odt, XML of Word 2003) -> .docx, by an office program that is installed.

LibreOffice where it is found: with a profile of its own, macros off, links never updated, no network, and a time limit. On
Windows else Word or WPS over COM, macros off. Where there is neither, one message says so for all such files.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xlreport.bounded import beside
from xlreport.documents.parts import read_bytes
from xlreport.errors import UnreadableFile
from xlreport.isolation import run_apart
from xlreport.wording import say

SECONDS = 45  # LibreOffice takes two; a cold start on an old office PC takes twenty
WORD, SHEET = "docx", "xlsx"
_PLACES = ("C:/Program Files/LibreOffice/program/soffice.exe", "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
           "/Applications/LibreOffice.app/Contents/MacOS/soffice", "/usr/lib/libreoffice/program/soffice")
# no macro runs, no link is followed, no server is asked for anything
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


@contextmanager
def converted(path: Path, shown: str, to: str) -> Iterator[Path]:
    """The file as .docx or .xlsx, in a folder that is gone afterwards. Raises UnreadableFile where nothing can convert it."""
    read_bytes(path, shown)
    with tempfile.TemporaryDirectory(prefix="xlreport-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"report{path.suffix.lower() if path.suffix.isascii() else ''}"
        shutil.copyfile(path, source)
        target = Path(folder) / "converted" / f"report.{to}"
        program = libreoffice()
        if program:
            _by_libreoffice(program, source, target, shown)
        elif sys.platform == "win32" and to == WORD:
            run_apart("xlreport.documents.office:by_word", source, str(target), _remedy(to), seconds=SECONDS)
        else:
            raise UnreadableFile(shown, say("是旧格式的文件，这台电脑上没有能转换它的 LibreOffice、Word 或 WPS",
                                            "it is of an old format, and no LibreOffice, Word or WPS is here to convert it"), _remedy(to))
        if not target.is_file():
            raise UnreadableFile(shown, say("转换不了（文件可能已损坏，或设了打开密码）", "it cannot be converted: damaged, or protected by a password"),
                                 _remedy(to))
        yield target


def _remedy(to: str) -> str:
    program = "Excel" if to == SHEET else "Word"
    return say(f"请用 {program} 或 WPS 打开后另存为 .{to}", f"Open it in {program} or WPS and save it as .{to}")


def libreoffice() -> str:
    """Where LibreOffice is: as SOFFICE says, on the path, or in its usual places; '' where it is not."""
    stated = os.environ.get("SOFFICE")
    if stated is not None:
        return stated if Path(stated).is_file() else ""
    return shutil.which("soffice") or shutil.which("libreoffice") or next((place for place in _PLACES if Path(place).is_file()), "")


def _by_libreoffice(program: str, source: Path, target: Path, shown: str) -> None:
    profile = source.parent / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
    kind = "MS Word 2007 XML" if target.suffix == ".docx" else "Calc MS Excel 2007 XML"
    command = [program, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", f"-env:UserInstallation={profile.as_uri()}",
               "--convert-to", f"{target.suffix[1:]}:{kind}", "--outdir", str(target.parent), str(source)]
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "127.0.0.1:9")
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=os.environ | proxies, start_new_session=os.name == "posix")
    try:
        with beside(SECONDS):
            process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(shown, say(f"LibreOffice 转换了 {SECONDS} 秒还没有完成", f"LibreOffice did not convert it within {SECONDS} seconds"),
                             _remedy(target.suffix[1:])) from None
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends a converter with all that it started."""
    if process.poll() is None:
        if os.name == "posix":
            import signal

            os.killpg(process.pid, signal.SIGKILL)
        else:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        process.wait()


def _registry() -> str:
    items = "".join(f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
                    for path, name, value in _SETTINGS)
    return ('<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
            f'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>')


def by_word(path: Path, target: str, dispatch: Callable[[str], Any] | None = None) -> None:
    """Converts with an installed Word or WPS over COM (Windows; in a process of its own). Macros are off, nothing is shown.

    dispatch: what makes a program by its name; pywin32's unless given. Raises OSError where there is no such program.
    """
    if dispatch is None:
        from win32com.client import DispatchEx as dispatch  # type: ignore[no-redef]  # comes with xlwings on Windows

    assert dispatch is not None
    for name in ("Word.Application", "KWPS.Application", "WPS.Application"):
        try:
            program = dispatch(name)
        except Exception:  # noqa: BLE001  COM has one error class for all, in a module that only Windows has
            continue
        try:
            program.Visible = False
            program.DisplayAlerts = 0
            program.AutomationSecurity = 3  # msoAutomationSecurityForceDisable
            # a wrong password makes a protected file an error instead of a dialog that nobody sees
            document = program.Documents.Open(str(path), ConfirmConversions=False, ReadOnly=True, AddToRecentFiles=False,
                                              PasswordDocument="-", Visible=False)
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            document.SaveAs2(str(target), FileFormat=16)  # wdFormatDocumentDefault
            document.Close(False)
        finally:
            program.Quit()
        return
    raise OSError("no Word, no WPS")
