"""Sentences about decisions, documents, cases, fees, period, and what has nothing to do with the tables."""

from decimal import Decimal
from random import Random

from narratives.figures import Figures
from narratives.numbers import Number, count, share
from narratives.sentences import Sentence, denial, pattern, sentence


def _decisions(f: Figures, row: str) -> int:
    return int(f.open(row, "处理决定"))


@pattern("规范性文件三数")
def documents(f: Figures, r: Random) -> Sentence | None:
    row = "行政规范性文件"
    if not f.open(row, "现行有效"):
        return None
    return sentence(r.choice(("制发", "印发", "制定")), "行政规范性文件", count(f.open(row, "制发"), r), "件，废止", count(f.open(row, "废止"), r),
                    "件，现行有效", count(f.open(row, "现行有效"), r), "件。")


@pattern("现行有效规范性文件")
def in_force(f: Figures, r: Random) -> Sentence | None:
    number = f.open("行政规范性文件", "现行有效")
    return sentence("截至年底，现行有效的行政规范性文件共", count(number, r), "件。") if number else None


@pattern("未制发规范性文件")
def none_issued(f: Figures, r: Random) -> Sentence | None:
    return denial(f.open("行政规范性文件", "制发") == 0, r.choice(("本年度未制发行政规范性文件。", "全年没有新制定行政规范性文件。")))


@pattern("行政许可决定")
def licences_granted(f: Figures, r: Random) -> Sentence | None:
    number = _decisions(f, "行政许可")
    return sentence("全年作出行政许可决定", count(number, r), "件。") if number else None


@pattern("行政处罚、行政强制决定")
def penalties_and_force(f: Figures, r: Random) -> Sentence | None:
    if not _decisions(f, "行政处罚"):
        return None
    return sentence("作出行政处罚决定", count(_decisions(f, "行政处罚"), r), "件、行政强制决定", count(_decisions(f, "行政强制"), r), "件。")


@pattern("三类决定分别为")
def three_kinds(f: Figures, r: Random) -> Sentence | None:
    rows = ("行政许可", "行政处罚", "行政强制")
    if not all(_decisions(f, row) for row in rows):
        return None
    return sentence("本年行政许可、行政处罚、行政强制处理决定数量分别为", count(_decisions(f, rows[0]), r), "件、",
                    count(_decisions(f, rows[1]), r), "件、", count(_decisions(f, rows[2]), r), "件。")


@pattern("约数")
def about(f: Figures, r: Random) -> Sentence | None:
    number = _decisions(f, "行政处罚")
    if number < 300:
        return None
    told = Decimal(round(number, -2))
    return sentence("作出行政处罚决定约", Number(told, frozenset({told}), gap=told / 3), "件。")


@pattern("余数")
def over(f: Figures, r: Random) -> Sentence | None:
    number = _decisions(f, "行政许可")
    if number < 300 or number % 100 == 0:
        return None
    told = Decimal(number // 100 * 100)
    return sentence("作出行政许可决定", Number(told, frozenset({told}), gap=told / 3), "余件。")


@pattern("复议及结果")
def reviews(f: Figures, r: Random) -> Sentence | None:
    if not f.cases("复议"):
        return None
    opening = r.choice(("因政府信息公开被申请行政复议", "因政府信息公开引起的行政复议案件"))
    return sentence(opening, count(f.cases("复议"), r), "件，其中结果维持",
                    count(f.cases("复议", "维持"), r), "件、结果纠正", count(f.cases("复议", "纠正"), r), "件、其他结果",
                    count(f.cases("复议", "其他"), r), "件、尚未审结", count(f.cases("复议", "未审结"), r), "件。")


@pattern("复议纠正占比")
def corrected(f: Figures, r: Random) -> Sentence | None:
    part, whole = f.cases("复议", "纠正"), f.cases("复议")
    if not part:
        return None
    return sentence("因政府信息公开被申请行政复议", count(whole, r), "件，被纠正", count(part, r), "件，占", share(part, whole, r), "%。")


@pattern("诉讼总数")
def suits(f: Figures, r: Random) -> Sentence | None:
    number = f.cases("直接起诉") + f.cases("复议后起诉")
    return sentence("因政府信息公开被提起行政诉讼", count(number, r), "件。") if number else None


@pattern("诉讼两路")
def two_roads(f: Figures, r: Random) -> Sentence | None:
    if not f.cases("直接起诉") + f.cases("复议后起诉"):
        return None
    return sentence("因政府信息公开引起的行政诉讼中，未经复议直接起诉", count(f.cases("直接起诉"), r), "件，复议后起诉",
                    count(f.cases("复议后起诉"), r), "件。")


@pattern("复议诉讼两数")
def both(f: Figures, r: Random) -> Sentence | None:
    number = f.cases("直接起诉") + f.cases("复议后起诉")
    if not number or not f.cases("复议"):
        return None
    return sentence("因政府信息公开引发行政复议", count(f.cases("复议"), r), "件、行政诉讼", count(number, r), "件。")


@pattern("无复议诉讼")
def no_cases(f: Figures, r: Random) -> Sentence | None:
    none = f.cases("复议") + f.cases("直接起诉") + f.cases("复议后起诉") == 0
    return denial(none, r.choice(("全年未发生因政府信息公开引起的行政复议和行政诉讼。", "没有因政府信息公开被申请行政复议或者提起行政诉讼的情况。")))


@pattern("无诉讼")
def no_suits(f: Figures, r: Random) -> Sentence | None:
    return denial(f.cases("直接起诉") + f.cases("复议后起诉") == 0, "本年度无因政府信息公开引起的行政诉讼。")


@pattern("信息处理费三数")
def fees(f: Figures, r: Random) -> Sentence | None:
    if not f.facts["文中.信息处理费[通知件数]"]:
        return None
    return sentence("本年度发出信息处理费收费通知", count(f.facts["文中.信息处理费[通知件数]"], r), "件，收费通知总金额",
                    count(f.facts["文中.信息处理费[通知金额]"], r), "元，实际收取",
                    count(f.facts["文中.信息处理费[实收金额]"], r), "元。", part="其他需要报告的事项")


@pattern("收取信息处理费")
def fees_received(f: Figures, r: Random) -> Sentence | None:
    if not f.facts["文中.信息处理费[实收金额]"]:
        return None
    return sentence("对", count(f.facts["文中.信息处理费[通知件数]"], r), "件申请收取信息处理费", count(f.facts["文中.信息处理费[实收金额]"], r),
                    "元。", part="其他需要报告的事项")


@pattern("未收信息处理费")
def no_fees(f: Figures, r: Random) -> Sentence | None:
    return denial(f.facts["文中.信息处理费[实收金额]"] == 0, r.choice(("本年度未收取信息处理费。", "我局没有收取过信息处理费。")),
                  part="其他需要报告的事项")


@pattern("统计期限")
def period(f: Figures, r: Random) -> Sentence | None:
    number = Number(Decimal(f.year), frozenset({Decimal(f.year)}))
    return sentence("本报告所列数据的统计期限自", number, f"年1月1日起至{f.year}年12月31日止。", part="序言")


@pattern("几个部分")
def parts(f: Figures, r: Random) -> Sentence | None:
    return sentence("全文由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、"
                    "存在的主要问题及改进情况、其他需要报告的事项等",
                    Number(Decimal(6), frozenset({Decimal(6)}), style="chinese"), "个部分组成。", part="序言")


@pattern("采纳率由句中两数得出")
def adopted(f: Figures, r: Random) -> Sentence | None:
    sent = r.randrange(20, 400)
    used = r.randrange(5, sent)
    return sentence("全年报送政务信息", count(sent, r), "篇，被采用", count(used, r), "篇，采用率", share(used, sent, r), "%。")


@pattern("其中占比")
def among(f: Figures, r: Random) -> Sentence | None:
    whole = r.randrange(30, 300)
    part = r.randrange(5, whole)
    return sentence("发布政策解读", count(whole, r), "篇，其中图文、视频解读", count(part, r), "篇，占比", share(part, whole, r), "%。")


@pattern("主动公开包括")
def published(f: Figures, r: Random) -> Sentence | None:
    parts = [r.randrange(3, 400) for _ in range(3)]
    return sentence("全年主动公开政府信息", count(sum(parts), r), "条，包括机构职能类", count(parts[0], r), "条、政策文件类", count(parts[1], r),
                    "条、工作动态类", count(parts[2], r), "条。")


@pattern("由……组成")
def made_of(f: Figures, r: Random) -> Sentence | None:
    parts = [r.randrange(3, 60) for _ in range(3)]
    return sentence("公开目录共", count(sum(parts), r), "项，由法定公开事项", count(parts[0], r), "项、便民事项", count(parts[1], r),
                    "项、其他事项", count(parts[2], r), "项组成。")


@pattern("其中不足总数（不可核）")
def some_of(f: Figures, r: Random) -> Sentence | None:
    parts = [r.randrange(3, 60) for _ in range(2)]
    whole = sum(parts) + r.randrange(1, 40)
    return sentence("在门户网站发布信息", count(whole, r, checkable=False), "条，其中部门动态", count(parts[0], r, checkable=False),
                    "条、通知公告", count(parts[1], r, checkable=False), "条。")


@pattern("渠道可重叠（不可核）")
def overlapping(f: Figures, r: Random) -> Sentence | None:
    numbers = [count(r.randrange(20, 3000), r, checkable=False) for _ in range(3)]
    return sentence("全年发布信息", numbers[0], "条，其中网站", numbers[1], "条、微信公众号", numbers[2], "条。")


@pattern("培训（不可核）")
def training(f: Figures, r: Random) -> Sentence | None:
    return sentence("组织业务培训", count(r.randrange(1, 9), r, checkable=False), "期，参训", count(r.randrange(20, 400), r, checkable=False), "人次。")


@pattern("访问量（不可核）")
def visits(f: Figures, r: Random) -> Sentence | None:
    return sentence(f"网站总访问量{r.randrange(10, 900)}.{r.randrange(1, 9)}万人次，微信订阅数", count(r.randrange(100, 90000), r, checkable=False), "个。")


@pattern("下年计划（不可核）")
def plan(f: Figures, r: Random) -> Sentence | None:
    return sentence(f"{f.year + 1}年，计划收集意见建议不少于", count(r.randrange(10, 90), r, checkable=False), "条，办理满意率达到",
                    Number(Decimal(r.randrange(90, 100)), checkable=False), "%以上。", part="存在问题及改进情况")


@pattern("文号、条款、电话（不可核）")
def references(f: Figures, r: Random) -> Sentence | None:
    return sentence(f"严格执行《政府信息公开条例》第二十条、第三十六条和〔{f.year}〕{r.randrange(1, 60)}号文件要求，公开咨询电话{r.randrange(10**6, 10**7)}。")


@pattern("公示的处罚决定（不可核）")
def shown_publicly(f: Figures, r: Random) -> Sentence | None:
    return sentence("在信用平台公示行政处罚决定", count(r.randrange(1, 900), r, checkable=False), "件，公示行政许可",
                    count(r.randrange(1, 900), r, checkable=False), "条。")


@pattern("清理文件（不可核）")
def cleared(f: Figures, r: Random) -> Sentence | None:
    return sentence("对历年文件开展清理，共清理", count(r.randrange(10, 300), r, checkable=False), "件，修改",
                    count(r.randrange(1, 10), r, checkable=False), "件。")


@pattern("建议提案（不可核）")
def proposals(f: Figures, r: Random) -> Sentence | None:
    return sentence("办理人大代表建议", count(r.randrange(1, 30), r, checkable=False), "件、政协提案",
                    count(r.randrange(1, 30), r, checkable=False), "件，均已答复。")
