"""Printed characters put together to lines."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from xlreport.reading.left_out import LeftOut, Words

_SMALL = 0.8  # of the type size beside it
_SHIFTED = 0.1  # type sizes off the baseline beside it
Box = tuple[float, float, float, float]  # left, top, right, bottom; points from the upper left corner


class Character(NamedTuple):
    """A printed character with its box and type size; upright: False where it is turned by 90 degrees.

    baseline: the line it stands on, 0 where unknown; struck: a line goes through it.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    upright: bool = True
    baseline: float = 0.0
    struck: bool = False

    def line(self) -> float:
        """The line it stands on, as well as that is known."""
        return self.baseline or self.bottom


class TextLine(NamedTuple):
    """A line of text with its box, without what is struck out or raised. spaced: it has gaps as between columns, and is no running text.

    runs: all that stands there, with its looks; () where nothing is struck or raised.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    spaced: bool
    runs: tuple[Words, ...] = ()


def within(character: Character, box: Box) -> bool:
    """Whether the middle of a character lies in a box."""
    across, down = (character.left + character.right) / 2, (character.top + character.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def text_lines(characters: Sequence[Character]) -> list[TextLine]:
    """Characters put together to lines, top to bottom; those turned sideways run from bottom to top or top to bottom."""
    turned = sorted((character for character in characters if not character.upright), key=lambda character: character.top)
    lines: list[list[Character]] = []
    blanks: list[Character] = []
    for character in sorted((character for character in characters if character.upright), key=_down):
        if not character.text.strip():
            blanks.append(character)
        elif lines and _on(lines[-1], character):
            lines[-1].append(character)
        else:
            lines.append([character])
    for blank in blanks:  # a space belongs to a line, and never makes one
        line = next((line for line in lines if _on(line, blank)), None)
        if line is not None and line[0].left < blank.left:
            line.append(blank)
    found = [_line(line) for line in lines]
    if turned:
        found.append(TextLine("".join(character.text for character in turned).strip(), turned[0].left, turned[0].right, turned[0].top,
                               turned[-1].bottom, turned[0].size, False))
    return [line for line in found if line.text.strip() or line.runs]


def _down(character: Character) -> tuple[float, float]:
    return (character.top + character.bottom) / 2, character.left


def _on(line: list[Character], character: Character) -> bool:
    """Whether a character stands on a line: its middle is within half a type size of the line's first."""
    return abs(_down(character)[0] - _down(line[0])[0]) < max(character.size, line[0].size) * 0.5


def _line(characters: list[Character]) -> TextLine:
    ordered = sorted(characters, key=lambda character: character.left)
    while not ordered[0].text.strip():
        ordered.pop(0)
    while not ordered[-1].text.strip():
        ordered.pop()
    texts: list[str] = []
    spaced = False
    for before, character in zip([None, *ordered], ordered, strict=False):
        gap = character.left - before.right if before is not None else 0.0
        wide = gap > 1.5 * character.size
        spaced = spaced or wide
        texts.append("  " * wide + " " * (not wide and gap > 0.3 * character.size) + character.text)
    sizes = Counter(round(character.size, 1) for character in ordered)
    runs = _runs(ordered, texts)
    return TextLine(LeftOut().kept(runs) if runs else "".join(texts), ordered[0].left, ordered[-1].right, min(character.top for character in ordered),
                     max(character.bottom for character in ordered), sizes.most_common(1)[0][0], spaced, runs)


def _runs(characters: Sequence[Character], texts: Sequence[str]) -> tuple[Words, ...]:
    """A line's characters as runs of one look, each with what it adds to the text; () where nothing is struck or raised."""
    looks = list(_looks(characters))
    if not any(struck or raised for struck, raised in looks):
        return ()
    return tuple(Words("".join(text for _, text in group), *look) for look, group in groupby(zip(looks, texts, strict=True), key=lambda pair: pair[0]))


def _looks(characters: Sequence[Character]) -> Iterator[tuple[bool, bool]]:
    """Of each character, whether it is struck, and whether it is a raised or lowered mark."""
    size = max((character.size for character in characters if character.text.strip()), default=0.0)
    base = next((character.line() for character in characters if character.text.strip() and character.size > _SMALL * size), 0.0)
    for character in characters:
        shifted = abs(character.line() - base) >= _SHIFTED * size
        yield character.struck, bool(character.text.strip()) and character.size <= _SMALL * size and shifted
