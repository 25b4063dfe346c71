"""Where a workbook departs from its template: changed total formulas, stale totals, printed labels that are not there."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from xlreport.form.model import Form, Table
from xlreport.form.names import plain
from xlreport.form.submission import Departure, Place
from xlreport.form.values import NUMBER, UNCALCULATED, Value, written
from xlreport.reading.units import MONEY, unit_in
from xlreport.rules.model import Total
from xlreport.wording import say
from xlreport.workbook.cells import Sheet
from xlreport.workbook.formulas import total_formula
from xlreport.workbook.layout import Spot, column_letters

MOST_LISTED = 3


def compare_totals(
    form: Form, totals: Mapping[str, Total], expected: Mapping[str, str], formulas: Mapping[str, str], cached: Mapping[str, Value],
    cells: Mapping[str, Value], places: Mapping[str, Place],
) -> list[Departure]:
    """Totals whose formula was changed, or whose saved result is not the sum of their parts."""
    found: list[Departure] = []
    stale: dict[str, list[str]] = {}
    doubtful: set[str] = set()  # totals over a wrong one: they follow from it, and saving again does not mend them
    for name, total in totals.items():
        if name not in expected or cells[name].number is None:
            doubtful.add(name)
        if name in doubtful or name not in formulas:
            continue
        changed = not same_formula(formulas[name], expected[name])
        shown, computed = cached[name], cells[name]
        same = shown.kind == UNCALCULATED or shown.number == computed.number
        if changed:
            found.append(_changed(name, formulas[name], shown, computed, same))
        if not same and (changed or any(inner in doubtful for inner in total.totals)):
            doubtful.add(name)
        elif not same:
            stale.setdefault(form.cells[name].table, []).append(name)
    for table, names in stale.items():
        found += _stale(form.table(table), names, cached, cells, places)
    return found


def expected_formulas(totals: Mapping[str, Total], spots: Mapping[str, Spot]) -> dict[str, str]:
    """What the formula of each total should be, by where its parts stand in this workbook."""
    return {
        name: total_formula([spots[part] for part in total.parts.names if part in spots],
                            [spots[part] for part in total.parts.names if part in spots and part not in totals]).lstrip("=")
        for name, total in totals.items() if name in spots
    }


def same_formula(one: str, other: str) -> bool:
    """Whether two formulas are the same to a person."""
    return one == other or _normal(one) == _normal(other)


@lru_cache(maxsize=4096)
def _normal(formula: str) -> str:
    """A formula as it is compared: programs differ in spaces, dollar signs and case only."""
    return "".join(formula.split()).replace("$", "").lstrip("=").upper()


def _number(value: Value) -> str:
    return written(value.number) if value.number is not None else say("空", "nothing")


def _changed(name: str, formula: str, shown: Value, computed: Value, same: bool) -> Departure:
    if shown.kind == UNCALCULATED:
        return Departure("formula_changed", say(
            f"的合计公式被改动（现为 ={formula[:60]}），原结果没有保存，已按各项计算为 {_number(computed)}。请从空白模板复制原公式。",
            f": the formula of this total was changed (now ={formula[:60]}) and its result not saved; {_number(computed)} was "
            f"calculated from its parts. Copy the formula from a blank template."), name)
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


def out_of_place(form: Form, spots: Mapping[str, Spot]) -> set[str]:
    """Figures whose name stands outside the row or column of their fellows, or on another figure's cell.

    That is what cutting a cell and pasting it elsewhere leaves: the name goes along, and the figure with it is no longer
    where the printed labels say. Whole rows or columns that changed places are out of their printed order.
    """
    held: dict[Spot, list[str]] = {}
    for name, spot in spots.items():
        held.setdefault(spot, []).append(name)
    found = {name for names in held.values() if len(names) > 1 for name in names}
    for by_row in (True, False):
        places = {
            name: ((form.cells[name].table, form.cells[name].line if by_row else form.cells[name].position),
                   (spot.sheet, spot.row if by_row else spot.column)) for name, spot in spots.items()
        }
        fellows: dict[tuple[str, int], Counter[tuple[str, int]]] = {}
        for line, place in places.values():
            fellows.setdefault(line, Counter())[place] += 1
        found |= {name for name, (line, place) in places.items() if fellows[line][place] < max(fellows[line].values())}
        where = {line: max(counts, key=lambda place: counts[place])[1] for line, counts in fellows.items()}
        crossed = {
            line for line, place in where.items() for other, elsewhere in where.items()
            if line[0] == other[0] and (line[1] - other[1]) * (place - elsewhere) <= 0 and line != other
        }
        found |= {name for name, (line, _) in places.items() if line in crossed}
    return found


class LabelPlace(NamedTuple):
    """A printed label and where it may stand for a figure to be that figure: in its row to the left, or above it."""

    cell: str
    label: str
    plain: str
    side: str
    sheet: str
    addresses: tuple[str, ...]


def label_places(form: Form, spots: Mapping[str, Spot]) -> tuple[LabelPlace, ...]:
    """Every label to look for, once a row and once a column of each table."""
    found: dict[tuple[str, str, str, int], LabelPlace] = {}
    for table in form.tables:
        for cell in table.cells:
            spot = spots.get(cell.name)
            if spot is None:
                continue
            if row := table.rows.printed.get(cell.row):
                left = tuple(f"{column_letters(column)}{spot.row + 1}" for column in range(spot.column - 1, -1, -1))
                found.setdefault(("row", cell.row, spot.sheet, spot.row),
                                 LabelPlace(cell.name, row, plain(row), "left", spot.sheet, left))
            if column := table.columns.printed.get(cell.column):
                above = tuple(f"{column_letters(spot.column)}{line}" for line in range(spot.row, 0, -1))
                found.setdefault(("column", cell.column, spot.sheet, spot.column),
                                 LabelPlace(cell.name, column, plain(column), "above", spot.sheet, above))
    return tuple(found.values())


def compare_labels(labels: Iterable[LabelPlace], sheet: Callable[[str], Sheet]) -> list[Departure]:
    """Figures beside which the printed label is not found; and, one for each sheet, labels that were typed anew."""
    found: list[Departure] = []
    retyped: dict[str, list[tuple[str, str, str]]] = {}
    for place in labels:
        address = _standing(place, sheet(place.sheet))
        if address is None:
            found.append(_label(place))
        elif (text := sheet(place.sheet)[address].text) != place.label:
            retyped.setdefault(place.sheet, []).append((address, text or "", place.label))
    return [*found, *(_retyped(name, changed) for name, changed in retyped.items())]


def units_typed(form: Form, labels: Iterable[LabelPlace], sheet: Callable[[str], Sheet]) -> dict[str, str]:
    """By cell name, the unit of money in the label nearest to an amount, where that label is not the printed one."""
    found: dict[str, str] = {}
    for place in labels:
        cells = sheet(place.sheet)
        if form.cells[place.cell].unit in MONEY and _standing(place, cells) is None:
            texts = (raw.text for address in place.addresses if (raw := cells.get(address)) is not None and raw.text and raw.type != "n")
            unit = next((unit for text in texts if (unit := unit_in(text))), "")
            found |= {place.cell: unit} if unit else {}
    return found


def _standing(place: LabelPlace, sheet: Sheet) -> str | None:
    """Where a label stands, as printed or typed anew with spaces or half-width brackets; None where it does not."""
    for address in place.addresses:
        raw = sheet.get(address)
        if raw is not None and raw.text and (raw.text == place.label or plain(raw.text) == place.plain):
            return address
    return None


def _retyped(sheet: str, changed: list[tuple[str, str, str]]) -> Departure:
    address, text, label = changed[0]
    also = say(f"，另有 {len(changed) - 1} 处", f", and {len(changed) - 1} more") if len(changed) > 1 else ""
    return Departure("label_retyped", say(
        f"“{label}”写成了“{text[:40]}”{also}，只差空格或括号的写法，仍按原来的项目读。",
        f"“{label}” is written “{text[:40]}”{also}: it differs in spaces or brackets only and was read as printed."), place=Place(sheet, address))


def _label(place: LabelPlace) -> Departure:
    side = say("左边", "to its left") if place.side == "left" else say("上方", "above it")
    return Departure("label_changed", say(
        f"{side}应印着“{place.label}”，没有找到：标题可能改过，数字也可能挪了位置。请对照空白模板恢复。",
        f": the label “{place.label}” should stand {side} and was not found; it was changed, or the figure was moved. "
        f"Compare it with a blank template."), place.cell)


def stray_places(form: Form, spots: Mapping[str, Spot]) -> tuple[tuple[str, frozenset[str]], ...]:
    """By sheet, the addresses inside a table's frame on which no figure stands."""
    found: list[tuple[str, frozenset[str]]] = []
    for table in form.tables:
        own = [spots[cell.name] for cell in table.cells if cell.name in spots]
        for name in dict.fromkeys(spot.sheet for spot in own):
            rows = [spot.row for spot in own if spot.sheet == name]
            columns = [spot.column for spot in own if spot.sheet == name]
            frame = {f"{column_letters(column)}{row + 1}" for row in range(min(rows), max(rows) + 1)
                     for column in range(min(columns), max(columns) + 1)}
            found.append((name, frozenset(frame - {spot.address for spot in own if spot.sheet == name})))
    return tuple(found)


def stray_figures(places: Iterable[tuple[str, frozenset[str]]], sheet: Callable[[str], Sheet]) -> Iterable[Departure]:
    """Numbers inside a table's frame that stand on no figure's cell: beneath a merged cell, beside it, in an added row."""
    for name, addresses in places:
        cells = sheet(name)
        for address in sorted(cells.keys() & addresses):
            raw = cells[address]
            if raw.type == "n" and raw.text:
                yield Departure("stray_figure", say(
                    f"有数字 {raw.text[:20]}，那里不是填数的格（可能被合并的格盖住，或是多出来的行列），没有计入。请移到该填的格，或删去。",
                    f"holds the number {raw.text[:20]}, where no figure belongs (beneath a merged cell, or in an added row or "
                    f"column); it was not counted. Move it to its cell, or delete it."), place=Place(name, address))
