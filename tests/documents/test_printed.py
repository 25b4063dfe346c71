"""PDF, OFD and the formats an office program converts: every figure of random reports comes back, wherever the page breaks fall."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import finished_reports
from documents.reading_examples import lines
from office.libreoffice import recalculated
from xlreport.documents.ofd import read_pages as read_ofd
from xlreport.documents.office import by_word, converted
from xlreport.documents.pdf import read_pdf
from xlreport.errors import UnreadableFile
from xlreport.form.library import library
from xlreport.form.values import TEXT
from xlreport.reading.document import Grid
from xlreport.sources import read_submissions


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are compared in Chinese."""
    monkeypatch.delenv("XLREPORT_LANG", raising=False)


@pytest.mark.office
def test_pdf_reads_back_every_figure(tmp_path: Path, size: Callable[[int], int]) -> None:
    """Random reports printed by LibreOffice with type of 8 to 20 points: tables over one to seven pages, rows and labels cut.

    A figure that a page break cut in two is text, and said; no other may differ.
    """
    known = {seed: finished_reports.figures(seed) for seed in range(size(100))}
    made = [finished_reports.word_report(tmp_path / f"{seed}.docx", figures, paragraphs=1 + seed % 8, size=8 + seed % 16 * 0.75)
            for seed, figures in known.items()]
    continued = 0
    for (_, figures), pdf in zip(known.items(), recalculated(made, tmp_path / "pdf", "pdf"), strict=True):
        found = read_submissions(pdf, library(), pdf.name)[0][0]
        wrong = finished_reports.differences(found, figures)
        assert all(found.cells[name].kind == TEXT and " " in found.cells[name].raw for name in wrong), (pdf.name, wrong)
        assert len(wrong) <= 4
        continued += sum(isinstance(block, Grid) and block.continues for block in read_pdf(pdf).blocks)
    assert continued > len(made) / 2, "the tables should have been cut by page breaks"


EDITIONS = ("zfxxgk-2021", "zfxxgk-2019")


@pytest.fixture(scope="module")
def saved_as(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """A report of each edition as every format, by suffix."""
    folder = tmp_path_factory.mktemp("formats")
    words = [finished_reports.word_report(folder / f"{form_id}.docx", finished_reports.figures(7, form_id), form_id) for form_id in EDITIONS]
    return {"docx": words, **{suffix: recalculated(words, folder, suffix) for suffix in ("doc", "rtf", "odt", "html")}}


@pytest.mark.office
@pytest.mark.parametrize("form_id", EDITIONS)
def test_other_programs_formats(form_id: str, saved_as: dict[str, list[Path]]) -> None:
    """The same report as Word, old Word, RTF, OpenDocument and web page gives the same figures."""
    figures = finished_reports.figures(7, form_id)
    for suffix, paths in saved_as.items():
        path = paths[EDITIONS.index(form_id)]
        found = read_submissions(path, library(), path.name)[0][0]
        assert found.form.id == form_id
        assert not finished_reports.differences(found, figures), suffix
        assert found.year == 2023


def test_no_office_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chinese: None) -> None:
    """Without LibreOffice there is one message for all old formats, with the way out."""
    monkeypatch.setenv("SOFFICE", str(tmp_path / "none"))
    monkeypatch.setattr("xlreport.documents.office.sys.platform", "linux")
    for name in ("一.doc", "一.wps"):
        (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0\0" * 40)
        with pytest.raises(UnreadableFile, match=r"没有能转换它的 LibreOffice、Word 或 WPS。请用 Word 或 WPS 打开后另存为 \.docx"):
            read_submissions(tmp_path / name, library(), name)


def test_a_converter_that_hangs_or_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chinese: None) -> None:
    """A program that does not come back is ended; one that writes nothing is named; both leave no folder behind."""
    (tmp_path / "一.rtf").write_bytes(b"{\\rtf1}")
    monkeypatch.setattr("xlreport.documents.office.SECONDS", 1)
    for script, says in (("sleep 600", "1 秒"), ("exit 1", "转换不了")):
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("SOFFICE", str(program))
        with pytest.raises(UnreadableFile, match=says), converted(tmp_path / "一.rtf", "一.rtf", "docx"):
            pass


class _Word:
    """Stands for Word or WPS: remembers how it was asked to open and save."""

    def __init__(self) -> None:
        self.asked: dict[str, object] = {}
        self.Documents = self
        self.quit = False

    def Open(self, path: str, **asked: object) -> "_Word":
        self.asked = {"path": path, **asked}
        return self

    def SaveAs2(self, path: str, FileFormat: int) -> None:
        Path(path).write_text(str(FileFormat), "utf-8")

    def Close(self, save: bool) -> None:
        assert not save

    def Quit(self) -> None:
        self.quit = True


def test_an_installed_word(tmp_path: Path) -> None:
    """WPS is asked where there is no Word: read only, macros off, no dialog for a password, and it is closed again."""
    word = _Word()

    def dispatch(name: str) -> _Word:
        if name == "Word.Application":
            raise OSError(name)
        return word

    by_word(tmp_path / "一.doc", str(tmp_path / "out" / "一.docx"), dispatch)
    assert (tmp_path / "out" / "一.docx").read_text("utf-8") == "16"
    assert word.quit
    assert word.AutomationSecurity == 3  # type: ignore[attr-defined]
    assert word.asked["ReadOnly"]
    assert word.asked["PasswordDocument"]


def ofd_file(path: Path, page: str) -> Path:
    """An OFD of one page with this content (mark-up of its layer)."""
    names = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {
        "OFD.xml": f"<ofd:OFD {names}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {names}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
                              '</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {names}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def ofd_table(rows: list[list[str]], left: float = 20, top: float = 40, wide: float = 40, high: float = 8) -> str:
    """A ruled table as OFD writes it: lines as paths, texts with their steps."""
    width, height = wide * len(rows[0]), high * len(rows)
    page = ""
    stroke = '<ofd:PathObject Boundary="{}"><ofd:AbbreviatedData>{}</ofd:AbbreviatedData></ofd:PathObject>'
    for line in range(len(rows) + 1):
        page += stroke.format(f"{left} {top + line * high} {width} 0.3", f"M 0 0 L {width} 0")
    for line in range(len(rows[0]) + 1):
        page += stroke.format(f"{left + line * wide} {top} 0.3 {height}", f"M 0 0 L 0 {height}")
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            page += (f'<ofd:TextObject Boundary="{left + column * wide + 1} {top + row * high + 1} {wide - 2} 6" Size="4">'
                     f'<ofd:TextCode X="0" Y="4" DeltaX="g {max(1, len(text) - 1)} {2 if text.isascii() else 4}">{text}</ofd:TextCode></ofd:TextObject>')
    return page


def test_ofd(tmp_path: Path) -> None:
    """Characters with their steps and ruled lines become paragraphs and a table; a file of pictures is refused."""
    title = ('<ofd:TextObject Boundary="60 20 100 8" Size="6"><ofd:TextCode X="0" Y="6" DeltaX="g 13 6">政府信息公开工作年度报告全文'
             '</ofd:TextCode></ofd:TextObject>')
    document = read_ofd(ofd_file(tmp_path / "一.ofd", title + ofd_table([["信息内容", "本年处理决定数量"], ["行政许可", "429"], ["行政处罚", "12"]])), "一.ofd")
    assert lines(document) == ["政府信息公开工作年度报告全文"]
    grid = document.blocks[1]
    assert isinstance(grid, Grid)
    assert [(cell.text, cell.row, cell.column) for cell in grid.cells] == [
        ("信息内容", 0, 0), ("本年处理决定数量", 0, 1), ("行政许可", 1, 0), ("429", 1, 1), ("行政处罚", 2, 0), ("12", 2, 1)]
    assert grid.cells[3].place.page == 1
    with pytest.raises(UnreadableFile):
        read_ofd(ofd_file(tmp_path / "二.ofd", ""), "二.ofd")


def test_reading_a_pdf_needs_no_other_process_state(tmp_path: Path) -> None:
    """The process apart is found from anywhere, and its refusal arrives as one."""
    (tmp_path / "一.pdf").write_bytes(b"%PDF-1.4\n" + b"x" * 500)
    code = ("import sys, json; from pathlib import Path; from xlreport.documents.pdf import read_pdf; from xlreport.errors import UnreadableFile\n"
            "try: read_pdf(Path(sys.argv[1]))\nexcept UnreadableFile as error: print(json.dumps(error.problem))")
    done = subprocess.run([sys.executable, "-c", code, "一.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)
