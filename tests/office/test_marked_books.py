"""Marked workbooks before other judges: the Open XML SDK finds nothing new in them, and what LibreOffice saved is unmarked as well."""

import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from libreoffice import recalculated
from validator import faults

import packages
from marked_books import BOOKS, marks_for, sheets_of
from sizes import size
from xlreport.workbook.marks import marked_package
from xlreport.workbook.marks_undo import unmarked_package

pytestmark = pytest.mark.office


def suffix(name: str) -> str:
    """Books with macros are .xlsm."""
    return ".xlsm" if name == "宏" else ".xlsx"


@pytest.mark.parametrize("name", BOOKS)
def test_the_validator_finds_nothing_new(name: str, tmp_path: Path) -> None:
    before, after, again = (tmp_path / f"{number}{suffix(name)}" for number in range(3))
    before.write_bytes(BOOKS[name]())
    after.write_bytes(marked_package(before.read_bytes(), name, marks_for(sheets_of(name))).data)
    again.write_bytes(packages.pack({**packages.parts_of(after.read_bytes()), "xlreport/marks.json": b"{}"}))
    again.write_bytes(unmarked_package(again.read_bytes(), name).data)
    for made in (after, again):
        found = faults(made)
        assert not found or found <= faults(before)


def said(path: Path) -> dict[str, Any]:
    """Values, fills and notes of every cell, and how many conditional formats each sheet has."""
    found: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what it cannot keep; nothing is saved here
        for sheet in openpyxl.load_workbook(path).worksheets:
            found[sheet.title] = sorted(str(rule.type) for places in sheet.conditional_formatting for rule in places.rules)
            found |= {f"{sheet.title} {cell.coordinate}": (
                          getattr(cell.value, "text", cell.value), cell.fill.fgColor.rgb, cell.fill.patternType,
                          cell.comment and cell.comment.text)
                      for row in sheet.iter_rows() for cell in row if cell.value is not None or cell.comment}
    return found


def test_what_libreoffice_saved_is_unmarked(tmp_path: Path) -> None:
    """Marked, saved by LibreOffice, unmarked: as if it had been saved by LibreOffice without marks. Its own files are marked as well."""
    names = [name for name in BOOKS if name != "宏"]  # as .xlsx it would lose its macros
    plain, coloured = [], []
    for name in names:
        plain.append(tmp_path / f"{name}.xlsx")
        plain[-1].write_bytes(BOOKS[name]())
        coloured.append(tmp_path / f"{name}标.xlsx")
        coloured[-1].write_bytes(marked_package(plain[-1].read_bytes(), name, marks_for(sheets_of(name))).data)
    saved = recalculated([*plain, *coloured], tmp_path / "saved")
    judged = names[:: 1 if size(10) == 10 else 5]
    for name, without, with_marks in zip(names, saved[: len(names)], saved[len(names):], strict=True):
        again = unmarked_package(with_marks.read_bytes(), name)
        assert (again.whole, again.cells) == (False, 8), name
        cleared = tmp_path / "去标.xlsx"
        cleared.write_bytes(again.data)
        assert said(cleared) == said(without), name
        own = without.read_bytes()
        twice = unmarked_package(marked_package(own, name, marks_for(sheets_of(name))).data, name)
        assert twice.whole
        assert packages.parts_of(twice.data) == packages.parts_of(own)
        cleared.write_bytes(marked_package(own, name, marks_for(sheets_of(name))).data)
        assert name not in judged or faults(cleared) <= faults(without), name
