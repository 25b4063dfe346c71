"""labels.toml: further wordings under which reports of others print a form's labels and headings. Data, like form.toml.

An office writes only what its units print, in a file of its own; the form itself stays the program's.
"""

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from xlreport.errors import DefinitionError, Mistake
from xlreport.form.model import Axis, Form, Section, Table
from xlreport.form.names import meant, plain
from xlreport.form.shape import Shape, misshapen

LABELS: Shape = {
    "table": [{"code": str, "also_rows": {"*": [str]}, "also_columns": {"*": [str]}}],
    "section": [{"text": str, "table": str, "also": [str]}],
}


def with_labels(form: Form, text: str, origin: str) -> Form:
    """The form with the wordings of one labels.toml added. Raises DefinitionError with all mistakes found.

    A wording that another row or column of the table is known by already is a mistake: figures would change places.
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise DefinitionError((Mistake(origin, "", f"不是合格的 TOML：{error}"),)) from None
    mistakes = [Mistake(origin, place, what) for place, what in misshapen(data, LABELS)]
    if mistakes:
        raise DefinitionError(tuple(mistakes))
    tables, sections = {table.code: table for table in form.tables}, {section.text or section.table: section for section in form.sections}
    for entry in data.get("table", ()):
        code = plain(entry.get("code", ""))
        if code not in tables:
            mistakes.append(Mistake(origin, f"table {code}", f"没有“{code}”这张表{meant(code, tables)}"))
        else:
            tables[code] = _table(tables[code], entry, origin, mistakes)
    for entry in data.get("section", ()):
        name = entry.get("text") or entry.get("table", "")
        if name not in sections:
            mistakes.append(Mistake(origin, f"section {name}", f"没有“{name}”这一部分{meant(name, sections)}"))
        else:
            sections[name] = _section(sections[name], entry)
    if mistakes:
        raise DefinitionError(tuple(mistakes))
    return form._replace(tables=tuple(tables.values()), sections=tuple(sections.values()))


def _section(section: Section, entry: Mapping[str, Any]) -> Section:
    return section._replace(also=_joined(section.also, entry.get("also", ())))


def _table(table: Table, entry: Mapping[str, Any], origin: str, mistakes: list[Mistake]) -> Table:
    axes = {}
    for said, key, axis in (("行", "rows", table.rows), ("列", "columns", table.columns)):
        also = {code: tuple(words) for code, words in axis.also.items()}
        for code, words in entry.get(f"also_{key}", {}).items():
            place = f"table {table.code} also_{key}"
            if plain(code) not in axis.codes:
                mistakes.append(Mistake(origin, place, f"没有“{code}”这一{said}{meant(code, axis.codes)}"))
                continue
            mistakes += [Mistake(origin, place, f"“{word}”已经是另一{said}“{other}”的写法，不能也指“{code}”")
                         for word in words if (other := _known_as(axis._replace(also=also), word)) not in ("", plain(code))]
            also[plain(code)] = _joined(also.get(plain(code), ()), words)
        axes[key] = axis._replace(also=also)
    return table._replace(rows=axes["rows"], columns=axes["columns"])


def _known_as(axis: Axis, word: str) -> str:
    """The code that a wording stands for already; '' for none."""
    for code in axis.codes:
        if plain(word) in map(plain, (code, axis.said[code], axis.printed.get(code, code), *axis.also.get(code, ()))):
            return code
    return ""


def _joined(known: Iterable[str], words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *words)))
