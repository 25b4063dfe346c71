"""Growth in the narrative against last year: per cent, pieces, times, doublings, points, and the word for its direction."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlreport.check.findings import AMBIGUOUS, CONTRADICTED, MATCHED, NOT_CHECKABLE
from xlreport.check.prose_reading import (
    Judged,
    Reading,
    Remark,
    amount,
    cells_in,
    last_year,
    number_said,
    same_sentence,
    sums_of,
)
from xlreport.prose.agreement import ROUNDED, TRUNCATED, agreement, restyled
from xlreport.prose.claims import claim_of
from xlreport.prose.lexicon import SILENT
from xlreport.prose.quantities import ABOUT, COUNT, DOUBLINGS, EVEN, EXACT, PERCENT, POINTS, TIMES, Quantity
from xlreport.prose.scopes import LAST_YEAR, THIS_YEAR
from xlreport.rules.model import THIS, Sum
from xlreport.wording import say

_NO_CHANCE = 20  # a count as large as this that is the table's is of the table, whatever words stand beside it


class Years(NamedTuple):
    """A figure of this year and of the last. sums: the cells, where they came from the tables."""

    this: Decimal
    last: Decimal
    sums: tuple[Sum, ...] = ()


def judge_growth(reading: Reading, judged: Sequence[Judged], place: int) -> Judged:
    """The verdict on a change against last year; numbers that state none are returned as they are."""
    one = judged[place]
    stated = one.claimed.stated
    quantity = stated.quantity
    falling = "降" in stated.before
    moves = falling or "升" in stated.before
    relative = quantity.kind in (TIMES, DOUBLINGS)
    if not moves and not relative and quantity.kind != EVEN:
        return one
    compared = "比上年" in stated.here or {"上年", "由", "至"} <= stated.here
    if not compared or stated.before & {"比其他", "至"} or stated.scope not in (THIS_YEAR, LAST_YEAR):
        return one._replace(status=NOT_CHECKABLE, why=("没有写明和哪一年比", "compared with no year that is named"))
    years = list(_years(reading, judged, place))
    if not years:
        return one._replace(status=NOT_CHECKABLE, why=("没有上年的数可比", "no figure of last year to compare with"))
    zero = [found for found in years if not found.last]
    known = [found for found in years if found.last or quantity.kind in (COUNT, EVEN, POINTS)]
    if quantity.kind == EVEN:
        return _even(reading, one, known)
    if not known:
        return one._replace(status=AMBIGUOUS, remark=_from_nothing(reading, quantity, zero[0]) if quantity.kind != POINTS else None)
    for found in known:
        change = _change(quantity.kind, found, falling, moves)
        how = agreement(_plainer(quantity), change)
        if quantity.kind == POINTS and abs(change - quantity.value) <= quantity.step:
            how = how or ROUNDED  # of two shares that were rounded first
        if how:
            return one._replace(status=MATCHED, why=_arithmetic(quantity.kind, found, falling, moves),
                                remark=_cut_off(reading, quantity, found, falling) if how == TRUNCATED else None)
    if quantity.kind == TIMES and moves:
        for found in known:
            if agreement(quantity, found.this / found.last):
                return one._replace(status=AMBIGUOUS, remark=_two_readings(reading, quantity, found))
    return one._replace(status=CONTRADICTED, remark=_remark(reading, quantity, known, falling, moves))


def _even(reading: Reading, one: Judged, known: Sequence[Years]) -> Judged:
    """与上年持平: both years' figures are the same; 基本持平: within a tenth."""
    width = Decimal("0.1") if "基本持平" in one.claimed.stated.before | one.claimed.stated.here else Decimal(0)
    for found in known:
        if abs(found.this - found.last) <= width * max(found.this, found.last):
            return one._replace(status=MATCHED, why=f"{number_said(found.this)}＝{number_said(found.last)}")
    found, start = known[0], one.quantity.start
    return one._replace(status=CONTRADICTED, remark=Remark("prose_growth", start, one.quantity.end, say(
        f"{reading.at(start)}“{reading.quote(max(0, start - 8), one.quantity.end)}”：本年 {number_said(found.this)}，上年 {number_said(found.last)}，"
        f"并不持平，相差 {number_said(abs(found.this - found.last))}。请核对。",
        f"{reading.at(start)} “{reading.quote(start, one.quantity.end)}”: {number_said(found.this)} this year, {number_said(found.last)} last "
        f"year; they differ."), cells_in(reading, found.sums), number_said(found.this), number_said(found.last),
        number_said(found.this - found.last)))


def _plainer(quantity: Quantity) -> Quantity:
    """A doubling is never exact to the piece."""
    return quantity._replace(bound=ABOUT) if quantity.kind == DOUBLINGS else quantity


def _change(kind: str, years: Years, falling: bool, moves: bool) -> Decimal:
    """The change in the quantity's own measure, positive in the direction of the word."""
    this, last = years.this, years.last
    difference = last - this if falling else this - last
    if kind == PERCENT:
        return 100 * difference / last
    if kind == TIMES:
        return difference / last if moves else this / last
    if kind == DOUBLINGS:
        ratio, turns = this / last, Decimal(0)
        while ratio >= Decimal("1.9"):
            ratio, turns = ratio / 2, turns + 1
        return turns if ratio <= Decimal("1.1") else Decimal(-1)
    return difference


def _years(reading: Reading, judged: Sequence[Judged], place: int) -> Iterator[Years]:
    """This year's and last year's figures that a change may be of: from the text beside it, then from the tables."""
    one = judged[place]
    stated = one.claimed.stated
    kinds = (PERCENT,) if one.quantity.kind == POINTS else (COUNT,)
    beside = [judged[there] for there in same_sentence(judged, place) if there != place]
    beside = [other for other in beside if other.quantity.kind in kinds and not other.claimed.stated.before & {"升", "降"}
              and not other.claimed.stated.none]
    bases = [other for other in beside if _of_last_year(other) and other.claimed.stated.clause <= stated.clause]
    nows = [other for other in beside if not _of_last_year(other) and other.claimed.stated.scope == THIS_YEAR]
    if bases and nows:
        base = bases[-1]
        for now in reversed(nows):
            if now.quantity.unit == base.quantity.unit:
                yield Years(now.quantity.value, base.quantity.value)
    if one.quantity.kind == POINTS:
        yield from _shares(reading, judged, place)
        return
    for part in _subject(reading, judged, place):
        this, last = amount(reading, part), amount(reading, last_year(part))
        if this is not None and last is not None:
            yield Years(this, last, (part, last_year(part)))


def _shares(reading: Reading, judged: Sequence[Judged], place: int) -> Iterator[Years]:
    """The share before a change in points, this year and last, where both its numbers stand in the tables."""
    share = next((one for one in reversed(judged[:place]) if one.quantity.kind == PERCENT), None)
    if share is None or share.claimed.stated.sentence != judged[place].claimed.stated.sentence or len(share.sums) != 2:
        return
    now = [amount(reading, part) for part in share.sums]
    then = [amount(reading, last_year(part)) for part in share.sums]
    if None not in (*now, *then) and now[1] and then[1]:
        yield Years(100 * (now[0] or Decimal(0)) / now[1], 100 * (then[0] or Decimal(0)) / then[1], (*share.sums, *map(last_year, share.sums)))


def _of_last_year(one: Judged) -> bool:
    stated = one.claimed.stated
    return stated.scope == LAST_YEAR or ("比上年" in stated.before and not stated.before & {"升", "降", "至"})


def _subject(reading: Reading, judged: Sequence[Judged], place: int) -> Sequence[Sum]:
    """What has changed: what the words before the change name, else the number before it in the sentence."""
    stated = judged[place].claimed.stated
    own = claim_of(stated._replace(quantity=stated.quantity._replace(kind=COUNT, unit=""), carried=frozenset()), reading.lexicon)
    named = own.claim is not None and (own.claim.any | own.claim.words) & (stated.before | stated.after)
    if own.claim is not None and named:
        return sums_of(reading, own.claim.cells, own.column) if own.sure and own.claim.level != SILENT else ()
    for earlier in range(place - 1, -1, -1):
        other = judged[earlier]
        there = other.claimed.stated
        if there.sentence != stated.sentence:
            break
        if other.quantity.kind == COUNT and there.before & {"升", "降"}:
            return _subject(reading, judged, earlier)  # 收费较上年减少 23 万元，下降 2.6 %: both of the fees
        if other.quantity.kind == COUNT and not _of_last_year(other):
            return _stated_sums(reading, other)
        if other.quantity.kind == COUNT and "比上年" in stated.here and other.good and other.held is not None:
            return tuple(Sum(tuple(term._replace(source=THIS) for term in part.terms), part.constant, ()) for part in (other.held,))
    return ()


def _stated_sums(reading: Reading, other: Judged) -> Sequence[Sum]:
    """The cells a number before a change states, or may state where several are the same; none where it may be another number."""
    claim = other.claimed.claim
    if claim is None:
        return ()
    if other.held is not None and (other.claimed.sure or other.quantity.value >= _NO_CHANCE):
        same = (part for part in sums_of(reading, (*claim.cells, *claim.also, *claim.others), other.claimed.column)
                if amount(reading, part) == amount(reading, other.held or part))
        return tuple(dict.fromkeys((other.held, *same)))
    return () if not other.claimed.sure or claim.level == SILENT or other.claimed.readings else other.sums


def _arithmetic(kind: str, years: Years, falling: bool, moves: bool) -> str:
    """`(61 − 50) ÷ 50 = 22 %`, written out."""
    this, last = number_said(years.this), number_said(years.last)
    change = number_said(_change(kind, years, falling, moves)) if kind != DOUBLINGS else ""
    first, second = (last, this) if falling else (this, last)
    if kind == PERCENT:
        return f"({first} − {second}) ÷ {last} = {change} %"
    if kind == DOUBLINGS or (kind == TIMES and not moves):
        return f"{this} ÷ {last} = {number_said(years.this / years.last)}"
    return f"({first} − {second}) ÷ {last} = {change}" if kind == TIMES else f"{first} − {second} = {change}"


def _remark(reading: Reading, quantity: Quantity, known: Sequence[Years], falling: bool, moves: bool) -> Remark:
    found = known[0]
    turned = quantity.kind in (PERCENT, COUNT) and moves and (found.this < found.last) != falling and found.this != found.last
    right = abs(_change(quantity.kind, found, falling, moves))
    offer = restyled(quantity, reading.text, right) if quantity.bound == EXACT and quantity.kind != DOUBLINGS and len(known) == 1 else ""
    shown = say("；", "; ").join(dict.fromkeys(_arithmetic(quantity.kind, one, falling != turned, moves) for one in known))
    turn = say(f"是{'增加' if falling else '减少'}，不是{'减少' if falling else '增加'}；", f"it {'rose' if falling else 'fell'}; ") if turned else ""
    fix = say(f"；这些数无误的，应为“{offer}”", f"; if these numbers are right, write “{offer}”") if offer else ""
    place, quote = reading.at(quantity.start), reading.quote(max(0, quantity.start - 8), quantity.end)
    return Remark("prose_growth", quantity.start, quantity.end, say(
        f"{place}“{quote}”：本年 {number_said(found.this)}，上年 {number_said(found.last)}，{turn}{shown}，与正文不符。请核对{fix}。",
        f"{place} “{quote}”: {number_said(found.this)} this year, {number_said(found.last)} last year; {turn}{shown}, not what the text says{fix}."),
        cells_in(reading, found.sums), number_said(quantity.value), number_said(right), number_said(quantity.value - right))


def _cut_off(reading: Reading, quantity: Quantity, found: Years, falling: bool) -> Remark:
    offer = restyled(quantity, reading.text, abs(_change(quantity.kind, found, falling, True)))
    place, quote = reading.at(quantity.start), reading.quote(quantity.start, quantity.end)
    shown = _arithmetic(quantity.kind, found, falling, True)
    return Remark("prose_truncated", quantity.start, quantity.end, say(
        f"{place}“{quote}”：{shown}，四舍五入是 {offer}，正文舍去了尾数。可以不改。",
        f"{place} “{quote}”: {shown}, which rounds to {offer}; the text cuts it off. May stay."), cells_in(reading, found.sums))


def _two_readings(reading: Reading, quantity: Quantity, found: Years) -> Remark:
    place, quote = reading.at(quantity.start), reading.quote(max(0, quantity.start - 4), quantity.end)
    this, last = number_said(found.this), number_said(found.last)
    ratio = number_said(found.this / found.last)
    return Remark("prose_growth_readings", quantity.start, quantity.end, say(
        f"{place}“{quote}”：本年 {this}，上年 {last}，本年是上年的 {ratio} 倍，增长的是 {number_said(found.this / found.last - 1)} 倍。"
        f"“增长几倍”不含原来的一倍；请改写成“是上年的{ratio}倍”，或改数。",
        f"{place} “{quote}”: {this} this year, {last} last year: {ratio} times as many, an increase by {number_said(found.this / found.last - 1)} "
        f"times. Say which is meant."), cells_in(reading, found.sums), number_said(quantity.value), number_said(found.this / found.last - 1))


def _from_nothing(reading: Reading, quantity: Quantity, found: Years) -> Remark:
    place, quote = reading.at(quantity.start), reading.quote(max(0, quantity.start - 4), quantity.end)
    return Remark("prose_growth_zero", quantity.start, quantity.end, say(
        f"{place}“{quote}”：上年是 0，本年是 {number_said(found.this)}，从 0 算不出增长率。建议只写增加的件数。",
        f"{place} “{quote}”: 0 last year, {number_said(found.this)} this year; there is no rate of growth from 0. Give the number of pieces instead."),
        cells_in(reading, found.sums))
