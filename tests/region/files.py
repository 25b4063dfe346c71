"""The files of a plan, and its roster, made."""

from decimal import Decimal
from pathlib import Path

import openpyxl

from region import books, documents
from region.plan import DUE, File, Plan
from xlreport.form.library import library

HEADS = ("单位名称", "统一社会信用代码", "上级单位", "类别", "联系人", "报送期限", "收到日期")


def make(plan: Plan, folder: Path) -> None:
    """Writes every file of the plan under `folder`."""
    for file in plan.files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(file))


def content(file: File) -> bytes:
    """The bytes of one file."""
    figures = {**file.figures, **file.facts}
    if file.kind == "xlsx":
        return books.book(file.form, file.unit, file.code, file.year, {**dict.fromkeys(library().form(file.form).facts, Decimal(0)), **figures}, file.sentence)
    assert file.year is not None
    if file.kind == "txt":
        return documents.plain(file.form, file.unit, file.year, figures, file.sentence)
    return documents.document(file.kind, file.form, file.unit, file.year, figures, file.sentence)


def write_roster(plan: Plan, path: Path) -> Path:
    """The roster of the plan as an office keeps it: a title, heads, a line a unit."""
    sheet_rows = [[unit.name, unit.code, unit.parent, unit.function, unit.contact, DUE.isoformat() if unit.received or unit.fate == "missing" else None,
                   unit.received] for unit in plan.units.values()]
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["2023年度年报单位名录"], HEADS, *sheet_rows):
        sheet.append(row)
    workbook.save(path)
    return path
