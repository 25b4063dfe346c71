"""A document laid against the forms: which edition it is, and what stands in each of its figures."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from xlreport.errors import UnreadableFile
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.form.submission import Departure, Submission
from xlreport.form.values import Value
from xlreport.reading.chain import Standing, best_chain, find_labels
from xlreport.reading.document import Document, Grid, Paragraph
from xlreport.reading.figures import NOT_READ, Figures, manner_of, read_figures
from xlreport.reading.labels import Line, Printed, printed
from xlreport.reading.referee import equations
from xlreport.reading.remarks import remarks
from xlreport.reading.rows import Row, read_row
from xlreport.reading.sections import TableSpan, read_sections
from xlreport.reading.stream import Stream, folded, stream_of
from xlreport.reading.wordings import with_likenesses
from xlreport.wording import say

_PART_OF_TABLE = 0.3  # of its labels
ENOUGH = 0.35  # of the weight of all labels: fewer prove no table
_YEAR = re.compile(r"(20\d\d)")


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
    rows = match.rows
    manner = manner_of(rows)
    year = year_of(document, form)
    half = _half(match, year) if manner.doubled else None
    sheets = tuple(say(f"表{number}", f"Table {number}") for number in range(1, len(form.tables) + 1))
    figures = read_figures(rows, match.stream, manner, half, equations(forms, form.id), sheets)
    cells: dict[str, Value] = {name: figures.values.get(name, NOT_READ) for name in form.cells}
    words = read_sections(document, form, table_spans(document, match))
    return Submission(
        form, unit=words.unit, year=words.year if words.year is not None else year, cells=cells, facts=words.facts, texts=words.texts,
        text_places=words.text_places, cover=words.cover, places={**figures.places, **words.places}, source=document.source,
        departures=(
            *words.departures,
            *(Departure(notice.test, notice.detail, place=notice.place) for notice in document.notices),
            *remarks(match.printed, match.stream, match.chain, rows, manner, Figures(cells, figures.places), half),
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
        ends = [row.pieces[-1].end if row.pieces else row.label for row in match.rows if row.line.table == number]
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
    rows = []
    starts = [standing.start for standing in found]
    for standing in chain:
        label = standing.label
        if label.line < 0:
            continue
        if label.head and sum(other.label.table == label.table for other in chain) < 5:
            continue
        rows.append(row_behind(form, stream, found, starts, standing, form.lines[label.line]))
    return rows


def row_behind(form: Printed, stream: Stream, found: Sequence[Standing], starts: Sequence[int], standing: Standing, line: Line) -> Row:
    """What stands between a label and the next one."""
    following = bisect_left(starts, standing.end)
    stop = stream.at[found[following].start] if following < len(found) else len(stream.raw)
    tail = standing.label.bodies[0] if not standing.label.head else ""
    return read_row(stream.raw, line, stream.at[standing.start], stream.at[standing.end - 1] + 1, stop, form.bits, tail)


def year_of(document: Document, form: Form) -> int | None:
    """The report year in the title: the first year near the words by which such a report is known, else None."""
    for block in document.blocks[:40]:
        if isinstance(block, Grid):
            continue
        words = folded(block.text, form.traditional)[0]
        if any(folded(name, {})[0] in words for name in form.called) and len(words) < 80:
            years = _YEAR.findall(words)
            if years:
                return int(years[0])
    return None


def _half(match: Match, year: int | None) -> int | None:
    """Which half of a line is this year's, by the two years in a table's head; None where that cannot be told."""
    if year is None:
        return None
    halves = set()
    raw, stream = match.stream.raw, match.stream
    firsts = [stream.at[standing.start] for standing in match.chain if standing.label.line < 0]
    for first in firsts:
        years = list(dict.fromkeys(_YEAR.findall(raw[max(first - 60, 0):first + 120])))
        if len(years) == 2 and str(year) in years:
            halves.add(years.index(str(year)))
    return halves.pop() if len(halves) == 1 else None

