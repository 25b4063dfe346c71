"""Where a workbook's figures stand: each has a defined name, which office programs keep right when rows are inserted."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from xlreport.form.model import Cell, Form
from xlreport.form.submission import Place
from xlreport.rules.model import RuleSet
from xlreport.workbook.book import Names
from xlreport.workbook.departures import LabelPlace, expected_formulas, label_places, out_of_place, stray_places
from xlreport.workbook.layout import Spot, defined_name


class Held:
    """A form and its rules as a cache key, by identity: they hold mappings, which do not hash."""

    def __init__(self, form: Form, rules: RuleSet) -> None:
        self.form, self.rules = form, rules

    def __hash__(self) -> int:
        return id(self.form)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and other.form is self.form and other.rules is self.rules


class Found(NamedTuple):
    """Where a workbook's names say the figures are: (name, cell, address) by sheet; lost: names that are gone."""

    sheets: tuple[tuple[str, tuple[tuple[str, Cell, str], ...]], ...]
    lost: tuple[str, ...]
    places: Mapping[str, Place]
    strays: tuple[tuple[str, frozenset[str]], ...]
    labels: tuple[LabelPlace, ...]
    formulas: Mapping[str, str]


@lru_cache(maxsize=32)
def find_figures(names: Names, sheets: frozenset[str], held: Held, prefix: str) -> Found:
    """Looks up every figure's defined name; worked out once for workbooks with the same names."""
    named = {name: names.get(prefix + defined_name(cell)) for name, cell in held.form.cells.items()}
    standing = {name: spot for name, spot in named.items() if spot is not None and spot.sheet in sheets}
    moved = out_of_place(held.form, standing)
    spots = {name: spot for name, spot in standing.items() if name not in moved}
    lost = [name for name in named if name not in spots]
    by_sheet: dict[str, list[tuple[str, Cell, str]]] = {}
    for name, spot in spots.items():
        by_sheet.setdefault(spot.sheet, []).append((name, held.form.cells[name], spot.address))
    return Found(
        tuple((sheet, tuple(figures)) for sheet, figures in by_sheet.items()), tuple(lost),
        {name: place_of(spot) for name, spot in spots.items()}, stray_places(held.form, spots), label_places(held.form, spots),
        expected_formulas(held.rules.totals, spots),
    )


def place_of(spot: Spot) -> Place:
    """A spot as messages and findings name it."""
    return Place(spot.sheet, spot.address)
