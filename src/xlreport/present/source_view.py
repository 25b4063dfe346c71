"""What a report says, in its own order: headings, paragraphs with the place they stand at, tables; and in them the marks.

One view for two givers: findings mark what is wrong, and the checks of the narrative colour every number. Both hand over
spans, which may overlap.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from xlreport.check.findings import Finding
from xlreport.check.places import line_of, text_place
from xlreport.form.model import Section
from xlreport.form.submission import Submission
from xlreport.present.page_tables import INFO_CELL, SEVERITY_COLOURS, Mark, table_html
from xlreport.present.plain_text import one_line
from xlreport.wording import say

MOST_CHARACTERS = 60_000  # of one report; the longest real ones have about 20,000
TITLE = "title"
_LONG = 1_500  # a paragraph longer than this is cut to what stands around its marks
_AROUND = 200


class Span(NamedTuple):
    """Some characters of a text, from start up to end, and how they are shown.

    style: a class of the style sheet; title: what the pointer shows over them; id: what a link leads to; number and link: the
    small number behind them and the id it leads to.
    """

    start: int
    end: int
    style: str
    title: str = ""
    id: str = ""
    number: str = ""
    link: str = ""


Spans = Mapping[str, Sequence[Span]]  # by code of the text


def words_of(submission: Submission, code: str) -> str:
    """A text by its code; `title` is the report's title."""
    return submission.cover.get(TITLE, "") if code == TITLE else submission.texts.get(code, "")


def points(submission: Submission, finding: Finding) -> bool:
    """Whether a finding speaks of words that stand in the report."""
    at = finding.text
    return at is not None and 0 <= at.start < at.end <= len(words_of(submission, at.section))


def finding_spans(submission: Submission, findings: Sequence[Finding], anchor: str) -> dict[str, list[Span]]:
    """The words that findings speak of, by text. Findings are numbered from 1 in the order given."""
    found: dict[str, list[Span]] = {}
    for number, finding in enumerate(findings, 1):
        if finding.text is not None and points(submission, finding):
            found.setdefault(finding.text.section, []).append(Span(
                finding.text.start, finding.text.end, SEVERITY_COLOURS.get(finding.severity, INFO_CELL), finding.message,
                f"{anchor}-at-{number}", f"[{number}]", f"{anchor}-{number}"))
    return found


def source_view(submission: Submission, marked: Mapping[str, Mark], spans: Spans, anchor: str, whole: bool) -> Iterator[str]:
    """Headings, texts and tables in printed order; whole=False: only those in which something is marked.

    spans may speak of `title` too. At most MOST_CHARACTERS of text are shown, and said so.
    """
    left = MOST_CHARACTERS
    title = words_of(submission, TITLE)
    if title and (whole or spans.get(TITLE)):
        yield f'<p class="said title">{marked_text(title, spans.get(TITLE, ()))}</p>'
    for section in submission.form.sections:
        code = section.text or section.table
        text, own = submission.texts.get(code, ""), spans.get(code, ())
        shown = bool(own) or (whole and bool(text))
        if shown:
            yield f'<h3 class="part">{escape(_heading(section))}</h3>'
            yield from text_view(submission, code, own, whole, left)
            left = max(0, left - len(text))
        if section.table:
            table = submission.form.table(section.table)
            if whole or any(cell.name in marked for cell in table.cells):
                yield table_html(table, submission, marked, anchor)


def text_view(submission: Submission, code: str, spans: Sequence[Span], whole: bool, most: int = MOST_CHARACTERS) -> Iterator[str]:
    """One text, a paragraph an element, with its place; whole=False: only the paragraphs in which something is marked."""
    start, shown, left_out = 0, 0, 0
    for number, line in enumerate(submission.texts.get(code, "").split("\n")):
        end = start + len(line)
        own = [_within(span, start, end) for span in spans if span.start < end and span.end > start]
        # what is marked is always shown: a link leads to it
        if own or (whole and line.strip() and shown <= most):
            place = escape(one_line(line_of(submission, code, number)))
            yield f'<p class="said"><span class="at">{place}</span><span>{_paragraph(line, own)}</span></p>'
            shown += len(line)
        else:
            left_out += bool(line.strip())
        start = end + 1
    if left_out:
        yield f'<p class="soft">{say(f"其余 {left_out} 段没有列出。", f"{left_out} more paragraph(s) not shown.")}</p>'


def _within(span: Span, start: int, end: int) -> Span:
    """The part of a span that lies in one paragraph; its number and id stand where it ends."""
    ends = span.end <= end
    return span._replace(start=max(span.start, start) - start, end=min(span.end, end) - start,
                         id=span.id if ends else "", number=span.number if ends else "", link=span.link if ends else "")


def _paragraph(line: str, spans: Sequence[Span]) -> str:
    """A paragraph with its marks; of a very long one only what stands around them."""
    if len(line) <= _LONG:
        return marked_text(line, spans)
    kept: list[tuple[int, int]] = [(0, _AROUND)]
    for span in sorted(spans):
        first, last = max(0, span.start - _AROUND), min(len(line), span.end + _AROUND)
        if first <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(last, kept[-1][1]))
        else:
            kept.append((first, last))
    pieces = [
        marked_text(line[first:last], [span._replace(start=span.start - first, end=span.end - first) for span in spans
                                       if first <= span.start and span.end <= last])
        for first, last in kept
    ]
    return "……".join(pieces) + ("……" if kept[-1][1] < len(line) else "")


def marked_text(text: str, spans: Sequence[Span]) -> str:
    """A text as HTML with its spans marked. Where spans overlap, the characters carry the styles of all of them."""
    edges = sorted({0, len(text), *(edge for span in spans for edge in (span.start, span.end) if 0 <= edge <= len(text))})
    parts: list[str] = []
    for start, end in pairwise(edges):
        over = [span for span in spans if span.start < end and span.end > start]
        words = escape(one_line(text[start:end]))
        if over:
            styles = " ".join(dict.fromkeys(span.style for span in over))
            title = escape(one_line("；".join(dict.fromkeys(span.title for span in over if span.title))))
            words = f'<mark class="{styles}"' + (f' title="{title}"' if title else "") + f">{words}</mark>"
        parts.append(words + _links([span for span in spans if span.end == end]))
    return "".join(parts)


def _links(spans: Sequence[Span]) -> str:
    """The small numbers behind the words they belong to."""
    links = ["<a" + (f' id="{span.id}"' if span.id else "") + f' href="#{span.link}">{escape(span.number)}</a>'
             for span in spans if span.link]
    return f"<sup>{''.join(links)}</sup>" if links else ""


def _heading(section: Section) -> str:
    return section.heading or section.text or section.table


def place_said(submission: Submission, finding: Finding) -> str:
    """Where the words of a finding stand: `正文 B12`, `第6行`; the text's heading where the source has no places."""
    if finding.text is None:
        return ""
    return one_line(text_place(submission, finding.text.section, finding.text.start))
