"""A report as the Word document that is handed in: GB/T 9704-2012, the three tables as printed, figures that can be found again."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from xlreport.documents import official_styles as styles
from xlreport.documents.layout import ADDRESSEE, ITEM, PART, POINT, SECTION, Paragraph, Placed, Report, width
from xlreport.documents.official_table import run, style_of, table_xml, text_size
from xlreport.documents.placed import figure_mark
from xlreport.form.submission import Submission
from xlreport.wording import say

_STYLES = {SECTION: "Heading1", PART: "Heading2", POINT: "Heading3", ITEM: "Heading4", ADDRESSEE: styles.ADDRESSEE}
UNKNOWN_LOOK = '<w:highlight w:val="yellow"/>'


def document_bytes(report: Report, submission: Submission) -> bytes:
    """The .docx of a report."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    _dress(document, submission, parse_xml)
    body = document.element.body
    page = body.sectPr
    made = parse_xml(f'<w:body xmlns:w="{styles.W}">{"".join(_body(report, submission))}</w:body>')
    for child in list(body):
        body.remove(child)
    body.extend([*made, page])
    _set_page(document, report, parse_xml)
    properties = document.core_properties
    properties.title = report.name + (say("（草稿）", " (draft)") if report.draft else "")
    properties.author = properties.last_modified_by = _short(submission.unit)
    properties.subject, properties.category = submission.form.name, submission.form.basis
    properties.comments, properties.language, properties.keywords = "", "zh-CN", submission.form.title
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _short(text: str) -> str:
    """A document property: one line of at most 255 characters."""
    from xlreport.documents.layout import legal

    return " ".join(legal(text).split())[:255]


def _dress(document: Any, submission: Submission, parse: Any) -> None:
    """Our styles and fonts in place of python-docx's own, and no thumbnail of its empty page."""
    tables = [(style_of(table), f"表格 {table.code}", text_size(table, submission)) for table in submission.form.tables]
    sheet = document.styles.element
    for child in list(sheet):
        sheet.remove(child)
    sheet.extend(list(parse(styles.style_sheet(tables))))
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = styles.font_table().encode()
    package = document.part.package
    for key in [key for key, relation in package.rels.items() if relation.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def _set_page(document: Any, report: Report, parse: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (side * 635 for side in styles.PAGE)
    section.top_margin, section.bottom_margin = styles.TOP * 635, styles.BOTTOM * 635
    section.left_margin, section.right_margin = styles.LEFT * 635, styles.RIGHT * 635
    section.footer_distance, section.header_distance, section.gutter = styles.FOOTER * 635, 851 * 635, 0
    page = section._sectPr
    for child in page.findall(f"{{{styles.W}}}docGrid"):
        page.remove(child)
    page.append(parse(styles.section_properties()))
    document.settings.odd_and_even_pages_header_footer = True
    for footer, even in ((section.footer, False), (section.even_page_footer, True)):
        _replace(footer, parse(styles.page_number(even)))
    if report.draft:
        for header in (section.header, section.even_page_header):
            _replace(header, parse(f'<w:p xmlns:w="{styles.W}"><w:pPr><w:pStyle w:val="{styles.DRAFT}"/></w:pPr>{run(report.draft)}</w:p>'))


def _replace(part: Any, paragraph: Any) -> None:
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    element.append(paragraph)


def _body(report: Report, submission: Submission) -> Iterator[str]:
    marks = iter(range(1, 10**6))
    for line in report.title:
        yield _paragraph(run(line), styles.TITLE)
    if report.number:
        yield _paragraph(run(report.number), styles.NUMBER)
    yield _paragraph("", styles.NUMBER)
    blocks = report.blocks
    for place, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            following = blocks[place + 1] if place + 1 < len(blocks) else None
            new_page = block.level == SECTION and isinstance(following, Placed) and following.own_page
            yield _text(block, marks, new_page)
            continue
        yield table_xml(block.table, submission, next(marks))
        if place + 1 == len(blocks) or isinstance(blocks[place + 1], Placed):
            yield _paragraph("", styles.TABLE)  # two tables without a paragraph between would be one
    yield from _signature(report)


def _text(paragraph: Paragraph, marks: Iterator[int], new_page: bool) -> str:
    """One paragraph, its run-in heading in 楷体, each figure between the ends of its bookmark."""
    lead = paragraph.lead
    cuts = sorted({0, lead, len(paragraph.text), *(edge for piece in paragraph.pieces for edge in (piece.start, piece.end))})
    starts = {piece.start: piece for piece in paragraph.pieces}
    parts: list[str] = []
    for start, end in pairwise(cuts):
        piece = starts.get(start)
        look = f'<w:rStyle w:val="{styles.LEAD}"/>' if end <= lead else ""
        words = run(paragraph.text[start:end], look + (UNKNOWN_LOOK if piece and piece.problem else ""))
        if piece and not piece.problem and piece.end == end:
            number = next(marks)
            name = figure_mark(piece.placeholder.expression, piece.words, number)
            words = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{words}<w:bookmarkEnd w:id="{number}"/>'
        parts.append(words)
    return _paragraph("".join(parts), _STYLES.get(paragraph.level, ""), "<w:pageBreakBefore/>" if new_page else "")


def _paragraph(inside: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{properties}{inside}</w:p>"


def _signature(report: Report) -> Iterator[str]:
    """Name and date at the right: the date begins two characters after the name does, and neither comes nearer than two to the edge.

    Both are set from the left, so that it holds whatever the width of the font's figures.
    """
    if not report.signature and not report.date:
        return
    yield _paragraph("", styles.NUMBER)
    name, date = width(report.signature), width(report.date)
    start = styles.CHARACTERS - 2 - max(name, date + 2 if report.signature else date)
    for text, left in ((report.signature, start), (report.date, start + 2 if report.signature else start)):
        if text:
            place = f'<w:ind w:leftChars="{round(left * 100)}" w:left="{round(left * styles.CHARACTER)}" w:firstLineChars="0" w:firstLine="0"/>' \
                '<w:jc w:val="left"/>' if left >= 0 else '<w:ind w:rightChars="200" w:right="632" w:firstLineChars="0" w:firstLine="0"/>'
            yield _paragraph(run(text), styles.SIGNATURE, place)
