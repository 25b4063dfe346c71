"""Every number of the narrative is accounted for: on the console, in JSON, on the page, at the paragraph's own cell."""

import json
from pathlib import Path

from prose_reports import FORM, checked, report

from xlreport.check.checking import check_submission
from xlreport.check.findings import Batch, FileResult
from xlreport.form.library import library
from xlreport.form.submission import with_last_year
from xlreport.present.formats import renderer
from xlreport.rules.load import load_rules
from xlreport.workbook.reader import read_workbook
from xlreport.workbook.template import workbook_bytes

TEXT = ("2023年收到政府信息公开申请130件，办结143件，开展培训4场。\n公示行政处罚决定200件。\n"
        "占位的数{申请[本年新收, 总计]}件、{比率(申请[予以公开, 总计], 申请[总计, 总计]), 1}不算。")


def shown(name: str) -> str:
    """The report in one of the formats."""
    batch = Batch((FileResult("一.xlsx", checked(TEXT), None),))
    return str(renderer(name)(batch, lambda form_id: load_rules(library(), form_id)))


def test_counts() -> None:
    """One of each status, in every format; a placeholder is no number."""
    assert [one.status for one in checked(TEXT).numbers] == ["matched", "contradicted", "not_checkable", "ambiguous"]
    assert "正文里的数 4 个：相符 1，不符 1，拿不准 1，无从核对 1" in shown("text")
    numbers = json.loads(shown("json"))["files"][0]["numbers"]
    assert {key: numbers[key] for key in numbers if key != "each"} == {
        "total": 4, "matched": 1, "contradicted": 1, "ambiguous": 1, "not_checkable": 1}
    assert [TEXT[one["start"]:one["end"]] for one in numbers["each"]] == ["130件", "143件", "4场", "200件"]
    page = shown("html")
    for status, words in (("matched", "130件"), ("contradicted", "143件"), ("not_checkable", "4场"), ("ambiguous", "200件")):
        assert f'number {status}' in page
        assert f">{words}</mark>" in page


def test_a_finding_names_the_paragraphs_cell(tmp_path: Path) -> None:
    """In a workbook a paragraph stands in a cell, and the message says which."""
    path = tmp_path / "一.xlsx"
    rules = load_rules(library(), FORM)
    path.write_bytes(workbook_bytes(report(TEXT), rules))
    submission = read_workbook(path, library())
    places = submission.text_places["总体情况"]
    assert len(places) == TEXT.count("\n") + 1
    (found,) = (one for one in check_submission(submission, rules).findings if one.rule == "N101")
    assert found.message.startswith(f"{places[0].sheet} {places[0].address}“")
    assert found.text is not None
    assert found.text.quote == "143件"


def test_last_years_words_are_held_against_this_years() -> None:
    """The texts of last year's report come with it, and sameness is a warning with the share."""
    words = "栏目更新偏慢，个别科室对主动公开的范围掌握不准；政策解读以转载为主，结合本地实际的内容不多；平台检索不便，附件有时打不开；"
    words += "信息员调动频繁，培训没有跟上。"
    this = report(words, "存在问题及改进情况")
    last = report(words.replace("不多", "很少"), "存在问题及改进情况", year=2022)
    found = check_submission(with_last_year(this, last), load_rules(library(), FORM)).findings
    (copied,) = (one for one in found if one.rule == "N251")
    assert "与上年报告相同（100 %" in copied.message
    other = report("围绕营商环境组织了三次座谈，把企业提出的二十条意见写进公开清单，逐条公布了办理结果。", "存在问题及改进情况", year=2022)
    assert not [one for one in check_submission(with_last_year(this, other), load_rules(library(), FORM)).findings if one.rule == "N251"]


def test_figures_alone_load_no_narrative() -> None:
    """Without texts nothing is read and nothing is counted."""
    submission = report("")._replace(texts={})
    assert check_submission(submission, load_rules(library(), FORM)).numbers == ()
