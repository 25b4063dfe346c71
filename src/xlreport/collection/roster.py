"""The roster of units that must report: who they are, what stands above whom, and which unit a report is of."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from xlreport.errors import UsageError
from xlreport.form.names import meant, plain
from xlreport.wording import say


class Unit(NamedTuple):
    """One unit of the roster. aliases, predecessors: other names; due, received: days or None; line: its row in the workbook."""

    unit: str
    unit_code: str = ""
    aliases: tuple[str, ...] = ()
    region: str = ""
    level: str = ""
    parent: str = ""
    function: str = ""
    contact: str = ""
    due: date | None = None
    received: date | None = None
    predecessors: tuple[str, ...] = ()
    status: str = ""
    address: str = ""
    line: int = 0


class Match(NamedTuple):
    """Which unit a report is of. unit: None where that cannot be told; near: names that come close, offered and never taken."""

    unit: Unit | None
    near: tuple[str, ...] = ()


def packed_unit(unit: Unit) -> str:
    """A unit as JSON, as a store keeps it."""
    return json.dumps({key: value.isoformat() if isinstance(value, date) else value for key, value in unit._asdict().items()}, ensure_ascii=False)


def unpacked_unit(content: str) -> Unit:
    """The unit that `packed_unit` wrote."""
    data = json.loads(content)
    days = {key: date.fromisoformat(data[key]) if data[key] else None for key in ("due", "received")}
    return Unit(**data | days | {key: tuple(data[key]) for key in ("aliases", "predecessors")})


def told_apart(units: Iterable[Unit]) -> dict[Unit, str]:
    """What to call each unit among the others: its name, and where several have that name, what is above it, its region or its code."""
    units = tuple(units)
    many = Counter(unit.unit for unit in units)
    named = {unit: f"{unit.unit}（{unit.parent or unit.region or unit.unit_code}）" if many[unit.unit] > 1 and (unit.parent or unit.region or unit.unit_code)
             else unit.unit for unit in units}
    still = Counter(named.values())
    return {unit: f"{name}（{unit.unit_code or unit.line}）" if still[name] > 1 else name for unit, name in named.items()}


def offered_as(unit: Unit) -> str:
    """A unit among others of its name, when it is offered for a report that may be any of theirs."""
    return f"{unit.unit}（{'，'.join(filter(None, (unit.parent or unit.region, unit.unit_code)))}）"


class Roster:
    """Units with their names and codes at hand."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = tuple(units)
        self.part = False  # of a larger roster, see `under`
        self._codes = {unit.unit_code: unit for unit in units if unit.unit_code}
        self._names: dict[str, list[Unit]] = {}
        self._below: dict[str, list[Unit]] = {}
        for unit in units:
            if unit.parent:
                self._below.setdefault(plain(unit.parent), []).append(unit)
            for name in dict.fromkeys(map(plain, (unit.unit, *unit.aliases))):
                self._names.setdefault(name, []).append(unit)

    def match(self, name: str, code: str) -> Match:
        """By code where the report has one the roster knows; else by a name or alias that only one unit has."""
        if code and plain(code).upper() in self._codes:
            return Match(self._codes[plain(code).upper()])
        same = self._names.get(plain(name), [])
        if len(same) == 1 and not (code and same[0].unit_code):  # another code is another unit of that name
            return Match(same[0])
        if same:
            return Match(None, tuple(map(offered_as, same)))
        near = get_close_matches(plain(name), list(self._names), n=3, cutoff=0.6) if name else []
        return Match(None, tuple(dict.fromkeys(self._names[word][0].unit for word in near)))

    def added_under(self, office: str) -> tuple[Unit, ...]:
        """The leaves that an office adds up: those under it, or all of them where nobody's office is told or none is named.

        Raises UsageError for an office the roster does not have above anybody: all units under the name of one county is a wrong report.
        """
        if not office or not self._below:
            return self.leaves
        found = self.children(office)
        if not found:
            raise UsageError(self._nobody(office))
        return found

    def _nobody(self, office: str) -> str:
        return say(f"名录里没有上级单位是“{office}”的单位{meant(office, {unit.parent for unit in self.units if unit.parent})}",
                   f"the roster names no unit under {office}")

    def parents_unknown(self) -> tuple[tuple[str, str], ...]:
        """Names in 上级单位 that are no unit of the roster but come close to one: the name as written, and the unit's."""
        names = {plain(unit.unit): unit.unit for unit in self.units}
        return tuple((parent, names[near[0]]) for parent in dict.fromkeys(unit.parent for unit in self.units if unit.parent)
                     if plain(parent) not in names and (near := get_close_matches(plain(parent), list(names), n=1, cutoff=0.7)))

    def below(self, unit: Unit) -> tuple[Unit, ...]:
        """The units right below a unit."""
        return tuple(self._below.get(plain(unit.unit), ()))

    def children(self, parent: str) -> tuple[Unit, ...]:
        """The leaves under a unit, at any depth; a unit that has others under it is no leaf."""
        found: list[Unit] = []
        wanted, seen = [plain(parent)], {plain(parent)}
        while wanted:
            for unit in self._below.get(wanted.pop(), ()):
                name = plain(unit.unit)
                if name not in self._below:
                    found.append(unit)
                elif name not in seen:
                    wanted.append(name)
                    seen.add(name)
        return tuple(found)

    def must_report(self, unit: Unit) -> bool:
        """Not a unit that stands here only because others stand under it: it has none under it, or a day was set for it."""
        return self.is_leaf(unit) or unit.due is not None

    def under(self, parent: str) -> "Roster":
        """The units under one, at any depth; every name and code of the whole roster is still known. Raises UsageError where there are none."""
        names, found = {plain(parent)}, list[Unit]()
        wanted = [plain(parent)]
        while wanted:
            for unit in self._below.get(wanted.pop(), ()):
                found.append(unit)
                if plain(unit.unit) not in names:
                    names.add(plain(unit.unit))
                    wanted.append(plain(unit.unit))
        if not found:
            raise UsageError(self._nobody(parent))
        part = Roster(self.units)
        part.part, part.units = True, tuple(sorted(found, key=lambda unit: unit.line))
        return part

    def is_leaf(self, unit: Unit) -> bool:
        """Whether no others stand under it: only such units are added up."""
        return plain(unit.unit) not in self._below

    @property
    def leaves(self) -> tuple[Unit, ...]:
        """All units that have no others under them."""
        return tuple(unit for unit in self.units if self.is_leaf(unit))
