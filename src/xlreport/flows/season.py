"""Which year and which units a command of the supervising office is about, where it is not told in full."""

from pathlib import Path

from xlreport.collection.roster import Roster
from xlreport.collection.roster_file import read_roster
from xlreport.collection.store import Store, open_store
from xlreport.errors import UsageError
from xlreport.form.library import Library
from xlreport.wording import say


def latest_year(store: Path, forms: Library) -> int:
    """The latest year of which the store holds a report. Raises UsageError where it holds none."""
    with open_store(store, forms) as opened:
        (row,) = opened.rows("select max(year) as year from submission where current")
    if row["year"] is None:
        raise UsageError(say(f"{store} 里没有写明年度的报告，请用 --year 写明", f"{store} holds no report of a year; give --year"))
    return int(row["year"])


def units_meant(opened: Store, roster: Path | None, parent: str = "") -> Roster | None:
    """The roster named, else the one the store keeps, if any; of it, the units under `parent` where one is named.

    Raises UsageError for a parent without a roster, or with nobody under it.
    """
    units = Roster(read_roster(roster)) if roster else opened.roster()
    if not parent:
        return units
    if units is None:
        raise UsageError(say("--unit 要有单位名录：写 --roster，或汇集时用 --roster 存进汇集库",
                             "--unit needs a roster: give --roster, or collect with --roster"))
    return units.under(parent)
