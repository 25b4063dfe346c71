"""What a sentence is made of for the walk through a text: its numbers, the known words and the punctuation marks, in order."""

from collections.abc import Sequence

from xlreport.prose.lexicon import Lexicon
from xlreport.prose.quantities import Quantity
from xlreport.prose.words import Word

Event = Quantity | Word


def events_in(plain: str, lexicon: Lexicon, start: int, end: int, numbers: Sequence[Quantity]) -> Sequence[Event]:
    """Numbers, known words and marks of one sentence in order; none inside a number."""
    words = lexicon.words(plain, start, end)
    if not numbers:
        return words
    events: list[Event] = []
    place = end = 0  # the next number, and where the one before it ends
    for word in words:
        while place < len(numbers) and numbers[place].start <= word.start:
            end = numbers[place].end
            events.append(numbers[place])
            place += 1
        if word.start >= end or not any(quantity.start < word.end <= quantity.end for quantity in numbers):
            events.append(word)
    events += numbers[place:]
    return events
