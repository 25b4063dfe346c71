"""The headings of a report's parts, whatever happened to them: numbering lost or retyped, other words, run into the text."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from xlreport.form.model import Form
from xlreport.reading.lines import Line, folded

_NUMBER = re.compile(
    r"\s*(?:\[[^\]\n]{1,40}\]\s*)*(?:(?P<han>[一二三四五六七八九十]{1,3}\s*[、.．，,:：\s])|(?P<part>第\s*[一二三四五六七八九十]{1,3}\s*(?:部分|章)[、：:\s]*)"
    r"|(?P<arabic>[0-9０-９]{1,2}\s*[、.．，,\s])|(?P<low>[（(]\s*[一二三四五六七八九十0-9]{1,3}\s*[)）]))?\s*")
_INSIDE = re.compile(r"(?<=[。；;！!\s)）”])[一二三四五六七八九]\s*[、.．]")
_UNIT = re.compile(r"[（(]?\s*(?:计量)?单位\s*[:：]\s*\S{1,4}\s*[)）]?")
_LONGEST = 40
_ALIKE, _ALIKE_NUMBERED = 0.8, 0.7
_CONTENTS = 3  # headings line under line that come again later are a table of contents


class Heading(NamedTuple):
    """One heading: which section (its place in form.sections), line, characters from start up to end, numbering as printed.

    typed: the numbering is typed in the text, not kept apart by the file. alike: 1 for the very words, less for similar ones.
    """

    section: int
    line: int
    start: int
    end: int
    number: str
    typed: bool
    alike: float


def official_number(heading: str) -> str:
    """`三、` of `三、收到和处理政府信息公开申请情况`; '' for a heading without one."""
    match = _NUMBER.match(heading)
    return heading[: match.end()].strip() if match and match["han"] else ""


def wordings(form: Form) -> dict[str, int]:
    """Every wording of every heading, as it is compared, with its section; longest first."""
    found: dict[str, int] = {}
    for place, section in enumerate(form.sections):
        if section.heading:
            for words in (section.heading[len(official_number(section.heading)):], *section.also):
                found.setdefault(folded(words), place)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def heading_in(form: Form) -> Callable[[str], bool]:
    """Tells whether a text is a heading of the form in its very words, numbered or not."""
    words = wordings(form)
    return lambda text: len(text) < 2 * _LONGEST and re.sub("^(?:[一二三四五六七八九十]|[0-9]{1,2})", "", folded(text)) in words


def is_caption(text: str, section: int, words: Mapping[str, int]) -> bool:
    """Whether a line is the caption of a section's table: its heading once more, perhaps with the unit, or the unit alone."""
    if _UNIT.fullmatch(text.strip()):
        return True
    match = _NUMBER.match(text)
    key = folded(text[match.end() :] if match else text)
    return len(text) < 2 * _LONGEST and any(
        place == section and key.startswith(wording) and len(key) <= len(wording) + 8 for wording, place in words.items())


def find_headings(lines: Sequence[Line], form: Form) -> tuple[Heading, ...]:
    """One heading for each section that has one, in the order in which they stand."""
    words = wordings(form)
    every = [heading for number, line in enumerate(lines) for heading in _in_line(number, line, words)]
    every = _without_contents(every)
    chosen: dict[int, Heading] = {}
    for heading in every:
        before = chosen.get(heading.section)
        # an annex may begin again with 一、: the first of equals is the report's own
        if before is None or (heading.alike, bool(heading.number)) > (before.alike, bool(before.number)):
            chosen[heading.section] = heading
    return tuple(sorted(chosen.values(), key=lambda heading: (heading.line, heading.start)))


def _in_line(number: int, line: Line, words: Mapping[str, int]) -> list[Heading]:
    """The headings in one line; a line that lists three or more is a sentence about the report's parts."""
    found: list[Heading] = []
    start = 0
    while (heading := _heading(number, line, start, words)) is not None:
        found.append(heading)
        start = heading.end
        if start >= len(line.text):
            break
    for match in _INSIDE.finditer(line.text):
        if all(match.start() >= heading.end for heading in found) and (
                inner := _heading(number, line, match.start(), words, exact=True)) is not None:
            found.append(inner)
    return found if len(found) < 3 else []


def _heading(number: int, line: Line, start: int, words: Mapping[str, int], exact: bool = False) -> Heading | None:
    """The heading that begins at a character of a line: its very words, perhaps with text behind them, or similar words alone."""
    match = _NUMBER.match(line.text, start)
    assert match is not None  # every part of the pattern may be missing
    if match["low"] or (start and not (match["han"] or match["arabic"])):
        return None
    typed = "".join((match["han"] or match["part"] or match["arabic"] or "").split())
    printed = typed or "".join(line.number.split())
    if printed.startswith(("(", "（")):
        return None
    rest = line.text[match.end():]
    key = folded(rest)
    for wording, section in words.items():
        if key.startswith(wording):
            end = match.end() + _reach(rest, wording)
            if len(key) == len(wording) or printed or _breaks(line.text[end:]):
                return Heading(section, number, start, _past_marks(line.text, end), printed, bool(typed), 1.0)
    if exact or start or not 4 <= len(key) <= _LONGEST or rest.rstrip().endswith(("。", "；", "：")):
        return None
    section, alike = _nearest(key, words)
    if alike < (_ALIKE_NUMBERED if printed else _ALIKE):
        return None
    return Heading(section, number, start, len(line.text), printed, bool(typed), alike)


def _nearest(key: str, words: Mapping[str, int]) -> tuple[int, float]:
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(b=key, autojunk=False)
    best = (0, 0.0)
    for wording, section in words.items():
        matcher.set_seq1(wording)
        if matcher.quick_ratio() > best[1] and (ratio := matcher.ratio()) > best[1]:
            best = (section, ratio)
    return best[0], min(best[1], 0.99)


def _reach(text: str, wording: str) -> int:
    """How many characters of `text` it takes to spell the wording."""
    spelled = 0
    for place, character in enumerate(text):
        spelled += len(folded(character))
        if spelled >= len(wording):
            return place + 1
    return len(text)


def _breaks(rest: str) -> bool:
    """Whether what follows a heading without numbering shows that it ended: a break, not more words of a sentence."""
    return rest[:1] in "：:。 \t\u3000\xa0" or re.match(r"(?:19|20)[0-9]{2}年", rest) is not None


def _past_marks(text: str, end: int) -> int:
    while end < len(text) and text[end] in "：:。 \t\u3000\xa0":
        end += 1
    return end


def _without_contents(headings: list[Heading]) -> list[Heading]:
    """The headings without those of a table of contents."""
    dropped: set[Heading] = set()
    for run in _runs(headings):
        later = {heading.section for heading in headings if heading.line > run[-1].line}
        if len(run) >= _CONTENTS and {heading.section for heading in run} <= later:
            dropped.update(run)
    return [heading for heading in headings if heading not in dropped]


def _runs(headings: Sequence[Heading]) -> Iterator[list[Heading]]:
    """Headings that stand line under line."""
    run: list[Heading] = []
    for heading in headings:
        if run and (heading.line > run[-1].line + 1 or heading.section in {other.section for other in run}):
            yield run
            run = []
        run.append(heading)
    if run:
        yield run
