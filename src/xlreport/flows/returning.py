"""Reports sent back: a 反馈意见 for every unit with something to correct or explain, and the unit marked 退回."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xlreport.check.findings import Finding
from xlreport.check.places import where
from xlreport.collection.before import Before
from xlreport.collection.beyond import asked_of_units, beyond_one_report, held_against_others, keep_beyond
from xlreport.collection.standing import Standing, standings
from xlreport.collection.store import Store, open_store
from xlreport.documents.return_letter import Letter, Point, letter_docx
from xlreport.errors import UsageError
from xlreport.files import refuse_existing, safe_name, write_whole
from xlreport.flows.opening import form_for_year
from xlreport.flows.season import units_meant
from xlreport.form.library import Library
from xlreport.present.plain_text import one_line
from xlreport.rules.load import load_rules
from xlreport.rules.model import Rule
from xlreport.wording import say

MOST_CELLS = 6
WRONG_FORM = "year_served"


def return_reports(
    store: Path, output: Path, forms: Library, year: int, roster: Path | None = None, by: str = "", parent: str = ""
) -> tuple[tuple[str, Path], ...]:
    """Writes the letters into a folder and marks the units; (unit, file) of each. Nothing is marked before all are written.

    What does not fit the reports of others, below it or like it, is asked as well. A finding whose reason waits for the office, or
    was accepted, asks nothing of the unit. by: the day named in the letters,
    '' for a blank to fill in. Raises UsageError when nothing was collected, OutputError when a letter is there already.
    """
    with open_store(store, forms) as opened:
        units = units_meant(opened, roster, parent)
        found = [standing for standing in standings(opened, forms, year, units)[0] if standing.versions]
        if not found:
            raise UsageError(say(f"汇集库里没有{year} 年度的报告", f"the store holds no report of {year}"))
        form = forms.form(form_for_year(forms, year))
        rules = load_rules(forms, form.id)
        compared, across = held_against_others(opened, forms, form, rules, found, Before(opened, forms, year - 1, units), units)
        beyond = beyond_one_report(across, compared, found)
        keep_beyond(opened, found, beyond)
        asked = asked_of_units(opened, rules, beyond)
        made: dict[Path, tuple[Standing, bytes]] = {}
        for standing in found:
            findings = [*_findings(opened, standing), *map(_as_row, asked.get(standing.versions[0].submission, ()))]
            letter = _letter(standing, findings, year, by, rules.by_test.get(WRONG_FORM))
            if letter is not None:
                made[_path(output, standing, made)] = standing, letter_docx(letter)
        for path in made:
            if path.exists():
                refuse_existing(path)
        for path, (_, data) in made.items():
            write_whole(path, data, replace=False)
        opened.mark_returned([standing.versions[0].submission for standing, _ in made.values()])
    return tuple((standing.unit.unit, path) for path, (standing, _) in made.items())


def _findings(store: Store, standing: Standing) -> list[dict[str, Any]]:
    return store.rows("select f.rule, f.severity, f.message, f.cells, f.cause, coalesce(c.said, '') as said from finding f left join cause c "
                      "on c.submission = f.submission and c.cause = f.cause where f.submission = ? and f.waiver = '' and f.severity in "
                      "('error', 'warning') order by f.rowid", [standing.versions[0].submission])


def _as_row(found: Finding) -> dict[str, Any]:
    """A finding between reports as one of the store's rows; its cells are named in its message."""
    return {"rule": found.rule, "severity": found.severity, "message": found.message, "cells": "[]", "cause": "", "said": "",
            "where": say("、", ", ").join(dict.fromkeys(f"{where(cell)}" for cell in found.cells[:MOST_CELLS]))}


def _letter(standing: Standing, findings: Sequence[Mapping[str, Any]], year: int, by: str, form: Rule | None) -> Letter | None:
    """The letter, or None where there is nothing to ask. form: the rule that the form is the year's; on a wrong one all else is idle."""
    if not findings and not standing.differences:
        return None
    first = [found for found in findings if form is not None and found["rule"] == form.id]
    others = [found for found in findings if found not in first]
    return Letter(one_line(standing.unit.unit), year, one_line(Path(standing.versions[0].path).name), by,
                  (*_points(first, ""), *_points(others, "error")), _points(others, "warning"), tuple(map(one_line, standing.differences)))


def _points(findings: Sequence[Mapping[str, Any]], severity: str) -> tuple[Point, ...]:
    """One line a cause: findings that one mistake explains stand together. severity: '' for all."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for number, found in enumerate(one for one in findings if severity in ("", one["severity"])):
        groups.setdefault(found["cause"] or str(number), []).append(found)
    return tuple(_point(group) for group in groups.values())


def _point(group: Sequence[Mapping[str, Any]]) -> Point:
    cells = Counter((cell["sheet"], cell["address"], cell["label"], cell["value"]) for found in group for cell in json.loads(found["cells"]))
    shown = [f"{f'{sheet} {address}'.strip()}（{label}）{say('现为 ', 'is ')}{value or say('空白', 'blank')}"
             for (sheet, address, label, value), _ in cells.most_common(MOST_CELLS)]  # the cell that is in all of them comes first
    more = say(f"等 {len(cells)} 格", f"; {len(cells)} cells in all") if len(cells) > MOST_CELLS else ""
    places = say("；", "; ").join(shown) + more or group[0].get("where", "")
    # first what the mistake is, in the words of the check itself; then the rules that it breaks
    together = group[0]["said"] + (say(" 牵连的规则：", " Rules that it breaks: ") if len(group) > 1 else "")
    what = say("　", " ").join(found["message"] for found in group)
    what, together = (what, together) if len(group) > 1 else (f"{what}{together}", "")
    return Point(one_line(places) or say("见右", "see right"), one_line(f"{together}{what}"), " ".join(dict.fromkeys(found["rule"] for found in group)))


def _path(output: Path, standing: Standing, taken: Mapping[Path, object]) -> Path:
    """A file named after the unit; units of one name are told apart by code or row."""
    name, ending = safe_name(standing.unit.unit, say("单位", "unit")), say("-反馈意见", "-comments")
    path = output / f"{name}{ending}.docx"
    if path not in taken:
        return path
    return output / f"{name}-{safe_name(standing.unit.unit_code, str(standing.unit.line))}{ending}.docx"
