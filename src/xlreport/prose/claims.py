"""What each number of a text claims: which cells it states, by the words around it.

A claim is found by the words before the number first, then by those of the clause before, then by those behind it. Several
numbers behind one list (甲、乙分别为 3 件、5 件) are dealt out in order; 均为 and a statement of nothing speak of every item.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from xlreport.prose.lexicon import BOTH, SILENT, WARNING, Claim, Lexicon
from xlreport.prose.quantities import COUNT
from xlreport.prose.scopes import ELSEWHERE, LAST_YEAR
from xlreport.prose.stated import NO_TAGS, VERBS, Stated, between
from xlreport.prose.words import Word

_TOTAL = "总计"
_JOINING = ("、", "和", "及", "与", "或", "以及")
# Words of which one must have been said before a number is held to be one of applications.
_OF_APPLICATIONS = frozenset(("公开申请", "信息公开", "申请", "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理", "内部事务", "过程性信息",
                              "执法案卷", "三安全一稳定", "另行制作", "大量反复", "逾期不补正", "信访举报投诉"))
_MOVED = frozenset(("至", "升", "降"))
# Beside these a number of applications is of what was done with some of them.
_BESIDE = frozenset(("旁", "纠正", "维持"))
_NAMES_NO_ROW = VERBS | {"公开申请", "申请", "无", "引起"}
_ONE_NOUN = frozenset(("申请", "规范性文件", "规章", "收费", "处理费"))  # their noun names the table, not a row of it


class Claimed(NamedTuple):
    """A number and what it claims. claim is None where nothing in the tables is meant; sure is False where it may be another thing.

    readings: what else the words around it name (因属于内部事务信息，不予公开 1 件): it may be of any of them.
    weak: it lacks nothing but the words that say that it is of this report (因政府信息公开引起).
    """

    stated: Stated
    claim: Claim | None
    column: str
    sure: bool
    readings: tuple[Claim, ...] = ()
    weak: bool = False


def claims_in(numbers: Sequence[Stated], lexicon: Lexicon) -> tuple[Claimed, ...]:
    """Every count of a text with its claim, in order; a number that speaks of several items comes once for each."""
    found: list[Claimed] = []
    place = 0
    while place < len(numbers):
        stated = numbers[place]
        if stated.quantity.kind != COUNT:
            found.append(Claimed(stated, None, _TOTAL, True))
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
            found += _several(stated, lexicon) or [_of_last_year(stated, found) or _moved_to(stated, found) or _of_rows(stated, lexicon)
                                                   or claim_of(stated, lexicon)]
            place += 1
    return tuple(found)


def claim_of(stated: Stated, lexicon: Lexicon) -> Claimed:
    """The claim of one number by the words around it."""
    before = stated.before
    kept = any(tag in lexicon.topics for tag in before) and stated.topic != "申请"
    nouns = NO_TAGS if kept else stated.nouns
    own = before | nouns
    beside = before | stated.carried | stated.after
    near = own | beside
    for topic in _topics(stated, lexicon):
        named = {place for tag in beside for place in lexicon.named.get((topic, tag), ())}
        claims = [lexicon.claims[topic][place] for place in sorted(named)]
        first = [] if stated.before or by_verbs(stated.after) else [stated.after]  # 21 件申请结转下年
        for tags in (*first, own, own | stated.carried, own | stated.after, near) if claims else ():
            claim = _first(claims, tags, near, stated)
            if claim is not None:
                weak = _sure(claim, stated) and (stated.clear_behind or tags <= own | stated.carried)
                sure = weak and (not claim.firm or stated.none or not claim.firm.isdisjoint(stated.since))
                return Claimed(stated, claim, _column(stated, lexicon), sure, _readings(claim, claims, stated), weak)
    return Claimed(stated, None, _TOTAL, True)


def _readings(claim: Claim, claims: Sequence[Claim], stated: Stated) -> tuple[Claim, ...]:
    """The rows that the clause before, or the words behind, name beside the claim's own: each may say of which the number is."""
    around = stated.carried | stated.after
    if not around or by_verb(claim):
        return ()
    return tuple(other for other in claims if other is not claim and other.cells != claim.cells and not other.words and not by_verb(other)
                 and other.level != SILENT and not other.channel and other.any & around and not other.any & stated.before)


def _of_last_year(stated: Stated, earlier: Sequence[Claimed]) -> Claimed | None:
    """A bare number of last year (比上年的 50 件, 上年为 50 件) is of what the number before it in the sentence is of."""
    if stated.scope != LAST_YEAR and "比上年" not in stated.before:
        return None
    if stated.before - {"比上年", "上年", "由", "较"} or not earlier or earlier[-1].stated.sentence != stated.sentence:
        return None
    return earlier[-1]._replace(stated=stated, sure=earlier[-1].sure and stated.clear)


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


def _topics(stated: Stated, lexicon: Lexicon) -> Iterator[str]:
    """The topic of words that only one topic has, unless another is named beside the number; then the topic spoken of."""
    near = stated.before | stated.carried | stated.after
    if "别的" in stated.before or ("别的" in stated.after and not (stated.before - VERBS) & lexicon.belongs.keys()):
        return
    named = {topic for tag in near if (topic := lexicon.topics.get(tag))}
    own = {topic for tag in near if (topic := lexicon.belongs.get(tag)) and tag not in VERBS and (not named or topic in named)}
    if len(own) == 1:
        yield from own
    elif stated.topic and stated.topic != "别的":
        yield stated.topic


def _first(claims: Sequence[Claim], tags: frozenset[str], near: frozenset[str], stated: Stated) -> Claim | None:
    unit = stated.quantity.unit
    for claim in claims:
        if (claim.words <= tags and (not claim.any or claim.any & tags) and not claim.without & near
                and (not unit or unit in claim.units)):
            return claim
    return None


def by_verbs(tags: frozenset[str]) -> bool:
    """Whether words name what was done, and no row."""
    return tags <= _NAMES_NO_ROW


def by_verb(claim: Claim) -> bool:
    """Whether a count is known by what was done (收到、办结) alone, not by a row's own name."""
    return by_verbs(claim.any | claim.words)


def _sure(claim: Claim, stated: Stated) -> bool:
    """Whether the words leave no doubt that the table is meant, if it is of this report that they speak.

    Where there was no reconsideration of any kind, there was none of this kind: a statement of nothing needs no firm words.
    """
    if claim.level == SILENT:
        return False
    if not stated.clear or (by_verb(claim) and (stated.part or "渠道" in stated.carried or (claim.level == WARNING and not claim.any & stated.before))):
        return False
    if claim.topic == "申请" and (not (stated.seen | stated.around) & _OF_APPLICATIONS or (stated.before | stated.after) & _BESIDE):
        return False
    return not (stated.depth and claim.outside)


def _column(stated: Stated, lexicon: Lexicon) -> str:
    """The column that the applicant named nearest before the number, else behind it, else in the clause before, stands for.

    Applicants named in one list before the number are counted together.
    """
    for tags in (stated.before, stated.after, stated.carried):
        found = [lexicon.columns[tag] for tag in tags if tag in lexicon.columns] if not lexicon.columns.keys().isdisjoint(tags) else []
        if found:
            named = _named_together(stated, lexicon)
            return BOTH.join(dict.fromkeys(named)) if named else found[0]
    return _TOTAL


def _named_together(stated: Stated, lexicon: Lexicon) -> list[str]:
    """The columns of the last list of applicants before a number, the last first; empty where none stands there."""
    found: list[str] = []
    start = -1
    for word in reversed(stated.words):
        column = next((column for tag in word.tags if (column := lexicon.columns.get(tag, ""))), "")
        if found and (not column or between(stated, word.end, start) not in _JOINING):
            break
        if column:
            found.append(column)
            start = word.start
    return found


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
    rows = [word for word in stated.words if not word.tags <= VERBS and not word.tags.isdisjoint(lexicon.belongs)]
    if len(rows) < 2 or stated.none:
        return None
    items = [item for item in _items(stated, lexicon) if item.claim is not None and not by_verb(item.claim)]
    if len(items) < 2 or len({item.claim.topic for item in items if item.claim}) > 1 or len({item.claim.cells for item in items if item.claim}) < 2:
        return None
    joined = all(between(stated, one.end, other.start) in _JOINING for one, other in pairwise(rows))
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
        return [Claimed(stated, None, _TOTAL, False)]
    items = _items(stated, lexicon)
    if stated.none and not items and not any(tag in lexicon.topics for tag in stated.before):
        return [Claimed(stated, None, _TOTAL, False)]  # 未收取任何费用: nothing of the tables is named
    if stated.none and any(lexicon.topics.get(tag, item.claim.topic) != item.claim.topic for item in items if item.claim for tag in stated.before):
        return [Claimed(stated, None, _TOTAL, False)]  # 公益组织提出的行政复议: of one kind in another table
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
    return [item._replace(stated=stated) for item, stated in zip(items, run, strict=True)]
