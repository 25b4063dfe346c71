"""What the checks said, as tables for an analyst: findings, causes with their explanations, and the reasons that units typed.

Long tables, a row a finding, a change or a reason. Heads are in words; the dictionary gives the name that each has in `check --format json`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlreport.collection.store import Store
from xlreport.wording import say


class Field(NamedTuple):
    """One column: the head, its name in JSON and in the store, whether it holds whole numbers, and its width in characters."""

    head: str
    name: str
    whole: bool = False
    width: float = 12


FINDINGS = (Field("规则", "rule"), Field("规则所查", "instance", width=24), Field("类", "family"), Field("级别", "severity"), Field("结论", "verdict"),
            Field("说的是", "message", width=80), Field("左边", "left"), Field("右边", "right"), Field("相差", "difference"),
            Field("格", "cells", width=40), Field("指纹", "fingerprint", width=20), Field("原因编号", "cause"), Field("说明状态", "waiver"))
CAUSES = (Field("原因编号", "cause"), Field("能确定", "unique"), Field("已找全", "complete"), Field("说的是", "said", width=80),
          Field("可能", "explanation", whole=True), Field("次序", "rank", whole=True), Field("代码", "cell", width=34), Field("位置", "address"),
          Field("现为", "from"), Field("应为", "to"), Field("怎么错的", "why", width=30), Field("佐证", "support", width=30))
REASONS = (Field("规则或指纹", "fingerprint", width=20), Field("原因", "reason", width=60), Field("说明人", "name"), Field("日期", "date"))

_QUERIES = {
    "问题": (FINDINGS, "select * from every_finding where submission in (select unnest(?)) order by submission, family = 'rollup', place"),
    "原因": (CAUSES, 'select c.submission, c.cause, c."unique", c.complete, c.said, e.explanation, e.rank, e.cell, e.address, e."from", e."to", e.why, '
                   "e.support from cause c left join explanation e on e.submission = c.submission and e.cause = c.cause "
                   "where c.submission in (select unnest(?)) order by c.submission, c.cause, e.explanation, e.cell"),
    "说明": (REASONS, "select * from waiver where submission in (select unnest(?)) order by submission, fingerprint"),
}


def check_tables(store: Store, heads: Mapping[int, Sequence[Any]]) -> list[tuple[str, tuple[Field, ...], list[tuple[Any, ...]]]]:
    """(name, columns, rows) of each table. heads: what stands before every row of a submission, by its number."""
    return [(name, fields, [(*heads[row["submission"]], *(_shown(row[field.name], field.name) for field in fields))
                            for row in store.rows(query, [list(heads)])]) for name, (fields, query) in _QUERIES.items()]


def _shown(value: Any, name: str) -> Any:
    if isinstance(value, bool):
        return say("是", "yes") if value else say("否", "no")
    if name == "cells":
        import json

        return "；".join(f"{cell['sheet']} {cell['address']}".strip() or cell["label"] for cell in json.loads(value))
    return value
