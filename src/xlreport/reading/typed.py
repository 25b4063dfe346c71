"""Figures of a document as a person types them: thousands commas, full-width digits, the unit behind. A workbook's texts stay texts."""

import re
from decimal import Decimal

from xlreport.form.model import Cell
from xlreport.wording import say

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))
# full-width characters only: a raised ² or a ① behind a figure is no digit of it
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
_FIGURE = re.compile(r"(-?)((?:0|[1-9][0-9]{0,11})|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})(\.[0-9]{1,6})?")


def number_typed(text: str, cell: Cell) -> Decimal | None:
    """The number that a text of a document is; None where anything but commas between thousands, the width of its characters,
    blanks around it and the cell's own unit speaks against it. Another unit (元 under 万元) is never converted.
    """
    word = text.translate(_INVISIBLE).translate(_NARROW).strip()
    if cell.unit and word.endswith(cell.unit):
        word = word[: -len(cell.unit)].rstrip()
    found = _FIGURE.fullmatch(word)
    return Decimal(found[0].replace(",", "")) if found else None


def how_typed(texts: list[str]) -> str:
    """What figures that were read bear besides digits, in words: `千分位逗号、全角数字`."""
    found = []
    if any("," in text or "，" in text for text in texts):
        found.append(say("千分位逗号", "thousands commas"))
    if any("０" <= character <= "９" for text in texts for character in text):
        found.append(say("全角数字", "full-width digits"))
    if any(text.rstrip()[-1:] in "件元" for text in texts):
        found.append(say("单位", "units"))
    return say("、", ", ").join(found) or say("看不见的字符", "invisible characters")
