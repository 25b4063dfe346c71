"""Which words of a document are which printed labels of a form: the heaviest chain of labels in printed order.

A label alone proves little (行政许可 also stands in the narrative); all labels of a form in their order prove a table.
"""

from collections.abc import Sequence
from typing import NamedTuple

from xlreport.reading.labels import NUMBERING, Label, Printed
from xlreport.reading.stream import CELL_END, ROW_END, Stream

MOST_FOUND = 400  # places of one wording that are looked at; a report has a handful, a hostile text millions
_SEPARATORS = frozenset(" \t\n\xa0　|" + CELL_END + ROW_END)


class Standing(NamedTuple):
    """A label found: where its words (with its own number) begin and end in `compact`; weight: how sure that is.

    alone: nothing but a separator stands before it, as in a cell or on a line of its own.
    """

    label: Label
    start: int
    end: int
    weight: int
    alone: bool


def find_labels(stream: Stream, form: Printed) -> list[Standing]:
    """Every place where words of the form stand as a label can stand, in order."""
    found: list[Standing] = []
    places: dict[str, list[tuple[int, int]]] = {}
    for label in form.labels:
        mine: dict[int, Standing] = {}
        for body in label.bodies:
            if body not in places:
                places[body] = list(_places(stream, body, form.glued))
            for start, end in places[body]:
                standing = _standing(stream, label, start, end, form.glued)
                if standing and (end not in mine or mine[end].weight < standing.weight):
                    mine[end] = standing
        found += mine.values()
    found.sort(key=lambda standing: (standing.start, standing.end))
    return found


def _places(stream: Stream, body: str, glued: tuple[str, ...]) -> list[tuple[int, int]]:
    compact, found, start = stream.compact, [], 0
    for _ in range(MOST_FOUND):
        start = compact.find(body, start)
        if start < 0:
            break
        end = start + len(body)
        if _ends_here(stream, end, glued):
            found.append((start, end))
        start += 1
    return found


def _ends_here(stream: Stream, end: int, glued: tuple[str, ...]) -> bool:
    """Whether a word ends at this place: no further character of a word follows, or another label does."""
    if end >= len(stream.compact):
        return True
    following = stream.raw[stream.at[end - 1] + 1]
    return not _wordlike(following) or stream.compact.startswith(glued, end)


def _wordlike(character: str) -> bool:
    return "一" <= character <= "鿿" or (character.isascii() and character.isalpha())


def _standing(stream: Stream, label: Label, start: int, end: int, glued: tuple[str, ...]) -> Standing | None:
    compact = stream.compact
    weight = 2 * (end - start)
    first = start - numbering_before(stream, start, label.number)
    if first < start and compact[first:start] == label.number:
        weight += 5
    elif first < start and label.number and end - start <= 2:
        return None  # a short word under another number is another word
    after_label = first == start and compact.endswith(glued, 0, start)
    if first == start and end - start > 2 and label.line >= 0 and not after_label:
        first = _whole_word(stream, start)
    raw_before = stream.raw[stream.at[first] - 1] if stream.at[first] else "\n"
    alone = raw_before in _SEPARATORS
    if first == start and _wordlike(raw_before) and not after_label and (end - start <= 2 or label.line < 0):
        return None  # part of another word, or of a heading such as 四、政府信息公开行政复议……
    return Standing(label, first, end, weight + 3 * alone, alone)


def _whole_word(stream: Stream, start: int) -> int:
    """Where a longer word begins of which only the end is known: `2.其他的法律行政法规禁止公开`."""
    first = start
    while first > max(start - 8, 0) and "一" <= stream.compact[first - 1] <= "鿿" and stream.at[first] - stream.at[first - 1] == 1:
        first -= 1
    length = numbering_before(stream, first, "") if first < start else 0
    return first - length if length else start


def numbering_before(stream: Stream, start: int, own: str) -> int:
    """How many characters of `compact` directly before `start` are a label's numbering; 0 where none are. own: the label's own.

    Another numbering is taken too (offices renumber), but never part of a figure: digits touch the mark behind them, which `30` in one
    cell and `）无法提供` in the next (a label that a page break cut) do not, and of digits run together the last may only be the own one.
    """
    compact = stream.compact
    if own and compact.endswith(own, 0, start) and (not own[0].isdigit() or _touch(stream, start - len(own))):
        return len(own)
    for length in (5, 4, 3, 2):
        first = start - length
        if first >= 0 and NUMBERING.fullmatch(compact, first, start):
            digits = [place for place in range(first, start) if compact[place].isdigit()]
            loose = compact[first].isdigit() and (len(digits) > 1 or (first > 0 and compact[first - 1].isdigit() and _touch(stream, first - 1)))
            return 0 if loose or not all(_touch(stream, place) for place in digits) else length
    return 0


def _touch(stream: Stream, place: int) -> bool:
    """Whether nothing separates a character of `compact` from the next one in print."""
    return _SEPARATORS.isdisjoint(stream.raw[stream.at[place]:stream.at[place + 1]])


def best_chain(found: Sequence[Standing], count: int) -> tuple[Standing, ...]:
    """The heaviest run of labels in printed order, none overlapping. count: how many labels the form has.

    Of equally heavy ones, the one that keeps labels close together, then the first.
    """
    best: list[tuple[int, int]] = [(0, -1)] * (count + 1)  # by order + 1: (weight, index of the last label), finished ones
    links: list[tuple[int, int]] = []  # for each standing: (weight with it, the one before it)
    waiting: list[int] = []
    for number, standing in enumerate(found):
        still = []
        for index in waiting:
            ended = found[index]
            if ended.end <= standing.start:
                place = ended.label.order + 1
                if links[index][0] > best[place][0]:
                    best[place] = (links[index][0], index)
            else:
                still.append(index)
        waiting = still
        weight, before = max(best[: standing.label.order + 1], key=lambda pair: pair[0])
        near = before >= 0 and standing.start - found[before].end <= 60
        links.append((weight + standing.weight + near, before))
        waiting.append(number)
    if not links:
        return ()
    index = max(range(len(links)), key=lambda number: links[number][0])
    chain = []
    while index >= 0:
        chain.append(found[index])
        index = links[index][1]
    return tuple(reversed(chain))
