"""Where sentences and clauses of a text begin and end, counted in characters of that text.

Lines are paragraphs. A sentence ends at 。！？ or the end of its line; a clause at ，；： as well. A comma or a colon between
digits (`1,234`, `10:30`) ends nothing, nor does any mark inside 《》.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
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
        Sentence(start, end, paragraph, tuple(Span(*span) for span in _cut(text, _CLAUSE, start, end)))
        for paragraph, start, end in sentence_spans(text))


@lru_cache(maxsize=16)
def sentence_spans(text: str) -> tuple[tuple[int, int, int], ...]:
    """(paragraph, start, end) of all sentences, without their clauses."""
    found: list[tuple[int, int, int]] = []
    paragraph = last = 0
    for start, end in _cut(text, _SENTENCE, 0, len(text)):
        paragraph += text.count("\n", last, start)
        found.append((paragraph, start, end))
        last = end
    return tuple(found)


def pieces(text: str) -> tuple[Span, ...]:
    """Sentences cut at semicolons too: what a person copies from one report to the next."""
    return tuple(Span(start, end) for start, end in _cut(text, _PIECE, 0, len(text)))


def paragraph_of(text: str, position: int) -> int:
    """The number of the line, from 0, in which a character stands."""
    return text.count("\n", 0, position)


def _cut(text: str, pattern: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of every piece of a kind without the white space around it; no kind of piece goes over the end of a line."""
    for match in pattern.finditer(text, start, end):
        words = match[0]
        kept = words.strip()
        if kept is words:
            yield match.span()
        elif kept:
            left = match.start() + words.index(kept)
            yield left, left + len(kept)
