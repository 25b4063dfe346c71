"""Rows of any kind as a workbook to read, sort and print: the one writer of lists (findings, rosters, comparisons)."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from xlreport.files import RESULT_MARK
from xlreport.workbook.styles import text_lines

# The moment a workbook says it was made: fixed, so that the same rows give the same bytes.
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  (a workbook has no time zone)
_LAST_ROW = 1_048_576
_LONGEST_TEXT = 32_000  # Excel holds 32,767 UTF-16 units a cell
_LINE_HEIGHT, _GREATEST_HEIGHT = 15, 405  # Excel takes up to 409 points a row
_MOST_DIGITS = 15  # a workbook's number is binary: a longer one would come back as another
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_COLOURS = {"error": "#FFC7CE", "warning": "#FFEB9C", "info": "#DDEBF7", "good": "#E2EFDA"}
_TITLE = {"font_name": "黑体", "font_size": 14, "valign": "vcenter"}
_HEAD = {"font_name": "黑体", "font_size": 10.5, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True,
         "bg_color": "#EAF1F8"}
_BODY = {"font_name": "宋体", "font_size": 10.5, "border": 1, "border_color": "#BFBFBF", "valign": "top"}

CellContent = str | int | Decimal | None


class Head(NamedTuple):
    """A column: what it is called, and its width in characters."""

    text: str
    width: float


class SheetOfRows(NamedTuple):
    """One sheet: a title line, a line of heads, rows.

    marks: one colour name a row (error, warning, info, good or ''), or empty for none; marked: the column it colours.
    """

    name: str
    title: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[CellContent]]
    marks: Sequence[str] = ()
    marked: int = 0


def table_workbook(sheets: Sequence[SheetOfRows]) -> bytes:
    """The sheets as an .xlsx: heads frozen and filtered, text wrapped, A4 landscape. Text after `=` stays text."""
    import xlsxwriter  # only where a workbook is written

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                        "strings_to_numbers": False})
    book.set_properties({"title": sheets[0].title if sheets else "", "created": _MADE, "category": RESULT_MARK})
    formats = _Formats(book)
    for sheet in sheets:
        for part in _parts(sheet):
            _write(book.add_worksheet(part.name), part, formats)
    book.close()
    return buffer.getvalue()


def _parts(sheet: SheetOfRows) -> Iterator[SheetOfRows]:
    """The sheet, or several of them where its rows are more than one can hold: no row is ever left out."""
    room = _LAST_ROW - 2
    yield sheet._replace(rows=sheet.rows[:room], marks=sheet.marks[:room])
    for number, start in enumerate(range(room, len(sheet.rows), room), 2):
        yield sheet._replace(name=f"{sheet.name} {number}", rows=sheet.rows[start:start + room],
                             marks=sheet.marks[start:start + room])


class _Formats:
    """Cell formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, base: dict[str, Any], **more: Any) -> Any:
        key = tuple({**base, **more}.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(key))
        return self._made[key]


def _write(page: Any, sheet: SheetOfRows, formats: _Formats) -> None:
    page.write_string(0, 0, _writable(sheet.title), formats(_TITLE))
    page.set_row(0, 24)
    for column, head in enumerate(sheet.heads):
        page.set_column(column, column, head.width)
        page.write_string(1, column, head.text, formats(_HEAD))
    for number, row in enumerate(sheet.rows):
        page.set_row(number + 2, _height(row, sheet.heads))
        mark = _COLOURS.get(sheet.marks[number]) if sheet.marks else None
        for column, content in enumerate(row):
            colour = {"bg_color": mark, "align": "center"} if mark and column == sheet.marked else {}
            _write_cell(page, number + 2, column, content, colour, formats)
    last = len(sheet.heads) - 1
    page.autofilter(1, 0, max(1, len(sheet.rows) + 1), last)
    page.freeze_panes(2, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    page.set_footer("&C&P / &N")


def _height(row: Sequence[CellContent], heads: Sequence[Head]) -> float:
    """The height that shows the longest wrapped text; LibreOffice and WPS do not find it by themselves."""
    lines = max((sum(text_lines(line, head.width) for line in content.split("\n"))
                 for content, head in zip(row, heads, strict=True) if isinstance(content, str)), default=1)
    return min(_LINE_HEIGHT * lines, _GREATEST_HEIGHT)


def _write_cell(
    page: Any, row: int, column: int, content: CellContent, colour: dict[str, Any], formats: _Formats
) -> None:
    if content is None or content == "":
        page.write_blank(row, column, None, formats(_BODY, **colour))
    elif isinstance(content, str):
        text = _writable(content)
        # With the mark of a text, Excel does not turn it into a formula when somebody edits the cell.
        quoted = {"quote_prefix": True} if text[:1] in "=+-@" else {}
        page.write_string(row, column, text, formats(_BODY, text_wrap=True, **quoted, **colour))
    elif len(Decimal(content).as_tuple().digits) > _MOST_DIGITS:
        page.write_string(row, column, str(content), formats(_BODY, align="right", **colour))
    else:
        page.write_number(row, column, content, formats(_BODY, num_format=_number_format(content), **colour))


def _number_format(number: int | Decimal) -> str:
    """A format with the decimals the number was written with: 18.8710 keeps its last 0."""
    exponent = Decimal(number).as_tuple().exponent
    return "0." + "0" * -exponent if isinstance(exponent, int) and exponent < 0 else "0"


def _writable(text: str) -> str:
    whole = _UNWRITABLE.sub("\ufffd", text)
    return whole if len(whole) <= _LONGEST_TEXT else whole[:_LONGEST_TEXT] + "……"
