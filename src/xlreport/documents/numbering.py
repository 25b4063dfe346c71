"""Word's automatic numbering: `三、` or `（二）` as it is shown, though it stands nowhere in the text (ECMA-376 17.9)."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from xlreport.documents.parts import attribute, child, local

_DIGITS = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
          (5, "V"), (4, "IV"), (1, "I"))


def chinese(number: int) -> str:
    """十二, 二十, 一百零三; Arabic digits from 1,000 on, where no numbering goes."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _formal(number: int) -> str:
    return "".join({"百": "佰", "十": "拾", "零": "零"}.get(mark) or _FORMAL[_DIGITS.index(mark)] if mark in "百十零" + _DIGITS else mark
                   for mark in chinese(number))


def _letters(number: int) -> str:
    return chr(65 + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 1000 else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while 0 < number < 4000 and number >= value:
            text, number = text + letters, number - value
    return text or str(number)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese, "chineseCountingThousand": chinese, "japaneseCounting": chinese, "taiwaneseCountingThousand": chinese,
    "taiwaneseCounting": chinese, "ideographDigital": _digits, "japaneseDigitalTenThousand": _digits, "taiwaneseDigital": _digits,
    "chineseLegalSimplified": _formal, "ideographLegalTraditional": _formal,
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10], "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "upperLetter": _letters, "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman, "lowerRoman": lambda number: _roman(number).lower(),
    "decimalEnclosedCircle": _circled, "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalFullWidth2": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
}


class _Level(NamedTuple):
    start: int
    format: str
    text: str
    style: str
    legal: bool


class Numbering:
    """The numbering of one document, counted on paragraph by paragraph."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int], dict[int, _Level]]] = {}  # numId: abstract, restarts, own levels
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                self._levels[attribute(element, "abstractNumId")] = _levels(element)
            elif local(element) == "num":
                self._lists[attribute(element, "numId")] = _list(element)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a paragraph style stands for in a list; 0 where none does."""
        abstract, _, _ = self._lists.get(list_id, ("", {}, {}))
        return next((level for level, made in self._levels.get(abstract, {}).items() if style and made.style == style), 0)

    def next(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of a list at a level, as it is shown; '' for bullets and unknown lists."""
        if list_id not in self._lists:
            return ""
        abstract, restarts, own = self._lists[list_id]
        levels = {**self._levels.get(abstract, {}), **own}
        made = levels.get(level)
        if made is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if level in restarts and (list_id, level) not in self._begun:
            counts[level] = restarts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else made.start
        self._begun.add((list_id, level))
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if made.format in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other = levels.get(place)
            number = counts.get(place, other.start if other else 1)
            return str(number) if other is None or made.legal else _FORMATS.get(other.format, str)(number)

        return re.sub(r"%([1-9])", shown, made.text)


def _levels(element: Any) -> dict[int, _Level]:
    return {_whole(attribute(level, "ilvl")): _level(level) for level in element if local(level) == "lvl"}


def _level(element: Any) -> _Level:
    def value(name: str, default: str) -> str:
        found = child(element, name)
        return default if found is None else attribute(found, "val", default)

    return _Level(_whole(value("start", "0")), value("numFmt", "decimal"), value("lvlText", "")[:40], value("pStyle", ""),
                  child(element, "isLgl") is not None)


def _list(element: Any) -> tuple[str, dict[int, int], dict[int, _Level]]:
    abstract = child(element, "abstractNumId")
    restarts: dict[int, int] = {}
    own: dict[int, _Level] = {}
    for override in (inner for inner in element if local(inner) == "lvlOverride"):
        level = _whole(attribute(override, "ilvl"))
        if (made := child(override, "lvl")) is not None:
            own[level] = _level(made)
        if (start := child(override, "startOverride")) is not None:
            restarts[level] = _whole(attribute(start, "val"))
    return attribute(abstract, "val") if abstract is not None else "", restarts, own


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
