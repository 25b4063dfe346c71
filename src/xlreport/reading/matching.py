"""A document laid against the forms: which edition it is, and what stands in each of its figures."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from xlreport.errors import UnreadableFile
from xlreport.form.library import Library
from xlreport.form.submission import Departure, Submission
from xlreport.form.values import UNREAD, Value
from xlreport.reading.chain import Standing, best_chain, find_labels
from xlreport.reading.document import NUMBER_SHOWN, Document, Paragraph
from xlreport.reading.doubts import one_a_cell, without_doubtful
from xlreport.reading.drawn import with_drawn
from xlreport.reading.figures import NOT_READ, Manner, manner_of, read_figures, without_closing
from xlreport.reading.heads import last_head
from xlreport.reading.labels import Line, Printed, printed
from xlreport.reading.lined import a_line_a_cell
from xlreport.reading.printed_units import printed_units
from xlreport.reading.referee import equations
from xlreport.reading.remarks import remarks
from xlreport.reading.rows import Piece, Row, in_a_figure, read_row
from xlreport.reading.sections import TableSpan, read_sections
from xlreport.reading.sharing import shared_out, with_orphans
from xlreport.reading.stream import Stream, folded, stream_of
from xlreport.reading.units import with_units
from xlreport.reading.wordings import with_likenesses
from xlreport.wording import say

_PART_OF_TABLE = 0.3  # of its labels
ENOUGH = 0.35  # of the weight of all labels: fewer prove no table
_YEARS_BESIDE = re.compile(r"(20\d\d)\s*年(?!\s*\d{1,2}\s*月)(?:度|份)?(?=[\s|\x1f])")


class Match(NamedTuple):
    """A document laid against one form. chain: the labels found; rows: what stands behind them."""

    printed: Printed
    stream: Stream
    found: tuple[Standing, ...]
    chain: tuple[Standing, ...]
    rows: tuple[Row, ...]


def match_document(document: Document, forms: Library) -> Submission:
    """The report that a document is. Raises UnreadableFile for a document that is no such report.

    Every figure is certain, or marked as inferred, or unread: never guessed.
    """
    match = best_match(document, forms)
    form = match.printed.form
    rows, doubts = without_doubtful(match.printed, match.stream, match.found, match.chain, match.rows)
    rows, doubts = with_drawn(match.printed, match.stream, rows, doubts)
    words = read_sections(document, form, table_spans(document, match))
    years = _years_in_heads(match)
    manner = Manner(doubled=True) if years else manner_of(rows)
    half = years.index(str(words.year)) if str(words.year) in years else None
    sheets = tuple(say(f"表{number}", f"Table {number}") for number in range(1, len(form.tables) + 1))
    figures = read_figures(rows, match.stream, manner, half, equations(forms, form.id), sheets)
    cells: dict[str, Value] = {name: figures.values.get(name, NOT_READ) for name in form.cells}
    cells, units = with_units(form, cells, printed_units(match.stream, match.chain, rows))
    unread = {figures.places[name] for name, value in cells.items() if value.kind == UNREAD and name in figures.places}
    return Submission(
        form, unit=words.unit, year=words.year, cells=cells, facts=words.facts, texts=words.texts, cover=words.cover,
        places={**words.places, **figures.places}, text_places=words.text_places, source=document.source,
        departures=(
            *(Departure(notice.test, notice.detail, place=notice.place) for notice in document.notices
              if notice.test != NUMBER_SHOWN or notice.place in unread), *words.departures, *doubts,
            *units, *remarks(match.printed, match.stream, match.chain, rows, manner, figures._replace(values=cells), half),
        ),
    )


def table_spans(document: Document, match: Match) -> tuple[TableSpan, ...]:
    """The blocks between the first label and the last figure of each table, without the sentences between its lines.

    A table of which only a few words are found is not there: they stand in some sentence.
    """
    stream, form = match.stream, match.printed
    found: list[TableSpan] = []
    for number, table in enumerate(form.form.tables):
        own = [standing for standing in match.chain if standing.label.table == number]
        if len(own) < max(2, _PART_OF_TABLE * sum(label.table == number for label in form.labels)):
            continue
        ends = [(row.pieces or row.fields or (Piece("", row.label, row.label),))[-1].end for row in match.rows if row.line.table == number]
        first, last = stream.block(stream.at[own[0].start]), stream.block(max([*ends, stream.at[own[-1].start]]))
        for place in range(first, last + 1):
            block = document.blocks[place]
            if not (isinstance(block, Paragraph) and _narrative(block.text)):
                found.append(TableSpan(table.code, place, place + 1))
    return tuple(found)


def _narrative(text: str) -> bool:
    """A sentence (a note, a remark) between the lines of a table."""
    return len(text) > 15 and text.rstrip().endswith(("。", "；", "！", ".")) and len(text) < 2000


def best_match(document: Document, forms: Library) -> Match:
    """The form whose printed words the document holds most of. Raises UnreadableFile where that is none."""
    best: tuple[float, tuple[Printed, Stream, list[Standing], tuple[Standing, ...]]] | None = None
    for form_id in forms.ids():
        form = printed(forms, form_id)
        stream = stream_of(document, form.form.traditional)
        found = find_labels(stream, form)
        chain = best_chain(found, len(form.labels))
        weight = float(sum(standing.weight for standing in chain))
        if best is None or weight > best[0]:
            best = weight, (form, stream, found, chain)
    if best is None or not _is_report(best[0], best[1][0], best[1][1]):
        raise UnreadableFile(
            document.source, say("里面没有政府信息公开工作年度报告的三张表", "it does not hold the three tables of such a report"),
            say("请确认给的是年度报告本身（不是预算、总结或别的报告）；是的话，请另存为 .docx 再试",
                "Make sure it is the annual report itself; if so, save it as .docx and try again"))
    form, stream, found, chain = best[1]
    chain = with_likenesses(stream, form, chain)
    standings = tuple(sorted({*found, *chain}, key=lambda standing: (standing.start, standing.end)))
    return Match(form, stream, standings, chain, tuple(_rows(form, stream, standings, chain)))


def _is_report(weight: float, form: Printed, stream: Stream) -> bool:
    """Enough labels; or a title of the kind with most headings, whose tables are pictures or missing."""
    possible = sum(2 * len(label.bodies[0]) for label in form.labels)
    if weight >= ENOUGH * possible:
        return True
    head = stream.compact[:400]
    called = any(folded(name, {})[0] in head for name in form.form.called)
    headings = [folded(section.heading.partition("、")[2], {})[0] for section in form.form.sections if section.heading]
    return called and sum(heading[-8:] in stream.compact for heading in headings) >= 3


def _rows(form: Printed, stream: Stream, found: Sequence[Standing], chain: Sequence[Standing]) -> list[Row]:
    """The row behind each line's label."""
    rows: list[Row] = []
    starts = [standing.start for standing in found]
    for standing in chain:
        label = standing.label
        if label.line >= 0 and not label.head:
            rows.append(row_behind(form, stream, found, starts, standing, form.lines[label.line]))
    for line in form.lines:
        last = last_head(form, stream, found, chain, line) if form.labels[line.label].head else None
        if last is not None:
            rows.append(row_behind(form, stream, found, starts, last._replace(label=form.labels[line.label]), line))
    rows.sort(key=lambda row: row.line.number)
    rows = a_line_a_cell(form, stream, one_a_cell(stream, rows))
    orders = {standing.label.order for standing in chain}
    return with_orphans(form, stream, found, [_sure_of_columns(row, orders) for row in shared_out(without_closing(rows))])


def _sure_of_columns(row: Row, orders: set[int]) -> Row:
    """A row whose head lacks a column (2019年项目数量 in place of two) has no blank last cell: that cell may not be there at all."""
    fields, count = row.fields, len(row.line.cells)
    if fields and count > 1 and not row.line.head and not set(row.line.heads) <= orders and \
            not any(field.text for field in fields[count - 1:]) and any(field.text for field in fields):
        return row._replace(fields=None)
    return row


def row_behind(form: Printed, stream: Stream, found: Sequence[Standing], starts: Sequence[int], standing: Standing, line: Line) -> Row:
    """What stands between a label and the next one."""
    following = bisect_left(starts, standing.end)
    while following < len(found) and in_a_figure(stream.raw, stream.at[found[following].start]):
        following += 1
    stop = stream.at[found[following].start] if following < len(found) else len(stream.raw)
    tail = standing.label.bodies[0] if not standing.label.head else ""
    return read_row(stream.raw, line, stream.at[standing.start], stream.at[standing.end - 1] + 1, stop, form.bits, tail)


def _years_in_heads(match: Match) -> tuple[str, ...]:
    """The two years that stand side by side in the tables' heads; () where they do not, or heads differ."""
    raw, stream = match.stream.raw, match.stream
    found: set[tuple[str, ...]] = set()
    for number in range(len(match.printed.form.tables)):
        head = [standing for standing in match.chain if standing.label.table == number and standing.label.line < 0]
        first_row = min((row.label for row in match.rows if row.line.table == number and not row.line.head), default=0)
        if head:
            first = stream.at[head[0].start]
            text = raw[max(first - 40, 0):max(first, min(first_row, first + 400))].partition("报告")[0]
            years = tuple(dict.fromkeys(_YEARS_BESIDE.findall(text)))
            if len(years) == 2:
                found.add(years)
    return found.pop() if len(found) == 1 else ()
