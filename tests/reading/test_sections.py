"""The parts of a report are found whatever happened to their headings, and what stands under them is all there."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from reports import OTHERS, POINTS, PREAMBLE, PROBLEMS, REPORT, TABLES, TITLE, document, with_line

from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.form.submission import Place
from xlreport.form.values import exact_value
from xlreport.reading.document import Document, Notice, Paragraph
from xlreport.reading.sections import Sections, read_sections

WHOLE = {"序言": PREAMBLE, "总体情况": "\n".join(POINTS), "存在问题及改进情况": PROBLEMS, "其他需要报告的事项": OTHERS}
ONE, TWO, THREE, FOUR, FIVE, SIX = (line for line in REPORT if line is not None and line[:2] in ("一、", "二、", "三、", "四、", "五、", "六、"))


@pytest.fixture(scope="module")
def official(library: Library) -> Form:
    return library.form("zfxxgk-2021")


def read(lines: Sequence[str | None], form: Form, **other: Any) -> Sections:
    made, spans = document(lines, **other)
    return read_sections(made, form, spans)


def noticed(sections: Sections) -> list[str]:
    return [departure.test for departure in sections.departures]


def test_a_plain_report(official: Form) -> None:
    found = read(REPORT, official)
    assert found.texts == WHOLE
    assert (found.unit, found.year) == ("江城县财政局", 2023)
    assert found.cover == {"title": TITLE, "contact": "地址：江城县人民路1号；电话：0431-12345678"}
    assert found.departures == ()
    assert found.rest == ()
    assert found.text_places["总体情况"] == tuple(Place("", f"第{line}行") for line in range(4, 9))
    assert found.facts == {"文中.信息处理费[实收金额]": exact_value(Decimal(0))}
    assert found.places == {"文中.信息处理费[实收金额]": found.text_places["其他需要报告的事项"][0]}


@pytest.mark.parametrize(("old", "new", "said"), [
    (THREE, "3、 收到和处理政府信息公开申请情况", "编号是“3、”，应是“三、”"),
    (FOUR, "4．政府信息公开行政复议、行政诉讼情况", "编号是“4．”，应是“四、”"),
    (THREE, "收到和处理政府信息公开申请情况", "没有编号，应是“三、”"),
    (FIVE, "四、存在的主要问题及改进情况", "编号是“四、”，应是“五、”"),
    (ONE, "第一部分 总体情况", "编号是“第一部分”，应是“一、”"),
    (FOUR, "四、因政府信息公开工作被申请行政复议和提起行政诉讼情况", ""),
    (FIVE, "五、政府信息公开工作存在的主要问题及改进情况", ""),
    (FIVE, "五、 存在问题及改进措施", ""),
    (FIVE, "五、存在的主要问题以及改进的情况", ""),
    (SIX, "六．其它需要报告的事项：", ""),
    (ONE, "[bookmark: _GoBack]一、总体情况", ""),
    (TWO, "二、主动公开情况", ""),
    (TWO, "　　二、 主动公开 政府信息情况 ", ""),
])
def test_headings_in_many_hands(old: str, new: str, said: str, official: Form) -> None:
    """Retyped, lost and automatic numbering, other words: every part is found, and odd numbering is named."""
    found = read(with_line(old, new), official)
    assert found.texts == WHOLE
    details = [departure.detail for departure in found.departures]
    assert [departure.test for departure in found.departures] == (["numbering"] if said else [])
    assert all(said in detail for detail in details)


def test_automatic_numbering_is_numbering(official: Form) -> None:
    lines = with_line(THREE, THREE[2:])
    place = lines.index(THREE[2:])
    assert read(lines, official, numbers=[(place, "三、")]).departures == ()
    assert "编号是“3、”" in read(lines, official, numbers=[(place, "3、")]).departures[0].detail


@pytest.mark.parametrize("merged", ["六、其他需要报告的事项。" + OTHERS, "六、其他需要报告的事项：" + OTHERS, "六、其他需要报告的事项 " + OTHERS,
                                    SIX + OTHERS, SIX[2:] + "：" + OTHERS])
def test_a_heading_run_into_its_text(merged: str, official: Form) -> None:
    lines = [line for line in with_line(SIX, merged) if line != OTHERS]
    found = read(lines, official)
    assert found.texts == WHOLE
    place = found.text_places["其他需要报告的事项"][0]
    assert (place.address, merged[place.start : place.end]) == (f"第{len(lines)}行", OTHERS)


def test_a_heading_at_the_end_of_a_paragraph(official: Form) -> None:
    lines = [line for line in with_line(PROBLEMS, PROBLEMS + SIX) if line != SIX]
    assert read(lines, official).texts == WHOLE


def test_two_headings_in_one_line(official: Form) -> None:
    lines = [line for line in with_line(THREE, THREE + FOUR) if line != FOUR]
    found = read(lines, official)
    assert found.texts == WHOLE
    assert found.departures == ()


def test_section_five_before_the_third_table(official: Form) -> None:
    lines = [line for line in REPORT if line != FIVE]
    lines.insert(max(place for place, line in enumerate(lines) if line is None), FIVE)
    assert read(lines, official).texts == WHOLE


def test_a_table_of_contents_and_an_annex(official: Form) -> None:
    """Headings listed at the front are no parts, and an annex that begins again with 一 is none either."""
    contents = [f"{heading}……{page}" for page, heading in enumerate((ONE, TWO, THREE, FOUR, FIVE, SIX), 1)]
    lines = [TITLE, "目录", *contents, *REPORT[1:], "附件：1.工作台账", "一、总体情况", "台账如下。", "二、其他"]
    found = read(lines, official)
    assert {code: text for code, text in found.texts.items() if code != "序言"} == {
        code: text for code, text in WHOLE.items() if code != "序言"}
    assert [line.text for line in found.rest] == ["附件：1.工作台账", "一、总体情况", "台账如下。", "二、其他"]


def test_sub_headings_are_no_headings(official: Form) -> None:
    lines = with_line(POINTS[0], "（一）主动公开政府信息情况", "公布25条。")
    found = read(lines, official)
    assert found.texts["总体情况"].startswith("（一）主动公开政府信息情况\n公布25条。")
    assert found.departures == ()


def test_a_preamble_that_lists_numbered_parts(official: Form) -> None:
    listed = f"本报告由{'；'.join((ONE, TWO, THREE, FOUR, FIVE, SIX))}六部分组成。"
    assert read(with_line(PREAMBLE, listed), official).texts["序言"] == listed


@pytest.mark.parametrize(("gone", "test"), [(FIVE, "section_missing"), (PROBLEMS, "section_empty"), (ONE, "section_missing")])
def test_what_is_missing_is_said(gone: str, test: str, official: Form) -> None:
    found = read([line for line in REPORT if line != gone], official)
    assert noticed(found) == [test]
    assert (gone if test == "section_missing" else FIVE) in found.departures[0].detail


def test_out_of_order(official: Form) -> None:
    lines = list(REPORT)
    five, six = lines.index(FIVE), lines.index(SIX)
    swapped = [*lines[:five], *lines[six:], *lines[five:six]]
    found = read(swapped, official)
    assert noticed(found) == ["section_order"]
    assert found.texts == WHOLE


def test_tables_missing_or_drawn(official: Form) -> None:
    lines = list(REPORT)
    lines.pop(lines.index(None))
    found = read(lines, official, tables=TABLES[1:])
    assert [(departure.test, departure.place) for departure in found.departures] == [("table_missing", Place("主动公开", ""))]
    found = read(lines, official, tables=TABLES[1:], notices=(Notice("picture", "图片", Place("", "第10行")),))
    assert noticed(found) == ["table_picture"]


def test_notes_under_tables(official: Form) -> None:
    place = REPORT.index(THREE)
    lines = [*REPORT[:place], "注：规章数与司法局核对。", *REPORT[place:]]
    assert read(lines, official).texts == {**WHOLE, "公开": "注：规章数与司法局核对。"}


@pytest.mark.parametrize("caption", ["二、主动公开政府信息情况（单位：件）", "单位：件", "（计量单位：件）", "主动公开政府信息情况"])
def test_captions_are_no_notes(caption: str, official: Form) -> None:
    place = REPORT.index(None)
    found = read([*REPORT[:place], caption, *REPORT[place:]], official)
    assert found.texts == WHOLE
    assert found.departures == ()


def test_nothing_at_all(official: Form) -> None:
    found = read_sections(Document("text", ()), official, ())
    assert found.texts == {}
    assert "section_missing" in noticed(found)
    found = read_sections(Document("text", (Paragraph("某某局预算公开表", Place("", "第1行")),)), official, ())
    assert found.year is None
