"""Every number of a text with the words that say what it counts: the text is walked sentence by sentence (prose.walk)."""

import re

from xlreport.prose.events import events_in
from xlreport.prose.lexicon import Lexicon
from xlreport.prose.quantities import QUANTITIES, folded, quantities
from xlreport.prose.sentences import sentence_spans
from xlreport.prose.stated import Stated
from xlreport.prose.walk import Walk

# A sentence without numbers matters only where it names a subject or says that there was nothing.
_WORTH = re.compile("申请|复议|诉讼|规范性文件|规章|行政[许处强事]|处理费|结转|办结|予公开|部分公开|无法提供|不予处理|持平")
_HEADING = 40  # characters that none has


def stated_numbers(text: str, lexicon: Lexicon, year: int | None, area: str = "") -> tuple[Stated, ...]:
    """Every quantity and every statement of nothing in a text, in order. year: the report's; area: what it is of (area_of)."""
    plain = folded(text)
    walk = Walk(plain, lexicon, year, area)
    numbers = quantities(text)
    taken = 0
    for number, (paragraph, start, end) in enumerate(sentence_spans(plain)):
        walk.pass_to(paragraph, end - start < _HEADING and plain[end - 1] not in "。；，")
        first, told = taken, False
        while taken < len(numbers) and numbers[taken].start < end:
            told = told or numbers[taken].kind in QUANTITIES
            taken += 1
        if told or _WORTH.search(plain, start, end):
            walk.start_sentence(number, start)
            walk.run(events_in(plain, lexicon, start, end, numbers[first:taken]))
    return tuple(walk.found)
