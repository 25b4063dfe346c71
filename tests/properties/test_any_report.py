"""Any form, any text: the Word file and the page are whole, and every figure stands where it belongs."""

import io
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import docx
import lxml.etree
import lxml.html
from hypothesis import given, settings
from hypothesis import strategies as st

import forms
from sizes import size
from xlreport.documents.layout import figure_text, legal
from xlreport.flows.writing import finished_report
from xlreport.form.exchange import from_json
from xlreport.form.library import Library
from xlreport.form.submission import Submission
from xlreport.rules.load import load_rules

OWN = Library(Path(__file__).parents[1] / "data" / "forms")
HOSTILE = st.sampled_from([
    "=1+1", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "</w:t></w:r>", "]]>", "&amp;&lt;&#0;", "{{7*7}}", "{%x%}", "${x}", "{__class__}",
    "\x00\x01\x0b\x0c\x1f", "\ufffe\uffff", "\u202e\u200b\u2028", "😀👨‍👩‍👧", "𠮷", "\r\n\t", "　　缩进", "一" * 10000, "（一）", "1.", "{", "}{", "〔〕",
    "{申请[本年新手, 总计]}", "{比率(", "“”‘’", "_x0041_", "--", "%s%n", "\\..\\",
])
TEXTS = st.lists(st.one_of(HOSTILE, st.text(st.characters(exclude_categories=["Cs"]), max_size=60)), max_size=8).map("\n".join)


class Whole(HTMLParser):
    """Every element is closed where it should be, and no script stands but ours."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.scripts = 0
        self.feed(text)
        self.close()
        assert not self.open
        assert self.scripts == 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        assert len(dict(attrs)) == len(attrs)
        if tag not in ("meta", "br", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


class Drawn:
    """One report. A whole one is too long to print: what is printed names the form and the texts."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission

    def __repr__(self) -> str:
        return f"{self.submission.form.id} {self.submission.unit!r} {({code: text[:200] for code, text in self.submission.texts.items()})!r}"


@st.composite
def submissions(draw: st.DrawFn) -> Drawn:
    """Any report of any form: its figures right or wrong, its texts anything at all."""
    form = OWN.form(draw(st.sampled_from(OWN.ids())))
    data: dict[str, Any] = forms.values(form, load_rules(OWN, form.id), Random(draw(st.integers(0, 10**6))))
    first = next(iter(form.cells))
    data["cells"][first] = 7  # a report without a single figure is refused, which is tested elsewhere
    data["text"] = {code: draw(TEXTS) for code in form.text_codes}
    data["unit"] = draw(st.one_of(st.just(data["unit"]), HOSTILE.map(lambda text: text[:300])))
    data["cover"] = {field.code: draw(st.one_of(st.just(""), HOSTILE.map(lambda text: text[:200]))) for field in form.cover}
    data["unit"] = data["unit"].replace("{申请[", "")  # braces are figures in texts only
    data["cover"] = {code: text.replace("{申请[", "") for code, text in data["cover"].items()}
    clean = str.maketrans("", "", "\ufffe\uffff")
    for part in ("text", "cover"):
        data[part] = {code: text.translate(clean) for code, text in data[part].items()}
    data["unit"] = data["unit"].translate(clean)
    made = from_json(data, OWN)
    marked = data["text"][form.text_codes[0]] + f"\n标记{{{first}}}件"
    return Drawn(made._replace(texts={**made.texts, form.text_codes[0]: marked + "\ufffe\uffff"}))


@settings(max_examples=size(200))
@given(submissions())
def test_every_figure_stands_where_it_belongs(drawn: Drawn) -> None:
    submission = drawn.submission
    document = docx.Document(io.BytesIO(finished_report(submission, OWN, "docx", force=True)))
    page = finished_report(submission, OWN, "html", force=True, trace=True).decode()
    Whole(page)
    drawn_tables = lxml.html.fromstring(page).xpath("//main//table")
    assert len(document.tables) == len(drawn_tables) == len(submission.form.tables)
    for table, word, web in zip(submission.form.tables, document.tables, drawn_tables, strict=True):
        cells = [row.cells for row in word.rows]
        by_id = {cell.get("id"): cell.text_content() for cell in web.iter("td") if cell.get("id")}
        assert len(by_id) == len(table.cells)
        for cell, shown in zip(sorted(table.cells, key=lambda cell: (cell.line, cell.position)), by_id.values(), strict=True):
            assert cells[cell.line][cell.position].text == figure_text(cell, submission)
            assert shown == figure_text(cell, submission)
    printed = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "标记7件" in printed
    assert "标记7件" in lxml.html.fromstring(page).xpath("string(//main)")
    for code in submission.form.text_codes:
        for line in submission.texts.get(code, "").split("\n"):
            if "{" not in line and "｛" not in line and "\t" not in line and "\r" not in line:
                assert legal(line.strip(" \t\u3000\u00a0\r")) in printed


@settings(max_examples=size(200))
@given(submissions())
def test_the_document_is_well_formed(drawn: Drawn) -> None:
    """All parts parse, names and ids of bookmarks are unique and as Word wants them, and no brace of a placeholder is left."""
    submission = drawn.submission
    with zipfile.ZipFile(io.BytesIO(finished_report(submission, OWN, "docx", force=True))) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                lxml.etree.fromstring(package.read(name))
        text = lxml.etree.fromstring(package.read("word/document.xml"))
    starts = [element for element in text.iter() if str(element.tag).endswith("}bookmarkStart")]
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    assert len({element.get(f"{space}name") for element in starts}) == len({element.get(f"{space}id") for element in starts}) == len(starts)
    assert all(len(element.get(f"{space}name")) <= 40 for element in starts)
    words = "".join(element.text or "" for element in text.iter(f"{space}t"))
    for table in submission.form.tables:  # in a form without a table 申请, {申请[…]} is prose like any other brace
        assert f"{{{table.code}[" not in words
    assert f"{{{next(iter(submission.form.cells))}}}" not in words
