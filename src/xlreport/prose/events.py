"""What a sentence is made of for the walk through a text: its numbers, the known words and the punctuation marks, in order."""

import re
from collections.abc import Sequence
from operator import itemgetter

from xlreport.prose.lexicon import Lexicon, Word, find_words
from xlreport.prose.quantities import Quantity

Event = Quantity | Word | str
_SEPARATOR = re.compile(r"[,:，；;：（）()、。](?:(?<=[^,:])|(?<![0-9].)|(?![0-9]))")  # , and : not between digits


def events_in(plain: str, lexicon: Lexicon, start: int, end: int, numbers: Sequence[Quantity]) -> list[Event]:
    """Numbers, known words and marks of one sentence in order; none inside a number."""
    events: list[tuple[int, Event]] = [(quantity.start, quantity) for quantity in numbers]
    covered = {place for quantity in numbers for place in range(quantity.start, quantity.end)}
    events += [(word.start, word) for word in find_words(lexicon, plain, start, end)
               if word.start not in covered or word.end - 1 not in covered]
    events += [(place, match[0]) for match in _SEPARATOR.finditer(plain, start, end) if (place := match.start()) not in covered]
    events.sort(key=itemgetter(0))
    return [event for _, event in events]
