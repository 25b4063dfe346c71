"""Who must report, who does, in which files, what is wrong in them: and what follows for the office above, to the last digit."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

import forms
from region import names
from xlreport.form.library import library
from xlreport.rules.load import load_rules
from xlreport.rules.model import FACT, THIS

YEAR, DUE = 2023, date(2024, 1, 31)
NEW, OLD = "zfxxgk-2021", "zfxxgk-2019"
RECEIVED, TOTAL = "申请[本年新收, 自然人]", "申请[本年新收, 总计]"
CARRIED = "申请[上年结转, 总计]"
TURNED = "公开[行政许可, 处理决定]"  # stands in no balance: a transposed digit there is seen only beside the other version
KINDS = ("xlsx", "xlsx", "xlsx", "docx", "xlsx", "html", "xlsx", "txt")
Figures = Mapping[str, Decimal]


class Planned(NamedTuple):
    """One line of the roster, and what its unit does. fate: what was planned for it, in a word ('' for a report without fault)."""

    name: str
    code: str
    parent: str
    function: str
    contact: str
    received: date | None
    fate: str


class File(NamedTuple):
    """One file. unit, code: as it names itself; figures, facts: what stands in it; sentence: of its narrative."""

    name: str
    form: str
    year: int | None
    unit: str
    code: str
    figures: Figures
    facts: Figures
    sentence: str

    @property
    def kind(self) -> str:
        """The ending of its name."""
        return self.name.rpartition(".")[2]


class Plan(NamedTuple):
    """Units by code, all files, and what must be found.

    missing: units of which no report can be told. wrong: code to the rule that its report breaks. late: code to days. counted: code to the file.
    differs: code to (cell, workbook, Word). strangers: file to the name that must be offered. totals: sums of this year. same, last: sums of
    this year's and last year's reports of the units that reported in both.
    """

    units: Mapping[str, Planned]
    files: tuple[File, ...]
    missing: frozenset[str]
    late: Mapping[str, int]
    wrong: Mapping[str, str]
    twice: frozenset[str]
    differs: Mapping[str, tuple[str, ...]]
    strangers: Mapping[str, str]
    other_form: frozenset[str]
    counted: Mapping[str, str]
    totals: Figures
    same: Figures
    last: Figures
    last_units: int


# What happens to the units, one after another in every thirty: so that a tenth of the region has at least one of each.
FATES = ("", "missing", "balance", "", "differs", "", "prose", "", "other form", "", "misspelt", "twice", "", "no code", "", "wrong code", "", "no year",
         "", "same", "", "named otherwise", "", "missing", "", "", "balance", "", "", "")


def planned(count: int, seed: int = 1) -> Plan:
    """The plan of a region of about `count` units."""
    random = Random(seed)
    units = tuple(_units(count, random))
    files = {unit.code: _files(unit, number, random) for number, unit in enumerate(units)}
    for unit in units:
        if unit.fate == "parent":
            files[unit.code] = [_added_up(unit, [files[part.code][0] for part in units if part.parent == unit.name])]
    return _expected({unit.code: unit for unit in units}, files)


def _added_up(unit: Planned, parts: list[File]) -> File:
    """The report of a unit that has others under it: their sum, which must not be added to theirs."""
    figures = _sum([{**part.figures, **part.facts} for part in parts])
    return File(f"{unit.name}/{unit.name}.xlsx", NEW, YEAR, unit.name, unit.code, figures, {}, _sentence(figures))


def _units(count: int, random: Random) -> list[Planned]:
    units = [Planned(names.REGION, names.code(1), "", "", "", None, "node"), _leaf(names.SEAT, 2, names.REGION, "", random),
             _leaf(names.ZONE, 3, names.REGION, "", random)]
    for number, county in enumerate(names.counties(max(1, count // 4)), 1):
        above = f"{county}人民政府"
        units.append(Planned(above, names.code(1000 * number), names.REGION, "", f"科长{number}", None, "parent" if number == 1 else "node"))
        for place, function in enumerate(names.FUNCTIONS):
            fate = FATES[(4 * number + place) % len(FATES)]
            units.append(_leaf(f"{county}{function}", 1000 * number + place + 1, above, function, random, fate))
        fate = FATES[(4 * number + 3) % len(FATES)]
        units.append(_leaf(names.TOWN, 1000 * number + 9, above, "乡镇", random, fate if fate in ("", "missing", "balance", "no code") else ""))
    return units


def _leaf(name: str, number: int, above: str, function: str, random: Random, fate: str = "") -> Planned:
    received = None if fate == "missing" else DUE + timedelta(random.choice((-20, -9, -2, 0, 0, 1, 3, 12)))
    return Planned(name, names.code(number), above, function, f"科员{number} 0000-{number:07d}", received, fate)


def _files(unit: Planned, number: int, random: Random) -> list[File]:
    """The files of one unit, this year's and, for some, last year's. What belongs to a fault stands in a workbook."""
    if unit.fate in ("missing", "node", "parent"):
        return []
    plain = unit.fate == "" and unit.name != names.TOWN  # only a workbook names a unit by its code
    kind = KINDS[number % len(KINDS)] if plain else "docx" if unit.fate == "no code" and unit.name == names.TOWN else "xlsx"
    form = OLD if unit.fate == "other form" else NEW
    figures, facts = _figures(form, random)
    # more than what was new and what was left from last year together: offices count either way, and a number that is true in one way is no error
    said = _sentence(figures, figures[CARRIED] + 13 if unit.fate == "prose" else Decimal(0))
    stem = f"{unit.parent.removesuffix('人民政府')}/{file_name(unit.name)}{number}"
    first = File(f"{stem}.{kind}", form, YEAR, unit.name, unit.code if kind == "xlsx" else "", figures, facts if kind == "xlsx" else {}, said)
    files = _with_fate(first, unit, stem)
    if number % 5 == 0 and form == NEW and unit.fate not in ("misspelt", "no code"):
        figures, facts = _figures(NEW, random)
        files.append(File(f"上年/{file_name(unit.name)}{number}.xlsx", NEW, YEAR - 1, unit.name, unit.code, figures, {}, _sentence(figures)))
    return files


def file_name(name: str) -> str:
    """A name without what no file can have in its name."""
    return "".join(sign for sign in name if sign not in '<>"&/ ')


def _with_fate(first: File, unit: Planned, stem: str) -> list[File]:
    more = {RECEIVED: first.figures[RECEIVED] + 7, TOTAL: first.figures[TOTAL] + 7}
    turned = Decimal(4101 + (len(first.figures) + int(unit.code[8:16])) % 8 * 10 + 20)
    swapped = Decimal(f"{turned // 100}{turned % 10}{turned % 100 // 10}")
    match unit.fate:
        case "balance":
            return [first._replace(figures={**first.figures, **more}, sentence=_sentence(more))]
        case "differs":
            first = first._replace(figures={**first.figures, TURNED: turned})
            return [first, first._replace(name=f"{stem}.docx", code="", figures={**first.figures, TURNED: swapped}, facts={})]
        case "same":
            return [first, first._replace(name=f"{stem}.html", code="", facts={})]
        case "twice":
            return [first, first._replace(name=f"{stem}（改）.xlsx", figures={**first.figures, TURNED: first.figures[TURNED] + 1})]
        case "misspelt":
            return [first._replace(unit=names.misspelt(unit.name), code="")]
        case "no code":
            return [first._replace(code="")]
        case "wrong code":
            return [first._replace(code=unit.code[:-2] + ("0" if unit.code[-2] != "0" else "1") + unit.code[-1])]
        case "no year":
            return [first._replace(year=None)]
        case "named otherwise":
            return [first._replace(unit=f"{unit.name}（盖章）")]
    return [first]


def _figures(form_id: str, random: Random) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    form = library().form(form_id)
    known = forms.consistent(form, load_rules(library(), form_id), random).known
    return known[THIS], known[FACT]


def _sentence(figures: Figures, wrong: Decimal = Decimal(0)) -> str:
    if TOTAL not in figures:
        return "按时编制年度报告。"
    return f"全年收到政府信息公开申请{figures[TOTAL] + wrong}件。"


def _expected(units: Mapping[str, Planned], files: Mapping[str, list[File]]) -> Plan:
    """What follows from the fates."""
    def with_fate(*wanted: str) -> frozenset[str]:
        return frozenset(code for code, unit in units.items() if unit.fate in wanted)

    unknown = with_fate("misspelt", "wrong code", "no year") | {code for code in with_fate("no code") if units[code].name == names.TOWN}
    missing, nodes = with_fate("missing") | unknown, with_fate("node", "parent")
    counted = units.keys() - nodes - missing - with_fate("balance", "prose", "twice", "other form")
    wrong = dict.fromkeys(with_fate("balance"), "S101") | dict.fromkeys(with_fate("prose"), "N101")
    both = [code for code in (*counted, *wrong) if files[code][-1].year == YEAR - 1]
    late = {code: (unit.received - DUE).days for code, unit in units.items() if unit.received and unit.received > DUE and code not in missing}
    return Plan(
        units, tuple(file for found in files.values() for file in found), missing, late,
        wrong, with_fate("twice"),
        {code: (TURNED, *(str(file.figures[TURNED]) for file in files[code][:2])) for code in with_fate("differs")},
        {files[code][0].name: units[code].name for code in unknown}, with_fate("other form"), {code: files[code][0].name for code in counted},
        _sum([{**files[code][0].figures, **files[code][0].facts} for code in counted]), _sum([files[code][0].figures for code in both]),
        _sum([files[code][-1].figures for code in both]), len(both))


def _sum(parts: list[dict[str, Decimal]] | list[Figures]) -> Figures:
    total: dict[str, Decimal] = {}
    for part in parts:
        for name, figure in part.items():
            total[name] = total.get(name, Decimal(0)) + figure
    return total


def record(plan: Plan, path: Path) -> None:
    """Writes down what must be found, for people to read, before there is a file to find it in."""
    path.write_text(json.dumps(plan._asdict() | {"files": [file.name for file in plan.files]}, ensure_ascii=False, indent=1,
                               default=lambda value: sorted(value) if isinstance(value, frozenset) else str(value)), "utf-8")
