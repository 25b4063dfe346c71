"""Rules in words: a line, a page, the catalogue RULES.md. All from the same rule; nothing is written twice."""

from collections.abc import Sequence
from typing import Any

from xlreport.form.model import Form
from xlreport.rules.model import Case, Rule, RuleSet
from xlreport.wording import say

SEVERITIES_SAID = {"error": "错误（须改）", "warning": "核实（请确认或说明）", "info": "提示", "off": "不查"}
_VERDICTS_SAID = {"holds": ("通过", "holds"), "broken": ("不符", "broken"), "cannot_tell": ("无法判断", "cannot tell")}
_ENTRIES_SAID = {"value": "这一格", "year": "年度", "unit": "单位名称", "unit_code": "统一社会信用代码", "kind": "格的种类",
                 "departures": "读到的情形", "unclear": "读不清的", "inferred": "由规则推得", "formula": "由公式算出", "blank_is_zero": "空白格按 0 计",
                 "text": "正文", "last_text": "上年正文", "title": "标题", "figure": "上年和本年", "peers": "同类单位的上年和本年",
                 "parts": "下级各单位", "names": "下级单位", "last_parts": "下级各单位上年"}
MOST_KEYS = 40  # rows or columns named one by one; a rule of every cell of a table has more
_HEADS = {
    "C": ("每一格里填的东西", "what one cell holds"), "W": ("工作簿本身", "the workbook itself"),
    "S": ("申请情况表内的平衡", "balances of 申请"), "F": ("复议诉讼表内的平衡", "balances of 复议诉讼"),
    "G": ("主动公开", "proactive disclosure"), "Y": ("与上年比", "against last year"),
    "N": ("正文里的数字", "numbers in the narrative"), "H": ("汇总", "roll-up"),
}


def severity_said(severity: str) -> str:
    """`错误（须改）` for error, and so on; the code itself in English."""
    return say(SEVERITIES_SAID[severity], severity)


def one_line(rule: Rule) -> str:
    """`S101 错误（须改） 第一项加第二项之和，等于第三项加第四项之和`."""
    return f"{rule.id}  {severity_said(rule.severity)}  {say(rule.says, rule.says_en)}"


def explain(rule: Rule, form: Form, cases: Sequence[Case]) -> str:
    """One rule on a page: sentence, formula, basis, reasons, where it applies, examples."""
    lines = [one_line(rule)]
    if rule.check:
        lines.append(f"  {say('写法：', 'check: ')}{rule.check}")
        count = len(rule.instances)
        keys = [instance.key for instance in rule.instances if instance.key]
        if len(keys) > MOST_KEYS:
            lines.append(say(f"  逐格核对 {count} 次", f"  checked {count} times, cell by cell"))
        elif keys:
            lines.append(say(f"  逐{'行' if keys[0] in _rows(form) else '列'}核对 {count} 次：{'、'.join(keys)}",
                             f"  checked {count} times: {', '.join(keys)}"))
    for label, text in (
        (say("依据：", "basis: "), rule.basis), (say("为什么：", "why: "), rule.why),
        (say("常见的正常原因：", "innocent reasons: "), rule.innocent),
        (say("允许相差：", "tolerance: "), str(rule.tolerance) if rule.tolerance else ""),
        (say("参数：", "parameters: "), say("，", ", ").join(f"{name} {number}" for name, number in rule.parameters.items())),
    ):
        if text:
            lines.append(f"  {label}{text}")
    lines += [f"  {say('例（{}）：', 'case ({}): ').format(say(*_VERDICTS_SAID[case.verdict]))}{_case(case)}" for case in cases]
    return "\n".join(lines)


def _rows(form: Form) -> set[str]:
    return {code for table in form.tables for code in table.rows.codes}


def _case(case: Case) -> str:
    shown: list[str] = []
    for key, entry in case.entries.items():
        if isinstance(entry, dict) and "text" not in entry:
            prefix = say("上年 ", "last year ") if key == "last_year" else ""
            shown += [f"{prefix}{name} = {_entry(value)}" for name, value in entry.items()]
        else:
            shown.append(f"{say(_ENTRIES_SAID.get(key, key), key)} = {_entry(entry)}")
    return say("、", ", ").join(shown) or say("各格都是 0", "all cells 0")


def _entry(value: object) -> str:
    if value == "blank":
        return say("空白", "blank")
    if isinstance(value, dict):
        return f"“{value.get('text')}”" + (f"（{value['kind']}）" if "kind" in value else "")
    if isinstance(value, bool):
        return say("是" if value else "否", str(value).lower())
    if isinstance(value, list):
        return "、".join(_unit_below(one) for one in value)
    return str(value)


def _unit_below(entry: object) -> str:
    """One unit of an example across units: its cells, or a pair of last year and this."""
    if isinstance(entry, dict):
        return "（" + "，".join(f"{name} = {_entry(number)}" for name, number in entry.items()) + "）"
    return "→".join(map(_entry, entry)) if isinstance(entry, list) and len(entry) == 2 else _entry(entry)


def rule_data(rule: Rule) -> dict[str, Any]:
    """A rule as plain data, for `xlreport rules --json`."""
    return {
        "id": rule.id, "says": rule.says, "says_en": rule.says_en, "check": rule.check, "test": rule.test,
        "family": rule.family, "severity": rule.severity, "tolerance": str(rule.tolerance), "basis": rule.basis,
        "why": rule.why, "innocent": rule.innocent, "total": rule.total, "instances": len(rule.instances),
    }


def catalogue(form: Form, ruleset: RuleSet, cases: Sequence[Case]) -> str:
    """RULES.md of a form: every rule with sentence, formula, basis, reasons and examples. Chinese, as staff read it."""
    lines = [
        f"# 规则目录：{form.name}", "",
        f"本页由 `xlreport build` 从 rules.toml、cases.toml 生成，不要手改。共 {len(ruleset.rules) + len(ruleset.rollup)} 条规则，"
        f"逐行逐列展开为 {len(ruleset.instances())} 项核对。", "",
        "级别：错误（须改）；核实（请确认或说明）；提示。结论：通过、不符、无法判断、不适用。", "",
    ]
    head = ""
    for rule in sorted((*ruleset.rules, *ruleset.rollup), key=lambda rule: (list(_HEADS).index(rule.id[0]), rule.id)):
        if rule.id[0] != head:
            head = rule.id[0]
            lines += [f"## {head} {_HEADS[head][0]}", ""]
        lines += [f"### {rule.id} {rule.says}", ""]
        lines += [f"- 级别：{SEVERITIES_SAID[rule.severity]}"]
        if rule.check:
            lines += [f"- 写法：`{rule.check}`"]
            if len(rule.instances) > MOST_KEYS:
                lines += [f"- 核对 {len(rule.instances)} 次，逐格"]
            elif len(rule.instances) > 1:
                lines += [f"- 核对 {len(rule.instances)} 次：{'、'.join(instance.key for instance in rule.instances)}"]
        if rule.parameters:
            lines += [f"- 参数：{'，'.join(f'{name} {number}' for name, number in rule.parameters.items())}"]
        for label, text in (("依据", rule.basis), ("为什么", rule.why), ("常见的正常原因", rule.innocent)):
            if text:
                lines += [f"- {label}：{text}"]
        lines += [f"- 例（{_VERDICTS_SAID[case.verdict][0]}）：{_case(case)}" for case in cases if case.rule == rule.id]
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"
