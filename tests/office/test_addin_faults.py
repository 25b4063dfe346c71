"""Faults planted in the built add-in, one at a time. Each is caught by the judge named beside it; the file as built is clean."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import addin_judges as judges
import pytest
from pyopenvba.vba import compress, decompress

from xlreport.build.compound import compound_file, tree_of
from xlreport.build.sources import Module, modules
from xlreport.files import addin_file, carried
from xlreport.workbook.parts import read_parts, write_parts

pytestmark = pytest.mark.office
Parts = dict[str, bytes]
BIN, RIBBON = "xl/vbaProject.bin", "customUI/customUI14.xml"


# how tools complain of what they cannot read at all
TOOL_ERRORS = (ValueError, OSError)


class Fault(NamedTuple):
    """What is planted, and the judge that must catch it."""

    name: str
    plant: Callable[[Parts], None]
    judge: Callable[[Path], object]


@pytest.fixture(scope="module")
def sources() -> list[Module]:
    """Modules as their sources say."""
    return modules(carried("macros"))


def xml(parts: Parts, part: str, old: bytes, new: bytes) -> None:
    """Changes words of a part."""
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)


def vba(parts: Parts, module: str, old: bytes, new: bytes) -> None:
    """Changes words of a module's source."""
    tree = tree_of(parts[BIN])
    text = bytes(decompress(tree["VBA"][module]))
    assert old in text
    tree["VBA"][module] = bytes(compress(text.replace(old, new)))
    parts[BIN] = compound_file(tree)


def stream(parts: Parts, change: Callable[[dict[str, bytes]], None], storage: str = "VBA") -> None:
    """Changes streams of the project."""
    tree = tree_of(parts[BIN])
    change(tree[storage] if storage else tree)
    parts[BIN] = compound_file(tree)


def flipped(code: dict[str, bytes]) -> None:
    """Two bytes of a compressed module are others."""
    data = bytearray(code["XlReportRibbon"])
    data[60] ^= 0xFF
    data[61] ^= 0x55
    code["XlReportRibbon"] = bytes(data)


def renamed(code: dict[str, bytes]) -> None:
    """A module's stream has another name."""
    code["XlReportX"] = code.pop("XlReportRibbon")


def unlisted(tree: dict[str, bytes]) -> None:
    """The PROJECT stream does not list a module."""
    assert b"Module=XlReportRibbon\r\n" in tree["PROJECT"]
    tree["PROJECT"] = tree["PROJECT"].replace(b"Module=XlReportRibbon\r\n", b"")


def cut(parts: Parts) -> None:
    """The project ends early."""
    parts[BIN] = parts[BIN][:12000]


def unrelated(parts: Parts) -> None:
    """The ribbon of Office 2010 and later is not related to the package: Excel would show no tab."""
    head, _, tail = parts["_rels/.rels"].partition(b'<Relationship Id="rIdRibbon1"')
    parts["_rels/.rels"] = head + tail.partition(b"/>")[2]


def no_fallback(parts: Parts) -> None:
    """The ribbon of Excel 2007 is missing."""
    del parts["customUI/customUI.xml"]


def texts(path: Path) -> None:
    """The judge that reads sources; see below."""
    raise NotImplementedError


CHECK = b"Public Sub XlReport_Check(control As IRibbonControl)"
FAULTS = [
    Fault("a callback is misspelt in the ribbon", partial(xml, part=RIBBON, old=b'"XlReport_Check"', new=b'"XlReport_Chekc"'), judges.callbacks),
    Fault("Calc misses a misspelt callback too", partial(xml, part=RIBBON, old=b'"XlReport_Check"', new=b'"XlReport_Chekc"'), judges.in_calc),
    Fault("a callback lacks its argument", partial(vba, module="XlReportRibbon", old=CHECK, new=b"Public Sub XlReport_Check()"), judges.callbacks),
    Fault("RunPython names a missing function", partial(vba, module="XlReportRibbon", old=b"ribbon.check()", new=b"ribbon.chek()"), judges.targets),
    Fault("RunPython names a missing module", partial(vba, module="XlReportRibbon", old=b"import xlreport.live.ribbon; xlreport.live.ribbon.check()",
                                                     new=b"import xlreport.excel; xlreport.excel.check()"), judges.targets),
    Fault("a callback does nothing", partial(vba, module="XlReportRibbon", new=b"", old=b'    RunPython "import xlreport.live.ribbon; '
                                             b'xlreport.live.ribbon.locate()"\r\n'), judges.in_calc),
    Fault("a syntax error", partial(vba, module="XlReportTexts", old=b"Folder = Environ", new=b"Folder = = Environ"), judges.analysis),
    Fault("an undeclared name", partial(vba, module="XlReportTexts", old=b"Kept As String", new=b"Kpet As String"), judges.analysis),
    Fault("a syntax error stops Calc", partial(vba, module="XlReportRibbon", old=CHECK, new=b"Public Sub Sub XlReport_Check()"), judges.in_calc),
    Fault("one word of a source is another", partial(vba, module="xlwings", old=b"If False Then", new=b"If True Then"), texts),
    Fault("bytes of a stream flipped", partial(stream, change=flipped), texts),
    Fault("the project is cut short", cut, judges.project),
    Fault("a stream is renamed", partial(stream, change=renamed), texts),
    Fault("an unknown attribute in the ribbon", partial(xml, part=RIBBON, old=b'imageMso="Help"', new=b'imageMsoo="Help"'), judges.validator),
    Fault("two buttons with one id", partial(xml, part=RIBBON, old=b'id="xlreportAdopt"', new=b'id="xlreportLocate"'), judges.callbacks),
    Fault("a picture that does not exist", partial(xml, part=RIBBON, old=b'imageMso="Help"', new=b'imageMso="Hlep"'), judges.callbacks),
    Fault("the ribbon is not related", unrelated, judges.callbacks),
    Fault("the ribbon of 2007 is missing", no_fallback, judges.callbacks),
    Fault("the content type is a workbook's", partial(xml, part="[Content_Types].xml", old=b"vnd.ms-excel.addin.macroEnabled",
                                                      new=b"vnd.ms-excel.sheet.macroEnabled"), judges.content_type),
    Fault("a sheet's code name has no module", partial(xml, part="xl/worksheets/sheet1.xml", old=b'codeName="Sheet1"', new=b'codeName="Blatt1"'), texts),
    Fault("the library's version is another", partial(vba, module="xlwings", old=b"xlwings64-", new=b"xlwings64-9."), judges.versions),
    Fault("a module is not listed", partial(stream, change=unlisted, storage=""), judges.project),
    Fault("a message is gone", partial(xml, part="xl/workbook.xml", old=b'name="python_failed"', new=b'name="python_fialed"'), judges.in_calc),
]


def test_there_are_enough() -> None:
    """At least sixteen different faults are planted."""
    assert len({fault.name for fault in FAULTS}) >= 16


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_caught(fault: Fault, sources: list[Module], tmp_path: Path) -> None:
    """The judge that let the add-in pass does not let this one pass."""
    parts = dict(read_parts(addin_file().read_bytes()))
    fault.plant(parts)
    path = tmp_path / "xlreport.xlam"
    path.write_bytes(write_parts(parts))
    judge = partial(judges.texts, sources=sources) if fault.judge is texts else fault.judge
    with pytest.raises((AssertionError, *TOOL_ERRORS)):
        judge(path)


def test_planting_nothing_is_caught_by_nobody(sources: list[Module], tmp_path: Path) -> None:
    """The way faults are planted does not itself trip a judge."""
    parts = dict(read_parts(addin_file().read_bytes()))
    vba(parts, "XlReportRibbon", b"Option Explicit", b"Option Explicit")
    path = tmp_path / "xlreport.xlam"
    path.write_bytes(write_parts(parts))
    for judge in (judges.project, judges.callbacks, judges.content_type, judges.versions, partial(judges.texts, sources=sources)):
        judge(path)
