"""Figures that moved unlike those of their peers. Two tests of a change from last year to this, and what it would do to the total.

Ratio edit, for figures that are not 0 in either year: M. A. Hidiroglou and J.-M. Berthelot, "Statistical editing and imputation for
periodic business surveys", Survey Methodology 12 (1986), 73-83. r = this / last; s = 1 - rM / r below the median rM, r / rM - 1
above it; E = s * max(this, last)^U. An outlier lies further from the median of E than C times the distance of the quartile on its
side, which is taken as at least A times the median. U (0 to 1) weighs size, A keeps a narrow group from naming small moves, C is
the width of the fence: 10, since 4 names a tenth of twenty simulated peers of unequal size without a mistake, 10 a thirtieth, and still
nineteen in twenty of those with a tenfold one.

Growth, for figures from or to 0 as well: z = (g - median) / spread with g = ln((this + 1) / (last + 1)), spread the larger of
1.4826 MAD and IQR / 1.349, at least 0.1; an outlier has |z| above 3.5. B. Iglewicz and D. Hoaglin, "How to detect and handle
outliers" (ASQC 1993). Medians and quartiles throughout: a mean would be moved by the very figure that is looked for.

Both are of the peers without the unit itself, are asked only of eight peers or more, and only of a change of at least 20 (numbers
in the rules' `parameters`). Score: M. Latouche and J.-M. Berthelot, "Use of a score function to prioritize and limit recontacts in
editing business surveys", Journal of Official Statistics 8 (1992): how suspicious, times what it would move in the total.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import exp, log
from statistics import median, quantiles
from typing import NamedTuple

from xlreport.check.findings import BROKEN, CANNOT_TELL, HOLDS, NOT_APPLICABLE

LEAST_SPREAD = 0.1  # of growth: a group in which all moved alike names no move of a tenth


class Pair(NamedTuple):
    """A figure in two years."""

    last: Decimal
    this: Decimal


class Move(NamedTuple):
    """The verdict on one figure. strength: how many times as far out as the fence, at least 1 where it is broken; 0 where not told.

    middle: how many times last year's figure this year's is for the peer in the middle. peers: how many were asked.
    """

    verdict: str
    strength: float = 0.0
    middle: float = 0.0
    peers: int = 0


def judge_move(test: str, own: Pair | None, peers: Sequence[Pair], parameters: Mapping[str, Decimal]) -> Move:
    """One figure against its peers' by `outlier_ratio` or `outlier_growth`. own: None where a year's figure is not known."""
    if own is None:
        return Move(CANNOT_TELL)
    ratio = test == "outlier_ratio"
    asked = [pair for pair in peers if pair.last > 0 and pair.this > 0] if ratio else [pair for pair in peers if pair.last >= 0 and pair.this >= 0]
    if min(own) < 0 or (ratio and not min(own)):
        return Move(NOT_APPLICABLE)
    if len(asked) < parameters["同类至少"]:
        return Move(CANNOT_TELL, peers=len(asked))
    if abs(own.this - own.last) < parameters["变动至少"]:
        return Move(HOLDS, peers=len(asked))
    strength, middle = _ratio(own, asked, parameters) if ratio else _growth(own, asked, parameters)
    return Move(BROKEN if strength > 1 else HOLDS, strength, middle, len(asked))


def _ratio(own: Pair, peers: Sequence[Pair], parameters: Mapping[str, Decimal]) -> tuple[float, float]:
    middle = median(float(pair.this / pair.last) for pair in peers)
    power = float(parameters["U"])

    def effect(pair: Pair) -> float:
        ratio = float(pair.this / pair.last)
        turned = 1 - middle / ratio if ratio < middle else ratio / middle - 1
        weight: float = float(max(pair)) ** power
        return turned * weight

    effects = [effect(pair) for pair in peers]
    low, centre, high = quantiles(effects, n=4, method="inclusive")
    gap = effect(own) - centre
    side = max(high - centre if gap > 0 else centre - low, float(parameters["A"]) * abs(centre))
    return _beyond(abs(gap), float(parameters["C"]) * side), middle


def _growth(own: Pair, peers: Sequence[Pair], parameters: Mapping[str, Decimal]) -> tuple[float, float]:
    growths = [_grown(pair) for pair in peers]
    low, centre, high = quantiles(growths, n=4, method="inclusive")
    spread = max(1.4826 * median(abs(growth - centre) for growth in growths), (high - low) / 1.349, LEAST_SPREAD)
    return _beyond(abs(_grown(own) - centre), float(parameters["z"]) * spread), exp(centre)


def _grown(pair: Pair) -> float:
    return log((float(pair.this) + 1) / (float(pair.last) + 1))


def _beyond(gap: float, fence: float) -> float:
    """How many times the fence; a group without any spread names every gap."""
    return gap / fence if fence else (10.0 if gap else 0.0)


def expected(own: Pair, middle: float) -> Decimal:
    """What the figure would be, had it moved as the peer in the middle."""
    return Decimal(round(float(own.last) * middle))


def score(own: Pair, move: Move, total: Decimal) -> float:
    """0 to 1: how suspicious (a half at the fence, towards 1 beyond it) times the share of the total that is at stake."""
    at_stake = abs(own.this - expected(own, move.middle))
    share = float(at_stake / total) if total > 0 else 1.0
    return move.strength / (1 + move.strength) * min(share, 1.0)
