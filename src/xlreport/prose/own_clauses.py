"""Sentences that the program itself offers (phrases.toml), known again whatever figures stand in them.

Two offices that both leave an offered clause as it is have copied nothing from each other; it counts for no text.
"""

import re
from collections.abc import Iterator

from xlreport.form.model import Form
from xlreport.prose.copied import sentence_key
from xlreport.prose.phrases import ITEM, ITEMS, Wording, phrases_of
from xlreport.prose.sentences import pieces

_SLOT, _PARTS = "\ue000", "\ue001"
_BRACES = re.compile(r"\{[^{}\n]*\}")
_FIGURE = r"(?:\{[^{}]*\}|.{0,12}?)"  # as typed, or filled in: `增加#件`, `上升#个百分点`


class OwnClauses:
    """Tells whether the key of a sentence (prose.copied.sentence_key) is one of a form's offered clauses."""

    def __init__(self, form: Form) -> None:
        wordings = [wording for phrase in phrases_of(form).phrases for wording in phrase.wordings]
        patterns = dict.fromkeys(pattern for wording in wordings for pattern in _patterns(wording))
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def __contains__(self, key: object) -> bool:
        return self._pattern is not None and isinstance(key, str) and self._pattern.fullmatch(key) is not None


def _patterns(wording: Wording) -> Iterator[str]:
    """A pattern for every sentence of a wording, on keys; of a list any items that are not left out."""
    items = "|".join(_key_pattern(item.text) for item in wording.items)
    names = "|".join(re.escape(sentence_key(item.name)) for item in wording.items)
    for text in (wording.text.replace(ITEMS, _PARTS), wording.only.replace(ITEM, _PARTS)):
        for span in pieces(text):
            pattern = _key_pattern(text[span.start:span.end])
            if pattern.strip("(?:)") and pattern != _FIGURE:
                yield pattern.replace(_PARTS, f"(?:{items if text == wording.text.replace(ITEMS, _PARTS) else names})+")


def _key_pattern(words: str) -> str:
    return re.escape(sentence_key(_BRACES.sub(_SLOT, words))).replace(_SLOT, _FIGURE)
