"""Verdicts on counts that other counts of the sentence soften: two figures of one row, one thing said twice, a part of a part."""

from collections.abc import Sequence

from xlreport.check.findings import AMBIGUOUS, CONTRADICTED, MATCHED
from xlreport.check.prose_reading import Judged, same_sentence
from xlreport.prose.claims import by_verb
from xlreport.prose.stated import ALL_DONE
from xlreport.wording import say

_LEFT = "上年结转"


def joint(judged: Sequence[Judged], text: str) -> list[Judged]:
    """Counts seen beside each other: what may be a part of something else is left unsaid. text: the text they stand in."""
    result = list(judged)
    for place, one in enumerate(result):
        if one.status != CONTRADICTED:
            continue
        before = result[same_sentence(result, place).start:place]
        if one.claimed.stated.none and not one.claimed.stated.listed:
            result[place] = _narrowed(one, [other for other in result if other.claimed.stated is one.claimed.stated])
        elif _said_twice(result, place) or _said_before(one, before) or _of_a_part(before, text) or _rest_unknown(one, before):
            result[place] = _unsaid(one)
    return result


def _narrowed(one: Judged, same: Sequence[Judged]) -> Judged:
    """没有属于国家秘密不予公开的: one word narrows the other, so nothing is wrong where either is nothing, and else only the smaller counts."""
    if any(other.status == MATCHED for other in same):
        return one._replace(status=MATCHED, remark=None)
    own = {term.name for part in one.sums[:1] for term in part.terms}
    others = [{term.name for part in other.sums[:1] for term in part.terms} for other in same if other is not one]
    return one if all(own <= other for other in others) else _unsaid(one)


def _said_before(one: Judged, before: Sequence[Judged]) -> bool:
    """Whether the sentence has already given the right number for the same words: a second one counts a part (含上年底收到的 3 件)."""
    return one.claimed.claim is not None and by_verb(one.claimed.claim) and any(
        other.status == MATCHED and other.claimed.claim is one.claimed.claim and other.claimed.column == one.claimed.column
        and _year(other) == _year(one) for other in before)


def _said_twice(judged: Sequence[Judged], place: int) -> bool:
    """Whether the sentence gives two numbers for the same words, neither of them the table's: each is of a part (1 至 11 月 290 件，12 月 22 件)."""
    one = judged[place]
    same = [other for other in judged if other is not one and other.claimed.stated.sentence == one.claimed.stated.sentence
            and other.claimed.claim is one.claimed.claim and other.claimed.column == one.claimed.column and _year(other) == _year(one)]
    return any(other.quantity.value != one.quantity.value and not other.claimed.stated.none and not one.claimed.stated.none for other in same)


def _year(one: Judged) -> tuple[str, bool]:
    return one.claimed.stated.scope, "比上年" in one.claimed.stated.before


def _of_a_part(before: Sequence[Judged], text: str) -> bool:
    """Whether the numbers are of those left from last year: 上年结转的 7 件中，予以公开 2 件."""
    return any(other.claimed.claim is not None and _LEFT in other.claimed.claim.any
               and "中" in text[other.quantity.end:other.quantity.end + 8].split("，")[0] for other in before)


def _rest_unknown(one: Judged, before: Sequence[Judged]) -> bool:
    """Whether 均已办结, or a count that only a verb names, follows a number of something that is not in the tables, and may be of that."""
    claim, stated = one.claimed.claim, one.claimed.stated
    if claim is None or not before or before[-1].claimed.claim is not None:
        return False
    return bool(claim.any & ALL_DONE) or (by_verb(claim) and not (stated.before | stated.after) & stated.nouns)


def _unsaid(one: Judged) -> Judged:
    name = one.claimed.claim.name if one.claimed.claim is not None else ""
    return one._replace(status=AMBIGUOUS, remark=None, why=say(f"可能是{name}，也可能是别的数", f"perhaps {name}"))
