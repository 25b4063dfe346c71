"""A report as it is laid out, before any file format: title, paragraphs with their level, tables, signature and date."""

import re
from typing import NamedTuple

from xlreport.form.model import Cell, Table
from xlreport.form.submission import Submission
from xlreport.form.values import BLANK, UNREAD
from xlreport.prose.filling import Filling, Piece
from xlreport.prose.finished import finished_texts
from xlreport.rules.sums import Amounts

BODY, SECTION, PART, POINT, ITEM, ADDRESSEE = 0, 1, 2, 3, 4, 5  # 正文；一、；（一）；1.；（1）；主送机关
TITLE_CHARACTERS = 20  # 2号 on a line of 156 mm
_LEVELS = ((PART, re.compile(r"（[一二三四五六七八九十]{1,3}）")), (POINT, re.compile(r"[0-9]{1,2}[.．、]")), (ITEM, re.compile(r"（[0-9]{1,2}）")))
_LONGEST_HEADING = 40
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Paragraph(NamedTuple):
    """One paragraph. level: BODY, or that of a heading; lead: how many characters at its start are a heading run in.

    pieces: the figures placed in it, counted in its own characters. note: it stands under a table.
    """

    text: str
    level: int = BODY
    lead: int = 0
    pieces: tuple[Piece, ...] = ()
    note: bool = False


class Placed(NamedTuple):
    """One official table where it is printed. own_page: its section starts a new page."""

    table: Table
    own_page: bool


class Report(NamedTuple):
    """A whole report: lines of the title, the number under it, blocks in order, the two lines at the end.

    draft: what a draft says of itself, '' for a finished report. fillings: the texts with their figures, by code.
    """

    title: tuple[str, ...]
    number: str
    blocks: tuple[Paragraph | Placed, ...]
    signature: str
    date: str
    draft: str
    fillings: tuple[tuple[str, Filling], ...]

    @property
    def name(self) -> str:
        """The title on one line."""
        return "".join(self.title)


def lay_out(submission: Submission, known: Amounts, draft: str = "") -> Report:
    """The report of a submission. known: rules.sums.amounts(submission)."""
    form = submission.form
    texts = finished_texts(submission, known)
    blocks: list[Paragraph | Placed] = []
    for section in form.sections:
        own_page = section.table in form.printing.own_page
        if section.heading:
            blocks.append(Paragraph(section.heading, SECTION))
        if section.table:
            blocks.append(Placed(form.table(section.table), own_page))
        filling = texts.get(section.text or section.table)
        blocks += [paragraph._replace(note=bool(section.table)) for paragraph in _paragraphs(filling)] if filling else []
    printing = form.printing
    title = _field(submission.cover.get("title", "")) or ""
    parts = _split(title) if title else tuple(_slots(part, submission) for part in printing.title)
    return Report(
        title=title_lines(parts), number=_field(submission.cover.get("文号", "")), blocks=tuple(blocks),
        signature=_slots(printing.signature, submission), date=_slots(printing.date, submission), draft=draft,
        fillings=tuple(texts.items()),
    )


def legal(text: str) -> str:
    """A text without characters that no XML file can hold: each becomes a space, half characters a replacement sign."""
    return _ILLEGAL.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else " ", text)


def _field(text: str) -> str:
    """A line of the 封面 on one line."""
    return " ".join(legal(text).split())


def _slots(pattern: str, submission: Submission) -> str:
    """A pattern of form.toml with its slots filled in; '' where a slot stands alone and nothing is known of it."""
    year = submission.year
    known = {**{field.code: submission.cover.get(field.code, "") for field in submission.form.cover},
             "单位名称": submission.unit, "年度": str(year) if year else "〔年度〕", "上年度": str(year - 1) if year else "〔上年度〕",
             "表式": submission.form.title}
    return _field(re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], found[0]), pattern))


def _split(title: str) -> tuple[str, ...]:
    """A title in two parts: before its year, and from it on."""
    match = re.search(r"(?:19|20)\d{2}\s*年", title)
    return (title[: match.start()], title[match.start() :]) if match and match.start() else (title,)


def title_lines(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of a title: one where it fits, else broken between its parts, and a part too long in equal lines."""
    parts = tuple(part for part in parts if part)
    whole = "".join(parts)
    if width(whole) <= TITLE_CHARACTERS:
        return (whole,) if whole else ()
    lines: list[str] = []
    for part in parts:
        count = -int(-width(part) // TITLE_CHARACTERS)
        each = -(-len(part) // max(count, 1))
        lines += [part[start : start + each] for start in range(0, len(part), max(each, 1))]
    return tuple(lines)


def width(text: str) -> float:
    """Width in Chinese characters: ASCII counts half."""
    return sum(0.5 if character < "\u0100" else 1.0 for character in text)


def _paragraphs(filling: Filling) -> list[Paragraph]:
    found: list[Paragraph] = []
    start = 0
    for line in filling.text.split("\n"):
        bare = line.lstrip(" \t\u3000\u00a0\r")
        skipped = start + len(line) - len(bare)
        bare = bare.rstrip(" \t\u3000\u00a0\r")
        pieces = tuple(
            piece._replace(start=piece.start - skipped, end=piece.end - skipped)
            for piece in filling.pieces if skipped <= piece.start and piece.end <= skipped + len(bare)
        )
        if bare:
            level, lead = _level(bare)
            found.append(Paragraph(legal(bare), level, lead, pieces))
        start += len(line) + 1
    return found


def _level(text: str) -> tuple[int, int]:
    """(level, 0) of a heading that stands alone, (BODY, its length) of one run into its paragraph."""
    for level, pattern in _LEVELS:
        if not pattern.match(text):
            continue
        end = text.find("。")
        if end in (-1, len(text) - 1) and len(text) <= _LONGEST_HEADING and "；" not in text and not text.endswith((".", "；", "：", ":")):
            return (level, 0) if end == -1 else (BODY, len(text) if level == PART else 0)
        if level == PART and 0 < end + 1 <= _LONGEST_HEADING:
            return BODY, end + 1
    return BODY, 0


def figure_text(cell: Cell, submission: Submission) -> str:
    """A figure as it is printed: as it was entered; nothing for a blank or a cell that could not be read."""
    value = submission.value(cell.name)
    if value.kind == BLANK and submission.blank_is_zero and not value.formula:
        return "0"
    return "" if value.kind in (BLANK, UNREAD) else " ".join(legal(value.raw).split())


def column_widths(table: Table, submission: Submission) -> tuple[float, ...]:
    """The widths of a table's grid, in any unit."""
    return submission.form.printing.widths.get(table.code, table.widths)


def heads(table: Table) -> int:
    """How many printed lines are its head, to be repeated on the next page: none where the table has several heads."""
    figures = {cell.line for cell in table.cells}
    reaches = any(block.line < table.head < block.line + block.height for block in table.blocks)
    later = any(line not in figures for line in range(table.head, table.height))
    return 0 if reaches or later else table.head
