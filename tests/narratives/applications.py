"""Sentences about applications received and how they were answered."""

from decimal import Decimal
from random import Random

from narratives.figures import APPLICANTS, DENIED, OTHERWISE, UNABLE, UNHANDLED, Figures
from narratives.numbers import count, share
from narratives.sentences import Sentence, denial, pattern, sentence

COMPANIES = APPLICANTS[1:]


@pattern("新收")
def received(f: Figures, r: Random) -> Sentence | None:
    opening = r.choice(("全年", "本年度", f"{f.year}年，本机关", "一年来，我局"))
    return sentence(opening, "新收政府信息公开申请", count(f.now("本年新收"), r), "件。") if f.now("本年新收") else None


@pattern("共收到（两种口径）")
def received_wide(f: Figures, r: Random) -> Sentence | None:
    both = f.now("本年新收") + f.now("上年结转")
    number = count(r.choice((f.now("本年新收"), both)), r, f.now("本年新收"), both)
    verb = r.choice(("共收到", "累计收到", "收到", "受理"))
    return sentence(f"{f.year}年{verb}政府信息公开申请", number, r.choice(("件。", "件，均按规定登记办理。"))) if number.value else None


@pattern("新收、结转、办结、结转下年")
def flow(f: Figures, r: Random) -> Sentence | None:
    done = r.choice(("办结", "办理完成", "答复"))
    return sentence("本年度新收申请", count(f.now("本年新收"), r), "件，上年结转", count(f.now("上年结转"), r), f"件，{done}",
                    count(f.now("总计"), r), "件，结转下年度", count(f.now("结转下年"), r), "件。")


@pattern("受理含结转")
def handled_with_carried(f: Figures, r: Random) -> Sentence | None:
    both = f.now("本年新收") + f.now("上年结转")
    return sentence("共受理依申请公开", count(both, r), "件（含上年结转", count(f.now("上年结转"), r), "件）。") if f.now("上年结转") else None


@pattern("加上结转，应办理")
def due(f: Figures, r: Random) -> Sentence | None:
    both = f.now("本年新收") + f.now("上年结转")
    return sentence("加上上年结转的", count(f.now("上年结转"), r), "件，全年应办理申请", count(both, r), "件，已办结",
                    count(f.now("总计"), r), "件，另有", count(f.now("结转下年"), r), "件结转下年继续办理。") if both else None


@pattern("自然人、法人")
def who(f: Figures, r: Random) -> Sentence | None:
    new, wide = [(f.now("本年新收", one), f.now("本年新收", one) + f.now("上年结转", one)) for one in ("自然人", "总计")]
    if not wide[1]:
        return None
    return sentence("从申请人看，自然人申请", count(new[0], r, new[1]), "件，法人或其他组织申请",
                    count(wide[0] - new[0], r, wide[1] - new[1]), "件。")


@pattern("新收中自然人占比")
def who_share(f: Figures, r: Random) -> Sentence | None:
    new, own = f.now("本年新收"), f.now("本年新收", "自然人")
    if not own:
        return None
    return sentence("新收申请中，自然人提出", count(own, r), "件，占", share(own, new, r), "%；其余由法人或其他组织提出。")


@pattern("某一类申请人")
def one_kind(f: Figures, r: Random) -> Sentence | None:
    kinds = [one for one in ("商业企业", "科研机构", "社会公益组织", "法律服务机构") if f.now("本年新收", one)]
    if not kinds:
        return None
    kind = r.choice(kinds)
    number = count(f.now("本年新收", kind), r, f.now("本年新收", kind) + f.now("上年结转", kind))
    return sentence(f"收到{kind}提出的政府信息公开申请", number, "件。")


@pattern("六类结果")
def results(f: Figures, r: Random) -> Sentence | None:
    parts = {"予以公开": f.now("予以公开"), "部分公开": f.now("部分公开"), "不予公开": f.several(DENIED),
             "无法提供": f.several(UNABLE), "不予处理": f.several(UNHANDLED), "其他处理": f.several(OTHERWISE)}
    pieces: list[object] = [r.choice(("办理结果为：", "在已办结的申请中，", "从办理结果看，"))]
    for place, (name, number) in enumerate(parts.items()):
        pieces += ["、" if place else "", name, count(number, r), "件"]
    return sentence(*pieces, "。") if f.now("总计") else None  # type: ignore[arg-type]


@pattern("予以公开占办结")
def granted_share(f: Figures, r: Random) -> Sentence | None:
    part, whole = f.now("予以公开"), f.now("总计")
    if not part:
        return None
    return sentence("予以公开的", count(part, r), "件，占办结总数的", share(part, whole, r), "%。")


@pattern("两类公开合计占比")
def granted_together(f: Figures, r: Random) -> Sentence | None:
    part, whole = f.now("予以公开") + f.now("部分公开"), f.now("总计")
    if not part:
        return None
    return sentence("已办结的", count(whole, r), "件申请中，予以公开和部分公开合计", count(part, r), "件，占", share(part, whole, r), "%。")


@pattern("不予公开及理由")
def denied(f: Figures, r: Random) -> Sentence | None:
    whole = f.several(DENIED)
    if not whole:
        return None
    return sentence("作出不予公开决定", count(whole, r), "件，其中属于国家秘密的", count(f.now("国家秘密"), r),
                    "件，保护第三方合法权益的", count(f.now("第三方权益"), r), "件。")


@pattern("不予公开各理由分别为")
def denied_each(f: Figures, r: Random) -> Sentence | None:
    if not f.several(DENIED):
        return None
    rows = (("属于三类内部事务信息", "内部事务"), ("属于四类过程性信息", "过程性信息"), ("属于行政执法案卷", "执法案卷"))
    return sentence("、".join(name for name, _ in rows), "的申请分别为", count(f.now(rows[0][1]), r), "件、",
                    count(f.now(rows[1][1]), r), "件、", count(f.now(rows[2][1]), r), "件。")


@pattern("无法提供")
def unable(f: Figures, r: Random) -> Sentence | None:
    if not f.several(UNABLE):
        return None
    return sentence("因本机关不掌握相关政府信息而无法提供的", count(f.now("不掌握"), r), "件，没有现成信息需要另行制作的",
                    count(f.now("另行制作"), r), "件。")


@pattern("补正后仍不明确")
def unclear(f: Figures, r: Random) -> Sentence | None:
    return sentence("补正后申请内容仍不明确、无法提供的", count(f.now("补正不明确"), r), "件。") if f.now("补正不明确") else None


@pattern("不予处理两类")
def unhandled(f: Figures, r: Random) -> Sentence | None:
    if not f.several(UNHANDLED):
        return None
    return sentence("对信访举报投诉类申请", count(f.now("信访举报投诉"), r), "件、重复申请", count(f.now("重复申请"), r), "件不予处理。")


@pattern("逾期不补正")
def not_mended(f: Figures, r: Random) -> Sentence | None:
    number = f.now("逾期不补正")
    return sentence("申请人无正当理由逾期不补正、不再处理其申请的", count(number, r), "件。") if number else None


@pattern("行政查询")
def enquiries(f: Figures, r: Random) -> Sentence | None:
    return sentence("属于行政查询事项、不予公开的", count(f.now("行政查询"), r), "件。") if f.now("行政查询") else None


@pattern("答复件数，按时答复率")
def answered(f: Figures, r: Random) -> Sentence | None:
    return sentence("全年答复政府信息公开申请", count(f.now("总计"), r), "件，按时答复率100%。") if f.now("总计") else None


@pattern("办结率由句中两数得出")
def done_share(f: Figures, r: Random) -> Sentence | None:
    both = f.now("本年新收") + f.now("上年结转")
    if not f.now("总计"):
        return None
    return sentence("全年应办理政府信息公开申请", count(both, r), "件，办结", count(f.now("总计"), r), "件，办结率",
                    share(f.now("总计"), both, r), "%。")


@pattern("渠道分别为，合计")
def channels(f: Figures, r: Random) -> Sentence | None:
    whole = f.now("本年新收")
    if whole < 3:
        return None
    one = r.randrange(whole)
    two = r.randrange(whole - one)
    return sentence("通过网络、信函、当面提交的新收申请分别为", count(one, r), "件、", count(two, r), "件、",
                    count(whole - one - two, r), "件，合计", count(whole, r), "件。")


@pattern("结转下年与上年比")
def left_over(f: Figures, r: Random) -> Sentence | None:
    left, came = f.now("结转下年"), f.now("上年结转")
    if not left or left == came:
        return None
    return sentence("结转下年度继续办理的申请", count(left, r), "件，比上年结转的", count(came, r),
                    f"件{'增加' if left > came else '减少'}", count(abs(left - came), r), "件。")


@pattern("无新收")
def none_received(f: Figures, r: Random) -> Sentence | None:
    words = r.choice(("本年度未收到政府信息公开申请。", f"{f.year}年，我局没有收到公民、法人或其他组织提出的政府信息公开申请。",
                      "全年新收政府信息公开申请为零。", "本年度无依申请公开。"))
    return denial(f.now("本年新收") == 0 and f.now("上年结转") == 0, words)


@pattern("无上年结转")
def none_carried(f: Figures, r: Random) -> Sentence | None:
    return denial(f.now("上年结转") == 0, r.choice(("没有上年结转的政府信息公开申请。", "无上年度结转申请。", "上年结转政府信息公开申请0件。")))


@pattern("无结转下年")
def none_left(f: Figures, r: Random) -> Sentence | None:
    return denial(f.now("结转下年") == 0, r.choice(("没有结转下年度继续办理的申请。", "无结转下年度办理的政府信息公开申请。")))


@pattern("无不予公开")
def none_denied(f: Figures, r: Random) -> Sentence | None:
    return denial(f.several(DENIED) == 0, "全年未作出不予公开的决定。") if f.now("总计") else None


@pattern("别的单位的数和本单位的数")
def others_and_own(f: Figures, r: Random) -> Sentence | None:
    if not f.now("本年新收"):
        return None
    all_units = count(f.now("本年新收") * 7 + 31, r, checkable=False)
    return sentence("据统计，全市各单位共收到政府信息公开申请", all_units, "件，其中本单位新收", count(f.now("本年新收"), r), "件。")


@pattern("月均（不可核）")
def monthly(f: Figures, r: Random) -> Sentence | None:
    mean = (Decimal(f.now("本年新收")) / 12).quantize(Decimal(1))
    return sentence("平均每月接待申请人", count(mean + 3, r, checkable=False), "人次。")
