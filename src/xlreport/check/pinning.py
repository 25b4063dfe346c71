"""Which cells the rules can pin down when one is wrong, which only with last year or the narrative, which not at all.

One wrong cell breaks the equations it stands in. Where no other cell stands in exactly these, the rules name it; where others
do, the sums can say only that it is one of them. Both are told for totals that a person typed (a finished document) and for
totals that are formulas (the template).
"""

from collections.abc import Iterator
from math import gcd
from typing import Any, NamedTuple

from xlreport.check.equations import build_system
from xlreport.form.model import Form
from xlreport.rules.model import LAST, THIS, RuleSet
from xlreport.wording import say

PINNED, SHARED, COMPARED, NEVER, COMPUTED = "rules", "one of several", "last year or narrative", "not at all", "computed"
MARKS = {PINNED: "●", SHARED: "◎", COMPARED: "◇", NEVER: "○", COMPUTED: "＝"}


class Pinned(NamedTuple):
    """How far one cell can be pinned down: one of PINNED, SHARED, COMPARED, NEVER, COMPUTED; and the cells it cannot be told from."""

    how: str
    others: tuple[str, ...]


def pinned_cells(form: Form, rules: RuleSet, automatic: bool) -> dict[str, Pinned]:
    """Every cell of a form, with totals as formulas (automatic) or typed."""
    formulas = frozenset(rules.totals) if automatic else frozenset()
    system = build_system(form, rules, formulas, frozenset())
    alike: dict[tuple[tuple[int, int], ...], list[str]] = {}
    shapes: dict[str, tuple[tuple[int, int], ...]] = {}
    for name, column in zip(system.cells, system.columns, strict=True):
        shared = gcd(*(factor for _, factor in column)) * (1 if column[0][1] > 0 else -1)
        shapes[name] = tuple((row, factor // shared) for row, factor in column)
        alike.setdefault(shapes[name], []).append(name)
    compared = _compared(rules)
    found: dict[str, Pinned] = {}
    for name in form.cells:
        others = tuple(other for other in alike.get(shapes.get(name, ()), ()) if other != name)
        if name in formulas:
            found[name] = Pinned(COMPUTED, ())
        elif name in shapes:
            found[name] = Pinned(SHARED if others else PINNED, others)
        else:
            found[name] = Pinned(COMPARED if name in compared else NEVER, ())
    return found


def _compared(rules: RuleSet) -> set[str]:
    """Cells that a rule holds against last year's report for equality."""
    found: set[str] = set()
    for instance in rules.instances():
        terms = (*instance.check.left.terms, *instance.check.right.terms)
        if instance.check.relation == "==" and any(term.source == LAST for term in terms):
            found |= {term.name for term in terms if term.source == THIS}
    return found


def map_lines(form: Form, rules: RuleSet) -> list[str]:
    """The map as Markdown: a table for each of the form's, two marks a cell (totals typed, totals automatic)."""
    typed, automatic = pinned_cells(form, rules, False), pinned_cells(form, rules, True)
    lines = [
        say("## 错了一格，能不能指出是哪一格", "## When one cell is wrong, can it be named?"), "",
        say("每格两个记号：前一个是合计由人键入时（成品文件，或合计公式被盖住的工作簿），后一个是合计自动计算时（本程序的工作簿）。",
            "Two marks a cell: with totals that a person typed (finished documents), and with automatic totals (the template)."), "",
        say("● 凭表内关系就能指出；◎ 只能指出是某几格之一，要看上年报告或正文；◇ 表内没有关系，要和上年报告、正文对照；"
            "○ 指不出，只能对照原始记录；＝ 自动计算，不会填错。",
            "● named by the sums alone; ◎ one of several, told apart by last year or the narrative; ◇ in no sum, compared with last "
            "year and the narrative; ○ not at all; ＝ computed."), "",
        *_counts_said(typed, automatic),
    ]
    for table in form.tables:
        columns = [table.columns.said[code] for code in table.columns.codes]
        lines += ["", f"### {table.sheet}", "", f"| {say('行', 'row')} | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
        for row in table.rows.codes:
            cells = {cell.column: cell.name for cell in table.cells if cell.row == row}
            marks = [MARKS[typed[cells[code]].how] + MARKS[automatic[cells[code]].how] if code in cells else ""
                     for code in table.columns.codes]
            lines.append(f"| {table.rows.said[row]} | {' | '.join(marks)} |")
    return lines


def _counts_said(typed: dict[str, Pinned], automatic: dict[str, Pinned]) -> Iterator[str]:
    for heading, found in ((say("合计由人键入时", "totals typed"), typed), (say("合计自动计算时", "totals automatic"), automatic)):
        counts = say("，", ", ").join(
            f"{mark} {sum(pinned.how == how for pinned in found.values())}" for how, mark in MARKS.items()
            if any(pinned.how == how for pinned in found.values()))
        yield say(f"- {heading}：{counts}（格）", f"- {heading}: {counts} cells")


def map_data(form: Form, rules: RuleSet) -> list[dict[str, Any]]:
    """The map as plain data, a record a cell, for `xlreport rules FORM --map --json`."""
    typed, automatic = pinned_cells(form, rules, False), pinned_cells(form, rules, True)
    return [{"cell": name, "typed": typed[name]._asdict(), "automatic": automatic[name]._asdict()} for name in form.cells]
