"""A random report as it would be printed: tables of spots, before any layout; and the variants that offices make of them.

Nothing here knows how a report is read.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import NamedTuple

from forms import consistent, equalities
from xlreport.check.balance import judge
from xlreport.form.model import AMOUNT, COUNT, SIGNED, Cell, Form
from xlreport.rules.model import THIS, RuleSet

BLANK = ""


class Spot(NamedTuple):
    """One printed cell: its text, the figure it is ('' for a label), place and size in the table's grid."""

    text: str
    name: str
    line: int
    position: int
    height: int
    width: int


class Sheet(NamedTuple):
    """One table: its heading, its spots by line, and how many lines of head it has. groups: texts of upright cells."""

    code: str
    heading: str
    lines: tuple[tuple[Spot, ...], ...]
    head: int


class Print(NamedTuple):
    """A report before layout. shown: what stands in every cell ('' blank), by name; lost: cells that are printed nowhere.

    other: the other year's figures, for layouts with two years. notes: sentences to put inside tables. repeat: heads are
    repeated at page breaks. early_five: the heading of the fifth section stands before table 3.
    """

    form: Form
    year: int
    shown: dict[str, str]
    other: dict[str, str]
    sheets: tuple[Sheet, ...]
    lost: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    repeat: bool = False
    early_five: bool = False


def figures(form: Form, rules: RuleSet, random: Random, broken: bool) -> dict[str, str]:
    """What stands in each cell of a consistent report, or of one that breaks a rule."""
    report = consistent(form, rules, random)
    known = report.known[THIS]
    counts = [cell.name for cell in form.cells.values() if cell.kind == COUNT]
    while broken and all(judge(one, rules.by_id[one.rule], report.known, report.answers).verdict != "broken" for one in equalities(rules)):
        name = random.choice([name for name in counts if not name.startswith("公开")])
        known[name] = known[name] + random.choice((1, 2, 9, 10, 90, 300)) if random.random() < 0.7 else Decimal(random.choice((0, 1, 21, 12)))
    return {name: typed(form.cells[name], number) for name, number in known.items()}


def typed(cell: Cell, number: Decimal) -> str:
    """A figure as an office types it."""
    if cell.kind == SIGNED and number > 0 and len(str(number)) % 2:
        return f"+{number}"
    return format(number, "f")


def sheets(form: Form, shown: dict[str, str]) -> tuple[Sheet, ...]:
    """The tables as the form prints them."""
    found = []
    for table, section in zip(form.tables, [section for section in form.sections if section.table], strict=True):
        spots = [Spot(block.text, "", block.line, block.position, block.height, block.width) for block in table.blocks if block.text != "="]
        wide = {(block.line, block.position): block.width for block in table.blocks if block.text == "="}
        spots += [Spot(shown[cell.name], cell.name, cell.line, cell.position, 1, wide.get((cell.line, cell.position), 1)) for cell in table.cells]
        lines = tuple(tuple(sorted((spot for spot in spots if spot.line == line), key=lambda spot: spot.position)) for line in range(table.height))
        found.append(Sheet(table.code, section.heading, lines, table.head))
    return tuple(found)


def printed_report(form: Form, rules: RuleSet, random: Random, broken: bool, variants: list[str]) -> Print:
    """One report with its variants in place."""
    shown = figures(form, rules, random, broken)
    other = figures(form, rules, random, False)
    year = form.years[0] + random.randint(1, 3) if form.years[1] is None else form.years[0] + random.randint(0, 1)
    for variant in variants:
        if variant in FILLINGS:
            shown = FILLINGS[variant](form, shown, random)
    made = Print(form, year, shown, other, sheets(form, shown))
    for variant in variants:
        if variant in PRINTINGS:
            made = PRINTINGS[variant](made, random)
    return made


# ---------------------------------------------------------------- what stands in the cells

def _each(change: Callable[[Cell, str, Random], str]) -> Callable[[Form, dict[str, str], Random], dict[str, str]]:
    return lambda form, shown, random: {name: change(form.cells[name], text, random) for name, text in shown.items()}


def _amount(cell: Cell, text: str, random: Random) -> str:
    if cell.kind != AMOUNT or not text.replace(".", "").isdigit():
        return text
    text = f"{Decimal(text):.{random.randint(0, 6)}f}" if random.random() < 0.8 else text
    return text + random.choice(("元", "万元")) if cell.stated_unit else text


def _sign(cell: Cell, text: str, random: Random) -> str:
    if cell.kind != SIGNED or text.startswith("-"):
        return text.replace("-", random.choice(("-", "减"))) if cell.kind == SIGNED else text
    return random.choice(("+", "增", "")) + text.lstrip("+")


FILLINGS: dict[str, Callable[[Form, dict[str, str], Random], dict[str, str]]] = {
    "all blank": _each(lambda cell, text, random: BLANK if cell.table == "申请" else text),
    "only totals": _each(lambda cell, text, random: text if "总计" in (cell.row, cell.column) or cell.table == "公开" else BLANK),
    "only ends": _each(lambda cell, text, random: text if cell.table != "申请" or cell.column in ("自然人", "总计") else BLANK),
    "result totals blank": _each(lambda cell, text, random: BLANK if cell.table == "申请" and cell.column == "总计"
                                 and cell.row not in ("本年新收", "上年结转", "总计", "结转下年") else text),
    "some blank": _each(lambda cell, text, random: BLANK if random.random() < 0.04 else text),
    "slashes": _each(lambda cell, text, random: "/" if text == "0" and random.random() < 0.15 else text),
    "words": _each(lambda cell, text, random: random.choice(("无", f"{text}件", "—")) if random.random() < 0.04 else text),
    "notes in cells": _each(lambda cell, text, random: f"{text}（其中修订1件）" if text not in ("", "0") and random.random() < 0.1 else text),
    "blanks lost": _each(lambda cell, text, random: f"? {text}" if text and random.random() < 0.05 else text),
    "amounts": _each(_amount),
    "signs": _each(_sign),
}

# ---------------------------------------------------------------- how they are printed


def _labels(change: Callable[[str, Random, Print], str]) -> Callable[[Print, Random], Print]:
    def apply(made: Print, random: Random) -> Print:
        return made._replace(sheets=tuple(sheet._replace(lines=tuple(
            tuple(spot if spot.name else spot._replace(text=change(spot.text, random, made)) for spot in line) for line in sheet.lines))
            for sheet in made.sheets))
    return apply


_SHORT = {"1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.逾期不补正", "行政规范性文件": "规范性文件",
          "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期不缴费", "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
          "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开", "本年制发件数": "本年新作数量"}
_MIRROR = str.maketrans("开项制现规范强费报关请况业构组织务机会总计结转属国体护内调处类查询采购举复议诉讼维纠审单万来为与认须应无当级经额",
                        "開項製現規範強費報關請況業構組織務機會總計結轉屬國體護內調處類查詢採購舉複議訴訟維糾審單萬來為與認須應無當級經額")


def _misspelt(text: str, random: Random, made: Print) -> str:
    """One character of a long label lost or doubled, as hasty typing leaves it."""
    if len(text) < 9 or random.random() < 0.6:
        return text
    place = random.randrange(4, len(text) - 1)
    if text[place] == "万":  # without it the fees would be in 元, which is another report (test_units)
        return text
    return text[:place] + text[place + 1:] if random.random() < 0.5 else text[:place] + "的" + text[place:]


def _one_row_group(made: Print, random: Random) -> Print:
    """2021's tables with a single 其他处理 row, as in 2019."""
    if "其他处理" not in made.form.table("申请").rows.groups:
        return made
    rows = made.form.table("申请").rows.groups["其他处理"]
    lines = []
    for line in made.sheets[1].lines:
        row = next((made.form.cells[spot.name].row for spot in line if spot.name), "")
        if row == rows[0]:
            label = next(spot for spot in line if spot.text.replace("\n", "")[1:2] == "六")
            lines.append((label._replace(height=1, width=2), *(spot for spot in line if spot.name)))
        elif row not in rows:
            lines.append(line)
    lost = {cell.name for cell in made.form.cells.values() if cell.table == "申请" and cell.row in rows}
    return made._replace(sheets=(made.sheets[0], made.sheets[1]._replace(lines=tuple(lines)), made.sheets[2]), lost=frozenset(lost))


def _provincial(made: Print, random: Random) -> Print:
    """2019's first table with one column 2019年项目数量 in place of two. Which of the two it holds, nothing says; 处理决定数量 is as it was."""
    if made.form.years[1] is None:
        return made
    lost: set[str] = set()
    lines = []
    for line in made.sheets[0].lines:
        names = [spot.name for spot in line if spot.name]
        if any("本年增减" in name for name in names):
            lost.update(name for name in names if "处理决定" not in name)
            lines.append(tuple(spot for spot in line if "本年增减" not in spot.name))
        else:
            lines.append(tuple(spot._replace(text="2019年项目数量") if spot.text == "上一年项目数量" else spot
                               for spot in line if spot.text != "本年增/减"))
    return made._replace(sheets=(made.sheets[0]._replace(lines=tuple(lines)), *made.sheets[1:]), lost=frozenset(lost))


PRINTINGS: dict[str, Callable[[Print, Random], Print]] = {
    "short labels": _labels(lambda text, random, made: _SHORT.get(text, text)),
    "numbers with 、": _labels(lambda text, random, made: re.sub(r"^(\d)\.", r"\1、", text)),
    "half-width brackets": _labels(lambda text, random, made: text.replace("（", "(").replace("）", ")")),
    "traditional": _labels(lambda text, random, made: text.translate(_MIRROR)),
    "misspelt": _labels(_misspelt),
    "number on its own line": _labels(lambda text, random, made: re.sub(r"^(\d\.|（.）)", "\\1\n", text)),
    "brackets on their own lines": _labels(lambda text, random, made: re.sub(r"^（(.)）", "（\n\\1\n）\n", text)),
    "year in the head": _labels(lambda text, random, made: re.sub(r"^本年(?=制发|废止)", f"本年({made.year})", text)),
    "head repeated": lambda made, random: made._replace(repeat=True),
    "fifth heading early": lambda made, random: made._replace(early_five=True),
    "notes": lambda made, random: made._replace(notes=("注：本表统计的行政许可429件，含延续、变更12件，以审批系统为准。",)),
    "one 其他处理": _one_row_group,
    "provincial": _provincial,
}
VARIANTS = (*FILLINGS, *PRINTINGS)
