"""What keeps a figure right while it is typed: what a cell takes, a prompt in words, and live red without any macro."""

from collections.abc import Container, Sequence
from typing import Any

from xlreport.form.model import AMOUNT, COUNT, SIGNED, Cell, Table
from xlreport.form.values import LIMIT
from xlreport.rules.model import THIS, Instance, Rule, RuleSet
from xlreport.workbook.formulas import areas, rectangles
from xlreport.workbook.layout import TOP, Layout, Spot
from xlreport.workbook.styles import Styles

_TITLES = {COUNT: "填件数", AMOUNT: "填金额", SIGNED: "填增减数"}
_MOST = int(LIMIT) - 1
FEW = 3  # a side with more cells than this is a long sum: its cells turn pale, the others red


def verdict_name(instance: Instance) -> str:
    """The defined name of an instance's verdict on 校验: `校_S101_自然人`. A name, because formulas of conditional
    formats may not name another sheet in Excel 2007 files."""
    return f"校_{instance.rule}_{instance.key}" if instance.key else f"校_{instance.rule}"


def guard_cells(sheet: Any, cells: Sequence[tuple[Cell, Spot]], total: bool) -> None:
    """What cells of one kind take, with a prompt in words. A total takes anything, so that a whole block can be pasted.

    One validation for all of them: the printed labels beside the cell, which stay in view, say which it is.
    """
    cell, spot = cells[0]
    rule: dict[str, Any] = {"input_title": _TITLES[cell.kind], "error_title": "请填数字"}
    unit = f"（{cell.unit}）" if cell.unit else ""
    if total:
        rule |= {"validate": "any", "input_title": "合计", "input_message": "合计，自动计算，一般不用填。键入数字会盖掉公式，校验时按键入的数核对。"}
    elif cell.stated_unit:
        rule |= {"validate": "any", "input_message": "填金额，表头没有单位，可以写明元或万元。没有填 0。"}
    elif cell.slash:
        address = spot.address
        whole = "" if cell.kind == AMOUNT else f",INT({address})={address}"
        rule |= {"validate": "custom",
                 "value": f'=OR({address}="/",IF(ISNUMBER({address}),AND({address}>=0{whole}),FALSE))',
                 "input_message": f"填数字{unit}，没有填 0，不适用填 /。", "error_message": "只能填数字，或 /。"}
    elif cell.kind == AMOUNT:
        rule |= {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": _MOST,
                 "input_message": f"填金额{unit}，可有小数，不写单位。没有填 0。",
                 "error_message": f"只能填不小于 0 的数字{unit}，不带单位和逗号。没有填 0。"}
    elif cell.kind == SIGNED:
        rule |= {"validate": "any", "input_message": "填增减数，增加填正数，减少填负数。没有填 0。"}
    else:
        rule |= {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": _MOST,
                 "input_message": f"填整数{unit}，不写单位。没有填 0，不要空着。",
                 "error_message": f"只能填不小于 0 的整数{unit}，不带单位、逗号和汉字。没有填 0。"}
    first, *others = [(start.row, start.column, end.row, end.column) for start, end in areas(spot for _, spot in cells)]
    sheet.data_validation(*first, rule | {"other_cells": others})


def guard_table(sheet: Any, styles: Styles, table: Table, layout: Layout, rules: RuleSet, totals: Container[str]) -> None:
    """Guards every cell of a table: what it takes, and live colours."""
    alike: dict[tuple[object, ...], list[tuple[Cell, Spot]]] = {}
    for cell in table.cells:
        spot = layout.figures[cell.name]
        # a custom formula names its own cell
        key = (cell.kind, cell.unit, cell.stated_unit, cell.name in totals, cell.name if cell.slash else "")
        alike.setdefault(key, []).append((cell, spot))
    for cells in alike.values():
        guard_cells(sheet, cells, cells[0][0].name in totals)
    _colour_balances(sheet, styles, table, layout, rules)
    first = min((layout.figures[cell.name] for cell in table.cells), key=lambda spot: (spot.row, spot.column))
    last = Spot(table.sheet, TOP + table.height - 1, table.width - 1)
    top = first.address
    slash = f',{top}<>"/"' if any(cell.slash for cell in table.cells) else ""
    # labels inside the area are texts too: only unlocked cells are judged (CELL("protect") is 0 there)
    sheet.conditional_format(first.row, first.column, last.row, last.column, {
        "type": "formula", "format": styles["red"],
        "criteria": f'=AND(CELL("protect",{top})=0,ISTEXT({top}),LEN({top})>0{slash})',
    })


def _colour_balances(sheet: Any, styles: Styles, table: Table, layout: Layout, rules: RuleSet) -> None:
    """Red where a balance is broken, pale red over the cells of a long sum, amber where something should be looked at.

    One conditional format an instance and colour, over all its cells.
    """
    own = {cell.name for cell in table.cells}
    for colour in ("red", "amber", "pale_red"):
        for rule in rules.rules:
            if rule.severity not in ("error", "warning"):
                continue
            for instance in rule.instances:
                names = [
                    term.name for part in (instance.check.left, instance.check.right) for term in part.terms
                    if term.source == THIS and term.name in own and colour == _colour(rule, len(part.terms))
                ]
                if not names:
                    continue
                ranges = rectangles((layout.figures[name] for name in names), local=True)
                spot = layout.figures[names[0]]
                sheet.conditional_format(spot.row, spot.column, spot.row, spot.column, {
                    "type": "formula", "criteria": f'={verdict_name(instance)}="不符"', "format": styles[colour],
                    "stop_if_true": colour != "pale_red", "multi_range": " ".join(ranges),
                })


def _colour(rule: Rule, cells: int) -> str:
    if rule.severity == "warning":
        return "amber"
    return "red" if cells <= FEW else "pale_red"
