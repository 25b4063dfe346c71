"""Struck-out words count as deleted and raised marks are no digits, in every kind of file; where a page leaves it open, the figure is unread."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

import word_files
from documents.reading_examples import lines, notices, texts
from documents.test_printed import ofd_file, ofd_table
from word_files import cell, paragraph, row, run, table
from xlreport.documents.blocks import Blocks
from xlreport.documents.docx import read_docx
from xlreport.documents.html import read_html
from xlreport.documents.ofd import read_pages as read_ofd
from xlreport.documents.page_layout import Page, lay_out
from xlreport.documents.page_lines import Character
from xlreport.documents.page_tables import rule
from xlreport.form.library import library
from xlreport.form.values import UNREAD
from xlreport.reading.document import Document, Grid
from xlreport.workbook.foreign import read_foreign

STRIKE, DOUBLE, RAISED, LOWERED = "<w:strike/>", "<w:dstrike/>", '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are compared in Chinese."""
    monkeypatch.delenv("XLREPORT_LANG", raising=False)


@pytest.mark.parametrize(("runs", "said", "noticed"), [
    ((run("79", STRIKE), run("77")), "77", True), ((run("79", DOUBLE), run("77")), "77", True), ((run("46"), run("1", RAISED)), "46", True),
    ((run("46"), run("1", LOWERED)), "46", True), ((run("注1", RAISED), run("46")), "46", True), ((run("79", STRIKE),), "", True),
    ((run("46", RAISED),), "46", False), ((run("100m"), run("2", RAISED)), "100m2", False), ((run("46", '<w:strike w:val="0"/>'),), "46", False),
    ((run("46"), run("1", '<w:position w:val="8"/>')), "46", True), ((run("46"), run("1", '<w:position w:val="2"/>')), "461", False),
    ((run("46"), run("1", '<w:rStyle w:val="mark"/>')), "46", True), ((run("4"), run("6", '<w:rStyle w:val="gone"/><w:strike w:val="0"/>')), "46", False),
    ((run("4", '<w:rStyle w:val="gone"/>'), run("6")), "6", True),
])
def test_word(runs: tuple[str, ...], said: str, noticed: bool, tmp_path: Path) -> None:
    """Of itself or by its style; what is raised altogether, or behind a Latin letter, is text."""
    styles = (f'<w:styles xmlns:w="{word_files.W}"><w:style w:type="character" w:styleId="mark"><w:rPr>{RAISED}</w:rPr></w:style>'
              f'<w:style w:type="character" w:styleId="gone"><w:rPr>{STRIKE}</w:rPr></w:style></w:styles>')
    made = word_files.word_file(tmp_path / "一.docx", table(row("甲", cell(paragraph(*runs)))), styles=styles)
    document = read_docx(made, "一.docx")
    assert texts(document) == [[["甲", said]]]
    assert notices(document) == ["struck_text"] * noticed


@pytest.mark.parametrize(("inside", "said", "noticed"), [
    ("<s>79</s>77", "77", "struck_text"), ("<strike>79</strike>77", "77", "struck_text"), ("<del>79</del>77", "77", "tracked_changes"),
    ("<span style='text-decoration: line-through'>79</span>77", "77", "struck_text"),
    ("<font style='TEXT-DECORATION-LINE:underline line-through'><b>79</b></font>77", "77", "struck_text"),
    ("46<sup>1</sup>", "46", "struck_text"), ("46<sup><a href=#n>[1]</a></sup>", "46", "struck_text"),
    ("46<span style='vertical-align:super;font-size:8pt'>1</span>", "46", "struck_text"), ("<sup>46</sup>", "46", ""),
    ("46<span style='vertical-align:middle'>1</span>", "461", ""), ("<u>46</u>", "46", ""),
    ("46<span style='font-size:0'>88</span>", "46", "hidden_text"), ("46<i style='font-size: 0.0px;color:red'>88</i>", "46", "hidden_text"),
    ("<div style='font-size:0'><span style='font-size:14px'>46</span></div>", "46", ""),
    ("<div style='font-size:0'><span style='font-size:2em'>88</span></div>46", "46", "hidden_text"), ("<span style='font-size:10px'>46</span>", "46", ""),
])
def test_web_page(inside: str, said: str, noticed: str, tmp_path: Path) -> None:
    """By element or by style, also inside other elements; type of size 0 is hidden, until a size is set anew."""
    (tmp_path / "一.html").write_text(f"<meta charset=utf-8><table><tr><td>甲<td>{inside}<tr><td>乙<td>5</table>", "utf-8")
    document = read_html(tmp_path / "一.html")
    assert texts(document) == [[["甲", said], ["乙", "5"]]]
    assert notices(document) == ([noticed] if noticed else [])


def _read_book(path: Path) -> Document:
    return read_foreign(path, library(), "一.xlsx").document


def _shared(path: Path, blocks: tuple[tuple[dict[str, Any], str], ...]) -> None:
    """A workbook as Excel keeps rich texts: in the list of shared strings."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet")
        for line, texts in enumerate((["甲", "乙"], ["规章"], ["行政许可", 4])):
            sheet.write_row(line, 0, texts)
        sheet.write_rich_string("B2", *(part for looks, text in blocks for part in (book.add_format(looks), text)))


def _inline(path: Path, first: Any, font: Font | None = None) -> None:
    """A workbook as openpyxl writes rich texts: in the cell itself."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["甲", "乙"], ["规章", 3], ["行政许可", 4]):
        sheet.append(line)
    sheet["B2"] = first
    if font:
        sheet["B2"].font = font
    book.save(path)


@pytest.mark.parametrize("inline", [False, True], ids=["shared", "inline"])
@pytest.mark.parametrize(("blocks", "said", "noticed"), [
    ((({"font_strikeout": True}, "99"), ({}, "105")), "105", True), ((({}, "46"), ({"font_script": 1}, "1")), "46", True),
    ((({}, "46"), ({"font_script": 2}, "1")), "46", True), ((({"bold": True}, "4"), ({}, "6")), "46", False),
])
def test_rich_text_of_a_workbook(blocks: tuple[tuple[dict[str, Any], str], ...], said: str, noticed: bool, inline: bool, tmp_path: Path) -> None:
    """A text in several runs, shared or the cell's own; the notice names the cell."""
    if inline:
        called = {"font_strikeout": ("strike", True), "font_script": ("vertAlign", "superscript"), "bold": ("b", True)}
        _inline(tmp_path / "一.xlsx", CellRichText(*(TextBlock(InlineFont(**dict(called[look] for look in looks)), text) for looks, text in blocks)))
    else:
        _shared(tmp_path / "一.xlsx", blocks)
    document = _read_book(tmp_path / "一.xlsx")
    assert texts(document)[0][1] == ["规章", said]
    assert notices(document) == ["struck_text"] * noticed
    assert not noticed or document.notices[0].detail.startswith("Sheet B2：")


def test_a_struck_cell_of_a_workbook_is_unread(tmp_path: Path) -> None:
    """A number struck out altogether is still counted by formulas: whether it counts, only a person knows."""
    _inline(tmp_path / "一.xlsx", 79, Font(strike=True))
    document = _read_book(tmp_path / "一.xlsx")
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [cell.content for cell in grid.cells] == ["text", "text", "text", UNREAD, "text", "number"]
    assert "Sheet B2：" in document.notices[0].detail


def _typed(text: str, left: float, baseline: float, size: float = 10.0) -> list[Character]:
    """Characters on a line, half as wide as high (Chinese ones as wide)."""
    found = []
    for character in text:
        wide = size * (0.5 if character.isascii() else 1)
        found.append(Character(character, left, baseline - size * 0.86, left + wide, baseline + size * 0.14, size, True, baseline))
        left += wide
    return found


def _page(figure: list[Character], *strokes: dict[str, Any], label: list[Character] | None = None) -> tuple[Document, list[Any]]:
    """A page with a line of text and a ruled table of two rows, whose second cell holds `figure`."""
    edges = [rule(100, top, 300, top) for top in (100, 120, 140)] + [rule(left, 100, left, 140) for left in (100, 200, 300)]
    characters = [*(label or _typed("规章", 110, 114)), *figure, *_typed("乙", 110, 134), *_typed("5", 210, 134), *_typed("共2件", 110, 60)]
    blocks = Blocks("一.pdf")
    said = lay_out([Page(1, 600, 800, tuple(characters), (*edges, *strokes))], blocks)
    return Document("pdf", tuple(blocks.found), said), [cell.content for block in blocks.found if isinstance(block, Grid) for cell in block.cells]


@pytest.mark.parametrize(("figure", "strokes", "said", "unread"), [
    (_typed("7977", 210, 114), [rule(210, 111, 220, 111)], "（划掉79）77", True), (_typed("79", 210, 114), [rule(210, 111, 220, 111)], "（划掉79）", True),
    (_typed("46", 210, 114) + _typed("1", 220, 110.5, 6), [], "46（角上1）", True),
    (_typed("46", 210, 114) + _typed("1", 220, 116, 6), [], "46（角上1）", True),
    (_typed("46", 210, 114), [rule(210, 115.5, 220, 115.5)], "46", False), (_typed("46", 210, 114) + _typed("1", 220, 114, 7), [], "461", False),
    (_typed("46", 210, 114, 6), [], "46", False),
])
def test_a_printed_page(figure: list[Character], strokes: list[dict[str, Any]], said: str, unread: bool) -> None:
    """A short line through characters, small print off the line: unread. An underline, smaller type on the line: the figure."""
    document, contents = _page(figure, *strokes)
    assert texts(document) == [[["规章", said], ["乙", "5"]]]
    assert contents == ["", UNREAD if unread else "", "", ""]
    assert notices(document) == ["struck_text"] * unread
    assert not unread or "表1 第1行第2列" in document.notices[0].detail


def test_labels_and_running_text_of_a_page() -> None:
    """A label with a note mark is the label; struck words of running text count as deleted; a table's own rules strike nothing."""
    document, contents = _page(_typed("3", 210, 114), rule(120, 57, 125, 57), label=_typed("规章", 110, 114) + _typed("①", 130, 110, 6))
    assert texts(document) == [[["规章", "3"], ["乙", "5"]]]
    assert contents == [""] * 4
    assert lines(document) == ["共件"]
    assert notices(document) == ["struck_text"]


def test_ofd(tmp_path: Path) -> None:
    """An OFD keeps its characters' baselines: a stroke through a figure is seen there too."""
    path = '<ofd:PathObject Boundary="61 47 4 0.1"><ofd:AbbreviatedData>M 0 -3.2 L 4 -3.2</ofd:AbbreviatedData></ofd:PathObject>'
    rows = [["行政许可处理决定数", "7977"], ["行政处罚决定数量", "5"], ["行政强制决定数量", "6"]]
    document = read_ofd(ofd_file(tmp_path / "一.ofd", ofd_table(rows) + path), "一.ofd")
    assert texts(document)[0][0][1] == "（划掉79）77"
    assert notices(document) == ["struck_text"]
