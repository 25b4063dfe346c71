"""Years, dates and statistical periods as Chinese text writes them, with the characters they stand on.

2023年, ２０２３年, 二〇二三年; 2024年1月26日, 2024-01-26; 自2023年1月1日起至2023年12月31日止, the second year often left out.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

_FOLDED = str.maketrans("０１２３４５６７８９．－～〇○Ｏ", "0123456789.-~零零零")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_SPACE = r"[ \t\u3000\xa0]*"
_Y = r"(?:(?:19|20)[0-9]{2}|[一二][零九][零一二三四五六七八九]{2})"
_N = r"(?:[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = rf"(?<![0-9])({_Y}){_SPACE}年"
_DATE = rf"({_Y}){_SPACE}[年.\-/]{_SPACE}({_N}){_SPACE}[月.\-/]{_SPACE}({_N})(?![0-9]){_SPACE}日?"
_PERIOD = (rf"{_DATE}{_SPACE}起?{_SPACE}(?:至|到|—|-|~|–)+{_SPACE}(?:({_Y}){_SPACE}[年.\-/]|当年|同年|本年)?{_SPACE}"
           rf"({_N}){_SPACE}[月.\-/]{_SPACE}({_N})(?![0-9]){_SPACE}日?")


class YearAt(NamedTuple):
    """A year in a text with the characters it stands on, from start up to end."""

    year: int
    start: int
    end: int


class Period(NamedTuple):
    """A period in a text: first and last day as (year, month, day), and the characters it stands on."""

    first: tuple[int, int, int]
    last: tuple[int, int, int]
    start: int
    end: int

    @property
    def calendar_year(self) -> bool:
        """Whether it runs from 1 January to 31 December of one year."""
        return self.first[1:] == (1, 1) and self.last[1:] == (12, 31) and self.first[0] == self.last[0]


def folded(text: str) -> str:
    """Full-width digits and signs as half-width ones, character for character, so that positions stay."""
    return text.translate(_FOLDED)


def _number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    if "十" in word:
        tens, _, ones = word.partition("十")
        return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
    return int("".join(str(_DIGITS[digit]) for digit in word))


def years_in(text: str) -> tuple[YearAt, ...]:
    """Every year that a text names: `2023年`, `二〇二三年度`."""
    return tuple(YearAt(_number(match[1]), match.start(), match.end(1)) for match in re.finditer(_YEAR, folded(text)))


def date_in(text: str) -> tuple[int, int, int] | None:
    """The first date of a text as (year, month, day); None where there is none."""
    match = re.search(_DATE, folded(text))
    return (_number(match[1]), _number(match[2]), _number(match[3])) if match else None


def file_years(source: str) -> tuple[int, ...]:
    """Years in a file's name, apart from those in a date (`20240126`, `2024年1月`)."""
    stem = PurePath(source.replace("\\", "/")).stem
    named = re.findall(r"(?<!\d)((?:19|20)\d{2})(?!\d|年\d{1,2}月|[.\-_]\d{1,2}(?!\d))", stem)
    return tuple(dict.fromkeys(int(year) for year in named))


def is_date(text: str) -> bool:
    """Whether a line is a date and nothing else, in brackets or not."""
    return re.fullmatch(rf"[（(]?{_SPACE}{_DATE}{_SPACE}[)）]?", folded(text).strip()) is not None


def trailing_date(text: str) -> int:
    """Where the date begins with which a line ends; -1 where it ends otherwise."""
    line = folded(text).rstrip()
    match = next((match for match in re.finditer(_DATE, line) if match.end() == len(line)), None)
    return match.start() if match else -1


def stated_periods(text: str, cues: Sequence[str]) -> Iterator[Period]:
    """Periods in sentences that hold one of the cues (`统计期限`); every period where no cues are given."""
    line = folded(text)
    for match in re.finditer(_PERIOD, line):
        begin = max(line.rfind(mark, 0, match.start()) for mark in "。；;\n") + 1
        finish = min((place for mark in "。；;\n" if (place := line.find(mark, match.end())) >= 0), default=len(line))
        if not cues or any(cue in line[begin:finish] for cue in cues):
            first = (_number(match[1]), _number(match[2]), _number(match[3]))
            last = (_number(match[4]) if match[4] else first[0], _number(match[5]), _number(match[6]))
            yield Period(first, last, match.start(), match.end())
