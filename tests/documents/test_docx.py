"""Word files: merges, tracked changes, hidden text, text boxes, fields and automatic numbers."""

from pathlib import Path

import docx
import pytest

import word_files
from documents.reading_examples import grids, lines, notices, texts
from word_files import cell, level, paragraph, row, run, table
from xlreport.documents.docx import read_docx
from xlreport.form.submission import Place
from xlreport.reading.document import Document, Grid, Paragraph


def read(folder: Path, body: str, **parts: str) -> Document:
    """The document of a body."""
    return read_docx(word_files.word_file(folder / "一.docx", body, **parts), "一.docx")


def test_merged_cells(tmp_path: Path) -> None:
    """w:vMerge reaches down, w:gridSpan covers columns, a row may begin late; a merged cell stands once."""
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = read(tmp_path, table(
        row(cell("甲", properties=down), cell("乙", properties='<w:gridSpan w:val="2"/>')),
        row(cell("看不到", properties=on), "1", "2"),
        row("3", "4", properties='<w:gridBefore w:val="1"/>'),
    ))
    assert grids(document) == [[("甲", 0, 0, 2, 1), ("乙", 0, 1, 1, 2), ("1", 1, 1, 1, 1), ("2", 1, 2, 1, 1), ("3", 2, 1, 1, 1), ("4", 2, 2, 1, 1)]]
    grid = document.blocks[0]
    assert isinstance(grid, Grid)
    assert grid.cells[3].place == Place("表1", "第2行第3列")


def test_a_figure_in_several_runs_is_one_figure(tmp_path: Path) -> None:
    """Word cuts a figure into runs wherever a font changes."""
    assert texts(read(tmp_path, table(row(cell(paragraph(run("1"), run("6"), "<w:proofErr/>", run("2")))))))[0] == [["162"]]


def test_tracked_changes(tmp_path: Path) -> None:
    """Inserted text is read, deleted text is not, in runs, rows and paragraph marks; and it is said."""
    document = read(tmp_path, "".join((
        paragraph(run("共"), f'<w:ins w:author="a">{run("21")}</w:ins>', '<w:del w:author="a"><w:r><w:delText>12</w:delText></w:r></w:del>', run("件")),
        paragraph("前半", properties="<w:rPr><w:del/></w:rPr>"), paragraph("后半"),
        table(row("1", "2"), row("3", "4", properties="<w:del/>"), row("5", "6", properties="<w:ins/>")),
    )))
    assert lines(document) == ["共21件", "前半后半"]
    assert texts(document) == [[["1", "2"], ["5", "6"]]]
    assert notices(document) == ["tracked_changes"]


def test_hidden_text(tmp_path: Path) -> None:
    """Hidden runs are not read: of themselves, by their style, or by their row; w:val=0 shows them again."""
    styles = (f'<w:styles xmlns:w="{word_files.W}"><w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>')
    document = read(tmp_path, paragraph(run("见"), run("密", "<w:vanish/>"), run("也密", '<w:rStyle w:val="h"/>'),
                                        run("不密", '<w:rStyle w:val="h"/><w:vanish w:val="0"/>'))
                    + table(row("1"), row("2", properties="<w:hidden/>")), styles=styles)
    assert lines(document) == ["见不密"]
    assert texts(document) == [[["1"]]]
    assert notices(document) == ["hidden_text"]


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    """Word writes a text box twice, for newer and for older programs; its paragraphs and tables follow the line they hang on."""
    inside = paragraph("框里") + table(row("7", "8"))
    box = ("<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent>" + inside
           + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" + inside
           + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>")
    document = read(tmp_path, paragraph(run("正文"), box) + paragraph("下一段"))
    assert lines(document) == ["正文", "框里", "下一段"]
    assert texts(document) == [[["7", "8"]]]


def test_fields_show_their_result(tmp_path: Path) -> None:
    """=SUM(ABOVE) in a Word table: the result is read, the code is not."""
    field = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>'
             '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("15") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    assert texts(read(tmp_path, table(row(cell(paragraph(field)), "1")))) == [[["15", "1"]]]


def test_nested_tables(tmp_path: Path) -> None:
    """One figure in a table of its own is the cell's figure; a table that frames the page is taken apart."""
    assert texts(read(tmp_path, table(row("合计", cell(table(row("9")), paragraph()))))) == [[["合计", "9"]]]
    framed = read(tmp_path, table(row(cell(paragraph("一、总体情况"), table(row("甲", "1"), row("乙", "2")), paragraph("尾")))))
    assert lines(framed) == ["一、总体情况", "尾"]
    assert texts(framed) == [[["甲", "1"], ["乙", "2"]]]


@pytest.mark.parametrize(("style", "text", "shown"), [
    ("chineseCountingThousand", "%1、", ["一、", "二、", "三、"]), ("decimal", "%1、", ["1、", "2、", "3、"]),
    ("chineseCounting", "（%1）", ["（一）", "（二）", "（三）"]), ("upperRoman", "%1.", ["I.", "II.", "III."]),
    ("ideographTraditional", "%1", ["甲", "乙", "丙"]), ("decimalEnclosedCircle", "%1", ["①", "②", "③"]), ("bullet", "·", ["", "", ""]),
])
def test_automatic_numbers(style: str, text: str, shown: list[str], tmp_path: Path) -> None:
    """Numbers that stand nowhere in the text are worked out as Word shows them."""
    item = paragraph("情况", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    document = read(tmp_path, item * 3, numbering=word_files.numbering(level(style, text)))
    assert [block.number for block in document.blocks if isinstance(block, Paragraph)] == shown
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["情况"] * 3


def test_numbers_of_levels_styles_and_restarts(tmp_path: Path) -> None:
    """Deeper levels begin again under each heading; a style brings its level; another list of the same kind may restart."""
    def at(depth: int, number: int = 1) -> str:
        return paragraph("x", properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')

    again = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    styles = (f'<w:styles xmlns:w="{word_files.W}"><w:style w:type="paragraph" w:styleId="h2"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
              '</w:pPr><w:rPr><w:sz w:val="44"/></w:rPr></w:style></w:styles>')
    numbering = word_files.numbering(level("chineseCounting", "%1、"), level("decimal", "%1.%2", more='<w:pStyle w:val="h2"/><w:isLgl/>'), more=again)
    styled = paragraph("x", properties='<w:pStyle w:val="h2"/>')
    document = read(tmp_path, at(0) + at(1) + at(1) + at(0) + styled + at(0, 2), numbering=numbering, styles=styles)
    blocks = [block for block in document.blocks if isinstance(block, Paragraph)]
    assert [block.number for block in blocks] == ["一、", "1.1", "1.2", "二、", "2.1", "一、"]
    assert blocks[4].size == 22


def test_what_python_docx_writes(tmp_path: Path) -> None:
    """Another program's files: merges by python-docx, line breaks as lines."""
    book = docx.Document()
    book.add_paragraph("一、总体情况\n第二行")
    made = book.add_table(3, 3)
    for place, one in enumerate(made._cells):
        one.text = str(place)
    made.cell(0, 0).merge(made.cell(1, 0))
    made.cell(0, 1).merge(made.cell(0, 2))
    book.save(str(tmp_path / "一.docx"))
    document = read_docx(tmp_path / "一.docx")
    assert lines(document) == ["一、总体情况", "第二行"]
    assert [(row, column, height, width) for _, row, column, height, width in grids(document)[0]] == [
        (0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]
