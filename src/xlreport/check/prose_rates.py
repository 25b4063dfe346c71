"""Shares and rates of the narrative against the two numbers they are made of: stated beside them, or in the tables."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlreport.check.findings import AMBIGUOUS, CONTRADICTED, MATCHED, NOT_CHECKABLE
from xlreport.check.prose_reading import Judged, Reading, Remark, amount, cells_in, number_said, sums_of
from xlreport.prose.agreement import TRUNCATED, agreement, restyled
from xlreport.prose.claims import Claimed, claim_of
from xlreport.prose.context import NO_TAGS
from xlreport.prose.quantities import COUNT, EXACT, PERCENT, Quantity
from xlreport.rules.model import Sum
from xlreport.wording import say

_MOST = 14  # numbers looked back over


class Pair(NamedTuple):
    """Two numbers a share may be of. sums: the cells they came from, where they did."""

    part: Decimal
    whole: Decimal
    sums: tuple[Sum, ...] = ()

    @property
    def share(self) -> Decimal:
        """In per cent."""
        return 100 * self.part / self.whole

    def __str__(self) -> str:
        return f"{number_said(self.part)} ÷ {number_said(self.whole)} = {number_said(self.share)} %"


def judge_rate(reading: Reading, judged: Sequence[Judged], place: int) -> Judged:
    """The verdict on a percentage that is a share or a rate. judged: all numbers of the text; place: which one."""
    this = judged[place]
    stated, quantity = this.claimed.stated, this.quantity
    tags = stated.before | stated.carried | stated.after
    if quantity.kind != PERCENT or not tags & {"率", "占"}:
        return this
    beside = [one for one in judged[max(0, place - _MOST):place] if _counts(one) and one.claimed.stated.sentence == stated.sentence]
    before = [one for one in judged[max(0, place - _MOST):place]
              if _counts(one) and one.claimed.stated.sentence == stated.sentence - 1]
    tabled = list(_tabled(reading, this, beside))
    named = "占" in tags and bool(tabled) and bool(beside) and _own(reading, this, beside) is not None
    stated_pairs = [] if named else list(_pairs(beside))
    before = [] if named else before
    for pair in [*stated_pairs, *tabled, *_pairs([*before, *beside])]:
        how = agreement(quantity, pair.share)
        if how:
            return this._replace(status=MATCHED, why=str(pair), sums=pair.sums, remark=_cut_off(reading, quantity, pair) if how == TRUNCATED else None)
    if "全域" in tags or "按期率" in tags:
        return this._replace(status=NOT_CHECKABLE, why=say("分母不在本报告里", "of numbers not in this report"))
    if tabled and not stated_pairs and this.claimed.claim is None and "办结率" in tags:
        return this._replace(status=AMBIGUOUS, remark=_remark(reading, quantity, tabled[:1], "prose_rate_scope"))
    pairs = stated_pairs if "占" not in tags else [pair for pair in stated_pairs if pair.part == beside[-1].quantity.value] + tabled
    if not pairs or not (_named(reading, this, beside) if "占" not in tags else beside or tabled):
        return this._replace(status=NOT_CHECKABLE, why=say("正文没有写出是哪两个数之比", "the text does not say of which two numbers"))
    shown = pairs[-1:] if "占" not in tags else pairs[:2]
    return this._replace(status=CONTRADICTED, remark=_remark(reading, quantity, shown, "prose_rate"))


def _counts(one: Judged) -> bool:
    """Whether a number is a count that a share may be of."""
    stated = one.claimed.stated
    return one.quantity.kind == COUNT and not stated.none and one.quantity.bound == EXACT and not stated.before & {"升", "降"}


def _pairs(beside: Sequence[Judged]) -> Iterator[Pair]:
    """Every two counts of one unit, the later one mostly the part, the earlier one the whole."""
    for later in range(len(beside) - 1, 0, -1):
        for earlier in range(later):
            one, other = beside[later].quantity, beside[earlier].quantity
            if one.unit == other.unit or not (one.unit and other.unit):
                part, whole = sorted((one.value, other.value))
                if whole:
                    yield Pair(part, whole)


def _tabled(reading: Reading, this: Judged, beside: Sequence[Judged]) -> Iterator[Pair]:
    """Pairs of which the tables give one or both: the part beside the share or named before it, the wholes of its topic."""
    stated = this.claimed.stated
    topic = _topic(this, beside)
    wholes = sums_of(reading, reading.lexicon.wholes.get(topic, ()), "总计")
    if not wholes:
        return
    parts: list[tuple[Decimal, tuple[Sum, ...]]] = []
    own = _own(reading, this, beside)
    if own is not None and own.claim is not None and "占" in stated.before and beside:
        # 占办结总数: the words say of what
        wholes = sums_of(reading, own.claim.cells, "总计")
        parts = [(beside[-1].quantity.value, beside[-1].sums[:1])]
    elif own is not None and own.claim is not None:
        parts = [(found, (part,)) for part in sums_of(reading, own.claim.cells, own.column) if (found := amount(reading, part)) is not None]
    elif "占" in stated.before and beside and beside[-1].claimed.claim is not None:
        parts = [(beside[-1].quantity.value, beside[-1].sums)]
    elif "办结率" in stated.before | stated.carried:
        done = sums_of(reading, ("申请[总计, *]",), "总计")
        parts = [(found, (part,)) for part in done if (found := amount(reading, part)) is not None]
        wholes = wholes[1:2]
    for value, sums in parts:
        for whole in wholes:
            found = amount(reading, whole)
            if found and value <= found:
                yield Pair(value, found, (*sums, whole))


def _topic(this: Judged, beside: Sequence[Judged]) -> str:
    """What a percentage is about: what the count before it is of, else what is spoken of."""
    claim = beside[-1].claimed.claim if beside else None
    return claim.topic if claim is not None else this.claimed.stated.topic


def _own(reading: Reading, this: Judged, beside: Sequence[Judged]) -> Claimed | None:
    """What the words right before a percentage claim by themselves; None where they name nothing of the tables."""
    stated = this.claimed.stated
    count = stated.quantity._replace(kind=COUNT, unit="")
    own = claim_of(stated._replace(topic=_topic(this, beside), quantity=count, after=NO_TAGS, carried=NO_TAGS), reading.lexicon)
    return own if own.claim is not None and (own.claim.any | own.claim.words) & stated.before - {"公开申请", "申请"} else None


def _named(reading: Reading, this: Judged, beside: Sequence[Judged]) -> bool:
    """Whether the words before one of the counts are those of the rate: 采纳 for 采纳率."""
    rate = next((word for word in reversed(this.claimed.stated.words) if "率" in word.tags), None)
    if rate is None or not beside:
        return False
    stem = reading.text[rate.end - 3:rate.end - 1] if rate.end - rate.start < 3 else reading.text[rate.end - 3:rate.end]
    stem = stem.rstrip("率为达")[-2:]
    start = max(0, beside[0].quantity.start - 30)
    return len(beside) >= 2 and len(stem) == 2 and stem in reading.text[start:rate.start]


def _cut_off(reading: Reading, quantity: Quantity, pair: Pair) -> Remark:
    offer = restyled(quantity, reading.text, pair.share)
    return Remark("prose_truncated", quantity.start, quantity.end, say(
        f"{reading.at(quantity.start)}“{reading.quote(quantity.start, quantity.end)}”：{pair}，四舍五入是 {offer}，正文舍去了尾数。可以不改。",
        f"{reading.at(quantity.start)} “{reading.quote(quantity.start, quantity.end)}”: {pair}, which rounds to {offer}; the text cuts it off. May stay."),
        cells_in(reading, pair.sums), number_said(quantity.value), number_said(pair.share), number_said(quantity.value - pair.share))


def _remark(reading: Reading, quantity: Quantity, pairs: Sequence[Pair], test: str) -> Remark:
    shown = say("；", "; ").join(dict.fromkeys(map(str, pairs)))
    offer = restyled(quantity, reading.text, pairs[0].share)
    fix = say(f"；这些数无误的，应为“{offer}”", f"; if these numbers are right, write “{offer}”") if offer and len({pair.share for pair in pairs}) == 1 else ""
    quote, place = reading.quote(quantity.start, quantity.end), reading.at(quantity.start)
    soft = test == "prose_rate_scope"
    return Remark(test, quantity.start, quantity.end, say(
        f"{place}“{quote}”：{shown}，与正文不符{'（如果说的是按期办结率，请写明“按期”）' if soft else ''}。请核对这个比率和有关的数{fix}。",
        f"{place} “{quote}”: {shown}, which is not what the text says. Check the share and the numbers it is made of{fix}."),
        cells_in(reading, [part for pair in pairs for part in pair.sums]), number_said(quantity.value), number_said(pairs[0].share),
        number_said(quantity.value - pairs[0].share))
