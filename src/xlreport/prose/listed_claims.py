"""Every number of a text with its claim: alone, behind a list of rows, one of several behind one list, or moved from one to another.

Several numbers behind one list (甲、乙分别为 3 件、5 件) are dealt out in order; 均为 and a statement of nothing speak of every item.
"""

from collections.abc import Sequence
from itertools import pairwise

from xlreport.prose.claims import JOINING, TOTAL, Claimed, by_verb, claim_of, whole_of
from xlreport.prose.lexicon import Lexicon
from xlreport.prose.quantities import COUNT
from xlreport.prose.scopes import ELSEWHERE, LAST_YEAR
from xlreport.prose.stated import NO_TAGS, VERBS, Stated, between
from xlreport.prose.words import Word

_MOVED = frozenset(("至", "升", "降"))
_ONE_NOUN = frozenset(("申请", "规范性文件", "规章", "收费", "处理费"))  # their noun names the table, not a row of it


def claims_in(numbers: Sequence[Stated], lexicon: Lexicon) -> tuple[Claimed, ...]:
    """Every count of a text with its claim, in order; a number that speaks of several items comes once for each."""
    found: list[Claimed] = []
    place = 0
    while place < len(numbers):
        stated = numbers[place]
        if stated.quantity.kind != COUNT:
            found.append(Claimed(stated, None, TOTAL, True))
            place += 1
            continue
        dealt = _dealt_out(numbers, place, lexicon)
        if dealt:
            found += dealt
            place += len(dealt)
        elif "分别" in stated.before:
            count = _run_of(numbers, place)
            found += [claim_of(one, lexicon)._replace(sure=count < 2) for one in numbers[place:place + count]]
            place += count
        else:
            stated = _moved_from(stated, numbers[place + 1:place + 2])
            found += _of_one(stated, found, lexicon)
            place += 1
    return tuple(found)


def _of_one(stated: Stated, earlier: Sequence[Claimed], lexicon: Lexicon) -> list[Claimed]:
    """What one number claims; several things where it speaks of a list. earlier: the claims before it."""
    one = _of_last_year(stated, earlier) or _moved_to(stated, earlier)
    if one is None and not (stated.before or stated.carried or stated.after):
        return [Claimed(stated, None, TOTAL, True)]  # no word beside it that any claim has
    one = one or _of_rows(stated, lexicon) or claim_of(stated, lexicon)
    return _several(stated, lexicon) or [_of_part(one, earlier, lexicon)]


def _of_last_year(stated: Stated, earlier: Sequence[Claimed]) -> Claimed | None:
    """A bare number of last year (比上年的 50 件, 上年为 50 件) is of what the number before it in the sentence is of."""
    if stated.scope != LAST_YEAR and "比上年" not in stated.before:
        return None
    if stated.before - {"比上年", "上年", "由", "较"} or not earlier or earlier[-1].stated.sentence != stated.sentence:
        return None
    return earlier[-1]._replace(stated=stated, sure=earlier[-1].sure and stated.clear)


def _of_part(claimed: Claimed, earlier: Sequence[Claimed], lexicon: Lexicon) -> Claimed:
    """An applicant's number after 其中 is of the row spoken of: 结转下年 4 件，其中自然人 3 件."""
    claim = claimed.claim
    if claim is None or claimed.column == TOTAL or not claim.any <= lexicon.columns.keys():
        return claimed
    place = whole_of(claimed.stated, [one.stated for one in earlier])
    whole = earlier[place].claim if place >= 0 else None
    if whole is None or by_verb(whole) or whole.topic != claim.topic or whole.any <= lexicon.columns.keys():
        return claimed
    return claimed._replace(claim=whole, sure=claimed.sure and earlier[place].sure)


def _moved_from(stated: Stated, following: Sequence[Stated]) -> Stated:
    """The first number of 由 14 件增至 17 件 is of last year, or of another one where the sentence names none."""
    if "由" not in stated.before or not following or "至" not in following[0].before or following[0].sentence != stated.sentence:
        return stated
    last = not stated.around.isdisjoint(("上年", "比上年"))
    return stated._replace(scope=LAST_YEAR) if last else stated._replace(scope=ELSEWHERE, why="别的年度")


def _moved_to(stated: Stated, earlier: Sequence[Claimed]) -> Claimed | None:
    """The second number of 由 14 件增至 17 件 is of what the first is of."""
    if not stated.before <= _MOVED or not earlier or "由" not in earlier[-1].stated.before or earlier[-1].stated.sentence != stated.sentence:
        return None
    return earlier[-1]._replace(stated=stated, sure=earlier[-1].sure and stated.clear)


def _items(stated: Stated, lexicon: Lexicon) -> list[Claimed]:
    """The items of a list before a number, each with its claim: attributes (维持、纠正), else verbs, else nouns (复议、诉讼)."""
    attributes: list[Claimed] = []
    verbs: list[Claimed] = []
    nouns: list[Claimed] = []
    for word in stated.words:
        if "无" in word.tags:
            continue
        noun = next((tag for tag in word.tags if tag in lexicon.topics), "")
        alone = _alone(stated, word, lexicon, noun)
        if alone.claim is None or not word.tags & (alone.claim.any | alone.claim.words) or (noun and alone.claim.topic in _ONE_NOUN):
            continue
        (nouns if noun else verbs if word.tags <= VERBS else attributes).append(alone)
    return attributes or verbs or nouns


def _alone(stated: Stated, word: Word, lexicon: Lexicon, noun: str) -> Claimed:
    """The claim of one word of a list by itself, with the nouns of the list."""
    topic = lexicon.topics[noun] if noun else stated.topic
    nouns = frozenset(tag for tag in word.tags if tag in lexicon.topics) if noun else stated.nouns
    single = stated._replace(words=(word,), before=word.tags, carried=NO_TAGS, after=NO_TAGS, topic=topic, nouns=nouns)
    return claim_of(single, lexicon)._replace(stated=stated)


def _added(stated: Stated, items: Sequence[Claimed]) -> Claimed:
    """A number that several items have together (予以公开和部分公开合计 12 件): one claim of their sum."""
    claims = [item.claim for item in items if item.claim is not None]
    whole = claims[0]._replace(name="、".join(claim.name for claim in claims), others=(),
                               cells=(" + ".join(claim.cells[0] for claim in claims),) if all(claim.cells for claim in claims) else ())
    return Claimed(stated, whole, items[0].column, all(item.sure for item in items))


def _of_rows(stated: Stated, lexicon: Lexicon) -> Claimed | None:
    """A number behind several rows of a table: what they make together where a list joins them, or any of them."""
    if len(stated.words) < 2 or stated.none:
        return None
    rows = [word for word in stated.words if not lexicon.belongs.keys().isdisjoint(word.tags) and not word.tags <= VERBS]
    if len(rows) < 2:
        return None
    items = [item for item in _items(stated, lexicon) if item.claim is not None and not by_verb(item.claim)]
    if len(items) < 2 or len({item.claim.topic for item in items if item.claim}) > 1 or len({item.claim.cells for item in items if item.claim}) < 2:
        return None
    joined = all(between(stated, one.end, other.start) in JOINING for one, other in pairwise(rows))
    first = _added(stated, items) if joined else claim_of(stated, lexicon)
    others = (item.claim for item in items if item.claim is not None and item.claim != first.claim)
    return first._replace(readings=tuple(dict.fromkeys((*first.readings, *others))))


def _joined(stated: Stated, items: Sequence[Claimed], lexicon: Lexicon) -> bool:
    """Whether a list before a number is added up: 甲和乙合计, with nothing but marks and 和 between the items."""
    return "合计" in stated.before and len({id(item.claim) for item in items}) == len(items) > 1 and not any(
        tag in lexicon.columns for tag in stated.before)


def _several(stated: Stated, lexicon: Lexicon) -> list[Claimed]:
    """A number that every item of a list has (均为 0), or nothing of any of them; empty where it speaks of one thing."""
    if not stated.none and "均" not in stated.before:
        items = _items(stated, lexicon) if "合计" in stated.before else []
        return [_added(stated, items)] if _joined(stated, items, lexicon) else []
    if stated.none and stated.before & {"双重", "拦"}:
        return [Claimed(stated, None, TOTAL, False)]
    items = _items(stated, lexicon)
    if stated.none and not items and not any(tag in lexicon.topics for tag in stated.before):
        return [Claimed(stated, None, TOTAL, False)]  # 未收取任何费用: nothing of the tables is named
    if stated.none and any(lexicon.topics.get(tag, item.claim.topic) != item.claim.topic for item in items if item.claim for tag in stated.before):
        return [Claimed(stated, None, TOTAL, False)]  # 公益组织提出的行政复议: of one kind in another table
    return items if len(items) > 1 or stated.none else []


def _run_of(numbers: Sequence[Stated], place: int) -> int:
    """How many counts follow each other in one list: 收到申请分别为 6 件、3 件、5 件 are of three things that nobody has named."""
    last = place + 1
    while (last < len(numbers) and numbers[last].quantity.kind == COUNT and numbers[last].clause == numbers[place].clause
           and numbers[last].sentence == numbers[place].sentence and not numbers[last].before):
        last += 1
    return last - place


def _dealt_out(numbers: Sequence[Stated], place: int, lexicon: Lexicon) -> list[Claimed]:
    """Numbers dealt out to the items of the list before them, where there are as many of both; else empty."""
    first = numbers[place]
    if "分别" not in first.before:
        return []
    items = _items(first, lexicon)
    count = len(items)
    run = numbers[place:place + count]
    if count < 2 or len(run) < count or any(
        later.sentence != first.sentence or later.before - {"较"} or later.quantity.kind != COUNT or later.none for later in run[1:]
    ):
        return []
    moves = first.before & {"升", "降"}
    if moves and all(item.claim is not None for item in items):  # 分别减少 6 件、2 件: each is a change of its own
        changes = ((item.claim.any & first.before) | item.claim.words | moves for item in items if item.claim is not None)
        run = [stated._replace(before=tags) for stated, tags in zip(run, changes, strict=True)]
    return [item._replace(stated=stated) for item, stated in zip(items, run, strict=True)]
