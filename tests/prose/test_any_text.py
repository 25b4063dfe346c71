"""Whatever a text says, reading it raises nothing and every span lies inside it."""

from hypothesis import given, settings
from hypothesis import strategies as st
from prose_reports import FORM, report

from sizes import size
from xlreport.check.prose import check_prose
from xlreport.form.library import library
from xlreport.rules.load import load_rules
from xlreport.rules.sums import amounts

PIECES = (
    "收到", "政府信息公开申请", "申请", "12件", "0件", "同比增长", "较上年", "下降", "20%", "0%", "2倍", "翻一番", "占", "率为", "，", "。", "；", "、", "（",
    "）",
    "其中", "分别为", "合计", "均为", "未", "无", "没有", "行政复议", "行政诉讼", "维持", "2022年", "2023年", "去年", "100%",
    "0分之1", "9" * 400, "万亿", "亿万",
    "〇〇", "零点", "百分之", "千分之万", "与上年持平", "基本持平", "予以公开", "和", "自然人", "法人", "近", "约", "余件", "三十六部分组成", "个方面：一是",
    "统计期限", "自20233年",
    "{申请[", "}", "\n", "1.2.3", "1,2,3", "第", "〔2021〕", "信息处理费", "元", "万元", "个百分点", "规范性文件", "制定", "废止", "由",
    "组成", "包括", "上年结转", "办结", "一二三四五六", "十十", "点五", "１２", "％", "均已办结", "是上年的", "增至", "ａ", "\u202e", "𠀀", "=1+1",
)
SUBMISSION = report("")
RULES = load_rules(library(), FORM)
KNOWN = amounts(SUBMISSION, RULES.totals)


@settings(max_examples=size(3000), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=80), st.sampled_from(("序言", "总体情况", "存在问题及改进情况")))
def test_any_text_is_read(text: str, section: str) -> None:
    """No exception; findings and numbers quote the text itself."""
    narrative = check_prose(SUBMISSION._replace(texts={section: text}), RULES, KNOWN)
    for one in narrative.findings:
        assert one.text is not None
        assert one.text.quote == text[one.text.start:one.text.end]
        assert one.message
    for number in narrative.numbers:
        assert 0 <= number.start < number.end <= len(text)
