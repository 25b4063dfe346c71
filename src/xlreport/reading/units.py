"""The unit printed beside an amount, where it is not the form's (`收费金额（单位：元）` for 万元): told, and never taken for the form's.

251000 under 元 and 251000 under 万元 are ten thousand times apart, and nothing in a balance would show it.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from xlreport.form.model import Cell, Form
from xlreport.form.submission import Departure
from xlreport.form.values import NUMBER, Value, text_value, written
from xlreport.wording import say

# what one of each is in 元
MONEY = {"元": 1, "百元": 100, "千元": 1000, "万元": 10**4, "百万元": 10**6, "千万元": 10**7, "亿元": 10**8}
# compiled when the first file needs it: a unit on its own: in brackets, in a cell, after 单位：; not the end of a word (公元) nor of an amount (251000元)
_ALONE = r"(?<![一-鿿\d.])(?:计?量?单\s*位\s*[:：为是]?\s*)?(?:人\s*民\s*币\s*)?((?:百\s*万|千\s*万|百|千|万|亿)?\s*元)(?![一-鿿])"


def unit_in(text: str) -> str:
    """The last unit of money that stands on its own in a text, '' where there is none."""
    found = re.findall(_ALONE, text)
    return "".join(found[-1].split()) if found else ""


def with_units(form: Form, values: Mapping[str, Value], units: Mapping[str, str]) -> tuple[dict[str, Value], tuple[Departure, ...]]:
    """The values, with every amount under another unit than the form's kept with that unit, as a text; and what is to be said.

    units: by cell name, as printed. A cell whose unit the form leaves open (2019) keeps a number with its unit; one typed with
    the figure wins.
    """
    changed: dict[str, Value] = {}
    said: list[Departure] = []
    for name, unit in units.items():
        cell, value = form.cells[name], values[name]
        if unit == cell.unit or value.kind != NUMBER or value.number is None or value.raw.endswith("元"):
            continue
        if not value.number:  # nothing is nothing in any unit
            if not cell.stated_unit:
                said.append(Departure("label_retyped", say(f"印的单位是“{unit}”，表式规定的是“{cell.unit}”；这里是 0，不影响计算。",
                                                           f": its printed unit is {unit}, the form's is {cell.unit}; it is 0 all the same."), name))
            continue
        changed[name] = text_value(f"{value.raw}{unit}", cell)._replace(formula=value.formula)
        if changed[name].kind != NUMBER:
            said.append(_other_unit(cell, value.number, unit))
    return {**values, **changed}, tuple(said)


def _other_unit(cell: Cell, number: Decimal, unit: str) -> Departure:
    meant = written((number * MONEY[unit] / MONEY[cell.unit]).normalize())
    return Departure("unit_printed", say(
        f"印的单位是“{unit}”，表式规定的是“{cell.unit}”；填的是 {written(number)}，不知道是哪一种，没有采用。"
        f"按{unit}算是 {meant} {cell.unit}，请改填 {meant}；确实是 {written(number)} {cell.unit}的，请把印的单位改回“{cell.unit}”。",
        f": its printed unit is {unit}, the form's is {cell.unit}. {written(number)} was not taken: in {unit} it is {meant} {cell.unit}, so "
        f"type {meant}; if it is {written(number)} {cell.unit}, mend the printed unit."), cell.name)
