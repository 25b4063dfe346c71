"""What the narrative says of the report as a whole: its year and period, how many parts it announces, the same thing said twice."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from xlreport.check.prose_reading import Judged, Reading, Remark, number_said
from xlreport.prose.agreement import agreement
from xlreport.prose.numerals import chinese_number
from xlreport.prose.periods import stated_periods, years_in
from xlreport.prose.quantities import COUNT, EXACT, folded
from xlreport.prose.scopes import THIS_YEAR
from xlreport.prose.sentences import sentence_spans
from xlreport.wording import say

Checked = Iterator[tuple[str, Remark | None]]  # the test that was applied, and what it found
_PERIOD = re.compile(r"统计期限|统计时限|统计周期|数据统计|所列数据|数据.{0,8}期限")
_DATES = re.compile(r"([0-9]+)年(?:(?:度|全年)|([0-9]{1,2})月([0-9]{1,2})日)?")
_TITLE = re.compile(r"((?:19|20)[0-9]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})年?度?(?:政府信息公开|政务公开|信息公开)(?:工作)?年度?报告")
_ANNOUNCED = re.compile(r"([一二两三四五六七八九十0-9](?:(?<=[0-9])[0-9])?)个?(?:大)?(?:部分|方面|问题|不足|短板|点)"
                        r"[^，。：；:;\n]{0,10}[：:，。]\s*(?=一是|第一，|一、|首先)")
_ITEMS = "一二三四五六七八九十"
_ITEM = re.compile(f"(?:第(?=.，)|(?=.是)|(?:^|。)(?=.、))([{_ITEMS}])")
_PARTS = re.compile(r"([一二两三四五六七八九十]{1,3}|[0-9]{1,2})个?(?:大)?部分(?:内容)?(?:组成|构成)")
_CLAUSE_ENDS = "，。；：:;（）()\n"
_RELATIVE = ("其中", "升", "降", "至", "占", "含")
_FEWEST = 6  # characters that tell what a number counts
_EMPTY_WORDS = re.compile(r"[0-9]+年度?|全年|本年度?|今年|我[局委办镇县区市]|共计?|总计|合计|累计|达到?|约|了|为|的|及时|先后|一共|\s|[，、“”]")


def check_year(reading: Reading) -> Checked:
    """The period and the report's own title name the report's year; the period is a whole one."""
    year = reading.submission.year
    plain = folded(reading.text)
    if year is None:
        return
    for match in _TITLE.finditer(plain) if reading.section == "序言" else ():
        yield "prose_period", _wrong_year(reading, match.start(1), _plain_year(match[1]), year)
    if "统计" not in plain and "数据" not in plain:  # one of them is in all its wordings
        return
    named = [match.span() for match in _PERIOD.finditer(plain)]
    for _, start, end in sentence_spans(plain):
        if any(start <= first and last <= end for first, last in named):
            yield "prose_period", _period(reading, start, plain[start:end], year)


def _period(reading: Reading, start: int, words: str, year: int) -> Remark | None:
    for match in _DATES.finditer(words):
        if int(match[1]) != year:
            return _wrong_year(reading, start + match.start(1), match[1], year)
    for named in years_in(words):  # 二〇二二年, which the numbers above do not see
        if named.year != year:
            return _wrong_year(reading, start + named.start, str(named.year), year)
    days = [(match[2], match[3]) for match in _DATES.finditer(words) if match[2]]
    spans = [match.span() for match in _DATES.finditer(words)][:1] if len(days) == 2 and _not_whole(days) else []
    # 2023年1月1日至11月30日: the second year is often left out
    spans += [(period.start, period.end) for period in stated_periods(words, ()) if not period.calendar_year]
    if spans:
        place = reading.at(start)
        return Remark("prose_period", start + spans[0][0], start + spans[0][1], say(
            f"{place}“{reading.quote(start, start + len(words))}”：统计期限应是 {year} 年 1 月 1 日至 12 月 31 日。请改正。",
            f"{place}: the period should be 1 January to 31 December {year}."))
    return None


def _not_whole(days: Sequence[tuple[str, str]]) -> bool:
    return days not in ([("1", "1"), ("12", "31")], [("01", "01"), ("12", "31")])


def _wrong_year(reading: Reading, start: int, stated: str, year: int) -> Remark | None:
    if int(stated) == year:
        return None
    return Remark("prose_period", start, start + 4, say(
        f"{reading.at(start)}“{reading.quote(start, start + 5)}”：报告年度是 {year} 年，这里写的是 {stated} 年"
        f"{'，可能是去年的文字没有改' if int(stated) == year - 1 else ''}。请改正。",
        f"{reading.at(start)}: the report is for {year}, the text says {stated}."), (), stated, str(year), str(int(stated) - year))


def check_title(reading: Reading) -> Checked:
    """The title on the cover names the report's year. reading.text is the title."""
    year = reading.submission.year
    match = re.search(r"(?:19|20)[0-9]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2}(?=年)", folded(reading.text))
    if match and year is not None:
        yield "prose_period", _wrong_year(reading, match.start(), _plain_year(match[0]), year)


def _plain_year(words: str) -> str:
    """2023 for 二〇二三 as for 2023."""
    return str(years_in(f"{words}年")[0].year)


def check_announced(reading: Reading) -> Checked:
    """As many parts, or items 一是、二是, as are announced."""
    parts = sum(1 for section in reading.submission.form.sections if section.heading)
    if reading.section == "序言":
        for match in _PARTS.finditer(reading.text):
            yield "prose_announced", _announced(reading, match, parts)
    for match in _ANNOUNCED.finditer(reading.text):
        line = reading.text[match.end():].partition("\n")[0]
        listed = set(_ITEM.findall(line))
        count = next((number for number, item in enumerate(_ITEMS) if item not in listed), len(_ITEMS))
        if count > 1:
            yield "prose_announced", _announced(reading, match, count)


def _announced(reading: Reading, match: re.Match[str], count: int) -> Remark | None:
    stated = Decimal(match[1]) if match[1].isdigit() else chinese_number(match[1])
    if stated == count:
        return None
    return Remark("prose_announced", match.start(), match.end(), say(
        f"{reading.at(match.start())}“{reading.quote(match.start(), match.end())}”：说的是 {match[1]}，列出的是 {count}。请核对。",
        f"{reading.at(match.start())}: {match[1]} announced, {count} given."), (), str(stated), str(count))


def check_repeated(readings: Sequence[tuple[Reading, Sequence[Judged]]]) -> Iterator[tuple[str, Remark]]:
    """(section, remark) where the same words state two numbers that differ, and no table says which is right."""
    known: dict[tuple[str, str], tuple[Reading, Judged]] = {}
    for reading, judged in readings:
        plain = folded(reading.text)
        for one in judged:
            key = _subject(plain, one)
            if key is None:
                continue
            earlier = known.setdefault(key, (reading, one))
            stated, before = one.quantity, earlier[1].quantity
            if stated.value != before.value and not agreement(before, stated.value) and not agreement(stated, before.value):
                there = earlier[0].at(before.start)
                yield reading.section, Remark("prose_repeat", stated.start, stated.end, say(
                    f"{reading.at(stated.start)}“{reading.quote(max(0, stated.start - 12), stated.end)}”：同一件事在 {there} 写的是 "
                    f"{number_said(before.value)}。请核对哪一个对；说的不是一回事的，请写明白。",
                    f"{reading.at(stated.start)} “{reading.quote(stated.start, stated.end)}”: {there} says {number_said(before.value)} of the "
                    f"same thing. Check which is right."), (), number_said(stated.value), number_said(before.value),
                    number_said(stated.value - before.value))


def _subject(plain: str, one: Judged) -> tuple[str, str] | None:
    """What a number counts, in the words of its clause; None where that is not enough to know it again. plain: the text, folded."""
    if one.sums:
        return None
    stated = one.claimed.stated
    quantity = stated.quantity
    if (quantity.kind != COUNT or not quantity.unit or stated.none or stated.scope != THIS_YEAR or quantity.bound != EXACT or stated.depth
            or not stated.before.isdisjoint(_RELATIVE) or "其中" in stated.here):
        return None
    lead = plain[max(0, quantity.start - 30):quantity.start]
    words = _telling(lead[max(map(lead.rfind, _CLAUSE_ENDS)) + 1:])
    return (words, quantity.unit) if len(words) >= _FEWEST else None


@lru_cache(maxsize=4096)
def _telling(lead: str) -> str:
    """The words before a number without those that many numbers have."""
    return _EMPTY_WORDS.sub("", lead)
