"""A number whose sentence goes on: all fields of Stated but the last, in order, so that each is made once and not at every word behind it."""

from collections.abc import Sequence
from typing import Any

from xlreport.prose.lexicon import Lexicon
from xlreport.prose.stated import NO_TAGS, VERBS, Stated, tags_of
from xlreport.prose.understood import behind
from xlreport.prose.words import Word

Draft = list[Any]
Noun = tuple[str, frozenset[str]]
_TAKES_NOUN = VERBS | {"现行有效", "废止"}
_QUANTITY, _BEFORE, _AFTER, _NOUNS, _TOPIC, _SEEN, _SINCE, _CLEAR, _LISTED, _CLEAR_BEHIND = map(Stated._fields.index, (
    "quantity", "before", "after", "nouns", "topic", "seen", "since", "clear", "listed", "clear_behind"))


def gathered(draft: Draft, text: str, words: list[Word], noun: Noun | None, noun_end: int, lexicon: Lexicon) -> None:
    """Gives a number the words behind it up to a mark or another number.

    noun: topic and nouns after the first noun among them, which ends at noun_end: it names what is counted where only a verb stands
    before the number (收到 3 件申请).
    """
    end = draft[_QUANTITY].end
    draft[_AFTER] = tags = tags_of(words)
    draft[_SINCE] |= tags
    if noun is not None and draft[_BEFORE] <= _TAKES_NOUN:
        draft[_TOPIC], draft[_NOUNS] = noun
        draft[_CLEAR] = draft[_CLEAR] and behind(text, end, [word for word in words if word.end <= noun_end], lexicon)


def said_before(draft: Draft, tags: frozenset[str]) -> None:
    """A word right behind a number that says which they are counts as one before it (118 件新收申请)."""
    draft[_BEFORE] |= tags


def ended(draft: Draft, text: str, words: Sequence[Word], place: int, seen: frozenset[str], lexicon: Lexicon) -> None:
    """No more words belong to a number. place: of the mark behind them; seen: tags of the paragraph so far."""
    draft[_SEEN] = seen
    if words:
        draft[_CLEAR_BEHIND] = behind(text, draft[_QUANTITY].end, [*words, Word(place, place, NO_TAGS)], lexicon)


def understood_as(draft: Draft, clear: bool, listed: bool = True) -> None:
    """Says of a statement of nothing whether all its words are known, and whether they are items of a list."""
    draft[_CLEAR], draft[_LISTED] = clear, listed


def made(draft: Draft, around: frozenset[str]) -> Stated:
    """The number of a sentence that has ended. around: all its tags."""
    return tuple.__new__(Stated, (*draft, around))  # Stated(...) takes twice as long
