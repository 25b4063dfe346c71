"""A 反馈意见 as a Word document: what a unit has to correct or explain in its report, and by when."""

import io
from typing import Any, NamedTuple

from xlreport.wording import say

FONT = "FangSong"  # 仿宋; Word and WPS have it under both names


class Point(NamedTuple):
    """One line of the letter: where (cells, or the part of the text), what is there and what it should be, rule."""

    where: str
    what: str
    rule: str


class Letter(NamedTuple):
    """All that the letter says, in words. must: to be corrected; confirm: to be confirmed or explained; versions: files that differ."""

    unit: str
    year: int
    file: str
    by: str
    must: tuple[Point, ...]
    confirm: tuple[Point, ...]
    versions: tuple[str, ...]


def letter_docx(letter: Letter) -> bytes:
    """The document's bytes."""
    from docx import Document
    from docx.shared import Mm

    document = Document()
    _font(document.styles["Normal"])
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(25)
    page.left_margin = page.right_margin = Mm(22)
    _text(document, say(f"关于{letter.year}年度政府信息公开工作年度报告的反馈意见",
                        f"Comments on the {letter.year} disclosure report"), 17, bold=True, centre=True)
    _text(document, f"{letter.unit}{say('：', ':')}", 12)
    _opening(document, letter)
    number = 0
    for heading, points in ((say("须改正的", "To be corrected"), letter.must), (say("请核实或说明的", "To be confirmed or explained"), letter.confirm)):
        if points:
            number += 1
            _text(document, f"{_numeral(number)}{heading}", 13, bold=True)
            _points(document, points)
    if letter.versions:
        differ = say("收到的几个文件不一致，请说明以哪一个为准", "The files received differ: which one counts?")
        _text(document, f"{_numeral(number + 1)}{differ}", 13, bold=True)
        for line in letter.versions:
            _text(document, line, 11)
    if letter.confirm:
        _text(document, say("请核实的问题，核对无误的，在工作簿“说明”表写明原因（第一列写规则编号），不必改数。",
                            "Where such a figure is right, give the reason on the sheet 说明 of the workbook instead."), 11)
    document.core_properties.author = ""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _font(style: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)


def _opening(document: Any, letter: Letter) -> None:
    by = letter.by or say("　　　　年　　月　　日", "____________")
    said = [say(f"{len(letter.must)} 处须改正", f"{len(letter.must)} to correct")] if letter.must else []
    said += [say(f"{len(letter.confirm)} 处请核实或说明", f"{len(letter.confirm)} to confirm")] if letter.confirm else []
    count = say("，", ", ").join(said)
    _text(document, say(f"你单位报送的年报（{letter.file}）已收到。经校验，{count or '几个文件不一致'}，具体如下。请于 {by} 前改正后重新报送。",
                        f"Your report ({letter.file}) was received: {count or 'its files differ'}. Please send it again by {by}."), 12, indent=True)


def _numeral(number: int) -> str:
    return say(f"{'一二三'[number - 1]}、", f"{number}. ")


def _text(document: Any, text: str, size: float, bold: bool = False, centre: bool = False, indent: bool = False) -> None:
    from docx.shared import Pt

    line = document.add_paragraph()
    line.alignment = 1 if centre else 0
    line.paragraph_format.keep_with_next = bold
    if indent:
        line.paragraph_format.first_line_indent = Pt(2 * size)
    run = line.add_run(text)
    run.font.size, run.bold = Pt(size), bold


def _points(document: Any, points: tuple[Point, ...]) -> None:
    from docx.shared import Mm, Pt

    table = document.add_table(rows=len(points) + 1, cols=4)
    table.style, table.autofit = "Table Grid", False
    widths = (Mm(12), Mm(52), Mm(84), Mm(18))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    cells = list(table._cells)  # table.cell(r, c) builds this list anew each time
    heads = (say("序号", "No."), say("位置，现在填的", "Where, and what is there"), say("问题，应怎样改", "What is wrong, what to do"), say("规则", "Rule"))
    rows = [heads, *((str(number), *point) for number, point in enumerate(points, 1))]
    for place, content in enumerate(content for row in rows for content in row):
        cell = cells[place]
        cell.width = widths[place % 4]
        run = cell.paragraphs[0].add_run(content)
        run.font.size, run.bold = Pt(10.5), place < 4
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def _element(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(name)
