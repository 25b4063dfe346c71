"""Tables whose columns stand in another order than the form's: read by their heads, said, and never by position alone."""

from collections.abc import Callable
from random import Random

import pytest
from cases import Case, document, tally
from layouts import LAYOUTS
from printing import Print, Sheet, Spot, printed_report

from xlreport.documents.text import document_of
from xlreport.form.library import Library
from xlreport.reading.matching import match_document
from xlreport.rules.load import load_rules

READABLE = (1, 2, 3, 4, 8, 10)  # layouts that leave the borders of figures


def moved(sheet: Sheet, first: int, random: Random) -> Sheet:
    """A table with the heads of each level, and the figures below them, in another order. first: the first column of figures."""
    last = {"公开": 4}.get(sheet.code, len(sheet.lines))
    heads = [spot for line in sheet.lines[1 if sheet.code == "公开" else 0:last] for spot in line if not spot.name and spot.position >= first]

    def columns(start: int, end: int, line: int) -> list[int]:
        under = [spot for spot in heads if start <= spot.position < end and spot.line >= line]
        if not under:
            return list(range(start, end))
        top = min(spot.line for spot in under)
        level = sorted((spot for spot in under if spot.line == top), key=lambda spot: spot.position)
        random.shuffle(level)
        return [column for spot in level for column in columns(spot.position, spot.position + spot.width, top + 1)]

    width = max(spot.position + spot.width for line in sheet.lines for spot in line)
    order = [*range(first), *columns(first, width, 0)]

    def put(spot: Spot) -> Spot:
        if spot.position < first or spot.line >= last:
            return spot
        return spot._replace(position=min(order.index(column) for column in range(spot.position, spot.position + spot.width)))

    return sheet._replace(lines=tuple(tuple(sorted(map(put, line), key=lambda spot: spot.position)) for line in sheet.lines))


def _print(number: int, library: Library) -> Print:
    random = Random(f"moved {number}")
    form = library.form("zfxxgk-2019" if number % 3 == 2 else "zfxxgk-2021")
    made = printed_report(form, load_rules(library, form.id), random, number % 2 == 1, [])
    firsts = [min(cell.position for cell in table.cells) for table in form.tables]
    return made._replace(sheets=tuple(moved(sheet, first, random) for sheet, first in zip(made.sheets, firsts, strict=True)))


@pytest.mark.parametrize("layout", range(1, 11))
def test_figures_are_read_under_their_own_heads(layout: int, library: Library, size: Callable[[int], int]) -> None:
    """Every level of every table shuffled: nothing certain is wrong, and where borders survive all is read and said."""
    for number in range(size(60)):
        made = _print(number, library)
        laid = LAYOUTS[layout](made, Random(number))
        one = Case(layout, (), False, made, laid, match_document(document(laid), library))
        count = tally(one)
        assert not count["wrong"], number
        if layout in READABLE:
            assert count["read"] == count["survive"], (number, count)
            assert {departure.test for departure in one.read.departures} & {"rows_moved"}


@pytest.mark.parametrize("layout", [1, 4, 8])
@pytest.mark.parametrize(("one", "other"), [("未经复议直接起诉", "复议后起诉"), ("结果维持", "结果纠正"), ("商业企业", "科研机构")])
def test_a_head_out_of_its_place_among_lost_heads_is_not_read(layout: int, one: str, other: str, library: Library) -> None:
    """Two heads changed about and another lost: what is under them cannot be told, so it is unread, with the reason."""
    form = library.form("zfxxgk-2021")
    made = printed_report(form, load_rules(library, form.id), Random("lost"), False, [])
    words = {one: other, other: one, "其他结果": "", "社会公益组织": ""}
    sheets = tuple(sheet._replace(lines=tuple(tuple(spot if spot.name else spot._replace(text=words.get(spot.text, spot.text)) for spot in line)
                                              for line in sheet.lines)) for sheet in made.sheets)
    read = match_document(document(LAYOUTS[layout](made._replace(sheets=sheets), Random(0))), library)
    table = form.table("申请" if one == "商业企业" else "复议诉讼")
    assert all(read.cells[cell.name].kind == "unread" for cell in table.cells)
    assert any(departure.test == "label_changed" and (one in departure.detail or other in departure.detail) for departure in read.departures)


def test_what_moved_is_named(library: Library) -> None:
    """The finding names the heads of the level that changed, as they stand."""
    form = library.form("zfxxgk-2021")
    made = printed_report(form, load_rules(library, form.id), Random("named"), False, [])
    text = LAYOUTS[8](made, Random(0)).text.replace("未经复议直接起诉", "\0").replace("复议后起诉", "未经复议直接起诉").replace("\0", "复议后起诉")
    said = [departure for departure in match_document(document_of(text, "年报.txt"), library).departures if departure.test == "rows_moved"]
    assert [str(one.place).strip() for one in said] == ["复议诉讼"]
    assert "从左到右是：复议后起诉、未经复议直接起诉" in said[0].detail
