"""What keeps a figure right while it is typed: what a cell takes, a prompt in words, and live red without any macro."""

from collections.abc import Mapping
from typing import Any

from xlreport.form.model import AMOUNT, SIGNED, Cell, Table
from xlreport.form.values import LIMIT
from xlreport.rules.model import THIS, Instance, RuleSet
from xlreport.workbook.layout import TOP, Layout, Spot, column_letters
from xlreport.workbook.styles import Styles

_MOST = int(LIMIT) - 1
FEW = 3  # a side with more cells than this is a long sum: its cells turn pale, the others red


def verdict_name(instance: Instance) -> str:
    """The defined name of an instance's verdict on 校验: `校_S101_自然人`. A name, because formulas of conditional
    formats may not name another sheet in Excel 2007 files."""
    return f"校_{instance.rule}_{instance.key}" if instance.key else f"校_{instance.rule}"


def guard_cell(sheet: Any, cell: Cell, spot: Spot, total: bool) -> None:
    """What one cell takes, with a prompt in words. A total takes anything, so that a whole block can be pasted."""
    title = cell.label.split("，")[0][:31]
    if total:
        sheet.data_validation(spot.row, spot.column, spot.row, spot.column, {
            "validate": "any", "input_title": title, "input_message": "合计，自动计算，一般不用填。键入数字会盖掉公式，校验时按键入的数核对。",
        })
        return
    rule: dict[str, Any] = {"input_title": title, "error_title": "请填数字"}
    unit = f"（{cell.unit}）" if cell.unit else ""
    if cell.stated_unit:
        rule |= {"validate": "any", "input_message": f"填金额，表头没有单位，可以写明元或万元。没有填 0。\n{cell.label}"}
    elif cell.slash:
        address = spot.address
        whole = "" if cell.kind == AMOUNT else f",INT({address})={address}"
        rule |= {"validate": "custom", "value": f'=OR({address}="/",IF(ISNUMBER({address}),AND({address}>=0{whole}),FALSE))',
                 "input_message": f"填数字{unit}，没有填 0，不适用填 /。\n{cell.label}", "error_message": "只能填数字，或 /。"}
    elif cell.kind == AMOUNT:
        rule |= {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": _MOST,
                 "input_message": f"填金额{unit}，可有小数，不写单位。没有填 0。\n{cell.label}",
                 "error_message": f"只能填不小于 0 的数字{unit}，不带单位和逗号。没有填 0。"}
    elif cell.kind == SIGNED:
        rule |= {"validate": "any", "input_message": f"填增减数，增加填正数，减少填负数。没有填 0。\n{cell.label}"}
    else:
        rule |= {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": _MOST,
                 "input_message": f"填整数{unit}，不写单位。没有填 0，不要空着。\n{cell.label}",
                 "error_message": f"只能填不小于 0 的整数{unit}，不带单位、逗号和汉字。没有填 0。"}
    sheet.data_validation(spot.row, spot.column, spot.row, spot.column, rule)


def guard_table(sheet: Any, styles: Styles, table: Table, layout: Layout, rules: RuleSet) -> None:
    """Live colours: red where a balance is broken or a text was typed, amber where something should be looked at."""
    red, pale, amber = _concerned(table, rules)
    for cell in table.cells:
        spot = layout.figures[cell.name]
        for names, style, stop in ((red, "red", True), (amber, "amber", True), (pale, "pale_red", False)):
            if found := names.get(cell.name):
                tests = ",".join(f'{name}="不符"' for name in found)
                sheet.conditional_format(spot.row, spot.column, spot.row, spot.column, {
                    "type": "formula", "criteria": f"=OR({tests})", "format": styles[style], "stop_if_true": stop,
                })
    first = min((layout.figures[cell.name] for cell in table.cells), key=lambda spot: (spot.row, spot.column))
    last = Spot(table.sheet, TOP + table.height - 1, table.width - 1)
    top = f"{column_letters(first.column)}{first.row + 1}"
    slash = f',{top}<>"/"' if any(cell.slash for cell in table.cells) else ""
    # labels inside the area are texts too: only unlocked cells are judged (CELL("protect") is 0 there)
    sheet.conditional_format(first.row, first.column, last.row, last.column, {
        "type": "formula", "format": styles["red"],
        "criteria": f'=AND(CELL("protect",{top})=0,ISTEXT({top}),LEN({top})>0{slash})',
    })


def _concerned(
    table: Table, rules: RuleSet
) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]], Mapping[str, list[str]]]:
    """Cell -> names of the verdicts that turn it red, pale or amber."""
    red: dict[str, list[str]] = {}
    pale: dict[str, list[str]] = {}
    amber: dict[str, list[str]] = {}
    own = {cell.name for cell in table.cells}
    for rule in rules.rules:
        if rule.severity not in ("error", "warning"):
            continue
        for instance in rule.instances:
            for part in (instance.check.left, instance.check.right):
                names = [term.name for term in part.terms if term.source == THIS and term.name in own]
                target = amber if rule.severity == "warning" else red if len(part.terms) <= FEW else pale
                for name in names:
                    target.setdefault(name, []).append(verdict_name(instance))
    return red, pale, amber
