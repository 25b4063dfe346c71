"""A line of a text in which one figure stands twice and a blank is gone has the right number of figures: it is never read as if nothing were."""

from collections.abc import Callable
from random import Random

import pytest

import finished_reports
from xlreport.documents.text import document_of
from xlreport.form.library import library
from xlreport.form.model import Form
from xlreport.form.values import UNREAD
from xlreport.reading.matching import match_document


def written(form: Form, known: dict[str, str], between: str) -> tuple[list[str], dict[int, list[str]]]:
    """The report as text, a row of a table a line; and the names of the figures of each line that has several."""
    lines, figures = ["江城县财政局2023年政府信息公开工作年度报告"], {}
    for section in form.sections:
        lines.append(section.heading)
        table = form.table(section.table) if section.table else None
        rows: dict[int, dict[int, tuple[str, str]]] = {}
        for block in table.blocks if table else ():
            if block.text != "=":
                rows.setdefault(block.line, {})[block.position] = block.text.replace("\n", ""), ""
        for cell in table.cells if table else ():
            rows.setdefault(cell.line, {})[cell.position] = known[cell.name], cell.name
        for row in (rows[line] for line in sorted(rows)):
            own = [row[place] for place in sorted(row)]
            if sum(bool(name) for _, name in own) > 2:
                figures[len(lines)] = [name for _, name in own if name]
            lines.append(between.join(text for text, _ in own))
    return lines, figures


@pytest.mark.parametrize("form_id", ["zfxxgk-2021", "zfxxgk-2019"])
@pytest.mark.parametrize("between", [" ", "\t"])
def test_one_twice_and_a_blank_gone(form_id: str, between: str, size: Callable[[int], int]) -> None:
    """In the tables that have balance rules, the line is unread; whole lines are read, and no other figure is lost."""
    form, moved = library().form(form_id), 0
    for seed in range(size(100)):
        random = Random(seed)
        known = {name: str(number) for name, number in finished_reports.figures(seed, form_id).items()}
        lines, figures = written(form, known, between)
        whole = match_document(document_of("\n".join(lines), "年报.txt"), library())
        assert not [name for name in known if whole.cells[name].number is None or str(whole.cells[name].number) != known[name]]
        at = random.choice([line for line, names in figures.items() if form.cells[names[0]].table != "公开" and "0" in [known[name] for name in names]])
        texts = [known[name] for name in figures[at]]
        gone = random.choice([place for place, text in enumerate(texts) if text == "0"])
        twice = random.choice([place for place in range(len(texts)) if place != gone])
        now = [text for place, text in enumerate(texts) if place != gone for text in [text] * (1 + (place == twice))]
        if now == texts:
            continue
        moved += 1
        lines[at] = lines[at].removesuffix(between.join(texts)) + between.join(now)
        cells = match_document(document_of("\n".join(lines), "年报.txt"), library()).cells
        assert not [name for name in known if cells[name].kind != UNREAD and not cells[name].inferred and str(cells[name].number) != known[name]
                    and name != figures[at][gone]]
    assert moved
