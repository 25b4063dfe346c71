"""Where sentences and clauses of a text begin and end, counted in characters of that text.

Lines are paragraphs. A sentence ends at 。！？ or the end of its line; a clause at ，；： as well. A comma or a colon between
digits (`1,234`, `10:30`) ends nothing, nor does any mark inside 《》.
"""

import re
from typing import NamedTuple

_SENTENCE = re.compile(r"(?:[^《。！？!?\n]++|《[^》\n]*》|《)+[。！？!?”’）)]*")
_PIECE = re.compile(r"(?:[^《。！？!?；;\n]++|《[^》\n]*》|《)+[。！？!?；;”’）)]*")
_CLAUSE = re.compile(r"(?:《[^》]*》|(?<=[0-9])[,:](?=[0-9])|[^，,；;：:。！？!?])+[，,；;：:。！？!?]*")


class Span(NamedTuple):
    """Characters of a text from start up to end."""

    start: int
    end: int


class Sentence(NamedTuple):
    """One sentence: its characters, the number of its paragraph (line) from 0, and its clauses in order."""

    start: int
    end: int
    paragraph: int
    clauses: tuple[Span, ...]


def sentences(text: str) -> tuple[Sentence, ...]:
    """All sentences of a text in order, without the white space around them; empty lines have none."""
    return tuple(
        Sentence(start, end, paragraph, tuple(_trimmed(text, _CLAUSE, start, end))) for paragraph, start, end in _cut(text, _SENTENCE))


def sentence_spans(text: str) -> list[tuple[int, int, int]]:
    """(paragraph, start, end) of all sentences, without their clauses."""
    return _cut(text, _SENTENCE)


def pieces(text: str) -> tuple[Span, ...]:
    """Sentences cut at semicolons too: what a person copies from one report to the next."""
    return tuple(Span(start, end) for _, start, end in _cut(text, _PIECE))


def paragraph_of(text: str, position: int) -> int:
    """The number of the line, from 0, in which a character stands."""
    return text.count("\n", 0, position)


def _cut(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int, int]]:
    """(paragraph, start, end) of every piece of a kind."""
    found: list[tuple[int, int, int]] = []
    offset = 0
    for paragraph, line in enumerate(text.split("\n")):
        end = offset + len(line)
        found += [(paragraph, *span) for span in _trimmed(text, pattern, offset, end)]
        offset = end + 1
    return found


def _trimmed(text: str, pattern: re.Pattern[str], start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    for match in pattern.finditer(text, start, end):
        words = match[0]
        left = match.start() + len(words) - len(words.lstrip())
        right = match.start() + len(words.rstrip())
        if left < right:
            spans.append(Span(left, right))
    return spans
