"""Whether a sentence has been understood whole: 收到涉及宅基地的申请 12 件 counts something else than 收到申请 12 件.

A number is held against a table only where every word of its clause that stands between the beginning and the number, or
between the number and the noun behind it, is known: a word of the claims, or one of those that narrow nothing (`plain` of
claims.toml). One that is not may say which of them are counted.
"""

import re
from collections.abc import Sequence

from xlreport.prose.lexicon import Lexicon
from xlreport.prose.stated import NO_TAGS, VERBS
from xlreport.prose.words import Word

_ONE_OF = ("中", "中，", "中有", "中共有", "中共",  # 收到的申请中有 110 件
           *(rest + more for rest in ("另", "还", "其余", "余下", "剩余") for more in ("", "有", "外")))
_REST = ("另", "另外", "另有", "其余", "余下", "剩余")
_TAIL = re.compile(r"[^，,。；;：:（）(）)！!？?\n]*")
_LISTED = re.compile("、|和|及|与|或|以及|，")
_ITEM = re.compile("(?:、|和|及|与|或|以及)[一-龥]")
_UNIT = re.compile(".*(?:[局委府厅院县区市镇乡会办]|街道|大队|支队|部门|单位|机关)")
_MARK = re.compile("[，,。；;：:（）()！？\n]|(?<=[0-9%件份宗起例条次个项部人户元])、")  # 、 between words joins them, behind a number it does not
_NUMBER = re.compile("[0-9]")
_IN = ("在", "对", "针对", "关于", "就")
_ABOUT = ("方面", "中", "渠道", "途径", "环节", "类", "部分")  # 派出所方面，收到申请 22 件
_FARTHEST = 40  # characters back to the beginning of a clause


def understood(text: str, words: Sequence[Word], number: int, lexicon: Lexicon, begins: tuple[int, int] | None = None) -> bool:
    """Whether every word of the clause up to a number is known. number: where it begins; words: the known ones before it.

    begins: where the clause before and this one begin; without, only what stands from the first of those words on is asked for.
    """
    if text[number - 1:number] in ("）", ")"):
        return False  # 公开（含部分公开）58 件: of what the brackets add
    place = words[0].start if words else number
    if begins is not None and not _introduced(text[begins[0]:begins[1] - 1], text[begins[1]:place], lexicon, bool(words)):
        return False
    for word in words:
        if word.start > place and (not _plain(text, place, word.start, lexicon) or (word.tags <= VERBS and _ITEM.match(text, place, word.start))):
            return False  # 企业及其他组织合计 5 件: an item that no word names
        place = word.end
    return _ITEM.match(text, place, number) is None and _plain(text, place, number, lexicon)


def _introduced(earlier: str, before: str, lexicon: Lexicon, named: bool) -> bool:
    """Whether what stands before the first known word of a clause, and the clause before where it has no number, narrows nothing.

    named: whether a known word stands behind; else the number itself does, and 另有 3 件 is as good as 有 3 件.
    """
    if before:
        unit = _UNIT.match(before)
        if (named and before.endswith(_REST)) or not lexicon.plain.fullmatch(before, unit.end() if unit else 0):
            return False
    if not earlier or not (earlier.startswith(_IN) or earlier.endswith(_ABOUT)) or _NUMBER.search(earlier):
        return True
    known = [word for word in lexicon.words(earlier, 0, len(earlier)) if word.tags]
    return behind(earlier, 0, [*known, Word(len(earlier), len(earlier), NO_TAGS)], lexicon)


def behind(text: str, number: int, words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether every word between a number and the last known one behind it is known. number: where it ends."""
    place = number
    for word in words:
        if word.start > place and (not _plain(text, place, word.start, lexicon) or _ITEM.match(text, place)):
            return False  # 52 件及上年结转的 4 件: what follows is another item
        place = word.end
    return True


def clauses_before(text: str, place: int) -> tuple[str, str]:
    """The clause before the one that a place is in, and the beginning of that one up to the place."""
    earlier, *last = _MARK.split(text[max(0, place - _FARTHEST):place])[-2:]
    return (earlier, last[0]) if last else ("", earlier)


def part_of(text: str, number: int) -> bool:
    """Whether a number is said to be some of those spoken of: 收到的申请中，有 110 件."""
    return text.endswith(_ONE_OF, max(0, number - 6), number)


def nothing_else(text: str, words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether a statement that there was nothing ends where its known words end: 未发生诉讼 does, 未发生诉讼败诉 does not."""
    place = words[0].end
    for word in words[1:]:
        if not _plain(text, place, word.start, lexicon):
            return False
        place = word.end
    tail = _TAIL.match(text, place)
    return tail is None or lexicon.cases.fullmatch(tail[0]) is not None


def listed(text: str, words: Sequence[Word]) -> bool:
    """Whether the words are items of a list, and not one narrowing the other (属于国家秘密不予公开)."""
    return _LISTED.search(text, words[0].end, words[-1].start) is not None


def _plain(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    return start >= end or lexicon.plain.fullmatch(text, start, end) is not None
