"""How much of a text was taken over from another: sentence by sentence, numbers aside.

Sentences that every report has do not count, neither as copied nor as text: the legal basis, the period, where to reach the
office, statements that there was nothing, headings, titles of laws. Sources: 国办公开办函〔2021〕30号 names 雷同 reports.
"""

import itertools
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from xlreport.prose.sentences import Span, pieces

# What every report says in much the same words. Looked for anywhere in a sentence.
_COMMON = re.compile(
    r"根据《中华人民共和国政府信息公开条例》|政府信息公开工作年度报告由|部分组成|统计期限|所列数据|数据.{0,6}(?:起止|期限)|电子版|可.{0,20}下载"
    r"|(?:联系|咨询|办公)电话|邮政?编码?|(?:办公|通信|通讯|联系)地址|如对.{0,8}报告|如有疑问|现(?:予)?公布|现将.{0,30}如下|(?:报告|总结|情况)如下"
    r"|向社会公布|需要报告的事项|信息处理费|(?:未|没有|无)[^，。]{0,16}(?:申请|复议|诉讼)|勾稽关系|无.{0,4}其他.{0,6}事项")
_TITLES = re.compile(r"《[^》]*》|〔[^〕]*〕[^，。；]{0,6}号")
_NUMBERS = re.compile(r"[0-9０-９〇零一二两三四五六七八九十百千万亿]+(?:[.,．，:：][0-9０-９]+)*[%％]?")
_NUMBERING = re.compile(r"^(?:[（(]?#[）)]?[、.．,，]?|[（(]#[）)]|第#[,，、]?|#是)")
_NOISE = re.compile(r"[\s，,。；;：:、“”‘’（）()!！?？…—\-·]+")
_OWN = re.compile(r"(?:我|本)(?:机关|单位|部门|局|委|办|镇|乡|县|区|市|省|街道|院|中心|处|厅|所|会)")
_SHORTEST = 8  # a heading, or a phrase that means nothing by itself
_NEAR = 0.86  # share of pairs of characters that two wordings of one sentence have in common


class Piece(NamedTuple):
    """One sentence that counts: where it stands, its words without numbers and punctuation, and how many characters it has."""

    span: Span
    key: str
    weight: int


class TakenOver(NamedTuple):
    """How much of a text another text has too. counted, taken: characters; spans: the sentences taken over, in order."""

    counted: int
    taken: int
    spans: tuple[Span, ...]

    @property
    def share(self) -> Decimal:
        """Between 0 and 1; 0 where nothing counts."""
        return Decimal(self.taken) / self.counted if self.counted else Decimal(0)


class Alike(NamedTuple):
    """Two of several texts, by name: `first` shares that much of its own words with `second`."""

    first: str
    second: str
    share: Decimal
    spans: tuple[Span, ...]


def counted_pieces(text: str, names: Iterable[str] = (), own_clauses: Container[str] = ()) -> tuple[Piece, ...]:
    """The sentences of a text that count. names: the unit's own, which are set aside as numbers are; own_clauses: keys of
    sentences that this program offers (prose.own_clauses)."""
    found: list[Piece] = []
    names = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    for span in pieces(text):
        words = text[span.start:span.end]
        if _COMMON.search(words):
            continue
        for name in names:
            words = words.replace(name, "我局")
        key = sentence_key(words)
        if len(_TITLES.sub("", key)) >= _SHORTEST and key not in own_clauses:
            found.append(Piece(span, key, len(key)))
    return tuple(found)


def sentence_key(words: str) -> str:
    """A sentence as it is compared: numbers as #, the unit as 我, no punctuation, no numbering, no titles of documents."""
    key = _NUMBERS.sub("#", _TITLES.sub("", "".join(words.split())))
    return _OWN.sub("我", _NOISE.sub("", _NUMBERING.sub("", key)))


def taken_over(this: str, last: str, own_clauses: Container[str] = ()) -> TakenOver:
    """How much of `this` stands in `last` too, word for word or nearly, numbers aside."""
    mine, theirs = counted_pieces(this, own_clauses=own_clauses), counted_pieces(last, own_clauses=own_clauses)
    known = {piece.key for piece in theirs}
    pairs = [_pairs(key) for key in known]
    taken = [piece for piece in mine if piece.key in known or _near(_pairs(piece.key), pairs)]
    return TakenOver(sum(piece.weight for piece in mine), sum(piece.weight for piece in taken), tuple(piece.span for piece in taken))


def alike(texts: Mapping[str, str], at_least: Decimal, own_clauses: Container[str] = ()) -> tuple[Alike, ...]:
    """Of several units' texts, by unit name, those that share at least that part of their words with another one.

    For every text the one it shares most with, in the order given. A sentence that most of ten or more units have was
    handed out to all of them, and counts for none.
    """
    found = {name: counted_pieces(text, (name,), own_clauses) for name, text in texts.items()}
    holders: dict[str, list[str]] = {}
    for name, parts in found.items():
        for key in {piece.key for piece in parts}:
            holders.setdefault(key, []).append(name)
    handed_out = {key for key, names in holders.items() if len(texts) >= 10 and len(names) * 2 > len(texts)}
    result: list[Alike] = []
    for name, parts in found.items():
        parts = tuple(piece for piece in parts if piece.key not in handed_out)
        shared: Counter[str] = Counter()
        for piece in parts:
            shared.update({other: piece.weight for other in holders[piece.key] if other != name})
        counted = sum(piece.weight for piece in parts)
        if not shared:
            continue
        other, taken = max(shared.items(), key=lambda entry: entry[1])
        if Decimal(taken) >= at_least * counted:
            keys = {piece.key for piece in found[other]}
            result.append(Alike(name, other, Decimal(taken) / counted, tuple(piece.span for piece in parts if piece.key in keys)))
    return tuple(result)


def _pairs(key: str) -> frozenset[str]:
    """Every two neighbouring characters of a sentence."""
    return frozenset(map("".join, itertools.pairwise(key)))


def _near(pairs: frozenset[str], others: Iterable[frozenset[str]]) -> bool:
    """Whether a sentence is nearly one of the others: a word changed, added or left out."""
    size = len(pairs)
    return any(2 * len(pairs & other) >= _NEAR * (size + len(other)) for other in others
               if 0.7 * size <= len(other) <= 1.4 * size)
