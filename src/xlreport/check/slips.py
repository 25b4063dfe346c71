"""Why a person would have typed one number for another: the slips of fingers, eyes and rows, and how likely each is.

The list follows what people do on keypads and paper: two digits swapped, one dropped, added, doubled or hit beside, 1 read as 7
and 3 as 8, a sign, 元 where 万元 is meant, a number in the next cell, last year's left standing, a total typed over.
"""

from decimal import Decimal
from typing import NamedTuple

from xlreport.form.values import written
from xlreport.wording import say

LIKELY, POSSIBLE, WEAK = 0, 1, 2  # how well a slip explains a figure; the smaller the better

_PADS = ("789456123", "1234567890")
_ALIKE = ({"1", "7"}, {"3", "8"}, {"6", "0"}, {"5", "6"}, {"4", "9"})
_TEN_THOUSAND = 10_000


class Slip(NamedTuple):
    """One way to mistype: its likelihood (LIKELY, POSSIBLE or WEAK) and its name in words."""

    likelihood: int
    words: str


def _neighbours() -> frozenset[frozenset[str]]:
    """Pairs of keys that lie beside each other, on the keypad or in the row of digits."""
    pad, row = _PADS
    pairs = {frozenset(row[place:place + 2]) for place in range(9)}
    for place, key in enumerate(pad):
        if place % 3 < 2:
            pairs.add(frozenset((key, pad[place + 1])))
        if place < 6:
            pairs.add(frozenset((key, pad[place + 3])))
    return frozenset(pairs | {frozenset("01"), frozenset("02")})


_BESIDE = _neighbours()


def typing_slip(was: Decimal, to: Decimal, unit: str = "") -> Slip:
    """The likeliest slip of the hand by which `was` was typed for `to`. unit: of the cell; 万元 may have been typed in 元."""
    if was == -to and was:
        return Slip(LIKELY, say("正负号错", "wrong sign"))
    if unit == "万元" and to and was == to * _TEN_THOUSAND:
        return Slip(LIKELY, say("把元当万元填", "typed in 元, not 万元"))
    typed, meant = written(was), written(to)
    if not to:
        return Slip(WEAK, say("多填", "nothing should be here"))
    if not was:
        return Slip(WEAK, say("漏填，填成了 0", "left out, typed as 0"))
    if len(typed) == len(meant):
        return _replaced(typed, meant)
    if len(typed) == len(meant) + 1:
        return _added(typed, meant)
    if len(typed) + 1 == len(meant):
        return _dropped(typed, meant)
    return Slip(WEAK, "")


def _replaced(typed: str, meant: str) -> Slip:
    differ = [place for place, (one, other) in enumerate(zip(typed, meant, strict=True)) if one != other]
    if len(differ) == 2:
        first, second = differ
        if typed[first] == meant[second] and typed[second] == meant[first]:
            if second == first + 1:
                return Slip(LIKELY, say("两位数字颠倒", "two digits swapped"))
            return Slip(POSSIBLE, say("两位数字换了位置", "two digits changed places"))
    if len(differ) == 1:
        pair = {typed[differ[0]], meant[differ[0]]}
        likelihood = POSSIBLE if len(meant) > 1 else WEAK
        if pair in _ALIKE[:2]:
            return Slip(min(likelihood, POSSIBLE) if len(meant) > 1 else POSSIBLE,
                        say(f"{'、'.join(sorted(pair))} 看混", f"{' and '.join(sorted(pair))} look alike"))
        if frozenset(pair) in _BESIDE:
            return Slip(likelihood, say("按到了旁边的键", "the key beside it"))
        return Slip(likelihood, say("一位数字不同", "one digit differs"))
    return Slip(WEAK, "")


def _added(typed: str, meant: str) -> Slip:
    for place in range(len(typed)):
        if typed[:place] + typed[place + 1:] == meant:
            if typed[place] in (typed[place - 1:place], typed[place + 1:place + 2]):
                return Slip(LIKELY, say("一位数字多按了一次", "a digit typed twice"))
            return Slip(POSSIBLE, say("多了一位数字", "a digit too many"))
    return Slip(WEAK, "")


def _dropped(typed: str, meant: str) -> Slip:
    for place in range(len(meant)):
        if meant[:place] + meant[place + 1:] == typed:
            if meant[place] == ".":
                return Slip(LIKELY, say("漏了小数点", "decimal point missing"))
            return Slip(POSSIBLE, say("少了一位数字", "a digit missing"))
    return Slip(WEAK, "")
