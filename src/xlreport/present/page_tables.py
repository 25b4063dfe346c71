"""An official table as HTML, as it is printed, with the cells coloured that findings speak of."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from xlreport.check.findings import Finding
from xlreport.check.places import in_document, shown
from xlreport.form.model import Block, Cell, Table
from xlreport.form.submission import Submission
from xlreport.form.values import UNREAD
from xlreport.present.plain_text import one_line, shortened
from xlreport.wording import say

ERROR_CELL, SUM_CELL, WARNING_CELL, INFO_CELL = "error-cell", "sum-cell", "warning-cell", "info-cell"
COLOURS = (ERROR_CELL, SUM_CELL, WARNING_CELL, INFO_CELL)  # the first that applies is shown
SEVERITY_COLOURS = {"error": ERROR_CELL, "warning": WARNING_CELL, "info": INFO_CELL}
_LONGEST_FIGURE = 24
_MOST_NUMBERS = 3
_SHARP = 2  # a finding over more cells than this says that their sum is wrong, not which of them


class Mark(NamedTuple):
    """How one cell is shown: its colour, the numbers of the findings that speak of it, and those whose link leads here."""

    colour: str
    numbers: tuple[int, ...]
    homes: tuple[int, ...] = ()


def marks(findings: Sequence[Finding], blamed: Collection[str] = ()) -> dict[str, Mark]:
    """The marks of all cells that findings speak of, by cell name. Findings are numbered from 1 in the order given.

    blamed: cells to be corrected; they are as red as any other error, while the other cells of their sums stay pale.
    """
    found: dict[str, Mark] = {}
    for number, finding in enumerate(findings, 1):
        colour = _colour(finding)
        for name in dict.fromkeys(cell.cell for cell in finding.cells):
            before = found.get(name, Mark(colour, ()))
            found[name] = Mark(min(before.colour, colour, key=COLOURS.index), (*before.numbers, number))
    found |= {name: found[name]._replace(colour=ERROR_CELL) for name in blamed if name in found}
    for number, finding in enumerate(findings, 1):
        home = next((cell.cell for cell in finding.cells if number in found[cell.cell].numbers[:_MOST_NUMBERS]
                     and "." not in cell.cell), None)  # 上年.… and 文中.… stand in no table
        if home is not None:
            found[home] = found[home]._replace(homes=(*found[home].homes, number))
    return found


def _colour(finding: Finding) -> str:
    if finding.severity == "error" and finding.family == "balance" and len(finding.cells) > _SHARP:
        return SUM_CELL
    return SEVERITY_COLOURS[finding.severity]


def table_html(table: Table, submission: Submission, marked: Mapping[str, Mark], anchor: str) -> str:
    """The table with its title. `anchor`: what stands before a finding's number in the ids of the page."""
    return grid_html(table, lambda cell, spans: _figure(cell, spans, submission, marked.get(cell.name), anchor))


def grid_html(table: Table, figure: Callable[[Cell, str], str]) -> str:
    """The table with its title, as it is printed. figure(cell, spans): the whole <td> of a figure, with its spans."""
    lines = "".join(f'<col style="width:{width / sum(table.widths):.2%}">' for width in table.widths)
    # A merged block must not reach from the head into the body of a table.
    head = table.head if all(not block.line < table.head < block.line + block.height for block in table.blocks) else 0
    rows = [f"<tr>{''.join(_line(table, line, figure))}</tr>" for line in range(table.height)]
    unit = say(f"（单位：{table.unit}）", f" ({table.unit})") if table.unit else ""
    return "\n".join([
        '<table class="form">', f"<caption>{escape(table.title)}{escape(unit)}</caption>",
        f"<colgroup>{lines}</colgroup>",
        *(["<thead>", *rows[:head], "</thead>"] if head else []), "<tbody>", *rows[head:], "</tbody>", "</table>",
    ])


def _line(table: Table, line: int, figure: Callable[[Cell, str], str]) -> Iterator[str]:
    """The printed line from left to right; places covered by a merged block write nothing."""
    figures = {cell.position: cell for cell in table.cells if cell.line == line}
    blocks = {block.position: block for block in table.blocks if block.line == line}
    for position in range(table.width):
        block, cell = blocks.get(position), figures.get(position)
        if cell is not None:
            yield figure(cell, _spans(block) if block else "")
        elif block is not None:
            yield _label(table, block)


def _label(table: Table, block: Block) -> str:
    if not block.text:
        return f"<td{_spans(block)}></td>"
    beside = any(
        block.line <= cell.line < block.line + block.height and cell.position >= block.position + block.width
        for cell in table.cells
    )
    axis, many = ("row", block.height > 1) if beside else ("col", block.width > 1)
    return f'<th scope="{axis}{"group" if many else ""}"{_spans(block)}>{escape(one_line(block.text))}</th>'


def _figure(cell: Cell, spans: str, submission: Submission, mark: Mark | None, anchor: str) -> str:
    text = escape(shortened(shown(submission.value(cell.name)), _LONGEST_FIGURE))
    spans += _place(submission, cell)
    if not text and submission.value(cell.name).kind == UNREAD:
        text = f'<i>{say("读不出", "unread")}</i>'
    if mark is None:
        return f"<td{spans}>{text}</td>"
    # In brackets, as a note is cited: 1 with a bare small 10 behind it would read as a power.
    links = "".join(f'<a{_home(anchor, number, mark)} href="#{anchor}-{number}">[{number}]</a>' for number in mark.numbers[:_MOST_NUMBERS])
    more = "…" if len(mark.numbers) > _MOST_NUMBERS else ""
    return f'<td{spans} class="{mark.colour}">{text}<sup>{links}{more}</sup></td>'


def _home(anchor: str, number: int, mark: Mark) -> str:
    return f' id="{anchor}-at-{number}"' if number in mark.homes else ""


def _place(submission: Submission, cell: Cell) -> str:
    """Where the figure stands in a document, under the pointer; a workbook's own address needs no telling."""
    place = submission.places.get(cell.name)
    return f' title="{escape(one_line(str(place)))}"' if place is not None and in_document(place) else ""


def _spans(block: Block) -> str:
    return (f' colspan="{block.width}"' if block.width > 1 else "") + (
        f' rowspan="{block.height}"' if block.height > 1 else "")
