"""Sentences that hold this year against the year before."""

from decimal import Decimal
from random import Random

from narratives.figures import DENIED, Figures
from narratives.numbers import Number, amount, count, rate, share
from narratives.sentences import Sentence, denial, pattern, sentence


def _up(now: int, before: int) -> bool:
    return now > before


@pattern("新收同比百分比")
def growth(f: Figures, r: Random) -> Sentence | None:
    now, before = f.now("本年新收"), f.before("本年新收")
    if not now or not before or now == before or now >= 2 * before:
        return None
    word = r.choice(("同比增长", "比上年增长", "较上年上升")) if _up(now, before) else r.choice(("同比下降", "比上年减少", "较上年下降"))
    return sentence("新收政府信息公开申请", count(now, r), f"件，{word}", rate(Decimal(abs(now - before)) / before * 100, r), "%。")


@pattern("申请量增减件数")
def change(f: Figures, r: Random) -> Sentence | None:
    now, before = f.now("本年新收"), f.before("本年新收")
    if not now or not before or now == before:
        return None
    return sentence("与上年相比，新收申请", r.choice(("增加", "多")) if _up(now, before) else "减少", count(abs(now - before), r), "件。")


@pattern("比上年某件多几件")
def more_than(f: Figures, r: Random) -> Sentence | None:
    now, before = f.now("本年新收"), f.before("本年新收")
    if not now or not before or now == before:
        return None
    return sentence("新收申请", count(now, r), "件，比上年的", count(before, r), "件", "增加" if _up(now, before) else "减少",
                    count(abs(now - before), r), "件。")


@pattern("持平")
def same(f: Figures, r: Random) -> Sentence | None:
    now, before = f.now("本年新收"), f.before("本年新收")
    return sentence("新收政府信息公开申请", count(now, r), "件，与上年持平。") if now and now == before else None


@pattern("说持平而不平")
def not_same(f: Figures, r: Random) -> Sentence | None:
    now, before = f.now("本年新收"), f.before("本年新收")
    if not now or not before:
        return None
    return denial(now == before, f"全年新收政府信息公开申请{now}件，数量与上年持平。")


@pattern("增减方向说反")
def direction(f: Figures, r: Random) -> Sentence | None:
    now, before = f.now("本年新收"), f.before("本年新收")
    if not now or not before or now == before:
        return None
    up = r.random() < 0.5
    return denial(up == _up(now, before), f"新收政府信息公开申请{now}件，较上年{'增加' if up else '减少'}{abs(now - before)}件。")


@pattern("是上年的几倍")
def times(f: Figures, r: Random) -> Sentence | None:
    now, before = f.now("本年新收"), f.before("本年新收")
    if not before or now < 2 * before:
        return None
    exact = (Decimal(now) / before).quantize(Decimal("0.1"))
    return sentence("新收申请", count(now, r), "件，是上年的", Number(exact, frozenset({exact}), places=1, gap=Decimal("0.3")), "倍。")


@pattern("翻一番")
def doubled(f: Figures, r: Random) -> Sentence | None:
    now, before = f.now("本年新收"), f.before("本年新收")
    if not before or now <= before:
        return None
    return denial(now == 2 * before, f"新收政府信息公开申请{now}件，比上年翻一番。")


@pattern("近几成")
def nearly_tenths(f: Figures, r: Random) -> Sentence | None:
    now, before = f.now("本年新收"), f.before("本年新收")
    if not before or now <= before or now >= 2 * before:
        return None
    grown = Decimal(now - before) / before * 10
    told = int(grown) + 1
    if told - grown > Decimal("0.3") or told > 9:
        return None
    return sentence("新收申请较上年增长近", Number(Decimal(told), frozenset({Decimal(told)}), style="chinese", gap=Decimal(2)), "成。")


@pattern("上年新收，今年新收")
def both_years(f: Figures, r: Random) -> Sentence | None:
    now, before = f.now("本年新收"), f.before("本年新收")
    if not now or not before:
        return None
    return sentence(f"{f.year - 1}年新收政府信息公开申请", count(before, r), f"件，{f.year}年新收", count(now, r), "件。")


@pattern("予以公开占比与百分点")
def points(f: Figures, r: Random) -> Sentence | None:
    now, before = (f.now("予以公开"), f.now("总计")), (f.before("予以公开"), f.before("总计"))
    if not now[0] or not before[0]:
        return None
    exact = (Decimal(now[0]) / now[1] - Decimal(before[0]) / before[1]) * 100
    if abs(exact) < 1:
        return None
    told = abs(exact).quantize(Decimal("0.1"))
    point = Number(told, frozenset({told}), places=1, gap=Decimal("0.5"), rate=True)
    return sentence("予以公开", count(now[0], r), "件，占办结总数的", share(*now, r), f"%，比上年{'提高' if exact > 0 else '下降'}", point, "个百分点。")


@pattern("行政处罚增减")
def penalties(f: Figures, r: Random) -> Sentence | None:
    now, before = int(f.open("行政处罚", "处理决定")), int(f.open("行政处罚", "处理决定", last=True))
    if not now or not before or now == before or now >= 2 * before:
        return None
    word = "增长" if _up(now, before) else "下降"
    return sentence("作出行政处罚决定", count(now, r), f"件，比上年{'增加' if _up(now, before) else '减少'}", count(abs(now - before), r),
                    f"件，{word}", rate(Decimal(abs(now - before)) / before * 100, r), "%。")


@pattern("行政许可同比")
def licences(f: Figures, r: Random) -> Sentence | None:
    now, before = int(f.open("行政许可", "处理决定")), int(f.open("行政许可", "处理决定", last=True))
    if not now or not before or now == before or now >= 2 * before:
        return None
    word = "增长" if _up(now, before) else "下降"
    return sentence("行政许可处理决定", count(now, r), f"件，同比{word}", rate(Decimal(abs(now - before)) / before * 100, r), "%。")


@pattern("不予公开比上年")
def denied_change(f: Figures, r: Random) -> Sentence | None:
    now = f.several(DENIED)
    before = sum(f.before(row) for row in DENIED)
    if now == before or not now or not before:
        return None
    return sentence("不予公开", count(now, r), f"件，较上年{'增加' if now > before else '减少'}", count(abs(now - before), r), "件。")


@pattern("复议增减")
def reviews_change(f: Figures, r: Random) -> Sentence | None:
    now, before = f.cases("复议"), f.cases("复议", last=True)
    if now == before or not now:
        return None
    return sentence("因政府信息公开被申请行政复议", count(now, r), f"件，比上年{'增加' if now > before else '减少'}", count(abs(now - before), r), "件。")


@pattern("收费金额")
def charges(f: Figures, r: Random) -> Sentence | None:
    value = f.open("行政事业性收费", "收费金额")
    return sentence("全年行政事业性收费金额", amount(value), "万元。") if value else None
