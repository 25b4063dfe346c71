"""What a file is, by its content; archives; what is passed over and what is named."""

import io
import zipfile
from pathlib import Path

import pytest

import finished_reports
import packages
from xlreport.documents import archives
from xlreport.documents.kinds import (
    DOCX,
    HTML,
    JSON,
    MHT,
    OFFICE_BOOK,
    OFFICE_TEXT,
    OLD_BOOK,
    PDF,
    TEXT,
    WORKBOOK,
    ZIP,
    Kind,
    kind_of,
)
from xlreport.errors import UnreadableFile
from xlreport.flows.checking import check_paths
from xlreport.form.library import library
from xlreport.sources.folders import find_files

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are compared in Chinese."""
    monkeypatch.delenv("XLREPORT_LANG", raising=False)


def zipped(*names: str) -> bytes:
    """An archive with empty parts of these names."""
    return packages.pack(dict.fromkeys(names, b"x"))


def stream(name: str) -> bytes:
    """An OLE file that holds a stream of that name."""
    return OLE + name.encode("utf-16-le") + b"\0\0" * 40


KINDS: list[tuple[bytes, Kind]] = [
    (zipped("[Content_Types].xml", "word/document.xml"), DOCX), (zipped("[Content_Types].xml", "xl/workbook.xml"), WORKBOOK),
    (zipped("[Content_Types].xml", "xl/workbook.bin"), OLD_BOOK), (zipped("甲.docx", "乙.xlsx"), ZIP),
    (stream("WordDocument"), OFFICE_TEXT), (stream("Workbook"), OLD_BOOK), (stream("Book"), OLD_BOOK), (b"{\\rtf1 a}", OFFICE_TEXT),
    (b"%PDF-1.7\n1 0 obj", PDF), ("<!DOCTYPE html><p>甲".encode(), HTML), ("<table><tr><td>甲".encode("gbk"), HTML),
    ("\ufeff<html><p>甲</p>".encode("utf-16-le"), HTML), (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a", MHT),
    (b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related", MHT),
    (b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">', OFFICE_TEXT),
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', OFFICE_BOOK),
    (b'{"form": "zfxxgk-2021"}', JSON), (b'\xef\xbb\xbf[{"form"', JSON), ("[bookmark: _GoBack]一、总体情况".encode(), TEXT),
    ("一、总体情况\n0\n0".encode("gbk"), TEXT), ("\ufeff一、总体情况".encode("utf-16-le"), TEXT), (b"0 < 1 and 2 > 1", TEXT),
]


@pytest.mark.parametrize(("data", "kind"), KINDS, ids=[f"{number} {kind.code}" for number, (_, kind) in enumerate(KINDS)])
def test_kinds(data: bytes, kind: Kind, tmp_path: Path) -> None:
    """Whatever its name says."""
    for name in ("一.xls", "一.doc", "一"):
        (tmp_path / name).write_bytes(data)
        assert kind_of(tmp_path / name, name) == kind


@pytest.mark.parametrize(("data", "says"), [
    (b"", "0 字节"), (b"\0" * 5000, "空文件"), (b"Rar!\x1a\x07", "rar 压缩包。请先解压"), (b"7z\xbc\xaf\x27", "7z 压缩包"), (b"\x1f\x8b\x08", "gz"),
    (b"\x89PNG\r\n\x1a\n\0\0", "图片或扫描件，里面没有文字。请向填报单位要 Word 版"), (b"\xff\xd8\xff\xe0\0\x10JFIF", "扫描件"), (b"II*\0\x08\0", "扫描件"),
    (stream("EncryptedPackage"), "打开密码"), (stream("PowerPoint Document"), "演示文稿"), (zipped("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿"),
    (b"PK\x03\x04" + b"\0" * 100, "不完整或已损坏"), (bytes(range(256)) * 20, "别的格式"), (b"<?xml version='1.0'?><root/>", "XML 数据"),
    (b"MZ\x90\0\x03\0\0\0" * 100, "别的格式"),
])
def test_refused_with_the_way_out(data: bytes, says: str, tmp_path: Path) -> None:
    """What cannot be a report is named, with what to do."""
    (tmp_path / "一.docx").write_bytes(data)
    with pytest.raises(UnreadableFile, match=says) as refusal:
        kind_of(tmp_path / "一.docx", "一.docx")
    assert "请" in str(refusal.value)


def test_a_renamed_file_is_read_as_what_it_is(tmp_path: Path) -> None:
    """A Word file called .xlsx, a web page called .doc, our workbook called .docx: read, and said."""
    figures = finished_reports.figures(1)
    word = finished_reports.word_report(tmp_path / "真.docx", figures)
    (tmp_path / "甲.xlsx").write_bytes(word.read_bytes())
    (tmp_path / "乙.docx").write_bytes(packages.filled())
    batch = check_paths([str(tmp_path / name) for name in ("甲.xlsx", "乙.docx", "真.docx")], library())
    for file, says in zip(batch.files, ("以 .xlsx 结尾，其实是Word 文件", "以 .docx 结尾，其实是Excel 工作簿", ""), strict=True):
        assert file.result is not None, file.error
        messages = [finding.message for finding in file.result.findings if finding.rule == "W171"]
        assert ([says in message for message in messages] == [True]) if says else not messages
    assert batch.files[0].result is not None
    assert not finished_reports.differences(batch.files[0].result.submission, figures)


def archive(path: Path, members: dict[str, bytes], encoding: str) -> Path:
    """A .zip whose names are bytes of an encoding, without a word on it, as Windows writes them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for number, data in enumerate(members.values()):
            out.writestr(f"{number:08d}", data)
    raw = buffer.getvalue()
    for number, name in enumerate(members):
        old, new = f"{number:08d}".encode(), name.encode(encoding)
        # names may only be as long as the place they stand in
        assert len(new) <= 8, name
        raw = raw.replace(old, new + b" " * (8 - len(new)))
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_in_archives(encoding: str, tmp_path: Path) -> None:
    """GBK or UTF-8, said or not: names are shown as they were given."""
    found = archives.unpacked(archive(tmp_path / "一.zip", {"年.t ": b"a", "报.t ": b"b"}, encoding), "一.zip")
    assert [shown.strip() for _, shown in found] == ["一.zip/年.t", "一.zip/报.t"]


def test_an_archive_is_checked_member_by_member(tmp_path: Path) -> None:
    """Reports inside are read, lock files counted, inner archives and broken files named; the others are still done."""
    book = packages.filled()
    with zipfile.ZipFile(tmp_path / "收件.zip", "w") as out:
        for name, data in {"县/甲局.xlsx": book, "县/~$甲局.xlsx": b"x", "__MACOSX/._甲局.xlsx": b"x", "县/坏.docx": b"PK\x03\x04", "县/照片.jpg": b"x",
                           "内.zip": zipped("甲.xlsx"), "县/网页.html": b"<p>x</p>", "县/网页_files/a.html": b"<p>x</p>"}.items():
            out.writestr(name, data)
    batch = check_paths([str(tmp_path)], library())
    said = {Path(file.path).name: str(file.error) if file.error else "read" for file in batch.files}
    assert said["甲局.xlsx"] == "read"
    assert "不完整或已损坏" in said["坏.docx"]
    assert "只拆开了一层" in said["内.zip"]
    assert set(said) == {"甲局.xlsx", "坏.docx", "内.zip", "网页.html"}
    assert (batch.passed_over, batch.others) == (2, 2)
    assert batch.exit_code == 2


def test_path_tricks_are_harmless(tmp_path: Path) -> None:
    """Members that name a place outside, a drive, a device or the same place twice all land inside the folder."""
    tricks = ["../../外.txt", "/etc/外.txt", "C:\\外.txt", "..\\..\\外.txt", "CON", "a/../b.txt", "x" * 300 + ".txt", "甲.txt", "甲.TXT", "甲.txt "]
    with zipfile.ZipFile(tmp_path / "一.zip", "w") as out:
        for name in tricks:
            out.writestr(zipfile.ZipInfo(name), b"x")
    found = archives.unpacked(tmp_path / "一.zip", "一.zip")
    folder = archives._folders[-1].resolve()
    assert len(found) == len(tricks) == len({path for path, _ in found})
    assert all(path.resolve().is_relative_to(folder) and path.read_bytes() == b"x" for path, _ in found)
    assert {entry.name for entry in tmp_path.iterdir()} == {"一.zip"}
    archives.forget()
    assert not folder.exists()


def test_bad_archives(tmp_path: Path) -> None:
    """Damaged, empty, encrypted and monstrous archives are one line each."""
    good = zipped("甲.xlsx", "乙.xlsx")
    flags = good.index(b"PK\x01\x02") + 8
    locked = good[:flags] + bytes([good[flags] | 1]) + good[flags + 1:]
    for name, data, says in (("坏.zip", good[:-30], "损坏"), ("空.zip", zipped(), "没有文件"), ("密.zip", locked, "密码")):
        (tmp_path / name).write_bytes(data)
        found = find_files([str(tmp_path / name)]).files
        assert [shown for _, shown in found] == [str(tmp_path / name)]
        batch = check_paths([str(tmp_path / name)], library())
        assert batch.exit_code == 2
        assert batch.files[0].error is not None
        with pytest.raises(UnreadableFile, match=says):
            archives.unpacked(tmp_path / name, name)
