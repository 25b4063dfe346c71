"""Rows and columns as a rule names them between the brackets: by code, by printed label in quotes, as a run or a named group."""

import ast

from xlreport.form.model import Axis, Table
from xlreport.form.names import meant, plain
from xlreport.rules.parse import RuleText


def codes_meant(node: ast.expr, axis: Axis, table: Table, text: str) -> tuple[str, ...]:
    """The codes of one of a table's axes that an index stands for. text: the rule, for messages. Raises RuleText."""
    if isinstance(node, ast.Slice):
        if node.lower is None or node.upper is None or node.step is not None:
            raise RuleText("一段写成 首:尾，首尾都要写")
        ends = [_code(end, axis, table, text) for end in (node.lower, node.upper)]
        start, end = (axis.codes.index(code) for code in ends)
        if start > end:
            raise RuleText(f"“{ends[0]}:{ends[1]}”前后颠倒了")
        return axis.codes[start : end + 1]
    if isinstance(node, ast.Name) and plain(node.id) in axis.groups:
        return axis.groups[plain(node.id)]
    return (_code(node, axis, table, text),)


def _code(node: ast.expr, axis: Axis, table: Table, text: str) -> str:
    """The one code that a name or a label in quotes stands for."""
    kind = "行" if axis is table.rows else "列"
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        label = plain(node.value)
        codes = [code for code, printed in axis.printed.items() if plain(printed) == label]
        if len(codes) == 1:
            return codes[0]
        if codes:
            raise RuleText(f"表 {table.code} 有 {len(codes)} {kind}都印着“{node.value}”，请用代码 {'、'.join(codes)}")
        raise RuleText(f"表 {table.code} 没有印着“{node.value}”的{kind}{meant(node.value, axis.printed.values())}")
    if not isinstance(node, ast.Name):
        written = ast.get_source_segment(text, node) or ""
        raise RuleText(f"“{written[:40]}”不是{kind}的代码：代码不以数字开头，印出来的名称要加引号")
    name = plain(node.id)
    if name not in axis.codes:
        if name in axis.groups:
            raise RuleText(f"“{name}”是一组，首和尾要写单独的{kind}")
        raise RuleText(f"表 {table.code} 没有“{name}”这一{kind}{meant(name, [*axis.codes, *axis.groups])}")
    return name
