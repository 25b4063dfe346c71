"""Three hundred sentences as offices write them, true and false, each alone in a report: the true are left alone, the false are named.

They stand in tests/data/sentences.txt and were written without a look at what the checks can read. A report of this year and
one of the last are behind them; what a line must bring about is said by its first character.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from xlreport.check.checking import check_submission
from xlreport.form.library import library
from xlreport.form.submission import Submission
from xlreport.form.values import Value, exact_value
from xlreport.rules.load import load_rules

FORM = "zfxxgk-2021"
ROWS = {  # this year, last year
    "予以公开": (41, 33), "部分公开": (17, 14), "法律禁止": (3, 2), "三安全一稳定": (1, 0), "第三方权益": (4, 3), "内部事务": (2, 2),
    "过程性信息": (3, 4), "执法案卷": (2, 0), "行政查询": (1, 0), "不掌握": (22, 24), "另行制作": (4, 4), "补正不明确": (3, 2), "信访举报投诉": (7, 5),
    "重复申请": (3, 2), "确认或重新出具": (1, 0), "逾期不补正": (2, 0), "其他情形": (1, 1), "总计": (117, 96)}
APPLICANTS = {"自然人": (86, 75), "商业企业": (21, 17), "科研机构": (2, 1), "社会公益组织": (1, 1), "法律服务机构": (5, 2), "其他": (3, 2), "总计": (118, 98)}
OUTCOMES = {"复议": ((4, 1, 2, 1), (3, 1, 1, 0)), "直接起诉": ((2, 0, 1, 1), (1, 0, 1, 0)), "复议后起诉": ((1, 0, 0, 1), (0, 0, 0, 1))}
OPENED = {"公开[行政规范性文件, 制发]": (6, 5), "公开[行政规范性文件, 废止]": (2, 1), "公开[行政规范性文件, 现行有效]": (31, 27),
          "公开[行政许可, 处理决定]": (1568, 1420), "公开[行政处罚, 处理决定]": (342, 380), "公开[行政强制, 处理决定]": (27, 30),
          "公开[行政事业性收费, 收费金额]": ("889.06", "912.4")}
LINES = [line.split("　", 1) for line in (Path(__file__).parents[1] / "data" / "sentences.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"]


def figures(year: int) -> dict[str, Value]:
    """Every cell of one year's report; year: 0 for this one, 1 for the last."""
    cells: dict[str, object] = {name: both[year] for name, both in OPENED.items()}
    cells |= {f"申请[{row}, 总计]": both[year] for row, both in ROWS.items()}
    cells |= {f"申请[本年新收, {column}]": both[year] for column, both in APPLICANTS.items()}
    cells |= {"申请[上年结转, 自然人]": (6, 4)[year], "申请[上年结转, 商业企业]": 1, "申请[上年结转, 总计]": (7, 5)[year],
              "申请[结转下年, 自然人]": 6, "申请[结转下年, 商业企业]": (2, 1)[year], "申请[结转下年, 总计]": (8, 7)[year]}
    for column, received in APPLICANTS.items():
        kept = {"自然人": ((6, 6), (4, 6)), "商业企业": ((1, 2), (1, 1))}.get(column, ((0, 0), (0, 0)))[year]
        cells |= {f"申请[总计, {column}]": received[year] + kept[0] - kept[1]} if column != "总计" else {}
    for way, outcomes in OUTCOMES.items():
        names = ("维持", "纠正", "其他", "未审结")
        cells |= {f"复议诉讼[{way}, {name}]": count for name, count in zip(names, outcomes[year], strict=True)}
        cells[f"复议诉讼[{way}, 总计]"] = sum(outcomes[year])
    return {name: exact_value(Decimal(str(cells.get(name, 0)))) for name in library().form(FORM).cells}


THIS, LAST = figures(0), figures(1)


def severities(sentence: str) -> set[str]:
    """How severe the findings of the N rules are."""
    form = library().form(FORM)
    text = f"2024年，我局认真落实条例，有关情况如下。\n（二）依申请公开。{sentence}\n（三）政府信息管理。制度健全。"
    facts = {name: exact_value(Decimal(0)) for name in form.facts}
    submission = Submission(form, unit="江城县水利局", year=2024, cells=THIS, last_year=LAST, facts=facts, texts={"总体情况": text})
    return {one.severity for one in check_submission(submission, load_rules(library(), FORM)).findings if one.family == "prose"}


@pytest.mark.parametrize(("kind", "sentence"), LINES)
def test_a_sentence(kind: str, sentence: str) -> None:
    """真: nothing worse than a note. 假: an error. 疑: at least a warning. 漏: not found yet."""
    found = severities(sentence)
    if kind == "真":
        assert not found & {"error", "warning"}
    elif kind == "假":
        assert "error" in found
    elif kind == "疑":
        assert found & {"error", "warning"}
    else:
        assert kind == "漏"


def test_most_are_found() -> None:
    """The list keeps what is not found yet, so that it can be counted."""
    kinds = [kind for kind, _ in LINES]
    assert kinds.count("假") >= 65
    assert kinds.count("漏") <= 18
