"""New figures in a revised Word file: what nobody touched follows, what somebody touched stays, and nothing else changes."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest

from written import report
from xlreport.documents.layout import figure_text
from xlreport.errors import UnreadableFile
from xlreport.flows.writing import finished_report, revised_report
from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.form.submission import Submission

FORM = "zfxxgk-2021"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "本年新收{申请[本年新收, 总计]}件，办结{申请[总计, 总计]}件，占{比率(申请[总计, 总计], 申请[本年新收, 总计]), 1}。"


def parts(data: bytes) -> dict[str, bytes]:
    """Every part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(data: bytes, change: Callable[[str], str]) -> bytes:
    """The document with its text part changed by hand."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(buffer, "w") as target:
        for entry in package.infolist():
            content = package.read(entry.filename)
            if entry.filename == "word/document.xml":
                new = change(content.decode())
                assert new != content.decode()
                content = new.encode()
            target.writestr(entry, content)
    return buffer.getvalue()


def numbers(received: int, handled: int, **entries: Any) -> Submission:
    """A report of zeros with two figures and a text."""
    cells = dict.fromkeys(library().form(FORM).cells, 0) | {"申请[本年新收, 总计]": received, "申请[总计, 总计]": handled}
    return from_json({"form": FORM, "unit": "某局", "year": 2023, "cells": cells, "text": {"总体情况": TEXT}} | entries, library())


def words(data: bytes) -> str:
    """The running text of a document."""
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def revised(data: bytes, submission: Submission) -> Any:
    """The document with the submission's figures."""
    return revised_report(data, "定稿.docx", submission, library(), force=True)


@pytest.fixture(scope="module")
def draft() -> bytes:
    """A document as this program wrote it."""
    return finished_report(numbers(12, 9), library(), "docx", force=True)


def test_untouched_figures_follow(draft: bytes) -> None:
    done = revised(draft, numbers(20, 9))
    assert "本年新收20件，办结9件，占45%。" in words(done.data)
    assert [(change.was, change.now) for change in done.replaced if "正文" in change.where] == [("12", "20"), ("75%", "45%")]
    again = revised(done.data, numbers(12, 9))
    assert "本年新收12件，办结9件，占75%。" in words(again.data)
    assert not again.left


def test_nothing_changes_but_figures(draft: bytes) -> None:
    """Every other part is the same byte for byte, and so is the text part but for the figures."""
    edited = changed(draft, lambda text: text.replace("件，办结", "件（其中网上 5 件），共办结", 1))
    done = revised(edited, numbers(13, 9))
    before, after = parts(edited), parts(done.data)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}
    assert "本年新收13件（其中网上 5 件），共办结9件" in words(done.data)
    strip = re.compile(rb"<w:t[ >].*?</w:t>|<w:bookmarkStart[^>]*>|<w:t/>|<\?xml[^>]*>\s*")
    assert strip.sub(b"", before["word/document.xml"]) == strip.sub(b"", after["word/document.xml"])


def test_touched_figures_stay_and_are_named(draft: bytes) -> None:
    done = revised(changed(draft, lambda text: text.replace(">12<", ">15<", 1)), numbers(20, 9))
    assert "本年新收15件，办结9件" in words(done.data)
    assert [(change.was, change.now, change.why) for change in done.left] == [("15", "20", "改过")]


@pytest.mark.parametrize("beside", ["0件，办结", "万件，办结", ".5件，办结"])
def test_a_digit_typed_beside_a_figure_makes_it_another_number(draft: bytes, beside: str) -> None:
    done = revised(changed(draft, lambda text: text.replace(">件，办结<", f">{beside}<", 1)), numbers(20, 9))
    assert f"本年新收12{beside}" in words(done.data)
    assert [change.was for change in done.left] == ["12"]


def test_tracked_changes_stay(draft: bytes) -> None:
    """A figure inside somebody's tracked change is theirs; other tracked changes stand where they were."""
    ins = '<w:ins w:id="901" w:author="领导" w:date="2024-01-01T00:00:00Z">'
    run = re.compile(r'(<w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t xml:space="preserve">12</w:t></w:r>)')
    edited = changed(draft, lambda text: run.sub(rf"{ins}\1</w:ins>", text, count=1))
    done = revised(edited, numbers(20, 9))
    assert parts(done.data)["word/document.xml"].decode().count("w:author=\"领导\"") == 1
    assert "12" in words(done.data) or "12" in parts(done.data)["word/document.xml"].decode()
    assert len(done.left) == 1


def test_tables_follow_and_keep_their_look() -> None:
    first, second = report(FORM, 11), report(FORM, 12)
    written = finished_report(first, library(), "docx", force=True)
    edited = changed(written, lambda text: text.replace('<w:jc w:val="center"/><w:tblBorders>', '<w:jc w:val="right"/><w:tblBorders>', 1))
    done = revised(edited, second._replace(texts=first.texts))
    document = docx.Document(io.BytesIO(done.data))
    for table, drawn in zip(second.form.tables, document.tables, strict=True):
        cells = [row.cells for row in drawn.rows]
        assert all(cells[cell.line][cell.position].text == figure_text(cell, second) for cell in table.cells)
    assert parts(done.data)["word/document.xml"].decode().count('<w:jc w:val="right"/><w:tblBorders>') == 1


def test_a_table_whose_rows_changed_is_drawn_anew() -> None:
    first = report(FORM, 13)
    edited = changed(finished_report(first, library(), "docx", force=True), lambda text: text.replace("行政许可</w:t>", "行政许可（改）</w:t>", 1))
    done = revised(edited, first)
    assert [change.where for change in done.replaced] == ["二、主动公开政府信息情况"]
    assert "行政许可（改）" not in [cell.text for row in docx.Document(io.BytesIO(done.data)).tables[0].rows for cell in row.cells]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a document", "表".encode() * 1000])
def test_what_is_no_document_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"定稿\.docx"):
        revised(data, numbers(1, 1))


def test_a_document_without_the_tables_is_said(draft: bytes) -> None:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    with pytest.raises(UnreadableFile, match="没有找到"):
        revised(buffer.getvalue(), numbers(1, 1))
