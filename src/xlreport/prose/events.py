"""What a sentence is made of for the walk through a text: its numbers, the known words and the punctuation marks, in order."""

from collections.abc import Sequence
from itertools import chain
from operator import itemgetter

from xlreport.prose.lexicon import Lexicon
from xlreport.prose.quantities import Quantity
from xlreport.prose.words import Word

Event = Quantity | Word


def events_in(plain: str, lexicon: Lexicon, start: int, end: int, numbers: Sequence[Quantity]) -> Sequence[Event]:
    """Numbers, known words and marks of one sentence in order; none inside a number."""
    words = lexicon.words(plain, start, end)
    if not numbers:
        return words
    covered = set(chain.from_iterable([range(quantity.start, quantity.end) for quantity in numbers]))
    events: list[Event] = [*numbers, *[word for word in words if word.start not in covered or word.end - 1 not in covered]]
    events.sort(key=itemgetter(0))
    return events
