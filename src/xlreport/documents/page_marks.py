"""Strokes through printed characters: what a page shows of struck-out words.

A page holds no such thing as struck text: there is a short line, and characters under it. In running text it is taken for what it looks
like; a figure in a table is not guessed at (page_tables): it is left unread, with what stands there written out.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from xlreport.documents.page_lines import Character

_THROUGH = (0.12, 0.6)  # type sizes above the baseline; a line below is an underline, and a rule of a table touches no character
_COVERED = 0.7  # of a stroke lies over characters


def without_strokes(characters: Sequence[Character], edges: Sequence[dict[str, Any]]) -> tuple[tuple[Character, ...], tuple[dict[str, Any], ...]]:
    """The characters, those with a line through them marked as struck, and the edges that are no such lines."""
    ordered = sorted((character for character in characters if character.upright and character.text.strip()), key=Character.line)
    lines = [character.line() for character in ordered]
    largest = max((character.size for character in ordered), default=0.0)
    struck: set[Character] = set()
    kept = []
    for edge in edges:
        near = ordered[bisect_left(lines, edge["top"]):bisect_right(lines, edge["top"] + _THROUGH[1] * largest)] if edge["orientation"] == "h" else []
        under = [character for character in near if _crossed(character, edge)]
        if under and sum(character.right - character.left for character in under) >= _COVERED * (edge["x1"] - edge["x0"]):
            struck.update(under)
        else:
            kept.append(edge)
    if not struck:
        return tuple(characters), tuple(kept)
    return tuple(character._replace(struck=True) if character in struck else character for character in characters), tuple(kept)


def _crossed(character: Character, edge: dict[str, Any]) -> bool:
    above = (character.line() - edge["top"]) / character.size
    return bool(_THROUGH[0] <= above <= _THROUGH[1] and edge["x0"] <= (character.left + character.right) / 2 <= edge["x1"])
