"""The sheets in words: 封面, 正文 (a paragraph a row) and 说明."""

import re
from collections.abc import Callable
from typing import Any

from xlreport.errors import UsageError
from xlreport.form.model import Cell
from xlreport.form.submission import Submission
from xlreport.form.values import Value
from xlreport.wording import say
from xlreport.workbook.guards import guard_cells
from xlreport.workbook.layout import FLAG, PARAGRAPH_COLUMN, WAIVER_LINES, CoverLine, Layout, Spot
from xlreport.workbook.styles import HINT, Styles, text_lines

PARAGRAPH_WIDTH = 96
LONGEST = 32767  # characters in one Excel cell
Figure = Callable[[Any, Spot, Cell, Value, str], None]
PROTECT = {"objects": True, "format_columns": True, "format_rows": True, "format_cells": True}


def write_cover(sheet: Any, styles: Styles, layout: Layout, submission: Submission, figure: Figure) -> None:
    """封面: who reports, for which year, the questions rules ask for, and the declared facts."""
    form = submission.form
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 46)
    sheet.set_column(2, 2, 56)
    sheet.merge_range(0, 0, 0, 1, form.title, styles["title"])
    sheet.set_row(0, 36)
    sheet.write_string(1, 0, f"表式：{form.name}" + (f"　依据：{form.basis}" if form.basis else ""), styles["subtitle"])
    for line in layout.cover:
        row = line.spot.row
        sheet.set_row(row, 22)
        sheet.write_string(row, 0, line.label, styles["head"])
        sheet.write_string(row, 2, line.hint, styles[HINT])
        if line.kind == "figure":
            cell = form.facts[line.name].cell
            figure(sheet, line.spot, cell, submission.value(line.name), "")
            guard_cells(sheet, [(cell, line.spot)], False)
        else:
            _cover_line(sheet, styles, line, submission)
    tables = "、".join(table.sheet for table in form.tables)
    sheet.write_string(layout.cover[-1].spot.row + 2, 0, f"先填本页和{tables}，再看“校验”。白格填写，灰格自动计算，蓝格不用动。", styles["subtitle"])
    sheet.protect("", PROTECT)
    sheet.print_area(0, 0, layout.cover[-1].spot.row + 2, 1)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()


def _cover_line(sheet: Any, styles: Styles, line: CoverLine, submission: Submission) -> None:
    row, column = line.spot.row, line.spot.column
    year = submission.year
    if line.kind == "period":
        place = "封面_年度"
        shown = f"自{year}年1月1日起至{year}年12月31日止" if year else ""
        sheet.write_formula(row, column, f'=IF({place}="","","自"&{place}&"年1月1日起至"&{place}&"年12月31日止")',
                            styles["computed"], shown)
        return
    if line.kind == "year":
        if year is None:
            sheet.write_blank(row, column, None, styles["text"])
        else:
            sheet.write_number(row, column, year, styles["text"])
        sheet.data_validation(row, column, row, column, {
            "validate": "integer", "criteria": "between", "minimum": 2000, "maximum": 2100,
            "input_title": "报告年度", "input_message": "四位年份，例如 2023。", "error_title": "请填年份",
            "error_message": "请填四位年份，例如 2023。"})
        return
    text = _cover_text(line, submission)
    style = styles["code" if line.kind == "code" else "text"]
    if text:
        sheet.write_string(row, column, fits(text, line.label), style)
    else:
        sheet.write_blank(row, column, None, style)
    if line.kind == "choice":
        sheet.data_validation(row, column, row, column, {
            "validate": "list", "source": list(line.choices), "input_title": line.label[:31],
            "input_message": f"点右边的箭头选：{'、'.join(line.choices)}", "error_title": "请选择",
            "error_message": f"只能选 {'、'.join(line.choices)}。"})


def _cover_text(line: CoverLine, submission: Submission) -> str:
    if line.name == FLAG:
        return "是" if submission.blank_is_zero else "否"
    if line.name == "单位名称":
        return submission.unit
    if line.name == "统一社会信用代码":
        return submission.unit_code
    if line.kind == "choice":
        return submission.answers.get(line.name, "")
    return submission.cover.get(line.name, "")


def write_texts(sheet: Any, styles: Styles, layout: Layout, submission: Submission) -> None:
    """正文: each part's heading, then a paragraph a row in column B."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, PARAGRAPH_WIDTH)
    sheet.write_string(0, 0, "正文：一段一行，写在 B 列；行数不够可以插入行", styles["summary"])
    rows = text_rows(layout, submission)
    for part in layout.texts:
        row = rows[part.code]
        text = submission.texts.get(part.code, "")
        paragraphs = text.split("\n") if text else []
        sheet.write_string(row, 0, part.heading, styles["section"])
        sheet.write_string(row, PARAGRAPH_COLUMN, part.hint, styles[HINT])
        for number in range(max(part.lines, len(paragraphs))):
            paragraph = paragraphs[number] if number < len(paragraphs) else ""
            place = (row + 1 + number, PARAGRAPH_COLUMN)
            if paragraph:
                # Excel fits rows to wrapped text by itself; LibreOffice and printers of PDF do not
                lines = text_lines(paragraph, PARAGRAPH_WIDTH * 0.85)  # 12 point is wider than the column's own font
                if lines > 1:
                    sheet.set_row(place[0], 18.0 * lines)
                sheet.write_string(*place, fits(paragraph, part.heading), styles["paragraph"])
            else:
                sheet.write_blank(*place, None, styles["paragraph"])
    sheet.protect("", {**PROTECT, "insert_rows": True, "delete_rows": True})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def text_rows(layout: Layout, submission: Submission) -> dict[str, int]:
    """Part code -> the row its heading stands in once every paragraph has a row."""
    rows: dict[str, int] = {}
    shift = 0
    for part in layout.texts:
        rows[part.code] = part.spot.row + shift
        text = submission.texts.get(part.code, "")
        shift += max(0, (text.count("\n") + 1 if text else 0) - part.lines)
    return rows


def fits(text: str, where: str) -> str:
    """A text that one Excel cell can hold. Raises UsageError for one that it would change or cut."""
    if re.search(r"_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_", text):
        # XlsxWriter escapes `_x0041_` but not two of them that share an underscore
        raise UsageError(say(f"“{where}”里有 Excel 存不下的记号 _x....x...._，请改写。",
                             f"{where}: holds marks of the shape _x0000_x0000_, which Excel cannot keep. Reword it."))
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise UsageError(say(
            f"“{where}”里有一段 {len(text)} 字，Excel 一格最多 {LONGEST} 字。请分成几段。",
            f"{where}: a paragraph has {len(text)} characters; an Excel cell holds {LONGEST}. Split it.",
        ))
    return text


GUIDE = (  # each line fits the width of its column: a line that wraps would lie over the next, rows here are of one height
    "怎样填",
    "1. 封面：填单位名称和报告年度；“空白格一律按 0 计”一般选“否”。",
    "2. 主动公开、申请情况、复议诉讼：只填白格，没有的填 0；灰格是合计，自动计算。也可以从别处整块复制粘贴数字。",
    "3. 上年数据：粘贴上年报告的数字，可核对“上年结转”等；没有可不填。",
    "4. 校验：有“不符”的，点“定位”跳到那一格；级别为“核实”“提示”的，核对无误就在本页左边写明原因。",
    "5. 正文：一段一行。已列出的语句里，花括号写报告时换成表里的数，可以删改、移动，前后随意写。",
    "    没有装 xlreport 的，请自己换成数。",
    "6. 装了 xlreport 的，交表前运行一次 xlreport check 文件名，没有错误再上报。",
    "7. 工作表有保护但没有密码，可在“审阅”里撤销。",
)


def write_notes(sheet: Any, styles: Styles, layout: Layout, submission: Submission) -> None:
    """说明: reasons given for findings that stand on the left, how to fill in the workbook on the right."""
    for column, width in enumerate((24, 60, 14, 16, 3, 80)):
        sheet.set_column(column, column, width)
    spot = layout.waivers
    sheet.write_string(0, 0, "核实说明：校验提示的问题，核对后确实无误的，在这里写明原因", styles["summary"])
    for column, text in enumerate(("规则编号或指纹", "原因", "填写人", "日期")):
        sheet.write_string(spot.row, spot.column + column, text, styles["head_bold"])
    for line in range(max(WAIVER_LINES, len(submission.waivers))):
        entry = submission.waivers[line] if line < len(submission.waivers) else None
        for column, text in enumerate(entry or ("", "", "", "")):
            place = (spot.row + 1 + line, spot.column + column)
            if text:
                sheet.write_string(*place, fits(text, "核实说明"), styles["code"])
            else:
                sheet.write_blank(*place, None, styles["code"])
    for row, text in enumerate(GUIDE):
        sheet.write_string(row, 5, text, styles["summary" if row == 0 else "plain"])
    sheet.protect("", {**PROTECT, "insert_rows": True})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
