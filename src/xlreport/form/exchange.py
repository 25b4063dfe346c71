"""A submission as JSON and back (VALUES.json): the form other programs read and write.

A cell is a JSON number, an exact decimal as a string, null (blank), "/" (not applicable) or {"text": …}. What only a workbook
can hold carries its kind: {"text": "#REF!", "kind": "error"}, {"text": "TRUE", "kind": "boolean"},
{"text": "=A1", "kind": "uncalculated"}, {"text": "12", "kind": "date"}, and {"text": "", "kind": "unread"}.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from xlreport.errors import UsageError
from xlreport.form.library import Library
from xlreport.form.model import AMOUNT, Cell, Form
from xlreport.form.names import meant
from xlreport.form.submission import Submission, Waiver
from xlreport.form.values import (
    BLANK,
    BOOLEAN,
    EMPTY,
    ERROR,
    NOT_APPLICABLE,
    NUMBER,
    SLASH,
    TEXT,
    UNCALCULATED,
    UNREAD,
    Value,
    exact_value,
    number_value,
    text_value,
    written,
)
from xlreport.wording import say

KNOWN = ("form", "unit", "unit_code", "year", "cells", "facts", "text", "cover", "answers", "blank_is_zero", "last_year",
         "waivers", "path", "inferred", "lossy")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_ILLEGAL = re.compile("[\ud800-\udfff\ufffe\uffff]")


def to_json(submission: Submission) -> dict[str, Any]:
    """A submission as a JSON object. `cells` holds every cell of the form, so that nothing is left to guess."""
    form = submission.form
    data: dict[str, Any] = {
        "form": form.id, "unit": submission.unit, "unit_code": submission.unit_code, "year": submission.year,
        "cells": {name: _encode(submission.value(name)) for name in form.cells},
        "facts": {name: _encode(submission.value(name)) for name in form.facts},
        "text": {code: submission.texts[code] for code in form.text_codes if submission.texts.get(code)},
        "cover": {field.code: submission.cover[field.code] for field in form.cover if submission.cover.get(field.code)},
        "answers": {question.code: submission.answers[question.code] for question in form.questions
                    if submission.answers.get(question.code)},
        "blank_is_zero": submission.blank_is_zero,
        "last_year": {name: _encode(value) for name, value in submission.last_year.items() if value.kind != BLANK},
        "waivers": [waiver._asdict() for waiver in submission.waivers],
    }
    inferred = [name for name, value in submission.cells.items() if value.inferred]
    return data | {"inferred": inferred} if inferred else data


def _encode(value: Value) -> Any:
    if value.kind == BLANK:
        return None
    if value.kind == SLASH:
        return "/"
    if value.kind == NUMBER and not value.date:
        if value.number is None:
            return _number(Decimal(value.raw))
        return _number(value.number) if value.raw == written(value.number) else {"text": value.raw}
    if value.kind == NUMBER:
        return {"text": value.raw, "kind": "date"}
    return {"text": value.raw} if value.kind == TEXT else {"text": value.raw, "kind": value.kind}


def _number(number: Decimal) -> int | str:
    """A JSON number for a whole one, an exact decimal as a string otherwise."""
    return written(number) if int(number.as_tuple().exponent) < 0 else int(number)


def from_json(data: Any, library: Library, source: str = "") -> Submission:
    """The submission a VALUES object describes. Raises UsageError naming every entry that is wrong."""
    if not isinstance(data, Mapping):
        raise UsageError(say(f"{source}：应是一个 JSON 对象（花括号）", f"{source}: expected a JSON object"))
    form_id = data.get("form")
    if not isinstance(form_id, str):
        raise UsageError(say(f"{source}：缺少 \"form\"（表式，例如 \"zfxxgk-2021\"）", f"{source}: \"form\" is missing"))
    form = library.form(form_id)
    unknown = [key for key in data if key not in KNOWN]
    problems: list[str] = [_unknown(key) + meant(key, KNOWN) for key in unknown[:20]]
    problems += [_unknown(key) for key in unknown[20:]]
    year = data.get("year")
    if year is not None and (isinstance(year, bool) or not isinstance(year, int) or not 1000 <= year <= 9999):
        problems.append(say(f"year 应是年度的数字，例如 2023，现为 {_shown(year)}", f"year is a number such as 2023, not {_shown(year)}"))
        year = None
    texts = _strings(data, "text", form.text_codes, problems)
    submission = Submission(
        form=form, unit=_string(data, "unit", problems), unit_code=_string(data, "unit_code", problems), year=year,
        cells=_values(data, "cells", form.cells, problems),
        facts=_values(data, "facts", {name: fact.cell for name, fact in form.facts.items()}, problems),
        texts={code: _lines(text) for code, text in texts.items()},
        cover=_strings(data, "cover", [field.code for field in form.cover], problems),
        answers=_answers(data, form, problems),
        blank_is_zero=_flag(data, problems),
        last_year=_values(data, "last_year", form.cells, problems),
        waivers=_waivers(data, problems), source=source,
    )
    if problems:
        shown = say("；", "; ").join(problems[:20]) + (say("；……", "; …") if len(problems) > 20 else "")
        raise UsageError(say(f"{source}：有 {len(problems)} 处不对：{shown}",
                             f"{source}: {len(problems)} entries are wrong: {shown}"))
    return submission


def _unknown(key: str) -> str:
    return say(f"不认识的项“{key[:60]}”", f"unknown entry {key[:60]}")


def _lines(text: str) -> str:
    """A text with line feeds only, as cells keep it, and none at its end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def _string(data: Mapping[str, Any], key: str, problems: list[str]) -> str:
    value = "" if data.get(key) is None else data[key]
    if not isinstance(value, str) or _ILLEGAL.search(value):
        problems.append(say(f"{key} 应是文字，且不含半个字符（代理码位），现为 {_shown(value)}",
                            f"{key} is a text without halves of characters (surrogates), not {_shown(value)}"))
        return ""
    return value


def _mapping(data: Mapping[str, Any], key: str, problems: list[str]) -> Mapping[str, Any]:
    value = {} if data.get(key) is None else data[key]
    if isinstance(value, Mapping):
        return value
    problems.append(say(f"{key} 应是一个对象（花括号）", f"{key} is an object, in braces"))
    return {}


def _strings(data: Mapping[str, Any], key: str, known: Iterable[str], problems: list[str]) -> dict[str, str]:
    codes = list(known)
    found: dict[str, str] = {}
    for code, text in _mapping(data, key, problems).items():
        if code not in codes:
            problems.append(say(f"{key} 里没有“{code}”", f"{key} has no {code}") + meant(code, codes))
        else:
            found[code] = _string({code: text}, code, problems)
    return {code: text for code, text in found.items() if text}


def _answers(data: Mapping[str, Any], form: Form, problems: list[str]) -> dict[str, str]:
    answers = _strings(data, "answers", [question.code for question in form.questions], problems)
    for question in form.questions:
        answer = answers.get(question.code)
        if answer and answer not in question.choices:
            problems.append(say(f"answers 的“{question.code}”只能是 {'、'.join(question.choices)}，现为“{answer}”",
                                f"{question.code} in answers is one of {', '.join(question.choices)}, not {answer}"))
    return answers


def _flag(data: Mapping[str, Any], problems: list[str]) -> bool:
    flag = data.get("blank_is_zero", False)
    if not isinstance(flag, bool):
        problems.append(say("blank_is_zero 只能是 true 或 false", "blank_is_zero is true or false"))
    return flag is True


def _values(
    data: Mapping[str, Any], key: str, known: Mapping[str, Cell], problems: list[str]
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, entry in _mapping(data, key, problems).items():
        cell = known.get(name)
        if cell is None:
            near = meant(name, known) if len(problems) < 20 else ""  # looking for near words takes time
            problems.append(say(f"{key} 里没有“{name[:60]}”", f"{key} has no {name[:60]}") + near)
            continue
        value = _decode(entry, cell)
        if value is None:
            problems.append(say(f"{key} 的“{name}”不能是 {_shown(entry)}：填数字、\"小数\"、null、\"/\" 或 {{\"text\": \"…\"}}",
                                f"{name} in {key} cannot be {_shown(entry)}: a number, \"a decimal\", null, \"/\" or {{\"text\": \"…\"}}"))
        else:
            values[name] = value
    return values


def _shown(entry: Any) -> str:
    """An entry as it was written, cut to a length that fits a message."""
    import json

    if isinstance(entry, float | Decimal):
        return str(entry)
    text = json.dumps(entry, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:40] + "……"


def _decode(entry: Any, cell: Cell) -> Value | None:
    if entry is None:
        return EMPTY
    if entry == "/":
        return NOT_APPLICABLE
    if isinstance(entry, bool):
        return None
    if isinstance(entry, int | float | Decimal) or (isinstance(entry, str) and _DECIMAL.fullmatch(entry)):
        number = Decimal(str(entry) if isinstance(entry, float) else entry)
        # 28 digits are what Decimal keeps exactly
        plausible = number.is_finite() and abs(number.adjusted()) < 28 and len(number.as_tuple().digits) <= 28
        if not plausible and number:
            return None
        # 18.8710 keeps its digits where the form is about money; a count of 12.0 is 12
        keeps = cell.kind == AMOUNT and -6 <= int(number.as_tuple().exponent) <= 0
        return exact_value(number if keeps else number.normalize())
    if not isinstance(entry, Mapping) or set(entry) - {"text", "kind"}:
        return None
    if isinstance(entry.get("text"), str) and not _ILLEGAL.search(entry["text"]):
        return _decode_text(entry["text"], entry.get("kind", TEXT), cell)
    return None


def _decode_text(text: str, kind: Any, cell: Cell) -> Value | None:
    if kind == "date":
        value = number_value(text, date=True)
        return value if value.kind == NUMBER else None
    if kind in (BOOLEAN, ERROR, UNCALCULATED, UNREAD):
        return Value(kind, raw=text, formula=kind == UNCALCULATED)
    if kind != TEXT:
        return None
    return text_value(text, cell)


def _waivers(data: Mapping[str, Any], problems: list[str]) -> tuple[Waiver, ...]:
    entries = [] if data.get("waivers") is None else data["waivers"]
    waivers: list[Waiver] = []
    for entry in entries if isinstance(entries, list) else [None]:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("fingerprint"), str):
            problems.append(say("waivers 的每一条应有 fingerprint 和 reason", "each of waivers has a fingerprint and a reason"))
            continue
        words = (_string(entry, key, problems) for key in Waiver._fields)
        waivers.append(Waiver(*(_lines(word) for word in words)))
    return tuple(waivers)
