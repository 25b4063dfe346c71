"""How messages name places: `申请情况 D6（一、本年新收，自然人）`, `D8:D28、D30`."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from xlreport.check.findings import CellAt
from xlreport.form.model import Cell
from xlreport.form.submission import Place, Submission
from xlreport.form.values import BLANK, Value
from xlreport.rules.model import FACT, LAST, Term
from xlreport.wording import say

_LINE = re.compile(r"第(\d+)行")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def shown(value: Value) -> str:
    """A value as a person reads it: the figure, the text, nothing for a blank."""
    return "" if value.kind == BLANK else value.raw


def cell_at(submission: Submission, name: str, source: str = "") -> CellAt:
    """The cell or fact of that name with its place and value; source LAST looks in last year's report."""
    form = submission.form
    if source == LAST:
        value = submission.last_year.get(name)
        place = submission.last_places.get(name)
        cell = form.cells[name]
        return CellAt(f"上年.{name}", say(f"上年 {cell.label}", f"last year {cell.label}"),
                      place.sheet if place else "", place.address if place else "", shown(value) if value else "")
    cell = form.cells[name] if name in form.cells else form.facts[name].cell
    place = submission.places.get(name)
    sheet = place.sheet if place else _sheet(submission, cell)
    return CellAt(name, cell.label, sheet, place.address if place else "", shown(submission.value(name)))


def _sheet(submission: Submission, cell: Cell) -> str:
    return next((table.sheet for table in submission.form.tables if table.code == cell.table), "")


def term_cells(submission: Submission, terms: Iterable[Term]) -> list[CellAt]:
    """The cells of a sum, in order."""
    return [cell_at(submission, term.name, LAST if term.source == LAST else FACT if term.source == FACT else "")
            for term in terms]


def where(cell: CellAt) -> str:
    """`申请情况 D6（一、本年新收，自然人）`, without the address where the source has none."""
    place = f"{cell.sheet} {cell.address}".strip()
    return f"{place}（{cell.label}）" if place else cell.label


def span(cells: Sequence[CellAt], home: str = "") -> str:
    """Places of several cells, runs joined: `D8:D28、D30、上年数据 J30`; a label where a cell has no address.

    home: the sheet that goes without saying; the first cell's where none is named.
    """
    home = home or (cells[0].sheet if cells else "")
    parts: list[str] = []
    standing = [cell for cell in cells if cell.address]
    for sheet in dict.fromkeys(cell.sheet for cell in standing):
        runs = "、".join(_runs([cell.address for cell in standing if cell.sheet == sheet]))
        parts.append(runs if sheet == home else f"{sheet} {runs}")
    labels = [cell.label for cell in cells if not cell.address]
    parts += labels if len(labels) <= 4 else [f"{labels[0]} …… {labels[-1]}（共 {len(labels)} 格）"]
    return "、".join(parts)


def in_document(place: Place) -> bool:
    """Whether a place is one of a document (`第41行`), not the address of a workbook's cell."""
    return bool(place.address) and not _of_a_cell(place.address)


@lru_cache(maxsize=4096)
def _of_a_cell(address: str) -> bool:
    """Whether an address is one of a workbook's cell; remembered, because all workbooks have the same."""
    return _ADDRESS.fullmatch(address) is not None


def from_document(submission: Submission) -> bool:
    """Whether a submission was read from a document rather than from a workbook or VALUES."""
    lines = (place for places in submission.text_places.values() for place in places)
    return any(in_document(place) for place in (*submission.places.values(), *lines))


def line_of(submission: Submission, code: str, number: int) -> str:
    """Where line `number` (from 0) of a text stands; `第3段` where the source has no places."""
    places = submission.text_places.get(code, ())
    if number < len(places):
        return str(places[number]).strip()
    return say(f"第{number + 1}段", f"paragraph {number + 1}")


def text_place(submission: Submission, code: str, start: int) -> str:
    """Where character `start` of a text stands: `正文 B12`, `总体情况 第3段`; the cover's title is 标题."""
    if code == "title":
        return say("标题", "title")
    line = line_of(submission, code, submission.texts.get(code, "").count("\n", 0, start))
    return line if submission.text_places.get(code) else f"{code} {line}"


def _runs(addresses: Sequence[str]) -> list[str]:
    """Addresses with neighbours in one row or column joined into ranges."""
    points = []
    for address in addresses:
        match = _ADDRESS.fullmatch(address)
        if match is None:
            return _line_runs(addresses)
        points.append((_column(match[1]), int(match[2]), address))
    runs: list[list[tuple[int, int, str]]] = []
    for point in points:
        run = runs[-1] if runs else []
        if run and _follows(run, point):
            run.append(point)
        else:
            runs.append([point])
    joined = _blocks([(run[0], run[-1]) for run in runs])
    return [first[2] if first == last else f"{first[2]}:{last[2]}" for first, last in joined]


def _line_runs(addresses: Sequence[str]) -> list[str]:
    """Lines of a text that follow each other as one: `第65至70行`; other places of documents stay as they are."""
    found: list[str] = []
    first = last = -1
    for address in dict.fromkeys(addresses):
        match = _LINE.fullmatch(address)
        number = int(match[1]) if match else -1
        if match and number == last + 1 and found:
            found[-1] = f"第{first}至{number}行"
        else:
            found.append(address)
            first = number
        last = number
    return found


def _follows(run: list[tuple[int, int, str]], point: tuple[int, int, str]) -> bool:
    (column, row, _), (start_column, start_row, _) = run[-1], run[0]
    down = point[0] == column == start_column and point[1] == row + 1
    right = point[1] == row == start_row and point[0] == column + 1
    return down or right


Point = tuple[int, int, str]


def _blocks(runs: list[tuple[Point, Point]]) -> list[tuple[Point, Point]]:
    """Runs of equal width that lie under each other joined into rectangles."""
    blocks: list[tuple[Point, Point]] = []
    for first, last in runs:
        if blocks:
            top, bottom = blocks[-1]
            if top[0] == first[0] and bottom[0] == last[0] and first[1] == bottom[1] + 1 and first[0] != last[0]:
                blocks[-1] = (top, last)
                continue
        blocks.append((first, last))
    return blocks


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number

