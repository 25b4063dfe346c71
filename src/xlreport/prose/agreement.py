"""Does a number as stated agree with what it should be: exactly, rounded, cut off, or roughly where the words say so?

And the right number in the style of the wrong one, as a suggestion: same digits, same decimals, same unit.
"""

from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from xlreport.prose.quantities import ABOUT, EXACT, OVER, UNDER, Quantity

SAME, ROUNDED, TRUNCATED, ROUGHLY, NOT = "same", "rounded", "truncated", "roughly", ""
_DIGITS = "零一二三四五六七八九"
_FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")
_MOST = Decimal(10) ** 12


def agreement(stated: Quantity, actual: Decimal) -> str:
    """How a stated number agrees with the actual one, or NOT ('').

    Correct rounding and cutting off at the printed digits both agree. 约 allows half a printed digit or a tenth; 余, 多 and
    以上 the rest of the printed digit upwards; 近 and 不足 downwards.
    """
    value, step = stated.value, stated.step
    if stated.bound == OVER:
        return ROUGHLY if value <= actual < value + step else NOT
    if stated.bound == UNDER:
        return ROUGHLY if value - max(step, value / 10) <= actual <= value else NOT
    if stated.bound == ABOUT:
        return ROUGHLY if abs(actual - value) <= max(step / 2, abs(value) / 10) else NOT
    if actual == value:
        return SAME
    if step == 1 and actual == actual.to_integral_value():
        return NOT
    steps = actual / step
    if value in (steps.quantize(Decimal(1), ROUND_HALF_UP) * step, steps.quantize(Decimal(1), ROUND_HALF_EVEN) * step):
        return ROUNDED
    return TRUNCATED if value == steps.quantize(Decimal(1), ROUND_FLOOR) * step else NOT


def spelled(number: int) -> str:
    """A whole number below 10^12 in Chinese characters: 一百零八, 三万五千."""
    if number < 10:
        return _DIGITS[number]
    for size, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            head, rest = divmod(number, size)
            first = "" if size == 10 and head == 1 else spelled(head)
            gap = "零" if rest and rest * 10 < size and size > 10 else ""
            return first + name + gap + (_after(rest, size) if rest else "")
    return ""


def _after(rest: int, size: int) -> str:
    """What follows a larger unit: 一十 keeps its 一 there (一百一十)."""
    words = spelled(rest)
    return "一" + words if words.startswith("十") else words


def restyled(stated: Quantity, text: str, right: Decimal) -> str:
    """The right number in the style of the stated one; '' where there is no such style (三分之一, 半数)."""
    digits = stated.digits
    if stated.bound != EXACT or not digits or abs(right) >= _MOST:
        return ""
    plain = digits.replace(",", "").replace(" ", "")
    arabic = plain.replace(".", "").isdigit()
    factor = stated.step.scaleb(len(plain.partition(".")[2])) if arabic else Decimal(1)
    if not arabic:
        if right != right.to_integral_value() or stated.unit == "%":
            return ""
        number = spelled(int(right))
    else:
        scaled = (right / factor).quantize(Decimal(1).scaleb(-len(plain.partition(".")[2])), ROUND_HALF_UP)
        if scaled * factor != right and stated.unit != "%" and factor == 1:
            return ""
        number = f"{scaled:,}" if "," in digits else str(scaled)
    written = text[stated.digits_start:stated.digits_end]
    if written != digits:
        number = number.translate(_FULL)
    return text[stated.start:stated.digits_start] + number + text[stated.digits_end:stated.end]
