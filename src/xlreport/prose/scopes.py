"""Of which year, or of what beside the report's year, the numbers of a sentence are."""

import re
from typing import NamedTuple

from xlreport.prose.quantities import RANGE, Quantity

THIS_YEAR, LAST_YEAR, ELSEWHERE = "this", "last", "elsewhere"
OUTSIDE = ("以后", "累计", "一段", "全域")
OF_YEARS = frozenset(("本年", "至", "本单位", "上年", *OUTSIDE))
_GOVERNMENT = re.compile("(省|自治区|州|市|县|区|旗|镇|乡|街道)(?:人民政府|政府|办事处)?$")
TO = frozenset(("至", "到", "—", "——", "-", "～", "~", "、", "和", "与", "及"))  # between two years
_WHOLE_YEAR = "12月31"
_LEFT_OVER = re.compile(r"(?:度|底|末|年底|年末)?的?(?:结转|转结|转入|遗留|未办结|尚未办结|延续)")  # 2023年结转的 7 件
_CARRIED_TO = re.compile(r"(?:结转|转结|转|延续|延至)[至到入]?$")  # 结转至 2025 年
_IS_THAT_OF = re.compile(r"[是为]$")  # 是 2023 年的 1.2 倍


def area_of(unit: str) -> str:
    """全市 for the government of a city: what is said of the whole area is said of its own report; '' for an office."""
    match = _GOVERNMENT.search(unit)
    return f"全{match[1]}" if match else ""


class Scope(NamedTuple):
    """name: this, last or elsewhere; why: the tag of the word that says elsewhere."""

    name: str = THIS_YEAR
    why: str = ""


def scope_of_word(tags: frozenset[str], scope: Scope) -> Scope:
    """The scope after a known word with one of OF_YEARS."""
    if "本年" in tags or "至" in tags or ("本单位" in tags and scope.why == "全域"):
        return Scope()
    if "上年" in tags:
        return Scope(LAST_YEAR)
    for tag in OUTSIDE:
        if tag in tags:
            scope = Scope(ELSEWHERE, tag)
    return scope


def scope_of_date(words: str, year: int, own: int | None, scope: Scope) -> Scope:
    """The scope after a date. words: as it is written; year: 0 where it names none; own: the report's."""
    whole = "月" not in words or _WHOLE_YEAR in words
    if own is None or not year:
        return Scope(ELSEWHERE, "一段") if own and not whole else scope
    if year == own:
        return Scope() if whole else Scope(ELSEWHERE, "一段")
    if year == own - 1:
        return Scope(LAST_YEAR)
    return Scope(ELSEWHERE, "以后" if year > own else "别的年度")


def tag_of_date(text: str, quantity: Quantity, own: int | None, compared: bool) -> str:
    """What a date says where it does not say whose the numbers are: 上年结转, 结转下年, 比上年 or 比其他; else ''.

    compared: whether 较, 比 or 与 stands right before it.
    """
    year = int(quantity.value)
    if own is None or not year:
        return ""
    before = text[max(0, quantity.start - 4):quantity.start]
    behind = text[quantity.end:quantity.end + 1] == "的" or text[quantity.end - 1] == "的"
    if compared or (_IS_THAT_OF.search(before) and behind):
        return "比上年" if year == own - 1 else "比其他"
    if year == own - 1 and _LEFT_OVER.match(text, quantity.end):
        return "上年结转"
    if year == own + 1 and _CARRIED_TO.search(before):
        return "结转下年"
    return ""


def scope_of_duration(words: str, quantity: Quantity, scope: Scope) -> Scope:
    """近五年来, 一季度, 1 至 11 月: numbers after it are of more than the year, or of less."""
    if "季度" in words or ("月" in words[-2:] and quantity.kind == RANGE):
        return Scope(ELSEWHERE, "一段")
    if quantity.unit.endswith("年") and quantity.value > 1 and (words[0] in "近过" or words[-1] in "来间"):
        return Scope(ELSEWHERE, "累计")
    return scope
