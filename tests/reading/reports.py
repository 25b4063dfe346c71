"""Finished reports as Documents, made by hand: what an importer would make of a plain, correct report, and ways to bend it."""

from collections.abc import Sequence

from xlreport.form.submission import Place
from xlreport.reading.document import Document, Grid, GridCell, Notice, Paragraph
from xlreport.reading.sections import TableSpan

TITLE = "江城县财政局2023年政府信息公开工作年度报告"
PREAMBLE = ("根据《中华人民共和国政府信息公开条例》编制本报告，由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、"
            "行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成。统计期限自2023年1月1日起至2023年12月31日止。"
            "（地址：江城县人民路1号；电话：0431-12345678）")
POINTS = ("（一）主动公开。全年公布信息25条。", "（二）依申请公开。收到申请3件。", "（三）政府信息管理。逐件审查。",
          "（四）平台建设。维护专栏。", "（五）监督保障。组织培训。")
PROBLEMS = "主要问题是解读形式单一。2024年将增加图解。"
OTHERS = "本年度未收取信息处理费。"
# None: the table of that section
REPORT: tuple[str | None, ...] = (
    TITLE, PREAMBLE, "一、总体情况", *POINTS, "二、主动公开政府信息情况", None, "三、收到和处理政府信息公开申请情况", None,
    "四、政府信息公开行政复议、行政诉讼情况", None, "五、存在的主要问题及改进情况", PROBLEMS, "六、其他需要报告的事项", OTHERS,
)
TABLES = ("公开", "申请", "复议诉讼")


def grid(line: int) -> Grid:
    """Some table, the matcher having said which."""
    return Grid(tuple(GridCell(text, 0, column, 1, 1, Place("表", f"第{line}行")) for column, text in enumerate(("规章", "0", "0"))))


def document(lines: Sequence[str | None], tables: Sequence[str] = TABLES, notices: tuple[Notice, ...] = (), source: str = "年报.docx",
             numbers: Sequence[tuple[int, str]] = ()) -> tuple[Document, tuple[TableSpan, ...]]:
    """The document of these lines, and where its tables stand; numbers: automatic numbering by line."""
    automatic = dict(numbers)
    blocks = tuple(grid(number) if line is None else Paragraph(line, Place("", f"第{number + 1}行"), automatic.get(number, ""))
                   for number, line in enumerate(lines))
    places = [number for number, line in enumerate(lines) if line is None]
    spans = tuple(TableSpan(table, place, place + 1) for table, place in zip(tables, places, strict=False))
    return Document("docx", blocks, notices, True, source), spans


def with_line(old: str, *new: str | None) -> tuple[str | None, ...]:
    """The report with one line replaced by others, or by none."""
    assert old in REPORT
    return tuple(line for each in REPORT for line in (new if each == old else (each,)))
