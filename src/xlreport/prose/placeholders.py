"""Figures in a text: `{申请[本年新收, 总计]}`, `{增长(申请[本年新收, 总计]), 1}`, `{比率(a, b), 1}`, `{差(a)}`.

A brace is a placeholder only if it begins with a table's code and `[`, with `上年.` or `文中.`, or with 比率( 增长( 差( ; every other brace
is prose. What stands inside is read as a rule's sum is, so nothing is ever run. Full-width punctuation is taken as meant.

    表[行, 列]           the number, as it was entered; a run or a group is its sum. `, 2` at the end: two decimals
    比率(部分, 全部), 1    98.3%
    增长(表[行, 列]), 1    against last year, with its word: 增长12.5%, 下降5%, 持平, 翻一番
    差(表[行, 列])         against last year, with word and unit: 增加3件, 减少2件, 持平
    差(比率(a, b)), 1     上升1.2个百分点; 差(a, b) is the same between any two
"""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from xlreport.form.model import Form
from xlreport.form.names import meant, plain
from xlreport.rules.language import called, read_sum
from xlreport.rules.model import FACT, LAST, THIS, Sum, Term
from xlreport.rules.parse import FULL_WIDTH, RuleText, parse

SUM, RATIO, GROWTH, GAP, RATIO_GAP = "sum", "ratio", "growth", "gap", "ratio_gap"
FUNCTIONS = {"比率": RATIO, "增长": GROWTH, "差": GAP}
LONGEST = 400
MOST_DECIMALS = 6
WAYS = "写法如 {申请[本年新收, 总计]}、{比率(a, b), 1}、{增长(a), 1}、{差(a)}、{上年.表[行, 列]}、{文中.事项[项目]}"
_BRACE = re.compile(r"[{｛]([^{}｛｝\n]*)([}｝]?)")
_HEAD = re.compile(r"\s*(\w+)\s*([\[［【(（.．。])")
_NEAR = re.compile(r"\s*(\w+)\s*[\[［【][^\[\]［］【】]+[,，、][^\[\]［］【】]+[\]］】]")
_FOLDED = {**{mark: half for mark, half in FULL_WIDTH.items() if len(half) == 1}, "\u00a0": " "}


class Figure(NamedTuple):
    """What a placeholder asks for: its kind, the sums it is made of, and the decimals stated (None where none are)."""

    kind: str
    sums: tuple[Sum, ...]
    decimals: int | None


class Placeholder(NamedTuple):
    """One placeholder of a text: characters from start up to end, what stands between the braces, what it asks for.

    problem: why it cannot be understood, with what to type instead; unsure: it may as well be prose.
    """

    start: int
    end: int
    expression: str
    figure: Figure | None
    problem: str = ""
    unsure: bool = False


def find_placeholders(text: str, form: Form) -> tuple[Placeholder, ...]:
    """All placeholders of a text in order, those with mistakes too; braces that are prose are left out."""
    if "{" not in text and "｛" not in text:
        return ()
    return tuple(_found(text, form))


def _found(text: str, form: Form) -> Iterator[Placeholder]:
    tables = [table.code for table in form.tables]
    for match in _BRACE.finditer(text):
        inner, closed = match[1], bool(match[2])
        head = _HEAD.match(inner)
        word, mark = (plain(head[1]), _FOLDED.get(head[2], head[2])) if head else ("", "")
        ours = (word in tables and mark == "[") or (word in ("上年", "文中") and mark == ".") or (word in FUNCTIONS and mark == "(")
        near = meant(word, tables) if not ours and closed and _NEAR.match(inner) and word not in tables else ""
        if not ours and not near:
            continue
        if not closed:
            end = match.start() + 1 + len(inner)
            yield Placeholder(match.start(), end, inner.strip(), None, "少了右花括号 }")
            continue
        expression = fold(inner)
        if near:
            yield Placeholder(match.start(), match.end(), expression, None, f"没有“{word}”这张表{near}", unsure=True)
            continue
        try:
            yield Placeholder(match.start(), match.end(), expression, read_figure(expression, form))
        except RuleText as error:
            yield Placeholder(match.start(), match.end(), expression, None, str(error))


def fold(inner: str) -> str:
    """What stands between the braces with half-width punctuation, except in a label between quotes."""
    quote, parts = "", []
    for character in inner:
        if character == quote:
            quote = ""
        elif not quote:
            character = _FOLDED.get(character, character)
            quote = character if character in "\"'" else ""
        parts.append(character)
    return "".join(parts).strip()


def read_figure(expression: str, form: Form) -> Figure:
    """What an expression asks for. Raises RuleText with what to type instead."""
    if len(expression) > LONGEST:
        raise RuleText(f"花括号里有 {len(expression)} 个字符，最多 {LONGEST} 个")
    tree = parse(expression)
    decimals = None
    if isinstance(tree, ast.Tuple):
        if len(tree.elts) != 2:
            raise RuleText(WAYS)
        tree, places = tree.elts
        if not isinstance(places, ast.Constant) or type(places.value) is not int or not 0 <= places.value <= MOST_DECIMALS:
            raise RuleText(f"逗号后面是小数位数，0 到 {MOST_DECIMALS}，例如 {{比率(a, b), 1}}")
        decimals = places.value
    return _Reader(expression, form).figure(tree, decimals)


class _Reader:
    """Reads one expression against a form."""

    def __init__(self, text: str, form: Form) -> None:
        self.text, self.form = text, form

    def figure(self, node: ast.expr, decimals: int | None) -> Figure:
        kind = FUNCTIONS.get(called(node))
        if kind is None:
            return Figure(SUM, (self.sum(node),), decimals)
        assert isinstance(node, ast.Call)
        if node.keywords:
            raise RuleText(WAYS)
        if kind == RATIO:
            return Figure(RATIO, self.ratio(node), decimals)
        if len(node.args) not in (1, 2):
            raise RuleText(f"{called(node)}() 里写一项（与上年比），或两项（前者与后者比）")
        if kind == GAP and any(called(part) == "比率" for part in node.args):
            if not all(called(part) == "比率" for part in node.args):
                raise RuleText("差() 的两项要么都是 比率(…)，要么都不是")
            ratios = [self.ratio(part) for part in node.args if isinstance(part, ast.Call)]
            return Figure(RATIO_GAP, (*ratios[0], *(ratios[1] if len(ratios) > 1 else map(self.last, ratios[0]))), decimals)
        sums = [self.sum(part) for part in node.args]
        return Figure(kind, (sums[0], sums[1] if len(sums) > 1 else self.last(sums[0])), decimals)

    def ratio(self, node: ast.Call) -> tuple[Sum, Sum]:
        if len(node.args) != 2 or node.keywords:
            raise RuleText("比率() 里写两项：比率(部分, 全部)")
        return self.sum(node.args[0]), self.sum(node.args[1])

    def sum(self, node: ast.expr) -> Sum:
        found = read_sum(node, self.text, self.form)
        if not found.terms:
            raise RuleText("里面没有一格：写成 表[行, 列]")
        cells = [self.form.cells.get(term.name) for term in found.terms]
        if len(cells) > 1 and any(cell is not None and cell.stated_unit for cell in cells):
            raise RuleText("这里面有的格自己带单位（元、万元），不能相加：请一格一格写")
        return found

    def last(self, part: Sum) -> Sum:
        """The same cells of last year's report."""
        if any(term.source != THIS for term in part.terms):
            raise RuleText("与上年比的，只能是本年表里的格；也可以写两项，例如 {差(a, b)}")
        return Sum(tuple(Term(LAST, term.name, term.factor) for term in part.terms), part.constant, ())


def figure_cells(figure: Figure) -> tuple[tuple[str, str], ...]:
    """(source, name) of every cell a figure is made of, each once; source is this, last or fact."""
    return tuple(dict.fromkeys((term.source, term.name) for part in figure.sums for term in part.terms))


def cell_said(source: str, name: str, form: Form) -> str:
    """`申请情况“一、本年新收，总计”`, `上年“…”`, `封面“…”`."""
    if source == FACT:
        fact = form.facts[name]
        return f"封面“{fact.group}：{fact.cell.label}”"
    cell = form.cells[name]
    return f"{'上年' if source == LAST else form.table(cell.table).sheet}“{cell.label}”"
