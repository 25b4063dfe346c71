"""The head of a report: its title, and what the title says of unit and year."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from xlreport.form.model import Form
from xlreport.form.names import plain
from xlreport.prose.periods import is_date, years_in
from xlreport.prose.titles import bare_title, title_rest, title_tail
from xlreport.reading.lines import Line, is_page

_LONGEST = 70  # characters of a title, unit and year included
_SENTENCE = "。；！？：，"
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}\s*[〔\[（(【]\s*(?:19|20)[0-9]{2}\s*[〕\]）)】]\s*第?\s*[0-9]{1,4}\s*号")


class Title(NamedTuple):
    """A title: its words, the lines it stands on from first up to end, and whether it is (nearly) the form's own."""

    text: str
    first: int
    end: int
    right: bool


def find_title(lines: Sequence[Line], form: Form) -> Title | None:
    """The title among the lines before the first heading: the line or lines that end in the form's title, or nearly so;
    else the last short line with a word of a title in it."""
    official = plain(form.title)
    best: tuple[int, int, Title] | None = None
    for end in range(1, len(lines) + 1):
        text = ""
        for first in range(end - 1, max(-1, end - 4), -1):
            text = _joined(lines[first].text, text)
            if len(text) > _LONGEST or any(mark in lines[first].text for mark in "。；") or is_page(lines[first].text, form.words):
                break
            tail = len(title_tail(bare_title(text), official))
            if 2 * tail >= len(official) and (best is None or (tail, end) > best[:2]):
                best = (tail, end, Title(text, first, end, True))
    if best is not None:
        return _with_unit(best[2], lines, official)
    for place in range(len(lines) - 1, -1, -1):
        text = lines[place].text.strip()
        if (len(text) <= _LONGEST and not any(mark in text for mark in _SENTENCE) and "公开" in text
                and any(word in text for word in form.words.get("title", ())) and not is_page(text, form.words)):
            return Title(text, place, place + 1, False)
    return None


def _joined(above: str, below: str) -> str:
    return above.strip() + below


def _with_unit(title: Title, lines: Sequence[Line], official: str) -> Title:
    """The title with the lines above it that hold the unit or the year, where its own line does not."""
    while title.first > 0:
        rest = title_rest(title.text, official)
        above = lines[title.first - 1].text.strip()
        short = 0 < len(above) <= 40 and not any(mark in above for mark in _SENTENCE + ">｜|") and not is_date(above)
        wanted = (not rest and not _NUMBER.search(above)) or (bool(years_in(above)) and not years_in(title.text) and len(above) <= 8)
        if not short or not wanted or title.end - title.first > 3:
            break
        title = title._replace(text=above + title.text, first=title.first - 1)
    return title


def document_number(lines: Sequence[Line]) -> str:
    """The 文号 that stands on a line of its own at the head of a report; '' where there is none."""
    return next((text for line in lines if _NUMBER.fullmatch(text := line.text.strip())), "")
