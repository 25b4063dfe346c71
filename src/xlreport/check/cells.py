"""What may stand in one cell: a verdict for every test of the C family, and what to type instead."""

from collections.abc import Container, Iterator
from decimal import Decimal

from xlreport.check.findings import (
    BROKEN,
    CANNOT_TELL,
    HOLDS,
    NOT_APPLICABLE,
    Finding,
    Outcome,
    finding,
)
from xlreport.check.places import cell_at, in_document, span, where
from xlreport.form.model import AMOUNT, SIGNED, Cell, Table
from xlreport.form.submission import Place, Submission
from xlreport.form.values import (
    BLANK,
    BOOLEAN,
    EMPTY,
    ERROR,
    NUMBER,
    SLASH,
    TEXT,
    UNCALCULATED,
    UNREAD,
    Value,
)
from xlreport.prose.numerals import number_meant
from xlreport.rules.model import CELL_TESTS, Rule, RuleSet
from xlreport.wording import say

_KIND_TESTS = {TEXT: "text", BOOLEAN: "boolean", ERROR: "error_value", UNCALCULATED: "uncalculated", UNREAD: "unread"}
_FOLDED = ("blank", "unread")  # one finding a table, not 126
_FOLDED_WHERE_SEVERAL = ("uncalculated",)  # a program that saves no results saves none of them
_TEN_THOUSAND = Decimal(10000)


def judge_cell(test: str, cell: Cell, value: Value) -> str:
    """The verdict of one cell test on one value: holds, broken or cannot_tell."""
    if test == "unread":
        return BROKEN if value.kind == UNREAD else CANNOT_TELL if value.inferred else HOLDS
    if value.kind == UNREAD:
        return CANNOT_TELL
    if test == "blank":
        if value.kind == UNCALCULATED:
            return CANNOT_TELL
        return BROKEN if value.kind == BLANK and not value.formula else HOLDS
    if test == "slash":
        return BROKEN if value.kind == SLASH and not cell.slash else HOLDS
    if test in _KIND_TESTS.values():
        if value.kind == UNCALCULATED and test != "uncalculated":
            return CANNOT_TELL
        return BROKEN if _KIND_TESTS.get(value.kind) == test else HOLDS
    if value.kind != NUMBER:
        return CANNOT_TELL
    return BROKEN if _out_of_bounds(test, cell, value) else HOLDS


def _out_of_bounds(test: str, cell: Cell, value: Value) -> bool:
    if test == "huge":
        return value.number is None
    if test == "formula":
        return value.formula
    if test == "date":
        return value.date
    if test == "negative":
        return cell.kind != SIGNED and value.raw.startswith("-") and value.number != 0
    if value.number is None:
        return False
    exponent = int(value.number.normalize().as_tuple().exponent)
    return -exponent > (cell.places if cell.kind == AMOUNT else 0) and (test == "too_fine") == (cell.kind == AMOUNT)


def broken_tests(cell: Cell, value: Value) -> Iterator[str]:
    """Every cell test that a value breaks."""
    for test in CELL_TESTS:
        if judge_cell(test, cell, value) == BROKEN:
            yield test


def check_cells(submission: Submission, rules: RuleSet) -> tuple[list[Outcome], list[Finding], set[str]]:
    """Outcomes per table and test, findings, and the names of cells that have a finding of their own.

    Blank cells are one finding a table, with the count and the way out.
    """
    outcomes: list[Outcome] = []
    findings: list[Finding] = []
    flagged: set[str] = set()
    for table in submission.form.tables:
        broken = _broken_cells(submission, table, rules)
        blanks = broken.get("blank", [])
        open_blanks = bool(blanks) and not submission.blank_is_zero
        for test in CELL_TESTS:
            rule = rules.by_test.get(test)
            if rule is None:
                continue
            names = broken.get(test, [])
            if test == "blank" and submission.blank_is_zero:
                names = [name for name in names if name in rules.totals]  # a total is never blank on purpose
            if test == "blank" and submission.blank_is_zero and not names:
                outcomes.append(Outcome(f"{rule.id}[{table.code}]", NOT_APPLICABLE))
                continue
            verdict = BROKEN if names else CANNOT_TELL if open_blanks else HOLDS
            outcomes.append(Outcome(f"{rule.id}[{table.code}]", verdict))
            if rule.severity == "error":  # a rule that cannot be told may hide only behind an error
                flagged.update(names)
            if test == "unread" and _gone(submission, table, rules):
                continue  # said once, of the table
            told = [name for name in names if not _from_its_parts(submission, rules, name, names)
                    and not (test == "text" and _unit_told(submission, rules, name))]
            if test in _FOLDED or (test in _FOLDED_WHERE_SEVERAL and len(told) > 1):
                findings.extend(_folded_findings(submission, rule, table.code, test, told, rules.totals))
            else:
                findings.extend(_cell_finding(submission, rule, test, name) for name in told)
    for rule, test, name in _broken_facts(submission, rules):
        findings.append(_cell_finding(submission, rule, test, name))
        flagged.add(name)
    return outcomes, findings, flagged


def _broken_cells(submission: Submission, table: Table, rules: RuleSet) -> dict[str, list[str]]:
    """Test -> the cells of a table that break it."""
    broken: dict[str, list[str]] = {}
    cells = submission.cells
    for cell in table.cells:
        value = cells.get(cell.name, EMPTY)
        total = value.formula and cell.name in rules.totals
        # a whole number of at least 0 breaks no test of any kind of cell, and nearly every value is one
        if (value.kind == NUMBER and value.raw.isdecimal() and value.number is not None
                and not (value.date or value.inferred) and (total or not value.formula)):
            continue
        for test in broken_tests(cell, value):
            if test != "formula" or not total:
                broken.setdefault(test, []).append(cell.name)
    return broken


def _from_its_parts(submission: Submission, rules: RuleSet, name: str, broken: Container[str]) -> bool:
    """Whether what is wrong with an automatic total is wrong with one of its parts, and said there (a negative sum, #REF!).

    One without a saved result speaks for itself: its parts may all be known, and nobody added them up.
    """
    value = submission.value(name)
    return name in rules.totals and value.formula and value.kind in (NUMBER, ERROR) and any(part in broken for part in rules.totals[name].parts.names)


def _gone(submission: Submission, table: Table, rules: RuleSet) -> bool:
    """Whether the reader has said, as an error, that the whole table is not there."""
    return any(departure.test in ("table_missing", "table_picture") and _is_error(rules, departure.test)
               and departure.place is not None and departure.place.sheet == table.sheet for departure in submission.departures)


def _unit_told(submission: Submission, rules: RuleSet, name: str) -> bool:
    """Whether a text is a number under another unit than the form's, of which the reader has said so."""
    return any(departure.test == "unit_printed" and departure.cell == name and _is_error(rules, departure.test)
               for departure in submission.departures)


def _is_error(rules: RuleSet, test: str) -> bool:
    rule = rules.by_test.get(test)
    return rule is not None and rule.severity == "error"


def _broken_facts(submission: Submission, rules: RuleSet) -> Iterator[tuple[Rule, str, str]]:
    """(rule, test, fact) for every declared figure that breaks a test; one left blank is simply not declared."""
    for name, fact in submission.form.facts.items():
        for test in broken_tests(fact.cell, submission.value(name)):
            rule = rules.by_test.get(test)
            if rule is not None and test != "blank":
                yield rule, test, name


def _folded_findings(
    submission: Submission, rule: Rule, table: str, test: str, names: list[str], totals: Container[str]
) -> Iterator[Finding]:
    """One finding for all blank, all unread, or all uncalculated cells of a table; deleted totals apart, for they want another cure."""
    sheet = submission.form.table(table).sheet
    deleted = [name for name in names if test == "blank" and name in totals]
    others = [name for name in names if name not in deleted]
    for some, of_totals in ((others, False), (deleted, True)):
        if not some:
            continue
        cells = [cell_at(submission, name) for name in some]
        places = span(cells, sheet)
        if len(places) > 60:
            places = f"{cells[0].address or cells[0].label} …… {cells[-1].address or cells[-1].label}"
        message = _unread_in_document(sheet, len(some), places) if test == "unread" and any(map(in_document, _places(submission, some))) \
            else _folded_message(sheet, len(some), places, test, of_totals)
        instance = f"{rule.id}[{table}]" if not of_totals else f"{rule.id}[{table}, 合计]"
        yield finding(submission, rule, instance, message, cells, detail=" ".join(some))


def _places(submission: Submission, names: list[str]) -> list[Place]:
    return [submission.places[name] for name in names if name in submission.places]


def _unread_in_document(sheet: str, count: int, places: str) -> str:
    """Of a text or a page nobody deleted rows: its cells were lost or joined on the way."""
    return say(
        f"{sheet}：有 {count} 格没有读出来（{places}）。文件里这几格空着没有留下痕迹，或数字拆开、连在一起，分不清哪个数在哪一格。请对照原件填上。",
        f"{sheet}: {count} cell(s) could not be read ({places}): blank cells left no trace, or figures were cut or run together. "
        f"Fill them in from the original.",
    )


def _folded_message(sheet: str, count: int, places: str, test: str, of_totals: bool) -> str:
    if test == "unread":
        return say(
            f"{sheet}：有 {count} 格没有读出来（{places}）。工作簿里可能删除过行、列、工作表，或剪切粘贴过。"
            f"请把数字填进新的空白模板，或对照原文填上。",
            f"{sheet}: {count} cell(s) could not be read ({places}). Rows, columns or sheets may have been deleted, or cells "
            f"cut and pasted. Type the figures into a fresh template, or fill them in from the original.",
        )
    if test == "uncalculated":
        return say(
            f"{sheet}：有 {count} 格的公式没有算过（{places}），不知道结果。请用 Excel 或 WPS 打开，保存后再校验，或直接填数字。",
            f"{sheet}: {count} formulas were never calculated ({places}). Open and save the file in Excel or WPS, or type the numbers.",
        )
    if of_totals:
        return say(
            f"{sheet}：有 {count} 格合计的公式被删掉了（{places}）。请从空白模板复制这几格的公式，不要填 0。",
            f"{sheet}: the formulas of {count} total(s) were deleted ({places}). Copy them from a blank template; do not type 0.",
        )
    return say(
        f"{sheet}：还有 {count} 格没有填（{places}）。没有的请填 0；空着的确实都是 0，"
        f"可在封面“空白格一律按 0 计”选“是”。",
        f"{sheet}: {count} cell(s) blank ({places}). Type 0 where there is nothing; if every blank is 0, "
        f"choose 是 for 空白格一律按 0 计 on the cover.",
    )


def _cell_finding(submission: Submission, rule: Rule, test: str, name: str) -> Finding:
    form = submission.form
    cell = form.cells[name] if name in form.cells else form.facts[name].cell
    value = submission.value(name)
    at = cell_at(submission, name)
    chinese, english = _advice(test, cell, value)
    return finding(submission, rule, f"{rule.id}[{name}]", f"{where(at)}{say(chinese, ' ' + english)}", [at])


def _advice(test: str, cell: Cell, value: Value) -> tuple[str, str]:
    """What is there and what to type instead, in Chinese and English."""
    raw = value.raw
    if test == "text":
        return _text_advice(cell, raw)
    if test == "slash":
        return "填的是“/”。没有的请填 0。", "holds /. Type 0 where there is nothing."
    if test == "negative":
        return f"是负数 {raw}。请核对后填不小于 0 的数。", f"is negative: {raw}. Type a number of at least 0."
    if test == "decimals":
        return f"是小数 {raw}，单位是{cell.unit or '件'}。请填整数。", f"is {raw}; a count is a whole number."
    if test == "too_fine":
        return (f"是 {raw}，超过 {cell.places} 位小数。请核对。",
                f"is {raw}: more than {cell.places} decimals. Please check.")
    if test == "date":
        return (f"显示成了日期，存的数是 {raw}。请把格式改为“常规”，重新键入数字（改不了格式时，先在“审阅”里撤销工作表保护，没有密码）。",
                f"is shown as a date; the number stored is {raw}. Set the format to General and type the number again.")
    if test == "boolean":
        return f"填的是逻辑值 {raw}。请填数字。", f"holds {raw}. Type a number."
    if test == "error_value":
        return f"是错误值 {raw}。请删去重填数字。", f"holds the error {raw}. Clear it and type the number."
    if test == "uncalculated":
        return (f"的公式 {raw} 没有算过，不知道结果。请用 Excel 或 WPS 打开，保存后再校验，或直接填数字。",
                f"holds a formula that was never calculated ({raw}). Open and save it in Excel or WPS, or type the number.")
    if test == "huge":
        return f"填的是 {raw}，一万亿以上。请核对是否多键了数字。", f"holds {raw}: too large. Check for extra digits."
    if test == "formula":
        return (f"是自己写的公式，校验用的是文件里保存的结果 {raw}。请核对后直接填数字。",
                f"holds a formula of your own; its saved result {raw} was used. Check it and type the number.")
    return "没有读出来。请对照原文填上。", "could not be read. Fill it in from the original."


def _text_advice(cell: Cell, raw: str) -> tuple[str, str]:
    short = raw if len(raw) <= 20 else raw[:20] + "……"
    short = short.replace("\r", " ").replace("\n", " ")
    if not raw.strip():
        return "填的是空格或空文字，看着像没有填。没有的请填 0。", "holds an empty text. Type 0 where there is nothing."
    meaning = number_meant(raw)
    if meaning is None:
        return f"填的是文字“{short}”，不能计算。请填数字。", f"holds the text “{short}”, which cannot be added up. Type a number."
    if cell.unit == "万元" and any(unit in raw for unit in "元万亿"):
        meaning = (meaning / _TEN_THOUSAND).normalize()  # 251000元, 25.1万元 and 25.1万 are all 25.1 here
    if meaning < 0 and cell.kind != SIGNED:
        return (f"填的是文字“{short}”，不能计算，也不能是负数。请核对后填不小于 0 的数。",
                f"holds the text “{short}”; it cannot be added up nor be negative. Type a number of at least 0.")
    if cell.kind != AMOUNT and meaning != meaning.to_integral_value():
        return (f"填的是文字“{short}”，不能计算，件数也不能有小数。请核对后填整数。",
                f"holds the text “{short}”; it cannot be added up nor have decimals. Type a whole number.")
    number = format(meaning, "f")
    return (f"填的是文字“{short}”，不能计算。请改填 {number}{'（' + cell.unit + '）' if cell.unit == '万元' else ''}。",
            f"holds the text “{short}”, which cannot be added up. Type {number} instead.")
