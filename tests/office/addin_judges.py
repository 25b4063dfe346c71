"""Judges of the Excel add-in. Each takes its path and raises AssertionError, or whatever the tool says, for what is wrong.

Most are tools that know nothing of how it was built; `callbacks`, `targets` and the like hold its parts against each other.
"""

import ast
import importlib.util
import json
import re
import subprocess
import warnings
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

from libreoffice import tool
from validator import faults

from xlreport.build.sources import Module
from xlreport.workbook.parts import addin_settings, read_parts

IN_CALC = Path(__file__).with_name("addin_in_calc.py")
RIBBONS = {"customUI/customUI14.xml": "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
           "customUI/customUI.xml": "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"}
SIGNATURES = {"onAction": r"\(control As IRibbonControl\)", "onLoad": r"\(ribbon As IRibbonUI\)"}
# what the add-in says by itself, and what its buttons ask of Python
MESSAGES = ("XlReport_NoInterpreter", "XlReport_Failed", "XlReport_FunctionFailed")
TARGETS = {"check", "next_finding", "previous_finding", "clear_marks", "locate", "adopt", "import_last_year", "import_report",
           "write_report", "compare_last_year", "new_book", "help_page"}
# names of Office's own pictures, as a gallery of them lists them; a wrong name is a blank button
PICTURES = {"AcceptInvitation", "ReviewPreviousComment", "ReviewNextComment", "ReviewDeleteComment", "ErrorChecking", "ReviewAcceptChange",
            "FileNew", "ImportExcel", "ImportTextFile", "ExportWord", "ReviewCompareTwoVersions", "Help"}


def validator(path: Path) -> None:
    """Microsoft's Open XML SDK."""
    found = faults(path)
    assert not found, found


def code(path: Path) -> dict[str, str]:
    """Text of every module, as olevba reads it, by module and suffix."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it calls its own parser library by old names
        from oletools.olevba import VBA_Parser

    reader = VBA_Parser(str(path))
    try:
        return {name: text for _, _, name, text in reader.extract_all_macros()}
    finally:
        reader.close()


def bare(text: str) -> str:
    """A module without its attributes and a class's head, which Excel keeps elsewhere."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in lines if not re.match(r"Attribute VB_|VERSION 1\.0 CLASS|BEGIN$|END$|  MultiUse", line)).strip()


def texts(path: Path, sources: list[Module]) -> None:
    """olevba reads what the sources say, and one module a sheet besides."""
    found = code(path)
    wanted = {f"{module.name}.{module.kind}": module.text for module in sources}
    sheets = {"ThisWorkbook.cls"} | {f"{name.decode()}.cls" for part, data in read_parts(path.read_bytes()).items()
                                     if part.startswith("xl/worksheets/sheet") for name in re.findall(rb'codeName="([^"]+)"', data)}
    assert set(found) == set(wanted) | sheets
    assert not [name for name, text in wanted.items() if bare(found[name]) != bare(text)]


def project(path: Path) -> None:
    """vba-insight, a parser of its own, reads the container and the project: all modules, and nothing compiled that differs."""
    import vba_insight

    said = vba_insight.inspect_file(str(path))["stomping"]
    assert said["has_stomping"] is False
    assert {"XlReportRibbon", "XlReportTexts", "xlwings", "Dictionary", "xlwings_udfs"} <= {module["module_name"] for module in said["modules"]}


def analysis(path: Path) -> None:
    """pyvbaanalysis finds no syntax error and no undeclared name."""
    import pyvbaanalysis

    found = pyvbaanalysis.analyze_office_file(str(path))
    assert len(found) == 9
    assert not [(name, said.message) for name, all_said in found.items() for said in all_said if said.severity.value == "error"]


def callbacks(path: Path) -> None:
    """Each callback of both ribbon parts is a Sub with the right signature; parts are related; ids are unique; pictures exist."""
    parts = read_parts(path.read_bytes())
    vba = "\n".join(text.replace("\r\n", "\n") for text in code(path).values())
    relations = {(relation.get("Target"), relation.get("Type")) for relation in ElementTree.fromstring(parts["_rels/.rels"])}
    for part, kind in RIBBONS.items():
        assert part in parts
        assert (part, kind) in relations
        elements = list(ElementTree.fromstring(parts[part]).iter())
        ids = [element.get("id") for element in elements if element.get("id")]
        assert len(ids) == len(set(ids))
        called = [(name, value) for element in elements for name, value in element.attrib.items() if name.startswith(("on", "get"))]
        assert len(called) == len(TARGETS) + 1
        missing = [value for name, value in called if not re.search(rf"^Public Sub {re.escape(value)}{SIGNATURES[name]}$", vba, re.MULTILINE)]
        assert not missing
        assert {element.get("imageMso") for element in elements} - {None} <= PICTURES
        assert all(element.get(name) for element in elements if element.tag.endswith("button") for name in ("label", "screentip", "supertip", "imageMso"))


def targets(path: Path) -> None:
    """Each RunPython of ours calls a function that live/ribbon.py has, and each function has its button."""
    commands = re.findall(r'^    RunPython "([^"]+)"', code(path)["XlReportRibbon.bas"].replace("\r\n", "\n"), re.MULTILINE)
    called = []
    for command in commands:
        imported, call = ast.parse(command).body
        assert isinstance(imported, ast.Import)
        assert isinstance(call, ast.Expr)
        module, _, function = ast.unparse(call.value).removesuffix("()").rpartition(".")
        assert [name.name for name in imported.names] == [module] == ["xlreport.live.ribbon"]
        called.append(function)
    assert sorted(called) == sorted(TARGETS)
    assert set(called) <= functions_of("xlreport.live.ribbon")


def functions_of(module: str) -> set[str]:
    """Names that a module defines or imports, without running it."""
    found = importlib.util.find_spec(module)
    assert found is not None, f"{module} is missing"
    assert found.origin is not None
    body = ast.parse(Path(found.origin).read_text("utf-8")).body
    return {node.name for node in body if isinstance(node, ast.FunctionDef)} | {
        name.asname or name.name for node in body if isinstance(node, ast.ImportFrom) for name in node.names}


def content_type(path: Path) -> None:
    """The content type is an add-in's; no schema tool holds it against the file's name."""
    assert b"application/vnd.ms-excel.addin.macroEnabled.main+xml" in read_parts(path.read_bytes())["[Content_Types].xml"]


def versions(path: Path) -> None:
    """xlwings' module, the libraries it loads and the settings sheet name the installed version."""
    installed = version("xlwings")
    text = code(path)["xlwings.bas"]
    assert f'XLWINGS_VERSION As String = "{installed}"' in text
    assert set(re.findall(r"xlwings(?:64|32)-([\d.]+)\.dll", text)) == {installed}
    assert addin_settings(path)["BUILT_WITH_XLWINGS"] == installed


def in_calc(path: Path) -> dict[str, str]:
    """LibreOffice runs each callback, xlwings swapped for a recorder; what each asked of Python."""
    tool("soffice", "SOFFICE")
    done = subprocess.run(["/usr/bin/python3", str(IN_CALC), str(path)], capture_output=True, encoding="utf-8", check=False, timeout=180)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert all("请在命令行运行 xlreport addin" in said[name] for name in MESSAGES)
    asked = [re.fullmatch(r"import xlreport\.live\.ribbon; xlreport\.live\.ribbon\.(\w+)\(\)", text) for name, text in said.items()
             if name not in MESSAGES]
    assert sorted(match[1] if match else "" for match in asked) == sorted(TARGETS)
    return said
