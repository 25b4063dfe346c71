"""Figures in the words of a report: growth over last year, a share, a clause with figures in its holes.

Half is rounded up, as people do by hand. What cannot be said is a ValueError whose text says why.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from xlreport.form.names import plain
from xlreport.form.values import written
from xlreport.prose import changes

_HOLE = re.compile(r"\{([^{}]*)\}")
_NUMBERED = re.compile(r"[1-9]\d?")
_RATE = re.compile(r"(增长|比率|差)\(([1-9]\d?),([1-9]\d?)\)(?:,(\d))?")
DIGITS = 1
_MOST_DIGITS = 6


def growth(now: Decimal, last: Decimal, digits: int = DIGITS) -> str:
    """`增长12.5%`, `下降5%`, `持平`, `翻一番`, in the words of a finished report.

    Raises ValueError where last year's figure is 0 or negative, or for too many digits.
    """
    _few(digits)
    return changes.growth(now, last, digits)


def share(part: Decimal, whole: Decimal, digits: int = DIGITS) -> str:
    """`12.5%`. Raises ValueError where the whole is 0, or the part is no part of it."""
    if whole == 0:
        raise ValueError("总数是 0，不能算占比")
    if part < 0 or whole < 0 or part > whole:
        raise ValueError(f"{written(part)} 不是 {written(whole)} 的一部分，请核对两个数的次序")
    _few(digits)
    return changes.share(part / whole * 100, digits)


def difference(now: Decimal, last: Decimal) -> str:
    """`增加3` or `减少3`."""
    return f"{'减少' if now < last else '增加'}{written(abs(now - last))}"


def sentence(phrase: str, figures: Sequence[Decimal]) -> str:
    """The phrase with its holes filled: `{1}` the first figure, `{增长(1, 2), 1}`, `{比率(1, 2)}`, `{差(1, 2)}`.

    Raises ValueError for a hole that names no figure, is written wrong, or cannot be computed.
    """
    return _HOLE.sub(lambda hole: _filled(hole[1], figures), phrase)


def _filled(hole: str, figures: Sequence[Decimal]) -> str:
    word = plain(hole)
    if _NUMBERED.fullmatch(word):
        return written(_figure(word, figures))
    match = _RATE.fullmatch(word)
    if match is None:
        raise ValueError(f"“{{{hole}}}”认不出。可以写 {{1}}、{{增长(1, 2), 1}}、{{比率(1, 2), 1}}、{{差(1, 2)}}")
    kind, first, second, digits = match.groups()
    one, two = _figure(first, figures), _figure(second, figures)
    if kind == "差":
        return difference(one, two)
    return (growth if kind == "增长" else share)(one, two, int(digits or DIGITS))


def _figure(number: str, figures: Sequence[Decimal]) -> Decimal:
    if int(number) > len(figures):
        raise ValueError(f"句子里用到第 {number} 个数，后面只给了 {len(figures)} 个")
    return figures[int(number) - 1]


def _few(digits: int) -> None:
    if not 0 <= digits <= _MOST_DIGITS:
        raise ValueError(f"小数位数要在 0 到 {_MOST_DIGITS} 之间，现为 {digits}")
