"""What is said of a report's words: every message as a person reads it, and silence where there is no fault."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from xlreport.check.checking import check_submission
from xlreport.check.report_text import JUDGES
from xlreport.form.library import Library
from xlreport.form.submission import Departure, Place, Submission
from xlreport.form.values import exact_value
from xlreport.rules.load import load_rules
from xlreport.rules.model import TEXT_TESTS

FORM = "zfxxgk-2021"
POINTS = "（一）主动公开。公布25条。\n（二）依申请公开。收到3件。\n（三）政府信息管理。逐件审查。\n（四）平台建设。维护专栏。\n（五）监督保障。组织培训。"
GOOD = {"序言": "统计期限自2023年1月1日起至2023年12月31日止。", "总体情况": POINTS, "存在问题及改进情况": "解读形式单一，2024年增加图解。",
        "其他需要报告的事项": "无其他需要报告的事项。"}
TITLE = "江城县财政局2023年政府信息公开工作年度报告"


def report(library: Library, texts: Mapping[str, str] | None = None, **cover: str) -> Submission:
    """A report full of zeros, right in every word, with some words changed."""
    form = library.form(FORM)
    return Submission(form, unit="江城县财政局", year=2023, cells=dict.fromkeys(form.cells, exact_value(Decimal(0))),
                      texts={**GOOD, **(texts or {})}, cover={"title": TITLE, "date": "2024年1月26日", **cover})


def said(submission: Submission, library: Library) -> list[str]:
    """What is said of title and texts, with rule and severity."""
    rules = load_rules(library, FORM)
    return [f"{found.rule} {found.severity} {found.message}" for found in check_submission(submission, rules).findings
            if rules.by_id[found.rule].test in TEXT_TESTS]


WRONG: Mapping[str, Callable[[Library], Submission]] = {
    "title": lambda library: report(library, title="江城县财政局2023年政府信息公开工作总结"),
    "title-words": lambda library: report(library, title="江城县财政局2023年信息公开工作年度报告"),
    "title-words-2": lambda library: report(library, title="江城县财政局2023年政府信息公开年报"),
    "date": lambda library: report(library, date="2023年1月26日"),
    "file": lambda library: report(library)._replace(source="收到/江城县财政局2022年年报.xlsx"),
    "unwritten": lambda library: report(library, {"存在问题及改进情况": "", "其他需要报告的事项": " "}),
    "residue": lambda library: report(library, {"总体情况": "[bookmark: _GoBack]" + POINTS + "&nbsp;&nbsp;"}),
    "unfilled": lambda library: report(library, {"其他需要报告的事项": "收取信息处理费〔　〕元。××局XX件，见www.xxgk.gov.cn。"}),
    "long": lambda library: report(library, {"总体情况": POINTS + "，依法公开" * 250}),
    "points": lambda library: report(library, {"总体情况": "（一）主动公开情况。\n（二）依申请公开办理。"}),
    "noticed": lambda library: report(library)._replace(departures=(
        Departure("section_missing", "没有找到“五、存在的主要问题及改进情况”。"), Departure("numbering", "编号不对。", place=Place("正文", "第5行")),
        Departure("table_picture", "没有找到表。", place=Place("主动公开", "")))),
}


def test_messages(library: Library, golden: Callable[[str, str], None]) -> None:
    golden("report_text.txt", "".join(f"{name}\n" + "".join(f"  {line}\n" for line in said(make(library), library))
                                      for name, make in WRONG.items()))


def test_every_test_speaks(library: Library) -> None:
    """Each text test has a report above that it complains of, or is what a reader notices."""
    rules = load_rules(library, FORM)
    spoken = {line.split()[0] for make in WRONG.values() for line in said(make(library), library)}
    assert {rules.by_test[test].id for test in JUDGES} <= spoken


@pytest.mark.parametrize("title", [TITLE, "2023年度江城县财政局政府信息公开工作年度报告", "江城县人民政府信息公开工作年度报告（2023年）",
                                   "江城县财政局二〇二三年政府信息公开工作年度报告", "江城县财政局政府信息公开工作2023年度报告", ""])
def test_titles_that_are_no_fault(title: str, library: Library) -> None:
    assert said(report(library, title=title), library) == []


@pytest.mark.parametrize("texts", [
    {}, {"其他需要报告的事项": "无"}, {"序言": ""}, {"总体情况": GOOD["序言"] + "\n" + POINTS},
    {"总体情况": POINTS.replace("平台建设", "政务新媒体和网站").replace("监督保障", "组织领导和考核")},
    {"序言": "统计期限为2023年1月1日至12月31日。", "总体情况": "2022年3月1日至2023年2月28日开展专项行动。" + POINTS},
])
def test_texts_that_are_no_fault(texts: Mapping[str, str], library: Library) -> None:
    assert said(report(library, texts), library) == []


def test_a_workbook_still_being_filled_in_is_not_scolded(library: Library) -> None:
    """No text at all is not a finding; neither is a missing date or a name without a year."""
    form = library.form(FORM)
    assert said(Submission(form, year=2023, source="年报.xlsx"), library) == []
    assert said(report(library, date=""), library) == []
    assert said(report(library)._replace(source="江城县财政局2023.xlsx"), library) == []
    assert said(report(library)._replace(source="2024年1月报送 江城县财政局年报 20240126.docx"), library) == []


def test_words_point_at_the_words(library: Library) -> None:
    made = report(library, {"总体情况": "甲\n[bookmark: _GoBack]乙"})
    found = next(each for each in check_submission(made, load_rules(library, FORM)).findings if each.rule == "W214")
    assert found.text is not None
    assert made.texts["总体情况"][found.text.start : found.text.end] == found.text.quote == "[bookmark: _GoBack]"


def test_a_table_that_is_gone_is_one_finding(library: Library) -> None:
    """Its figures are unread all the same, but that is not said a second time."""
    from xlreport.form.values import UNREAD, Value

    form = library.form(FORM)
    gone = {cell.name: Value(UNREAD) for cell in form.table("公开").cells}
    made = report(library)._replace(departures=(Departure("table_missing", "没有找到表。", place=Place("主动公开", "")),))
    made = made._replace(cells={**made.cells, **gone})
    findings = check_submission(made, load_rules(library, FORM)).findings
    assert [found.rule for found in findings if found.severity == "error" and found.family == "form"] == ["W207"]
