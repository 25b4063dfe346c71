"""Placeholders become figures: the text as it will be printed, and where each figure of it came from."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from xlreport.form.submission import Submission
from xlreport.form.values import Value, written
from xlreport.prose.changes import EVEN, growth, rounded, share
from xlreport.prose.placeholders import (
    GAP,
    GROWTH,
    RATIO,
    RATIO_GAP,
    SUM,
    Figure,
    Placeholder,
    cell_said,
    figure_cells,
    find_placeholders,
)
from xlreport.rules.model import LAST, THIS, Sum
from xlreport.rules.sums import Amounts, side
from xlreport.wording import say

UNFILLED = "〔待填〕"  # what a draft shows where a figure is not known; a finished report is never written with it
_DIRECTIONS = ("增长", "增加", "上升", "下降", "减少", "提高", "降低")


class Piece(NamedTuple):
    """One figure placed in a text: characters from start up to end of the finished text, and where it came from.

    words: what was placed. problem: why nothing could be (words is then UNFILLED), with what to do; lacking: because a
    figure is not known yet, not because of how the placeholder is written. cells: (source, name).
    """

    start: int
    end: int
    words: str
    placeholder: Placeholder
    cells: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    lacking: bool = False


class Filling(NamedTuple):
    """A text with its figures in place."""

    text: str
    pieces: tuple[Piece, ...]


class _Gap(Exception):
    """A figure cannot be told; the message says why and what to do. lacking: something is not filled in."""

    def __init__(self, text: str, lacking: bool = True) -> None:
        super().__init__(text)
        self.lacking = lacking


def fill(text: str, submission: Submission, known: Amounts) -> Filling:
    """A text with every placeholder in it replaced; other braces stay. known: rules.sums.amounts(submission)."""
    parts: list[str] = []
    pieces: list[Piece] = []
    done = length = 0
    for placeholder in find_placeholders(text, submission.form):
        before = text[done : placeholder.start]
        piece = _piece(placeholder, text, submission, known)
        start = length + len(before)
        parts += [before, piece.words]
        length = start + len(piece.words)
        pieces.append(piece._replace(start=start, end=length))
        done = placeholder.end
    return Filling("".join([*parts, text[done:]]), tuple(pieces))


def _piece(placeholder: Placeholder, text: str, submission: Submission, known: Amounts) -> Piece:
    figure = placeholder.figure
    if figure is None:
        return Piece(0, 0, UNFILLED, placeholder, problem=placeholder.problem)
    cells = figure_cells(figure)
    try:
        words = _words(figure, submission, known)
        _fits(figure, words, text[: placeholder.start], text[placeholder.end :], submission)
    except _Gap as gap:
        return Piece(0, 0, UNFILLED, placeholder, cells, str(gap), gap.lacking)
    return Piece(0, 0, words, placeholder, cells)


def _words(figure: Figure, submission: Submission, known: Amounts) -> str:
    numbers = [_number(part, submission, known) for part in figure.sums]
    if figure.kind == SUM:
        return _plain(figure, numbers[0], submission)
    decimals = 1 if figure.decimals is None else figure.decimals
    if figure.kind == RATIO:
        return share(_ratio(numbers[0], numbers[1]), decimals)
    if figure.kind == RATIO_GAP:
        # the two are rounded first, so that the difference is the one a reader works out from what is printed
        this, last = (rounded(_ratio(*pair), decimals) for pair in (numbers[:2], numbers[2:]))
        gap = this - last
        return EVEN if not gap else f"{'上升' if gap > 0 else '下降'}{written(abs(gap))}个百分点"
    this, last = numbers
    if figure.kind == GAP and this != last:  # no gap is 持平, as no growth is
        gap = abs(this - last) if figure.decimals is None else rounded(abs(this - last), figure.decimals)
        return f"{'增加' if this > last else '减少'}{written(gap)}{_unit(figure, submission)}"
    try:
        return growth(this, last, decimals)
    except ValueError as error:
        raise _Gap(say(f"{error}。请改用 {{差(…)}}，或改写这一句", "there is no growth from 0: use {差(…)}, or reword"), lacking=False) from None


def _number(part: Sum, submission: Submission, known: Amounts) -> Decimal:
    amount = side(part, known)
    if isinstance(amount, Decimal):
        return amount
    unknown = [(term.source, term.name) for term in part.terms
               if not isinstance(known[term.source].get(term.name), Decimal)]
    said = "、".join(cell_said(source, name, submission.form) for source, name in unknown[:3])
    said += f"等 {len(unknown)} 格" if len(unknown) > 3 else ""
    if all(source == LAST for source, _ in unknown) and not submission.last_year:
        raise _Gap(say("没有上年数据。请把上年的数填进“上年数据”表（或用 --last-year 带入），或改写这一句",
                       "last year's figures are missing: fill in the sheet 上年数据 (or use --last-year), or reword"))
    raise _Gap(say(f"{said}没有填，或不是数字", f"{said} is blank or no number"))


def _ratio(part: Decimal, whole: Decimal) -> Decimal:
    if not whole:
        raise _Gap(say("比率的分母是 0，算不出来。请改写这一句", "the ratio divides by 0: reword"), lacking=False)
    return part / whole * 100


def _plain(figure: Figure, number: Decimal, submission: Submission) -> str:
    if figure.decimals is not None:
        return written(rounded(number, figure.decimals))
    terms = figure.sums[0].terms
    if len(terms) == 1 and terms[0].factor == 1 and not figure.sums[0].constant:
        stated = _stated(terms[0].source, terms[0].name, submission)
        if stated is not None and stated.number == number and stated.raw:
            return stated.raw  # 18.8710 keeps its digits, 251000元 its unit, 增10 its word
    return written(number)


def _stated(source: str, name: str, submission: Submission) -> Value | None:
    values: Mapping[str, Value] = submission.last_year if source == LAST else submission.cells if source == THIS else submission.facts
    return values.get(name)


def _unit(figure: Figure, submission: Submission) -> str:
    """The unit all cells of a figure share; '' where they do not."""
    form = submission.form
    units = {form.facts[name].cell.unit if name in form.facts else form.cells[name].unit for _, name in figure_cells(figure)}
    return units.pop() if len(units) == 1 else ""


def _fits(figure: Figure, words: str, before: str, after: str, submission: Submission) -> None:
    """Whether a figure that brings its own word and unit stands where the text has none. Raises _Gap."""
    if figure.kind in (SUM, RATIO):
        if figure.kind == RATIO and after.startswith(("%", "％")):
            raise _Gap(say("比率自带“%”：请删去花括号后面的“%”", "a ratio brings its own %: delete the one after the brace"), lacking=False)
        return
    word = next((word for word in _DIRECTIONS if before.endswith(word)), "")
    if word:
        raise _Gap(say(f"花括号里的数自带“增长”“下降”“持平”等字：请删去前面的“{word}”",
                       f"the figure brings its own word: delete {word} before the brace"), lacking=False)
    unit = {GAP: _unit(figure, submission), GROWTH: "%", RATIO_GAP: "个百分点"}[figure.kind]
    if unit and after.startswith((unit, "％" if unit == "%" else unit)):
        raise _Gap(say(f"花括号里的数自带单位：请删去后面的“{unit}”", f"the figure brings its own unit: delete {unit} after the brace"), lacking=False)
