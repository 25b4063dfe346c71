"""Parts of a total that the narrative states: 分别为, 由…组成, 包括 name them all; after 其中 they may be less, never more."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlreport.check.prose_reading import Judged, Reading, Remark, number_said
from xlreport.prose.quantities import COUNT, EXACT
from xlreport.wording import say

_OPENS = frozenset(("其中", "分别", "包括", "含"))
_ALL = frozenset(("分别", "包括"))
# A part has no verb of its own: with one, the number is the next thing told.
_VERBS = frozenset(("收到", "新收", "办结", "制发", "发布", "作出", "废止", "升", "降", "比上年", "占", "率", "至", "上年", "累计"))
_LISTS = frozenset(("分别", "由"))  # what opens a list that a total behind it adds up
_TOTAL_BEHIND = re.compile("[^。；;]*[，,]?(?:合计|共计|总计|合共|总共)(?:为|是)?")
_NEAR = 24  # characters between two parts


def check_parts(reading: Reading, judged: Sequence[Judged]) -> Iterator[tuple[int, Remark]]:
    """(place of the total, remark) for every total whose parts do not fit. judged: all numbers of one text."""
    counts = [(place, one) for place, one in enumerate(judged)
              if (stated := one.claimed.stated).quantity.kind == COUNT and not stated.none and stated.before.isdisjoint(("升", "降"))]
    for place, one in counts:
        if "合计" in one.claimed.stated.before and (found := _total_behind(reading, judged, place)) is not None:
            yield place, found
    for position in range(1, len(counts)):
        stated = counts[position][1].claimed.stated
        opens = _OPENS & (stated.before | stated.carried)
        place, total = counts[position - 1]
        if not opens or total.claimed.stated.sentence != stated.sentence or total.quantity.bound != EXACT:
            continue
        parts = _run(reading, [one for _, one in counts[position:]], total)
        if not parts or any(one.sums for one in parts):
            continue  # parts that stand in the tables are held against the tables
        if _another_total(counts, position, parts):
            continue
        remark = _verdict(reading, total, parts, bool(opens & _ALL or _composed(reading, parts)) and not _goes_on(reading, parts))
        if remark is not None:
            yield place, remark


def _total_behind(reading: Reading, judged: Sequence[Judged], place: int) -> Remark | None:
    """Parts that a 合计 adds up behind them: 分别为 3 件、5 件，合计 8 件."""
    total = judged[place]
    stated = total.claimed.stated
    parts: list[Judged] = []
    named = False  # whether 分别 or 由 opens the list, so that it is whole
    for one in reversed(judged[:place]):
        there = one.claimed.stated
        if there.sentence != stated.sentence or one.quantity.kind != COUNT or one.quantity.unit != total.quantity.unit or there.none:
            break
        parts.insert(0, one)
        named = bool(there.before & _LISTS)
        if named or "其中" in there.before:
            break
    values = [one.quantity.value for one in parts]
    added = sum(values, Decimal(0))
    fits = any(sum(values[first:], Decimal(0)) == total.quantity.value for first in range(len(values) if not named else 1))
    if len(parts) < 2 or fits or not (named or _adds_up(reading, parts, total)):
        return None
    sums = f"{'＋'.join(number_said(value) for value in values)}＝{number_said(added)}"
    start, end, gap = parts[0].quantity.start, total.quantity.end, number_said(abs(added - total.quantity.value))
    return Remark("prose_parts" if named else "prose_parts_above", start, end, say(
        f"{reading.at(start)}“{reading.quote(start, end)}”：各部分 {sums}，合计写的是 {number_said(total.quantity.value)}，相差 {gap}。请核对合计和各部分。",
        f"{reading.at(start)} “{reading.quote(start, end)}”: the parts make {sums}, the total is given as {number_said(total.quantity.value)}, off "
        f"by {gap}."), (), number_said(total.quantity.value), number_said(added), number_said(total.quantity.value - added))


def _adds_up(reading: Reading, parts: Sequence[Judged], total: Judged) -> bool:
    """Whether nothing but ，合计 stands between a list of like counts and the total behind it, and the list is no share or change."""
    between = reading.text[parts[-1].quantity.end:total.quantity.start]
    return _TOTAL_BEHIND.fullmatch(between) is not None and len(between) <= _NEAR and not any(
        one.quantity.bound != EXACT or one.claimed.stated.depth or one.claimed.stated.before & _VERBS for one in parts)


def _run(reading: Reading, following: Sequence[Judged], total: Judged) -> list[Judged]:
    """The parts that follow each other: one unit, one level of brackets, nothing else told in between."""
    first = following[0].claimed.stated
    parts: list[Judged] = []
    for one in following:
        stated = one.claimed.stated
        if (stated.sentence != first.sentence or one.quantity.unit != total.quantity.unit or stated.depth < first.depth
                or stated.scope != first.scope or one.quantity.bound != EXACT):
            break
        if stated.depth > first.depth:
            continue  # parts of a part
        if parts and (stated.before & _VERBS or "其中" in stated.before
                      or one.quantity.start - parts[-1].quantity.end > _NEAR or "；" in reading.text[parts[-1].quantity.end:one.quantity.start]):
            break
        parts.append(one)
    return parts


def _another_total(counts: Sequence[tuple[int, Judged]], position: int, parts: Sequence[Judged]) -> bool:
    """Whether a number farther back in the sentence may be what the parts are of: 36 件，比上年多 6 件，其中线上 26 件."""
    added, total = sum((one.quantity.value for one in parts), Decimal(0)), counts[position - 1][1]
    return any(one.claimed.stated.sentence == total.claimed.stated.sentence and one.quantity.unit == total.quantity.unit
               and total.quantity.value < added <= one.quantity.value for _, one in counts[:position - 1])


def _goes_on(reading: Reading, parts: Sequence[Judged]) -> bool:
    """Whether 等 says that there are more parts than those named."""
    return reading.text.startswith("等", parts[-1].quantity.end)


def _composed(reading: Reading, parts: Sequence[Judged]) -> bool:
    """Whether the list ends in 组成 or 构成."""
    end = parts[-1].quantity.end
    return reading.text[end:end + 2] in ("组成", "构成")


def _verdict(reading: Reading, total: Judged, parts: Sequence[Judged], complete: bool) -> Remark | None:
    values = [one.quantity.value for one in parts]
    added = sum(values, Decimal(0))
    overlapping = any("渠道" in one.claimed.stated.before and one.claimed.stated.topic != "申请" for one in parts)
    stated = total.quantity.value
    if overlapping or added == stated or (added < stated and not (complete and len(parts) > 1)):
        return None
    quantity = total.quantity
    sums = f"{'＋'.join(number_said(value) for value in values)}＝{number_said(added)}" if len(values) > 1 else number_said(added)
    place, quote = reading.at(quantity.start), reading.quote(quantity.start, parts[-1].quantity.end)
    test = "prose_parts" if complete and len(parts) > 1 else "prose_parts_above"
    over = say("多于" if added > stated else "少于", "more than" if added > stated else "less than")
    return Remark(test, quantity.start, parts[-1].quantity.end, say(
        f"{place}“{quote}”：各部分 {sums}，{over}总数 {number_said(stated)}，相差 {number_said(abs(added - stated))}。请核对总数和各部分。",
        f"{place} “{quote}”: the parts make {sums}, {over} the total {number_said(stated)}, off by {number_said(abs(added - stated))}. "
        f"Check the total and its parts."), (), number_said(stated), number_said(added), number_said(stated - added))
