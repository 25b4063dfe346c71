"""Every number in a text: what it counts, how exactly, where it stands; and which numbers are no quantities at all.

A quantity's value is in the unit it is given in, 万 and 亿 multiplied out: `1.2万件` is 12000 件 with a last printed digit worth
1000; `98.3%` is 98.3 with one worth 0.1; `近三成` is a percentage just under 30. Dates, document numbers, ordinals, phone
numbers and durations are returned too, marked as what they are, so that nobody takes them for a count.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from xlreport.prose.numerals import chinese_number

COUNT, PERCENT, POINTS, TIMES, DOUBLINGS, RANGE = "count", "percent", "points", "times", "doublings", "range"
EVEN = "even"  # no number, but the statement that two are equal (与上年持平)
DATE, REFERENCE, CONTACT, DURATION, WORD = "date", "reference", "contact", "duration", "word"
QUANTITIES = (COUNT, PERCENT, POINTS, TIMES, DOUBLINGS)
EXACT, ABOUT, OVER, UNDER = "", "about", "over", "under"


class Quantity(NamedTuple):
    """One number of a text.

    start, end: with its unit and words such as 约 and 余. digits_start, digits_end: the number alone. value: unit multiplied
    out; for a date the year (0 where none is named). step: what one in the last printed digit is worth. bound: exact, about,
    over (余 多 超过 以上) or under (近 不足). unit: 件, 元, 部分 …; '' where none is named.
    """

    start: int
    end: int
    kind: str
    value: Decimal = Decimal(0)
    unit: str = ""
    bound: str = EXACT
    step: Decimal = Decimal(1)
    digits_start: int = 0
    digits_end: int = 0
    digits: str = ""


_FOLDED = dict(zip("０１２３４５６７８９％．＋", "0123456789%.+", strict=True))
_FULL_WIDTH = re.compile("[０-９％．＋]")
_ARABIC = r"[0-9]{1,3}(?:[, ][0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_HANZI = r"[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+(?:点[〇零一二三四五六七八九]+)?"
_BEFORE = r"(?:大约|将近|接近|超过|突破|不少于|不低于|不足|不到|至少|约|近|超|逾)"
_UNITS = "件次|人次|篇次|部分|方面|[件份宗起例条篇次个项期场家户名人部章封幅张册本批类种处座台套组轮页字元款则辆所位门节讲]"
_HANZI_UNITS = rf"(?:{_UNITS})"
_TIME_UNITS = r"个?工作日|小时|分钟|个?月|周年|年|日|天|岁|周|秒|时|个?季度"
_DURATION = re.compile(_TIME_UNITS)
# Words with a numeral in them that count nothing.
_WORDS = (r"三(?:安全一稳定|类内部|公|农|定|重一大|审三校)|四类过程|两(?:会|个)|双随机|五公开|十(?:四五|五五)|二(?:十大|十届|维)|百姓|万(?:家|一)|千家"
          r"|一(?:件事|次性|网|站|体|窗|起(?![案诉复因行政被涉])|种|定|些|般|直|系列|方面|批|个|项|次|条龙|类|家|名|位|章|日一|人一|事一|企一|码|张|本|套"
          r"|门|部|页|组|期|把手|岗)|唯一|统一|同一|专一|第一|每一|进一步")
_TOKEN = re.compile(
    rf"(?P<word>{_WORDS})"
    r"|(?P<reference>[〔\[［【(（](?:19|20)[0-9]{2}[〕\]］】)）] ?第? ?[0-9]+ ?号"
    r"|第[ （(]*(?:[0-9]+|" + _HANZI + r")[ ）)]*(?:条|款|项|号|章|届|批|次|期|季度|名|位|部分|类|类别)?"
    r"|[（(](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[）)]|[一二三四五六七八九十]{1,3}[是、]|[0-9]{1,2}、(?![0-9])|[0-9]+号)"
    r"|(?P<contact>(?:电话|传真|邮编|邮政编码|手机|热线|QQ群?|微信号|编号|代码)(?:号码?|为|是)?[:： （(]{0,3}[0-9][0-9()（）\-—转、 ]{2,}"
    r"|0[0-9]{2,3}[-—－)）][0-9]{7,8}"
    r"|(?<![0-9])1[3-9][0-9]{9}(?![0-9])|12[0-9]{3}(?=[^0-9]{0,8}(?:热线|平台))|[0-9]*[A-Za-z_@][A-Za-z0-9_@.:/%?=&#\-]*)"
    r"|(?P<date>(?P<year>(?:19|20)[0-9]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})(?:年度?|[-/.](?=[0-9]{1,2}[-/.]))"
    r"(?:至今|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[-/.月]"
    r"(?:底|份|末|初|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})日?)?|底|末|初)?"
    r"|(?:19|20)[0-9]{2}(?=[-—~～至到、和及][ ]?(?:19|20)[0-9]{2}年)|[0-9]{1,2}月(?:份|底|[0-9]{1,2}日)?|[0-9]{1,2}[:：][0-9]{2}"
    r"|(?:[一二三四五六七八九]|十[一二]?)月(?:份|底|[一二三四五六七八九十]{1,3}日)?)"
    rf"|(?P<range>(?:{_ARABIC}) ?(?:件|%|个|月)?(?:[-—–~～]+|至|到) ?(?:{_ARABIC}) ?(?:%|万?元|{_UNITS}|{_TIME_UNITS})?)"
    rf"|(?P<vague>[数几好多若]+[十百千万亿]+[余多]?(?:{_UNITS})?)"
    rf"|(?P<half>(?P<halfover>过半数?|半数以上|一半以上|多半)|(?P<halfnear>近半数?|近一半|将近一半)|半数|一半|对半)"
    rf"|(?:(?P<before>{_BEFORE})[ ]?)?(?:"
    rf"(?P<hundredth>百|千)分之(?P<parts>{_HANZI}|{_ARABIC})"
    rf"|(?P<lower>[二三四五六七八九十]|[0-9]+)分之(?P<upper>[一二两三四五六七八九]|[0-9]+)"
    rf"|翻了?(?P<turns>[一两二三四]|[0-9])番"
    rf"|(?P<tenths>[一二两三四五六七八九]|[0-9](?:\.[0-9])?)(?P<tenthsmore>[多余])?成(?![立为果员本效绩熟功交])"
    rf"|(?P<number>{_ARABIC}|{_HANZI})[ ]?(?P<scale>万亿|亿|万|千|百(?!分))?(?P<more>余|多|来)?[ ]?(?P<scale2>万|亿)?(?P<more2>余|多)?[ ]?"
    rf"(?P<unit>个?百分点|%|‰|倍|{_TIME_UNITS}|{_UNITS})?(?P<more3>多(?![0-9一二两三四五六七八九十]))?"
    rf")(?P<after>以上|左右|上下|以内|以下)?")
# Where a number may begin, and what must follow there: nearly every character begins none, which this tells faster than all the alternatives.
_NUMERAL = "0-9〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_OPENINGS = {
    f"{_NUMERAL}A-Za-z_@": "",
    "〔\\[［【(（第数几好若多约近超逾翻": f"[ （({_NUMERAL}数几好若多翻过半了]",
    "大将接突不至过对半电传邮手热微编代唯统同专进每双": "[约近破足到少低半数话真编政机线信号码一随]",
}
_START = re.compile(f"[{''.join(_OPENINGS)}](?:" + "|".join(f"(?<=[{first}])(?={then})" for first, then in _OPENINGS.items()) + ")")
# Most numbers of a report: a year, or a few digits and one unit, with nothing behind that could change what they mean.
_SHORT = re.compile(r"((?:19|20)[0-9]{2})年(?![度至0-9一二三四五六七八九十底末初])"
                    rf"|([0-9]{{1,4}}(?:\.([0-9]{{1,4}}))?)([%{_UNITS[_UNITS.index('[') + 1:-1]}])(?![次分百月工季至到多以左上余来 \-—–~～])")
_OTHERS = {"word": WORD, "vague": WORD, "reference": REFERENCE, "contact": CONTACT, "range": RANGE}
_SCALES = {None: 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_OVER = frozenset(("超过", "突破", "超", "逾", "不少于", "不低于", "至少", "余", "多", "以上", "来"))
_UNDER = frozenset(("近", "将近", "接近", "不足", "不到", "以内", "以下"))
_MOST_DIGITS = 20
_ONE = Decimal(1)
_new = tuple.__new__  # Quantity(...) takes twice as long
_PLAIN = re.compile(r"[0-9]")
_YEAR_DIGITS = str.maketrans("〇零○一二三四五六七八九", "0001" "23456789")


@lru_cache(maxsize=16)
def folded(text: str) -> str:
    """The text with full-width digits and signs made plain, character for character, so that places stay what they are."""
    return _FULL_WIDTH.sub(lambda found: _FOLDED[found[0]], text)  # a text has few of them: translate() looks at every character


@lru_cache(maxsize=64)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of a text in order. Spans do not overlap."""
    plain = folded(text)
    found: list[Quantity] = []
    end = 0
    while (opening := _START.search(plain, end)) is not None:
        start = opening.start()
        if (match := _SHORT.match(plain, start)) is not None:
            end = match.end()
            found.append(_short(match, start, end))
        elif (match := _TOKEN.match(plain, start)) is not None:
            end = match.end()
            try:
                found.append(_made(match))
            except ArithmeticError:  # numerals in an order that means nothing (十十), or too many of them
                found.append(Quantity(start, end, WORD))
        else:
            end = start + 1
    return tuple(found)


def _short(match: re.Match[str], start: int, end: int) -> Quantity:
    """What _numbered makes of a short number, sooner."""
    year, digits, decimals, unit = match.groups()
    if year:
        return Quantity(start, end, DATE, Decimal(year))
    step = _ONE.scaleb(-len(decimals)) if decimals else _ONE
    return _new(Quantity, (start, end, PERCENT if unit == "%" else COUNT, Decimal(digits), unit, EXACT, step, start, end - 1, digits))


def _made(match: re.Match[str]) -> Quantity:
    start, end = match.span()
    if match["number"]:
        return _numbered(match)
    if (other := _OTHERS.get(match.lastgroup or "")) is not None:
        return Quantity(start, end, other)
    if match["date"]:
        year = match["year"]
        return Quantity(start, end, DATE, Decimal(year.translate(_YEAR_DIGITS)) if year else Decimal(0))
    bound = _bound(match["before"], match["after"])
    if match["half"]:
        bound = OVER if match["halfover"] else UNDER if match["halfnear"] else ABOUT
        return Quantity(start, end, PERCENT, Decimal(50), "%", bound, Decimal(50 if bound == OVER else 10), start, end, match[0])
    if match["turns"]:
        turns = match["turns"]
        return Quantity(start, end, DOUBLINGS, _number(turns), "番", bound, Decimal(1), *match.span("turns"), turns)
    if match["tenths"]:
        bound = OVER if match["tenthsmore"] else bound or ABOUT
        value = _number(match["tenths"]) * 10
        step = Decimal(1) if "." in match["tenths"] else Decimal(10)
        return Quantity(start, end, PERCENT, value, "%", bound, step, *match.span("tenths"), match["tenths"])
    if match["lower"]:
        below = _number(match["lower"])
        value = 100 * _number(match["upper"]) / below if below else Decimal(0)
        return Quantity(start, end, PERCENT, value, "%", bound or ABOUT, Decimal(5), start, end, match[0])
    parts = match["parts"]
    value, places = _number(parts), _places(parts)
    by = Decimal(1) if match["hundredth"] == "百" else Decimal("0.1")
    return Quantity(start, end, PERCENT, value * by, "%", bound, by.scaleb(-places), *match.span("parts"), parts)


def _numbered(match: re.Match[str]) -> Quantity:
    """A number with its unit; a Chinese numeral without unit is only part of a word."""
    digits, unit, scale = match["number"], match["unit"] or "", match["scale"]
    arabic = _PLAIN.match(digits) is not None
    none = digits == "零" and match.string[match.start() - 1:match.start()] in ("为", "是")
    if not arabic and not unit and not none and not (match["more"] or match["more2"]):
        return Quantity(match.start(), match.end(), WORD)
    number = _number(digits)
    factor = Decimal(_SCALES[scale] * _SCALES[match["scale2"]])
    words = match.group("before", "more", "more2", "more3", "after")
    bound = next((found for word in words if (found := _bound(word, None))), EXACT) if any(words) else EXACT
    step = factor.scaleb(-_places(digits))
    if bound or not arabic:
        step = max(step, _round_step(number * factor) if bound else step)
    span = (match.start(), match.end(), match.start("number"), match.end("number"))
    kind, by = COUNT, Decimal(1)
    if unit in ("%", "‰"):
        kind, by = PERCENT, Decimal(1) if unit == "%" else Decimal("0.1")
    elif unit.endswith("百分点"):
        kind, unit = POINTS, "百分点"
    elif unit == "倍":
        kind = TIMES
    elif unit and _DURATION.fullmatch(unit):
        kind = DURATION
    if kind in (PERCENT, POINTS, TIMES) and bound == EXACT:
        step = factor.scaleb(-_places(digits))
    return Quantity(span[0], span[1], kind, number * factor * by, "%" if kind == PERCENT else unit, bound, step * by, span[2], span[3], digits)


def _bound(before: str | None, after: str | None) -> str:
    for word in (after, before):
        if word:
            return OVER if word in _OVER else UNDER if word in _UNDER else ABOUT
    return EXACT


def _number(digits: str) -> Decimal:
    """The number that Arabic or Chinese digits mean. Raises ArithmeticError for characters that are none, or too many."""
    if len(digits) > _MOST_DIGITS:
        raise ArithmeticError(digits)
    if _PLAIN.match(digits):
        return Decimal(digits.replace(",", "").replace(" ", ""))
    whole, _, fraction = digits.partition("点")
    number = Decimal({"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}.get(whole, 0)) or chinese_number(whole)
    if number is None:
        raise ArithmeticError(digits)
    if fraction:
        number += Decimal("0." + "".join(str(chinese_number(digit)) for digit in fraction))
    return number


def _places(digits: str) -> int:
    """Printed decimals."""
    return len(digits.partition("." if "." in digits else "点")[2])


def _round_step(number: Decimal) -> Decimal:
    """What the last digit that is not 0 is worth: 10 for 60, 100 for 1200."""
    return Decimal(1).scaleb(int(number.normalize().as_tuple().exponent)) if number else Decimal(1)
