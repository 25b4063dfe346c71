"""The Word document: every figure of every form reads back from where it belongs, by another program."""

import io
from random import Random

import docx
import pytest

import forms
from sizes import size
from xlreport.documents.layout import figure_text
from xlreport.flows.writing import finished_report
from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.form.model import Form
from xlreport.form.submission import Submission
from xlreport.rules.load import load_rules

EDITIONS = library().ids()


def report(form: Form, seed: int) -> Submission:
    """A consistent random report of a form, with texts."""
    made = forms.consistent(form, load_rules(library(), form.id), Random(seed))
    text = {code: f"{code}：第一段。\n（一）第二段" for code in form.text_codes}
    return from_json({
        "form": form.id, "unit": "示范县财政局", "year": form.years[0], "text": text,
        "cells": {name: str(number) for name, number in made.known["this"].items()},
        "facts": {name: str(number) for name, number in made.known["fact"].items()}, "answers": made.answers,
    }, library())


@pytest.mark.parametrize("form_id", EDITIONS)
def test_every_figure_reads_back(form_id: str) -> None:
    """python-docx finds all 200 (198) figures in the cells where the official grid has them, and the labels beside them."""
    form = library().form(form_id)
    for seed in range(size(20)):
        submission = report(form, seed)
        document = docx.Document(io.BytesIO(finished_report(submission, library(), "docx", force=True)))
        assert len(document.tables) == len(form.tables)
        found = 0
        for table, drawn in zip(form.tables, document.tables, strict=True):
            cells = [row.cells for row in drawn.rows]
            for cell in table.cells:
                assert cells[cell.line][cell.position].text == figure_text(cell, submission)
                found += 1
            for block in table.blocks:
                if block.text != "=":
                    corners = [(block.line, block.position), (block.line + block.height - 1, block.position + block.width - 1)]
                    assert {cells[line][position].text for line, position in corners} == {block.text}
        assert found == len(form.cells)


def test_styles_are_real() -> None:
    """Headings are headings, the text is the document's own style, and its fonts are stated for East Asian text."""
    document = docx.Document(io.BytesIO(finished_report(report(library().form("zfxxgk-2021"), 1), library(), "docx", force=True)))
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"] == [
        section.heading for section in library().form("zfxxgk-2021").sections if section.heading]
    assert "（一）第二段" in [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 2"]
    for style in ("Normal", "Title", "Heading 1", "Heading 2", "footer"):
        fonts = document.styles[style].element.rPr.rFonts
        assert fonts.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia")
    section = document.sections[0]
    assert [round(side.mm, 1) for side in (section.page_width, section.page_height, section.top_margin, section.left_margin)] == [210.0, 297.0, 37.0, 28.0]
    assert document.core_properties.title == "示范县财政局2021年政府信息公开工作年度报告"
    assert document.core_properties.author == "示范县财政局"
