"""The 通报 on how the year's reports came in, drafted from the store."""

from pathlib import Path

from xlreport.collection.circular import Circular, circular
from xlreport.collection.store import open_store
from xlreport.errors import UsageError
from xlreport.files import write_whole
from xlreport.flows.opening import form_for_year
from xlreport.flows.season import units_meant
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
    with open_store(store, forms) as opened:
        found = circular(opened, forms, form, rules, year, units_meant(opened, roster, parent), parent)
    from xlreport.present.circular import render

    write_whole(output, render(found, rules), replace=False)
    return found
