"""One seeded case of the generator, read; and the count of what came back right, inferred, unread or wrong."""

import re
from collections import Counter
from decimal import Decimal
from random import Random
from typing import NamedTuple

from layouts import LAYOUTS, Laid
from printing import VARIANTS, Print, printed_report

from xlreport.documents.text import document_of
from xlreport.form.library import Library
from xlreport.form.model import SIGNED, Cell
from xlreport.form.submission import Place, Submission
from xlreport.form.values import UNREAD, Value
from xlreport.reading.document import Document, Grid, GridCell, Paragraph
from xlreport.reading.matching import match_document
from xlreport.rules.load import load_rules


class Case(NamedTuple):
    """A case: which layout and variants, what was printed, what it looked like, what was read."""

    layout: int
    variants: tuple[str, ...]
    broken: bool
    made: Print
    laid: Laid
    read: Submission


def case(number: int, library: Library, layout: int = 0) -> Case:
    """Case `number`. layouts take turns; none, one or a pair of variants; every other report breaks a rule."""
    random = Random(f"layouts {number}")
    layout = layout or number % 10 + 1
    form = library.form("zfxxgk-2019" if random.random() < 0.3 else "zfxxgk-2021")
    variants = random.sample(VARIANTS, random.choice((0, 1, 2, 2)))
    broken = number // 10 % 2 == 1
    made = printed_report(form, load_rules(library, form.id), random, broken, variants)
    laid = LAYOUTS[layout](made, random)
    return Case(layout, tuple(variants), broken, made, laid, match_document(document(laid), library))


def document(laid: Laid) -> Document:
    """A layout as an importer hands it over."""
    if all(isinstance(block, str) for block in laid.blocks):
        return document_of(laid.text, "年报.txt")
    blocks: list[Paragraph | Grid] = []
    for block in laid.blocks:
        if isinstance(block, str):
            blocks.append(Paragraph(block, Place("正文", f"第{len(blocks) + 1}段")))
        else:
            table = f"表{sum(isinstance(one, Grid) for one in blocks) + 1}"
            blocks.append(Grid(tuple(GridCell(spot.text, spot.line, spot.position, spot.height, spot.width,
                                              Place(table, f"第{spot.line + 1}行第{spot.position + 1}列")) for line in block for spot in line)))
    return Document("html", tuple(blocks), source="年报.html")


def expected(cell: Cell, text: str) -> tuple[str, Decimal | None, str]:
    """What a printed text is: kind, number, and the text itself where it is no number."""
    text = text.removeprefix("? ")
    if not text:
        return "blank", None, ""
    if text == "/":
        return "slash", None, ""
    if re.fullmatch(r"-?(\d+(\.\d+)?)", text):
        return "number", Decimal(text), ""
    if cell.kind == SIGNED and (found := re.fullmatch(r"(?:\+|增|(减))(\d+)", text)):
        return "number", Decimal(found[2]) * (-1 if found[1] else 1), ""
    if cell.stated_unit and (found := re.fullmatch(r"(\d+(?:\.\d+)?)(元|万元)", text)):
        return "number", Decimal(found[1]), ""
    if cell.unit == "件" and (found := re.fullmatch(r"(\d+)件", text)):
        return "number", Decimal(found[1]), ""
    return "text", None, text


def same(value: Value, wanted: tuple[str, Decimal | None, str]) -> bool:
    """Whether a value is what was printed, decimals and all."""
    kind, number, text = wanted
    if value.kind != kind:
        return False
    return value.number == number and (kind != "text" or value.raw == text)


def tally(one: Case) -> Counter[str]:
    """survive, read (of those), inferred, inferred wrong, recovered (read without surviving), unread; and wrong: certain but not so."""
    counts: Counter[str] = Counter()
    right_form = one.read.form.id == one.made.form.id
    for name, value in one.read.cells.items():
        wanted = expected(one.made.form.cells[name], one.made.shown[name]) if right_form and name not in one.made.lost else ("", None, "")
        good, unread = same(value, wanted), value.kind == UNREAD
        survives = name in one.laid.survives
        counts["figures"] += 1
        counts["survive"] += survives
        counts["unread"] += unread
        counts["inferred"] += value.inferred
        counts["inferred wrong"] += value.inferred and not good
        counts["read"] += survives and good
        counts["recovered"] += good and not survives
        counts["wrong"] += not unread and not value.inferred and not good
    return counts
