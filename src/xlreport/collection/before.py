"""The reports of the year before, unit by unit: a unit that took over from others has theirs added up (承继单位)."""

from collections.abc import Sequence
from decimal import Decimal

from xlreport.collection.roster import Roster, Unit
from xlreport.collection.standing import Figures, Standing, standings
from xlreport.collection.store import Store
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.form.names import plain
from xlreport.wording import say


class Before:
    """Reports of one year, asked for by the units of the year after."""

    def __init__(self, store: Store, forms: Library, year: int, roster: Roster | None = None) -> None:
        found, _ = standings(store, forms, year, roster and _with_predecessors(roster))
        self.year = year
        self._found = {standing.unit: standing for standing in found}
        self._roster = Roster([standing.unit for standing in found])

    @property
    def numbers(self) -> list[int]:
        """The submissions that count, of all units."""
        return [standing.versions[0].submission for standing in self._found.values() if standing.versions]

    def of(self, unit: Unit) -> tuple[Standing, ...] | str:
        """The unit's own report and those of the units it took over from; or why last year cannot be told, in words.

        A unit that was made last year or later has none of its own: then its predecessors' are all.
        """
        own = self._of(unit)
        if not unit.predecessors:
            return own if isinstance(own, str) else (own,)
        found = [] if isinstance(own, str) else [own]
        for name in unit.predecessors:
            one = self._of(Unit(name))
            if isinstance(one, str):
                return say(f"承继单位里，{one}", f"of its predecessors: {one}")
            if one not in found:
                found.append(one)
        return tuple(found)

    def _of(self, unit: Unit) -> Standing | str:
        """One unit's report that counts."""
        match = next((match for name in (unit.unit, *unit.aliases) if (match := self._roster.match(name, unit.unit_code)).unit is not None), None)
        if match is None or match.unit is None:
            same = [known for known in self._found if plain(known.unit) == plain(unit.unit)]
            if len(same) > 1:
                return say(f"有几个叫“{unit.unit}”的单位", f"holds several units called {unit.unit}")
            return self._none(unit)
        standing = self._found[match.unit]
        if not standing.versions:
            return self._none(unit)
        if standing.twice:
            return say(f"“{unit.unit}”{self.year} 年度有两份不同的报告", f"holds two different reports of {unit.unit} for {self.year}")
        return standing

    def _none(self, unit: Unit) -> str:
        return say(f"没有“{unit.unit}”{self.year} 年度的报告", f"holds no report of {unit.unit} for {self.year}")


def _with_predecessors(roster: Roster) -> Roster:
    """A roster with the units that are only named as predecessors."""
    named = dict.fromkeys(name for unit in roster.units for name in unit.predecessors)
    gone = [Unit(name) for name in named if roster.match(name, "").unit is None]
    return Roster([*roster.units, *gone])


def added_up(parts: Sequence[Standing], form: Form) -> Figures:
    """The figures of several reports added up, cell by cell, as far as this form can be compared with theirs; None where one has none."""
    figures: dict[str, Decimal | None] = {}
    comparable = [{table.code for table in form.tables} if part.versions[0].form == form.id else form.previous.get(part.versions[0].form, frozenset())
                  for part in parts]
    for name, cell in form.cells.items():
        if all(cell.table in tables and name in part.versions[0].figures for part, tables in zip(parts, comparable, strict=True)):
            known = [part.versions[0].figures[name] for part in parts]
            figures[name] = None if any(number is None for number in known) else sum((number for number in known if number is not None), Decimal(0))
    return figures
