"""Numbers as people write them, and as they get them wrong."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from random import Random
from typing import NamedTuple

_DIGITS = "零一二三四五六七八九"


class Number(NamedTuple):
    """One number of a sentence.

    value: what the figures say. right: every value that would also be true (another scope of the same words). checkable:
    a reader with both years' tables can tell whether it is right. style: plain, comma, full, chinese or wan. places:
    decimals for shares and rates. gap: how far a false value must at least be away.
    """

    value: Decimal
    right: frozenset[Decimal] = frozenset()
    checkable: bool = True
    style: str = "plain"
    places: int = 0
    gap: Decimal = Decimal(1)
    rate: bool = False

    def shown(self) -> str:
        """The number as it stands in the sentence."""
        return written(self.value, self.style, self.places)


def count(value: int | Decimal, random: Random, *others: int, checkable: bool = True) -> Number:
    """A count, in one of the ways in which people write counts."""
    whole = int(value)
    styles = ["plain"] * 8 + ["comma"] * (whole >= 1000) + ["full"] + ["chinese"] * (0 < whole < 100)
    if whole >= 10000 and whole % 1000 == 0:
        styles += ["wan"] * 3
    return Number(Decimal(value), frozenset({Decimal(value), *map(Decimal, others)}), checkable, random.choice(styles))


def amount(value: Decimal) -> Number:
    """An amount of money with the decimals it has."""
    return Number(value, frozenset({value}), places=max(0, -int(value.as_tuple().exponent)))


def share(part: int | Decimal, whole: int | Decimal, random: Random, checkable: bool = True) -> Number:
    """part of whole in per cent, with no, one or two decimals, rounded or cut off."""
    return rate(Decimal(part) / Decimal(whole) * 100, random, checkable)


def rate(exact: Decimal, random: Random, checkable: bool = True) -> Number:
    """A rate in per cent (or points, or times) at random decimals; one that comes out even is written without."""
    places = random.choice((0, 1, 1, 2, 2))
    step = Decimal(1).scaleb(-places)
    value = exact.quantize(step, random.choice((ROUND_HALF_UP, ROUND_HALF_UP, ROUND_DOWN)))
    if value == value.to_integral_value():
        places = 0
    return Number(value, frozenset({value}), checkable, places=places, gap=max(2 * step, Decimal("0.2")), rate=True)


def written(value: Decimal, style: str, places: int = 0) -> str:
    """A value in a style."""
    if style == "chinese":
        return chinese(int(value))
    if style == "wan":
        return f"{(value / 10000).normalize():f}万"
    text = f"{value:.{places}f}"
    if style == "comma":
        return f"{int(value):,}"
    if style == "full":
        return "".join(chr(ord(mark) + 0xFEE0) if mark.isdigit() else mark for mark in text)
    return text


def chinese(value: int) -> str:
    """0 to 99 in Chinese characters."""
    tens, ones = divmod(value, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def falsified(number: Number, random: Random) -> Number:
    """The number as somebody got it wrong: digits swapped, one changed, dropped, doubled, or off by a few."""
    for _ in range(200):
        value = _slip(number, random)
        far = all(abs(value - one) >= number.gap for one in (number.value, *number.right))
        if value < 0 or not far or (number.style == "chinese" and not 0 < value < 100):
            continue
        if number.style == "wan" and value % 1000:
            continue
        return number._replace(value=value)
    raise AssertionError(f"no false value for {number}")


def _slip(number: Number, random: Random) -> Decimal:
    step = Decimal(1).scaleb(-number.places)
    digits = str(int(number.value / step)) if number.style != "wan" else str(int(number.value) // 1000)
    kind = random.randrange(5)
    if kind == 0 and len(digits) > 1:
        at = random.randrange(len(digits) - 1)
        digits = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2:]
    elif kind == 1:
        at = random.randrange(len(digits))
        digits = digits[:at] + random.choice("0123456789") + digits[at + 1:]
    elif kind == 2 and len(digits) > 1:
        at = random.randrange(len(digits))
        digits = digits[:at] + digits[at + 1:]
    elif kind == 3:
        at = random.randrange(len(digits))
        digits = digits[:at] + digits[at] + digits[at:]
    else:
        digits = str(max(0, int(digits) + random.choice((-3, -2, -1, 1, 2, 3, 10, 30))))
    return Decimal(digits) * (step if number.style != "wan" else 1000)
