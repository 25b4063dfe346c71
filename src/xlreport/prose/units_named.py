"""What a narrative says of other units by name (其中，水务局 5 件、民政局 3 件), and how many units it says were added up."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from xlreport.prose.quantities import COUNT, EXACT, quantities
from xlreport.prose.sentences import sentences

# What may stand between a unit's name and its number.
_BETWEEN = re.compile(r"[：:（(为有共新收到受理办答复计发出取约 \s]{0,8}")
_ADDED_UP = re.compile(r"汇总|涵盖|包含|包括|纳入|综合")
_UNITS = re.compile(r"^(?:区直|市直|县直|市级|县级|区级|政府|行政|工作|下属|所属|派出|政府工作)*"
                    r"(?:单位|部门|机关|机构|乡镇|乡|镇|街道|区县|县区|县|区|园区|开发区)")
_OF_UNITS = ("个", "家")


class NamedCount(NamedTuple):
    """A number that a text states of a unit. start, end: the name and the number."""

    unit: str
    value: Decimal
    said: str
    start: int
    end: int


def counts_by_unit(text: str, names: Mapping[str, str]) -> Iterator[tuple[NamedCount, ...]]:
    """The numbers stated of units, those of one sentence together. names: what a unit may be called, to its name."""
    longest = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    if not longest:
        return
    pattern = re.compile("|".join(map(re.escape, longest)))
    starts = {quantity.start: quantity for quantity in quantities(text) if quantity.kind == COUNT and quantity.bound == EXACT}
    for span in sentences(text):
        found = []
        for match in pattern.finditer(text, span.start, span.end):
            gap = _BETWEEN.match(text, match.end())
            quantity = next((starts[place] for place in range(match.end(), gap.end() + 1) if place in starts), None) if gap else None
            if quantity is not None:
                found.append(NamedCount(names[match[0]], quantity.value, quantity.unit, match.start(), quantity.end))
        if found:
            yield tuple(found)


def units_counted(text: str) -> tuple[tuple[Decimal, ...], tuple[int, int]] | None:
    """How many units a text says were added up (本报告汇总 36 个部门、15 个乡镇): the numbers of the first such sentence, and its place."""
    for span in sentences(text):
        if not _ADDED_UP.search(text, span.start, span.end):
            continue
        found = [quantity.value for quantity in quantities(text) if span.start <= quantity.start < span.end and quantity.kind == COUNT
                 and quantity.bound == EXACT and quantity.unit in _OF_UNITS and _UNITS.match(text[quantity.end:quantity.end + 12])]
        if found:
            return tuple(found), (span.start, span.end)
    return None


def unit_count_fits(stated: Iterable[Decimal], counts: Iterable[int]) -> bool:
    """Whether one of the numbers, or all of them together, is how many units there are by one way of counting."""
    numbers = list(stated)
    return bool({*numbers, sum(numbers, Decimal(0))} & set(counts))
