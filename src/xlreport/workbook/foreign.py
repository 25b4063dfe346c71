"""Workbooks that are not from our template, or lost its names -> Document: .xlsx, .xlsm by our own cell reader."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from xlreport.form.library import Library
from xlreport.form.submission import Place
from xlreport.form.values import BOOLEAN, ERROR, NUMBER, TEXT, UNCALCULATED, UNREAD, number_value
from xlreport.reading.document import NUMBER_SHOWN, Document, Notice
from xlreport.wording import say
from xlreport.workbook.anchored import cover_labels, in_reading_order, is_cover
from xlreport.workbook.book import read_frame, relations
from xlreport.workbook.cells import STRUCK, RawCell, column_number
from xlreport.workbook.formats import PLAIN, Format
from xlreport.workbook.layout import LAST_YEAR, TEXTS, column_letters
from xlreport.workbook.package import Package, open_package
from xlreport.workbook.raw import PackageBook
from xlreport.workbook.sheet_blocks import PlainCell, PlainSheet, printed_texts, sheet_blocks

# how the sheets of our template begin that hold no report: last year's figures, the rules, the notes
_BESIDE = (f"{LAST_YEAR}：", "校验：", "核实说明：")
MOST_MERGES = 20_000


class Foreign(NamedTuple):
    """A workbook taken apart: the document, and what its 封面 says by label where it is one of ours that lost its names."""

    document: Document
    cover: Mapping[str, PlainCell]


def read_foreign(path: Path, forms: Library, shown: str = "") -> Foreign:
    """Reads a workbook whose figures have to be found by their labels. Raises UnreadableFile. Nothing in it is run."""
    package = open_package(path, shown or str(path))
    frame = read_frame(package)
    book = PackageBook(package, frame)
    hidden = _hidden(package)
    sheets = [
        PlainSheet(name, _plain(book.sheet(name), book.formats), _merges(package, part))
        for name, part in frame.sheets.items() if name not in hidden
    ]
    found = book_document(sheets, forms, package.path, [name for name in frame.sheets if name in hidden])
    return found._replace(document=found.document._replace(notices=(*found.document.notices, *book.notices())))


def book_document(sheets: list[PlainSheet], forms: Library, shown: str, hidden: list[str]) -> Foreign:
    """A workbook's sheets as a document, hidden ones named.

    Of a workbook of ours, 上年数据, 校验 and 说明 are no part of the report, and the tables stand where 正文 has their heading.
    """
    printed = printed_texts(forms)
    cover = next((sheet for sheet in sheets if is_cover(sheet, forms)), None)
    prose = next((sheet for sheet in sheets if _begins(sheet, (f"{TEXTS}：",))), None)
    blocks = [sheet_blocks(sheet, printed, shown) for sheet in sheets
              if sheet is not cover and sheet is not prose and not _begins(sheet, _BESIDE)]
    whole = in_reading_order(prose, blocks) if prose else [block for own in blocks for block in own]
    notices = [Notice("hidden_text", say(f"工作表“{'”“'.join(hidden[:5])}”是隐藏的，没有读。要读的请取消隐藏。",
                                         f"the sheets {', '.join(hidden[:5])} are hidden and were not read."))] if hidden else []
    if cover or prose:
        notices.append(Notice("names_lost", say(
            "各格的名称没有了（多半是复制到了新的工作簿，或用别的格式保存过），已按印好的标题找到各格；公式是否改动，看不出来。",
            "The names of its cells are gone (copied to another workbook, or saved in another format): figures were found by their printed "
            "labels. Whether formulas were changed cannot be told.")))
    notices += _shapes(sheets)
    return Foreign(Document("workbook", tuple(whole), tuple(notices), source=shown), cover_labels(cover) if cover else {})


def _begins(sheet: PlainSheet, words: tuple[str, ...]) -> bool:
    """Whether a text in the upper left corner of a sheet begins so."""
    return any(cell.text.startswith(words) for (row, column), cell in sheet.cells.items() if row < 3 and column < 3)


def _plain(cells: Mapping[str, RawCell], formats: tuple[Format, ...]) -> dict[tuple[int, int], PlainCell]:
    found: dict[tuple[int, int], PlainCell] = {}
    for address, raw in cells.items():
        letters = address.rstrip("0123456789")
        found[int(address[len(letters):]) - 1, column_number(letters) - 1] = _cell(raw, formats)
    return found


def _cell(raw: RawCell, formats: tuple[Format, ...]) -> PlainCell:
    formula = raw.formula is not None
    if formula and (raw.text is None or (raw.text == "" and raw.type == "n")):
        return PlainCell(f"={raw.formula}", UNCALCULATED, True)
    text = raw.text or ""
    if raw.type == "n":
        shows = formats[raw.style] if raw.style < len(formats) else PLAIN
        value = number_value(text, formula, shows.date, shows.decimals)
        if shows.date:  # what a person sees is a date, and no count
            return PlainCell(say(f"{value.raw}（显示为日期）", f"{value.raw} (shown as a date)"), TEXT, formula)
        return PlainCell(value.raw, NUMBER if value.kind == NUMBER else TEXT, formula, shape(value.number, shows))
    if raw.type == "b":
        return PlainCell("TRUE" if text in ("1", "true") else "FALSE", BOOLEAN, formula)
    return PlainCell(text, {"e": ERROR, STRUCK: UNREAD}.get(raw.type, TEXT), formula)


def shape(number: Decimal | None, shows: Format) -> str:
    """The format's code where it shows another number than the one stored, else ''."""
    if number is None or not shows.code or (shows.whole and number >= 0 and number == number.to_integral_value()):
        return ""
    from xlreport.reading.shown import shown_otherwise

    return shows.code if shown_otherwise(number, shows.code) else ""


def _shapes(sheets: Iterable[PlainSheet]) -> Iterator[Notice]:
    """A word for each number whose format shows another one; those that stand in no figure's cell are left out later (matching)."""
    for sheet in sheets:
        for (row, column), cell in sheet.cells.items():
            if cell.shape:
                from xlreport.reading.shown import shown_otherwise, shown_words

                number = Decimal(cell.text)
                if shown := shown_otherwise(number, cell.shape):
                    yield Notice(NUMBER_SHOWN, shown_words(number, shown, cell.shape), Place(sheet.name, f"{column_letters(column)}{row + 1}"))


def _hidden(package: Package) -> frozenset[str]:
    """Names of sheets that the workbook hides."""
    found: set[str] = set()

    def sheet(attributes: dict[str, str]) -> None:
        if attributes.get("state", "visible") != "visible":
            found.add(attributes.get("name", ""))

    main = next((target for kind, target in relations(package, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    package.parse(main if package.has(main) else "xl/workbook.xml", {"sheet": sheet})
    return frozenset(found)


def _merges(package: Package, part: str) -> tuple[tuple[int, int, int, int], ...]:
    """Merged ranges of a sheet."""
    found: list[tuple[int, int, int, int]] = []

    def merged(attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        if len(found) >= MOST_MERGES:
            raise package.unreadable("合并的格太多，不像年报", "it merges more cells than any report")
        if last:
            (top, left), (bottom, right) = _point(first), _point(last)
            found.append((top, left, bottom, right))

    package.parse(part, {"mergeCell": merged})
    return tuple(found)


def _point(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return int(address[len(letters):]) - 1, column_number(letters) - 1
