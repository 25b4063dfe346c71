"""What the words of a report must be: title, date, parts written, nothing left over (W family).

Rules speak of documents and of workbooks alike, from the texts and the cover. What only the reader of a document can see
(a heading missing, another order) comes as a departure. A report without any text yet has nothing to be told.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from xlreport.check.findings import BROKEN, CANNOT_TELL, HOLDS, NOT_APPLICABLE, Finding, TextAt, finding
from xlreport.check.places import from_document, text_place
from xlreport.form.names import plain
from xlreport.form.submission import Departure, Submission
from xlreport.prose.periods import date_in, file_years
from xlreport.prose.titles import bare_title, left_out, title_tail
from xlreport.rules.model import TEXT_TESTS, RuleSet
from xlreport.wording import say

TITLE = "title"
_MOST_QUOTED = 40
_POINT = re.compile(r"[（(][一二三四五六七八九十]{1,2}[)）]([^。\n]{2,40})")


class Remark(NamedTuple):
    """One thing to say: the sentence, without its place, and the words it is about."""

    message: str
    text: TextAt | None = None


# None: the report gives the test nothing to look at.
Judge = Callable[[Submission], list[Remark] | None]


def _at(code: str, text: str, start: int, end: int) -> TextAt:
    return TextAt(code, start, end, text[start:end])


def _official(submission: Submission) -> str:
    return plain(submission.form.title)


def _title(submission: Submission) -> tuple[str, str] | None:
    """The stated title and how much of the official one it spells; None where none is stated."""
    title = submission.cover.get(TITLE, "")
    return (title, title_tail(bare_title(title), _official(submission))) if title.strip() else None


def _title_wrong(submission: Submission) -> list[Remark] | None:
    stated = _title(submission)
    if stated is None:
        return None
    title, tail = stated
    if 2 * len(tail) >= len(_official(submission)):
        return []
    official = f"{submission.unit or say('单位名称', 'unit')}{submission.year or '××××'}年{submission.form.title}"
    return [Remark(say(f"标题是“{title}”，应写成“{official}”。", f"The title is “{title}”; it should be “{official}”."),
                   _at(TITLE, title, 0, len(title)))]


def _title_words(submission: Submission) -> list[Remark] | None:
    stated = _title(submission)
    if stated is None or _title_wrong(submission):
        return None
    title, tail = stated
    official = submission.form.title
    missing = left_out(tail, _official(submission))
    if not missing:
        return []
    start = max(title.find(tail), 0)
    parts = "”“".join(missing)
    return [Remark(say(f"标题写的是“{title}”，少了“{parts}”。规定的名称是“{official}”。",
                       f"The title “{title}” leaves out “{parts}”: the official name is “{official}”."),
                   _at(TITLE, title, start, len(title)))]


def _file_year(submission: Submission) -> list[Remark] | None:
    named = file_years(submission.source)
    if not named or submission.year is None:
        return None
    if submission.year in named:
        return []
    return [Remark(say(f"文件名里写的是{'、'.join(map(str, named))}年，报告是{submission.year}年度的。请核对有没有拿错文件。",
                       f"The file's name says {', '.join(map(str, named))}, the report is for {submission.year}. Is it the right file?"))]


def _date(submission: Submission) -> list[Remark] | None:
    stated = submission.cover.get("date", "")
    date = date_in(stated)
    if date is None or submission.year is None:
        return None
    if date[0] > submission.year:
        return []
    return [Remark(say(f"日期是“{stated.strip()}”，{submission.year}年度还没有结束。请核对年份。",
                       f"The date is “{stated.strip()}”, before the end of {submission.year}. Check the year."))]


def _unwritten(submission: Submission) -> list[Remark] | None:
    """Parts of a workbook still blank while others are written."""
    parts = [section for section in submission.form.sections if section.text and section.heading]
    written = [section for section in parts if submission.texts.get(section.text, "").strip()]
    if not written or from_document(submission):
        return None
    blank = "、".join(f"“{section.heading}”" for section in parts if section not in written)
    return [Remark(say(f"正文还没有写：{blank}。没有要报告的，也请写明“无”。",
                       f"Not written yet: {blank}. Where there is nothing to report, say so."))] if blank else []


def _long(submission: Submission) -> list[Remark] | None:
    limited = [section for section in submission.form.sections if section.most and submission.texts.get(section.text)]
    found = [(section, len("".join(submission.texts[section.text].split()))) for section in limited]
    return [
        Remark(say(f"“{section.heading}”有 {length} 字，一般不超过 {section.most} 字。", f"{section.heading} has {length} characters; {section.most} "
                   f"is the usual limit."))
        for section, length in found if length > section.most
    ] if limited else None


def _points(submission: Submission) -> list[Remark] | None:
    """The headings of a part, or all of it where it has none, speak of everything they have to."""
    asked = [section for section in submission.form.sections if section.points and submission.texts.get(section.text)]
    found: list[Remark] = []
    for section in asked:
        text = submission.texts[section.text]
        spoken = "\n".join(_POINT.findall(text)) or text
        missing = "、".join(point[0] for point in section.points if not any(word in spoken for word in point))
        if missing:
            found.append(Remark(say(f"“{section.heading}”的小标题里没有见到：{missing}。写在别处的，不用改。",
                                    f"{section.heading} has no heading for: {missing}. Nothing to do where it stands elsewhere.")))
    return found if asked else None


def _leftover(purpose: str) -> Judge:
    def judge(submission: Submission) -> list[Remark] | None:
        texts = {TITLE: submission.cover.get(TITLE, ""), **submission.texts}
        if not any(texts.values()):
            return None
        return [remark for code, text in texts.items() for word in submission.form.words.get(purpose, ())
                if (remark := _found(purpose, code, text, word)) is not None]
    return judge


def _found(purpose: str, code: str, text: str, word: str) -> Remark | None:
    """What is said of a mark that should not stand in a text: the first time with its place, and how often."""
    places = [place for place in _places(text, word) if not (word.isalnum() and word.isascii() and _inside_a_word(text, place, word))]
    if not places:
        return None
    start, end = places[0], places[0] + len(word)
    close = text.find("]", end, end + _MOST_QUOTED) if word.startswith("[") else -1
    end = close + 1 if close > 0 else end
    quote = text[start:end]
    times = say(f"（共 {len(places)} 处）" if len(places) > 1 else "", f" ({len(places)} times)" if len(places) > 1 else "")
    if purpose == "residue":
        message = say(f"有转换留下的“{quote}”{times}，请删去。", f"“{quote}”{times} was left by a conversion. Delete it.")
    else:
        around = text[max(0, start - 8) : end + 8].replace("\n", " ")
        message = say(f"“{around}”里的“{quote}”{times}像是没有填的空，请填上。", f"“{quote}”{times} looks like a blank nobody filled: {around}.")
    return Remark(message, _at(code, text, start, end))


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def _inside_a_word(text: str, place: int, word: str) -> bool:
    around = text[max(0, place - 1) : place] + text[place + len(word) : place + len(word) + 1]
    return any(character.isascii() and character.isalnum() for character in around)


JUDGES: Mapping[str, Judge] = {
    "title_wrong": _title_wrong, "title_words": _title_words, "file_year": _file_year,
    "date_early": _date, "section_unwritten": _unwritten, "text_long": _long, "points_missing": _points,
    "residue": _leftover("residue"), "unfilled": _leftover("unfilled"),
}


def judge_text(test: str, submission: Submission) -> str:
    """The verdict of a text test: of what the reader noticed, else of the texts themselves."""
    noticed = [departure for departure in submission.departures if departure.test == test]
    if noticed:
        return CANNOT_TELL if all(departure.unclear for departure in noticed) else BROKEN
    if test not in JUDGES:
        return HOLDS
    remarks = JUDGES[test](submission)
    return NOT_APPLICABLE if remarks is None else BROKEN if remarks else HOLDS


def check_texts(submission: Submission, rules: RuleSet) -> list[Finding]:
    """Findings about title and texts."""
    findings: list[Finding] = []
    noticed: dict[str, list[Departure]] = {}
    for departure in submission.departures:
        noticed.setdefault(departure.test, []).append(departure)
    for test in TEXT_TESTS if submission.texts or submission.cover or submission.source or noticed else ():
        rule = rules.by_test.get(test)
        if rule is None:
            continue
        for departure in noticed.get(test, ()):
            place = str(departure.place).strip() if departure.place and departure.place.address else ""
            findings.append(finding(submission, rule, rule.id, f"{place}：{departure.detail}" if place else departure.detail,
                                    verdict=CANNOT_TELL if departure.unclear else BROKEN, detail=departure.detail))
        for remark in (JUDGES[test](submission) or ()) if test in JUDGES else ():
            at = remark.text
            where = text_place(submission, at.section, at.start) if at is not None and at.section != TITLE else ""
            instance = f"{rule.id}[{at.section}]" if at is not None and at.section != TITLE else rule.id
            message = f"{where}：{remark.message}" if where else remark.message
            found = finding(submission, rule, instance, message, detail=at.quote if at else remark.message)
            findings.append(found._replace(text=at))
    return findings
