"""Growth over last year and shares in the words of a report, for texts with placeholders and for worksheet functions alike.

Half is rounded up, as people do by hand.
"""

from decimal import ROUND_HALF_UP, Decimal

from xlreport.form.values import written

EVEN, NEARLY_EVEN = "持平", "基本持平"


def growth(this: Decimal, last: Decimal, decimals: int) -> str:
    """`增长12.5%`, `下降5%`, `持平`, `翻一番`; `基本持平` for a change below the last decimal.

    Raises ValueError where last year's figure is 0 or negative, unless nothing changed.
    """
    if this == last:
        return EVEN
    if last <= 0:
        raise ValueError(f"上年是 {written(last)}，不能算增长率")
    if this in (2 * last, 4 * last):
        return "翻一番" if this == 2 * last else "翻两番"
    change = rounded((this - last) / last * 100, decimals)
    if not change:
        return NEARLY_EVEN
    return f"{'增长' if change > 0 else '下降'}{_trimmed(abs(change))}%"


def share(percent: Decimal, decimals: int) -> str:
    """`98.3%` with the decimals stated; 100%, 0% and other whole percents without."""
    return f"{_trimmed(percent) if percent == percent.to_integral_value() else written(rounded(percent, decimals))}%"


def rounded(number: Decimal, decimals: int) -> Decimal:
    """A number with that many decimals."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _trimmed(number: Decimal) -> str:
    """Without decimals where they are all 0."""
    return written(number.quantize(Decimal(1)) if number == number.to_integral_value() else number)
