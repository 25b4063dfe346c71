"""Numbers of the narrative that state a cell or a sum of cells, and statements that there was nothing."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlreport.check.findings import AMBIGUOUS, CONTRADICTED, MATCHED, NOT_CHECKABLE
from xlreport.check.prose_doubt import doubt
from xlreport.check.prose_reading import (
    Judged,
    Reading,
    Remark,
    amount,
    cells_in,
    label,
    last_year,
    number_said,
    said,
    same_sentence,
    sums_of,
)
from xlreport.prose.agreement import agreement, restyled
from xlreport.prose.claims import Claimed
from xlreport.prose.context import stated_numbers
from xlreport.prose.lexicon import SILENT, WARNING, Lexicon
from xlreport.prose.listed_claims import claims_in
from xlreport.prose.other_units import other_unit
from xlreport.prose.quantities import COUNT, EXACT
from xlreport.prose.scopes import ELSEWHERE, LAST_YEAR, area_of
from xlreport.rules.model import THIS, Sum
from xlreport.wording import say

_THRESHOLDS = ("以上", "以下", "以内")  # 提出 5 件以上申请的: which, not how many
_ELSEWHERE = {
    "以后": ("说的是以后", "about the future"), "累计": ("累计数", "a cumulative figure"), "一段": ("说的是一年中的一段", "about a part of the year"),
    "全域": ("说的可能是别的范围", "perhaps of another scope"), "别的年度": ("说的是别的年度", "about another year"),
}


def judged_counts(reading: Reading, text: str) -> list[Judged]:
    """Every number of a text with the verdict of the tables on it. text: as it stands, or with its placeholders blotted out."""
    submission = reading.submission
    judged: list[Judged] = []
    for claimed in claims_in(stated_numbers(text, reading.lexicon, submission.year, area_of(submission.unit)), reading.lexicon):
        judged.append(judge_count(reading, _confirmed(claimed, judged, reading.lexicon), judged))
    return judged


def judge_count(reading: Reading, claimed: Claimed, before: Sequence[Judged] = ()) -> Judged:
    """The verdict on one count against the tables: this year's, or last year's where the words say so. before: those judged so far."""
    stated, claim = claimed.stated, claimed.claim
    if stated.quantity.kind != COUNT:
        return Judged(claimed, NOT_CHECKABLE, "")
    if claim is None or claim.channel or "比其他" in stated.before:
        return Judged(claimed, NOT_CHECKABLE, ("表里没有这个数", "not in the tables"))
    if "升" in stated.before or "降" in stated.before:
        return Judged(claimed, NOT_CHECKABLE, ("增减的数", "a change"))
    sums = sums_of(reading, claim.cells, claimed.column)
    others: list[Sum] = []
    if stated.none:
        sums = sums[:1]  # nothing was received, whatever was left from last year
    if claim.narrow & stated.around:
        sums, others = sums[:1], sums[1:]
    loose = stated.scope == ELSEWHERE and not claim.timeless
    last = (stated.scope == LAST_YEAR or "比上年" in stated.before) and not claim.timeless
    if last:
        sums = [last_year(part) for part in sums]
    amounts = [amount(reading, part) for part in sums]
    if last and (stale := _year_left(reading, claimed, sums, amounts)) is not None:
        return Judged(claimed, CONTRADICTED, claim.name, None, tuple(sums), stale)
    for part, actual in zip(sums, amounts, strict=True):
        if actual is not None and agreement(stated.quantity, actual):
            return Judged(claimed, MATCHED, f"{claim.name}：{label(reading, part)}", part, tuple(sums))
    for name, part in _also(reading, claimed) if not last and not stated.none else ():
        actual = amount(reading, part)
        if actual is not None and agreement(stated.quantity, actual):
            return Judged(claimed, MATCHED, f"{name}：{label(reading, part)}", part, tuple(sums))
    if loose:
        return Judged(claimed, NOT_CHECKABLE, _ELSEWHERE[stated.why], None, tuple(sums))
    if not sums or any(actual is None for actual in amounts):
        return Judged(claimed, NOT_CHECKABLE, ("表里的数没有填，或没有上年的报告", "the table's figure is blank, or last year's is not given"),
                      None, tuple(sums))
    threshold = reading.text[stated.quantity.end - 2:stated.quantity.end] in _THRESHOLDS
    doubtful = SILENT if not claimed.sure or threshold or claim.level == SILENT or other_unit(stated, reading.submission.unit) else doubt(
        reading, claimed, before)
    if doubtful == SILENT:
        return Judged(claimed, AMBIGUOUS, say(f"可能是{claim.name}，也可能是别的数", f"perhaps {claim.name}"), None, tuple(sums))
    others += [] if last else sums_of(reading, claim.others, claimed.column)
    other = [(part, actual) for part in others if (actual := amount(reading, part)) is not None and agreement(stated.quantity, actual)]
    soft = not stated.none and (WARNING in (claim.level, doubtful) or bool(other) or stated.quantity.bound != EXACT
                                or _perhaps_of_others(reading, claimed, sums))
    known = [(part, actual) for part, actual in zip(sums, amounts, strict=True) if actual is not None]
    return Judged(claimed, AMBIGUOUS if soft else CONTRADICTED, claim.name, None, tuple(sums), _remark(reading, claimed, known, other, soft))


def _perhaps_of_others(reading: Reading, claimed: Claimed, sums: Sequence[Sum]) -> bool:
    """Whether the words name something else beside the claim's own that does not contain it (第三方权益 is a part of 不予公开)."""
    own = {term.name for part in sums[:1] for term in part.terms}
    return any(not own <= {term.name for term in part.terms} for one in claimed.readings for part in sums_of(reading, one.cells, claimed.column))


def _also(reading: Reading, claimed: Claimed) -> Iterator[tuple[str, Sum]]:
    """(name, sum) of everything else that a number may state and be right."""
    claim = claimed.claim
    for one in (claim, *claimed.readings) if claim is not None else ():
        for part in sums_of(reading, one.also if one is claim else one.cells, claimed.column):
            yield one.name, part


def _confirmed(claimed: Claimed, before: Sequence[Judged], lexicon: Lexicon) -> Claimed:
    """A number of something that the sentence has already given as the tables do needs no further words to be sure of it.

    行政复议 132 件，其中纠正 12 件: once 132 is the table's, so is what follows. before: the numbers judged so far.
    """
    if claimed.sure or not claimed.weak or claimed.claim is None:
        return claimed
    for earlier in reversed(before):
        if earlier.claimed.stated.sentence != claimed.stated.sentence:
            break
        claim = earlier.claimed.claim
        if (earlier.good and earlier.quantity.value and claim is not None and claim.topic == claimed.claim.topic
                and claim.any | claim.words <= lexicon.topics.keys()):
            return claimed._replace(sure=True)
    return claimed


def one_row(judged: Sequence[Judged], reading: Reading) -> list[Judged]:
    """Columns named side by side are of one row: numbers that each fit a row, but no common one, are not left standing."""
    result = list(judged)
    for place, one in enumerate(judged):
        claim = one.claimed.claim
        if claim is None or not one.good or len(one.sums) < 2:
            continue
        before = judged[same_sentence(judged, place).start:place]
        beside = [other for other in before if other.good and other.claimed.claim is claim and other.claimed.column != one.claimed.column]
        if beside and not any(all(_fits(reading, other, row) for other in (*beside, one)) for row in range(len(one.sums))):
            known = [(part, actual) for part in one.sums if (actual := amount(reading, part)) is not None]
            result[place] = one._replace(status=AMBIGUOUS, held=None, remark=_remark(reading, one.claimed, known[:1], known[1:2], True))
    return result


def _fits(reading: Reading, one: Judged, row: int) -> bool:
    actual = amount(reading, one.sums[row]) if row < len(one.sums) else None
    return actual is not None and bool(agreement(one.quantity, actual))


def _remark(
    reading: Reading, claimed: Claimed, known: Sequence[tuple[Sum, Decimal]], other: Sequence[tuple[Sum, Decimal]], soft: bool
) -> Remark:
    """What is wrong, where, what the tables say, and what to write instead."""
    stated, claim = claimed.stated, claimed.claim
    assert claim is not None
    quantity = stated.quantity
    tables = say("，", ", ").join(say(f"{said(reading, part)}是 {number_said(actual)}", f"{said(reading, part)} is {number_said(actual)}")
                                 for part, actual in known)
    quote, place = reading.quote(quantity.start, quantity.end), reading.at(quantity.start)
    first = known[0][1]
    last = _left_standing(reading, known, quantity.value)
    if stated.none:
        return Remark("prose_none", quantity.start, quantity.end, say(
            f"{place}“{quote}”：表里{tables}，不是没有。请核对是正文还是表格错了。",
            f"{place} “{quote}”: the tables say otherwise: {tables}. Correct the text or the tables."),
            cells_in(reading, [part for part, _ in known]), "0", number_said(first), number_said(-first))
    offers = [text for _, actual in known[:2] if (text := restyled(quantity, reading.text, actual))]
    offer = say(f"；表格无误的，正文改为“{'”或“'.join(dict.fromkeys(offers))}”",
                f"; if the tables are right, write “{'” or “'.join(dict.fromkeys(offers))}”") if offers and not soft else ""
    head = say(f"{place}“{_lead(reading, claimed)}”", f"{place} “{_lead(reading, claimed)}”")
    many = len(known) > 1
    if other:
        scope = say("、", ", ").join(f"{said(reading, part)}＝{number_said(actual)}" for part, actual in other)
        message = say(f"{head}：{claim.name}，{tables}，与正文不同；正文与另一口径相同（{scope}）。请确认说的是哪一个，或把话写明白。",
                      f"{head}: {tables}; the text agrees with another scope ({scope}). Say which is meant.")
    else:
        perhaps = say("可能是另一种口径；说的就是表里这个数的，", "It may be of another scope; if not: ") if soft else ""
        message = say(f"{head}：{claim.name}，{tables}，{'都' if many else ''}不是 {number_said(quantity.value)}，"
                      f"相差 {number_said(abs(quantity.value - first))}。{last}{perhaps}请核对是正文还是表格错了{offer}。",
                      f"{head}: {tables}; the text says {number_said(quantity.value)}, off by {number_said(abs(quantity.value - first))}. "
                      f"{last}{perhaps}Correct the text or the tables{offer}.")
    return Remark("prose_scope" if soft else "prose_cell", quantity.start, quantity.end, message,
                  cells_in(reading, [part for part, _ in known]), number_said(quantity.value), number_said(first),
                  number_said(quantity.value - first))


def _year_left(reading: Reading, claimed: Claimed, sums: Sequence[Sum], amounts: Sequence[Decimal | None]) -> Remark | None:
    """A number said to be last year's that is this year's, and not last year's: the year in the sentence was left standing."""
    stated, claim = claimed.stated, claimed.claim
    value = stated.quantity.value
    this = [Sum(tuple(term._replace(source=THIS) for term in part.terms), part.constant, ()) for part in sums]
    if (claim is None or not value or not claimed.sure or "上年" in stated.here or "比上年" in stated.here
            or None in amounts or value in amounts or not any(amount(reading, part) == value for part in this)):
        return None
    quantity = stated.quantity
    return Remark("prose_year", quantity.start, quantity.end, say(
        f"{reading.at(quantity.start)}“{_lead(reading, claimed)}”：句中的年份是上年，数却是本年的（{said(reading, this[0])}），上年是 "
        f"{number_said(amounts[0] or Decimal(0))}。可能是去年的年份没有改，请改正年份或数。",
        f"{reading.at(quantity.start)} “{_lead(reading, claimed)}”: the sentence names last year, but the number is this year's "
        f"({said(reading, this[0])}). Correct the year or the number."), cells_in(reading, this), number_said(value),
        number_said(amounts[0] or Decimal(0)), number_said(value - (amounts[0] or Decimal(0))))


def _left_standing(reading: Reading, known: Sequence[tuple[Sum, Decimal]], value: Decimal) -> str:
    """A hint where the number is last year's."""
    if value and any(amount(reading, last_year(part)) == value for part, _ in known if not any(term.source == "last" for term in part.terms)):
        return say("它与上年报告的数相同，可能是去年的数没有改。", "It is last year's number, perhaps left standing. ")
    return ""


def _lead(reading: Reading, claimed: Claimed) -> str:
    """The words a number belongs to, with the number."""
    stated = claimed.stated
    start = stated.words[0].start if stated.words else stated.quantity.start
    return reading.quote(min(start, stated.quantity.start), stated.quantity.end)
