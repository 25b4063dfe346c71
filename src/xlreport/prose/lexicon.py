"""The words and claims of claims.toml: which words say what, and which cells a number with such words speaks of.

Shared words and claims stand beside the forms, a form's own in its folder, an office's own on top of both. A claim over
cells that a form does not have is not for that form.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from xlreport.errors import DefinitionError
from xlreport.form.model import Form
from xlreport.prose.claims_file import read_claims
from xlreport.prose.words import Finder, finder
from xlreport.rules.language import read_rule
from xlreport.rules.model import Sum
from xlreport.rules.parse import RuleText

ERROR, WARNING, SILENT = "error", "warning", "silent"
BOTH = "＋"  # between columns that are counted together
_COUNTED = "件份宗起例条次个部项"
_REMEMBERED = 4096  # sets of tags
_SUMS: dict[tuple[str, tuple[str, ...], str], tuple[Sum, ...]] = {}
_CHOICE = re.compile(r"\{([^{}]*)\}")


class Claim(NamedTuple):
    """One way of stating a figure. words: all of these tags; any: one of them; without: none; firm: one earlier in the paragraph;
    narrow: one of these in the sentence leaves only the first of the cells.

    cells, others, also: expressions with `*` for the column, also only for what agrees;
    level: error, warning or silent; channel: counts by a way of asking; timeless: whatever
    year the sentence speaks of; outside: in brackets (规章13件（含新制定5件）) it may be another count.
    """

    name: str
    topic: str
    words: frozenset[str]
    any: frozenset[str]
    without: frozenset[str]
    firm: frozenset[str]
    narrow: frozenset[str]
    cells: tuple[str, ...]
    others: tuple[str, ...]
    also: tuple[str, ...]
    units: str
    level: str
    channel: bool
    timeless: bool
    outside: bool


class Lexicon(NamedTuple):
    """words: the known words of a text and its marks (prose.words.finder).

    topics: topic by tag; columns: column by tag; claims: by topic, in the order in which they are tried; wholes: of what
    a share may be, by topic. belongs: the topic of a tag that only claims of one topic have.
    named: the claims of a topic that some tags can name, in that order. subjects: by all tags of a word that names a topic,
    the topic and its nouns. plain, cases: any run of words that narrow nothing, and of those that may follow a statement of nothing.
    """

    words: Finder
    topics: Mapping[str, str]
    columns: Mapping[str, str]
    claims: Mapping[str, tuple[Claim, ...]]
    wholes: Mapping[str, tuple[str, ...]]
    belongs: Mapping[str, str]
    named: Callable[[str, frozenset[str]], tuple[Claim, ...]]
    subjects: Mapping[frozenset[str], tuple[str, frozenset[str]]]
    plain: re.Pattern[str]
    cases: re.Pattern[str]


@lru_cache(maxsize=8)
def load_lexicon(paths: tuple[Path, ...]) -> Lexicon:
    """The lexicon that some claims.toml files make together. Raises DefinitionError with all mistakes."""
    files = [read_claims(path) for path in paths]
    mistakes = tuple(mistake for file in files for mistake in file.mistakes)
    if mistakes:
        raise DefinitionError(mistakes)
    tags: dict[str, set[str]] = {}
    for file in files:
        for tag, patterns in file.parts.get("words", {}).items():
            for pattern in patterns:
                for word in expanded(pattern) if "{" in pattern else (pattern,):
                    tags.setdefault(word, set()).add(tag.strip())
    topics, columns, units, wholes = ({key: value for file in files for key, value in file.parts.get(part, {}).items()}
                                      for part in ("topics", "columns", "units", "wholes"))
    claims: dict[str, list[Claim]] = {}
    for file in files:
        for entry in file.parts.get("claim", ()):
            claims.setdefault(entry["topic"], []).append(_claim(entry, units.get(entry["topic"], _COUNTED)))
    plain, cases = ([word for file in files for word in file.parts.get(part, ())] for part in ("plain", "cases"))
    tags.pop("", None)
    known = {word: frozenset(found) for word, found in tags.items()}
    return Lexicon(finder(known), topics, columns, {topic: tuple(found) for topic, found in claims.items()},
                   {topic: tuple(found) for topic, found in wholes.items()},
                   _belonging(claims, topics), _named(claims), _subjects(known, topics), _run_of(plain), _run_of([*plain, *cases]))


def _run_of(words: Sequence[str]) -> re.Pattern[str]:
    """Any run of some words, of marks and of figures. The longest first, so that no word is ever tried twice."""
    known = "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))
    return re.compile(rf"(?>{known}|[^一-龥])*+" if known else "[^一-龥]*+")


def _named(claims: Mapping[str, list[Claim]]) -> Callable[[str, frozenset[str]], tuple[Claim, ...]]:
    """A function that gives the claims of a topic that some tags can name. Few sets of tags stand beside numbers, so answers are remembered."""
    @lru_cache(maxsize=_REMEMBERED)
    def named(topic: str, tags: frozenset[str]) -> tuple[Claim, ...]:
        return tuple(claim for claim in claims.get(topic, ()) if not tags.isdisjoint(claim.any | claim.words))

    return named


def _subjects(words: Mapping[str, frozenset[str]], topics: Mapping[str, str]) -> dict[frozenset[str], tuple[str, frozenset[str]]]:
    """The topic that a word names, and the tags that name it; words that name none are left out."""
    kinds = {*words.values(), *(frozenset((tag,)) for tag in topics)}
    return {tags: (topics[tag], frozenset(tags & topics.keys())) for tags in kinds for tag in tags if tag in topics}


def _belonging(claims: Mapping[str, list[Claim]], nouns: Mapping[str, str]) -> dict[str, str]:
    """Tags that are no nouns and that claims of one topic alone have: 不予公开 is always of an application."""
    users: dict[str, set[str]] = {}
    for topic, found in claims.items():
        for claim in found:
            for tag in claim.any | claim.words:
                users.setdefault(tag, set()).add(topic)
    return {tag: next(iter(found)) for tag, found in users.items() if len(found) == 1 and tag not in nouns}


def _claim(entry: Mapping[str, Any], units: str) -> Claim:
    words, one, without, firm, narrow = (frozenset(entry.get(key, ())) for key in ("words", "any", "without", "firm", "narrow"))
    return Claim(entry["name"], entry["topic"], words, one, without, firm, narrow, tuple(entry["cells"]),
                 tuple(entry.get("others", ())), tuple(entry.get("also", ())),
                 entry.get("units", units), entry.get("level", ERROR), bool(entry.get("channel")),
                 bool(entry.get("timeless")), bool(entry.get("outside")))


def expanded(pattern: str) -> Iterator[str]:
    """`上{一,}年` is 上一年 and 上年."""
    parts = _CHOICE.split(pattern)
    choices = [part.split(",") if place % 2 else [part] for place, part in enumerate(parts)]
    return map("".join, product(*choices))


def cells_of(expressions: tuple[str, ...], column: str, form: Form, version: str) -> tuple[Sum, ...]:
    """The sums that `申请[本年新收, *]` and other expressions mean in a form, at a column; those of cells that the form has not are left out.

    column: one, or several joined by BOTH, whose figures are added. version: of the form and its rules (RuleSet.version), under which the answer is kept.
    """
    key = (version, expressions, column)
    if key not in _SUMS:
        found = (_meant(expression, column, form) for expression in expressions)
        _SUMS[key] = tuple(one for one in found if one is not None)
    return _SUMS[key]


def _meant(expression: str, column: str, form: Form) -> Sum | None:
    try:
        return _added([read_rule(f"{expression.replace(', *]', f', {one}]')} == 0", form)[0].check.left for one in column.split(BOTH)])
    except RuleText:
        return None


def _added(parts: Sequence[Sum]) -> Sum:
    """Sums put together, a cell that several have counted once (自然人和个人)."""
    if len(parts) == 1:
        return parts[0]
    terms = tuple(dict.fromkeys(term for part in parts for term in part.terms))
    return Sum(terms, parts[0].constant, ())
