"""A submission kept whole in the store, byte for byte what was read: so that a change of rules needs no file again.

A short JSON, deflated (one or two kilobytes a report). Texts are left out: they stand in the table `text`, once.
"""

import json
import zlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xlreport.form.model import Form
from xlreport.form.submission import Departure, Place, Submission, Waiver
from xlreport.form.values import NUMBER, Value, written

_VALUES, _PLACES = ("cells", "facts", "last_year"), ("places", "last_places")
_PLAIN = ("unit", "unit_code", "year", "cover", "answers", "blank_is_zero", "last_texts", "source")


def kept(submission: Submission) -> bytes:
    """Everything of a submission but its form and the words of its texts."""
    names = {name: number for number, name in enumerate(submission.form.cells)}
    data: dict[str, Any] = {field: getattr(submission, field) for field in _PLAIN}
    data |= {field: {str(names.get(name, name)): _value(value) for name, value in getattr(submission, field).items()} for field in _VALUES}
    data |= {field: {str(names.get(name, name)): _place(place) for name, place in getattr(submission, field).items()} for field in _PLACES}
    data["texts"] = list(submission.texts)
    data["text_places"] = {code: [_place(place) for place in places] for code, places in submission.text_places.items()}
    data["waivers"] = submission.waivers
    data["departures"] = [departure._replace(place=departure.place and _place(departure.place)) for departure in submission.departures]
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 1)


def restored(record: bytes, texts: Mapping[str, str], form: Form) -> Submission:
    """The submission that was kept. texts: its texts by code, in any order."""
    data = json.loads(zlib.decompress(record).decode("utf-8", "surrogatepass"))
    names = list(form.cells)
    named = {str(number): name for number, name in enumerate(names)}
    fields: dict[str, Any] = {field: data[field] for field in _PLAIN}
    fields |= {field: {named.get(key, key): _as_value(entry) for key, entry in data[field].items()} for field in _VALUES}
    fields |= {field: {named.get(key, key): _as_place(entry) for key, entry in data[field].items()} for field in _PLACES}
    return Submission(
        form, **fields, texts={code: texts[code] for code in data["texts"]},
        text_places={code: tuple(map(_as_place, entries)) for code, entries in data["text_places"].items()},
        waivers=tuple(Waiver(*entry) for entry in data["waivers"]),
        departures=tuple(Departure(test, detail, cell, place and _as_place(place), unclear)
                         for test, detail, cell, place, unclear in data["departures"]))


def _value(value: Value) -> Any:
    """A plain number as its digits, which most are; else all six fields."""
    if value.kind == NUMBER and value.number is not None and value == Value(NUMBER, value.number, value.raw) and written(value.number) == value.raw:
        return value.raw
    return [value.kind, None if value.number is None else str(value.number), value.raw, value.formula, value.date, value.inferred]


def _as_value(entry: Any) -> Value:
    if isinstance(entry, str):
        return Value(NUMBER, Decimal(entry), entry)
    kind, number, raw, formula, date, inferred = entry
    return Value(kind, None if number is None else Decimal(number), raw, formula, date, inferred)


def _place(place: Place) -> Any:
    return [place.sheet, place.address] if place == Place(place.sheet, place.address) else list(place)


def _as_place(entry: Any) -> Place:
    return Place(*entry)
