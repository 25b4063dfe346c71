"""One table of a form, pasted anywhere: recognised by its size and by name, and held against the form's rules."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlreport.check.checking import check_submission
from xlreport.check.findings import HOLDS, Finding
from xlreport.check.places import span
from xlreport.errors import UsageError
from xlreport.form.library import Library
from xlreport.form.model import AMOUNT, Form, Table
from xlreport.form.names import meant, plain
from xlreport.form.submission import Place, Submission
from xlreport.live.cells import cell_value
from xlreport.rules.load import load_rules
from xlreport.rules.model import THIS, Instance, RuleSet
from xlreport.workbook.layout import column_letters

Rows = Sequence[Sequence[object]]
MOST_CELLS = 2000  # no official table has a quarter as many; a whole column selected by mistake is not read
_SEVERITIES = {"error": "", "warning": "核实：", "info": "提示："}


class Pasted(NamedTuple):
    """A selection recognised: the form and table it is, and which line and position of the table's grid it starts with."""

    form: Form
    table: Table
    line: int
    position: int


class Spot(NamedTuple):
    """Where the selection stands: its sheet's name, first row and first column from 1."""

    sheet: str
    row: int
    column: int


def check_pasted(rows: Rows, form_and_table: str, spot: Spot, forms: Library) -> list[str]:
    """What is wrong with a pasted table, one line each; one line that says so when nothing is.

    Raises UsageError for a selection that is no known table, saying what to select.
    """
    pasted = recognise(len(rows), len(rows[0]) if rows else 0, form_and_table, forms)
    _hold_labels(rows, pasted)
    rules = load_rules(forms, pasted.form.id)
    result = check_submission(_submission(rows, pasted, spot), rules)
    names = {cell.name for cell in pasted.table.cells}
    findings = [finding for finding in result.findings if finding.cells and all(at.cell in names for at in finding.cells)]
    if findings:
        return list(_said(findings, rules.by_test["blank"].id if "blank" in rules.by_test else ""))
    holds = {outcome.instance for outcome in result.outcomes if outcome.verdict == HOLDS}
    checked = sum(1 for instance in _inside(rules, names) if instance.id in holds)
    return [f"通过：{checked} 项都相符" if checked else "没有填错的格；这张表里没有要核对的合计"]


def recognise(height: int, width: int, form_and_table: str, forms: Library) -> Pasted:
    """Which table a selection of that size is. Raises UsageError when none, saying the sizes that are."""
    tables = _named(form_and_table, forms)
    for pasted in (shape for form, table in tables for shape in _shapes(form, table)):
        if _size(pasted) == (height, width):
            return pasted
    sizes = "；".join(dict.fromkeys(_sizes_said(form, table) for form, table in tables))
    raise UsageError(f"选了 {height} 行 {width} 列，认不出是哪张表。{sizes}")


def _named(words: str, forms: Library) -> list[tuple[Form, Table]]:
    """Tables that the words allow, newest edition first: a form's id, a year, a table's code, sheet or title, in any order."""
    found = [(form, table) for form in forms.forms() for table in form.tables]
    for word in filter(None, map(plain, words.replace("，", " ").replace(",", " ").split())):
        fitting = [(form, table) for form, table in found if word in _names(form, table)
                   or (word.isdecimal() and len(word) == 4 and form.serves(int(word)))]
        if not fitting:
            known = dict.fromkeys(name for form, table in found for name in (form.id, table.code))
            raise UsageError(f"认不出“{word[:20]}”{meant(word, known) or '。'}可以写：{'、'.join(known)}")
        found = fitting
    return found


def _names(form: Form, table: Table) -> set[str]:
    return {plain(name) for name in (form.id, form.name, table.code, table.sheet, table.title)}


def _shapes(form: Form, table: Table) -> Iterator[Pasted]:
    """The ways to select a table: whole, without its head, only the figures."""
    yield Pasted(form, table, 0, 0)
    yield Pasted(form, table, table.head, 0)
    yield Pasted(form, table, min(cell.line for cell in table.cells), min(cell.position for cell in table.cells))


def _size(pasted: Pasted) -> tuple[int, int]:
    return pasted.table.height - pasted.line, pasted.table.width - pasted.position


def _sizes_said(form: Form, table: Table) -> str:
    sizes = dict.fromkeys(_size(shape) for shape in _shapes(form, table))
    return f"{table.sheet}（{form.id}）是 {'、'.join(f'{height} 行 {width} 列' for height, width in sizes)}"


def _hold_labels(rows: Rows, pasted: Pasted) -> None:
    """Raises UsageError when less than half of the printed labels stand where they belong: the selection is shifted."""
    labels = [block for block in pasted.table.blocks
              if block.text != "=" and block.line >= pasted.line and block.position >= pasted.position]
    right = [block for block in labels
             if plain(str(rows[block.line - pasted.line][block.position - pasted.position] or "")) == plain(block.text)]
    if 2 * len(right) < len(labels):
        raise UsageError(f"选的大小像{pasted.table.sheet}，表头和各行的名称却对不上。请从表的左上角选起，或只选数")


def _submission(rows: Rows, pasted: Pasted, spot: Spot) -> Submission:
    cells, places = {}, {}
    for cell in pasted.table.cells:
        down, right = cell.line - pasted.line, cell.position - pasted.position
        cells[cell.name] = cell_value(rows[down][right], cell)
        places[cell.name] = Place(spot.sheet, f"{column_letters(spot.column - 1 + right)}{spot.row + down}")
    return Submission(pasted.form, cells=cells, places=places)


def amounts_at(pasted: Pasted) -> Iterator[tuple[int, int]]:
    """Row and column in the selection, from 0, of figures that may have decimals."""
    for cell in pasted.table.cells:
        if cell.kind == AMOUNT:
            yield cell.line - pasted.line, cell.position - pasted.position


def _inside(rules: RuleSet, names: set[str]) -> Iterator[Instance]:
    """Rule instances that speak of nothing but these cells."""
    for instance in rules.instances():
        terms = (*instance.check.left.terms, *instance.check.right.terms)
        if all(term.source == THIS and term.name in names for term in terms):
            yield instance


def _said(findings: Sequence[Finding], blank: str) -> Iterator[str]:
    """One line for all, and one a finding. blank: the rule of blank cells, whose own words point to a 封面 that is not here."""
    counts: Mapping[str, int] = {severity: sum(finding.severity == severity for finding in findings) for severity in _SEVERITIES}
    said = {"error": "须改", "warning": "要核实", "info": "提示"}
    yield "、".join(f"{said[severity]} {count} 条" for severity, count in counts.items() if count)
    for number, finding in enumerate(findings, 1):
        message = finding.message if finding.rule != blank else \
            f"还有 {len(finding.cells)} 格没有填（{span(finding.cells)}）。没有的请填 0。"
        yield f"{number}. {_SEVERITIES[finding.severity]}{message} [{finding.rule}]"
