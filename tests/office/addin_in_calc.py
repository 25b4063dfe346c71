"""Run by the system's Python, which has UNO: opens the add-in in a headless Calc, puts a recorder in xlwings' place,
presses every ribbon callback with a control of its own making, and prints what each asked Python to do, as JSON.

Basic keeps silent about what it cannot compile, so only effects count. Calc cannot compile xlwings' modules.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

RECORDER = """Option VBASupport 1
Public Asked As String
Public Function RunPython(Command As String)
    Asked = Asked & Command
End Function
Public Function WScript() As Object
    Set WScript = New Popups
End Function
"""
POPUPS = """Rem Attribute VBA_ModuleType=VBAClassModule
Option VBASupport 1
Option ClassModule
Public Sub Popup(Message As String, Seconds, Title As String, Icon)
    Asked = Asked & Title & ": " & Message
End Sub
"""
CONTROL = """Rem Attribute VBA_ModuleType=VBAClassModule
Option VBASupport 1
Option ClassModule
Public ID As String
Public Tag As String
"""
DRIVER = """Public Function Drive{number}() As String
    Dim Control As New Control
    Asked = ""
    {call}
    Drive{number} = Asked
End Function
"""
EXTRA = {
    "XlReport_NoInterpreter": 'XlReport_NoInterpreter "X:\\python.exe"',
    "XlReport_Failed": 'XlReport_Failed "X:\\nothing.log"',
    "XlReport_FunctionFailed": 'Asked = XlReport_FunctionFailed("no DLL")',
}


def main(path: Path) -> None:
    """Prints {callback: what it asked for}."""
    folder = tempfile.mkdtemp(prefix="xlreport-calc-")
    pipe = f"xlreport{os.getpid()}"
    office = subprocess.Popen(
        [os.environ.get("SOFFICE", "soffice"), "--headless", "--norestore", "--nologo", "--nodefault",
         f"-env:UserInstallation={Path(folder).as_uri()}", f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        env={**os.environ, "LOCALAPPDATA": folder})
    desktop = None
    try:
        desktop = connected(pipe)
        sys.stdout.write(json.dumps(asked(desktop, path)))
    finally:
        with contextlib.suppress(Exception):
            desktop.terminate()
        try:
            office.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(office.pid, 9)
        shutil.rmtree(folder, ignore_errors=True)


def connected(pipe: str):
    """The desktop of the office program, once it listens."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(240):
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("LibreOffice did not start")


def asked(desktop, path: Path) -> dict:
    """What each callback, and each message of the add-in's own, leaves behind."""
    options = []
    # without the filter's name an .xlam is not opened at all
    for name, value in (("MacroExecutionMode", 4), ("FilterName", "Calc MS Excel 2007 VBA XML")):
        option = PropertyValue()
        option.Name, option.Value = name, value
        options.append(option)
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, tuple(options))
    if document is None:
        raise SystemExit("the add-in was not opened")
    library = document.BasicLibraries.getByName("VBAProject")
    for name in ("xlwings", "Dictionary", "xlwings_udfs"):
        library.removeByName(name)
    root = ElementTree.fromstring(zipfile.ZipFile(path).read("customUI/customUI14.xml"))
    calls = {element.get("onAction"): f"{element.get('onAction')} Control" for element in root.iter() if element.get("onAction")}
    calls |= EXTRA
    drivers = "".join(DRIVER.format(number=number, call=call) for number, call in enumerate(calls.values()))
    for name, text in (("xlwings", RECORDER), ("Popups", POPUPS), ("Control", CONTROL), ("Drivers", "Option VBASupport 1\n" + drivers)):
        library.insertByName(name, text)
    scripts = document.getScriptProvider()
    found = {}
    for number, name in enumerate(calls):
        script = scripts.getScript(f"vnd.sun.star.script:VBAProject.Drivers.Drive{number}?language=Basic&location=document")
        found[name] = script.invoke((), (), ())[0]
    document.close(True)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
