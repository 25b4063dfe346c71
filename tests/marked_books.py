"""Workbooks with one of each kind of part that a careless program loses, to be marked and unmarked. Marked are A1, B2, C3 and a far cell."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill

import live_reports
import packages
from xlreport.files import addin_file
from xlreport.workbook.marks import ERROR, INFO, RELATED, WARNING, Mark

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
                       "a5f645400000000049454e44ae426082")


def marks_for(sheets: list[str]) -> list[Mark]:
    """What is marked: cells with values, one of them perhaps with a note, and one where nothing ever stood."""
    return [Mark(sheet, address, colour, text) for sheet in sheets for address, colour, text in (
        ("A1", ERROR, "错误：现为 1 & <2>，应为 “3”。\n第二行"), ("B2", WARNING, "核实：请核对。"), ("C3", RELATED, ""), ("AB120", INFO, "提示"))]


def written(fill: Callable[[Any, Any], None], **options: Any) -> bytes:
    """A workbook of two sheets by XlsxWriter, with figures and a formula; `fill` adds what it is about."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, **options})
    first, second = book.add_worksheet("甲"), book.add_worksheet("乙")
    for sheet in (first, second):
        for row in range(6):
            sheet.write_row(row, 0, [row, row + 1, f"字{row}"])
        sheet.write_formula("D1", "=SUM(A1:A6)", None, 15)
    fill(book, first)
    book.close()
    return made.getvalue()


def _shapes(_: Any, sheet: Any) -> None:
    sheet.insert_textbox("F2", "文本框")
    sheet.insert_image("F10", "一.png", {"image_data": io.BytesIO(_PIXEL)})


def _buttons(_: Any, sheet: Any) -> None:
    sheet.insert_button("F2", {"macro": "a", "caption": "按钮"})
    sheet.set_header("&C&G", {"image_center": "一.png", "image_data_center": io.BytesIO(_PIXEL)})


def _extensions(book: Any, sheet: Any) -> None:
    sheet.add_sparkline("F1", {"range": "甲!A1:B1"})
    sheet.conditional_format("A1:A6", {"type": "data_bar", "data_bar_2010": True, "bar_axis_position": "middle"})
    sheet.conditional_format("A1:B6", {"type": "cell", "criteria": ">", "value": 2, "format": book.add_format({"bg_color": "#00FF00"}), "stop_if_true": True})


def _arrays(_: Any, sheet: Any) -> None:
    sheet.write_dynamic_array_formula("F1:F6", "=_xlfn._xlws.SORT(A1:A6)", None, 0)


def _notes(_: Any, sheet: Any) -> None:
    sheet.write_comment("A1", "原来的批注", {"author": "甲"})
    sheet.write_comment("D5", "别格的批注", {"author": "乙", "visible": True})


def _tables(book: Any, sheet: Any) -> None:
    sheet.add_table("F1:G4")
    sheet.data_validation("A2", {"validate": "list", "source": ["一", "二"]})
    sheet.write_url("A5", "internal:乙!A1")
    sheet.merge_range("A8:C8", "合并")
    sheet.set_background(io.BytesIO(_PIXEL))
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=甲!$A$1:$A$6"})
    book.add_chartsheet("图").set_chart(chart)


def _locked(_: Any, sheet: Any) -> None:
    sheet.protect("密", {"objects": True})
    sheet.freeze_panes(1, 1)
    sheet.ignore_errors({"number_stored_as_text": "A1"})


def with_macros() -> bytes:
    """An .xlsm: the add-in's project in a plain workbook."""
    parts = packages.parts_of(written(_buttons))
    types = parts["[Content_Types].xml"].decode().replace(
        "spreadsheetml.sheet.main+xml", "x").replace("application/vnd.openxmlformats-officedocument.x", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    project = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    links = parts["xl/_rels/workbook.xml.rels"].decode().replace("</Relationships>", (
        '<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>'))
    return packages.pack({**parts, "[Content_Types].xml": types.replace("<Override", project + "<Override", 1).encode(),
                          "xl/_rels/workbook.xml.rels": links.encode(),
                          "xl/vbaProject.bin": packages.parts_of(addin_file().read_bytes())["xl/vbaProject.bin"]})


def with_controls() -> bytes:
    """Buttons as Excel writes them since 2010: `controls` in mc:AlternateContent behind legacyDrawing."""
    parts = packages.parts_of(written(_buttons))
    name = "xl/worksheets/sheet1.xml"
    control = (f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" Requires="x14">'
               f'<controls><control shapeId="1025" r:id="rId90" name="按钮"/></controls></mc:Choice></mc:AlternateContent>')
    # one drawing for the button, and none for the header, so that `controls` stands last
    text = re.sub(r"<legacyDrawingHF[^>]*/>", "", parts[name].decode()).replace("</worksheet>", control + "</worksheet>")
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    relation = f'<Relationship Id="rId90" Type="{R}/ctrlProp" Target="../ctrlProps/ctrlProp1.xml"/>'
    types = ('<Override PartName="/xl/ctrlProps/ctrlProp1.xml" ContentType="application/vnd.ms-excel.controlproperties+xml"/></Types>')
    return packages.pack({**parts, name: text.encode(),
                          links: parts[links].replace(b"</Relationships>", relation.encode() + b"</Relationships>"),
                          "[Content_Types].xml": parts["[Content_Types].xml"].replace(b"</Types>", types.encode()),
                          "xl/ctrlProps/ctrlProp1.xml": b'<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
                                                        b'objectType="Button" lockText="1"/>'})


def with_conversation() -> bytes:
    """A threaded comment with the placeholder note that Excel puts beside it."""
    guid = "{11111111-2222-3333-4444-555555555555}"
    parts = packages.parts_of(written(lambda _, sheet: sheet.write_comment("A1", "[Threaded comment]", {"author": f"tc={guid}"})))
    person = "{66666666-2222-3333-4444-555555555555}"
    thread = ('<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
              f'<threadedComment ref="A1" dT="2025-01-01T00:00:00.00" personId="{person}" id="{guid}"><text>讨论</text></threadedComment></ThreadedComments>')
    people = ('<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
              f'<person displayName="甲" id="{person}" userId="1" providerId="None"/></personList>')
    kind = "http://schemas.microsoft.com/office/2017/10/relationships"
    links, book = "xl/worksheets/_rels/sheet1.xml.rels", "xl/_rels/workbook.xml.rels"
    types = ('<Override PartName="/xl/threadedComments/threadedComment1.xml" ContentType="application/vnd.ms-excel.threadedcomments+xml"/>'
             '<Override PartName="/xl/persons/person.xml" ContentType="application/vnd.ms-excel.person+xml"/></Types>')
    relations = {links: f'<Relationship Id="rId80" Type="{kind}/threadedComment" Target="../threadedComments/threadedComment1.xml"/>',
                 book: f'<Relationship Id="rId80" Type="{kind}/person" Target="persons/person.xml"/>'}
    return packages.pack({
        **parts, **{name: parts[name].replace(b"</Relationships>", xml.encode() + b"</Relationships>") for name, xml in relations.items()},
        "[Content_Types].xml": parts["[Content_Types].xml"].replace(b"</Types>", types.encode()),
        "xl/threadedComments/threadedComment1.xml": thread.encode(), "xl/persons/person.xml": people.encode()})


def prefixed() -> bytes:
    """Every part of the workbook with its elements behind a prefix (x:, w:), as some office servers write them."""
    def spelt(data: bytes, prefix: str) -> bytes:
        text = re.sub(r"<(/?)(?=[A-Za-z])(?![A-Za-z]+:)", rf"<\1{prefix}:", data.decode())
        return re.sub(r'\bxmlns="', f'xmlns:{prefix}="', text, count=1).encode()

    parts = packages.parts_of(written(_notes))
    main = ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/comments1.xml")
    rels = [name for name in parts if name.endswith(".rels") or name == "[Content_Types].xml"]
    return packages.pack({**parts, **{name: spelt(parts[name], "x") for name in main}, **{name: spelt(parts[name], "w") for name in rels}})


def streamed() -> bytes:
    """Inline strings, no dxfs and rooted targets, packed as a stream: sizes behind each part, some parts not packed at all."""
    parts = packages.parts_of(written(lambda *_: None))
    text = re.sub(r'<c r="(C\d)" t="s"><v>\d+</v></c>', r'<c r="\1" t="inlineStr"><is><t>字</t></is></c>', parts["xl/worksheets/sheet1.xml"].decode())
    parts = {**parts, "xl/worksheets/sheet1.xml": "\ufeff".encode() + text.encode(),
             "xl/styles.xml": re.sub(rb"<dxfs[^>]*/>", b"", parts["xl/styles.xml"]),
             "xl/_rels/workbook.xml.rels": parts["xl/_rels/workbook.xml.rels"].replace(b'Target="', b'Target="/xl/')}

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise io.UnsupportedOperation

    made = Pipe()
    with zipfile.ZipFile(made, "w") as archive:
        for number, (name, data) in enumerate(parts.items()):
            archive.writestr(name, data, zipfile.ZIP_STORED if number % 2 else zipfile.ZIP_DEFLATED)
    assert b"PK\x07\x08" in made.getvalue()
    return made.getvalue()


def by_openpyxl() -> bytes:
    """A workbook saved by openpyxl, with a note and a conditional format."""
    book = openpyxl.Workbook()
    book.active.title = "甲"
    for sheet in (book.active, book.create_sheet("乙")):
        for row in range(1, 7):
            sheet.append([row, row + 1, f"字{row}"])
    book.active["B2"].comment = Comment("原来的批注", "甲")
    book.active["B2"].fill = PatternFill("darkGrid", fgColor="FF0000FF")
    book.active.conditional_formatting.add("A1:B6", CellIsRule("greaterThan", ["2"], fill=PatternFill(bgColor="FF00FF00")))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


BOOKS: Mapping[str, Callable[[], bytes]] = {
    "本程序": lambda: live_reports.report(cells=live_reports.ERRORS),
    "文本框和图片": lambda: written(_shapes), "按钮和页眉图": lambda: written(_buttons), "迷你图和扩展格式": lambda: written(_extensions),
    "动态数组": lambda: written(_arrays), "批注": lambda: written(_notes), "表和图表": lambda: written(_tables), "保护": lambda: written(_locked),
    "宏": with_macros, "控件": with_controls, "会话批注": with_conversation, "前缀": prefixed, "流式": streamed, "openpyxl": by_openpyxl,
}


def sheets_of(name: str) -> list[str]:
    """The two sheets of a book that are marked."""
    return ["申请情况", "主动公开"] if name == "本程序" else ["甲", "乙"]
