"""The narratives of two reports, sentence beside sentence: what is new, what is gone, what was copied."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape
from typing import NamedTuple

from xlreport.form.submission import Submission
from xlreport.present.plain_text import one_line
from xlreport.prose.copied import sentence_key, taken_over
from xlreport.prose.own_clauses import OwnClauses
from xlreport.prose.sentences import pieces
from xlreport.wording import say

SAME, NUMBERS, CHANGED, ADDED, GONE = "same", "numbers", "changed", "added", "gone"
_MOST_SENTENCES = 600  # of one text; the longest real ones have about 200
_ALIKE = 0.6
_WORDS = re.compile(r"[0-9]+(?:[.,][0-9]+)*[%％]?|.", re.DOTALL)  # a number is one word: 12 and 21 differ as a whole


class Row(NamedTuple):
    """Two sentences side by side; either may be missing. how: SAME, NUMBERS (only figures differ), CHANGED, ADDED or GONE."""

    how: str
    this: str
    last: str


def sentence_rows(this: str, last: str) -> list[Row]:
    """The sentences of two texts in order, equal and similar ones beside each other."""
    mine, theirs = ([text[span.start:span.end] for span in pieces(text)][:_MOST_SENTENCES] for text in (this, last))
    keys, their_keys = ([sentence_key(sentence) for sentence in sentences] for sentences in (mine, theirs))
    rows: list[Row] = []
    for how, a, b, c, d in SequenceMatcher(None, their_keys, keys, autojunk=False).get_opcodes():
        if how == "equal":
            rows += [Row(SAME if one == other else NUMBERS, one, other) for one, other in zip(mine[c:d], theirs[a:b], strict=True)]
        else:
            rows += _paired(mine[c:d], theirs[a:b])
    return rows


def _paired(mine: list[str], theirs: list[str]) -> Iterator[Row]:
    """Sentences that were changed, each beside the most similar one of the other report; the rest added or gone."""
    left = list(theirs)
    for sentence in mine:
        scores = [SequenceMatcher(None, sentence, other, autojunk=False).ratio() for other in left[:40]]
        best = max(range(len(scores)), key=scores.__getitem__, default=-1)
        if best >= 0 and scores[best] >= _ALIKE:
            yield from (Row(GONE, "", other) for other in left[:best])
            yield Row(CHANGED, sentence, left[best])
            left = left[best + 1:]
        else:
            yield Row(ADDED, sentence, "")
    yield from (Row(GONE, "", other) for other in left)


def texts_html(this: Submission, last: Submission) -> Iterator[str]:
    """A table a text, with the share that was taken over."""
    yield f"<h3>{say('文字对照', 'The texts')}</h3>"
    own = OwnClauses(this.form)
    whole = taken_over("\n".join(this.texts.values()), "\n".join(last.texts.values()), own)
    if whole.counted:
        said = say("撇开数字和每份报告都有的套话，本份文字与对照的一份相同或几乎相同的占",
                   "Numbers and set phrases aside, taken over from the other report:")
        yield f"<p>{said} <b>{whole.share:.0%}</b>{say('。', '.')}</p>"
    headings = {section.text or section.table: section.heading for section in this.form.sections}
    for code in this.form.text_codes:
        mine, theirs = this.texts.get(code, ""), last.texts.get(code, "")
        if not mine.strip() and not theirs.strip():
            continue
        yield f'<table class="sides"><caption>{escape(headings.get(code) or code)}{_share(mine, theirs, own)}</caption>'
        yield f"<thead><tr><th>{say('本份', 'this')}</th><th>{say('对照', 'other')}</th></tr></thead><tbody>"
        yield from (_row(row) for row in sentence_rows(mine, theirs))
        yield "</tbody></table>"


def _share(mine: str, theirs: str, own: OwnClauses) -> str:
    taken = taken_over(mine, theirs, own)
    return say(f"（照搬 {taken.share:.0%}）", f" ({taken.share:.0%} taken over)") if taken.counted else ""


def _row(row: Row) -> str:
    tags = {SAME: say("相同", "same"), NUMBERS: say("只改了数字", "only figures differ"), CHANGED: say("改写", "changed"),
            ADDED: say("新增", "added"), GONE: say("删去", "gone")}
    this, last = _marked(row)
    style = ' class="same"' if row.how == SAME else ""
    tag = f'<span class="tag">{tags[row.how]}</span>'
    first, second = (tag + this, last) if row.how != GONE else (this, tag + last)
    return f"<tr><td{style}>{first}</td><td{style}>{second}</td></tr>"


def _marked(row: Row) -> tuple[str, str]:
    """Both sentences as HTML, what differs marked."""
    if row.how in (NUMBERS, CHANGED):
        mine, theirs = [], []
        old_words, new_words = (_WORDS.findall(text) for text in (row.last, row.this))
        for how, a, b, c, d in SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes():
            old, new = escape(one_line("".join(old_words[a:b]))), escape(one_line("".join(new_words[c:d])))
            theirs.append(old if how == "equal" or not old else f"<del>{old}</del>")
            mine.append(new if how == "equal" or not new else f"<ins>{new}</ins>")
        return "".join(mine), "".join(theirs)
    this, last = escape(one_line(row.this)), escape(one_line(row.last))
    return (f"<ins>{this}</ins>" if row.how == ADDED else this), (f"<del>{last}</del>" if row.how == GONE else last)
