"""The LibreOffice extension (.oxt): menu and tool bar made from the Excel ribbon's own texts, and the code behind them.

Labels, order and groups are those of macros/ribbon/customUI14.xml; which function a button runs is what the ribbon's VBA
says. So a button is written once for both programs.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from xlreport.errors import DefinitionError, Mistake

NAME, SERVICE, VERSION = "org.xlreport.buttons", "org.xlreport.Buttons", "0.1.0"
INTERPRETER = "interpreter.txt"
_RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_REGISTRY = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_TOOLBAR = "org.xlreport.toolbar"
_SUB = re.compile(r'Public Sub (\w+)\(control As IRibbonControl\)\s*\n\s*RunPython "[^"]*ribbon\.(\w+)\(\)"')


class Button(NamedTuple):
    """One button: the function it runs, its label, what it is said to do, and whether a group begins with it."""

    function: str
    label: str
    tip: str
    first: bool


def extension_bytes(folder: Path) -> bytes:
    """The extension, the same bytes whenever it is built. folder: `macros`. Raises DefinitionError for a ribbon it cannot use."""
    found = list(buttons(folder))
    parts = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(),
        "Addons.xcu": _addons(found),
        "CalcWindowState.xcu": _window_state(),
        "buttons.py": (folder / "libreoffice" / "buttons.py").read_text("utf-8"),
    }
    return packed({name: text.encode() for name, text in parts.items()})


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package with fixed times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            package.writestr(entry, data)
    return buffer.getvalue()


def buttons(folder: Path) -> Iterator[Button]:
    """The ribbon's buttons, in order. Raises DefinitionError for one that runs no function."""
    functions = dict(_SUB.findall((folder / "XlReportRibbon.bas").read_text("utf-8").replace("\r\n", "\n")))
    ribbon = folder / "ribbon" / "customUI14.xml"
    for group in ElementTree.parse(ribbon).getroot().iter(f"{_RIBBON}group"):
        for number, button in enumerate(group.iter(f"{_RIBBON}button")):
            action = button.get("onAction", "")
            if action not in functions:
                raise DefinitionError((Mistake(ribbon.name, button.get("id", ""), f"onAction {action} runs no function of xlreport.live.ribbon"),))
            yield Button(functions[action], button.get("label", ""), button.get("supertip", ""), number == 0)


def _manifest() -> str:
    entries = (("application/vnd.sun.star.configuration-data", "Addons.xcu"), ("application/vnd.sun.star.configuration-data", "CalcWindowState.xcu"),
               ("application/vnd.sun.star.uno-component;type=Python", "buttons.py"))
    lines = "".join(f'  <manifest:file-entry manifest:media-type="{kind}" manifest:full-path="{path}"/>\n' for kind, path in entries)
    return f'{_HEAD}<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n{lines}</manifest:manifest>\n'


def _description() -> str:
    return (f'{_HEAD}<description xmlns="http://openoffice.org/extensions/description/2006" xmlns:xlink="http://www.w3.org/1999/xlink">\n'
            f'  <identifier value="{NAME}"/>\n  <version value="{VERSION}"/>\n'
            '  <display-name><name lang="zh">信息公开年报 xlreport</name><name lang="en">xlreport</name></display-name>\n'
            '  <dependencies><OpenOffice.org-minimal-version value="4.1" d:name="LibreOffice 6.0" '
            'xmlns:d="http://openoffice.org/extensions/description/2006"/></dependencies>\n</description>\n')


def _addons(found: list[Button]) -> str:
    title = "信息公开年报"
    return (f'{_HEAD}<oor:component-data {_REGISTRY} oor:name="Addons" oor:package="org.openoffice.Office">\n'
            f'<node oor:name="AddonUI">\n<node oor:name="OfficeMenuBar"><node oor:name="{NAME}" oor:op="replace">\n'
            f'{_property("Title", title)}{_property("Context", _CALC)}<node oor:name="Submenu">\n{"".join(_items(found))}'
            f'</node></node></node>\n<node oor:name="OfficeToolBar"><node oor:name="{_TOOLBAR}" oor:op="replace">\n'
            f'{"".join(_items(found))}</node></node>\n</node>\n</oor:component-data>\n')


def _items(found: list[Button]) -> Iterator[str]:
    for number, button in enumerate(found):
        if button.first and number:
            yield f'<node oor:name="m{number:02}s" oor:op="replace">{_property("URL", "private:separator")}</node>\n'
        yield (f'<node oor:name="m{number:02}t" oor:op="replace">{_property("URL", f"service:{SERVICE}?{button.function}")}'
               f'{_property("Title", button.label)}{_property("Target", "_self")}{_property("Context", _CALC)}</node>\n')


def _window_state() -> str:
    """The tool bar stands docked at the top of Calc's window from the first start on."""
    return (f'{_HEAD}<oor:component-data {_REGISTRY} oor:name="CalcWindowState" oor:package="org.openoffice.Office.UI">\n'
            f'<node oor:name="UIElements"><node oor:name="States">'
            f'<node oor:name="private:resource/toolbar/addon_{_TOOLBAR}" oor:op="replace">\n'
            f'{_property("UIName", "信息公开年报")}{_property("Visible", "true", "boolean")}{_property("Docked", "true", "boolean")}'
            f'{_property("DockingArea", "0", "int")}{_property("DockPos", "0,4", "string")}{_property("Style", "1", "int")}'
            '</node></node></node>\n</oor:component-data>\n')


def _property(name: str, value: str, kind: str = "string") -> str:
    return f'<prop oor:name="{name}" oor:type="xs:{kind}"><value>{escape(value)}</value></prop>'
