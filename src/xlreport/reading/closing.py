"""What stands at the edges of a report: signature and date at its end, contact and date at its head, and what is not of it."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlreport.prose.periods import is_date, trailing_date
from xlreport.reading.lines import Line, is_page

_ANNEX = re.compile(r"\s*附\s*(?:件|表|录)\s*[0-9０-９一二三四五六七八九十]{0,2}\s*(?:[:：.、．].*)?")
_LONGEST_UNIT = 40


class Closing(NamedTuple):
    """The end of a report. lines: its text without the signature; rest: what stands behind it and is not of the report."""

    lines: tuple[Line, ...]
    signature: str
    date: str
    rest: tuple[Line, ...]


def close(lines: Sequence[Line], words: Mapping[str, Sequence[str]], unit: str) -> Closing:
    """The last part's lines with signature, date, annexes and the foot of a web page taken off."""
    text, rest = list(lines), []
    for place, line in enumerate(text):
        if _ANNEX.fullmatch(line.text) or (is_page(line.text, words) and place):
            text, rest = text[:place], text[place:]
            break
    signature, date = "", ""
    if text and is_date(text[-1].text):
        date = text.pop().text.strip()
    elif text and (place := trailing_date(text[-1].text)) > 0 and is_unit(text[-1].text[:place], words, unit):
        last = text.pop().text
        signature, date = last[:place].strip(), last[place:].strip()
    if text and not signature and is_unit(text[-1].text, words, unit) and (date or plain_same(text[-1].text, unit)):
        signature = text.pop().text.strip()
    return Closing(tuple(text), signature, date.strip("（）()"), tuple(rest))


def plain_same(text: str, unit: str) -> bool:
    """Whether a line is the unit's name and nothing else."""
    return bool(unit) and "".join(text.split()) == "".join(unit.split())


def is_unit(text: str, words: Mapping[str, Sequence[str]], unit: str) -> bool:
    """Whether a line is the name of an organ: short, no sentence, and ending as such names do."""
    name = "".join(text.split())
    if not 2 <= len(name) <= _LONGEST_UNIT or re.search("[。，；：！？、,;:0-9]", name):
        return False
    return plain_same(name, unit) or name.endswith(tuple(words.get("unit", ())) or ("\0",))


def contact_in(text: str, words: Mapping[str, Sequence[str]]) -> str:
    """Address, telephone and the like as a text states them: the bracket that holds them, else their part of a sentence."""
    cues = words.get("contact", ())
    for group in re.findall(r"[（(]([^（()）]{4,300})[)）]", text):
        if sum(cue in group for cue in cues) >= 2 or (any(cue in group for cue in cues) and re.search("[0-9０-９]{5,}", group)):
            return str(group).strip()
    found = [match.start() for cue in cues for match in re.finditer(re.escape(cue) + r"\s*(?:为|是)?\s*[:：]", text)]
    if not found:
        return ""
    start = max((place for mark in "。（(，,；;\n" if (place := text.rfind(mark, 0, min(found))) >= 0), default=-1) + 1
    end = min((place for mark in "。)）\n" if (place := text.find(mark, max(found))) >= 0), default=len(text))
    return text[start:end].strip()
