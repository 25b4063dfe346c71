"""Workbook packages taken apart and put together again, for tests of what a reader says to each kind of cell or damage."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.rules.load import load_rules
from xlreport.workbook.template import workbook_bytes

FORM = "zfxxgk-2021"
SHEET = "xl/worksheets/sheet3.xml"  # 申请情况; its first figure, 申请[本年新收, 自然人], stands in D6
CELL, NAME = "D6", "申请[本年新收, 自然人]"
AMOUNT_SHEET, AMOUNT_CELL, AMOUNT_NAME = "xl/worksheets/sheet2.xml", "B16", "公开[行政事业性收费, 收费金额]"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def filled(**changes: Any) -> bytes:
    """A workbook of ours: all figures 0, with changes to its VALUES object."""
    form = library().form(FORM)
    data = {"form": FORM, "unit": "某局", "year": 2023, "cells": dict.fromkeys(form.cells, 0), **changes}
    return workbook_bytes(from_json(data, library()), load_rules(library(), FORM))


def parts_of(package: bytes) -> dict[str, bytes]:
    """Part name to bytes, in the package's order."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def put(package: bytes, cell: str, part: str = SHEET, address: str = CELL) -> bytes:
    """The package with the XML of one cell replaced by `cell` ('' takes it away). `{s}` in it is the old style."""
    parts = parts_of(package)
    text = parts[part].decode()
    found = re.search(rf'<c r="{address}"([^>]*?)(?:/>|>.*?</c>)', text)
    assert found, f"no {address} in {part}"
    style = re.search(r's="(\d+)"', found[1])
    text = text[: found.start()] + cell.replace("{s}", style[1] if style else "0") + text[found.end():]
    return pack({**parts, part: text.encode()})


def add_styles(package: bytes, formats: Mapping[int, str]) -> tuple[bytes, dict[int, int]]:
    """The package with a cell format for each number format id (a custom one has a code, a built-in one ''); id to style."""
    parts = parts_of(package)
    text = parts["xl/styles.xml"].decode()
    customs = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in formats.items() if code)
    old = re.search(r'<numFmts count="\d+">(.*?)</numFmts>', text)
    inner = (old[1] if old else "") + customs
    text = re.sub(r'<numFmts count="\d+">.*?</numFmts>', "", text)
    count = inner.count("<numFmt ")
    text = re.sub(r"(<styleSheet[^>]*>)", lambda head: f'{head[1]}<numFmts count="{count}">{inner}</numFmts>' if inner else head[1],
                  text, count=1)
    before = int(re.search(r'<cellXfs count="(\d+)"', text)[1])  # type: ignore[index]
    added = "".join(f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
                    for number in formats)
    text = text.replace("</cellXfs>", added + "</cellXfs>").replace(
        f'<cellXfs count="{before}"', f'<cellXfs count="{before + len(formats)}"')
    return pack({**parts, "xl/styles.xml": text.encode()}), {number: before + place for place, number in enumerate(formats)}


def edit(package: bytes, part: str, pattern: str, replacement: str, count: int = 0) -> bytes:
    """The package with a regular expression replaced in one part; it must occur."""
    parts = parts_of(package)
    text, times = re.subn(pattern, replacement, parts[part].decode(), count=count, flags=re.DOTALL)
    assert times, f"{pattern} not in {part}"
    return pack({**parts, part: text.encode()})
