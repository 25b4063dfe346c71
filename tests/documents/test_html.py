"""Web pages: merges, mark-up of Word and of content systems, encodings, frames, archives, hidden parts."""

import codecs
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from documents.reading_examples import grids, lines, notices, texts
from xlreport.documents.html import read_html, read_mht
from xlreport.errors import UnreadableFile
from xlreport.reading.document import Document


def read(folder: Path, page: str, encoding: str = "utf-8") -> Document:
    """The document of a page."""
    (folder / "一.html").write_bytes(page.encode(encoding))
    return read_html(folder / "一.html", "一.html")


def test_rows_and_columns(tmp_path: Path) -> None:
    """rowspan and colspan as a browser lays them out; ends of cells may be left out."""
    document = read(tmp_path, "<table><tr><td rowspan=3>甲<td colspan=2>乙</tr><tr><td>1<td rowspan='2'>2<tr><td>3</table>")
    assert grids(document) == [[("甲", 0, 0, 3, 1), ("乙", 0, 1, 1, 2), ("1", 1, 1, 1, 1), ("2", 1, 2, 2, 1), ("3", 2, 1, 1, 1)]]


def test_rowspan_beyond_the_table(tmp_path: Path) -> None:
    """rowspan=0 and rowspan=99 end where the table ends."""
    for span in ("0", "99"):
        assert grids(read(tmp_path, f"<table><tr><td rowspan={span}>甲</td><td>1</td></tr><tr><td>2</td></tr></table>")) == [
            [("甲", 0, 0, 2, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1)]]


def test_a_figure_in_several_spans(tmp_path: Path) -> None:
    """`2` and `1` in two spans are 21; no-break spaces stay; a comment in between is nothing."""
    page = ("<table><tr><td><p class=MsoNormal><span lang=EN-US>2</span><!-- x --><span>1<o:p></o:p></span></p></td>"
            "<td>&nbsp;0</td><td><p></p></td></tr></table>")
    assert texts(read(tmp_path, page)) == [[["21", "\xa00", ""]]]


def test_word_comments_and_lists(tmp_path: Path) -> None:
    """Text between Word's conditional marks is shown by browsers, XML islands are not; <ol> counts."""
    page = ("<p><![if !supportLists]>一、<![endif]>总体情况</p><!--[if gte mso 9]><xml><w:x>9</w:x></xml><![endif]-->"
            "<ol start=3><li>甲</li><li>乙</li></ol><p>第一行<br/>第二行</p><pre>a\nb</pre>")
    assert lines(read(tmp_path, page)) == ["一、总体情况", "3.甲", "4.乙", "第一行", "第二行", "a", "b"]


def test_a_table_that_lays_out_the_page(tmp_path: Path) -> None:
    """Old content systems put the whole page into tables; the report's own tables stand inside."""
    page = ("<table><tr><td>导航</td><td><p>一、总体情况</p><table><tr><td>规章</td><td>0</td></tr><tr><td>许可</td><td>1</td></tr></table>"
            "<p>二、</p></td></tr></table>")
    document = read(tmp_path, page)
    assert lines(document) == ["导航", "一、总体情况", "二、"]
    assert texts(document) == [[["规章", "0"], ["许可", "1"]]]


def test_what_does_not_show_is_not_read(tmp_path: Path) -> None:
    """Scripts, hidden parts and deleted words are left out, and the hidden ones named."""
    document = read(tmp_path, "<head><title>t</title></head><script>x()</script><p>见<span style='DISPLAY: none'>密</span><del>删</del></p>")
    assert lines(document) == ["见"]
    assert notices(document) == ["hidden_text", "tracked_changes"]


@pytest.mark.parametrize(("encoding", "mark", "declared"), [
    ("gb18030", b"", "gb2312"), ("gb18030", b"", ""), ("gb18030", b"", "utf-8"), ("utf-8", codecs.BOM_UTF8, ""), ("utf-8", codecs.BOM_UTF8, "gbk"),
    ("utf-8", b"", "gb2312"), ("utf-8", b"", ""), ("utf-8", b"", "no-such-encoding"), ("utf-16-le", codecs.BOM_UTF16_LE, "unicode"),
    ("utf-16-be", codecs.BOM_UTF16_BE, ""), ("utf-16-le", b"", ""), ("big5", b"", "big5"), ("utf-8", b"", "iso-8859-1"), ("utf-8", b"", "rot13"),
])
def test_encodings(encoding: str, mark: bytes, declared: str, tmp_path: Path) -> None:
    """Declared, undeclared and wrongly declared: the page says what it says."""
    head = f"<meta http-equiv=Content-Type content='text/html; charset={declared}'>" if declared else ""
    word = "行政許可" if encoding == "big5" else "行政许可"
    page = f"<html><head>{head}</head><body><p>{word}一二三四五六七八九十</p><table><tr><td>12</td></tr></table></body></html>"
    (tmp_path / "一.htm").write_bytes(mark + page.encode(encoding))
    document = read_html(tmp_path / "一.htm")
    assert lines(document) == [word + "一二三四五六七八九十"]
    assert texts(document) == [[["12"]]]


def test_an_encoding_that_cannot_be_told(tmp_path: Path) -> None:
    """Bytes that are no text in any encoding are refused; one spoilt character in a page is named."""
    (tmp_path / "一.html").write_bytes(b"<p>" + bytes(range(128, 256)) * 40)
    with pytest.raises(UnreadableFile, match="编码"):
        read_html(tmp_path / "一.html")
    (tmp_path / "一.html").write_bytes(("<p>" + "政府信息公开" * 300).encode() + b"\xff</p>")
    assert notices(read_html(tmp_path / "一.html")) == ["garbled"]


def test_frames_beside_the_page(tmp_path: Path) -> None:
    """A saved page's frames are read from its folder; nothing outside it, and nothing by address."""
    (tmp_path / "一_files").mkdir()
    (tmp_path / "一_files" / "表 1.html").write_text("<table><tr><td>5</td></tr></table>", "utf-8")
    (tmp_path.parent / "外.html").write_text("<p>外</p>", "utf-8")
    page = ("<p>前</p><iframe src='一_files/%E8%A1%A8%201.html?x=1'></iframe><iframe src='../外.html'></iframe>"
            "<iframe src='https://example.org/a.html'></iframe><iframe srcdoc='<p>内</p>'></iframe><iframe src='一.html'></iframe>")
    document = read(tmp_path, page)
    assert lines(document) == ["前", "内"]
    assert texts(document) == [[["5"]]]
    assert notices(document) == ["frame_missing"]
    assert "3 个框架" in document.notices[0].detail


def test_web_archives(tmp_path: Path) -> None:
    """An .mht holds the page and its frames; what is transferred as quoted-printable or base64 is decoded."""
    message = MIMEMultipart("related")
    page = MIMEText("<p>一、</p><iframe src='file:///C:/a/frame.htm'></iframe>", "html", "gb2312")
    frame = MIMEText("<table><tr><td>8</td></tr></table>", "html", "utf-8")
    frame["Content-Location"] = "file:///C:/a/frame.htm"
    message.attach(page)
    message.attach(frame)
    (tmp_path / "一.mht").write_bytes(message.as_bytes())
    document = read_mht(tmp_path / "一.mht")
    assert lines(document) == ["一、"]
    assert texts(document) == [[["8"]]]
