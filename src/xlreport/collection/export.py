"""What a store holds as tables for an analyst: reports, their figures (long, or wide by form), and a dictionary of codes."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from xlreport.collection import columns
from xlreport.collection.columns import decimal_of
from xlreport.collection.export_checks import check_tables
from xlreport.collection.guard import leaving
from xlreport.collection.roster import Roster
from xlreport.collection.standing import standings
from xlreport.collection.store import Store
from xlreport.errors import UsageError
from xlreport.form.library import Library
from xlreport.form.model import Cell, Form
from xlreport.rules.load import load_rules
from xlreport.wording import say

Content = str | int | Decimal | None

WHOLE, EXACT, WORDS = "whole", "exact", "words"  # what a column holds: int, Decimal with up to six places, str; None where empty


class Column(NamedTuple):
    """One column: its head, what it holds (WHOLE, EXACT or WORDS), and its width in characters."""

    head: str
    holds: str
    width: float


class Table(NamedTuple):
    """One table of an export."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Content, ...], ...]


_REPORT = (Column("年度", WHOLE, 8), Column("单位名称", WORDS, 34), Column("统一社会信用代码", WORDS, 22), Column("表式", WORDS, 14),
           Column("采用", WORDS, 10), Column("校验", WORDS, 10), Column("文件", WORDS, 40))
_LONG = (Column("代码", WORDS, 34), Column("项目", WORDS, 50), Column("计量单位", WORDS, 10), Column("数", EXACT, 16),
         Column("格里是", WORDS, 18), Column("原文", WORDS, 20))
_WIDE = (Column("没有数的格数", WHOLE, 12), Column("填了但不是数的格", WORDS, 50))
_DICTIONARY = (Column("表式", WORDS, 14), Column("代码", WORDS, 34), Column("项目", WORDS, 50), Column("表", WORDS, 30),
               Column("计量单位", WORDS, 10), Column("最多几位小数", WHOLE, 12), Column("依据", WORDS, 40))


class _Report(NamedTuple):
    """One collected report: its number, the first columns of every row, its figures, kinds (a letter a cell) and words."""

    submission: int
    head: tuple[Content, ...]
    figures: Mapping[str, Decimal | None]
    kinds: Mapping[str, str]
    words: Mapping[str, str]


def export(
    store: Store, forms: Library, year: int | None = None, form_id: str | None = None, wide: bool = False, among: Roster | None = None
) -> tuple[Table, ...]:
    """The tables: figures first, then what the checks said of them, then the dictionary. Raises UsageError when nothing was collected.

    A figure that is not there is empty, never 0; what stands instead is said beside it. One unit may have several reports of a
    year: 采用 says which one counts. among: the units wanted; a report that is of none of them is left out.
    """
    chosen = [forms.form(form_id)] if form_id else list(forms.forms())
    reports = [(form, found) for form in chosen if (found := tuple(_reports(store, forms, form, year, among)))]
    if not reports:
        which = say(f"{year} 年度的报告" if year else "报告", f"report of {year}" if year else "report")
        raise UsageError(say(f"汇集库里没有{which}{f'（{form_id}）' if form_id else ''}", f"the store holds no {which} {form_id or ''}".rstrip()))
    if wide:
        figures = [Table(f"数据-{form.id}", (*_REPORT, *(Column(name, EXACT, 12) for name in _names(form)), *_WIDE),
                         tuple(_wide_row(report, form) for report in found)) for form, found in reports]
    else:
        figures = [Table("数据", (*_REPORT, *_LONG), tuple(row for form, found in reports for report in found
                                                         for row in _long_rows(report, form)))]
    entries: tuple[tuple[Content, ...], ...] = tuple(
        (form.id, name, cell.label, form.table(cell.table).title if name in form.cells else say("正文", "narrative"), cell.unit, cell.places, form.basis)
        for form, _ in reports for name, cell in _named(form))
    checks = check_tables(store, {report.submission: report.head for _, found in reports for report in found})
    entries += tuple(("", field.name, field.head, name, "", None, "") for name, fields, _ in checks for field in fields)
    said = (Table(name, (*_REPORT, *(Column(field.head, WHOLE if field.whole else WORDS, field.width) for field in fields)), tuple(rows))
            for name, fields, rows in checks)
    return (*figures, *said, Table("字典", _DICTIONARY, entries))


def _names(form: Form) -> tuple[str, ...]:
    return (*form.cells, *form.facts)


def _named(form: Form) -> Iterator[tuple[str, Cell]]:
    yield from form.cells.items()
    yield from ((name, fact.cell) for name, fact in form.facts.items())


def _reports(store: Store, forms: Library, form: Form, year: int | None, among: Roster | None) -> Iterator[_Report]:
    rows = store.rows("select submission, path, name, unit, unit_code, year, form, status, kinds, words from submission where current and form = ? "
                      "and (? is null or year = ?) order by year, unit, submission", [form.id, year, year])
    if among is not None:
        wanted = set(among.units)
        rows = [row for row in rows if among.match(row["unit"], row["unit_code"]).unit in wanted]
    if not rows:
        return
    figures = leaving(store, form, load_rules(forms, form.id), store.figures(form, "s.submission in (select unnest(?))", [[row["submission"] for row in rows]]))
    by_report = {row["report"]: row for row in figures.iter_rows(named=True)}
    standing = _counting(store, forms, {row["year"] for row in rows if row["year"] is not None})
    for row in rows:
        known = by_report[row["submission"]]
        yield _Report(
            row["submission"], (row["year"], row["unit"], row["unit_code"], row["form"], standing.get(row["submission"], say("年度不明", "no year")),
             {"pass": say("通过", "pass"), "fail": say("有错误", "errors")}.get(row["status"], row["status"]), row["name"]),
            {name: None if known[name] is None else decimal_of(known[name]) for name in _names(form)},
            dict(zip(form.cells, row["kinds"], strict=True)), json.loads(row["words"]))


def _counting(store: Store, forms: Library, years: set[int]) -> dict[int, str]:
    """Of the reports of a unit and year: which counts, which is another version of it, and where that cannot be told."""
    said: dict[int, str] = {}
    for year in sorted(years):
        for standing in standings(store, forms, year)[0]:
            for place, version in enumerate(standing.versions):
                said[version.submission] = (say("两份不同", "two differ") if standing.twice else say("是", "yes") if place == 0 else
                                            say("另一版本", "a version"))
    return said


def _long_rows(report: _Report, form: Form) -> Iterator[tuple[Content, ...]]:
    for name, cell in _named(form):
        figure = report.figures[name]
        yield (*report.head, name, cell.label, cell.unit, figure, _stands(report.kinds.get(name), figure), _written(report, name))


def _wide_row(report: _Report, form: Form) -> tuple[Content, ...]:
    figures = [report.figures[name] for name in _names(form)]
    other = [f"{name}={written}" for name in form.cells if (written := _written(report, name))]
    return (*report.head, *figures, sum(1 for name in form.cells if report.figures[name] is None), "；".join(other))


def _written(report: _Report, name: str) -> str:
    """What stands in a cell instead of a number; '' for a number and for a blank."""
    return "/" if report.kinds.get(name) == columns.NOT_APPLICABLE else report.words.get(name, "")


def _stands(kind: str | None, figure: Decimal | None) -> str:
    """What a cell holds, in words. A declared fact (no kind) is a number or was not given."""
    if kind is None:
        return say("没有填", "not given") if figure is None else say("数", "number")
    if kind == columns.EMPTY:
        return say("空白", "blank") if figure is None else say("空白，按 0 计", "blank, counted as 0")
    if kind in (columns.NUMBER_TYPED, columns.NUMBER_COMPUTED, columns.NUMBER_INFERRED):
        if figure is None:
            return say("数，小数超过六位或算不出", "a number that could not be kept")
        return {columns.NUMBER_TYPED: say("数", "number"), columns.NUMBER_COMPUTED: say("公式", "formula")}.get(kind, say("推算的数", "inferred"))
    return {columns.NOT_APPLICABLE: say("不适用", "not applicable"), columns.WORDS: say("文字", "text")}.get(kind, say("不能用", "unusable"))


def rows_as_dictionaries(table: Table) -> list[dict[str, Any]]:
    """The rows by head, as frames take them."""
    heads = [column.head for column in table.columns]
    return [dict(zip(heads, row, strict=True)) for row in table.rows]
