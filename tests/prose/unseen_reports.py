"""Reports of several kinds of office with the sentences held against them: tests/data/sentences/*.txt.

A file opens with its report. 单位, 年度, 表式 (the 2021 edition where it is left out); 格 names cells with {} for a row or column and
gives this year's and last year's figure of each; every other cell is 0. Then one sentence a line, after what it must bring about.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from xlreport.check.checking import check_submission
from xlreport.check.findings import Finding
from xlreport.form.library import library
from xlreport.form.submission import Submission
from xlreport.form.values import Value, exact_value
from xlreport.rules.load import load_rules

FOLDER = Path(__file__).parents[1] / "data" / "sentences"
KINDS = ("真", "假", "疑", "漏")


class Narrated(NamedTuple):
    """A report and what is said of it. lines: (kind, sentence)."""

    unit: str
    year: int
    form_id: str
    this: dict[str, Value]
    last: dict[str, Value]
    lines: tuple[tuple[str, str], ...]


def narrated(path: Path) -> Narrated:
    """One file of sentences with its report."""
    head: dict[str, str] = {"表式": "zfxxgk-2021"}
    cells: dict[str, tuple[str, str]] = {}
    lines: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, rest = line.partition("　")
        if key == "格":
            pattern, *given = rest.split("　")
            for one in given:
                name, both = one.split(" ")
                this, last = both.split("/")
                cells[pattern.format(name)] = (this, last)
        elif key in KINDS:
            lines.append((key, rest))
        elif not line.startswith("#"):
            head[key] = rest
    form = library().form(head["表式"])
    assert cells.keys() <= form.cells.keys(), f"{path.name}: {sorted(cells.keys() - form.cells.keys())}"
    years = [{name: Decimal(cells.get(name, ("0", "0"))[year]) for name in form.cells} for year in (0, 1)]
    this, last = ({name: exact_value(value) for name, value in dealt_out(figures).items()} for figures in years)
    return Narrated(head["单位"], int(head["年度"]), head["表式"], this, last, tuple(lines))


def dealt_out(figures: dict[str, Decimal]) -> dict[str, Decimal]:
    """The same with every result's total dealt out to the applicants that still have some, so that the table balances."""
    rows = [name[3:-5] for name in figures if name.startswith("申请[") and name.endswith(", 总计]")]
    left = {name[7:-1]: figures[name] for name in figures if name.startswith("申请[总计, ") and name != "申请[总计, 总计]"}
    result = dict(figures)
    for row in rows:
        if row in ("本年新收", "上年结转", "结转下年", "总计"):
            continue
        todo = figures[f"申请[{row}, 总计]"]
        for column in left:
            taken = min(todo, left[column])
            result[f"申请[{row}, {column}]"] = taken
            todo, left[column] = todo - taken, left[column] - taken
    result["申请[总计, 总计]"] = sum((figures[f"申请[总计, {column}]"] for column in left), Decimal(0))
    return result


def findings(report: Narrated, sentence: str) -> tuple[Finding, ...]:
    """The findings of the N rules on a sentence alone in the overview of its report."""
    form = library().form(report.form_id)
    text = f"{report.year}年，我单位认真落实条例，有关情况如下。\n（二）依申请公开。{sentence}\n（三）政府信息管理。制度健全。"
    facts = {name: exact_value(Decimal(0)) for name in form.facts}
    submission = Submission(form, unit=report.unit, year=report.year, cells=report.this, last_year=report.last, facts=facts,
                            texts={"总体情况": text})
    return tuple(one for one in check_submission(submission, load_rules(library(), report.form_id)).findings if one.family == "prose")


def all_reports() -> Iterator[tuple[str, Narrated]]:
    """(name, report) of every file, in order."""
    for path in sorted(FOLDER.glob("*.txt")):
        yield path.stem, narrated(path)
