"""Where a workbook departs from its template: changed total formulas, stale totals, printed labels that are not there."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from xlreport.form.model import Cell, Form, Table
from xlreport.form.names import plain
from xlreport.form.submission import Departure, Place
from xlreport.form.values import NUMBER, UNCALCULATED, Value
from xlreport.rules.model import Instance
from xlreport.wording import say
from xlreport.workbook.cells import Sheet
from xlreport.workbook.formulas import total_formula
from xlreport.workbook.layout import Spot, column_letters

MOST_LISTED = 3


def compare_totals(
    form: Form, fillers: Mapping[str, Instance], formulas: Mapping[str, str], cached: Mapping[str, Value],
    cells: Mapping[str, Value], spots: Mapping[str, Spot], places: Mapping[str, Place],
) -> list[Departure]:
    """Totals whose formula was changed, or whose saved result is not the sum of their parts."""
    found: list[Departure] = []
    stale: dict[str, list[str]] = {}
    for name in fillers:
        if name not in formulas or name not in spots:
            continue
        parts = tuple(spots[term.name] for term in fillers[name].check.left.terms if term.name in spots)
        changed = _normal(formulas[name]) != _expected(parts)
        shown, computed = cached[name], cells[name]
        same = shown.kind == UNCALCULATED or shown.number == computed.number
        if changed:
            found.append(_changed(name, formulas[name], shown, computed, same))
        elif not same:
            stale.setdefault(form.cells[name].table, []).append(name)
    for table, names in stale.items():
        found += _stale(form.table(table), names, cached, cells, places)
    return found


@lru_cache(maxsize=4096)
def _expected(parts: tuple[Spot, ...]) -> str:
    return _normal(total_formula(parts))


@lru_cache(maxsize=4096)
def _normal(formula: str) -> str:
    """A formula as it is compared: programs differ in spaces, dollar signs and case only."""
    return "".join(formula.split()).replace("$", "").lstrip("=").upper()


def _number(value: Value) -> str:
    return format(value.number, "f") if value.number is not None else say("空", "nothing")


def _changed(name: str, formula: str, shown: Value, computed: Value, same: bool) -> Departure:
    if same:
        return Departure("formula_changed", say(
            f"的合计公式被改动（现为 ={formula[:60]}）。已按各项重新计算为 {_number(computed)}，结果相同；请确认，或从空白模板复制原公式。",
            f": the formula of this total was changed (now ={formula[:60]}). Recalculated it is {_number(computed)}, the same; "
            f"confirm it, or copy the formula from a blank template."), name)
    return Departure("formula_wrong", say(
        f"的合计公式被改动（现为 ={formula[:60]}），显示 {_number(shown) if shown.kind == NUMBER else shown.raw or '空'}，"
        f"各项之和是 {_number(computed)}。请恢复公式，或改填 {_number(computed)}。",
        f": the formula of this total was changed (now ={formula[:60]}); it shows {shown.raw or 'nothing'}, the parts add up "
        f"to {_number(computed)}. Restore the formula, or type {_number(computed)}."), name)


def _stale(
    table: Table, names: list[str], cached: Mapping[str, Value], cells: Mapping[str, Value], places: Mapping[str, Place]
) -> Iterable[Departure]:
    if len(names) <= MOST_LISTED:
        for name in names:
            yield Departure("total_stale", say(
                f"保存的合计是 {_number(cached[name])}，各项之和是 {_number(cells[name])}：这个合计没有重新计算。已按 {_number(cells[name])} 校验；"
                f"请用 Excel 或 WPS 打开保存一次。",
                f": the saved total is {_number(cached[name])}, its parts add up to {_number(cells[name])}: it was not "
                f"recalculated. {_number(cells[name])} was used; open and save the file in Excel or WPS."), name)
        return
    shown = "、".join(places[name].address for name in names[:8]) + ("……" if len(names) > 8 else "")
    yield Departure("total_stale", say(
        f"有 {len(names)} 格保存的合计没有重新计算（{shown}），已按各项之和校验。请用 Excel 或 WPS 打开保存一次。",
        f"{len(names)} saved totals were not recalculated ({shown}); the sums of their parts were used. Open and save the file "
        f"in Excel or WPS."), place=Place(table.sheet, places[names[0]].address))


def compare_labels(form: Form, spots: Mapping[str, Spot], sheet: Callable[[str], Sheet]) -> list[Departure]:
    """Figures beside which the printed label is not found: in their row to the left, in their column above."""
    found: list[Departure] = []
    for table in form.tables:
        asked: dict[tuple[str, str, str, int], bool] = {}
        for cell in table.cells:
            spot = spots.get(cell.name)
            if spot is None:
                continue
            row, column = table.rows.printed.get(cell.row), table.columns.printed.get(cell.column)
            by_row = ("row", cell.row, spot.sheet, spot.row)
            if row and by_row not in asked:
                asked[by_row] = _in_row(sheet(spot.sheet), spot, row)
                if not asked[by_row]:
                    found.append(_label(table, cell, row, say("左边", "to its left")))
            by_column = ("column", cell.column, spot.sheet, spot.column)
            if column and by_column not in asked:
                asked[by_column] = _in_column(sheet(spot.sheet), spot, column)
                if not asked[by_column]:
                    found.append(_label(table, cell, column, say("上方", "above it")))
    return found


def _in_row(sheet: Sheet, spot: Spot, label: str) -> bool:
    wanted = plain(label)
    return any(
        (raw := sheet.get(f"{column_letters(column)}{spot.row + 1}")) is not None and plain(raw.text or "") == wanted
        for column in range(spot.column - 1, -1, -1)
    )


def _in_column(sheet: Sheet, spot: Spot, label: str) -> bool:
    wanted, letters = plain(label), column_letters(spot.column)
    return any(
        (raw := sheet.get(f"{letters}{row}")) is not None and plain(raw.text or "") == wanted
        for row in range(spot.row, 0, -1)
    )


def _label(table: Table, cell: Cell, label: str, side: str) -> Departure:
    return Departure("label_changed", say(
        f"{side}应印着“{label}”，没有找到：标题可能改过，数字也可能挪了位置。请对照空白模板恢复。",
        f": the label “{label}” should stand {side} and was not found; it was changed, or the figure was moved. Compare it with a "
        f"blank template."), cell.name)
