"""Workbooks by the thousand: one template made by the program, its figures, names and words exchanged in the XML.

Everything else of the package keeps its compressed bytes, so that a workbook takes a few milliseconds and is as large as a real one.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import NamedTuple

from xlreport.flows.filling import workbook
from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.workbook.layout import layout_of
from xlreport.workbook.marks_zip import exchanged

UNIT, CODE, WORDS, YEAR = "单位名称占位", "91350100M000100Y43", "总体情况占位", 9876
_SHEET = re.compile(r'<sheet name="([^"]+)"[^>]*r:id="rId(\d+)"')


class Template(NamedTuple):
    """A workbook in pieces. parts: part name to text and cell addresses: text, then (address, text) for each figure after it."""

    data: bytes
    parts: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]]


def book(form_id: str, unit: str, code: str, year: int | None, figures: Mapping[str, Decimal], words: str = "") -> bytes:
    """A workbook of the program's template with these figures (by cell and fact name), its totals with their formulas."""
    template = template_of(form_id)
    changed: dict[str, bytes] = {}
    for part, (first, pieces) in template.parts.items():
        text = first + "".join(f"{format(figures[name], 'f') if name else written(year)}{rest}" for name, rest in pieces)
        for old, new in ((UNIT, unit), (CODE, code), (WORDS, words), (str(YEAR), str(year or ""))):
            text = text.replace(old, escape(new))
        changed[part] = text.encode()
    return exchanged(template.data, "", changed)


def written(year: int | None) -> str:
    """The year as the cover's cell holds it: nothing where it was left blank."""
    return "" if year is None else str(year)


@lru_cache(maxsize=4)
def template_of(form_id: str) -> Template:
    """The template of a form, cut where figures stand."""
    form = library().form(form_id)
    spots = {spot.absolute.replace("$", ""): name for name, spot in (layout_of(form).figures | layout_of(form).facts).items()}
    totals = _totals(form_id)
    data = {"form": form_id, "unit": UNIT, "unit_code": CODE, "year": YEAR, "text": {"总体情况": WORDS},
            "cells": {name: 0 for name in form.cells if name not in totals}, "facts": dict.fromkeys(form.facts, 0)}
    made = workbook(from_json(data, library()), library())
    archive = zipfile.ZipFile(io.BytesIO(made))
    parts = {}
    for sheet, number in _SHEET.findall(archive.read("xl/workbook.xml").decode()):
        part = f"xl/worksheets/sheet{number}.xml"
        here = {address.rpartition("!")[2]: name for address, name in spots.items() if address.startswith(f"'{sheet}'!")}
        if here or sheet == "封面":
            parts[part] = _cut(archive.read(part).decode(), here)
    parts["xl/sharedStrings.xml"] = (archive.read("xl/sharedStrings.xml").decode(), ())
    return Template(made, parts)


def _totals(form_id: str) -> set[str]:
    from forms import total_names
    from xlreport.rules.load import load_rules

    return set(total_names(load_rules(library(), form_id)))


def _cut(text: str, names: Mapping[str, str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The XML of a sheet cut at the value of each figure, and at the year of the cover ('' for its name)."""
    pieces: list[tuple[str, str]] = []
    end, first, before = 0, "", ""
    for cell in re.finditer(r'<c r="([A-Z]+\d+)"[^>]*>(?:<f>[^<]*</f>)?<v>([^<]*)</v>', text):
        name = names.get(cell[1])
        if name is None and cell[2] != str(YEAR):
            continue
        piece = text[end:cell.start(2)]
        if end:
            pieces.append((before, piece))
        else:
            first = piece
        before, end = name or "", cell.end(2)
    if not end:
        return text, ()
    return first, (*pieces, (before, text[end:]))
