"""The 送审单 as a Word document on at most two A4 pages."""

import io
from decimal import Decimal
from typing import Any, NamedTuple

from xlreport.check.review import Block
from xlreport.form.values import written
from xlreport.wording import say

FONT = "FangSong"  # 仿宋; Word and WPS have it under both names


class Sheet(NamedTuple):
    """All that the sheet says, in words. findings: (level, sentence); more: how many of a list were left out, 0 for none."""

    title: str
    unit: str
    year: str
    verdict: str
    blocks: tuple[Block, ...]
    last_given: bool
    findings: tuple[tuple[str, str], ...]
    more_findings: int
    reasons: tuple[tuple[str, str], ...]
    more_reasons: int
    unchecked: tuple[str, ...]
    more_unchecked: int
    unchecked_note: str
    signers: tuple[tuple[str, str], ...]


def number_said(number: Decimal | None) -> str:
    """A figure, or a dash where there is none."""
    return "—" if number is None else written(number)


def gap_said(this: Decimal | None, last: Decimal | None) -> str:
    """`+3`, `-2`, `0`, or a dash."""
    if this is None or last is None:
        return "—"
    return f"{'+' if this > last else ''}{written(this - last)}"


def review_docx(sheet: Sheet) -> bytes:
    """The document's bytes."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(14)
    page.left_margin = page.right_margin = Mm(18)
    _font(document.styles["Normal"], 9.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(sheet.title)
    run.bold, run.font.size = True, Pt(17)
    _line(document, f"{sheet.unit}　　{sheet.year}　　{sheet.verdict}", 10.5, centre=True)
    _heading(document, say("一、主要数字（与上年对照）", "1. Main figures beside last year's"))
    if not sheet.last_given:
        _line(document, say("没有给出上年的报告，上年一栏空着。", "Last year's report was not given."), 8.5)
    _figures(document, sheet.blocks)
    _heading(document, say("二、校验结果", "2. Findings"))
    for level, text in sheet.findings:
        _line(document, f"［{level}］{text}", 9)
    _rest(document, sheet.findings, sheet.more_findings)
    _heading(document, say("三、已经说明的", "3. Reasons given"))
    for rule, reason in sheet.reasons:
        _line(document, f"{rule}：{reason}", 9)
    _rest(document, sheet.reasons, sheet.more_reasons)
    _heading(document, say("四、正文里没有自动核对的数", "4. Numbers in the narrative that were not checked"))
    for text in sheet.unchecked:
        _line(document, text, 9)
    if sheet.unchecked_note:
        _line(document, sheet.unchecked_note, 9)
    else:
        _rest(document, sheet.unchecked, sheet.more_unchecked)
    _signers(document, sheet.signers)
    document.core_properties.author = ""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _font(style: Any, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = "Times New Roman", Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def _heading(document: Any, text: str) -> None:
    from docx.shared import Pt

    line = document.add_paragraph()
    line.paragraph_format.space_before, line.paragraph_format.keep_with_next = Pt(5), True
    run = line.add_run(text)
    run.bold, run.font.size = True, Pt(11)


def _line(document: Any, text: str, size: float, centre: bool = False) -> None:
    from docx.shared import Pt

    line = document.add_paragraph()
    line.alignment = 1 if centre else 0
    line.add_run(text).font.size = Pt(size)


def _rest(document: Any, listed: tuple[Any, ...], more: int) -> None:
    if more:
        _line(document, say(f"另有 {more} 条，见校验结果。", f"{more} more: see the findings."), 9)
    elif not listed:
        _line(document, say("没有。", "None."), 9)


def _figures(document: Any, blocks: tuple[Block, ...]) -> None:
    """Two columns of lines: label, this year, last year, difference."""
    from docx.shared import Mm

    lines = [line for block in blocks for line in block.lines]
    half = (len(lines) + 1) // 2
    table = document.add_table(rows=half + 1, cols=8)
    table.style, table.autofit = "Table Grid", False
    cells = list(table._cells)  # table.cell(r, c) builds this list anew each time: 30 times slower
    widths = [Mm(46), Mm(14), Mm(14), Mm(13)] * 2
    for place, text in enumerate((say("项目", "item"), say("本年", "this"), say("上年", "last"), say("增减", "change")) * 2):
        _cell(cells[place], text, widths[place], place % 4 > 0, True)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for place, line in enumerate(lines):
        row, start = (place + 1, 0) if place < half else (place - half + 1, 4)
        for step, text in enumerate((line.label, number_said(line.this), number_said(line.last), gap_said(line.this, line.last))):
            _cell(cells[row * 8 + start + step], text, widths[start + step], step > 0, False)


def _cell(cell: Any, text: str, width: Any, right: bool, bold: bool) -> None:
    from docx.shared import Pt

    cell.width = width
    line = cell.paragraphs[0]
    line.alignment = 2 if right else 0
    run = line.add_run(text)
    run.font.size, run.bold = Pt(8), bold


def _signers(document: Any, signers: tuple[tuple[str, str], ...]) -> None:
    from docx.shared import Mm, Pt

    document.add_paragraph().paragraph_format.space_after = Pt(2)
    table = document.add_table(rows=2, cols=len(signers))
    table.style = "Table Grid"
    cells = list(table._cells)
    for place, (label, name) in enumerate(signers):
        _cell(cells[place], label, Mm(43), False, True)
        _cell(cells[len(signers) + place], name, Mm(43), False, False)
    table.rows[1].height = Mm(11)
