"""The 通报 on how the year's reports came in, drafted from the store."""

from pathlib import Path

from xlreport.collection.circular import Circular, circular
from xlreport.collection.roster import Roster, read_roster
from xlreport.collection.store import open_store
from xlreport.errors import UsageError
from xlreport.files import write_whole
from xlreport.flows.opening import form_for_year
from xlreport.form.library import Library
from xlreport.rules.load import load_rules
from xlreport.wording import say


def draft_circular(
    store: Path, output: Path, forms: Library, year: int, form_id: str | None = None, roster: Path | None = None, parent: str = ""
) -> Circular:
    """Writes the draft; what it says. Raises UsageError for another kind of file, a parent without a roster, or a year without reports."""
    if output.suffix.lower() != ".docx":
        raise UsageError(say(f"-o 要以 .docx 结尾，现为 {output}", f"-o must end in .docx, not {output}"))
    form = forms.form(form_id or form_for_year(forms, year))
    rules = load_rules(forms, form.id)
    given = Roster(read_roster(roster)) if roster else None
    with open_store(store, forms) as opened:
        units = given or opened.roster()
        if parent:
            units = units_under(units, parent)
        found = circular(opened, forms, form, rules, year, units, parent)
    from xlreport.present.circular import render

    write_whole(output, render(found, rules), replace=False)
    return found


def units_under(roster: Roster | None, parent: str) -> Roster:
    """The part of a roster under a unit. Raises UsageError where there is no roster, or nobody under it."""
    if roster is None:
        raise UsageError(say("--unit 要有单位名录：写 --roster，或汇集时用 --roster 存进汇集库",
                             "--unit needs a roster: give --roster, or collect with --roster"))
    return roster.under(parent)
