"""来源: which units a rolled-up workbook was added up from, one row a unit and one column a cell, linked from every figure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from xlreport.form.model import Form
from xlreport.workbook.layout import Layout, Spot
from xlreport.workbook.styles import Styles

SOURCES = "来源"
_TOP, _LEFT = 4, 3  # heads in row 5; three columns say which unit
_FACE = (1, 2)  # on the 封面, beside the line that names the form


class SourceRow(NamedTuple):
    """One unit: its file, and why it was left out ('' when it is counted). figures: by cell or fact name, None without a number."""

    unit: str
    file: str
    why: str
    figures: Mapping[str, Decimal | None]


class Sources(NamedTuple):
    """What the sheet says: the line for the face of the workbook, units without a report, and a row a unit."""

    face: str
    missing: Sequence[str]
    rows: Sequence[SourceRow]


def link_sources(sheets: Mapping[str, Any], layout: Layout, form: Form) -> None:
    """A link from every figure to its column on 来源. Comes before the figures, which then take the place of the link's words."""
    for column, name in enumerate(form.cells, _LEFT):
        spot = layout.figures[name]
        sheets[spot.sheet].write_url(spot.row, spot.column, f"internal:{Spot(SOURCES, _TOP, column).absolute}", tip="看各单位的数")


def write_sources(sheet: Any, cover: Any, styles: Styles, form: Form, sources: Sources) -> None:
    """The sheet itself, and the line on 封面 that says how many reports are in the sum."""
    names = (*form.cells, *form.facts)
    sheet.merge_range(0, 0, 0, 2, "汇总来源", styles["title"])
    sheet.write_string(1, 0, sources.face)
    missing = "缺报：" + "、".join(sources.missing) if sources.missing else "缺报：无"
    sheet.write_string(2, 0, missing[:32_000])
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, 2, 26)
    sheet.set_column(_LEFT, _LEFT + len(names) - 1, 13)
    for column, head in enumerate(("单位", "文件", "没有计入的原因", *(_label(form, name) for name in names))):
        sheet.write_string(_TOP, column, head, styles["head"])
    sheet.set_row(_TOP, 60)
    for line, row in enumerate(sources.rows, _TOP + 1):
        for column, words in enumerate((row.unit, row.file, row.why)):
            sheet.write_string(line, column, words)
        for column, name in enumerate(names, _LEFT):
            number = row.figures.get(name)
            if number is not None:
                sheet.write_number(line, column, float(number))
    sheet.freeze_panes(_TOP + 1, 1)
    sheet.repeat_rows(_TOP)
    cover.write_string(*_FACE, sources.face, styles["subtitle"])


def _label(form: Form, name: str) -> str:
    cell = form.cells.get(name)
    return cell.label if cell else form.facts[name].cell.label
