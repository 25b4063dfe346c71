"""Printed characters put together to lines."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

Box = tuple[float, float, float, float]  # left, top, right, bottom; points from the upper left corner


class Character(NamedTuple):
    """A printed character with its box and type size; upright: False where it is turned by 90 degrees."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    upright: bool = True


class TextLine(NamedTuple):
    """A line of text with its box. spaced: it has gaps as between columns, and is no running text."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    spaced: bool


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
    return [line for line in found if line.text.strip()]


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
    pieces: list[str] = []
    spaced = False
    for before, character in zip([None, *ordered], ordered, strict=False):
        if before is not None:
            gap = character.left - before.right
            if gap > 0.3 * character.size:
                pieces.append(" ")
            if gap > 1.5 * character.size:
                spaced = True
                pieces.append(" ")
        pieces.append(character.text)
    sizes = Counter(round(character.size, 1) for character in ordered)
    return TextLine("".join(pieces), ordered[0].left, ordered[-1].right, min(character.top for character in ordered),
                     max(character.bottom for character in ordered), sizes.most_common(1)[0][0], spaced)
