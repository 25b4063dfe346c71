"""What each number of a text claims: which cells it states, by the words around it.

A claim is found by the words before the number first, then by those of the clause before, then by those behind it. Numbers
behind lists are listed_claims.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xlreport.prose.lexicon import BOTH, SILENT, WARNING, Claim, Lexicon
from xlreport.prose.quantities import COUNT
from xlreport.prose.stated import NO_TAGS, VERBS, Stated, between

TOTAL = "总计"
JOINING = ("、", "和", "及", "与", "或", "以及")
# Words of which one must have been said before a number is held to be one of applications.
_OF_APPLICATIONS = frozenset(("公开申请", "信息公开", "申请", "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理", "内部事务", "过程性信息",
                              "执法案卷", "三安全一稳定", "另行制作", "大量反复", "逾期不补正", "信访举报投诉"))
# Beside these a number of applications is of what was done with some of them.
_BESIDE = frozenset(("旁", "纠正", "维持"))
_NAMES_NO_ROW = VERBS | {"公开申请", "申请", "无", "引起"}


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


def claim_of(stated: Stated, lexicon: Lexicon) -> Claimed:
    """The claim of one number by the words around it."""
    before, carried, after = stated.before, stated.carried, stated.after
    beside = before | carried | after
    for topic in _topics(stated, beside, lexicon):
        claims = lexicon.named(topic, beside)
        if not claims:
            continue
        kept = stated.topic != "申请" and not lexicon.topics.keys().isdisjoint(before)
        own = before if kept else before | stated.nouns
        near = own | beside
        first = [] if before or by_verbs(after) else [after]  # 21 件申请结转下年
        for tags in (*first, own, own | carried, own | after, near):
            claim = _first(claims, tags, near, stated)
            if claim is not None:
                weak = _sure(claim, stated) and (stated.clear_behind or tags <= own | carried)
                sure = weak and (not claim.firm or stated.none or not claim.firm.isdisjoint(stated.since))
                return Claimed(stated, claim, _column(stated, lexicon), sure, _readings(claim, claims, stated), weak)
    return Claimed(stated, None, TOTAL, True)


def _readings(claim: Claim, claims: Sequence[Claim], stated: Stated) -> tuple[Claim, ...]:
    """The rows that the clause before, or the words behind, name beside the claim's own: each may say of which the number is."""
    around = stated.carried | stated.after
    if not around or by_verb(claim):
        return ()
    return tuple(other for other in claims if other is not claim and other.cells != claim.cells and not other.words and not by_verb(other)
                 and other.level != SILENT and not other.channel and other.any & around and not other.any & stated.before)


def _topics(stated: Stated, near: frozenset[str], lexicon: Lexicon) -> Iterator[str]:
    """The topic of words that only one topic has, unless another is named beside the number; then the topic spoken of. near: tags beside it."""
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
    if not stated.clear or "其余" in stated.before:
        return False
    if by_verb(claim) and (stated.part or "渠道" in stated.carried or (claim.level == WARNING and not claim.any & stated.before)):
        return False
    if claim.topic == "申请" and (not (stated.seen | stated.around) & _OF_APPLICATIONS or (stated.before | stated.after) & _BESIDE):
        return False
    return not (stated.depth and claim.outside)


def _column(stated: Stated, lexicon: Lexicon) -> str:
    """The column that the applicant named nearest before the number, else behind it, else in the clause before, stands for.

    Applicants named in one list before the number are counted together.
    """
    for tags in (stated.before, stated.after if stated.clear_behind else NO_TAGS, stated.carried):
        found = [lexicon.columns[tag] for tag in tags if tag in lexicon.columns] if not lexicon.columns.keys().isdisjoint(tags) else []
        if found:
            named = _named_together(stated, lexicon)
            return BOTH.join(dict.fromkeys(named)) if named else found[0]
    return TOTAL


def whole_of(stated: Stated, earlier: Sequence[Stated]) -> int:
    """The place of the number that a number after 其中 is a part of; -1 where it is of none."""
    for place in range(len(earlier) - 1, -1, -1):
        before = earlier[place]
        if before.sentence != stated.sentence:
            return -1
        if before.quantity.kind != COUNT:
            continue
        if "其中" in stated.before | stated.carried:
            return place
        stated = before
    return -1


def _named_together(stated: Stated, lexicon: Lexicon) -> list[str]:
    """The columns of the last list of applicants before a number, the last first; empty where none stands there."""
    found: list[str] = []
    start = -1
    for word in reversed(stated.words):
        column = next((column for tag in word.tags if (column := lexicon.columns.get(tag, ""))), "")
        if found and (not column or between(stated, word.end, start) not in JOINING):
            break
        if column:
            found.append(column)
            start = word.start
    return found
