"""The view of a report's own text: every mark where it belongs, every link with its other end, nothing from a file but text."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from present_examples import FORM, HOSTILE, Rules, zeros
from test_page import Outline

from xlreport.check.findings import Batch, FileResult, Finding, Result, TextAt
from xlreport.form.exchange import from_json
from xlreport.form.library import Library
from xlreport.form.submission import Place, Submission
from xlreport.present import page
from xlreport.present.source_view import MOST_CHARACTERS, Span, marked_text, text_view

TEXT = "2023年，新收申请12件。\n其中予以公开9件，不予公开2件。\n以上。"


@pytest.fixture
def document(library: Library) -> Submission:
    """A report read from a text file, with a paragraph each on lines 5 to 7."""
    made = from_json(zeros(library.form(FORM), text={"总体情况": TEXT, "其他需要报告的事项": "无。"}), library)
    places = {cell: Place("表2", f"第{number}行") for number, cell in enumerate(made.form.cells, 40)}
    return made._replace(places=places, text_places={"总体情况": tuple(Place("", f"第{line}行") for line in (5, 6, 7))},
                         cover={"title": "青禾县司法局信息公开工作年度报告"})


def finding(quote: str, section: str = "总体情况", severity: str = "warning", text: str = TEXT) -> Finding:
    """A finding about some words."""
    start = text.index(quote)
    return Finding("N101", "N101", "prose", severity, "broken", f"“{quote}”与表不符", fingerprint="0" * 16,
                   text=TextAt(section, start, start + len(quote), quote))


def rendered(submission: Submission, findings: list[Finding], rules_of: Rules, files: int = 1) -> Outline:
    file = FileResult("年报.txt", Result(submission, "1-0", (), tuple(findings), 0), None)
    text = page.render(Batch((file,) * files), rules_of)
    outline = Outline(text)
    ids = Counter(attributes["id"] for _, attributes in outline.elements if "id" in attributes)
    assert set(ids.values()) == {1}
    assert {str(attributes["href"])[1:] for tag, attributes in outline.elements if tag == "a"} <= ids.keys()
    return outline


def test_words_are_marked_and_linked_both_ways(document: Submission, rules_of: Rules) -> None:
    outline = rendered(document, [finding("12件"), finding("信息公开", "title", text=document.cover["title"])], rules_of)
    assert ("mark", {"class": "warning-cell", "title": "“12件”与表不符"}, "12件") in outline.texts
    assert ("a", {"href": "#f1-at-1"}, "第5行") in outline.texts
    assert ("a", {"id": "f1-at-1", "href": "#f1-1"}, "[1]") in outline.texts
    assert ("a", {"href": "#f1-at-2"}, "标题") in outline.texts
    assert any(tag == "td" and attributes.get("title") == "表2 第40行" for tag, attributes, _ in outline.texts)


def test_one_document_is_shown_whole_and_of_many_only_what_is_marked(document: Submission, rules_of: Rules) -> None:
    alone = rendered(document, [finding("12件")], rules_of)
    assert [text for tag, attributes, text in alone.texts if attributes.get("class") == "at"] == ["第5行", "第6行", "第7行", "第1段"]
    assert sum(attributes.get("class") == "form" for _, attributes in alone.elements) == 3
    many = rendered(document, [finding("12件")], rules_of, files=3)
    assert [text for tag, attributes, text in many.texts if attributes.get("class") == "at"] == ["第5行"] * 3
    assert sum("其余 2 段没有列出" in text for *_, text in many.texts) == 3
    assert not [attributes for _, attributes in many.elements if attributes.get("class") == "form"]


def test_a_mark_over_two_paragraphs(document: Submission, rules_of: Rules) -> None:
    outline = rendered(document, [finding("12件。\n其中")], rules_of)
    assert [text for tag, _, text in outline.texts if tag == "mark"] == ["12件。", "其中"]


def test_words_that_are_not_there_are_not_linked(document: Submission, rules_of: Rules) -> None:
    lost = finding("12件")._replace(text=TextAt("存在问题及改进情况", 0, 5, "没有"))
    outline = rendered(document, [lost], rules_of)
    assert not [tag for tag, *_ in outline.texts if tag == "mark"]


def test_hostile_text_is_only_text(document: Submission, rules_of: Rules) -> None:
    wicked = document._replace(texts={"总体情况": HOSTILE}, cover={"title": HOSTILE}, text_places={"总体情况": (Place(HOSTILE, HOSTILE),) * 3})
    outline = rendered(wicked, [finding("<script>", text=HOSTILE)], rules_of)
    assert "script" not in {tag for tag, _ in outline.elements}


def test_a_page_stays_bounded(document: Submission) -> None:
    long = document._replace(texts={"总体情况": "\n".join(["甲" * 1000] * 300) + "\n" + "乙" * 50_000 + "12件"})
    start = len(long.texts["总体情况"]) - 3
    html = "".join(text_view(long, "总体情况", [Span(start, start + 3, "info-cell")], True))
    assert len(html) < 2 * MOST_CHARACTERS
    assert "12件</mark>" in html


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45), st.sampled_from(["a", "b"])), max_size=6))
def test_marks_change_no_character(text: str, edges: list[tuple[int, int, str]]) -> None:
    """Whatever overlaps, the words are all there once, in order, and every character under a span is marked with its style."""
    from xlreport.present.plain_text import one_line

    text = re.sub(r"[^\w，。 ]", "", text)
    spans = [Span(min(first, last), max(first, last), style) for first, last, style in edges]
    spans = [span for span in spans if span.start < span.end <= len(text)]
    html = marked_text(text, spans)
    assert re.sub(r"<[^>]*>", "", html) == one_line(text)
    marked = sum(len(words) for words in re.findall(r"<mark[^>]*>([^<]*)</mark>", html))
    if one_line(text) == text:
        assert marked == len({place for span in spans for place in range(span.start, span.end)})
