"""The texts of a workbook brought up to a revised document, with as many placeholders left standing as can be.

Law: what a merged paragraph prints, with the workbook's figures, is the document's paragraph; or its figures are another, and that
is said.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from xlreport.form.submission import Submission
from xlreport.prose.filling import Filling, fill
from xlreport.prose.finished import is_settled
from xlreport.prose.phrases import settled
from xlreport.rules.sums import Amounts

_LONGEST_FIGURE = 30  # characters that a placeholder may have become: `增长12.5%`, `上升1.2个百分点`
_ALIKE = 0.5  # below this a paragraph is another one, not a revised one
_CONTEXT = 2  # unchanged characters on both sides of a figure by which it is known again
_DIGITS = "0123456789０１２３４５６７８９.．,，"


class Merged(NamedTuple):
    """Texts by code; paragraphs that are new, and that stayed; (as the document has it, as the workbook prints it) where only figures
    differ, which stay the workbook's."""

    texts: dict[str, str]
    changed: int
    kept: int
    differing: tuple[tuple[str, str], ...]


class _Paragraph(NamedTuple):
    """A paragraph of the workbook: as typed, in the wording that its figures call for, and as it is printed."""

    typed: str
    chosen: str
    filling: Filling


def merged_texts(own: Submission, revised: Submission, known: Amounts) -> Merged:
    """The texts of `own` with the paragraphs of `revised`. A text the document lacks stays. known: rules.sums.amounts(own)."""
    texts = dict(own.texts)
    changed = kept = 0
    differing: list[tuple[str, str]] = []
    for code, text in revised.texts.items():
        old = [_paragraph(code, line, own, known) for line in own.texts.get(code, "").split("\n")] if own.texts.get(code) else []
        new = text.split("\n")
        printed = [_plain(line) for line in new]
        lines: list[str] = []
        matcher = SequenceMatcher(None, [_as_printed(paragraph, printed) for paragraph in old], printed, False)
        for tag, first, last, start, end in matcher.get_opcodes():
            if tag == "equal":
                lines += [paragraph.typed for paragraph in old[first:last]]
                kept += end - start
                differing += [(line, paragraph.filling.text) for line, paragraph in zip(new[start:end], old[first:last], strict=True)
                              if _plain(line) != _plain(paragraph.filling.text)]
            else:
                lines += [_with_placeholders(line, old[first:last], own, known) for line in new[start:end]]
                changed += max(end - start, last - first)
        texts[code] = "\n".join(lines)
    return Merged(texts, changed, kept, tuple(differing))


def _paragraph(code: str, line: str, own: Submission, known: Amounts) -> _Paragraph:
    chosen = settled(code, line, own, known) if is_settled(own.texts[code], own) else line
    return _Paragraph(line, chosen, fill(chosen, own, known))


def _as_printed(paragraph: _Paragraph, printed: Sequence[str]) -> str:
    """A paragraph as the document has it: word for word, or differing only where figures stand."""
    own = _plain(paragraph.filling.text)
    if own in printed:
        return own
    for text in (paragraph.chosen, paragraph.typed):
        parts = [re.escape(part) for part in re.split(r"[{｛][^{}｛｝\n]{1,400}[}｝]", _plain(text))]
        if len(parts) > 1 and any(parts):
            pattern = re.compile(f"[^。；]{{1,{_LONGEST_FIGURE}}}?".join(parts))
            if found := next((other for other in printed if pattern.fullmatch(other)), None):
                return found
    return own


def _with_placeholders(line: str, old: Sequence[_Paragraph], own: Submission, known: Amounts) -> str:
    """A revised paragraph whose untouched figures are placeholders again; as it stands where it is nobody's revision."""
    scores = [SequenceMatcher(None, paragraph.filling.text, line, False).ratio() for paragraph in old[:40] if paragraph.filling.pieces]
    filled = [paragraph for paragraph in old[:40] if paragraph.filling.pieces]
    if not scores or max(scores) < _ALIKE:
        return line
    paragraph = filled[scores.index(max(scores))]
    blocks = SequenceMatcher(None, paragraph.filling.text, line, False).get_matching_blocks()
    made, done = "", 0
    for piece in paragraph.filling.pieces:
        for block in blocks:
            start, end = piece.start - block.a + block.b, piece.end - block.a + block.b
            before, after = piece.start - block.a, block.a + block.size - piece.end
            at_start, at_end = piece.start == 0 == start, piece.end == len(paragraph.filling.text) and end == len(line)
            if not piece.problem and start >= done and (before >= _CONTEXT or at_start) and (after >= _CONTEXT or at_end) \
                    and line[end:end + 1] not in tuple(_DIGITS):
                made += line[done:start] + paragraph.chosen[piece.placeholder.start:piece.placeholder.end]
                done = end
                break
    made += line[done:]
    return made if fill(made, own, known).text == line else line


def _plain(line: str) -> str:
    return "".join(line.split())
