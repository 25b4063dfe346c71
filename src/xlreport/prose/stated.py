"""A number of a text in its context: the words around it, and what it is spoken of as."""

from typing import NamedTuple

from xlreport.prose.quantities import Quantity
from xlreport.prose.words import Word

ALL_DONE = frozenset(("均已", "均按期"))
NO_TAGS: frozenset[str] = frozenset()
# What is done to things that are counted: by itself such a word names no row of a table.
VERBS = frozenset(("收到", "提出", "新收", "办结", "办理", "应办", "在办", "均已", "均按期", "结转", "按期",
                   "制发", "发布", "作出", "办理行政", "收取", "本年", "上年", "其中",
                   "不计", "信息公开", "较", "渠道", "全域", "累计", "一段", "本单位", "合计"))


class Stated(NamedTuple):
    """One number in its context.

    words: the words before it in its own clause, in order. before, carried, after: tags there, in the clause before, and
    between it and the next mark or number. nouns: tags of what is spoken of. topic: its topic. seen: tags of the paragraph
    so far; since: of the words since that subject was named; here: of the sentence so far.
    scope: this, last or elsewhere; why: why elsewhere. depth: brackets around it.
    sentence, clause: numbers from 0. none: a statement that there was nothing, with value 0. lead: the text before it.
    clear: whether all the words up to it are known; clear_behind: and those from it to the words behind; part: whether it is said to be
    some of what they name; listed: whether the words of a statement of nothing are items of a list. around: tags of the whole sentence.
    """

    quantity: Quantity
    words: tuple[Word, ...]
    before: frozenset[str]
    carried: frozenset[str]
    after: frozenset[str]
    nouns: frozenset[str]
    topic: str
    seen: frozenset[str]
    since: frozenset[str]
    here: frozenset[str]
    scope: str
    why: str
    depth: int
    sentence: int
    clause: int
    lead: str = ""
    none: bool = False
    clear: bool = True
    part: bool = False
    listed: bool = True
    clear_behind: bool = True
    around: frozenset[str] = NO_TAGS  # the last, so that the end of a sentence can put it in its place


def between(stated: Stated, start: int, end: int) -> str:
    """The text between two places before a number."""
    offset = stated.quantity.start - len(stated.lead)
    return stated.lead[max(0, start - offset):max(0, end - offset)]


def tags_of(words: tuple[Word, ...] | list[Word]) -> frozenset[str]:
    """All tags of some words."""
    return NO_TAGS.union(*[word.tags for word in words]) if words else NO_TAGS
