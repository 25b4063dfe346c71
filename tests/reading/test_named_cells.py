"""Tables that are not drawn as the form has them: read where the names of rows and columns settle it, and never otherwise."""

from collections.abc import Callable
from random import Random

import pytest
from cases import expected, same
from printing import Print, Spot, printed_report

from xlreport.documents.text import document_of
from xlreport.form.library import Library
from xlreport.form.submission import Place, Submission
from xlreport.form.values import UNREAD
from xlreport.reading.document import Document, Grid, GridCell, Paragraph
from xlreport.reading.matching import match_document
from xlreport.rules.load import load_rules

HERE = Place("正文", "第1段")
Cells = list[Spot]


def _print(library: Library, seed: str, form_id: str = "zfxxgk-2021") -> Print:
    form = library.form(form_id)
    return printed_report(form, load_rules(library, form.id), Random(seed), False, [])


def _cells(made: Print, number: int) -> Cells:
    return [spot for line in made.sheets[number].lines for spot in line]


def _unmerged(cells: Cells, filled: bool) -> Cells:
    """Every merged cell as single ones: its words in each, or in the first only."""
    return [Spot(spot.text if filled or (down, right) == (0, 0) else "", spot.name, spot.line + down, spot.position + right, 1, 1)
            for spot in cells for down in range(spot.height) for right in range(spot.width)]


def _with_column(cells: Cells, at: int, head: str, text: str) -> Cells:
    """One column more, before column `at`."""
    last = max(spot.line for spot in cells)
    moved = [spot._replace(position=spot.position + (spot.position >= at)) for spot in cells]
    return [*moved, Spot(head, "", 0, at, 3, 1), *(Spot(text, "", line, at, 1, 1) for line in range(3, last + 1))]


def _turned(cells: Cells) -> Cells:
    return [spot._replace(line=spot.position, position=spot.line, height=spot.width, width=spot.height) for spot in cells]


def _swapped_rows(cells: Cells) -> Cells:
    lines = {19: 20, 20: 19}
    return [spot._replace(line=lines.get(spot.line, spot.line)) if spot.position > 1 else spot for spot in cells]


def _three_rows(cells: Cells) -> Cells:
    """The third table with a line for each route."""
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    names = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]
    figures = [spot for spot in cells if spot.name]
    return [*(Spot(head, "", 0, place + 1, 1, 1) for place, head in enumerate(heads)),
            *(Spot(name, "", place + 1, 0, 1, 1) for place, name in enumerate(names)),
            *(spot._replace(line=place // 5 + 1, position=place % 5 + 1) for place, spot in enumerate(figures))]


BENT: dict[str, tuple[int, Callable[[Cells], Cells]]] = {
    "unmerged, words repeated": (1, lambda cells: _unmerged(cells, True)), "unmerged, blank places": (1, lambda cells: _unmerged(cells, False)),
    "first table unmerged": (0, lambda cells: _unmerged(cells, True)), "a remark column": (1, lambda cells: _with_column(cells, 10, "备注", "12")),
    "last year beside": (1, lambda cells: _with_column(cells, 10, "2022年总计", "7")), "numbered lines": (1, lambda cells: _with_column(cells, 0, "序号", "1")),
    "rows changed about": (1, _swapped_rows), "rows and columns turned": (1, _turned), "routes on three lines": (2, _three_rows),
}


def _read(made: Print, tables: list[Cells], library: Library) -> Submission:
    blocks: list[Paragraph | Grid] = [Paragraph("示范县财政局2023年政府信息公开工作年度报告", HERE)]
    for number, cells in enumerate(tables):
        ordered = sorted(cells, key=lambda spot: (spot.line, spot.position))
        blocks += [Paragraph(made.sheets[number].heading, HERE),
                   Grid(tuple(GridCell(spot.text, spot.line, spot.position, spot.height, spot.width, HERE) for spot in ordered))]
    return match_document(Document("docx", tuple(blocks), source="年报.docx"), library)


@pytest.mark.parametrize("way", BENT)
def test_a_bent_table_is_read_by_its_names(way: str, library: Library) -> None:
    """Every figure of the table, and the others' too."""
    made = _print(library, way)
    number, bend = BENT[way]
    read = _read(made, [bend(_cells(made, place)) if place == number else _cells(made, place) for place in range(3)], library)
    wrong = {name: value.raw for name, value in read.cells.items() if not same(value, expected(made.form.cells[name], made.shown[name]))}
    assert wrong == {}


def test_a_column_of_the_same_name_is_not_chosen(library: Library) -> None:
    """Two columns 商业企业: none of the two is taken."""
    made = _print(library, "twins")
    read = _read(made, [_cells(made, 0), _with_column(_cells(made, 1), 5, "商业企业", "3"), _cells(made, 2)], library)
    assert {value.kind for name, value in read.cells.items() if name.endswith(", 商业企业]")} == {UNREAD}


def test_one_column_for_two_of_the_older_form(library: Library) -> None:
    """2019年项目数量 in place of two columns: the one that is named is read, the two are not."""
    made = _print(library, "provincial", "zfxxgk-2019")
    cells = [spot._replace(text="2019年项目数量", width=1) if spot.text == "上一年项目数量" else spot for spot in _cells(made, 0)
             if spot.text != "本年增/减" and "本年增减" not in spot.name]
    read = _read(made, [cells, _cells(made, 1), _cells(made, 2)], library)
    for name in ("公开[行政许可, 处理决定]", "公开[行政处罚, 处理决定]", "公开[行政强制, 处理决定]"):
        assert read.cells[name].raw == made.shown[name]
    assert read.cells["公开[行政许可, 上年项目]"].kind == read.cells["公开[行政许可, 本年增减]"].kind == UNREAD


@pytest.mark.parametrize("mark", ["\t", "|"])
def test_blank_zeros_between_columns_of_a_text(mark: str, library: Library) -> None:
    """Zeros left blank in a table of a text whose columns are parted: blank where they stand, and every figure under its head."""
    made = _print(library, "blank zeros")
    text = ["示范县财政局2023年政府信息公开工作年度报告"]
    for number in range(3):
        text.append(made.sheets[number].heading)
        cells = _unmerged(_cells(made, number), False)
        for line in range(len(made.sheets[number].lines)):
            own = sorted((spot for spot in cells if spot.line == line), key=lambda spot: spot.position)
            row = mark.join("" if spot.text == "0" else spot.text for spot in own)
            text.append(f"|{row}|" if mark == "|" else row)
    read = match_document(document_of("\n".join(text), "年报.md"), library)
    for name, value in read.cells.items():
        wanted = "" if made.shown[name] == "0" else made.shown[name]
        assert value.kind == UNREAD or value.raw == wanted, name
    assert sum(value.kind != UNREAD for name, value in read.cells.items() if name.startswith("申请")) == 175


@pytest.mark.parametrize(("text", "number"), [("2,576", 2576), ("2，576", 2576), ("１２", 12), ("12件", 12), (" 12 件", 12), ("1\u200b2", 12), ("12①", None),
                                              ("1²", None), ("1,25", None), ("-", None), ("无", None), ("12元", None), ("007", None)])
def test_what_is_a_number_in_a_document(text: str, number: int | None, library: Library) -> None:
    """Commas between thousands, full-width digits, the cell's own unit, blanks around; nothing else."""
    made = _print(library, "typed")
    name = "申请[本年新收, 自然人]"
    cells = [spot._replace(text=text) if spot.name == name else spot for spot in _cells(made, 1)]
    read = _read(made, [_cells(made, 0), cells, _cells(made, 2)], library)
    assert read.cells[name].number == number
    said = [departure.detail for departure in read.departures if departure.test == "figures_typed"]
    assert (len(said) == 1 and said[0].startswith("有 1 个数带")) if number is not None else not said
