"""Collected reports added up into the workbook of the office above."""

from pathlib import Path
from typing import NamedTuple

from xlreport.collection.rollup import KEEP, LEAVE, Part, RollUp, roll_up
from xlreport.collection.roster import Roster, read_roster
from xlreport.collection.store import open_store
from xlreport.errors import UsageError
from xlreport.files import write_whole
from xlreport.flows.opening import form_for_year
from xlreport.form.library import Library
from xlreport.rules.load import load_rules
from xlreport.wording import say


class Rolled(NamedTuple):
    """A roll-up, and the line that stands on its face."""

    rollup: RollUp
    face: str


def roll_up_store(
    store: Path, output: Path, forms: Library, unit: str, year: int, form_id: str | None = None, roster: Path | None = None,
    with_errors: str = LEAVE,
) -> Rolled:
    """Adds up a year's reports and writes the workbook, ready for check and write. Raises UsageError; writes over nothing."""
    from xlreport.workbook.sources_sheet import SourceRow, Sources
    from xlreport.workbook.template import workbook_bytes

    if with_errors not in (KEEP, LEAVE):
        raise UsageError(say(f"--with-errors 只能是 keep 或 leave，现为“{with_errors}”", f"--with-errors is keep or leave, not {with_errors}"))
    form = forms.form(form_id or form_for_year(forms, year))
    given = Roster(read_roster(roster)) if roster else None
    with open_store(store, forms) as opened:
        units = given or opened.roster()
        found = roll_up(opened, forms, form, year, unit, units, with_errors)
    face = _face(found)
    rows = [SourceRow(part.unit, part.path, _why(part, found), part.figures) for part in (*found.counted, *found.left_out)]
    data = workbook_bytes(found.submission, load_rules(forms, form.id), Sources(face, found.missing, rows))
    write_whole(output, data, replace=False)
    return Rolled(found, face)


def _face(found: RollUp) -> str:
    counted, out = len(found.counted), len(found.left_out)
    waived = say(f"；另有说明已认可的问题 {found.waived} 条", f"; {found.waived} findings explained and accepted") if found.waived else ""
    return say(f"应报 {found.due} 个，实报 {found.due - len(found.missing)} 个，缺报 {len(found.missing)} 个；计入汇总 {counted} 份，没有计入 {out} 份{waived}",
               f"{found.due} due, {found.due - len(found.missing)} in, {len(found.missing)} missing; {counted} added up, {out} left out{waived}")


def _why(part: Part, found: RollUp) -> str:
    gaps = sum(1 for unit, _ in found.gaps if unit == part.unit)
    return part.why or (say(f"计入，但有 {gaps} 格没有数", f"counted, but {gaps} cells hold no number") if gaps else "")
