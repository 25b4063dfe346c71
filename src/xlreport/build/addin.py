"""The Excel add-in, from text: VBA modules, ribbon, and the sheets that hold settings and words. No Excel, no Windows.

A package of XlsxWriter's gets a VBA project (source only, as MS-OVBA 2.3.4.1 asks of a writer: Excel compiles it when it
opens), a container written anew, the ribbon parts, and the content type of an add-in.
"""

import datetime
import io
import tempfile
import tomllib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from xlreport.build.compound import compound_file, tree_of
from xlreport.build.sources import CLASS, Module, modules
from xlreport.errors import DefinitionError, Mistake
from xlreport.version import __version__
from xlreport.workbook.parts import SETTINGS, UNSET, read_parts, write_parts

TEXTS, FUNCTIONS = "xlreport.texts", "xlreport.functions"
RIBBON = "customUI/customUI14.xml"
RIBBON_2007 = "customUI/customUI.xml"
_RIBBON_TYPES = {
    RIBBON: "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
    RIBBON_2007: "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
}
_PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN_TYPE = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
_NO_CACHE = bytes.fromhex("cc61ffff000000")  # _VBA_PROJECT: version 0xFFFF, so no compiled form is expected
_MADE = datetime.datetime(2020, 1, 1)  # noqa: DTZ001  XlsxWriter wants a naive time; a fixed one makes every build the same


def addin_bytes(folder: Path) -> bytes:
    """The add-in. folder: `macros` with its sources. Raises DefinitionError for sources that VBA or Excel cannot take."""
    texts = _texts(folder / "texts.toml")
    parts = dict(read_parts(_sheets(texts)))
    parts = _with_project(parts, modules(folder))
    parts["[Content_Types].xml"] = _replaced(parts["[Content_Types].xml"], _MACRO_TYPE, _ADDIN_TYPE)
    # as Excel itself saves an add-in: programs that do not know the content type keep its sheets out of sight too
    parts["xl/workbook.xml"] = _replaced(parts["xl/workbook.xml"], b"<workbookView ", b'<workbookView visibility="hidden" ')
    return write_parts(_with_ribbon(parts, (folder / "ribbon" / "customUI14.xml").read_bytes().replace(b"\r\n", b"\n")))


def _texts(path: Path) -> Mapping[str, Any]:
    """texts.toml, held against what Excel takes: 255 characters a description, and no `|`, which parts the arguments."""
    texts = tomllib.loads(path.read_text("utf-8"))
    mistakes = [
        Mistake(path.name, name, f"说明要在 1 到 255 个字之间，不能有“|”：{text[:20]}")
        for name, function in texts["functions"].items() for text in (function["says"], *function["arguments"])
        if not 0 < len(text) <= 255 or "|" in text
    ]
    if mistakes:
        raise DefinitionError(tuple(mistakes))
    return texts


def _sheets(texts: Mapping[str, Any]) -> bytes:
    """A workbook with the settings, the words and the functions' descriptions."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"author": "xlreport", "created": _MADE})
    settings = book.add_worksheet(SETTINGS)
    for row, (name, value) in enumerate((
        ("INTERPRETER_WIN", UNSET),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),  # nothing that lies beside a workbook is imported
        ("BUILT_WITH_XLWINGS", version("xlwings")),
        ("BUILT_BY_XLREPORT", __version__),
    )):
        settings.write_string(row, 0, name)
        settings.write_string(row, 1, value)
    words = book.add_worksheet(TEXTS)
    for row, (name, text) in enumerate(texts["messages"].items()):
        words.write_string(row, 0, name)
        words.write_string(row, 1, text)
        book.define_name(name, f"='{TEXTS}'!$B${row + 1}")
    functions = book.add_worksheet(FUNCTIONS)
    for row, (name, function) in enumerate(texts["functions"].items()):
        functions.write_string(row, 0, name)
        functions.write_string(row, 1, function["says"])
        functions.write_string(row, 2, "|".join(function["arguments"]))
    book.close()
    return made.getvalue()


def _with_project(parts: dict[str, bytes], sources: list[Module]) -> dict[str, bytes]:
    """The parts with a VBA project: ThisWorkbook, one module a sheet, and the sources."""
    from pyopenvba import ExcelFile, VBAModuleKind

    parts["[Content_Types].xml"] = _replaced(parts["[Content_Types].xml"], _PLAIN_TYPE, _MACRO_TYPE)
    with tempfile.TemporaryDirectory(prefix="xlreport-") as folder:
        path = Path(folder) / "addin.xlsm"
        path.write_bytes(write_parts(parts))
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            for name in list(book.module_names()):  # a changed module also drops the compiled form that came with it
                book.set_module(name, book.get_module(name).rstrip("\r\n") + "\r\nOption Explicit\r\n")
            for module in sources:
                kind = VBAModuleKind.other if module.kind == CLASS else VBAModuleKind.standard
                project.add_module(module.name, module.text, kind=kind)
            book.save()
        parts = dict(read_parts(path.read_bytes()))
    tree = tree_of(parts["xl/vbaProject.bin"])
    code = tree["VBA"]
    assert not isinstance(code, bytes)
    tree["VBA"] = {**code, "_VBA_PROJECT": _NO_CACHE}
    parts["xl/vbaProject.bin"] = compound_file(tree)
    return parts


def _with_ribbon(parts: dict[str, bytes], ribbon: bytes) -> dict[str, bytes]:
    """The parts with the ribbon, in the form of Office 2010 and later and in that of 2007."""
    relations = "".join(f'<Relationship Id="rIdRibbon{number}" Type="{kind}" Target="{name}"/>'
                        for number, (name, kind) in enumerate(_RIBBON_TYPES.items(), 1))
    parts["_rels/.rels"] = _replaced(parts["_rels/.rels"], b"</Relationships>", relations.encode() + b"</Relationships>")
    parts[RIBBON] = ribbon
    parts[RIBBON_2007] = _replaced(ribbon, b"office/2009/07/customui", b"office/2006/01/customui")
    return parts


def _replaced(data: bytes, old: bytes, new: bytes) -> bytes:
    if data.count(old) != 1:
        raise ValueError(f"{old!r} stands {data.count(old)} times, not once")
    return data.replace(old, new)
