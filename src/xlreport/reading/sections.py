"""What a finished report says in words: title, preamble, the parts under their headings, who, which year, signed when.

A pure function over a document and its form; where the official tables stand is told by the matcher.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from xlreport.form.model import Form
from xlreport.form.submission import Departure, Place
from xlreport.form.values import Value
from xlreport.prose.periods import file_years, is_date, stated_periods, years_in
from xlreport.prose.titles import title_rest
from xlreport.reading.closing import Closing, close, contact_in, is_unit
from xlreport.reading.declared import declared_facts
from xlreport.reading.document import Document
from xlreport.reading.headings import Heading, find_headings, heading_in, is_caption, wordings
from xlreport.reading.irregular import heading_departures, table_departures, text_departures
from xlreport.reading.lines import Line, TableSpan, is_page, running_text
from xlreport.reading.title import Title, document_number, find_title
from xlreport.wording import say

__all__ = ["Sections", "TableSpan", "read_sections"]


class Sections(NamedTuple):
    """The words of a report, as a Submission keeps them.

    texts, text_places: by code, a line each paragraph. facts, places: declared figures that a sentence states, and where.
    signature: the name at its end. rest: lines that belong to no part (the page around it, annexes).
    """

    unit: str
    year: int | None
    texts: Mapping[str, str]
    text_places: Mapping[str, tuple[Place, ...]]
    cover: Mapping[str, str]
    facts: Mapping[str, Value]
    places: Mapping[str, Place]
    departures: tuple[Departure, ...]
    signature: str = ""
    rest: tuple[Line, ...] = ()


def read_sections(document: Document, form: Form, table_spans: Sequence[TableSpan]) -> Sections:
    """The words of a document. table_spans: the blocks in which the official tables stand, for none of them is text."""
    lines = running_text(document, table_spans, heading_in(form))
    headings = find_headings(lines, form)
    first = headings[0].line if headings else len(lines)
    title = find_title(lines[:first], form)
    unit = title_rest(title.text, "".join(form.title.split())) if title and title.right else ""
    head, before = _head(lines[:first], title, form)
    parts = dict(_parts(lines, headings, form))
    last = headings[-1].section if headings else -1
    closing = close(parts.get(last, head), form.words, unit)
    if headings:
        parts[last] = closing.lines
    else:
        head = closing.lines
    texts = _texts(form, head, parts)
    said = {code: "\n".join(line.text for line in own) for code, own in texts.items()}
    year = _year(title, said, form, document.source)
    facts = declared_facts(said, form, year)
    text_places = {code: tuple(line.place for line in own) for code, own in texts.items()}
    return Sections(
        unit=unit or _unit(closing, document.source, form), year=year, texts=said, text_places=text_places,
        cover=_cover(title, lines[:first], said, closing, form),
        facts={name: value for name, (value, _, _) in facts.items()},
        places={name: text_places[code][number] for name, (_, code, number) in facts.items()},
        departures=(
            # a workbook of the three tables is a report's figures, not its text
            *(() if document.kind == "workbook" else (*_title_departures(title, form), *heading_departures(headings, lines, form),
                                                      *text_departures(headings, texts, form))),
            *table_departures(document, form, table_spans), *_left_out((*before, *closing.rest)),
        ),
        signature=closing.signature, rest=(*before, *closing.rest),
    )


def _head(lines: Sequence[Line], title: Title | None, form: Form) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The preamble, and what stands before the title or between it and the preamble without being of the report."""
    number = document_number(lines)
    numbered = next((line for line in lines if line.text.strip() == number), None)
    kept: list[Line] = []
    rest = [line for line in lines[: title.first] if line is not numbered] if title else []
    for line in lines[title.end if title else 0 :]:
        if line is numbered:
            continue
        aside = is_page(line.text.strip(), form.words) or is_date(line.text)
        # without a title nothing tells where the report begins but that it speaks in sentences
        (rest if aside or (title is None and "。" not in line.text and not kept) else kept).append(line)
    return tuple(kept), tuple(rest)


def _parts(lines: Sequence[Line], headings: Sequence[Heading], form: Form) -> Iterator[tuple[int, tuple[Line, ...]]]:
    """(place in form.sections, lines under its heading) for every heading that was found."""
    for heading, following in zip(headings, [*headings[1:], None], strict=False):
        end = following.line if following else len(lines)
        same = following is not None and following.line == heading.line
        own: list[Line] = []
        first = lines[heading.line]
        if tail := first.text[heading.end : following.start if same and following else len(first.text)].strip():
            own.append(_piece(first, heading.end, tail))
        if not same:
            own += lines[heading.line + 1 : end]
            if following is not None and following.start and (head := lines[end].text[: following.start].strip()):
                own.append(_piece(lines[end], 0, head))
        yield heading.section, tuple(own)


def _piece(line: Line, start: int, text: str) -> Line:
    """A part of a line with its place."""
    offset = line.place.start + line.text.index(text, start)
    return line._replace(text=text, number="", place=line.place._replace(start=offset, end=offset + len(text)))


def _texts(form: Form, head: tuple[Line, ...], parts: Mapping[int, tuple[Line, ...]]) -> dict[str, tuple[Line, ...]]:
    """Lines by text code; the section without a heading is the preamble."""
    texts: dict[str, tuple[Line, ...]] = {}
    words = wordings(form)
    for place, section in enumerate(form.sections):
        own = parts.get(place, ()) if section.heading else head
        if section.table:
            own = tuple(line for line in own if not is_caption(line.text, place, words))
        if own:
            texts[section.text or section.table] = own
    return texts


def _year(title: Title | None, texts: Mapping[str, str], form: Form, source: str) -> int | None:
    """The report year: the title's, else that of the statistical period, else the file name's."""
    if title and (years := years_in(title.text)):
        return years[0].year
    for text in texts.values():
        for period in stated_periods(text, form.words.get("period", ())):
            return period.last[0]
    named = file_years(source)
    return named[0] if len(named) == 1 else None


def _unit(closing: Closing, source: str, form: Form) -> str:
    """The unit where the title does not name it: who signed, else what the file is called by."""
    if closing.signature:
        return "".join(closing.signature.split())
    name = title_rest(PurePath(source.replace("\\", "/")).stem, "".join(form.title.split()))
    return name if is_unit(name, form.words, "") else ""


def _cover(title: Title | None, head: Sequence[Line], texts: Mapping[str, str], closing: Closing, form: Form) -> dict[str, str]:
    """The fields of the cover that a report states."""
    dated = next((line.text.strip().strip("（）()") for line in head if is_date(line.text)), "")
    preamble = next((section.text for section in form.sections if not section.heading), "")
    first = next((section.text for section in form.sections if section.heading and section.text), "")
    contact = contact_in(texts.get(preamble, ""), form.words) or contact_in(texts.get(first, "")[:2000], form.words)
    known = {field.code for field in form.cover}
    found = {"title": title.text if title else "", "文号": document_number(head), "contact": contact, "date": closing.date or dated}
    return {code: text for code, text in found.items() if text and code in known}


def _left_out(rest: Sequence[Line]) -> Iterator[Departure]:
    """What belongs to no part; no rule speaks of it, but an import lists it."""
    if rest:
        shown = "；".join(line.text.strip()[:40] for line in rest[:5]) + ("；……" if len(rest) > 5 else "")
        yield Departure("left_out", say(f"有 {len(rest)} 行不属于报告的哪一部分，没有收进来：{shown}",
                                        f"{len(rest)} lines belong to no part of the report and were left out: {shown}"))


def _title_departures(title: Title | None, form: Form) -> Iterator[Departure]:
    if title is None:
        yield Departure("title_words", say(f"没有找到标题。标题应是“单位名称××××年{form.title}”，请核对。",
                                           f"No title was found; it should end in {form.title}."))
