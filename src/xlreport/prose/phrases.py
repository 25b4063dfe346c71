"""Figure clauses of a form (phrases.toml) and which of their wordings the figures call for.

A clause is offered in its widest wording; where it still stands untouched when the report is written, the first wording whose
conditions hold takes its place. A clause that a person changed is that person's: only its braces are filled in.
"""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from xlreport.errors import DefinitionError, Mistake
from xlreport.form.model import Form
from xlreport.form.names import meant
from xlreport.form.submission import Submission
from xlreport.prose.filling import fill
from xlreport.prose.placeholders import find_placeholders
from xlreport.rules.language import read_condition, read_sum
from xlreport.rules.model import Answer, Comparison, Sum
from xlreport.rules.parse import RuleText, parse
from xlreport.rules.sums import RELATIONS, Amounts, amounts, side

_PHRASE = ("id", "section", "last_year", "wording")
_WORDING = ("when", "text", "items", "only")
_ITEM = ("figure", "text", "name")
_MATTER = ("section", "when", "words", "basis")
ITEMS, ITEM = "{各项}", "{项}"
_NOTHING = Decimal(0)


class Item(NamedTuple):
    """One part of a list: named only where its figure is not 0."""

    figure: Sum
    text: str
    name: str


class Wording(NamedTuple):
    """One way to say a clause. when: conditions that must all hold; only: the text where one item alone is not 0."""

    when: tuple[Comparison | Answer, ...]
    text: str
    items: tuple[Item, ...]
    only: str

    @property
    def whole(self) -> str:
        """The text with every item in it."""
        return self.text.replace(ITEMS, "、".join(item.text for item in self.items))


class Phrase(NamedTuple):
    """One clause: its name, the text it belongs to, whether it needs last year's figures, its wordings, the widest last."""

    id: str
    section: str
    last_year: bool
    wordings: tuple[Wording, ...]


class Matter(NamedTuple):
    """Words that a text must hold where the conditions hold (an aggregated report: 工作考核、社会评议、责任追究)."""

    section: str
    when: tuple[Comparison | Answer, ...]
    words: tuple[str, ...]
    basis: str


class Phrases(NamedTuple):
    """All that phrases.toml says of a form."""

    phrases: tuple[Phrase, ...]
    matters: tuple[Matter, ...]

    def phrase(self, name: str) -> Phrase:
        """The clause of that name. Raises KeyError with the names there are."""
        for phrase in self.phrases:
            if phrase.id == name:
                return phrase
        known = [phrase.id for phrase in self.phrases]
        raise KeyError(f"没有语句“{name}”{meant(name, known) or '，现有：' + '、'.join(known)}")


_made: dict[int, tuple[Form, Phrases]] = {}  # by identity: a form holds mappings, which do not hash


def phrases_of(form: Form) -> Phrases:
    """The clauses of a form; a later file's clause of the same id takes the place of an earlier one's.

    Raises DefinitionError with all mistakes of all files.
    """
    if id(form) not in _made:
        reader = _Reader(form)
        for name, text in form.phrases:
            reader.file(name, text)
        if reader.mistakes:
            raise DefinitionError(tuple(reader.mistakes))
        _made[id(form)] = (form, Phrases(tuple(reader.phrases.values()), tuple(reader.matters)))
    return _made[id(form)][1]


class _Reader:
    """Reads phrases.toml and keeps the list of its mistakes."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.mistakes: list[Mistake] = []
        self.phrases: dict[str, Phrase] = {}
        self.matters: list[Matter] = []
        self.name = self.place = ""

    def wrong(self, text: str) -> None:
        self.mistakes.append(Mistake(self.name, self.place, text))

    def file(self, name: str, text: str) -> None:
        self.name, self.place = name, ""
        try:
            data = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            self.wrong(f"不是合格的 TOML：{error}")
            return
        self.keys(data, ("phrase", "matter"))
        for entry in self.entries(data.get("phrase", [])):
            self.place = str(entry.get("id", ""))
            self.keys(entry, _PHRASE)
            wordings = tuple(self.wording(part) for part in self.entries(entry.get("wording", [])))
            if not self.place or not wordings:
                self.wrong("一条语句要有 id 和至少一个 [[phrase.wording]]")
                continue
            if wordings[-1].when:
                self.wrong("最后一个 wording 不写 when：别的都不合时用它，也是列在“正文”里的样子")
            if not wordings[-1].text:
                self.wrong("最后一个 wording 的 text 不能空着：它是列在“正文”里的样子")
            self.phrases[self.place] = Phrase(self.place, self.section(entry), bool(entry.get("last_year")), wordings)
        for entry in self.entries(data.get("matter", [])):
            self.place = "matter"
            self.keys(entry, _MATTER)
            words = tuple(str(word) for word in entry.get("words", ()))
            self.matters.append(Matter(self.section(entry), self.when(entry), words, str(entry.get("basis", ""))))

    def entries(self, found: Any) -> list[dict[str, Any]]:
        if isinstance(found, list) and all(isinstance(entry, dict) for entry in found):
            return found
        self.wrong("每一条写成 [[phrase]]、[[phrase.wording]]，下面一行一项")
        return []

    def keys(self, entry: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in entry:
            if key not in known:
                self.wrong(f"不认识的项“{key}”{meant(key, known)}")

    def section(self, entry: Mapping[str, Any]) -> str:
        code = str(entry.get("section", ""))
        if code not in self.form.text_codes:
            self.wrong(f"section 没有“{code}”{meant(code, self.form.text_codes)}")
        return code

    def wording(self, entry: Mapping[str, Any]) -> Wording:
        self.keys(entry, _WORDING)
        items = tuple(self.item(part) for part in self.entries(entry.get("items", [])))
        made = Wording(self.when(entry), self.text(entry, "text"), items, self.text(entry, "only") if "only" in entry else "")
        if bool(items) != (ITEMS in made.text):
            self.wrong(f"有 items 的，text 里写 {ITEMS}，其余不写")
        return made

    def item(self, entry: Mapping[str, Any]) -> Item:
        self.keys(entry, _ITEM)
        written = str(entry.get("figure", ""))
        try:
            figure = read_sum(parse(written), written, self.form)
        except RuleText as error:
            self.wrong(f"figure：{error}")
            figure = Sum((), _NOTHING, ())
        return Item(figure, self.text(entry, "text"), str(entry.get("name", "")))

    def text(self, entry: Mapping[str, Any], key: str) -> str:
        text = entry.get(key)
        if not isinstance(text, str) or "\n" in text:
            self.wrong(f"缺少 {key}（一行文字；不写这一句的，写 \"\"）")
            return ""
        for placeholder in find_placeholders(text, self.form):
            if placeholder.problem:
                self.wrong(f"{key} 里的 {{{placeholder.expression}}}：{placeholder.problem}")
        return text

    def when(self, entry: Mapping[str, Any]) -> tuple[Comparison | Answer, ...]:
        stated = entry.get("when", [])
        found = []
        for text in [stated] if isinstance(stated, str) else stated:
            try:
                found.append(read_condition(str(text), self.form))
            except RuleText as error:
                self.wrong(f"when：{error}")
        return tuple(found)


def holds(conditions: tuple[Comparison | Answer, ...], submission: Submission, known: Amounts) -> bool:
    """Whether all conditions are known to hold."""
    for condition in conditions:
        if isinstance(condition, Answer):
            answer = submission.answers.get(condition.question)
            if not answer or (answer == condition.choice) != condition.equal:
                return False
            continue
        left, right = side(condition.left, known), side(condition.right, known)
        if left is None or right is None or isinstance(left, str) or isinstance(right, str):
            return False
        if not RELATIONS[condition.relation](left - right, _NOTHING):
            return False
    return True


def chosen(phrase: Phrase, submission: Submission, known: Amounts) -> str:
    """The wording the figures call for, with its braces; items that are 0 are left out."""
    wording = next((one for one in phrase.wordings[:-1] if holds(one.when, submission, known)), phrase.wordings[-1])
    if not wording.items:
        return wording.text
    kept = [item for item in wording.items if side(item.figure, known) != 0]
    if len(kept) == 1 and wording.only and side(kept[0].figure, known) is not None:
        return wording.only.replace(ITEM, kept[0].name)
    return wording.text.replace(ITEMS, "、".join(item.text for item in kept or wording.items))


def with_names(text: str, unit: str, year: int | None) -> str:
    """A clause with the unit's name and the year in it; without a year it keeps the slot."""
    named = text.replace("{单位名称}", unit) if unit else text
    return named.replace("{年度}", str(year)).replace("{上年度}", str(year - 1)) if year else named


def offered(form: Form, unit: str, year: int | None, last_year: bool) -> dict[str, str]:
    """The clauses a blank workbook starts with, by text code, a paragraph each, in their widest wording.

    last_year: whether last year's figures are at hand; clauses that need them are left out otherwise, as are those that name
    a unit or year nobody stated.
    """
    texts: dict[str, list[str]] = {}
    for phrase in phrases_of(form).phrases:
        text = with_names(phrase.wordings[-1].whole, unit, year)
        slots = ("{单位名称}", "{年度}", "{上年度}")
        if (last_year or not phrase.last_year) and not any(slot in text for slot in slots):
            texts.setdefault(phrase.section, []).append(text)
    return {code: "\n".join(paragraphs) for code, paragraphs in texts.items()}


def offered_wordings(form: Form) -> Iterator[str]:
    """Every wording of every clause, whole and with one item only."""
    for phrase in phrases_of(form).phrases:
        for wording in phrase.wordings:
            yield from (wording.whole, wording.only)


def settled(code: str, text: str, submission: Submission, known: Amounts) -> str:
    """A text in which every clause that still stands as it was offered has the wording its figures call for."""
    for phrase in phrases_of(submission.form).phrases:
        wide = with_names(phrase.wordings[-1].whole, submission.unit, submission.year)
        if phrase.section == code and wide in text:
            text = text.replace(wide, with_names(chosen(phrase, submission, known), submission.unit, submission.year))
    return text


def clause(name: str, submission: Submission) -> str:
    """One clause from its name and a report's figures, with the figures in place. Raises KeyError for an unknown name.

    A figure that is not known shows as filling.UNFILLED.
    """
    known = amounts(submission)
    text = chosen(phrases_of(submission.form).phrase(name), submission, known)
    return fill(with_names(text, submission.unit, submission.year), submission, known).text


def required(submission: Submission, known: Amounts) -> Iterator[tuple[Matter, tuple[str, ...]]]:
    """Every matter that applies to a report, with those of its words that its text does not hold."""
    for matter in phrases_of(submission.form).matters:
        if holds(matter.when, submission, known):
            text = submission.texts.get(matter.section, "")
            yield matter, tuple(word for word in matter.words if word not in text)
