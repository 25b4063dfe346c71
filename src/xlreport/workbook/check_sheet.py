"""The 校验 sheet: every rule instance with its verdict, both sides and the difference, in the workbook's own formulas."""

from collections.abc import Container
from decimal import Decimal
from typing import Any, NamedTuple

from xlreport.check.cells import broken_tests
from xlreport.check.findings import VERDICTS_SAID, Result
from xlreport.form.model import Table
from xlreport.form.values import BLANK
from xlreport.rules.model import CELL_TESTS, THIS, Rule, RuleSet
from xlreport.rules.sums import Amount, amounts, side
from xlreport.workbook.formulas import BLANK_COUNTS, cell_test_count, side_formula, verdict_formula
from xlreport.workbook.guards import verdict_name
from xlreport.workbook.layout import CHECKS, Layout, Spot
from xlreport.workbook.styles import Styles, text_lines

FIRST = 4
HEADS = (("编号", 8), ("规则", 60), ("位置", 34), ("结论", 11), ("左边", 14), ("右边", 14), ("相差", 12), ("级别", 9), ("定位", 10))
_LEVELS = {"error": "错误", "warning": "核实", "info": "提示"}


class _Line(NamedTuple):
    """One line of the sheet: formulas with their cached values, and where the link goes."""

    rule: Rule
    text: str
    place: str
    verdict: str
    verdict_value: str
    left: str
    left_value: Amount
    right: str
    right_value: Amount
    target: Spot
    name: str


def write_checks(
    book: Any, sheet: Any, styles: Styles, layout: Layout, result: Result, rules: RuleSet, totals: Container[str]
) -> None:
    """Writes the sheet; the cached values are this program's own verdicts on the submission."""
    lines = [*_cell_lines(layout, result, rules, totals), *_rule_lines(layout, result, rules)]
    last = FIRST + len(lines)
    _head(sheet, styles, last, [line.verdict_value for line in lines])
    for position, line in enumerate(lines):
        _write(sheet, styles, FIRST + position, line)
        if line.name:
            book.define_name(line.name, "=" + Spot(CHECKS, FIRST + position, 3).absolute)
    for word, style in (("不符", "red"), ("无法判断", "amber"), ("通过", "green"), ("不适用", "grey")):
        sheet.conditional_format(FIRST, 3, last - 1, 3, {
            "type": "cell", "criteria": "==", "value": f'"{word}"', "format": styles[style]})
    sheet.freeze_panes(FIRST, 0)
    sheet.autofilter(FIRST - 1, 0, last - 1, len(HEADS) - 1)
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST - 1)


def _head(sheet: Any, styles: Styles, last: int, verdicts: list[str]) -> None:
    sheet.write_string(0, 0, "校验：填数时自动更新，不用按任何按钮", styles["summary"])
    area = f"$D${FIRST + 1}:$D${last}"
    counts = "　".join(f'{word} "&COUNTIF({area},"{word}")&" 条' for word in VERDICTS_SAID.values())
    shown = "　".join(f"{word} {verdicts.count(word)} 条" for word in VERDICTS_SAID.values())
    sheet.write_formula(1, 0, f'="{counts}"', styles["summary"], shown)
    sheet.write_string(2, 0, "不符的要改；“级别”为核实、提示的，核对后可在“说明”表写明原因。无法判断，是因为有的格没有填或填的不是数字。",
                       styles["subtitle"])
    for column, (text, width) in enumerate(HEADS):
        sheet.write_string(FIRST - 1, column, text, styles["head_bold"])
        sheet.set_column(column, column, width)


def _write(sheet: Any, styles: Styles, row: int, line: _Line) -> None:
    lines = max(text_lines(text, width) for text, (_, width) in zip((line.text, line.place), HEADS[1:3], strict=True))
    sheet.set_row(row, 17.0 * lines + 3)
    sheet.write_string(row, 0, line.rule.id, styles["centre"])
    sheet.write_string(row, 1, line.text, styles["cell"])
    sheet.write_string(row, 2, line.place, styles["cell"])
    left, right = f"E{row + 1}", f"F{row + 1}"
    sheet.write_formula(row, 3, line.verdict.format(left=left, right=right), styles["centre"], line.verdict_value)
    sheet.write_formula(row, 4, line.left, styles["number"], _cached(line.left_value))
    sheet.write_formula(row, 5, line.right, styles["number"], _cached(line.right_value))
    gap: float | str = ""
    if isinstance(line.left_value, Decimal) and isinstance(line.right_value, Decimal):
        gap = round(float(line.left_value - line.right_value), 6)
    sheet.write_formula(row, 6, f'=IF(OR({left}="",{right}=""),"",ROUND({left}-{right},6))', styles["number"], gap)
    sheet.write_string(row, 7, _LEVELS[line.rule.severity], styles["centre"])
    sheet.write_url(row, 8, f"internal:'{line.target.sheet}'!{line.target.address}", styles["link"], line.target.address)


def _cached(value: Amount) -> float | str:
    return float(value) if isinstance(value, Decimal) else ""


def _cell_lines(layout: Layout, result: Result, rules: RuleSet, totals: Container[str]) -> list[_Line]:
    verdicts = {outcome.instance: outcome.verdict for outcome in result.outcomes}
    lines: list[_Line] = []
    for table in result.submission.form.tables:
        blanks = cell_test_count("blank", layout, table, totals)
        broken = _broken_counts(result, table)
        for test in CELL_TESTS:
            rule, count = rules.by_test.get(test), cell_test_count(test, layout, table, totals)
            if rule is None or count is None:
                continue
            bad = broken.get(test, 0)
            if test == "blank":  # where blanks count as 0, only deleted totals are missing
                deleted = cell_test_count("blank total", layout, table, totals)
                count = f"IF({BLANK_COUNTS},{deleted},{count})"
                verdict = f'=IF({{left}}>0,"不符",IF({BLANK_COUNTS},"不适用","通过"))'
                if result.submission.blank_is_zero:
                    bad = sum(1 for cell in table.cells if cell.name in totals and _deleted(result, cell.name))
            else:
                verdict = f'=IF({{left}}>0,"不符",IF({BLANK_COUNTS},"通过",IF({blanks}>0,"无法判断","通过")))'
            lines.append(_Line(
                rule, rule.says, f"{table.sheet}（左边是不合的格数）", verdict, VERDICTS_SAID[verdicts[f"{rule.id}[{table.code}]"]],
                f"={count}", Decimal(bad), "=0", Decimal(0), layout.figures[table.cells[0].name], ""))
    return lines


def _deleted(result: Result, name: str) -> bool:
    value = result.submission.value(name)
    return value.kind == BLANK and not value.formula


def _broken_counts(result: Result, table: Table) -> dict[str, int]:
    counts: dict[str, int] = {}
    for cell in table.cells:
        for test in broken_tests(cell, result.submission.value(cell.name)):
            counts[test] = counts.get(test, 0) + 1
    return counts


def _rule_lines(layout: Layout, result: Result, rules: RuleSet) -> list[_Line]:
    form = result.submission.form
    known = amounts(result.submission, rules.totals)
    verdicts = {outcome.instance: outcome.verdict for outcome in result.outcomes}
    lines: list[_Line] = []
    for rule in rules.rules:
        if rule.severity == "off":
            continue
        names = f"（左边：{rule.sides[0]}；右边：{rule.sides[1]}）" if all(rule.sides) and rule.sides[0] not in rule.says else ""
        for instance in rule.instances:
            terms = [term for part in (instance.check.left, instance.check.right) for term in part.terms]
            named = next((term.name for term in terms if term.source == THIS), "")
            target = layout.figures[named] if named else layout.facts[terms[0].name]
            verdict = verdict_formula(layout, form, rules.totals, rule, instance, "{left}", "{right}")
            lines.append(_Line(
                rule, rule.says + names, instance.label, verdict, VERDICTS_SAID[verdicts[instance.id]],
                side_formula(layout, rules.totals, instance.check.left), side(instance.check.left, known),
                side_formula(layout, rules.totals, instance.check.right), side(instance.check.right, known),
                target, verdict_name(instance)))
    return lines
