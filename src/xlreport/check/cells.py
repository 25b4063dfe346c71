"""What may stand in one cell: a verdict for every test of the C family, and what to type instead."""

from collections.abc import Container, Iterator, Sequence

from xlreport.check.cell_words import (
    FEW,
    advice,
    fault_message,
    folded_message,
    line_not_found,
    same_fault,
    unread_in_document,
)
from xlreport.check.findings import (
    BROKEN,
    CANNOT_TELL,
    HOLDS,
    NOT_APPLICABLE,
    CellAt,
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
from xlreport.rules.model import CELL_TESTS, Rule, RuleSet
from xlreport.wording import say

_KIND_TESTS = {TEXT: "text", BOOLEAN: "boolean", ERROR: "error_value", UNCALCULATED: "uncalculated", UNREAD: "unread"}
# a text is a number under another unit than the form's; an unread number is shown as another one than is stored
_SAID_BY_THE_READER = {"text": "unit_printed", "unread": "number_shown"}
_FOLDED = ("blank", "unread")  # one finding a table, not 126
_FOLDED_WHERE_SEVERAL = ("uncalculated",)  # a program that saves no results saves none of them


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
                    and not _told_by_the_reader(submission, rules, test, name)]
            if test in _FOLDED or (test in _FOLDED_WHERE_SEVERAL and len(told) > 1):
                findings.extend(_folded_findings(submission, rule, table.code, test, told, rules.totals))
            else:
                findings.extend(_own_findings(submission, rule, table, test, told))
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


def _told_by_the_reader(submission: Submission, rules: RuleSet, test: str, name: str) -> bool:
    """Whether the reader has said of a cell, or of its place, what a test would say of it less well."""
    said = _SAID_BY_THE_READER.get(test, "")
    place = submission.places.get(name)
    return _is_error(rules, said) and any(one.test == said and (one.cell == name if one.cell else place is not None and one.place == place)
                                          for one in submission.departures)


def _is_error(rules: RuleSet, test: str) -> bool:
    rule = rules.by_test.get(test)
    return rule is not None and rule.severity == "error"


def _broken_facts(submission: Submission, rules: RuleSet) -> Iterator[tuple[Rule, str, str]]:
    """(rule, test, fact) for every declared figure that breaks a test; one left blank is simply not declared."""
    for name, fact in submission.form.facts.items():
        for test in broken_tests(fact.cell, submission.value(name)):
            rule = rules.by_test.get(test)
            if rule is not None and test != "blank" and not _told_by_the_reader(submission, rules, test, name):
                yield rule, test, name


def _whole_lines(table: Table, names: Sequence[str]) -> list[str]:
    """What the rows (else the columns) are called that these cells make up to the last one; none where they make up no few whole ones."""
    gone = [cell for cell in table.cells if cell.name in set(names)]
    for axis, of in ((table.rows, [cell.row for cell in table.cells]), (table.columns, [cell.column for cell in table.cells])):
        mine = [cell.row if axis is table.rows else cell.column for cell in gone]
        codes = list(dict.fromkeys(mine))
        if 0 < len(codes) <= FEW and len(codes) < len(axis.codes) and all(mine.count(code) == of.count(code) for code in codes):
            return [axis.said[code] for code in codes]
    return []


def _folded_findings(
    submission: Submission, rule: Rule, table: str, test: str, names: list[str], totals: Container[str]
) -> Iterator[Finding]:
    """One finding for all blank, all unread, or all uncalculated cells of a table; deleted totals apart, for they want another cure."""
    if not names:
        return
    sheet = submission.form.table(table).sheet
    # a row that was not found stands nowhere: the other cells say what kind of file it is
    document = any(map(in_document, _places(submission, names) or submission.places.values()))
    deleted = [name for name in names if test == "blank" and name in totals and not document]
    others = [name for name in names if name not in deleted]
    for some, of_totals in ((others, False), (deleted, True)):
        if not some:
            continue
        cells = [cell_at(submission, name) for name in some]
        explained = any(departure.test in ("label_changed", "layout_lossy") and departure.place is not None and departure.place.sheet == sheet
                        for departure in submission.departures)
        lines = [] if explained or _places(submission, some) else _whole_lines(submission.form.table(table), some)
        message = line_not_found(sheet, len(some), lines, submission.form.id) if test == "unread" and document and lines else \
            unread_in_document(sheet, len(some), _short(cells, sheet), explained) if test == "unread" and document else \
            folded_message(sheet, len(some), _short(cells, sheet), test, of_totals, document)
        instance = f"{rule.id}[{table}]" if not of_totals else f"{rule.id}[{table}, 合计]"
        yield finding(submission, rule, instance, message, cells, detail=" ".join(some))


def _own_findings(submission: Submission, rule: Rule, table: Table, test: str, names: list[str]) -> Iterator[Finding]:
    """A finding a cell; of many cells with one fault, one for all."""
    by_fault: dict[str, list[str]] = {}
    for name in names:
        by_fault.setdefault(same_fault(test, submission.value(name)) or name, []).append(name)
    for fault, some in by_fault.items():
        if len(some) <= FEW:
            yield from (_cell_finding(submission, rule, test, name) for name in some)
            continue
        cells = [cell_at(submission, name) for name in some]
        message = fault_message(table.sheet, _short(cells, table.sheet), fault, [cell.value for cell in cells],
                                any(map(in_document, _places(submission, some))))
        yield finding(submission, rule, f"{rule.id}[{table.code}]", message, cells, detail=" ".join(some))


def _short(cells: list[CellAt], sheet: str) -> str:
    """Where cells stand; of many, the first and the last."""
    places = span(cells, sheet)
    return places if len(places) <= 60 else f"{cells[0].address or cells[0].label} …… {cells[-1].address or cells[-1].label}"


def _places(submission: Submission, names: list[str]) -> list[Place]:
    return [submission.places[name] for name in names if name in submission.places]


def _cell_finding(submission: Submission, rule: Rule, test: str, name: str) -> Finding:
    form = submission.form
    cell = form.cells[name] if name in form.cells else form.facts[name].cell
    value = submission.value(name)
    at = cell_at(submission, name)
    chinese, english = advice(test, cell, value)
    return finding(submission, rule, f"{rule.id}[{name}]", f"{where(at)}{say(chinese, ' ' + english)}", [at])
