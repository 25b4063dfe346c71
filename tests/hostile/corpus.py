"""Bad files for every reader, made by code from sound ones: cut, damaged, monstrous, disguised, encrypted, and badly named."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from random import Random

import finished_reports
import packages
from documents.test_printed import ofd_file, ofd_table
from xlreport.flows.writing import finished_report
from xlreport.form.exchange import from_json
from xlreport.form.library import library

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = "江城县财政局2023年政府信息公开工作年度报告\n"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"
FETCHING = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY i SYSTEM "http://127.0.0.1:9/x">]>'
PDF_HEAD = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
PDF_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
PDF_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


@lru_cache(maxsize=1)
def sound(folder: Path) -> Mapping[str, bytes]:
    """One sound report of every kind that needs no office program to make, by suffix."""
    known = finished_reports.figures(4)
    report = from_json({"form": packages.FORM, "unit": "江城县财政局", "year": 2023, "cells": {name: str(n) for name, n in known.items()}}, library())
    page = finished_report(report, library(), "html", force=True)
    letter = b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + page
    text = HEAD + "\n".join("\t".join([block.text for block in table.blocks if block.text != "="]) + "\t0" * 7 for table in report.form.tables)
    return {
        "xlsx": packages.filled(), "docx": finished_reports.word_report(folder / "sound.docx", known).read_bytes(), "html": page, "mht": letter,
        "txt": text.encode(), "json": b'{"form": "zfxxgk-2021", "unit": "u", "year": 2023, "cells": {}}',
        "pdf": pdf(*PDF_HEAD, PDF_PAGE, stream(b"BT /F1 12 Tf (report) Tj ET"), PDF_FONT),
        "ofd": ofd_file(folder / "sound.ofd", ofd_table([["1", "2"]])).read_bytes(), "ods": ods(row(cell(1) * 3)), "xls": OLE + bytes(range(256)) * 20,
        "zip": packages.pack({"甲/年报.txt": text.encode()}),
    }


def ods(rows: str, before: str = "") -> bytes:
    """An OpenDocument workbook of one sheet."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    return packages.pack({
        "mimetype": kind.encode(),
        "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                                 f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>'.encode(),
        "content.xml": f'<?xml version="1.0"?>{before}<office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>'
                       f'<table:table table:name="甲">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'.encode()})


def row(cells: str, times: str = "1") -> str:
    """A row of an OpenDocument sheet, said to stand so many times."""
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def cell(figure: int, times: str = "1", text: str = "") -> str:
    """A cell of one."""
    return (f'<table:table-cell office:value-type="float" office:value="{figure}" table:number-columns-repeated="{times}"><text:p>{text or figure}</text:p>'
            "</table:table-cell>")


def stream(data: bytes) -> bytes:
    """A compressed stream of a PDF."""
    packed = zlib.compress(data)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first its catalogue."""
    made, places = b"%PDF-1.4\n", []
    for number, data in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(places) + 1, table, len(places) + 1, len(made))


def cut_and_damaged(good: Mapping[str, bytes], cuts: int) -> Iterator[tuple[str, bytes]]:
    """Every kind cut at places all along it, and with seeded bytes changed."""
    for suffix, data in good.items():
        random = Random(suffix)
        for number in range(cuts):
            yield f"截断{number}.{suffix}", data[:len(data) * number // cuts]
            changed = bytearray(data)
            for _ in range(1 + len(data) // 3000):
                changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
            yield f"错位{number}.{suffix}", bytes(changed)


def _parts(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = packages.parts_of(data)
    return packages.pack({**parts, part: change(parts[part])})


def _put(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    return _parts(data, part, lambda text: text.replace(old, new, 1))


def _declared(doctype: str) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(b"?>", b"?>" + doctype.encode(), 1).replace(b"<w:body>", b"<w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p>", 1)


def _locked(data: bytes) -> bytes:
    """A zip whose members say that they are encrypted."""
    made = bytearray(data)
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(mark)
        while place >= 0:
            made[place + flag:place + flag + 2] = struct.pack("<H", struct.unpack("<H", made[place + flag:place + flag + 2])[0] | 1)
            place = made.find(mark, place + 4)
    return bytes(made)


def _nested(text: bytes, depth: int) -> bytes:
    for number in range(depth):
        text = packages.pack({f"{number}.zip" if number else "a.txt": text})
    return text


def _tricks(text: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("../../外.txt", "/tmp/xlreport-outside.txt", "C:\\x\\con.txt", "a\nb.txt", "=cmd|calc.txt", "\x1b[31m红.txt", "..\\..\\外.txt",
                     "x/../../外.txt"):
            archive.writestr(name, text)
        link = zipfile.ZipInfo("链接.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def monsters(good: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Bombs, entities, cycles, depths, huge dimensions, wrong encodings, macros, passwords and links to the network."""
    word, sheet = "word/document.xml", packages.SHEET
    yield "炸弹.docx", _put(good["docx"], word, b"<w:body>", b"<w:body><w:p><w:r><w:t>" + b"0" * 90_000_000 + b"</w:t></w:r></w:p>")
    yield "炸弹.xlsx", _put(good["xlsx"], "xl/sharedStrings.xml", b"</sst>", b"<si><t>" + b"A" * 90_000_000 + b"</t></si></sst>")
    yield "炸弹.zip", packages.pack({"a.txt": b"0" * 90_000_000})
    yield "炸弹.pdf", pdf(*PDF_HEAD, PDF_PAGE, stream(b"BT /F1 12 Tf (a) Tj ET " * 2_000_000), PDF_FONT)
    yield "线.pdf", pdf(*PDF_HEAD, PDF_PAGE, stream(b"".join(b"%d 0 m %d 800 l S " % (at % 600, at % 600) for at in range(200_000))), PDF_FONT)
    yield "循环.pdf", pdf(PDF_HEAD[0], b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")
    yield "多页.pdf", pdf(PDF_HEAD[0], b"<</Type/Pages/Kids[" + b"3 0 R " * 5000 + b"]/Count 5000>>", PDF_PAGE, stream(b""), PDF_FONT)
    yield "脚本.pdf", pdf(b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>", PDF_HEAD[1], PDF_PAGE, stream(b""), PDF_FONT)
    for name, doctype in (("实体", ENTITIES), ("外部实体", FETCHING)):
        yield f"{name}.docx", _parts(good["docx"], word, _declared(doctype))
        yield f"{name}.xlsx", _parts(good["xlsx"], sheet, _declared(doctype))
        yield f"{name}.html", doctype.encode() + good["html"].replace(b"<p>", b"<p>&i;", 1)
        yield f"{name}.ods", ods(row(cell(1, text="&i;&a;")), doctype)
    yield "深.ods", ods("<table:table-row><table:table-cell>" * 50_000)
    yield "远.ods", ods(row(cell(1, "16384"), "1048576"))
    yield "负.ods", ods(row(cell(1, "x"), "-1"))
    yield "空格.ods", ods(row(cell(1, text='<text:s text:c="999999999"/>')))
    yield "炸弹.ods", ods(row(cell(1, text="A" * 90_000_000)))
    yield "深.docx", _put(good["docx"], word, b"<w:body>", b"<w:body>" + b"<w:tbl><w:tr><w:tc>" * 3000)
    yield "深.html", b"<meta charset=utf-8>" + b"<table><tr><td>" * 5000 + good["html"]
    yield "深.json", b"[" * 100_000
    yield "宽.html", b"<meta charset=utf-8><table>" + b"<tr><td rowspan=65534 colspan=1000>1</td></tr>" * 300
    yield "远.xlsx", _put(good["xlsx"], sheet, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    yield "并.xlsx", _put(good["xlsx"], sheet, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    yield "大数.json", b'{"form": "zfxxgk-2021", "year": 2023, "cells": {"x": ' + b"9" * 10_000 + b"}}"
    yield "键.json", b'{"form": "zfxxgk-2021", "cells": {}, "cells": {}}'
    yield "字节.txt", good["txt"].replace(b"\t", b"\0", 5)
    yield "半个字.txt", good["txt"] + b"\xed\xa0\x80\xff\xfe"
    yield "谎称.html", good["html"].decode().encode("gb18030")
    yield "宽字.txt", good["txt"].decode().encode("utf-16-be")
    yield "三百份.txt", good["txt"] * 300
    yield "一句话.txt", good["txt"] + ("一、总体情况\n" + "收到申请1件，其中" * 20_000).encode()
    yield "一个词.txt", good["txt"] + ("一" * 60_000 + "：" + "（" * 60_000 + "1," * 60_000).encode()
    yield "加密.docx", OLE + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000
    yield "加密.xlsx", OLE + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000
    yield "加密.zip", _locked(good["zip"])
    yield "部件加密.docx", _locked(good["docx"])
    yield "套娃.zip", _nested(good["txt"], 8)
    yield "路径.zip", _tricks(good["txt"])
    yield "万件.zip", packages.pack({f"{number}.txt": b"" for number in range(20_000)})
    yield "宏.xlsm", packages.pack({**packages.parts_of(good["xlsx"]), "xl/vbaProject.bin": OLE + b"Attribute VB_Name\0Shell" * 50})
    yield "联网.html", good["html"].replace(b"<p>", b'<iframe src="http://127.0.0.1:9/f"></iframe><iframe src="../../../etc/passwd"></iframe>'
                                                 b'<script>fetch("http://127.0.0.1:9")</script><img src=http://127.0.0.1:9/i.png><p>', 1)
    yield "联网.docx", _put(good["docx"], "word/_rels/document.xml.rels", b"</Relationships>", (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/></Relationships>'))
    yield "归档.rar", b"Rar!\x1a\x07\x00" + b"0" * 100
    yield "归档.7z", b"7z\xbc\xaf'\x1c" + b"0" * 100
    for suffix in ("xlsx", "docx", "pdf", "html", "txt", "json", "ofd", "xls", "ods", "zip", "mht"):
        yield f"空.{suffix}", b""
    for shown, true in (("docx", "xlsx"), ("xlsx", "pdf"), ("pdf", "docx"), ("xls", "html"), ("ods", "zip")):
        yield f"改名.{true}.{shown}", good[true]


def badly_named(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names that a shell, a terminal or a worksheet might run, and one that is no text at all."""
    for name in ("a\nb", "=cmd|calc!A1", "\x1b[31m红", "$(touch 外)", "`touch 外`", "; touch 外 #", "-o", "--help", "@a", "%s{0}{x}", "a'b\"c<script>",
                 "长" * 70, "[a]*?"):
        yield os.fsencode(f"{name}.txt"), text
    yield b"\xff\xfe bad.txt", text


def odd_places(folder: Path) -> None:
    """What is no regular file: endless, circular, leading out, waiting for a writer."""
    (folder / "无底.txt").symlink_to("/dev/zero")
    (folder / "循环.txt").symlink_to("循环.txt")
    (folder / "上一层").symlink_to("..")
    os.mkfifo(folder / "管道.docx")
