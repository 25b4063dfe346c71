"""Damaged, monstrous and malicious files of every kind: one line that names the file and the way out, in bounded time and memory."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from random import Random

import pytest

import finished_reports
import packages
import word_files
from documents.test_printed import ofd_file, ofd_table
from office.libreoffice import recalculated
from xlreport.documents.html import read_html
from xlreport.documents.kinds import kind_of
from xlreport.errors import UnreadableFile
from xlreport.form.library import library
from xlreport.sources import read_submissions


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are compared in Chinese."""
    monkeypatch.delenv("XLREPORT_LANG", raising=False)


BOUNDED = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (900 * 2**20, 900 * 2**20))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))  # what runs for ever ends here
from pathlib import Path
from xlreport.errors import UnreadableFile
from xlreport.form.library import library
from xlreport.sources import read_submissions
import socket
socket.socket.connect = None  # nothing is fetched: a try would be a TypeError
said = {}
for path in sys.argv[1:]:
    try:
        read_submissions(Path(path), library(), path)
        what = "read"
    except UnreadableFile as refusal:
        what = str(refusal)
    except BaseException as error:
        what = f"{type(error).__name__}: {error}"
    said[path] = what
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
print(json.dumps([said, peak]))
"""


def word(path: Path, body: str, **parts: str) -> Path:
    """A Word file that is called so."""
    return word_files.word_file(path, body, **parts)


def in_parts(path: Path, part: str, *pieces: tuple[bytes, int]) -> Path:
    """A Word file with one part written as a stream: (bytes, how many times)."""
    word(path, "")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != part}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        with archive.open(part, "w", force_zip64=True) as stream:
            for piece, times in pieces:
                block = piece * max(1, 2**20 // len(piece))
                whole, rest = divmod(len(piece) * times, len(block))
                for _ in range(whole):
                    stream.write(block)
                stream.write(block[:rest])
    return path


def monsters(folder: Path) -> Iterator[Path]:
    """Small files that grow without measure when they are read as they ask to be."""
    head = f'<w:document {word_files.NAMES}><w:body>'.encode()
    tail = b"</w:body></w:document>"
    body = "word/document.xml"
    yield in_parts(folder / "blanks.docx", body, (head, 1), (b" ", 300 * 2**20), (tail, 1))
    yield in_parts(folder / "cells.docx", body, (head + b"<w:tbl><w:tr>", 1), (b"<w:tc><w:p/></w:tc>", 1_000_000), (b"</w:tr></w:tbl>" + tail, 1))
    yield in_parts(folder / "paragraphs.docx", body, (head, 1), (b"<w:p/>", 4_000_000), (tail, 1))
    yield in_parts(folder / "one attribute.docx", body, (head + b'<w:p w:a="', 1), (b"x", 20 * 2**20), (b'"/>' + tail, 1))
    yield in_parts(folder / "nested.docx", body, (head, 1), (b"<w:tbl><w:tr><w:tc>", 5000), (b"</w:tc></w:tr></w:tbl>", 5000), (tail, 1))
    yield in_parts(folder / "spans.docx", body, (head + b"<w:tbl>", 1), (b'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr></w:tc></w:tr>', 9000),
                   (b"</w:tbl>" + tail, 1))
    pages = {
        "cells.html": "<table>" + "<tr>" + "<td>1</td>" * 1_000_000, "deep.html": "<div>" * 200_000, "tables.html": "<table><tr><td>" * 3000,
        "attributes.html": "<p " + " ".join(f"a{number}" for number in range(300_000)) + ">",
        "spans.html": "<table>" + "<tr><td colspan=1000 rowspan=9999>1" * 2000,
        "frames.html": "<iframe src='frames.html'></iframe>" * 50_000,
         "open.html": "<" * 2_000_000, "entities.html": "&nbsp;" * 4_000_000,
        "spaces.html": "<p>" + " " * 20_000_000, "picture.html": "<img src='data:image/png;base64," + "A" * 20_000_000 + "'>",
    }
    for name, text in pages.items():
        (folder / name).write_text(text, "utf-8")
        yield folder / name
    (folder / "long.txt").write_text("1 " * 20_000_000, "utf-8")
    yield folder / "long.txt"
    (folder / "parts.mht").write_bytes(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n"
                                       + b"--a\nContent-Type: text/html\n\n<p>1\n" * 200_000)
    yield folder / "parts.mht"
    yield ofd_file(folder / "text.ofd", '<ofd:TextObject Boundary="0 0 1 1" Size="4"><ofd:TextCode X="0" Y="1" DeltaX="g 999999999 1">' + "甲" * 600_000
                   + "</ofd:TextCode></ofd:TextObject>")
    yield ofd_file(folder / "lines.ofd", ofd_table([["1"] * 150] * 400, wide=1, high=0.5))
    rows = b"".join(b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj " % number for number in range(3, 303))
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 303))
    (folder / "300 pages.pdf").write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 300/Kids[" + kids
                                           + b"]>>endobj " + rows + b"trailer<</Root 1 0 R>>")
    yield folder / "300 pages.pdf"
    (folder / "circle.pdf").write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>"
                                        b"endobj trailer<</Root 1 0 R>>")
    yield folder / "circle.pdf"
    for address in ("XFD1048576", "U1048576"):
        path = folder / f"{address}.xlsx"
        row = f'<row r="1048576"><c r="{address}"><v>1</v></c></row></sheetData>'
        path.write_bytes(packages.edit(packages.filled(), packages.SHEET, "</sheetData>", row))
        yield path


def test_monsters(tmp_path: Path) -> None:
    """Each is read or refused within 500 MiB, all in two minutes of processor time, in a process that may not fetch anything."""
    made = [str(path) for path in monsters(tmp_path)]
    # a shell in between: what the kernel counts as a process's peak begins with the peak of the one that it was split off
    apart = ["sh", "-c", '"$@"; exit $?', "sh"]
    done = subprocess.run([*apart, sys.executable, "-X", "utf8", "-c", BOUNDED, *made], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    said, peak = json.loads(done.stdout)
    for path in made:
        what = said[path]
        readable = Path(path).suffix == ".xlsx"
        assert (what == "read") if readable else (path in what and "请" in what), (Path(path).name, what)
    assert peak < 500


def sound(folder: Path) -> Iterator[Path]:
    """One sound file of each kind."""
    figures = finished_reports.figures(5)
    made = finished_reports.word_report(folder / "好.docx", figures)
    yield made
    yield recalculated([made], folder, "pdf")[0]
    page = folder / "好.html"
    page.write_text("<html><meta charset=utf-8><table>" + "<tr><td>规章<td>0<td>1<td>2" * 30 + "</table>", "utf-8")
    yield page
    message = MIMEMultipart("related")
    message.attach(MIMEText(page.read_text("utf-8"), "html", "utf-8"))
    (folder / "好.mht").write_bytes(message.as_bytes())
    yield folder / "好.mht"
    yield ofd_file(folder / "好.ofd", ofd_table([["信息内容", "本年处理决定数量"]] + [["行政许可", "429"]] * 20))
    (folder / "好.xlsx").write_bytes(packages.filled())
    yield from recalculated([folder / "好.xlsx"], folder, "xls")
    yield from recalculated([folder / "好.xlsx"], folder, "ods")


@pytest.mark.office
def test_damage(tmp_path: Path, size: Callable[[int], int]) -> None:
    """Truncated anywhere, with bits turned over anywhere: a report, or one line with the way out; never anything else."""
    random = Random(20240131)
    for path in sound(tmp_path):
        data = path.read_bytes()
        times = size(40 if path.suffix in (".docx", ".html", ".mht") else 20)
        for number in range(max(times, 3)):
            if number % 2:
                spoilt = bytearray(data)
                for _ in range(random.randint(1, 8)):
                    spoilt[random.randrange(len(data))] ^= 1 << random.randrange(8)
            else:
                spoilt = bytearray(data[: random.randrange(len(data))])
            broken = tmp_path / f"坏{path.suffix}"
            broken.write_bytes(bytes(spoilt))
            said = outcome(broken)
            assert said == "read" or (broken.name in said and "请" in said), said


def outcome(path: Path) -> str:
    """`read`, or the refusal."""
    try:
        return "read" if read_submissions(path, library(), path.name) else "nothing"
    except UnreadableFile as refusal:
        return str(refusal)


def test_external_entities_and_links(tmp_path: Path) -> None:
    """A DTD is refused; links to pictures, templates and servers are not followed; nothing of another file is shown."""
    (tmp_path / "秘密.txt").write_text("秘密", "utf-8")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{(tmp_path / "秘密.txt").as_uri()}">]>'
    for part in ("word/document.xml", "word/styles.xml", "word/numbering.xml"):
        text = f"{entity}<w:document {word_files.NAMES}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
        path = in_parts(tmp_path / "一.docx", part, (text.encode(), 1))
        with pytest.raises(UnreadableFile, match="DTD"):
            read_submissions(path, library(), "一.docx")
    (tmp_path / "一.html").write_text(f'{entity}<p>&x;</p><img src="http://127.0.0.1:9/a.png"><iframe src="file:///etc/hostname"></iframe>'
                                      '<link rel=stylesheet href="http://127.0.0.1:9/a.css"><object data="秘密.txt"></object>', "utf-8")
    assert "秘密" not in str(read_html(tmp_path / "一.html").blocks)


OTHER_REPORTS = {
    "预算.docx": lambda path: word(path, word_files.paragraph("2024年部门预算公开") + word_files.table(
        *(word_files.row(name, "1", "2", "3") for name in ("收入", "支出", "合计", "一般公共服务", "社会保障", "总计")))),
    "空.docx": lambda path: word(path, ""),
    "法治.html": lambda path: path.write_text("<h1>2023年度法治政府建设年度报告</h1>" + "<p>一、主要举措和成效。认真贯彻落实。</p>" * 200, "utf-8"),
}


@pytest.mark.parametrize("name", OTHER_REPORTS)
def test_reports_of_other_kinds(name: str, tmp_path: Path) -> None:
    """A budget, a report on the rule of law, an empty file: not this form, said so."""
    OTHER_REPORTS[name](tmp_path / name)
    assert kind_of(tmp_path / name, name)
    with pytest.raises(UnreadableFile, match=name):
        read_submissions(tmp_path / name, library(), name)
