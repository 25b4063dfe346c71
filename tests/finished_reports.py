"""Finished reports as Word files, made by python-docx from a form's printed tables: a report that no part of this program wrote."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from random import Random

import docx
from docx.shared import Mm, Pt

import forms
from xlreport.form.library import library
from xlreport.form.model import Form, Table
from xlreport.form.submission import Submission
from xlreport.form.values import NUMBER
from xlreport.rules.load import load_rules
from xlreport.rules.model import THIS

FORM = "zfxxgk-2021"


def figures(seed: int, form_id: str = FORM) -> dict[str, Decimal]:
    """Figures of a random report in which every balance holds."""
    return dict(forms.consistent(library().form(form_id), load_rules(library(), form_id), Random(seed)).known[THIS])


def word_report(path: Path, known: Mapping[str, Decimal], form_id: str = FORM, paragraphs: int = 2, size: float = 9) -> Path:
    """Writes a report with its six sections; paragraphs: how many each section has."""
    form = library().form(form_id)
    book = docx.Document()
    page = book.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(27)
    book.add_paragraph("江城县财政局2023年政府信息公开工作年度报告")
    book.add_paragraph("　　根据《中华人民共和国政府信息公开条例》编制。数据统计期限自2023年1月1日起至2023年12月31日止。")
    for section in form.sections:
        if section.heading:
            book.add_paragraph(section.heading)
        if section.table:
            _table(book, form.table(section.table), known, size)
        elif section.heading:
            for number in range(paragraphs):
                book.add_paragraph(f"　　{number + 1}." + "持续做好主动公开，规范办理依申请公开，加强政府信息管理和平台建设，开展监督保障，群众满意。" * 2)
    book.save(str(path))
    return path


def _table(book: "docx.document.Document", table: Table, known: Mapping[str, Decimal], size: float) -> None:
    made = book.add_table(table.height, table.width)
    made.style = "Table Grid"
    places = made._cells
    merged = []
    for cell in table.cells:
        places[cell.line * table.width + cell.position].text = format(known[cell.name], "f")
    for block in table.blocks:
        place = places[block.line * table.width + block.position]
        if block.text != "=":
            place.text = block.text
        if block.height > 1 or block.width > 1:
            merged.append((place, places[(block.line + block.height - 1) * table.width + block.position + block.width - 1]))
    for place in places:
        for paragraph in place.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(size)
    for first, last in merged:
        text = first.text
        kept = first.merge(last)
        for paragraph in kept.paragraphs[1:]:
            paragraph._p.getparent().remove(paragraph._p)
        kept.paragraphs[0].text = ""
        kept.paragraphs[0].add_run(text).font.size = Pt(size)


def differences(found: Submission, known: Mapping[str, Decimal]) -> dict[str, str]:
    """Cells that were not read, not certain, or not what was written."""
    form: Form = found.form
    return {name: f"{value.kind} {value.raw}{' inferred' if value.inferred else ''}, written {known[name]}" for name in form.cells
            if (value := found.cells[name]).kind != NUMBER or value.inferred or value.number != known[name]}
