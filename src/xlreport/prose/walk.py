"""The walk through a text: which words say what a number counts, those before it, those behind it, and what still holds.

A text is walked once from left to right. Nearest words win; a subject holds until another noun takes its place; a year, a
plan or a part of the year holds until the sentence ends or the text says 本年.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from xlreport.prose.drafts import Draft, Noun, ended, gathered, made, said_before, understood_as
from xlreport.prose.events import Event
from xlreport.prose.lexicon import Lexicon
from xlreport.prose.quantities import COUNT, DATE, DURATION, EVEN, QUANTITIES, RANGE, Quantity
from xlreport.prose.scopes import (
    ELSEWHERE,
    OF_YEARS,
    OUTSIDE,
    TO,
    Scope,
    scope_of_date,
    scope_of_duration,
    scope_of_word,
    tag_of_date,
)
from xlreport.prose.stated import ALL_DONE, NO_TAGS, VERBS, Stated, tags_of
from xlreport.prose.understood import listed, nothing_else, part_of, understood
from xlreport.prose.words import Word

_SAYING = ALL_DONE | {"持平", "基本持平", "无"}  # tags of words that by themselves state a number
_LOUD = OF_YEARS | _SAYING
# 均已办结 after one of these speaks of some of the applications, not of all
_RATIO = re.compile("[0-9][:：][0-9]")
_SOME = frozenset(("其余", "结转下年", "在办"))
KEPT_IN_LISTS = (VERBS - {"其中"}) | {"拦", "引起", "被"}
_ATTRIBUTES = frozenset(("新收", "上年结转", "结转下年"))
_OUTCOMES = frozenset(("维持", "纠正", "其他结果", "未审结"))
_MAY_PRECEDE = frozenset("有部其的类件份宗起条次例个，。、；：（）“”！对将就与和及 \n对该此各本新年度")


class Walk:
    """The state of one walk through a text."""

    def __init__(self, text: str, lexicon: Lexicon, year: int | None, area: str) -> None:
        self.text, self.lexicon, self.year, self.area = text, lexicon, year, area
        self.found: list[Stated] = []
        self.topic, self.nouns = "", NO_TAGS
        self.seen = self.since = NO_TAGS
        self.paragraph = -1
        self.heading = False

    def pass_to(self, paragraph: int, heading: bool) -> None:
        """Another sentence, itself a heading or not: a new paragraph forgets its subject, unless a heading named it."""
        if paragraph != self.paragraph:
            if not self.heading:
                self.topic, self.nouns = "", NO_TAGS
                self.seen = self.since = NO_TAGS
            self.paragraph = paragraph
        self.heading = heading

    def start_sentence(self, number: int, start: int) -> None:
        """In a new sentence year and brackets start anew."""
        self.sentence, self.clause, self.depth = number, 0, 0
        self.begins = (start, start)  # the clause before and this one; after a counted thing a 、 begins one
        self.here = NO_TAGS
        self.scope = Scope()
        self.dated = (-1, Scope())  # where the last date ended, and its own scope
        self.outer: list[Scope] = []  # the scopes outside of the brackets that are open
        self.said = self.said_before = NO_TAGS  # tags of this clause, and of the one before
        self.words: list[Word] = []
        self.carried: frozenset[str] | None = NO_TAGS  # None: what self.clause_before says, not yet put together
        self.clause_before: list[Word] = []
        self.drafts: list[Draft] = []
        self.open: Draft | None = None  # the number that still gathers the words behind it, until a mark or another number
        self.open_end = -1  # where it ends
        self.gathered: list[Word] = []
        self.noun_behind: Noun | None = None  # topic and nouns after the first noun behind it, or after those in one
        self.noun_end = -1
        self.attribute = NO_TAGS  # tags of the word right behind it that say which they are (118 件新收申请)
        self.counted = False  # a number stood in this clause
        self.before = NO_TAGS  # tags of the words before the last number
        self.head = NO_TAGS  # what stood before the first number of a list
        self.spent = True  # the nouns have been counted by outcome, so that the next noun starts anew
        self.none: Word | None = None

    def run(self, events: Sequence[Event]) -> None:
        """Takes the events of one sentence in order."""
        for event in events:
            if isinstance(event, Quantity):
                self.number(event)
            elif event.tags:
                self.word(event)
            else:
                self.mark(event.start)
        self.close(events[-1].end if events else 0)
        if self.none is not None:
            self.close_none()
        if self.drafts:
            self.found += [made(draft, self.here) for draft in self.drafts]

    def word(self, word: Word) -> None:
        """A known word: it may name a subject, a year, or say that there was nothing."""
        if "申请" in word.tags and self.of_another_kind(word):
            word = word._replace(tags=frozenset(("别的",)))
        if self.area and "全域" in word.tags and self.text.startswith(self.area, word.start):
            word = word._replace(tags=frozenset(("本单位",)))
        tags = word.tags
        if not tags <= self.here:
            self.here |= tags
            if not tags <= self.since:
                self.since |= tags
                self.seen |= tags
        named = self.lexicon.subjects.get(tags)
        quiet = named is None and tags.isdisjoint(_LOUD)
        if not quiet and not tags.isdisjoint(OF_YEARS):
            self.scope = scope_of_word(tags, self.scope)
        if named is not None and not (named[0] == "申请" and "公开申请" not in tags and self.other_request()):
            self.subject(*named)
        if self.open is not None:
            if not self.gathered and word.start == self.open_end:
                self.attribute = tags & _ATTRIBUTES
            self.gathered.append(word)
            if named is not None and (self.noun_behind is None or word.start == self.noun_end):
                self.noun_behind, self.noun_end = (self.topic, self.nouns), word.end
        self.words.append(word)
        self.said |= tags
        if not quiet and not tags.isdisjoint(_SAYING):
            self.saying(word)

    def saying(self, word: Word) -> None:
        """A word that by itself states a number: that two are equal, that all are done, that there was nothing."""
        tags = word.tags
        if "持平" in tags or "基本持平" in tags:
            self.draft(Quantity(word.start, word.end, EVEN), "")
        if tags & ALL_DONE and not self.of_some():
            kept, self.words = self.words, [word]
            draft = self.draft(Quantity(word.start, word.end, COUNT), "", none=True)
            understood_as(draft, understood(self.text, kept, word.start, self.lexicon, self.begins))
            self.words = kept
        if "无" in tags and not self.counted:
            self.close_none()
            self.none = word

    def of_some(self) -> bool:
        """Whether 均已办结 speaks of some applications: of those left from last year, of one kind of applicant, of the rest."""
        if not self.here.isdisjoint(_SOME) or self.narrowed(self.said):
            return True
        return self.narrowed(self.said_before) and not ("上年结转" in self.said_before and not self.here.isdisjoint(("收到", "新收")))

    def narrowed(self, tags: frozenset[str]) -> bool:
        """Whether tags of a clause name a part of the applications."""
        rows = tags - VERBS - {"结转下年"}
        return not (rows.isdisjoint(("上年结转", "渠道")) and self.lexicon.columns.keys().isdisjoint(rows) and self.lexicon.belongs.keys().isdisjoint(rows))

    def other_request(self) -> bool:
        """Whether a bare 申请 is one of another kind, by what was spoken of."""
        spoken = any(self.lexicon.topics.get(tag) == self.topic for tag in self.here)  # in this sentence
        return spoken and (self.topic not in ("", "申请", "别的") or (self.topic == "别的" and "公开申请" not in self.seen))

    def of_another_kind(self, word: Word) -> bool:
        """Whether unknown words stand right before 申请 (专项资金申请): then it is no application for information."""
        before = self.text[word.start - 1:word.start]
        known = self.words and self.words[-1].end == word.start
        return not known and bool(before) and before not in _MAY_PRECEDE and not before.isdigit()

    def close(self, place: int) -> None:
        """The words behind a number are known; the first noun there names its subject where only a verb stands before it (收到 3 件申请)."""
        draft = self.open
        if draft is None:
            return
        if self.gathered:
            if self.attribute:
                said_before(draft, self.attribute)
            gathered(draft, self.text, self.gathered, self.noun_behind, self.noun_end, self.lexicon)
        ended(draft, self.text, self.gathered, place, self.seen, self.lexicon)
        self.gathered = []
        self.open, self.noun_behind, self.attribute = None, None, NO_TAGS

    def subject(self, topic: str, nouns: frozenset[str]) -> None:
        """Another noun: with others of its topic it forms one subject until they have been counted by outcome."""
        anew = topic != self.topic or self.spent or topic != "复议诉讼"
        self.nouns = nouns if anew else self.nouns | nouns
        if anew:
            self.since = self.here
        self.topic, self.spent = topic, False

    def date(self, quantity: Quantity) -> None:
        """A date: the report's year, the year before, or one that is no business of this report."""
        year = int(quantity.value)
        compared = bool(self.words) and "较" in self.words[-1].tags and self.words[-1].end == quantity.start
        tag = tag_of_date(self.text, quantity, self.year, compared)
        scope = scope_of_date(self.text[quantity.start:quantity.end], year, self.year, self.scope)
        last, before = self.dated
        if last >= 0 and before.name == ELSEWHERE and self.text[last:quantity.start] in TO:
            scope = Scope(ELSEWHERE, "累计")  # 2022 年至 2024 年
        self.dated = (quantity.end, scope)
        if tag:
            self.word(Word(quantity.start, quantity.end, frozenset((tag,))))
        else:
            self.scope = scope

    def number(self, quantity: Quantity) -> None:
        """A number: it takes the words before it, and gathers those behind it until the next mark."""
        if quantity.kind == DATE:
            self.date(quantity)
            return
        if quantity.kind in (DURATION, RANGE):
            self.scope = scope_of_duration(self.text[quantity.start:quantity.end + 1], quantity, self.scope)
        if quantity.kind not in QUANTITIES or self.not_one(quantity) or self.ratio(quantity):
            return
        if self.open is not None:
            self.close(quantity.start)
        if self.none is not None and quantity.kind == COUNT:
            self.none = None  # 未…的 3 件 is a number of its own
        start = self.words[0].start if self.words else quantity.start
        self.open = self.draft(quantity, self.text[max(0, min(start, quantity.start) - 30):quantity.start])
        self.open_end = quantity.end
        if not self.before.isdisjoint(_OUTCOMES):
            self.spent = True
        self.head = self.before | (self.carried or NO_TAGS)
        self.words, self.carried, self.counted = [], NO_TAGS, True

    def ratio(self, quantity: Quantity) -> bool:
        """Whether a number is one of 3:1."""
        start, end = quantity.start, quantity.end
        beside = self.text[start - 1:start] + self.text[end:end + 1]
        return (":" in beside or "：" in beside) and _RATIO.search(self.text, max(0, start - 2), end + 2) is not None

    def not_one(self, quantity: Quantity) -> bool:
        """无一件, 未发生一起: the one belongs to the words that there was nothing."""
        return self.none is not None and self.none.end == quantity.digits_start and quantity.digits == "一"

    def draft(self, quantity: Quantity, lead: str, none: bool = False) -> Draft:
        """A number with the state of the walk, and what stands behind it still to come."""
        if self.carried is None:
            self.carried = tags_of(self.clause_before) - {"无"}  # put together only for a number: most clauses have none
        clear = none or understood(self.text, self.words, quantity.start, self.lexicon, self.begins)
        self.before = tags_of(self.words)
        draft = [quantity, tuple(self.words), self.before, self.carried, NO_TAGS, self.nouns, self.topic,
                 self.seen, self.since, self.here, *self.scope, self.depth, self.sentence, self.clause,
                 lead, none, clear, part_of(self.text, quantity.start), True, True]
        self.drafts.append(draft)
        return draft

    def mark(self, place: int) -> None:
        """The punctuation mark at a place: it ends what numbers gather, and mostly the words before them."""
        mark = self.text[place]
        if self.open is not None:
            self.close(place)
        if mark in "（(":
            self.depth += 1
            self.outer.append(self.scope)
            end, scope = self.dated
            if end >= 0 and self.text.startswith(("（", "("), end):
                self.scope = scope  # 较 2023 年（98 件）
            self.dated = (-1, scope)
        elif mark in "）)":
            self.depth = max(0, self.depth - 1)
            self.scope = self.outer.pop() if self.outer else self.scope
        if mark == "、" and not self.counted:
            return  # one of several nouns before a number
        if mark == "、":
            self.words, self.carried = [], self.head & KEPT_IN_LISTS
            self.begins = (self.begins[1], place + 1)
            return
        if self.none is not None:
            self.close_none()
        self.begins = (self.begins[1], place + 1)
        self.carried, self.clause_before = (NO_TAGS if self.counted else None), self.words
        self.words, self.counted = [], False
        self.said_before, self.said = self.said, NO_TAGS
        self.clause += 1
        if mark in "；;":
            self.spent = True
            if self.scope.why in OUTSIDE:
                self.scope = Scope()

    def close_none(self) -> None:
        """The clause that says there was nothing has ended: it is a number 0 of what it names."""
        none, self.none = self.none, None
        if none is None or not self.words:
            return
        earlier = [word for word in self.words if word.start < none.start]
        words = self.words[len(earlier):]
        if len(words) < 2 or words[1].start - none.end > 14:
            return
        self.words = words
        end = words[-1].end
        quantity = Quantity(none.start, end, COUNT, Decimal(0), "", digits="")
        draft = self.draft(quantity, self.text[max(0, none.start - 20):none.start], none=True)
        clear = understood(self.text, [*earlier, none], none.start, self.lexicon, self.begins) and not self.narrowed(tags_of(earlier))
        understood_as(draft, clear and nothing_else(self.text, words, self.lexicon), listed(self.text, words))
