"""Every number of a text with the words that say what it counts: those before it, those behind it, and what still holds.

A text is walked once from left to right. Nearest words win; a subject holds until another noun takes its place; a year, a
plan or a part of the year holds until the sentence ends or the text says 本年.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xlreport.prose.events import Event, events_in
from xlreport.prose.lexicon import Lexicon
from xlreport.prose.quantities import (
    CONTACT,
    COUNT,
    DATE,
    DURATION,
    EVEN,
    QUANTITIES,
    RANGE,
    REFERENCE,
    WORD,
    Quantity,
    folded,
    quantities,
)
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
from xlreport.prose.sentences import sentence_spans
from xlreport.prose.stated import ALL_DONE, NO_TAGS, VERBS, Stated, tags_of
from xlreport.prose.understood import behind, listed, nothing_else, part_of, understood
from xlreport.prose.words import Word

# A sentence without numbers matters only where it names a subject or says that there was nothing.
_WORTH = re.compile("申请|复议|诉讼|规范性文件|规章|行政[许处强事]|处理费|结转|办结|予公开|部分公开|无法提供|不予处理|持平")
_NO_NUMBERS = (WORD, REFERENCE, CONTACT)  # 一是, 第九条: they make no sentence one with numbers
_HEADING = 40  # characters that none has
_SAYING = ALL_DONE | {"持平", "基本持平", "无"}  # tags of words that by themselves state a number
_LOUD = OF_YEARS | _SAYING
# 均已办结 after one of these speaks of some of the applications, not of all
_RATIO = re.compile("[0-9][:：][0-9]")
_SOME = frozenset(("其余", "结转下年", "在办"))
KEPT_IN_LISTS = (VERBS - {"其中"}) | {"拦", "引起", "被"}
_TAKES_NOUN = VERBS | {"现行有效", "废止"}
_ATTRIBUTES = frozenset(("新收", "上年结转", "结转下年"))
_OUTCOMES = frozenset(("维持", "纠正", "其他结果", "未审结"))
# A number whose sentence goes on: all fields of Stated but the last, in order, so that each is made once and not at every word behind it.
Draft = list[Any]
_new = tuple.__new__  # Stated(...) takes twice as long
_QUANTITY, _BEFORE, _CARRIED, _AFTER, _NOUNS, _TOPIC, _SEEN, _SINCE, _CLEAR, _LISTED, _CLEAR_BEHIND = map(
    Stated._fields.index, ("quantity", "before", "carried", "after", "nouns", "topic", "seen", "since", "clear", "listed", "clear_behind"))
_MAY_PRECEDE = frozenset("有部其的类件份宗起条次例个，。、；：（）“”！对将就与和及 \n对该此各本新年度")


def stated_numbers(text: str, lexicon: Lexicon, year: int | None, area: str = "") -> tuple[Stated, ...]:
    """Every quantity and every statement of nothing in a text, in order. year: the report's; area: what it is of (area_of)."""
    plain = folded(text)
    walk = _Walk(plain, lexicon, year, area)
    numbers = quantities(text)
    taken = 0
    for number, (paragraph, start, end) in enumerate(sentence_spans(plain)):
        walk.pass_to(paragraph, end - start < _HEADING and plain[end - 1] not in "。；，")
        first, told = taken, False
        while taken < len(numbers) and numbers[taken].start < end:
            told = told or numbers[taken].kind not in _NO_NUMBERS
            taken += 1
        if told or _WORTH.search(plain, start, end):
            walk.start_sentence(number, start)
            walk.run(events_in(plain, lexicon, start, end, numbers[first:taken]))
    return tuple(walk.found)


class _Walk:
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
        self.gathered: list[Word] = []
        self.noun_behind: tuple[str, frozenset[str]] | None = None  # topic and nouns after the first noun behind it, or after those in one
        self.noun_end = -1
        self.attribute = NO_TAGS  # tags of the word right behind it that say which they are (118 件新收申请)
        self.counted = False  # a number stood in this clause
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
            self.found += [_new(Stated, (*draft, self.here)) for draft in self.drafts]

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
            if not self.gathered and word.start == self.open[_QUANTITY].end:
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
            draft[_CLEAR] = understood(self.text, kept, word.start, self.lexicon, self.begins)
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
        draft[_SEEN] = self.seen
        if self.gathered:
            words, end = self.gathered, draft[_QUANTITY].end
            draft[_AFTER] = tags = tags_of(words)
            draft[_SINCE] |= tags
            if self.attribute:
                draft[_BEFORE] |= self.attribute
            if self.noun_behind and draft[_BEFORE] <= _TAKES_NOUN:
                draft[_TOPIC], draft[_NOUNS] = self.noun_behind
                draft[_CLEAR] = draft[_CLEAR] and behind(self.text, end, [word for word in words if word.end <= self.noun_end], self.lexicon)
            draft[_CLEAR_BEHIND] = behind(self.text, end, [*words, Word(place, place, NO_TAGS)], self.lexicon)
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
        self.open = draft = self.draft(quantity, self.text[max(0, min(start, quantity.start) - 30):quantity.start])
        before = draft[_BEFORE]
        if not before.isdisjoint(_OUTCOMES):
            self.spent = True
        self.head = before | draft[_CARRIED]
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
        draft = [quantity, tuple(self.words), tags_of(self.words), self.carried, NO_TAGS, self.nouns, self.topic,
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
        draft[_CLEAR], draft[_LISTED] = clear and nothing_else(self.text, words, self.lexicon), listed(self.text, words)
