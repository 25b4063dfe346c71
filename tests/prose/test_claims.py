"""What numbers claim: for every class of claim, sentences that agree, that contradict, and of which it cannot be said.

Sentences that look alike and must stay silent are in test_silent.py. The report is the one of prose_reports.py.
"""

import pytest
from prose_reports import checked, remarks

# one line a class: (sentence, the piece of it that is wrong, the rule that says so)
CONTRADICTED = (
    # a cell or a sum of cells
    ("全年收到政府信息公开申请128件。", "128件", "N101"), ("共受理信息公开申请一百四十件。", "一百四十件", "N101"),
    ("本年新收政府信息公开申请130件，上年结转8件。", "8件", "N101"), ("答复政府信息公开申请131件。", "131件", "N101"),
    ("结转下年度继续办理的申请6件。", "6件", "N101"), ("予以公开60件、部分公开12件、不予公开19件。", "60件", "N101"),
    ("不予公开申请20件，其中涉及国家秘密2件、执法案卷11件、第三方合法权益6件。", "20件", "N101"),
    ("收到政府信息公开申请130件，其中自然人89件、法人或其他组织32件。", "89件", "N101"),
    ("无法提供23件，不予处理12件，其他处理8件。", "12件", "N101"),
    ("申请予以公开、部分公开、不予公开分别为61件、12件、18件。", "18件", "N101"),
    ("制定行政规范性文件7件、废止4件，现行有效41件。", "4件", "N101"), ("作出行政处罚决定265件。", "265件", "N101"),
    ("收取行政事业性收费381.45万元。", "381.45万元", "N101"), ("行政强制实施18件。", "18件", "N102"),
    # reconsiderations and suits
    ("因政府信息公开引起行政复议12件、行政诉讼7件。", "12件", "N101"), ("被申请行政复议11件，其中结果维持6件、结果纠正2件。", "6件", "N101"),
    ("被提起行政诉讼7件，均为未经复议直接起诉5件、复议后起诉1件。", "5件", "N101"),
    ("因依申请公开引发的行政复议、行政诉讼分别为11件、8件。", "8件", "N101"),
    # shares and rates
    ("报送信息120篇，被采用90篇，采用率为85%。", "85%", "N201"), ("自然人申请98件，占新收申请的57.4%。", "57.4%", "N201"),
    ("予以公开61件，占办结总数的54.5%。", "54.5%", "N201"), ("发布解读40篇，其中图文解读10篇，占35%。", "35%", "N201"),
    # growth
    ("收到政府信息公开申请130件，同比增长52%。", "52%", "N211"), ("收到政府信息公开申请130件，比上年减少26件。", "26件", "N211"),
    ("作出行政处罚决定256件，是上年的3倍。", "3倍", "N211"), ("作出行政处罚决定256件，同比增长2倍。", "2倍", "N212"),
    ("作出行政强制决定17件，同比增长80%。", "80%", "N213"), ("作出行政许可决定829件，与上年持平。", "持平", "N211"),
    ("上年编发简报20期，今年编发30期，同比增长60%。", "60%", "N211"),
    # parts
    ("编发简报30期，包括周报18期、专报10期。", "30期，包括周报18期、专报10期", "N221"),
    ("公开目录由法定事项20项、便民事项6项组成，共25项。", "20项、便民事项6项组成，共25项", "N221"),
    ("编发简报30期，其中周报18期、专报14期。", "30期，其中周报18期、专报14期", "N222"),
    ("网络、信函提交的申请分别为80件、30件，合计120件。", "80件、30件，合计120件", "N221"),
    ("编发简报30期，分别为周报18期、专报15期。", "30期，分别为周报18期、专报15期", "N221"),
    # nothing at all
    ("2023年，我局未收到政府信息公开申请。", "未收到政府信息公开申请", "N103"), ("所有申请均已办结。", "均已办结", "N103"),
    ("没有因政府信息公开引起的行政诉讼。", "没有因政府信息公开引起的行政诉讼", "N103"), ("未作出行政强制决定。", "未作出行政强制决定", "N103"),
    ("因政府信息公开引起的行政复议为0件。", "0件", "N101"),
    # fees
    ("全年收取信息处理费1510元。", "1510元", "N101"), ("全年未收取信息处理费。", "未收取信息处理费", "N103"),
    ("收取信息处理费1450元。", "1450元", "N102"), ("发出收费通知4件，通知收取信息处理费1450元。", "4件", "N102"),
    # period, parts announced, the same thing twice
    ("统计期限自2022年1月1日起至2022年12月31日止。", "2022", "N241"), ("统计期限自2023年1月1日起至2023年11月30日止。", "2023年1月1日", "N241"),
    ("存在三个方面的不足：一是公开不够及时；二是解读偏少。", "三个方面的不足：", "N242"),
    ("政务微信全年推送文章87篇。政务微信全年推送文章78篇。", "78篇", "N231"),
    ("2022年，我局收到政府信息公开申请130件。", "130件", "N104"),
    ("统计期限自二〇二二年一月一日起至二〇二二年十二月三十一日止。", "二〇二二", "N241"),
    ("统计期限自2023年1月1日起至11月30日止。", "2023年1月1日起至11月30日", "N241"),
    ("统计期限自二〇二三年一月一日起至二〇二三年十一月三十日止。", "二〇二三年一月一日起至二〇二三年十一月三十日", "N241"),
    ("根据规定，编制二〇二二年政府信息公开工作年度报告，统计期限自2023年1月1日起至当年12月31日止。", "二〇二二", "N241"),
)

MATCHED = (
    ("全年收到政府信息公开申请130件。", "130件"), ("全年收到政府信息公开申请一百三十九件。", "一百三十九件"), ("新收申请１３０件。", "１３０件"),
    ("办结政府信息公开申请134件。", "134件"), ("上年结转9件，结转下年度5件。", "9件"), ("不予公开19件、无法提供23件。", "19件"),
    ("属于行政执法案卷的申请11件。", "11件"), ("自然人申请98件。", "98件"), ("法人或其他组织提出申请32件。", "32件"),
    ("作出行政许可决定829件。", "829件"), ("制定规范性文件7件。", "7件"), ("行政事业性收费318.45万元。", "318.45万元"),
    ("被申请行政复议11件。", "11件"), ("因政府信息公开引起的行政诉讼7件。", "7件"), ("未经复议直接起诉6件。", "6件"),
    ("没有复议后起诉被纠正的案件，被纠正的行政复议2件。", "2件"), ("全年收取信息处理费1150元。", "1150元"),
    ("未收到要求提供公开出版物的申请。", "未收到要求提供公开出版物的申请"), ("收到政府信息公开申请130件，同比增长25%。", "25%"),
    ("收到政府信息公开申请130件，比上年增加26件。", "26件"), ("作出行政处罚决定256件，同比翻一番。", "翻一番"),
    ("收到政府信息公开申请130件，是上年的1.25倍。", "1.25倍"), ("收到政府信息公开申请130件，增长两成多，同比增长25.0%。", "25.0%"),
    ("报送信息120篇，被采用90篇，采用率为75%。", "75%"), ("予以公开61件，占办结总数的45.5%。", "45.5%"), ("予以公开61件，与上年持平。", "持平"),
    ("予以公开和部分公开合计73件。", "73件"), ("2022年收到政府信息公开申请104件。", "104件"),
)

NOT_SAID = (
    ("群众满意率98%。", "98%"), ("开展培训4场。", "4场"), ("全区各单位共收到政府信息公开申请1430件。", "1430件"),
    ("截至6月底收到政府信息公开申请70件。", "70件"),
    ("2020年收到政府信息公开申请88件。", "88件"), ("公示行政处罚决定200件。", "200件"), ("收到行政复议申请320件。", "320件"),
    ("规章13件（含新制定5件）。", "5件"),
)


@pytest.mark.parametrize(("sentence", "wrong", "rule"), CONTRADICTED)
def test_contradicted(sentence: str, wrong: str, rule: str) -> None:
    """The wrong piece is named, by its rule, with its place, and no other is."""
    section = "其他需要报告的事项" if "处理费" in sentence else "序言" if "统计期限" in sentence else "总体情况"
    found = [one for one in checked(sentence, section).findings if one.family == "prose" and one.rule != "N202"]
    assert [(one.text.quote if one.text else "", one.rule) for one in found] == [(wrong, rule)]
    assert found[0].text is not None
    assert sentence[found[0].text.start:found[0].text.end] == wrong


@pytest.mark.parametrize(("sentence", "right"), MATCHED)
def test_matched(sentence: str, right: str) -> None:
    """The number is found in the tables, or follows from them; nothing is said."""
    section = "其他需要报告的事项" if "处理费" in sentence else "总体情况"
    assert not remarks(sentence, section)
    statuses = {sentence[one.start:one.end]: one.status for one in checked(sentence, section).numbers}
    assert statuses.get(right) == "matched", statuses


@pytest.mark.parametrize(("sentence", "number"), NOT_SAID)
def test_not_to_be_said(sentence: str, number: str) -> None:
    """Ambiguous or not checkable: counted as such, with a reason, and nothing is said."""
    assert not remarks(sentence)
    (read,) = (one for one in checked(sentence).numbers if sentence[one.start:one.end] == number)
    assert read.status in ("ambiguous", "not_checkable")
    assert read.why


def test_a_message_has_place_cells_both_values_and_the_way_out() -> None:
    """Where, what the table says, the difference, and the right number in the same style."""
    (found,) = remarks("（二）依申请公开。\n全年收到政府信息公开申请一百二十八件。")
    assert found.message == (
        "总体情况 第2段“全年收到政府信息公开申请一百二十八件”：收到的申请，一、本年新收，总计是 130，一、本年新收，总计＋二、上年结转，总计是 139，"
        "都不是 128，相差 2。请核对是正文还是表格错了；表格无误的，正文改为“一百三十件”或“一百三十九件”。")
    assert [cell.cell for cell in found.cells] == ["申请[本年新收, 总计]", "申请[上年结转, 总计]"]
    assert (found.left, found.right, found.difference) == ("128", "130", "-2")


def test_arithmetic_is_written_out() -> None:
    """60 ÷ 61 = 98.36 %: cut off is a note, and says what rounding gives."""
    (found,) = (one for one in checked("报送信息61篇，被采纳60篇，总采纳率为98.3%。").findings if one.family == "prose")
    assert (found.rule, found.severity) == ("N202", "info")
    assert "60 ÷ 61 = 98.36 %" in found.message
    assert "98.4%" in found.message


def test_last_years_number_left_standing_is_recognised() -> None:
    """The hint a reviewer needs: it is last year's number."""
    (found,) = remarks("全年收到政府信息公开申请104件。")
    assert "它与上年报告的数相同" in found.message
