"""A workbook of ours that lost the names of its cells (copied, or saved as .xls or .ods): cover and prose found by their labels."""

import re
from collections.abc import Mapping, Sequence

from xlreport.form.library import Library
from xlreport.form.model import Cell
from xlreport.form.names import plain
from xlreport.form.submission import Place, Submission
from xlreport.form.values import EMPTY, NUMBER, UNCALCULATED, UNREAD, Value, number_value, text_value
from xlreport.reading.document import Grid, Paragraph
from xlreport.reading.shown import as_shown
from xlreport.workbook.layout import FLAG, column_letters, layout_of
from xlreport.workbook.sheet_blocks import PlainCell, PlainSheet

_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?")
_OWN_LABELS = 4  # labels of our 封面 that a sheet must have to be one


def is_cover(sheet: PlainSheet, forms: Library) -> bool:
    """Whether a sheet is the 封面 of a form at hand."""
    texts = {plain(cell.text) for (row, column), cell in sheet.cells.items() if row < 60 and column < 10}
    return any(len(texts & {plain(line.label) for line in layout_of(form).cover}) >= _OWN_LABELS for form in forms.forms())


def cover_labels(sheet: PlainSheet) -> dict[str, PlainCell]:
    """What stands to the right of each label of a 封面, by the label as it is compared."""
    found: dict[str, PlainCell] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        beside = sheet.cells.get((row, column + 1))
        if cell.content == "text" and beside is not None and beside.text.strip():
            found.setdefault(plain(cell.text), beside)
    return found


def in_reading_order(prose: PlainSheet, tables: Sequence[Sequence[Paragraph | Grid]]) -> list[Paragraph | Grid]:
    """The blocks of a report as it is printed: paragraphs of 正文, each table after the heading it has there."""
    left = [list(blocks) for blocks in tables]
    found: list[Paragraph | Grid] = []
    heading_column = min(column for _, column in prose.cells)
    for (row, column), cell in sorted(prose.cells.items()):
        heading = column == heading_column
        if row < 2 or not cell.text.strip() or (not heading and (row, heading_column) in prose.cells):
            continue  # the sheet's title, and the hint beside a heading
        if not (heading and plain(cell.text) == "序言"):
            place = Place(prose.name, f"{column_letters(column)}{row + 1}")
            found += [Paragraph(line, place) for line in cell.text.splitlines() if line.strip()]
        if heading:
            for blocks in left:
                first = blocks[0] if blocks else None
                if isinstance(first, Paragraph) and plain(first.text) == plain(cell.text):
                    found += blocks[1:]
                    blocks.clear()
    return [*found, *(block for blocks in left for block in blocks)]


def with_cover(submission: Submission, labels: Mapping[str, PlainCell]) -> Submission:
    """A submission with what the 封面 says: unit, year, answers, declared facts. What is not there stays as it was found."""
    form = submission.form
    facts = dict(submission.facts)
    cover, answers = dict(submission.cover), dict(submission.answers)
    said: dict[str, str] = {}
    for line in layout_of(form).cover:
        beside = labels.get(plain(line.label))
        if line.kind == "figure":
            facts[line.name] = _value(beside, form.facts[line.name].cell)
        elif beside is not None and line.kind != "period":
            said[line.name] = beside.text.strip()
    year = _YEAR.fullmatch(plain(said.get("年度", "")))
    for question in form.questions:
        if said.get(question.code) in question.choices:
            answers[question.code] = said[question.code]
    cover |= {field.code: said[field.code] for field in form.cover if said.get(field.code)}
    return submission._replace(
        unit=said.get("单位名称") or submission.unit, unit_code=said.get("统一社会信用代码") or submission.unit_code,
        year=int(year[1]) if year else submission.year, cover=cover, answers=answers, facts=facts,
        blank_is_zero=said.get(FLAG) == "是",
    )


def _value(beside: PlainCell | None, cell: Cell) -> Value:
    if beside is None or not beside.text.strip():
        return EMPTY
    if beside.content == NUMBER:
        value = number_value(beside.text, beside.formula)
        return as_shown(value, beside.shape, cell)[0] if beside.shape else value
    return Value(UNREAD, raw=beside.text) if beside.content == UNCALCULATED else text_value(beside.text, cell)
