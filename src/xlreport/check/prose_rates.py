"""Shares and rates of the narrative against the two numbers they are made of: stated beside them, or in the tables."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from xlreport.check.findings import AMBIGUOUS, CONTRADICTED, MATCHED, NOT_CHECKABLE
from xlreport.check.prose_reading import Judged, Reading, Remark, amount, cells_in, number_said, sums_of
from xlreport.prose.agreement import TRUNCATED, agreement, restyled
from xlreport.prose.claims import Claimed, claim_of
from xlreport.prose.quantities import COUNT, EXACT, PERCENT, Quantity
from xlreport.prose.stated import NO_TAGS, VERBS, tags_of
from xlreport.prose.understood import behind, clauses_before, understood
from xlreport.prose.words import Word
from xlreport.rules.model import Sum
from xlreport.wording import say

_MOST = 14  # numbers looked back over
_MOVED = ("升", "降")
_SPEAKS_OF = ("项", "类", "种", "部分")  # 两项合计占…: counts nothing itself


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
    if tags.isdisjoint(("率", "占")):
        return this
    beside, before = _counts_before(judged, place)
    beside = _dealt(judged, place, _together(beside))
    tabled, named = _tabled(reading, this, beside)
    stated_pairs = [] if named else list(_pairs(_without_siblings(judged, place, beside)))
    before = [] if named else before
    for pair in chain(stated_pairs, tabled, _pairs([*before, *beside])):
        share = pair.share
        how = agreement(quantity, share) or (agreement(quantity, 100 - share) if "率" in tags else "")
        if how:
            why = str(pair)
            remark = _cut_off(reading, quantity, pair, why) if how == TRUNCATED else None
            return Judged(this.claimed, MATCHED, why, this.held, pair.sums, remark)
    if "全域" in tags or "按期率" in tags or ("率" in tags and "按期" in stated.before | stated.carried):
        return this._replace(status=NOT_CHECKABLE, why=("分母不在本报告里", "of numbers not in this report"))
    if tabled and not stated_pairs and this.claimed.claim is None and "办结率" in tags:
        return this._replace(status=AMBIGUOUS, remark=_remark(reading, quantity, tabled[:1], "prose_rate_scope"))
    if _run(judged, place) > 1 and len(beside) < 2:
        return this._replace(status=NOT_CHECKABLE, why=("几个比率写在一起", "one of several shares"))
    if not _whole_known(reading, this):
        return this._replace(status=NOT_CHECKABLE, why=("分母不在本报告里", "of numbers not in this report"))
    pairs = [pair for pair in stated_pairs if pair.part == beside[-1].quantity.value]
    pairs += tabled if "占" in tags else []
    if not pairs or not (_named(reading, this, beside) if "占" not in tags else beside or tabled):
        return this._replace(status=NOT_CHECKABLE, why=("正文没有写出是哪两个数之比", "the text does not say of which two numbers"))
    shown = pairs[-1:] if "占" not in tags else pairs[:2]
    return this._replace(status=CONTRADICTED, remark=_remark(reading, quantity, shown, "prose_rate"))


def _counts_before(judged: Sequence[Judged], place: int) -> tuple[list[Judged], list[Judged]]:
    """The counts before a share that it may be of: those of its own sentence, and those of the sentence before."""
    sentence = judged[place].claimed.stated.sentence
    beside: list[Judged] = []
    before: list[Judged] = []
    for one in judged[max(0, place - _MOST):place]:
        stated = one.claimed.stated
        if stated.sentence < sentence - 1:
            continue
        quantity = stated.quantity
        if quantity.kind == COUNT and not stated.none and quantity.bound == EXACT and stated.before.isdisjoint(_MOVED):
            (beside if stated.sentence == sentence else before).append(one)
    return beside, before


def _together(beside: Sequence[Judged]) -> list[Judged]:
    """The counts before a share, with 两项, 三类 as what it speaks of: the last two, or three, added up."""
    *earlier, last = beside or (None,)
    if last is None or last.claimed.claim is not None or last.quantity.unit not in _SPEAKS_OF:
        return list(beside)
    count = int(last.quantity.value)
    those = [one for one in earlier if one is not None][-count:] if 2 <= count <= _MOST else []
    if len(those) < count or len({one.quantity.unit for one in those}) > 1:
        return []
    added = last.quantity._replace(value=sum((one.quantity.value for one in those), Decimal(0)), unit=those[0].quantity.unit)
    return [*(one for one in earlier if one is not None),
            last._replace(claimed=last.claimed._replace(stated=last.claimed.stated._replace(quantity=added)))]


def _dealt(judged: Sequence[Judged], place: int, beside: Sequence[Judged]) -> list[Judged]:
    """The counts before a share, its own last: of 31 件、12 件、75 件，分别占 26 %、10 %、64 % each share has its own."""
    count, first = _run(judged, place), _first_of_run(judged, place)
    if count < 2 or "分别" not in judged[first].claimed.stated.before or len(beside) < count:
        return list(beside)
    return [*beside[:-count], beside[place - first - count]]


def _first_of_run(judged: Sequence[Judged], place: int) -> int:
    """The place of the first of the percentages that stand one after the other."""
    while place and judged[place - 1].quantity.kind == PERCENT and "占" not in judged[place].claimed.stated.before:
        place -= 1
    return place


def _run(judged: Sequence[Judged], place: int) -> int:
    """How many percentages stand one after the other, without a count between them."""
    last = place + 1
    while last < len(judged) and judged[last].quantity.kind == PERCENT and not judged[last].claimed.stated.before:
        last += 1
    return last - _first_of_run(judged, place)


def _without_siblings(judged: Sequence[Judged], place: int, beside: Sequence[Judged]) -> list[Judged]:
    """The counts before a share, but none with a share of its own: 甲科 43 件，占 36 %；乙科 29 件，占 25 % are two parts of one whole."""
    own = {id(judged[earlier]) for earlier in range(max(0, place - _MOST), place - 1) if judged[earlier + 1].quantity.kind == PERCENT
           and "占" in judged[earlier + 1].claimed.stated.before and "占" in judged[place].claimed.stated.before}
    return [one for one in beside if id(one) not in own]


def _pairs(beside: Sequence[Judged]) -> Iterator[Pair]:
    """Every two counts of one unit, the later one mostly the part, the earlier one the whole."""
    for later in range(len(beside) - 1, 0, -1):
        for earlier in range(later):
            one, other = beside[later].quantity, beside[earlier].quantity
            if one.unit == other.unit or not (one.unit and other.unit):
                part, whole = sorted((one.value, other.value))
                if whole:
                    yield Pair(part, whole)


def _tabled(reading: Reading, this: Judged, beside: Sequence[Judged]) -> tuple[list[Pair], bool]:
    """Pairs of which the tables give one or both: the part beside the share or named before it, the wholes of its topic.

    And whether the words say of which whole, so that the counts beside the share are none.
    """
    stated = this.claimed.stated
    topic = _topic(this, beside)
    wholes = sums_of(reading, reading.lexicon.wholes.get(topic, ()), "总计")
    if not wholes:
        return [], False
    parts: list[tuple[Decimal, tuple[Sum, ...]]] = []
    part, whole = _named_by(reading, this, beside)
    if whole is not None and whole.claim is not None:
        # 占办结总数: the words say of what
        wholes = sums_of(reading, whole.claim.cells, whole.column)
        parts = [(beside[-1].quantity.value, beside[-1].sums[:1])] if beside else []
    elif part is not None and part.claim is not None:
        parts = [(found, (cell,)) for cell in sums_of(reading, part.claim.cells, part.column) if (found := amount(reading, cell)) is not None]
        wholes = [*(one.held for one in beside[-1:] if one.held is not None), *wholes]  # 办结 117 件，其中予以公开占 35 %
    elif "占" in stated.before and beside and beside[-1].claimed.claim is not None:
        parts = [(beside[-1].quantity.value, beside[-1].sums)]
    elif "办结率" in stated.before | stated.carried:
        done = sums_of(reading, ("申请[总计, *]",), "总计")
        parts = [(found, (part,)) for part in done if (found := amount(reading, part)) is not None]
        wholes = wholes[1:2]
    pairs = [Pair(value, found, (*sums, cells)) for value, sums in parts for cells in wholes
             if (found := amount(reading, cells)) and value <= found]
    return pairs, bool(pairs) and bool(beside) and whole is not None


def _topic(this: Judged, beside: Sequence[Judged]) -> str:
    """What a percentage is about: what the count before it is of, else what is spoken of."""
    claim = beside[-1].claimed.claim if beside else None
    return claim.topic if claim is not None else this.claimed.stated.topic


def _named_by(reading: Reading, this: Judged, beside: Sequence[Judged]) -> tuple[Claimed | None, Claimed | None]:
    """What the words right before a percentage name: the part (予以公开占), and the whole (占办结总数)."""
    words = this.claimed.stated.words
    cut = next((place for place in range(len(words) - 1, -1, -1) if "占" in words[place].tags), len(words))
    return _names(reading, this, beside, words[:cut]), _names(reading, this, beside, words[cut + 1:])


def _whole_known(reading: Reading, this: Judged) -> bool:
    """Whether every word of the clause up to the percentage is known: of what 占全县总量 is a share, no table says."""
    words, lexicon = this.claimed.stated.words, reading.lexicon
    last = next((place for place in range(len(words) - 1, -1, -1) if "占" in words[place].tags), -1)
    if last < 0:
        return True
    if any("拦" in word.tags for word in words[:last]):
        return False
    before = clauses_before(reading.text, words[last].start)[1]  # 公开比例 is of what the clause does not say
    known = [word for word in lexicon.words(before, 0, len(before)) if word.tags]
    return (behind(before, 0, [*known, Word(len(before), len(before), NO_TAGS)], lexicon)
            and understood(reading.text, words[last:], this.quantity.start, lexicon))


def _names(reading: Reading, this: Judged, beside: Sequence[Judged], words: tuple[Word, ...]) -> Claimed | None:
    """The one thing of the tables that some words name by themselves; None where they name nothing, or several."""
    stated, lexicon = this.claimed.stated, reading.lexicon
    rows = [word for word in words if any(tag in lexicon.columns or tag in lexicon.belongs for tag in word.tags - VERBS)]
    if not words or len(rows) > 1:
        return None
    count = stated.quantity._replace(kind=COUNT, unit="")
    before = tags_of(words)
    own = claim_of(stated._replace(topic=_topic(this, beside), quantity=count, words=words, before=before, after=NO_TAGS, carried=NO_TAGS), lexicon)
    return own if own.claim is not None and (own.claim.any | own.claim.words) & before - {"公开申请", "申请"} else None


def _named(reading: Reading, this: Judged, beside: Sequence[Judged]) -> bool:
    """Whether the words before one of the counts are those of the rate: 采纳 for 采纳率."""
    rate = next((word for word in reversed(this.claimed.stated.words) if "率" in word.tags), None)
    if rate is None or not beside:
        return False
    stem = reading.text[rate.end - 3:rate.end - 1] if rate.end - rate.start < 3 else reading.text[rate.end - 3:rate.end]
    stem = stem.rstrip("率为达")[-2:]
    if len(beside) < 2 or len(stem) < 2:
        return False
    start, end = max(0, beside[0].quantity.start - 30), rate.start if rate.end - rate.start > 2 else rate.start - 2
    same = tags_of(reading.lexicon.words(stem, 0, len(stem)))  # 被纠正的 1 件，纠错率
    return stem in reading.text[start:end] or not same.isdisjoint(beside[-1].claimed.stated.before)


def _cut_off(reading: Reading, quantity: Quantity, pair: Pair, shown: str) -> Remark:
    share = pair.share
    offer = restyled(quantity, reading.text, share)
    quote, place = reading.quote(quantity.start, quantity.end), reading.at(quantity.start)
    return Remark("prose_truncated", quantity.start, quantity.end, say(
        f"{place}“{quote}”：{shown}，四舍五入是 {offer}，正文舍去了尾数。可以不改。",
        f"{place} “{quote}”: {shown}, which rounds to {offer}; the text cuts it off. May stay."),
        cells_in(reading, pair.sums), number_said(quantity.value), number_said(share), number_said(quantity.value - share))


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
