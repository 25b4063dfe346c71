"""Declared figures (文中.信息处理费[…]) where a sentence of the report states them plainly; else they are not given.

The sentences are data: `said` and `zero` of a [[fact]] in form.toml.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from xlreport.form.model import Form
from xlreport.form.values import Value, exact_value
from xlreport.prose.periods import years_in

_ANOTHER_YEAR = re.compile("上年|去年|上一年|往年|同比|历年|累计|次年|明年")
_GAP = 14  # characters that `…` may stand for


@lru_cache(maxsize=256)
def sentence_pattern(text: str) -> re.Pattern[str]:
    """The pattern of a sentence as form.toml writes it: `…` any few words, `{通知件数}` a figure, the rest itself."""
    parts = []
    for part in re.split(r"(…|\{\w+\}|，)", "".join(text.split())):
        if part == "…":
            parts.append(f"[^0-9]{{0,{_GAP}}}?")
        elif part.startswith("{"):
            parts.append(f"(?P<{part[1:-1]}>(?<![0-9.,])[0-9]{{1,9}}(?:\\.[0-9]{{1,6}})?)")
        else:
            parts.append("[,、]?" if part == "，" else re.escape(unicodedata.normalize("NFKC", part)))
    return re.compile("".join(parts))


def declared_facts(texts: Mapping[str, str], form: Form, year: int | None) -> dict[str, tuple[Value, str, int]]:
    """Fact name -> value, and the text and line (from 0) that state it. Where sentences disagree, the fact is not given."""
    found: dict[str, set[tuple[Decimal, str, int]]] = {}
    for code, text in texts.items():
        for number, line in enumerate(text.split("\n")):
            for sentence in re.split("[。；;]", unicodedata.normalize("NFKC", "".join(line.split()))):
                if _ANOTHER_YEAR.search(sentence) or any(one.year != year for one in years_in(sentence)):
                    continue
                for name, amount in _stated(sentence, form):
                    found.setdefault(name, set()).add((amount, code, number))
    facts: dict[str, tuple[Value, str, int]] = {}
    for name, stated in found.items():
        if len({amount for amount, *_ in stated}) == 1:
            amount, code, number = min(stated, key=lambda one: one[2])
            facts[name] = (exact_value(amount), code, number)
    return facts


def _stated(sentence: str, form: Form) -> list[tuple[str, Decimal]]:
    """(fact, figure) for every fact that a sentence states."""
    found: list[tuple[str, Decimal]] = []
    for name, fact in form.facts.items():
        for text in fact.said:
            found += [(name, Decimal(match[fact.cell.column])) for match in sentence_pattern(text).finditer(sentence)]
        if any(sentence_pattern(text).search(sentence) for text in fact.zero):
            found.append((name, Decimal(0)))
    return found
