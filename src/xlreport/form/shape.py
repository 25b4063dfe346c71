"""The shape of form.toml: which keys there are and what stands behind them. Held against a file before it is read."""

from collections.abc import Iterator, Mapping
from typing import Any

from xlreport.form.model import WORDS
from xlreport.form.names import meant

# A shape is a type, {key: shape} for a TOML table, [shape] for a list of such, or {"*": shape} for keys of one's own.
Shape = Any

_ITEM = {"code": str, "label": str, "unit": str, "kind": str, "places": int, "stated_unit": bool, "slash": bool}
_TABLE = {
    "code": str, "sheet": str, "title": str, "unit": str, "columns": [str], "widths": [float], "grid": str,
    "say_rows": {"*": str}, "say_columns": {"*": str}, "also_rows": {"*": [str]}, "also_columns": {"*": [str]},
    "row_groups": {"*": str}, "column_groups": {"*": str},
    "print": {"size": float, "widths": [float], "own_page": bool},
    "cells": [{"row": str, "column": str, "kind": str, "unit": str, "places": int, "stated_unit": bool, "slash": bool}],
}
FORM: Shape = {
    "id": str, "version": str, "title": str, "name": str, "basis": str, "years": {"from": int, "to": int},
    "table": [_TABLE],
    "section": [{"text": str, "table": str, "heading": str, "hint": str, "lines": int, "also": [str], "most": int, "points": [str]}],
    "cover": [{"code": str, "label": str, "hint": str}],
    "question": [{"code": str, "asks": str, "choices": [str], "hint": str}],
    "fact": [{"code": str, "label": str, "hint": str, "items": [_ITEM], "said": [str],
              "zero": [{"text": str, "items": [str]}]}],
    "words": {word: [str] for word in WORDS},
    "previous": {"*": {"tables": [str]}},
    "reading": {"called": [str], "traditional": str, "simplified": str},
    "document": {"title": [str], "signature": str, "date": str},
}
_SAID = {str: "文字（加引号）", int: "整数", float: "数", bool: "true 或 false"}


def misshapen(data: Any, shape: Shape = FORM, place: str = "") -> Iterator[tuple[str, str]]:
    """(place, what is wrong) for everything in `data` that is not of its shape."""
    if isinstance(shape, dict):
        if not isinstance(data, Mapping):
            yield place, "应是一组“项 = 值”"
            return
        for key, value in data.items():
            known = shape.get(key, shape.get("*"))
            if known is None:
                yield place, f"不认识的项“{key}”{meant(key, shape)}"
            else:
                yield from misshapen(value, known, f"{place}.{key}" if place else key)
    elif isinstance(shape, list):
        if not isinstance(data, list):
            yield place, f"应是列表：{'[[' + place + ']]' if isinstance(shape[0], dict) else '[…, …]'}"
            return
        for number, value in enumerate(data, 1):
            name = value.get("code") or value.get("text") or value.get("table") if isinstance(value, Mapping) else ""
            yield from misshapen(value, shape[0], f"{place} {name or number}")
    elif shape is float:
        if isinstance(data, bool) or not isinstance(data, int | float):
            yield place, f"应是{_SAID[shape]}，现为 {data!r}"
    elif type(data) is not shape:
        yield place, f"应是{_SAID[shape]}，现为 {str(data)[:30]!r}"
