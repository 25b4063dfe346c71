"""The rule language, read with Python's own `ast` and nothing evaluated.

    申请[本年新收, 各列] + 申请[上年结转, 各列] == 申请[总计, 各列] + 申请[结转下年, 各列]

`表[行, 列]`, `甲:乙` for a run, a named group, `各行` / `各列` to repeat, `+ - number*`, `sum()`, one of `== != <= >= < >`,
`implies(given, then)`, `上年.表[行, 列]` for last year's report, `文中.事项[项目]` for a declared fact, `下级.表[行, 列]` and
`上年下级.表[行, 列]` for the sum over the units below (these rules may repeat over rows and columns at once), `下级.文中.事项[项目]`
for the sum of a declared fact. Labels are quoted: `申请["1.属于国家秘密", 各列]`.
"""

import ast
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from xlreport.form.model import Axis, Form, Table, cell_name
from xlreport.form.names import meant, plain
from xlreport.rules.indices import codes_meant
from xlreport.rules.model import FACT, LAST, LAST_PARTS, PARTS, THIS, Answer, Comparison, Sum, Term
from xlreport.rules.parse import RuleText, parse

DEEPEST = 40
EACH_ROW, EACH_COLUMN = "各行", "各列"
_SOURCES = {"上年": LAST, "下级": PARTS, "上年下级": LAST_PARTS}

_RELATIONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.LtE: "<=", ast.GtE: ">=", ast.Lt: "<", ast.Gt: ">",
}


class Repeat(NamedTuple):
    """One step of a repeated rule: the axis that repeats (row, column, or cell for both) and the code it stands at."""

    axis: str
    code: str

    @property
    def row(self) -> str:
        """What 各行 stands for."""
        return self.code.partition(", ")[0]

    @property
    def column(self) -> str:
        """What 各列 stands for."""
        return self.code.rpartition(", ")[2]


class Reading(NamedTuple):
    """A rule's text at one repeat: (given or None, check). repeat is None for a rule that does not repeat."""

    repeat: Repeat | None
    given: Comparison | None
    check: Comparison


class _NoCell(Exception):
    """A repeated rule meets a row and column that the table does not have: that step does not exist."""


def read_rule(text: str, form: Form) -> tuple[Reading, ...]:
    """A rule's text against a form, at every row or column it repeats over. Raises RuleText.

    Every name is resolved here, so that a mistake is never found while data is read. A repeat for which the form has
    no cell is left out.
    """
    tree = parse(text)
    given: ast.expr | None = None
    check = tree
    if isinstance(tree, ast.Call):
        if called(tree) != "implies" or len(tree.args) != 2 or tree.keywords:
            raise RuleText("一条规则是一个比较，或 implies(前提, 结论)")
        given, check = tree.args
    readings: list[Reading] = []
    for repeat in _repeats(tree, form):
        reader = _Reader(text, form, repeat, across=True)
        try:
            readings.append(Reading(repeat, reader.comparison(given) if given is not None else None,
                                    reader.comparison(check)))
        except _NoCell:
            continue
    if not readings:
        raise RuleText("表里没有一格合这条规则：该行该列不填数")
    return tuple(readings)


def read_condition(text: str, form: Form) -> Comparison | Answer:
    """A `when`: a comparison, or an answer on the cover such as `封面.规章制定权 == "无"`. Raises RuleText."""
    tree = parse(text)
    if (
        isinstance(tree, ast.Compare) and isinstance(tree.left, ast.Attribute)
        and isinstance(tree.left.value, ast.Name) and tree.left.value.id == "封面"
    ):
        questions = {question.code: question for question in form.questions}
        code = plain(tree.left.attr)
        if code not in questions:
            raise RuleText(f"封面上没有“{code}”这一问{meant(code, questions)}")
        choice = tree.comparators[0]
        relation = _RELATIONS.get(type(tree.ops[0]), "")
        if len(tree.ops) != 1 or relation not in ("==", "!=") or not isinstance(choice, ast.Constant):
            raise RuleText("封面的条件写成 封面.问题 == \"答案\"")
        if choice.value not in questions[code].choices:
            raise RuleText(f"“{code}”的答案只有 {'、'.join(questions[code].choices)}")
        return Answer(code, str(choice.value), relation == "==")
    if _repeats(tree, form) != (None,):
        raise RuleText("条件（when）里不能用 各行、各列")
    return _Reader(text, form, None).comparison(tree)


def read_sum(node: ast.expr, text: str, form: Form) -> Sum:
    """A sum such as `申请[不予公开, 总计]`, as a part of a parsed text; at one place only. Raises RuleText."""
    if _repeats(node, form) != (None,):
        raise RuleText("这里不能用 各行、各列：要一个数")
    return _Reader(text, form, None).side(node)


def called(node: ast.expr) -> str:
    """The name of the function that is called; '' where none is."""
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _repeats(tree: ast.expr, form: Form) -> tuple[Repeat | None, ...]:
    """The steps of a rule that says 各行 or 各列; (None,) for one that does not."""
    found: dict[str, list[tuple[str, ...]]] = {"row": [], "column": []}
    across = False
    for node in ast.walk(tree):
        if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Tuple):
            continue
        across |= isinstance(node.value, ast.Attribute) and isinstance(node.value.value, ast.Name) and _SOURCES.get(
            plain(node.value.value.id)) in (PARTS, LAST_PARTS)
        for place, index in enumerate(node.slice.elts):
            if not isinstance(index, ast.Name) or plain(index.id) not in (EACH_ROW, EACH_COLUMN):
                continue
            axis = "row" if plain(index.id) == EACH_ROW else "column"
            if (axis == "row") != (place == 0):
                raise RuleText("各行 写在逗号前面，各列 写在逗号后面")
            table = _table(node.value, form)
            found[axis].append((table.rows if axis == "row" else table.columns).codes)
    rows, columns = found["row"], found["column"]
    if rows and columns and not across:
        raise RuleText("一条规则里不能同时用 各行 和 各列")
    if any(other != codes[0] for codes in (rows, columns) for other in codes):
        raise RuleText("各行、各列所在的几张表，行或列的代码要相同")
    if rows and columns:
        return tuple(Repeat("cell", f"{row}, {column}") for row in rows[0] for column in columns[0])
    if rows:
        return tuple(Repeat("row", code) for code in rows[0])
    return tuple(Repeat("column", code) for code in columns[0]) if columns else (None,)


def _table(node: ast.expr, form: Form) -> Table:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    known = [table.code for table in form.tables]
    if plain(name) not in known:
        raise RuleText(f"没有“{name}”这张表{meant(name, known)}")
    return form.table(plain(name))


class _Reader:
    """Reads one rule's text at one repeat."""

    def __init__(self, text: str, form: Form, repeat: Repeat | None, across: bool = False) -> None:
        self.text, self.form, self.repeat, self.across = text.strip(), form, repeat, across

    def comparison(self, node: ast.expr) -> Comparison:
        if not isinstance(node, ast.Compare):
            raise RuleText("缺少比较号（== != <= >= < > 之一）")
        if len(node.ops) != 1 or type(node.ops[0]) not in _RELATIONS:
            raise RuleText("一条规则只用一个比较号（== != <= >= < > 之一）")
        left, right = self.side(node.left), self.side(node.comparators[0])
        factors = {(term.source, term.name): term.factor for term in left.terms}
        if any(factors.get((term.source, term.name)) == term.factor for term in right.terms):
            raise RuleText("比较号两边有同一格，它填多少都一样：请去掉")
        if not left.terms and not right.terms:
            raise RuleText("规则里没有一格：写成 表[行, 列]")
        return Comparison(left, _RELATIONS[type(node.ops[0])], right)

    def side(self, node: ast.expr) -> Sum:
        terms: dict[tuple[str, str], Decimal] = {}
        constant = Decimal(0)
        for source, name, factor in self.terms(node, Decimal(1), 0):
            if name:
                terms[source, name] = terms.get((source, name), Decimal(0)) + factor
            else:
                constant += factor
        if any(not factor for factor in terms.values()):
            raise RuleText("有一格加了又减，它填多少都一样：请去掉")
        kept = tuple(Term(source, name, factor) for (source, name), factor in terms.items())
        added = all(term.source == THIS and term.factor == 1 for term in kept)
        return Sum(kept, constant, tuple(term.name for term in kept) if added else ())

    def terms(self, node: ast.expr, factor: Decimal, depth: int) -> Iterable[tuple[str, str, Decimal]]:
        """(source, cell name, factor) for every cell; the name is '' for a constant."""
        if depth > DEEPEST:
            raise RuleText("括号或运算套得太深")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            sign = 1 if isinstance(node.op, ast.Add) else -1
            return [*self.terms(node.left, factor, depth + 1), *self.terms(node.right, factor * sign, depth + 1)]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            number, rest = (node.left, node.right) if self.is_number(node.left) else (node.right, node.left)
            if not self.is_number(number):
                raise RuleText("乘法只能是一个数乘以一格或一个和（规则须是线性的）")
            return self.terms(rest, factor * self.number(number), depth + 1)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            return self.terms(node.operand, -factor if isinstance(node.op, ast.USub) else factor, depth + 1)
        if self.is_number(node):
            return [(THIS, "", factor * self.number(node))]
        if isinstance(node, ast.Call) and called(node) == "sum" and not node.keywords and node.args:
            return [term for part in node.args for term in self.terms(part, factor, depth + 1)]
        if isinstance(node, ast.Subscript):
            return self.cells(node, factor)
        raise RuleText(self.refuse(node))

    def refuse(self, node: ast.expr) -> str:
        written = ast.get_source_segment(self.text, node) or ""
        if isinstance(node, ast.Name):
            known = [table.code for table in self.form.tables]
            return f"“{written[:40]}”不是一格：写成 表[行, 列]{'' if written in known else meant(written, known)}"
        return f"“{written[:40]}”不是规则里能用的写法：只有 表[行, 列]、+ - 数*、sum()、比较和 implies()"

    @staticmethod
    def is_number(node: ast.expr) -> bool:
        return isinstance(node, ast.Constant) and type(node.value) in (int, float)

    def number(self, node: ast.expr) -> Decimal:
        """The number as it was written: 0.1 is exactly 0.1."""
        written = (ast.get_source_segment(self.text, node) or "").replace("_", "")
        try:
            number = Decimal(written)
        except ArithmeticError:
            raise RuleText(f"“{written[:20]}”不是十进制数") from None
        if not number.is_finite() or abs(number) > 10**15:
            raise RuleText(f"“{written[:20]}”太大")
        return number

    def cells(self, node: ast.Subscript, factor: Decimal) -> list[tuple[str, str, Decimal]]:
        source = THIS
        owner = node.value
        if isinstance(owner, ast.Attribute):
            before, prefix = owner.value, ""
            if isinstance(before, ast.Attribute) and plain(before.attr) == "文中":  # 下级.文中.
                below = plain(before.value.id) if isinstance(before.value, ast.Name) else ""
                if self.across and _SOURCES.get(below) == PARTS:
                    return [(PARTS, self.fact(plain(owner.attr), node.slice), factor)]
            elif isinstance(before, ast.Name):
                prefix = plain(before.id)
            if prefix == "文中":
                return [(FACT, self.fact(plain(owner.attr), node.slice), factor)]
            if prefix not in _SOURCES or (_SOURCES[prefix] != LAST and not self.across):
                raise RuleText("点号前面只能是 上年、文中（条件里还可以是 封面；汇总的规则里还可以是 下级、上年下级）")
            source = _SOURCES[prefix]
        table = _table(owner, self.form)
        if not isinstance(node.slice, ast.Tuple) or len(node.slice.elts) != 2:
            raise RuleText(f"{table.code} 后面写成 [行, 列]，行和列都要有")
        rows = self.codes(node.slice.elts[0], table.rows, table)
        columns = self.codes(node.slice.elts[1], table.columns, table)
        names = [cell_name(table.code, row, column) for row in rows for column in columns]
        found = [name for name in names if name in self.form.cells]
        if not found:
            if self.repeat is not None:
                raise _NoCell
            raise RuleText(f"{names[0]} 这一格不填数")
        return [(source, name, factor) for name in found]

    def codes(self, node: ast.expr, axis: Axis, table: Table) -> tuple[str, ...]:
        """Codes that a row or column index stands for."""
        name = plain(node.id) if isinstance(node, ast.Name) else ""
        if name not in (EACH_ROW, EACH_COLUMN):
            return codes_meant(node, axis, table, self.text)
        assert self.repeat is not None
        return (self.repeat.row if name == EACH_ROW else self.repeat.column,)

    def fact(self, group: str, index: ast.expr) -> str:
        item = plain(index.id) if isinstance(index, ast.Name) else ""
        name = f"文中.{group}[{item}]"
        if name not in self.form.facts:
            raise RuleText(f"没有声明“{name}”{meant(name, self.form.facts)}")
        return name
