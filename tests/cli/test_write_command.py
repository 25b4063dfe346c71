"""xlreport write as a person types it: what is written where, what is refused, and what it says."""

from pathlib import Path
from typing import Any

import docx
import pytest


def test_a_report_without_mistakes_is_written(program: Any, files: Any, folder: Path) -> None:
    files.workbook(folder / "年报.xlsx", {}, text={"总体情况": "本年新收{申请[本年新收, 总计]}件。"}, year=2023)
    run = program("write", "年报.xlsx")
    assert (run.code, run.errors) == (0, "")
    assert "年报.docx" in run.out
    assert "本年新收0件。" in [paragraph.text for paragraph in docx.Document(folder / "年报.docx").paragraphs]
    again = program("write", "年报.xlsx")
    assert again.code == 2
    assert "已经存在" in again.errors


def test_errors_are_refused_and_a_draft_says_so(program: Any, files: Any, folder: Path) -> None:
    files.workbook(folder / "错.xlsx", files.wrong, year=2023)
    run = program("write", "错.xlsx")
    assert run.code == 1
    assert "没有写报告" in run.errors
    assert "--force" in run.errors
    assert "S101" in run.errors
    assert not (folder / "错.docx").exists()
    assert program("write", "错.xlsx", "--force", "-o", "稿.docx").code == 0
    header = docx.Document(folder / "稿.docx").sections[0].header.paragraphs[0].text
    assert header.startswith("草稿：还有 ")
    assert program("write", "错.xlsx", "--force", "-o", "稿.html").code == 0
    assert "草稿：还有 " in (folder / "稿.html").read_text("utf-8")


@pytest.mark.parametrize(("text", "said"), [
    ("本年{申请[本年新手, 总计]}件", "是不是“本年新收"), ("比上年{增长(申请[本年新收, 总计]), 1}", "没有上年数据"),
])
def test_what_cannot_be_filled_in_never_reaches_the_document(program: Any, files: Any, folder: Path, text: str, said: str) -> None:
    files.workbook(folder / "年报.xlsx", {}, text={"总体情况": text}, year=2023)
    run = program("write", "年报.xlsx")
    assert run.code == 1
    assert said in run.errors
    program("write", "年报.xlsx", "--force")
    printed = "\n".join(paragraph.text for paragraph in docx.Document(folder / "年报.docx").paragraphs)
    assert "{" not in printed
    assert "〔待填〕" in printed


def test_a_clause_that_was_left_alone_follows_the_figures(program: Any, folder: Path) -> None:
    """From a blank workbook: what `new` offers is written in the wording the figures call for."""
    assert program("new", "--unit", "江城县财政局", "--year", "2023", "-o", "空.xlsx").code == 0
    values = program("values", "空.xlsx").data
    assert "{申请[本年新收, 总计]}" in values["text"]["总体情况"]
    values["cells"] = dict.fromkeys(values["cells"], 0) | {"申请[本年新收, 自然人]": 1, "申请[予以公开, 自然人]": 1}
    values["cells"] = {name: figure for name, figure in values["cells"].items() if "总计" not in name}
    values["facts"] = dict.fromkeys(values["facts"], 0)
    import json

    (folder / "数.json").write_text(json.dumps(values), "utf-8")
    run = program("write", "数.json", "-o", "年报.docx")
    assert (run.code, run.errors) == (0, "")
    printed = "\n".join(paragraph.text for paragraph in docx.Document(folder / "年报.docx").paragraphs)
    assert "本年度新收政府信息公开申请1件，已办结。" in printed
    assert "新收的申请均由自然人提出。" in printed
    assert "办结的1件申请均为予以公开。" in printed
    assert "本年度没有收取信息处理费。" in printed
    assert "本年度没有因政府信息公开工作引起的行政复议和行政诉讼。" in printed


def test_a_trace_leads_to_the_cells(program: Any, files: Any, folder: Path) -> None:
    files.workbook(folder / "年报.xlsx", {}, text={"总体情况": "本年新收{申请[本年新收, 总计]}件。"}, year=2023)
    assert program("write", "年报.xlsx", "--trace").code == 0
    page = (folder / "年报.html").read_text("utf-8")
    assert 'href="#申请_本年新收_总计"' in page
    assert 'id="申请_本年新收_总计"' in page
    assert "J6" in page


def test_a_revised_draft_gets_new_figures_in_a_new_file(program: Any, files: Any, folder: Path) -> None:
    text = {"总体情况": "本年新收{申请[本年新收, 总计]}件。"}
    files.workbook(folder / "一.xlsx", {}, text=text, year=2023)
    files.workbook(folder / "二.xlsx", {"申请[本年新收, 自然人]": 4, "申请[结转下年, 自然人]": 4, "申请[本年新收, 总计]": 4, "申请[结转下年, 总计]": 4},
                   text=text, year=2023)
    program("write", "一.xlsx", "-o", "定稿.docx")
    before = (folder / "定稿.docx").read_bytes()
    run = program("write", "二.xlsx", "--into", "定稿.docx")
    assert run.code == 0
    assert (folder / "定稿.docx").read_bytes() == before
    assert "本年新收4件。" in [paragraph.text for paragraph in docx.Document(folder / "定稿（已换数）.docx").paragraphs]
    assert "0 换成 4" in run.out


@pytest.mark.parametrize(("arguments", "said"), [
    (("--to", "doc"), "只能是"), (("-o", "x.txt"), ".docx 结尾"), (("--to", "html", "-o", "x.docx"), ".html 结尾"),
    (("--trace", "--to", "docx"), "--trace"), (("--into", "没有.docx"), "没有.docx"),
])
def test_what_cannot_be_is_said(program: Any, files: Any, folder: Path, arguments: tuple[str, ...], said: str) -> None:
    files.workbook(folder / "年报.xlsx", {}, year=2023)
    run = program("write", "年报.xlsx", *arguments)
    assert run.code == 2
    assert said in run.errors


def test_without_libreoffice_the_way_out_is_said(program: Any, files: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.workbook(folder / "年报.xlsx", {}, year=2023)
    monkeypatch.setenv("SOFFICE", "nowhere-to-be-found")
    run = program("write", "年报.xlsx", "--to", "pdf")
    assert run.code == 2
    assert "另存为 PDF" in run.errors
