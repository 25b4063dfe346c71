"""Collected reports added up into the workbook of the office above."""

from pathlib import Path
from typing import NamedTuple

from xlreport.check.checking import check_submission
from xlreport.collection.across import Across, Traced, hold_across, trace
from xlreport.collection.before import Before
from xlreport.collection.rollup import KEEP, LEAVE, Part, RollUp, roll_up
from xlreport.collection.standing import standings
from xlreport.collection.store import open_store
from xlreport.errors import UsageError
from xlreport.files import write_whole
from xlreport.flows.opening import form_for_year
from xlreport.flows.season import units_meant
from xlreport.form.library import Library
from xlreport.rules.load import load_rules
from xlreport.wording import say

MOST_NAMED = 5


class Rolled(NamedTuple):
    """A roll-up, and the line that stands on its face.

    wrong: what does not balance in the sum, a sentence each; traced: what it comes from in the reports added up. unfit: what
    does not fit between the office's own report and those below it, or would be counted twice.
    """

    rollup: RollUp
    face: str
    wrong: tuple[str, ...] = ()
    traced: tuple[Traced, ...] = ()
    unfit: tuple[Across, ...] = ()


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
    rules = load_rules(forms, form.id)
    with open_store(store, forms) as opened:
        units = units_meant(opened, roster)
        found = roll_up(opened, forms, form, year, unit, units, with_errors)
        wrong = [one for one in check_submission(found.submission, rules).findings if one.family == "balance" and one.severity == "error"]
        traced = trace(opened, {cell.cell for one in wrong for cell in one.cells}, {part.submission: part.unit for part in found.counted})
        held = hold_across(opened, forms, form, rules, standings(opened, forms, year, units)[0], Before(opened, forms, year - 1, units), units)
        counted = {part.submission for part in found.counted}
        unfit = tuple(one for one in held if one.whose.unit.unit == unit or one.whose.versions[0].submission in counted)
    face = _face(found)
    rows = [SourceRow(part.unit, part.path, _why(part, found), part.figures) for part in (*found.counted, *found.left_out)]
    data = workbook_bytes(found.submission, rules, Sources(face, found.missing, rows))
    write_whole(output, data, replace=False)
    return Rolled(found, face, tuple(one.message for one in wrong), traced, unfit)


def _face(found: RollUp) -> str:
    counted, out = len(found.counted), len(found.left_out)
    waived = say(f"；另有说明已认可的问题 {found.waived} 条", f"; {found.waived} findings explained and accepted") if found.waived else ""
    present = found.due - len(found.missing)
    names = say("、", ", ").join(found.above[:MOST_NAMED]) + (say("等", " and others") if len(found.above) > MOST_NAMED else "")
    above = say(f"（另有 {len(found.above)} 个下面还有单位，自己的报告不与下面的相加，不在应报之内：{names}）",
                f" ({len(found.above)} more have units under them and are not added to these: {names})") if found.above else ""
    return say(f"应报 {found.due} 个{above}，实报 {present} 个，缺报 {len(found.missing)} 个；计入汇总 {counted} 份，没有计入 {out} 份{waived}",
               f"{found.due} due{above}, {present} in, {len(found.missing)} missing; {counted} added up, {out} left out{waived}")


def _why(part: Part, found: RollUp) -> str:
    gaps = sum(1 for unit, _ in found.gaps if unit == part.unit)
    return part.why or (say(f"计入，但有 {gaps} 格没有数", f"counted, but {gaps} cells hold no number") if gaps else "")
