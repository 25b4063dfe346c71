"""Titles of reports: how much of the official title one spells, what it leaves out, and the name in front of it."""

import re

from xlreport.form.names import plain
from xlreport.prose.periods import folded

_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d{2}|[二一][零九][零一二三四五六七八九]{2})(?=年)")


def title_tail(text: str, official: str) -> str:
    """The end of a title that spells the official one, perhaps with some of its words left out.

    `2023年江城县财政局信息公开工作年度报告` against `政府信息公开工作年度报告` gives `信息公开工作年度报告`.
    """
    place = len(official)
    start = len(text)
    while start > 0 and place > 0:
        found = official.rfind(text[start - 1], 0, place)
        if found < 0:
            break
        place, start = found, start - 1
    return text[start:]


def left_out(tail: str, official: str) -> tuple[str, ...]:
    """The words of the official title that a title leaves out, neighbours together: `政府`; `工作`, `度`."""
    place = len(tail)
    missing: list[str] = []
    joined = False
    for character in reversed(official):
        if place and tail[place - 1] == character:
            place, joined = place - 1, False
            continue
        if joined:
            missing[-1] = character + missing[-1]
        else:
            missing.append(character)
        joined = True
    return tuple(reversed(missing))


def bare_title(text: str) -> str:
    """A title without the figures of years (`年` stays: it may be that of 年度报告) and without brackets behind it."""
    return _YEAR.sub("", folded(re.sub(r"[(][^()]*[)]$", "", plain(text))))


def title_rest(text: str, official: str) -> str:
    """A title without the official words and the years: the unit's name."""
    bare = bare_title(text)
    rest = bare[: len(bare) - len(title_tail(bare, official))]
    rest = re.sub(r"^(?:关于)?(?:年度?)?|(?:年度?|的)$", "", rest).strip(":-—·")
    # 江城县人民政府信息公开工作年度报告: the word belongs to the unit as much as to the title
    return rest + "政府" if rest.endswith("人民") else rest
