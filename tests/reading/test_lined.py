"""Word's tables saved as text by LibreOffice, a line a cell: blanks are blanks where every line is there, and nothing shifts where one is not."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sizes import size
from xlreport.documents.text import document_of
from xlreport.form.library import library
from xlreport.form.model import Table
from xlreport.form.values import BLANK, NUMBER, TEXT
from xlreport.reading.matching import match_document

FORMS = ("zfxxgk-2021", "zfxxgk-2019")


def _cells(table: Table, known: dict[str, str]) -> list[str]:
    """A table's cells, a line each, as LibreOffice saves it: a merged cell that reaches down leaves an empty line in each further row."""
    lines = []
    for row in range(table.height):
        found = {cell.position: known[cell.name] for cell in table.cells if cell.line == row}
        for block in table.blocks:
            if block.text and block.text != "=" and block.line <= row < block.line + block.height:
                found[block.position] = block.text if block.line == row else ""
        lines += [found[position] for position in sorted(found)]
    return lines


def _text(form_id: str, known: dict[str, str]) -> list[str]:
    form = library().form(form_id)
    lines = ["示范县财政局2023年政府信息公开工作年度报告"]
    for section in form.sections:
        lines += [section.heading] * bool(section.heading)
        lines += _cells(form.table(section.table), known) if section.table else ["没有需要说明的。"]
    return [*lines, ""]


def _known(form_id: str, random: Random) -> dict[str, str]:
    choices = ("", "", "0", "7", "12", "305", "/", "无", "待核")
    return {name: random.choice(choices) for name in library().form(form_id).cells}


def _read(lines: list[str]) -> dict[str, str]:
    """What is taken as certain: figures, blanks, words."""
    found = match_document(document_of("\n".join(lines), "一.txt"), library())
    return {name: value.raw for name, value in found.cells.items() if value.kind in (NUMBER, BLANK, TEXT, "slash") and not value.inferred}


@pytest.mark.parametrize("form_id", FORMS)
@given(seed=st.integers(0, 10**9))
@settings(max_examples=size(300))
def test_nothing_is_lost(form_id: str, seed: int) -> None:
    """Figures, blanks, strokes and words in any cell come back, each in its own."""
    known = _known(form_id, Random(seed))
    assert _read(_text(form_id, known)) == known


@pytest.mark.parametrize("form_id", FORMS)
@given(seed=st.integers(0, 10**9))
@settings(max_examples=size(600))
def test_a_line_more_or_less_shifts_nothing(form_id: str, seed: int) -> None:
    """One or two lines lost, or blank ones put in: no figure is taken as certain in another cell than its own.

    One lost and one put in on the same row cannot be seen, and is not asked for.
    """
    random = Random(seed)
    known = _known(form_id, random)
    lines = _text(form_id, known)
    lost = random.random() < 0.6
    for _ in range(random.choice((1, 1, 2))):
        place = random.choice([number for number, line in enumerate(lines[:-1]) if len(line) < 5])
        if lost:
            del lines[place]
        else:
            lines.insert(place, "")
    found = _read(lines)
    assert {name: (figure, known[name]) for name, figure in found.items() if figure.isdigit() and figure != known[name]} == {}


@pytest.mark.parametrize("form_id", FORMS)
def test_blank_lines_dropped_altogether(form_id: str) -> None:
    """Where blank lines left no trace, no blank is certain, and no figure stands in another cell."""
    for seed in range(20):
        known = _known(form_id, Random(seed))
        found = _read([line for line in _text(form_id, known) if line])
        assert {name: (figure, known[name]) for name, figure in found.items() if figure != known[name]} == {}
