"""Known words and punctuation marks in a text: the longest word at each place, none overlapping.

Most runs of text between two figures stand in many reports (`件，占`, a clause of the preamble), so what was found in one is
remembered.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

_MARK = re.compile(r"[,:，；;：:（）()、。](?:(?<=[^,:])|(?<![0-9].)|(?![0-9]))")  # , and : not between digits
_NO_TAGS: frozenset[str] = frozenset()
_REMEMBERED = 4096  # runs of text, about 1 KiB each


class Word(NamedTuple):
    """A known word in a text with its tags; a punctuation mark has none."""

    start: int
    end: int
    tags: frozenset[str]


_BETWEEN_DIGITS = (",", ":")
_new = tuple.__new__  # Word(...) takes twice as long, and there are hundreds in a text
Finder = Callable[[str, int, int], list[Word]]


def finder(words: Mapping[str, frozenset[str]]) -> Finder:
    """A function that finds the known words and the marks of a text from a place up to an end, in order. words: tags by word."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        if len(word) > 2:
            lengths.setdefault(word[:3], set()).add(len(word))
    longest = {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}
    openings = {word[0] for word in words} | {word[:2] for word in words}
    cuts = "".join(sorted(set("0123456789").difference("".join(words))))  # no word goes over one of these
    runs = re.compile(f"[^{cuts}]+" if cuts else "(?s:.+)")

    @lru_cache(maxsize=_REMEMBERED)
    def in_run(run: str) -> tuple[Word, ...]:
        found: list[Word] = []
        end = 0
        for start, first in enumerate(run):
            # most characters begin no word, which a look-up or two tell
            if start < end or first not in openings or not (first in words or run[start:start + 2] in openings):
                continue
            for length in (*longest.get(run[start:start + 3], ()), 2, 1):
                word = run[start:start + length]
                if word in words:
                    end = start + len(word)  # at the end of the text a slice may be shorter
                    found.append(Word(start, end, words[word]))
                    break
        found += [Word(match.start(), match.end(), _NO_TAGS) for match in _MARK.finditer(run)]
        return tuple(sorted(found, key=itemgetter(0)))

    def find(text: str, start: int, end: int) -> list[Word]:
        found: list[Word] = []
        for match in runs.finditer(text, start, end):
            if known := in_run(run := match[0]):
                place = match.start()
                if run in _BETWEEN_DIGITS and start < place and place + 1 < end:
                    continue  # 1,234 and 10:30
                found += [_new(Word, (place + first, place + last, tags)) for first, last, tags in known]
        return found

    return find
