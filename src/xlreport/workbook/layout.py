"""Where everything of a form stands in the template: sheets, figures, cover, texts, and the defined names of all of them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from xlreport.form.model import Cell, Form, Table

COVER, TEXTS, LAST_YEAR, CHECKS, NOTES = "封面", "正文", "上年数据", "校验", "说明"
TOP = 2  # the printed grid starts in row 3: a title and a line with unit, year and 单位 stand above it
WAIVER_LINES = 20
FLAG = "空白格按零计"
PARAGRAPH_COLUMN = 1


class Spot(NamedTuple):
    """A cell of a sheet; row and column from 0."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """`D6`."""
        return f"{column_letters(self.column)}{self.row + 1}"

    @property
    def absolute(self) -> str:
        """`'申请情况'!$D$6`."""
        return f"'{self.sheet}'!${column_letters(self.column)}${self.row + 1}"


class CoverLine(NamedTuple):
    """One line of the 封面: name is what it is stored as, kind says how it is filled in."""

    name: str
    label: str
    hint: str
    kind: str  # text, year, code, choice, figure, period
    choices: tuple[str, ...]
    spot: Spot


class TextPart(NamedTuple):
    """One part of the 正文: its heading's spot and how many lines are ready for paragraphs under it."""

    code: str
    heading: str
    hint: str
    spot: Spot
    lines: int


class Layout(NamedTuple):
    """All places of a form's template. figures, last: by cell name; facts: by fact name; names: defined name to spot.

    figure_names: the defined names of this year's figures.
    """

    figures: Mapping[str, Spot]
    last: Mapping[str, Spot]
    facts: Mapping[str, Spot]
    cover: tuple[CoverLine, ...]
    texts: tuple[TextPart, ...]
    waivers: Spot
    names: Mapping[str, Spot]
    figure_names: frozenset[str]


@lru_cache(maxsize=16384)
def column_letters(column: int) -> str:
    """`A` for 0, `AA` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def defined_name(cell: Cell) -> str:
    """`申请_本年新收_自然人`."""
    return f"{cell.table}_{cell.row}_{cell.column}"


_made: dict[int, tuple[Form, Layout]] = {}  # by identity: a form holds mappings, which do not hash


def layout_of(form: Form) -> Layout:
    """The template's places for a form; asked twice for the same form, it is the same layout."""
    if id(form) not in _made:
        _made[id(form)] = (form, _make(form))
    return _made[id(form)][1]


def _make(form: Form) -> Layout:
    figures: dict[str, Spot] = {}
    last: dict[str, Spot] = {}
    names: dict[str, Spot] = {}
    for table, left in last_year_columns(form):
        for cell in table.cells:
            figures[cell.name] = names[defined_name(cell)] = Spot(table.sheet, TOP + cell.line, cell.position)
            last[cell.name] = names[f"上年_{defined_name(cell)}"] = Spot(LAST_YEAR, TOP + cell.line, left + cell.position)
    cover = tuple(_cover(form))
    facts = {line.name: line.spot for line in cover if line.kind == "figure"}
    for line in cover:
        if line.kind == "figure":
            names[defined_name(form.facts[line.name].cell)] = line.spot
        elif line.kind != "period":
            names[FLAG if line.name == FLAG else f"{COVER}_{line.name}"] = line.spot
    texts = tuple(_texts(form))
    for part in texts:
        names[f"{TEXTS}_{part.code}"] = part.spot
    waivers = Spot(NOTES, 1, 0)
    names[f"{NOTES}_核实说明"] = waivers
    return Layout(figures, last, facts, cover, texts, waivers, names, frozenset(map(defined_name, form.cells.values())))


def last_year_columns(form: Form) -> Iterator[tuple[Table, int]]:
    """Each table with the column where its copy starts on 上年数据: side by side, one column apart."""
    left = 0
    for table in form.tables:
        yield table, left
        left += table.width + 1


def unit_line_split(table: Table) -> int:
    """Where 单位：件 begins in row 2 of a table's sheet; 填报单位 reaches up to it. 0 for a table too narrow for both."""
    return 0 if table.width < 3 else max(1, table.width - 2) if table.width > 4 else table.width - 1


def head_merges(table: Table) -> int:
    """How many merged cells stand above a table: its title, and the two halves of the unit line."""
    split = unit_line_split(table)
    return (table.width > 1) + (split > 1) + (0 < split < table.width - 1)


def _cover(form: Form) -> Iterable[CoverLine]:
    row = 3

    def line(name: str, label: str, hint: str, kind: str = "text", choices: tuple[str, ...] = ()) -> CoverLine:
        nonlocal row
        made = CoverLine(name, label, hint, kind, choices, Spot(COVER, row, 1))
        row += 1
        return made

    yield line("单位名称", "单位名称", "填全称，与公章一致")
    yield line("统一社会信用代码", "统一社会信用代码", "18位；没有可不填", "code")
    yield line("年度", "报告年度", "四位年份，例如 2023", "year")
    yield line("统计期限", "统计期限", "按年度自动生成", "period")
    for field in form.cover:
        yield line(field.code, field.label, field.hint)
    row += 1
    yield line(FLAG, "空白格一律按 0 计", "不选“是”时，空白格算没有填，校验会提示", "choice", ("否", "是"))
    for question in form.questions:
        yield line(question.code, question.asks, question.hint, "choice", question.choices)
    group = ""
    for name, fact in form.facts.items():
        if fact.group != group:
            row += 1
            group = fact.group
        yield line(name, f"{fact.group}：{fact.cell.label}（{fact.cell.unit}）", fact.hint, "figure")


def _texts(form: Form) -> Iterable[TextPart]:
    row = 2
    for section in form.sections:
        code = section.text or section.table
        lines = section.lines if section.text else 2
        hint = section.hint if section.text else f"数字填在“{form.table(section.table).sheet}”表；要在表下加注的，写在下面"
        yield TextPart(code, section.heading or code, hint, Spot(TEXTS, row, 0), lines)
        row += lines + 1
