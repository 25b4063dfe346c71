"""A report as one web page: real headings, tables with scopes and captions, nothing loaded from anywhere.

Two buttons put it on the clipboard for a site's editor. Editors drop styles, classes and ids, so what is copied carries borders,
widths and alignment as plain attributes too (see web_copying).
"""

import base64
import hashlib
from collections.abc import Iterator
from html import escape

from xlreport.documents.layout import (
    ITEM,
    PART,
    POINT,
    SECTION,
    Paragraph,
    Placed,
    Report,
    column_widths,
    figure_text,
    heads,
)
from xlreport.documents.web_copying import SCRIPT
from xlreport.documents.web_style import STYLE
from xlreport.form.model import Block, Table
from xlreport.form.submission import Submission
from xlreport.prose.filling import Piece
from xlreport.prose.placeholders import cell_said
from xlreport.rules.model import LAST, THIS
from xlreport.wording import say

_IN_IDS = str.maketrans("[,.", "___", "] ")
_HEADINGS = {SECTION: 2, PART: 3, POINT: 4, ITEM: 5}


def web_page(report: Report, submission: Submission, trace: bool = False) -> str:
    """The page. trace: each figure in the text leads to the cells it came from, which are listed at the end."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return "\n".join([
        "<!DOCTYPE html>", '<html lang="zh-CN">', "<head>", '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">', f"<title>{escape(_title(report))}</title>",
        f"<style>\n{STYLE}\n</style>", "</head>", "<body>", *_Page(report, submission, trace).body(), f"<script>{SCRIPT}</script>",
        "</body>", "</html>", "",
    ])


def _title(report: Report) -> str:
    return report.name + (say("（草稿）", " (draft)") if report.draft else "")


class _Page:
    """Writes the body of one page."""

    def __init__(self, report: Report, submission: Submission, trace: bool) -> None:
        self.report, self.submission, self.trace = report, submission, trace
        self.sources: list[Piece] = []
        self.depth = 1  # of the heading before

    def body(self) -> Iterator[str]:
        report = self.report
        yield f'<div class="tools" role="region" aria-label="{say("复制", "Copying")}">'
        yield f'<button type="button" data-copy="table">{say("复制到网站（表格）", "Copy for a site (tables)")}</button>'
        yield f'<button type="button" data-copy="all">{say("复制到网站（全文）", "Copy for a site (all)")}</button>'
        yield f'<span id="copied" role="status" data-done="{say("已复制，可粘贴到网站编辑器", "copied")}" '
        yield f'data-failed="{say("没有复制成，请选中后按 Ctrl+C", "not copied: select and press Ctrl+C")}"></span></div>'
        yield '<main id="report">'
        if report.draft:
            yield f'<p class="draft" role="note">{escape(report.draft)}</p>'
        yield f"<h1>{'<br>'.join(escape(line) for line in report.title) or say('（没有标题）', '(no title)')}</h1>"
        if report.number:
            yield f'<p class="number">{escape(report.number)}</p>'
        for block in report.blocks:
            yield self.table(block.table) if isinstance(block, Placed) else self.paragraph(block)
        for line, name in ((report.signature, "signature"), (report.date, "date")):
            if line:
                yield f'<p class="{name}">{escape(line)}</p>'
        yield "</main>"
        if self.trace:
            yield from self.origins()

    def paragraph(self, paragraph: Paragraph) -> str:
        parts: list[str] = []
        done = 0
        for piece in paragraph.pieces:
            parts += [self.words(paragraph, done, piece.start), self.figure(piece)]
            done = piece.end
        parts.append(self.words(paragraph, done, len(paragraph.text)))
        tag = self.tag(paragraph.level)
        style = ' class="note"' if paragraph.note and tag == "p" else ""
        return f"<{tag}{style}>{''.join(parts)}</{tag}>"

    def tag(self, level: int) -> str:
        """The element of a level; one that a person's numbering skips does not leave a gap between headings."""
        if level not in _HEADINGS:
            return "p"
        self.depth = min(_HEADINGS[level], self.depth + 1)
        return f"h{self.depth}"

    def words(self, paragraph: Paragraph, start: int, end: int) -> str:
        """The words from start up to end, those of a run-in heading marked."""
        cut = min(max(paragraph.lead, start), end)
        heading = f'<span class="lead">{escape(paragraph.text[start:cut])}</span>' if cut > start else ""
        return heading + escape(paragraph.text[cut:end])

    def figure(self, piece: Piece) -> str:
        words = escape(piece.words)
        if piece.problem:
            return f"<mark>{words}</mark>"
        if not self.trace:
            return words
        self.sources.append(piece)
        number = len(self.sources)
        cells = piece.cells
        target = anchor(cells[0][1]) if len(cells) == 1 and cells[0][0] == THIS else f"origin-{number}"
        return f'<a id="figure-{number}" href="#{escape(target)}" title="{escape(piece.placeholder.expression)}">{words}</a>'

    def table(self, table: Table) -> str:
        wide = column_widths(table, self.submission)
        columns = "".join(f'<col style="width:{part / sum(wide):.2%}">' for part in wide)
        rows = [f"<tr>{''.join(self.row(table, line))}</tr>" for line in range(table.height)]
        head = heads(table)
        said = f"{table.title}{f'（单位：{table.unit}）' if table.unit else ''}"
        return "\n".join([
            f'<div class="sheet" role="region" tabindex="0" aria-label="{escape(table.title)}">',
            f"<table><caption>{escape(said)}</caption>", f"<colgroup>{columns}</colgroup>",
            *(["<thead>", *rows[:head], "</thead>"] if head else []), "<tbody>", *rows[head:], "</tbody>", "</table>", "</div>",
        ])

    def row(self, table: Table, line: int) -> Iterator[str]:
        figures = {cell.position: cell for cell in table.cells if cell.line == line}
        blocks = {block.position: block for block in table.blocks if block.line == line}
        for position in range(table.width):
            block, figure = blocks.get(position), figures.get(position)
            if figure is not None:
                name = f' id="{escape(anchor(figure.name))}"' if self.trace else ""
                yield f"<td{_spans(block)}{name}>{escape(figure_text(figure, self.submission))}</td>"
            elif block is not None:
                yield _label(table, block)

    def origins(self) -> Iterator[str]:
        """What was placed from where: one line a figure."""
        yield f'<section class="origins" aria-labelledby="origins"><h2 id="origins">{say("文中的数从哪里来", "Where the figures came from")}</h2>'
        if not self.sources:
            yield f"<p>{say('正文里没有由程序填入的数。', 'No figure in the text was placed by the program.')}</p></section>"
            return
        columns = (say("文中", "in the text"), say("写法", "written as"), say("取自", "taken from"))
        yield f"<table><caption>{say('逐个列出', 'One line each')}</caption><thead><tr>"
        yield "".join(f'<th scope="col">{column}</th>' for column in columns) + "</tr></thead><tbody>"
        for number, piece in enumerate(self.sources, 1):
            taken = say("、", ", ").join(self.origin(source, name) for source, name in piece.cells)
            yield (f'<tr id="origin-{number}"><th scope="row"><a href="#figure-{number}">{escape(piece.words)}</a></th>'
                   f"<td><code>{escape(piece.placeholder.expression)}</code></td><td>{taken}</td></tr>")
        yield "</tbody></table></section>"

    def origin(self, source: str, name: str) -> str:
        """One cell as a person finds it: its label, where it stands in the workbook, what stands in it."""
        submission = self.submission
        value = submission.last_year.get(name) if source == LAST else submission.value(name)
        place = (submission.last_places if source == LAST else submission.places).get(name)
        said = f"{cell_said(source, name, submission.form)}{f' {place.address}' if place else ''}＝{value.raw if value else ''}"
        return f'<a href="#{escape(anchor(name))}">{escape(said)}</a>' if source == THIS else escape(said)


def anchor(name: str) -> str:
    """A cell's id in the page: `申请_本年新收_自然人`."""
    return name.translate(_IN_IDS)


def _label(table: Table, block: Block) -> str:
    """A printed text: the head of the rows beside it, or of the columns under it."""
    if not block.text:
        return f"<td{_spans(block)}></td>"
    lines = range(block.line, block.line + block.height)
    beside = any(cell.line in lines and cell.position >= block.position + block.width for cell in table.cells)
    below = any(cell.line >= block.line + block.height and block.position <= cell.position < block.position + block.width
                for cell in table.cells)
    if not beside and not below:
        return f"<td{_spans(block)}>{escape(block.text)}</td>"
    axis, many = ("row", block.height > 1) if beside else ("col", block.width > 1)
    return f'<th scope="{axis}{"group" if many else ""}"{_spans(block)}>{escape(block.text)}</th>'


def _spans(block: Block | None) -> str:
    if block is None:
        return ""
    return (f' colspan="{block.width}"' if block.width > 1 else "") + (f' rowspan="{block.height}"' if block.height > 1 else "")

