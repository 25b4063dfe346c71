"""rules.toml -> RuleSet. Every mistake of every rule is collected and raised together, before any data is read."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from xlreport.errors import DefinitionError, Mistake
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.form.names import meant
from xlreport.rules.language import Reading, RuleText, read_condition, read_rule
from xlreport.rules.model import CELL_TESTS, DOCUMENT_TESTS, FAMILIES, SEVERITIES, Case, Instance, Rule, RuleSet

KEYS = ("id", "says", "says_en", "check", "test", "basis", "why", "severity", "tolerance", "total", "sides", "innocent",
        "when")
_ID = re.compile(r"[A-Z]\d{3}")


@lru_cache(maxsize=16)
def load_rules(library: Library, form_id: str) -> RuleSet:
    """The rules of a form: those of every form (rules.toml beside the forms), its own, and the office's own on top.

    Raises DefinitionError with all mistakes of all files.
    """
    form = library.form(form_id)
    digest = hashlib.sha256()
    entries: dict[str, dict[str, Any]] = {}
    mistakes: list[Mistake] = []
    files = [path for folder in library.folders if (path := folder / "rules.toml").is_file()]
    for path in [*files, *library.files(form_id, "rules.toml"), *library.files(form_id, "form.toml")]:
        text = path.read_text("utf-8")
        digest.update(text.replace("\r\n", "\n").encode())
        if path.name == "rules.toml":
            name = path.name if path in files else f"{form_id}/{path.name}"
            _merge(text, name, path in files or path.parent.parent != library.own, entries, mistakes)
    rules = [rule for entry in entries.values() if (rule := _rule(entry, form, mistakes)) is not None]
    if mistakes:
        raise DefinitionError(tuple(mistakes))
    return RuleSet(
        rules=tuple(rules), version=f"{form.version}-{digest.hexdigest()[:8]}", by_id={rule.id: rule for rule in rules},
        by_test={rule.test: rule for rule in rules if rule.test and rule.severity != "off"},
    )


def _merge(
    text: str, name: str, first: bool, entries: dict[str, dict[str, Any]], mistakes: list[Mistake]
) -> None:
    """Adds one file's rules to `entries`; only the office's own file may speak of an id a second time."""
    try:
        found = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        mistakes.append(Mistake(name, "", f"不是合格的 TOML：{error}"))
        return
    seen: set[str] = set()
    for entry in found:
        rule_id = str(entry.get("id", ""))
        if not _ID.fullmatch(rule_id) or rule_id[0] not in FAMILIES:
            mistakes.append(Mistake(name, rule_id, f"id 是一个字母（{'、'.join(FAMILIES)}）加三位数字，例如 S101"))
        elif rule_id in seen or (first and rule_id in entries):
            mistakes.append(Mistake(name, rule_id, "这个 id 已经用过；id 永不重用"))
        else:
            entries[rule_id] = {**entries.get(rule_id, {}), **entry, "_file": name}
        seen.add(rule_id)


def _rule(entry: Mapping[str, Any], form: Form, mistakes: list[Mistake]) -> Rule | None:
    file, rule_id = str(entry["_file"]), str(entry["id"])
    before = len(mistakes)

    def wrong(text: str) -> None:
        mistakes.append(Mistake(file, rule_id, text))

    for key in entry:
        if key not in (*KEYS, "_file"):
            wrong(f"不认识的项“{key}”{meant(key, KEYS)}")
    if not entry.get("says"):
        wrong("缺少 says（用一句话说明规则）")
    severity = entry.get("severity", "error")
    if severity not in SEVERITIES:
        wrong(f"severity 只能是 {'、'.join(SEVERITIES)}，现为“{severity}”")
    check, test = str(entry.get("check", "")), str(entry.get("test", ""))
    if bool(check) == bool(test):
        wrong("要有 check（一行规则）")
    if test and test not in (*CELL_TESTS, *DOCUMENT_TESTS):
        wrong(f"没有“{test}”这种检查{meant(test, (*CELL_TESTS, *DOCUMENT_TESTS))}")
    try:
        tolerance = Decimal(str(entry.get("tolerance", "0")))
        if not tolerance.is_finite() or tolerance < 0:
            raise InvalidOperation
    except InvalidOperation:
        wrong(f"tolerance 是不小于 0 的数，现为“{entry.get('tolerance')}”")
        tolerance = Decimal(0)
    sides = entry.get("sides", ["", ""])
    if not isinstance(sides, list) or len(sides) != 2:
        wrong("sides 是两个名称：左边叫什么，右边叫什么")
        sides = ["", ""]
    instances = tuple(_instances(rule_id, check, entry.get("when", ()), form, wrong)) if check else ()
    if entry.get("total") and any(
        len(instance.check.right.terms) != 1 or instance.check.relation != "==" or instance.given is not None
        for instance in instances
    ):
        wrong("total 的规则写成 各项之和 == 合计，合计只有一格")
    if len(mistakes) > before:
        return None
    return Rule(
        id=rule_id, says=str(entry["says"]), says_en=str(entry.get("says_en", entry["says"])), check=check, test=test,
        basis=str(entry.get("basis", "")), why=str(entry.get("why", "")), severity=severity, tolerance=tolerance,
        total=bool(entry.get("total")), sides=(str(sides[0]), str(sides[1])), innocent=str(entry.get("innocent", "")),
        instances=instances,
    )


def _instances(rule_id: str, check: str, when: Any, form: Form, wrong: Any) -> Iterable[Instance]:
    conditions = []
    reading: Reading | None = None
    try:
        reading = read_rule(check, form)
    except RuleText as error:
        wrong(f"check：{error}")
    for text in [when] if isinstance(when, str) else when:
        try:
            conditions.append(read_condition(str(text), form))
        except RuleText as error:
            wrong(f"when：{error}")
    if reading is None:
        return
    for repeat in reading.repeats:
        found = reading.at(repeat)
        if found is None:
            continue
        given, comparison = found
        key = repeat.code if repeat else ""
        yield Instance(
            id=f"{rule_id}[{key}]" if key else rule_id, rule=rule_id, key=key, label=_said(repeat, comparison, form),
            check=comparison, given=given, when=tuple(conditions),
        )


def _said(repeat: Any, comparison: Any, form: Form) -> str:
    """What a message calls the row or column an instance stands at, with its table; '' for one that does not repeat."""
    name = next((term.name for side in (comparison.left, comparison.right) for term in side.terms), "")
    cell = form.cells.get(name)
    if cell is None:
        return ""
    table = form.table(cell.table)
    if repeat is None:
        return table.sheet
    axis = table.rows if repeat.axis == "row" else table.columns
    return f"{table.sheet} {axis.said[repeat.code]}"


def load_cases(library: Library, form_id: str) -> tuple[Case, ...]:
    """The examples in cases.toml (those of every form, then the form's own). Raises DefinitionError."""
    cases: list[Case] = []
    paths = [path for folder in library.folders if (path := folder / "cases.toml").is_file()]
    for path in [*paths, *library.files(form_id, "cases.toml")]:
        try:
            entries = tomllib.loads(path.read_text("utf-8")).get("case", [])
        except tomllib.TOMLDecodeError as error:
            raise DefinitionError((Mistake(str(path), "", f"不是合格的 TOML：{error}"),)) from None
        for entry in entries:
            rest = {key: value for key, value in entry.items() if key not in ("rule", "verdict", "at")}
            cases.append(Case(str(entry.get("rule")), str(entry.get("verdict")), str(entry.get("at", "")), rest))
    return tuple(cases)
