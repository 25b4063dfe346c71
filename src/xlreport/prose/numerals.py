"""The number that a text in a number cell means: `12件`, `１２`, `1,234`, `一十二`, `1.2万`, `O` typed for 0.

Only offered to a person, never put in the cell's place.
"""

import re
import unicodedata
from decimal import Decimal

_DIGITS = {character: value for value, characters in enumerate(
    ("〇零○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")) for character in characters}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_NONE = ("无", "没有", "未发生", "—", "-", "--", "——", "零")
_UNITS = "件份项条个次宗篇期人元"
_ARABIC = re.compile(rf"([+-]?)(\d+(?:\.\d+)?)(万|亿)?[{_UNITS}]*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_CHINESE = re.compile(rf"([{''.join(_DIGITS)}{''.join(_TENS)}万亿]+)[{_UNITS}]*")


def number_meant(text: str) -> Decimal | None:
    """The number a text in a number cell means, or None where that cannot be said. A dash or 无 means 0.

    `251000元` is 251000; `1.2万` is 12000; `1，234` is 1234.
    """
    if len(text) > 40:  # no number is so long
        return None
    word = "".join(unicodedata.normalize("NFKC", text).split()).rstrip("。.，,；;")
    if word in _NONE:
        return Decimal(0)
    word = _THOUSANDS.sub("", word)
    typed = re.sub(r"(?<![A-Za-z])[Oo](?![A-Za-z])|(?<=[0-9])[Oo]+|[Oo]+(?=[0-9])", lambda found: "0" * len(found[0]), word)
    typed = re.sub(r"(?<=\d)[lI](?=\d|$)|(?<![A-Za-z])[lI](?=\d)", "1", typed)
    if match := _ARABIC.fullmatch(typed):
        number = Decimal(match[2]) * _BIG.get(match[3] or "", 1)
        number = -number if match[1] == "-" else number
        return number.quantize(Decimal(1)) if number == number.to_integral_value() and abs(number) < 10**15 else number
    if match := _CHINESE.fullmatch(word):
        return chinese_number(match[1])
    return None


def chinese_number(word: str) -> Decimal | None:
    """A whole number in Chinese characters up to 亿: 一十二, 两百零八, 三万五千, 二〇二三; None for anything else."""
    if not word:
        return None
    if all(character in _DIGITS for character in word):
        return Decimal("".join(str(_DIGITS[character]) for character in word))
    total = section = digit = 0
    last = 10**9
    for character in word:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _TENS:
            unit = _TENS[character]
            if unit >= last or (digit == 0 and unit != 10):
                return None
            section += (digit or 1) * unit
            digit, last = 0, unit
        else:
            if total and _BIG[character] >= 10**8:
                return None
            total = (total + section + digit) * _BIG[character] if _BIG[character] == 10**8 else \
                total + (section + digit) * _BIG[character]
            section = digit = 0
            last = 10**9
    return Decimal(total + section + digit)
