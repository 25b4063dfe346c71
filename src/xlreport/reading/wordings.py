"""Labels that stand in no known wording: matched by likeness, only in the gap where they are missing and only in order."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from xlreport.reading.chain import Standing, numbering_before
from xlreport.reading.labels import NUMBERING, Label, Printed
from xlreport.reading.stream import Stream

ALIKE = 0.7  # two characters of six may differ; unlike labels of one table are below 0.5
LONGEST_GAP = 1500
_CHUNK = re.compile(r"(?:\d[.)])?[^\d/+]*[一-鿿][^\d/+]*")


def with_likenesses(stream: Stream, form: Printed, chain: Sequence[Standing]) -> tuple[Standing, ...]:
    """The chain with lines' labels put in that are missing and stand in other words."""
    found: list[Standing] = []
    for before, after in zip_longest(chain, chain[1:]):
        found.append(before)
        stop = after.start if after else min(before.end + 200, len(stream.compact))
        last = after.label.order if after else len(form.labels)
        missing = [label for label in form.labels[before.label.order + 1:last] if label.line >= 0 and not label.head]
        if missing and 2 < stop - before.end <= LONGEST_GAP:
            found += _in_gap(stream, missing, before.end, stop)
    return tuple(found)


def _in_gap(stream: Stream, missing: Sequence[Label], start: int, stop: int) -> list[Standing]:
    found: list[Standing] = []
    first = 0
    for chunk in _CHUNK.finditer(stream.compact, start, stop):
        words = chunk[0]
        number = NUMBERING.match(words)
        body = words[number.end():] if number else words
        scores = [(likeness(body, label), -place) for place, label in enumerate(missing) if place >= first]
        if not scores:
            break
        score, place = max(scores)
        others = [other for other, at in scores if at != place]
        if score >= ALIKE and (not others or score > max(others) + 0.1):
            label = missing[-place]
            begin = chunk.end() - len(body)
            found.append(Standing(label, begin - numbering_before(stream, begin, label.number), chunk.end(), 0, True))
            first = -place + 1
    return found


def likeness(words: str, label: Label) -> float:
    """How much words are like a label, 0 to 1: the whole, its beginning (the rest is on another line), or at the end of other words."""
    best = 0.0
    for body in label.bodies:
        tries = [words, words[-len(body):]]
        compared = [body]
        if 6 <= len(words) < len(body):
            compared.append(body[: len(words)])
        for one in tries:
            for other in compared:
                if min(len(one), len(other)) >= 4:
                    best = max(best, SequenceMatcher(None, one, other, autojunk=False).ratio())
    return best
