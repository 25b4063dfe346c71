"""A table as it is printed: one text, a line a printed line, places separated by `|`.

`<` joins the place on its left, `^` the one above; `=行` stands for that row's figures, one place a column,
`=行[列]` for a single figure. Everything else is printed text.
"""

import re
from typing import NamedTuple

from xlreport.form.model import Block

_FIGURE = re.compile(r"^=\s*([^\[\]\s]+?)\s*(?:\[\s*([^\[\]]+?)\s*\])?$")


class Printed(NamedTuple):
    """A grid taken apart. figures: (row code, column code, line, position); problems: what is wrong with it."""

    blocks: tuple[Block, ...]
    figures: tuple[tuple[str, str, int, int], ...]
    height: int
    width: int
    problems: tuple[str, ...]


def parse_grid(text: str, columns: tuple[str, ...]) -> Printed:
    """Takes a printed grid apart. `columns`: the table's column codes, in the order `=行` fills them."""
    lines: list[list[str]] = []
    figures: list[tuple[str, str, int, int]] = []
    for line in text.strip().splitlines():
        places: list[str] = []
        for word in (part.strip() for part in line.split("|")):
            match = _FIGURE.match(word)
            if match is None:
                places.append(word)
                continue
            for column in [match[2]] if match[2] else columns:
                figures.append((match[1], column, len(lines), len(places)))
                places.append("=")
        lines.append(places)
    width = max((len(places) for places in lines), default=0)
    problems = [
        f"第 {number} 行有 {len(places)} 格，别的行有 {width} 格"
        for number, places in enumerate(lines, 1) if len(places) != width
    ]
    blocks: list[Block] = []
    if not problems:
        blocks, problems = _blocks(lines)
    return Printed(tuple(blocks), tuple(figures), len(lines), width, tuple(problems))


def _blocks(lines: list[list[str]]) -> tuple[list[Block], list[str]]:
    """Merged blocks of a full grid. A figure's block is left out unless it is wider than one place."""
    covered: set[tuple[int, int]] = set()
    blocks: list[Block] = []
    for line, places in enumerate(lines):
        for position, word in enumerate(places):
            if word in ("<", "^"):
                continue
            width = 1
            while position + width < len(places) and places[position + width] == "<":
                width += 1
            height = 1
            while line + height < len(lines) and lines[line + height][position] == "^" and all(
                lines[line + height][position + step] == "<" for step in range(1, width)
            ):
                height += 1
            covered.update((line + down, position + right) for down in range(height) for right in range(width))
            if word != "=" or width > 1 or height > 1:
                blocks.append(Block(word, line, position, height, width))
    problems = [
        f"第 {line + 1} 行第 {position + 1} 格的 {word} 没有可并入的格"
        for line, places in enumerate(lines) for position, word in enumerate(places)
        if (line, position) not in covered
    ]
    return blocks, problems
