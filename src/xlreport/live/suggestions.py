"""One suggestion taken: the figure goes into its cell, and what stood there before is kept in the cell's note."""

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from xlreport.check.findings import Change, Result
from xlreport.form.values import TEXT
from xlreport.live import marks
from xlreport.live.choosing import Spot, changes_at
from xlreport.prose.numerals import number_meant
from xlreport.wording import say

GREEN = (198, 239, 206)
_TAKEN = re.compile(r".*［原值：(?P<value>.*)］", re.DOTALL)


def offered(result: Result, spot: Spot) -> list[Change]:
    """What could stand in a cell instead: the number that its text means, else what the explanations of a cause propose."""
    submission = result.submission
    name = next((name for name, place in submission.places.items() if (place.sheet, place.address) == spot), "")
    value = submission.value(name)
    if name and value.kind == TEXT and (meant := number_meant(value.raw)) is not None:
        return [Change(name, spot[1], value.raw, format(meant, "f"), say("（文字改成数）", "(a text for a number)"))]
    return [change for change in changes_at(result, spot) if _number(change.to) is not None]


def take(book: Any, spot: Spot, change: Change) -> None:
    """Puts the figure there. The cell is green and its note says what it was. Raises UsageError where the cell is locked."""
    cell = book.sheets[spot[0]].range(spot[1])
    former = cell.formula
    before: Any = former if isinstance(former, str) and former.startswith("=") else cell.value
    number = _number(change.to)
    assert number is not None
    text = say(f"已采用建议：由 {change.was or '空'} 改为 {change.to}。选中这一格再按“采用建议”即恢复。",
               f"Suggestion taken: {change.was or 'blank'} became {change.to}. Press Adopt here again to take it back.")
    marks.change_mark(book, marks.Mark(*spot, GREEN, text + f"［原值：{json.dumps(before, ensure_ascii=False, default=str)}］"))
    cell.value = int(number) if number == number.to_integral_value() else float(number)


def taken(cell: Any) -> tuple[Any] | None:
    """What stood in a cell before a suggestion was taken, in a tuple of one; None where none was."""
    note = cell.note
    mark = marks.read_note(note.text) if note is not None else None
    found = _TAKEN.fullmatch(mark.text) if mark else None
    try:
        return (json.loads(found["value"]),) if found else None
    except ValueError:  # somebody wrote in the note
        return None


def give_back(book: Any, spot: Spot, former: tuple[Any]) -> None:
    """Puts back what stood there, and takes the mark away."""
    cell = book.sheets[spot[0]].range(spot[1])
    if isinstance(former[0], str) and former[0].startswith("="):
        cell.formula = former[0]
    else:
        cell.value = former[0]
    marks.change_mark(book, None, cell)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
