"""The contract at the door of the store: what enters and what leaves is held against it in bulk, and against what the checks said.

A report may be wrong: then its findings say so, and it is kept with them. What must not be is a figure that breaks the contract
without a word, or a finding about figures that hold: then what was checked and what is kept are not the same.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from xlreport.collection.columns import NUMBER_TYPED, columns, decimal_of
from xlreport.collection.packed import PackedFile, PackedReport
from xlreport.errors import UsageError
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.form.values import written
from xlreport.rules.load import load_rules
from xlreport.rules.model import RuleSet
from xlreport.version import __version__
from xlreport.wording import say

if TYPE_CHECKING:
    import polars

    from xlreport.collection.store import Store

MOST_SAID = 3


class Judged(NamedTuple):
    """What the check of one report said: instances and cells that it calls broken, and a letter a cell (columns.Row.kinds)."""

    broken: frozenset[str]
    kinds: str


class Unlike(NamedTuple):
    """One place where figures and verdict do not fit. what: an instance or a cell; left, right: the figures, right None for a cell."""

    report: int
    what: str
    left: int
    right: int | None

    @property
    def said(self) -> str:
        """The place with both sides and their difference."""
        if self.right is None:
            return f"{self.what} {written(decimal_of(self.left))}"
        left, right, gap = (written(decimal_of(number)) for number in (self.left, self.right, self.left - self.right))
        return say(f"{self.what} 左 {left}，右 {right}，差 {gap}", f"{self.what} left {left}, right {right}, difference {gap}")


def unlike(table: "polars.DataFrame", form: Form, rules: RuleSet, judged: Mapping[int, Judged]) -> list[Unlike]:
    """Where a wide table and the verdicts on its reports do not fit, by report. One pass over all of them, whatever their number."""
    import polars as pl

    from xlreport.collection.contract import balance_frame, check_balances, failures

    frame = balance_frame(table, rules)
    failed = failures(frame, check_balances)
    broken = {(row["report"], str(row["instance"])) for row in failed.iter_rows(named=True)}
    found = [Unlike(row["report"], row["instance"], row["left"], row["right"]) for row in failed.iter_rows(named=True)
             if row["instance"] not in judged[row["report"]].broken]
    known = frozenset(instance.id for instance in rules.instances())
    claimed = [(report, name) for report, one in judged.items() for name in one.broken if name in known and (report, name) not in broken]
    if claimed:  # a figure of more than six places is unknown in a store, and so is what rests on it
        wanted = pl.DataFrame(claimed, schema=["report", "instance"], orient="row").with_columns(
            pl.col("report").cast(frame["report"].dtype), pl.col("instance").cast(frame["instance"].dtype))
        held = frame.join(wanted, on=["report", "instance"]).drop_nulls(["left", "right"])
        found += [Unlike(row["report"], row["instance"], row["left"], row["right"]) for row in held.iter_rows(named=True)]
    return sorted([*found, *_odd_cells(table, form, rules, judged)])


def _odd_cells(table: "polars.DataFrame", form: Form, rules: RuleSet, judged: Mapping[int, Judged]) -> list[Unlike]:
    """Typed figures that the form does not allow and the check did not name."""
    from xlreport.collection.contract import cell_frame, cell_schema, failures

    schema = cell_schema(form)
    failed = failures(cell_frame(table, form), lambda cells: schema.validate(cells, lazy=True))
    place = {name: number for number, name in enumerate(form.cells)}
    return [Unlike(row["report"], row["cell"], row["value"], None) for row in failed.iter_rows(named=True)
            if row["cell"] not in judged[row["report"]].broken and judged[row["report"]].kinds[place[row["cell"]]] == NUMBER_TYPED]


def held_against_contract(files: Sequence[PackedFile], forms: Library) -> tuple[PackedFile, ...]:
    """A batch as it may enter: a file whose figures and verdicts do not fit is named as one that could not be read, and tried again."""
    reports = [(file.path, report) for file in files for report in file.reports]
    wrong: dict[str, list[Unlike]] = {}
    for form_id in sorted({report.form for _, report in reports}):
        chosen = [(path, report) for path, report in reports if report.form == form_id]
        form = forms.form(form_id)
        table = _table([report for _, report in chosen], form)
        judged = {number: Judged(frozenset(report.broken), report.kinds) for number, (_, report) in enumerate(chosen)}
        for one in unlike(table, form, load_rules(forms, form_id), judged):
            wrong.setdefault(chosen[one.report][0], []).append(one)
    return tuple(file if file.path not in wrong else file._replace(reports=(), reason=say(
        f"读出的数与校验结果对不上，没有收进库：{_listed(wrong[file.path])}。请把这个文件和这句话发给维护本程序的人",
        f"its figures and its verdicts do not fit; it was not taken in: {_listed(wrong[file.path])}. Please report this")) for file in files)


def _table(reports: Sequence[PackedReport], form: Form) -> "polars.DataFrame":
    import polars as pl

    figures = {name: pl.Series([report.figures[name] for report in reports], dtype=pl.Int64) for name in columns(form)}
    answers = {f"封面.{question.code}": [report.answers.get(question.code, "") for report in reports] for question in form.questions}
    return pl.DataFrame({"report": pl.Series(range(len(reports)), dtype=pl.Int64), **figures, **answers})


def leaving(store: "Store", form: Form, rules: RuleSet, table: "polars.DataFrame") -> "polars.DataFrame":
    """A wide table of the store, on its way out. Raises UsageError where figures do not fit what the checks said of them.

    Reports that were checked by other rules or another program than today's are let pass: the next collect brings them up to date.
    """
    import polars as pl

    new = [number for number in table["report"].to_list() if number not in store.passed]
    rows = store.rows("select submission, name, broken, kinds from submission where rules = ? and program = ? and broken is not null and "
                      "submission in (select unnest(?))", [rules.version, __version__, new]) if new else []
    if rows:
        judged = {row["submission"]: Judged(frozenset(json.loads(row["broken"])), row["kinds"]) for row in rows}
        found = unlike(table.filter(pl.col("report").is_in(list(judged))), form, rules, judged)
        if found:
            raise _refused(rows, found)
    store.passed.update(new)
    return table


def _refused(rows: Sequence[Mapping[str, Any]], found: Sequence[Unlike]) -> UsageError:
    names = {row["submission"]: row["name"] for row in rows}
    files = list(dict.fromkeys(one.report for one in found))
    lines = "；".join(f"{names[number]}：{_listed([one for one in found if one.report == number])}" for number in files[:MOST_SAID])
    return UsageError(say(
        f"汇集库里有 {len(files)} 份报告的数与收进来时的校验结果对不上，库可能被别的程序改过：{lines}。请换回备份的库，或新建一个库重新汇集",
        f"{len(files)} reports of the store do not fit what was found when they were collected; was it changed by another program? {lines}. "
        f"Go back to a copy, or collect into a new store"))


def _listed(found: Sequence[Unlike]) -> str:
    more = say(f"等 {len(found)} 处", f" and others, {len(found)} in all") if len(found) > MOST_SAID else ""
    return say("、", ", ").join(one.said for one in found[:MOST_SAID]) + more
