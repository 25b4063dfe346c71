"""Worksheet functions. Excel calls them through the add-in's wrappers (build/wrappers.py) and recalculates them itself.

They take the ranges they read and nothing else. Whatever is wrong comes back as a text in the cell: a worksheet has no
other place for it, and #VALUE! says nothing. Their names are those that people type into a cell.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import xlwings

from xlreport.errors import UsageError, XlreportError
from xlreport.form.library import library
from xlreport.form.values import BLANK, NUMBER
from xlreport.live.cells import cell_value
from xlreport.live.pasted import MOST_CELLS, Spot, amounts_at, check_pasted, recognise
from xlreport.live.phrases import DIGITS, growth, sentence, share
from xlreport.prose.numerals import number_meant

Answer = str | float | list[list[Any]]
_ROWS = {"ndim": 2, "err_to_str": True}  # without err_to_str xlwings hands over an error as a blank


@xlwings.func
@xlwings.arg("table_range", xlwings.Range)
@xlwings.arg("in_one_cell", err_to_str=True)
def XLR_CHECK(table_range: Any, form_and_table: Any = None, in_one_cell: Any = None) -> Answer:
    """Broken checks of a pasted table, one below the other, or in one cell with in_one_cell TRUE."""
    return _answered(lambda: _checked(table_range, form_and_table, in_one_cell is True))


@xlwings.func
@xlwings.arg("phrase", ndim=2, err_to_str=True)
@xlwings.arg("ranges", ndim=2, err_to_str=True)
def XLR_SENTENCE(phrase: Any, *ranges: Any) -> Answer:
    """A clause with figures from cells: `新收{1}件，同比{增长(1, 2), 1}`."""
    return _answered(lambda: sentence(_text(phrase), [_sum(rows, f"第 {number} 个数") for number, rows in enumerate(ranges, 1)]))


@xlwings.func
@xlwings.arg("now", ndim=2, err_to_str=True)
@xlwings.arg("last", ndim=2, err_to_str=True)
@xlwings.arg("digits", ndim=2, err_to_str=True)
def XLR_GROWTH(now: Any, last: Any, digits: Any = None) -> Answer:
    """`增长12.5%`, `下降3.2%`, `持平`."""
    return _answered(lambda: growth(_sum(now, "本年的数"), _sum(last, "上年的数"), _digits(digits)))


@xlwings.func
@xlwings.arg("part", ndim=2, err_to_str=True)
@xlwings.arg("whole", ndim=2, err_to_str=True)
@xlwings.arg("digits", ndim=2, err_to_str=True)
def XLR_SHARE(part: Any, whole: Any, digits: Any = None) -> Answer:
    """`12.5%`."""
    return _answered(lambda: share(_sum(part, "其中的数"), _sum(whole, "总数"), _digits(digits)))


@xlwings.func
@xlwings.arg("text", ndim=2, err_to_str=True)
def XLR_NUMBER(text: Any) -> Answer:
    """The number a text means; for several cells as many numbers."""
    return _answered(lambda: _numbers(_rows(text)))


def _answered(answer: Callable[[], Answer]) -> Answer:
    """An answer, or the words that say why there is none. A cell must not show a traceback, whatever happens."""
    try:
        return answer()
    except (XlreportError, ValueError) as error:
        return str(error)
    except Exception as error:  # noqa: BLE001  the last net: Excel would show the traceback in the cell
        return f"程序遇到没有料到的情况（{type(error).__name__}：{str(error)[:100]}）。请把公式和这句话发给维护的人"


def _checked(table_range: Any, form_and_table: Any, in_one_cell: bool) -> Answer:
    if table_range is None:
        raise UsageError("第一个参数要选一片格，例如 A1:J28")
    height, width = table_range.shape
    if height * width > MOST_CELLS:
        raise UsageError(f"选了 {height} 行 {width} 列，太大了。请只选一张表")
    words = _text(form_and_table)
    pasted = recognise(height, width, words, library())
    rows = table_range.options(**_ROWS).value
    spot = Spot(table_range.sheet.name, table_range.row, table_range.column)
    for down, right in amounts_at(pasted):
        if isinstance(rows[down][right], Decimal):
            raise UsageError("金额一格设了货币格式，Excel 交出来的只有四位小数。请把格式改成“数值”或“常规”")
    lines = check_pasted(rows, words, spot, library())
    return "\n".join(lines) if in_one_cell else [[line] for line in lines]


def _rows(content: Any) -> Sequence[Sequence[Any]]:
    """Rows of cells, also for a single content, as a person's own formula hands it over."""
    if isinstance(content, list | tuple):
        return [row if isinstance(row, list | tuple) else [row] for row in content]
    return [[content]]


def _text(content: Any) -> str:
    """A text from one cell; blank where nothing is there."""
    rows = _rows(content)
    if len(rows) != 1 or len(rows[0]) != 1:
        raise UsageError("文字要写在一格里，或直接写在公式里加引号")
    content = rows[0][0]
    return "" if content is None else str(int(content)) if isinstance(content, float) and content.is_integer() else str(content)


def _sum(content: Any, what: str) -> Decimal:
    """The sum of one or several cells. Raises UsageError for blank cells, texts and errors: none of them is 0."""
    total = Decimal(0)
    for value in (cell_value(cell) for row in _rows(content) for cell in row):
        if value.kind == BLANK:
            raise UsageError(f"{what}有空格没有填")
        if value.kind != NUMBER or value.number is None:
            meaning = number_meant(value.raw)
            raise UsageError(f"{what}是“{value.raw[:20]}”，不是数字" + (f"，是不是 {meaning}？" if meaning is not None else ""))
        if value.date:
            raise UsageError(f"{what}显示成了日期。请把格式改为“常规”，重新键入数字")
        total += value.number
    return total


def _digits(content: Any) -> int:
    rows = _rows(content)
    if rows == [[None]]:
        return DIGITS
    number = _sum(content, "小数位数")
    if number != number.to_integral_value():
        raise UsageError(f"小数位数要是整数，现为 {number}")
    return int(number)


def _numbers(rows: Sequence[Sequence[Any]]) -> Answer:
    found = [[_number(cell) for cell in row] for row in rows]
    return found[0][0] if len(found) == 1 and len(found[0]) == 1 else found


def _number(content: Any) -> float | str:
    """A cell's number, or the number its text means. A blank stays blank: it is not 0."""
    value = cell_value(content)
    if value.kind == BLANK:
        return ""
    number = value.number if value.kind == NUMBER and not value.date else number_meant(value.raw)
    return float(number) if number is not None else f"“{value.raw[:20]}”认不出是几"
