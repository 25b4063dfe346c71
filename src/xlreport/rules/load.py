"""rules.toml -> RuleSet. Every mistake of every rule is collected and raised together, before any data is read."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from xlreport.errors import DefinitionError, Mistake
from xlreport.form.library import Library, read_text
from xlreport.form.model import Form
from xlreport.form.names import meant, plain
from xlreport.rules.across import Wrong, across_units, number_of, parameters_of
from xlreport.rules.language import Repeat, read_condition, read_rule
from xlreport.rules.model import (
    CELL_TESTS,
    DOCUMENT_TESTS,
    FAMILIES,
    PROSE_TESTS,
    ROLLUP_TESTS,
    SEVERITIES,
    TEXT_TESTS,
    Case,
    Comparison,
    Instance,
    Rule,
    RuleSet,
    Sum,
    Total,
)
from xlreport.rules.parse import RuleText

KEYS = ("id", "says", "says_en", "check", "test", "basis", "why", "severity", "tolerance", "total", "sides", "innocent",
        "when", "except", "together", "parameters")
TESTS = (*CELL_TESTS, *DOCUMENT_TESTS, *PROSE_TESTS, *TEXT_TESTS, *ROLLUP_TESTS)
VERDICTS = ("holds", "broken", "cannot_tell")
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
    for own, name, path in _files(library, form_id, "rules.toml"):
        text = read_text(path, name)
        digest.update(text.replace("\r\n", "\n").encode())
        _merge(text, name, own, entries, mistakes)
    shape = [read_text(path, path.name) for name in ("form.toml", "labels.toml") for path in library.files(form_id, name)]
    claims = _files(library, form_id, "claims.toml")
    said = [read_text(path, name) for _, name, path in claims]
    clauses = [text for _, text in form.phrases]
    for text in (*shape, *said, *clauses):
        digest.update(text.replace("\r\n", "\n").encode())
    rules = [rule for entry in entries.values() if (rule := _rule(entry, form, mistakes)) is not None]
    if mistakes:
        raise DefinitionError(tuple(mistakes))
    single = [rule for rule in rules if rule.family != "rollup"]
    return RuleSet(
        rules=tuple(single), rollup=tuple(rule for rule in rules if rule.family == "rollup"),
        version=f"{form.version}-{digest.hexdigest()[:8]}", by_id={rule.id: rule for rule in rules},
        by_test={rule.test: rule for rule in rules if rule.test and rule.severity != "off"}, totals=_totals(single),
        claims=tuple(path for _, _, path in claims),
        digests={"form": _digest(shape), "claims": _digest(said), "phrases": _digest(clauses),
                 **{rule_id: _digest(entry) for rule_id, entry in entries.items()}},
    )


def _digest(content: object) -> str:
    """What tells one wording of a part from another: the same lines give the same digest, whatever the file they stand in."""
    if isinstance(content, Mapping):
        content = sorted((key, value) for key, value in content.items() if key != "_file")
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]


def _totals(rules: list[Rule]) -> dict[str, Total]:
    """The cells that rules with `total = true` fill, parts before wholes."""
    parts: dict[str, Sum] = {}
    for rule in rules:
        for instance in rule.instances if rule.total and rule.severity != "off" else ():
            parts.setdefault(instance.check.right.terms[0].name, instance.check.left)
    ordered: dict[str, Total] = {}

    def add(name: str, above: tuple[str, ...]) -> None:
        inner = tuple(term.name for term in parts[name].terms if term.name in parts and term.name not in above)
        for other in inner:
            if other not in ordered:
                add(other, (*above, name))
        ordered[name] = Total(name, parts[name], inner)

    for name in parts:
        if name not in ordered:
            add(name, (name,))
    return ordered


def _files(library: Library, form_id: str, file: str) -> list[tuple[bool, str, Path]]:
    """(the office's own, name, path) of every file of that name that speaks of a form, in the order in which they apply."""
    return [
        (folder == library.own, name, folder / name) for folder in library.folders
        for name in (file, f"{form_id}/{file}") if (folder / name).is_file()
    ]


def tables_of(text: str, key: str, name: str) -> list[dict[str, Any]]:
    """The [[key]] tables of a TOML text. Raises DefinitionError when it is no TOML or has another shape."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError; so is a number of 5,000 digits
        raise DefinitionError((Mistake(name, "", f"不是合格的 TOML：{error}"),)) from None
    for other in data:
        if other != key:
            raise DefinitionError((Mistake(name, other, f"不认识的项“{other}”：每一条写成 [[{key}]]"),))
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise DefinitionError((Mistake(name, "", f"每一条写成 [[{key}]]，下面一行一项"),))
    return found


def _merge(
    text: str, name: str, own: bool, entries: dict[str, dict[str, Any]], mistakes: list[Mistake]
) -> None:
    """Adds one file's rules to `entries`; only the office's own files may speak of an id that is there already."""
    try:
        found = tables_of(text, "rule", name)
    except DefinitionError as error:
        mistakes.extend(error.mistakes)
        return
    seen: set[str] = set()
    for entry in found:
        rule_id = str(entry.get("id", ""))
        if not _ID.fullmatch(rule_id) or rule_id[0] not in FAMILIES:
            mistakes.append(Mistake(name, rule_id, f"id 是一个字母（{'、'.join(FAMILIES)}）加三位数字，例如 S101"))
        elif rule_id in seen or (not own and rule_id in entries):
            mistakes.append(Mistake(name, rule_id, "这个 id 已经用过；id 永不重用"))
        elif own and rule_id not in entries and "/" not in name and not entry.get("check") and not entry.get("test"):
            continue  # a change to a rule that another form has
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
    if test and test not in TESTS:
        wrong(f"没有“{test}”这种检查{meant(test, TESTS)}")
    tolerance = number_of(entry.get("tolerance", "0"), wrong)
    sides = entry.get("sides", ["", ""])
    if not isinstance(sides, list) or len(sides) != 2:
        wrong("sides 是两个名称：左边叫什么，右边叫什么")
        sides = ["", ""]
    instances = _kept(entry, check, form, wrong)
    if entry.get("total") and any(
        len(instance.check.right.terms) != 1 or instance.check.relation != "==" or instance.given is not None
        or not instance.check.left.names or not instance.check.right.names
        for instance in instances
    ):
        wrong("total 的规则写成 各项之和 == 合计，都是本年表里的格，合计只有一格")
    across_units(rule_id, check, test, instances, wrong)
    parameters = parameters_of(entry.get("parameters", {}), test, wrong)
    if len(mistakes) > before:
        return None
    return Rule(
        id=rule_id, says=str(entry["says"]), says_en=str(entry.get("says_en", entry["says"])), check=check, test=test,
        basis=str(entry.get("basis", "")), why=str(entry.get("why", "")), severity=severity, tolerance=tolerance,
        total=bool(entry.get("total")), sides=(str(sides[0]), str(sides[1])), innocent=str(entry.get("innocent", "")),
        instances=instances, together=bool(entry.get("together")), parameters=parameters,
    )


def _kept(entry: Mapping[str, Any], check: str, form: Form, wrong: Wrong) -> tuple[Instance, ...]:
    """The rule's instances without those at a row or column named in `except`."""
    instances = tuple(_instances(str(entry["id"]), check, entry.get("when", ()), form, wrong)) if check else ()
    left_out = entry.get("except", [])
    if not isinstance(left_out, list) or not all(isinstance(key, str) for key in left_out):
        wrong("except 是行或列的代码的列表，例如 [\"总计\"]")
        return instances
    keys = [instance.key for instance in instances]
    for key in left_out:
        if plain(key) not in keys and instances:
            wrong(f"except 里的“{key}”不是这条规则的行或列{meant(key, keys)}")
    return tuple(instance for instance in instances if instance.key not in {plain(key) for key in left_out})


def _instances(rule_id: str, check: str, when: Any, form: Form, wrong: Wrong) -> Iterable[Instance]:
    conditions = []
    texts = [when] if isinstance(when, str) else list(when) if isinstance(when, list | tuple) else [None]
    for text in texts:
        if not isinstance(text, str):
            wrong("when 是一个条件（加引号），或几个条件的列表")
            continue
        try:
            conditions.append(read_condition(text, form))
        except RuleText as error:
            wrong(f"when：{error}")
    try:
        readings = read_rule(check, form)
    except RuleText as error:
        wrong(f"check：{error}")
        return
    for repeat, given, comparison in readings:
        key = repeat.code if repeat else ""
        yield Instance(
            id=f"{rule_id}[{key}]" if key else rule_id, rule=rule_id, key=key, label=_said(repeat, comparison, form),
            check=comparison, given=given, when=tuple(conditions),
        )


def _said(repeat: Repeat | None, comparison: Comparison, form: Form) -> str:
    """What a message calls the row or column an instance stands at, with its table; '' for one that does not repeat."""
    name = next((term.name for side in (comparison.left, comparison.right) for term in side.terms), "")
    cell = form.cells.get(name)
    if cell is None:
        return ""
    table = form.table(cell.table)
    if repeat is None:
        return table.sheet
    if repeat.axis == "cell":
        return f"{table.sheet} {cell.label}"
    axis = table.rows if repeat.axis == "row" else table.columns
    return f"{table.sheet} {axis.said[repeat.code]}"


def load_cases(library: Library, form_id: str) -> tuple[Case, ...]:
    """The examples in cases.toml (those of every form, then the form's own). Raises DefinitionError."""
    cases: list[Case] = []
    mistakes: list[Mistake] = []
    rules = load_rules(library, form_id).by_id
    for folder in library.folders:
        for name in ("cases.toml", f"{form_id}/cases.toml"):
            if not (folder / name).is_file():
                continue
            for entry in tables_of(read_text(folder / name, name), "case", name):
                problem = _case_problem(entry, library.form(form_id), rules)
                if problem:
                    mistakes.append(Mistake(name, str(entry.get("rule", "")), problem))
                    continue
                rest = {key: value for key, value in entry.items() if key not in ("rule", "verdict", "at")}
                cases.append(Case(entry["rule"], entry["verdict"], str(entry.get("at", "")), rest))
    if mistakes:
        raise DefinitionError(tuple(mistakes))
    return tuple(cases)


def _case_problem(entry: Mapping[str, Any], form: Form, rules: Mapping[str, Rule]) -> str:
    """What is wrong with an example; '' when nothing is."""
    if entry.get("rule") not in rules:
        return f"没有这条规则{meant(str(entry.get('rule', '')), rules)}"
    if entry.get("verdict") not in VERDICTS:
        return f"verdict 只能是 {'、'.join(VERDICTS)}"
    for key, known in (("cells", form.cells), ("last_year", form.cells), ("facts", form.facts)):
        named = entry.get(key, {})
        if not isinstance(named, dict):
            return f"{key} 写成 {{ \"表[行, 列]\" = 数 }}"
        for name in named:
            if name not in known:
                return f"{key} 里没有“{name}”{meant(name, known)}"
    return ""
