"""What only rules across units have: the units below as a source, and the parameters of their tests."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from xlreport.form.names import meant
from xlreport.rules.model import LAST_PARTS, PARTS, ROLLUP_TESTS, Instance

Wrong = Callable[[str], None]


def across_units(rule_id: str, check: str, test: str, instances: Iterable[Instance], wrong: Wrong) -> None:
    """A rule of the roll-up (H), and only such a one, speaks of the units below."""
    terms = (term for instance in instances for side in (instance.check.left, instance.check.right) for term in side.terms)
    across = any(term.source in (PARTS, LAST_PARTS) for term in terms) if check else test in ROLLUP_TESTS
    if rule_id[0] == "H" and (instances or test) and not across:
        wrong("汇总的规则（H）要和 下级. 或 上年下级. 比，例：申请[各行, 各列] == 下级.申请[各行, 各列]")
    elif rule_id[0] != "H" and across:
        wrong("下级.、上年下级. 和各单位之间的检查只用在汇总的规则里：id 以 H 开头")


def parameters_of(stated: Any, test: str, wrong: Wrong) -> Mapping[str, Decimal]:
    """The numbers a test takes: its defaults with what the rule says instead."""
    known = ROLLUP_TESTS.get(test, {})
    if not isinstance(stated, dict):
        wrong("parameters 写成 { 名称 = 数 }")
        return known
    for name in stated:
        if name not in known:
            wrong(f"parameters 里没有“{name}”{meant(name, known)}")
    return {name: number_of(stated[name], wrong) if name in stated else default for name, default in known.items()}


def number_of(stated: Any, wrong: Wrong) -> Decimal:
    """A number that a rule states: not negative, at most 10^12."""
    try:
        tolerance = Decimal(str(stated))
    except InvalidOperation:
        tolerance = Decimal(-1)
    if tolerance.is_finite() and 0 <= tolerance <= 10**12:
        return tolerance
    wrong(f"tolerance 是不小于 0 的数，现为“{stated}”")
    return Decimal(0)
