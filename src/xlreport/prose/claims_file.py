"""One claims.toml as it is written: its parts, and every mistake in it with its line.

What is wrong in the shape of a file (no TOML, an unknown key, a claim without cells) stops every check and is said at once.
What only makes an entry useless (a class of words that nobody lists, a cell that the form does not have) is looked for by
`wrong_claims`, which `xlreport rules` asks.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from xlreport.errors import Mistake
from xlreport.form.library import read_text
from xlreport.form.model import Form
from xlreport.form.names import meant
from xlreport.rules.language import read_rule
from xlreport.rules.parse import RuleText, parse
from xlreport.wording import say

_PARTS: dict[str, type] = {"plain": list, "cases": list, "words": dict, "topics": dict, "units": dict, "columns": dict, "wholes": dict, "claim": list}
_KEYS = {"name": str, "topic": str, "words": list, "any": list, "without": list, "firm": list, "narrow": list, "cells": list, "others": list,
         "also": list, "units": str, "level": str, "channel": bool, "timeless": bool, "outside": bool}
_LEVELS = ("error", "warning", "silent")
_OF_WORDS = ("words", "any", "without", "firm", "narrow")
_OF_CELLS = ("cells", "others", "also")
_HEADER = re.compile(r"\s*\[+\s*([^\[\]]+?)\s*\]+")


class ClaimsFile(NamedTuple):
    """path, name: where it is and what it is called to people. parts: by key; mistakes: in its shape, in the order of its lines."""

    path: Path
    name: str
    text: str
    parts: Mapping[str, Any]
    mistakes: tuple[Mistake, ...]


def read_claims(path: Path) -> ClaimsFile:
    """One file; of a part that is not shaped as it must be nothing is kept. Raises UnreadableFile where it cannot be opened."""
    name = f"{path.parent.name}/{path.name}"
    text = read_text(path, name)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return ClaimsFile(path, name, text, {}, (Mistake(name, "", say(f"不是合格的 TOML：{error}", f"no TOML: {error}")),))
    found: list[Mistake] = []
    parts: dict[str, Any] = {}
    for key, value in data.items():
        if key not in _PARTS:
            found.append(Mistake(name, _at(text, key), say(f"不认识的项“{key}”{meant(key, _PARTS)}", f"unknown part {key}")))
        elif not isinstance(value, _PARTS[key]) or not _shaped(key, value):
            found.append(Mistake(name, _at(text, key), say(f"“{key}”写法不对：{_shape(key)}", f"{key} has another shape: {_shape(key)}")))
        else:
            parts[key] = value
    for place, entry in enumerate(parts.get("claim", ())):
        found += [Mistake(name, _of_claim(text, place, entry), problem) for problem in _wrong(entry)]
    return ClaimsFile(path, name, text, parts, tuple(found))


def _shaped(key: str, value: Any) -> bool:
    """Whether a part holds what it must: words are lists of texts, topics texts, claims tables."""
    if key in ("plain", "cases"):
        return _texts(value)
    if key == "claim":
        return all(isinstance(entry, dict) for entry in value)
    return all(_texts(one) if key in ("words", "wholes") else isinstance(one, str) and one for one in value.values())


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _shape(key: str) -> str:
    if key in ("plain", "cases"):
        return say(f'{key} = ["词", "词"]', f'{key} = ["word", "word"]')
    if key == "claim":
        return say("每一条写成 [[claim]]，下面一行一项", "each is a [[claim]] with one key a line")
    shown = '"…" = ["…", "…"]' if key in ("words", "wholes") else '"…" = "…"'
    return say(f"[{key}] 下面一行一项，{shown}", f"under [{key}] one a line, {shown}")


def _wrong(entry: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the shape of a claim's entry."""
    for key, value in entry.items():
        if key not in _KEYS:
            yield say(f"不认识的项“{key}”{meant(key, _KEYS)}", f"unknown key {key}")
        elif not isinstance(value, _KEYS[key]) or (isinstance(value, list) and not all(isinstance(one, str) for one in value)):
            kind = {str: say("一段文字", "a text"), list: say('["…", "…"]', '["…", "…"]'), bool: "true / false"}[_KEYS[key]]
            yield say(f"“{key}”应写成{kind}", f"{key} has to be {kind}")
    missing = [key for key in ("name", "topic", "cells") if key not in entry]
    if missing:
        yield say(f"缺 {'、'.join(missing)}：每一条要有 name、topic、cells", f"{', '.join(missing)} missing: each needs name, topic and cells")
    if entry.get("level", "error") not in _LEVELS:
        yield say(f"level 只能是 {'、'.join(_LEVELS)}", f"level is one of {', '.join(_LEVELS)}")


def wrong_claims(paths: tuple[Path, ...], form: Form) -> tuple[Mistake, ...]:
    """Entries of some claims.toml files that can never speak in a form: words that no class lists, topics without words, cells it lacks.

    In the file for all forms a cell or column may be of another form; in the form's own it has to be there.
    """
    files = [read_claims(path) for path in paths]
    classes = {tag.strip() for file in files for tag in file.parts.get("words", {})}
    topics = {topic for file in files for topic in file.parts.get("topics", {}).values()}
    found: list[Mistake] = []
    for file in files:
        found += file.mistakes
        for tag in [*file.parts.get("topics", {}), *file.parts.get("columns", {})]:
            if tag not in classes:
                found.append(Mistake(file.name, _at(file.text, tag), _no_class(tag, classes)))
        own = file.path.parent.name == form.id
        for tag, column in file.parts.get("columns", {}).items() if own else ():
            if not any(_readable(f"{table.code}[{row}, {column}]", form) for table in form.tables for row in table.rows.codes):
                found.append(Mistake(file.name, _at(file.text, tag), say(f"表里没有“{column}”这一列", f"no column {column}")))
        for place, entry in enumerate(file.parts.get("claim", ())):
            where = _of_claim(file.text, place, entry)
            found += [Mistake(file.name, where, problem) for problem in _useless(entry, classes, topics, form, own)]
    return tuple(dict.fromkeys(found))


def _useless(entry: Mapping[str, Any], classes: set[str], topics: set[str], form: Form, own: bool) -> Iterator[str]:
    """Why a claim can never speak."""
    for key in _OF_WORDS:
        for tag in entry.get(key, ()):
            if tag not in classes:
                yield f"{key}：{_no_class(tag, classes)}"
    if entry.get("topic") not in topics:
        topic = str(entry.get("topic"))
        yield say(f"topic：[topics] 里没有“{topic}”{meant(topic, topics)}", f"topic: [topics] has no {topic}")
    for key in _OF_CELLS:
        for expression in entry.get(key, ()):
            try:
                text = f"{expression.replace(', *]', ', 总计]')} == 0"
                if own:
                    read_rule(text, form)
                else:
                    parse(text)  # a cell may be of another form, but it has to be written as one
            except RuleText as error:
                yield f"{key}：“{expression}”：{error}"


def _readable(cell: str, form: Form) -> bool:
    try:
        return bool(read_rule(f"{cell} == 0", form))
    except RuleText:
        return False


def _no_class(tag: str, classes: set[str]) -> str:
    return say(f"[words] 里没有“{tag}”这一类词{meant(tag, classes)}", f"[words] has no class {tag}")


def _at(text: str, key: str) -> str:
    """`第 12 行`: where a key or a part is written; '' where that cannot be told."""
    pattern = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*(?:\]|=)")
    line = next((number for number, words in enumerate(text.splitlines(), 1) if pattern.match(words)), 0)
    return say(f"第 {line} 行", f"line {line}") if line else ""


def _of_claim(text: str, place: int, entry: Mapping[str, Any]) -> str:
    """`第 120 行 [[claim]]“新收的申请”`."""
    headers = [number for number, words in enumerate(text.splitlines(), 1) if (found := _HEADER.match(words)) and found[1] == "claim"]
    line = headers[place] if place < len(headers) else 0
    name = f"“{entry['name']}”" if isinstance(entry.get("name"), str) else ""
    return say(f"第 {line} 行 [[claim]]{name}", f"line {line} [[claim]] {name}")
