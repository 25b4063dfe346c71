"""Every number of a text with the words that say what it counts: those before it, those behind it, and what still holds.

A text is walked once from left to right. Nearest words win; a subject holds until another noun takes its place; a year, a
plan or a part of the year holds until the sentence ends or the text says 本年.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from xlreport.prose.events import Event, events_in
from xlreport.prose.lexicon import Lexicon, Word
from xlreport.prose.quantities import COUNT, DATE, DURATION, EVEN, QUANTITIES, Quantity, folded, quantities
from xlreport.prose.sentences import sentence_spans

THIS_YEAR, LAST_YEAR, ELSEWHERE = "this", "last", "elsewhere"
ALL_DONE = frozenset(("均已", "均按期"))
# A sentence without numbers matters only where it names a subject or says that there was nothing.
_WORTH = re.compile("申请|复议|诉讼|规范性文件|规章|行政[许处强事]|处理费|结转|办结|予公开|部分公开|无法提供|不予处理|持平")
_SAYING = ALL_DONE | {"持平", "基本持平", "无"}  # tags of words that by themselves state a number
NO_TAGS: frozenset[str] = frozenset()
_NO_SUBJECT = ("", NO_TAGS)
_OUTSIDE = ("以后", "累计", "一段", "全域")
_OF_YEARS = frozenset(("本年", "至", "本单位", "上年", *_OUTSIDE))
# What is done to things that are counted: by itself such a word names no row of a table.
VERBS = frozenset(("收到", "新收", "办结", "办理", "应办", "在办", "均已", "均按期", "结转", "按期",
                   "制发", "发布", "作出", "办理行政", "收取", "本年", "上年", "其中",
                   "不计", "信息公开", "较", "渠道", "全域", "累计", "一段", "本单位", "合计"))
KEPT_IN_LISTS = (VERBS - {"其中"}) | {"拦", "引起", "被"}
_MAY_PRECEDE = frozenset("有部其的类件份宗起条次例个，。、；：（）“”！对将就与和及 \n对该此各本新")


class Stated(NamedTuple):
    """One number in its context.

    words: the words before it in its own clause, in order. before, carried, after: tags there, in the clause before, and
    between it and the next mark or number. nouns: tags of what is spoken of. topic: its topic. seen: tags of the paragraph
    so far; since: of the words since that subject was named; here: of the sentence so far.
    scope: this, last or elsewhere; why: why elsewhere. depth: brackets around it.
    sentence, clause: numbers from 0. none: a statement that there was nothing, with value 0. lead: the text before it.
    around: tags of the whole sentence.
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
    around: frozenset[str] = NO_TAGS  # the last, so that the end of a sentence can put it in its place


def tags_of(words: tuple[Word, ...] | list[Word]) -> frozenset[str]:
    """All tags of some words."""
    return NO_TAGS.union(*[word.tags for word in words]) if words else NO_TAGS


def stated_numbers(text: str, lexicon: Lexicon, year: int | None) -> tuple[Stated, ...]:
    """Every quantity and every statement of nothing in a text, in order. year: the report's."""
    plain = folded(text)
    walk = _Walk(plain, lexicon, year)
    numbers = quantities(text)
    taken = 0
    for number, (paragraph, start, end) in enumerate(sentence_spans(plain)):
        walk.start_sentence(number, paragraph, plain[start:end])
        first = taken
        while taken < len(numbers) and numbers[taken].start < end:
            taken += 1
        if first < taken or _WORTH.search(plain, start, end):
            walk.run(events_in(plain, lexicon, start, end, numbers[first:taken]))
    return tuple(walk.found)


class _Walk:
    """The state of one walk through a text."""

    def __init__(self, text: str, lexicon: Lexicon, year: int | None) -> None:
        self.text, self.lexicon, self.year = text, lexicon, year
        self.found: list[Stated] = []
        self.topic, self.nouns = "", NO_TAGS
        self.seen: set[str] = set()
        self.since: set[str] = set()
        self.paragraph = -1
        self.heading = False

    def start_sentence(self, number: int, paragraph: int, words: str) -> None:
        """A new sentence: year and brackets start anew; a new paragraph forgets its subject, unless a heading named it."""
        if paragraph != self.paragraph:
            if not self.heading:
                self.topic, self.nouns = "", NO_TAGS
                self.seen, self.since = set(), set()
            self.paragraph = paragraph
        self.heading = len(words) < 40 and not words.endswith(("。", "；", "，"))
        self.sentence, self.clause, self.depth = number, 0, 0
        self.here: set[str] = set()
        self.scope, self.why = THIS_YEAR, ""
        self.words: list[Word] = []
        self.carried: frozenset[str] | None = NO_TAGS  # None: what self.clause_before says, not yet put together
        self.clause_before: list[Word] = []
        self.open = -1  # the place of the number that still gathers the words behind it, until a mark or another number
        self.gathered: set[str] = set()
        self.noun_behind: tuple[str, frozenset[str]] | None = None  # topic and nouns after the first noun behind it
        self.counted = False  # a number stood in this clause
        self.head = NO_TAGS  # what stood before the first number of a list
        self.spent = True  # the nouns have been counted by outcome, so that the next noun starts anew
        self.none: Word | None = None

    def run(self, events: Sequence[Event]) -> None:
        """Takes the events of one sentence in order."""
        first = len(self.found)
        for event in events:
            if isinstance(event, Word):
                self.word(event)
            elif isinstance(event, Quantity):
                self.number(event)
            else:
                self.mark(event)
        self.close()
        self.close_none()
        around = frozenset(self.here)
        self.found[first:] = [Stated._make((*stated[:-1], around)) for stated in self.found[first:]]

    def word(self, word: Word) -> None:
        """A known word: it may name a subject, a year, or say that there was nothing."""
        if "申请" in word.tags and self.of_another_kind(word):
            word = word._replace(tags=frozenset(("别的",)))
        tags = word.tags
        self.here |= tags
        self.seen |= tags
        self.since |= tags
        self.years(word)
        topic, nouns = self.lexicon.subjects.get(tags, _NO_SUBJECT)
        if topic and not (topic == "申请" and "公开申请" not in tags and self.other_request()):
            self.subject(topic, nouns)
        if self.open >= 0:
            self.gathered |= tags
            if topic and self.noun_behind is None:
                self.noun_behind = (self.topic, self.nouns)
        self.words.append(word)
        if tags.isdisjoint(_SAYING):
            return
        if "持平" in tags or "基本持平" in tags:
            self.found.append(self.stated(Quantity(word.start, word.end, EVEN), ""))
        if tags & ALL_DONE:
            kept, self.words = self.words, [word]
            self.found.append(self.stated(Quantity(word.start, word.end, COUNT), "", none=True))
            self.words = kept
        if "无" in tags and not self.counted:
            self.close_none()
            self.none = word

    def other_request(self) -> bool:
        """Whether a bare 申请 is one of another kind, by what was spoken of."""
        spoken = any(self.lexicon.topics.get(tag) == self.topic for tag in self.here)  # in this sentence
        return spoken and (self.topic not in ("", "申请", "别的") or (self.topic == "别的" and "公开申请" not in self.seen))

    def of_another_kind(self, word: Word) -> bool:
        """Whether unknown words stand right before 申请 (专项资金申请): then it is no application for information."""
        before = self.text[word.start - 1:word.start]
        known = self.words and self.words[-1].end == word.start
        return not known and bool(before) and before not in _MAY_PRECEDE and not before.isdigit()

    def close(self) -> None:
        """The words behind a number are known; the first noun there names its subject where only a verb stands before it (收到 3 件申请)."""
        if self.gathered:
            stated, tags = self.found[self.open], frozenset(self.gathered)
            topic, nouns = self.noun_behind if self.noun_behind and stated.before <= VERBS else (stated.topic, stated.nouns)
            self.found[self.open] = stated._replace(topic=topic, nouns=nouns, after=tags, seen=stated.seen | tags, since=stated.since | tags)
            self.gathered = set()
        self.open, self.noun_behind = -1, None

    def subject(self, topic: str, nouns: frozenset[str]) -> None:
        """Another noun: with others of its topic it forms one subject until they have been counted by outcome."""
        anew = topic != self.topic or self.spent or topic != "复议诉讼"
        self.nouns = nouns if anew else self.nouns | nouns
        if anew:
            self.since = set(self.here)
        self.topic, self.spent = topic, False

    def years(self, word: Word) -> None:
        """Words that say of which year, of which part of it, or of whom the numbers are."""
        tags = word.tags
        if tags.isdisjoint(_OF_YEARS):
            return
        if "本年" in tags or "至" in tags or ("本单位" in tags and self.why == "全域"):
            self.scope, self.why = THIS_YEAR, ""
        elif "上年" in tags:
            self.scope, self.why = LAST_YEAR, ""
        else:
            for tag in _OUTSIDE:
                if tag in tags:
                    self.scope, self.why = ELSEWHERE, tag

    def date(self, quantity: Quantity) -> None:
        """A date: the report's year, the year before, or one that is no business of this report."""
        year = int(quantity.value)
        if self.year is None or not year:
            words = self.text[quantity.start:quantity.end]
            if self.year and "月" in words and "12月31" not in words:
                self.scope, self.why = ELSEWHERE, "一段"
            return
        if self.words and "较" in self.words[-1].tags and self.words[-1].end == quantity.start:
            self.here.add("比上年" if year == self.year - 1 else "比其他")
            self.words.append(Word(quantity.start, quantity.end, frozenset({"比上年" if year == self.year - 1 else "比其他"})))
            return
        if year == self.year:
            whole = "月" not in self.text[quantity.start:quantity.end] or "12月31" in self.text[quantity.start:quantity.end]
            self.scope, self.why = (THIS_YEAR, "") if whole else (ELSEWHERE, "一段")
        elif year == self.year - 1:
            self.scope, self.why = LAST_YEAR, ""
        else:
            self.scope, self.why = ELSEWHERE, "以后" if year > self.year else "别的年度"

    def number(self, quantity: Quantity) -> None:
        """A number: it takes the words before it, and gathers those behind it until the next mark."""
        if quantity.kind == DATE:
            self.date(quantity)
            return
        if quantity.kind == DURATION:
            self.duration(quantity)
        if quantity.kind not in QUANTITIES:
            return
        self.close()
        if self.none is not None and quantity.kind == COUNT:
            self.none = None  # 未…的 3 件 is a number of its own
        start = self.words[0].start if self.words else quantity.start
        self.found.append(self.stated(quantity, self.text[max(0, min(start, quantity.start) - 30):quantity.start]))
        self.open = len(self.found) - 1
        if self.found[-1].before & {"维持", "纠正", "其他结果", "未审结"}:
            self.spent = True
        self.head = self.found[-1].before | self.found[-1].carried
        self.words, self.carried, self.counted = [], NO_TAGS, True

    def duration(self, quantity: Quantity) -> None:
        """近五年来, 一季度: numbers after it are of more than the year, or of less."""
        words = self.text[quantity.start:quantity.end + 1]
        if "季度" in words:
            self.scope, self.why = ELSEWHERE, "一段"
        elif quantity.unit.endswith("年") and quantity.value > 1 and (words[0] in "近过" or words[-1] in "来间"):
            self.scope, self.why = ELSEWHERE, "累计"

    def stated(self, quantity: Quantity, lead: str, none: bool = False) -> Stated:
        """A number with the state of the walk."""
        if self.carried is None:
            self.carried = tags_of(self.clause_before) - {"无"}  # put together only for a number: most clauses have none
        return Stated(quantity, tuple(self.words), tags_of(self.words), self.carried, NO_TAGS, self.nouns, self.topic,
                      frozenset(self.seen), frozenset(self.since), frozenset(self.here), self.scope, self.why, self.depth, self.sentence, self.clause,
                      lead, none)

    def mark(self, mark: str) -> None:
        """A punctuation mark: it ends what numbers gather, and mostly the words before them."""
        if self.open >= 0:
            self.close()
        if mark in "（(":
            self.depth += 1
        elif mark in "）)":
            self.depth = max(0, self.depth - 1)
        if mark == "、" and not self.counted:
            return  # one of several nouns before a number
        if mark == "、":
            self.words, self.carried = [], self.head & KEPT_IN_LISTS
            return
        if self.none is not None:
            self.close_none()
        self.carried, self.clause_before = (NO_TAGS if self.counted else None), self.words
        self.words, self.counted = [], False
        self.clause += 1
        if mark in "；;":
            self.spent = True
            if self.why in _OUTSIDE:
                self.scope, self.why = THIS_YEAR, ""

    def close_none(self) -> None:
        """The clause that says there was nothing has ended: it is a number 0 of what it names."""
        none, self.none = self.none, None
        if none is None or not self.words:
            return
        words = [word for word in self.words if word.start >= none.start]
        if len(words) < 2 or words[1].start - none.end > 14:
            return
        self.words = words
        end = words[-1].end
        quantity = Quantity(none.start, end, COUNT, Decimal(0), "", digits="")
        self.found.append(self.stated(quantity, self.text[max(0, none.start - 20):none.start], none=True))
