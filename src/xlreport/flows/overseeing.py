"""The year at a glance for the office above."""

from pathlib import Path

from xlreport.collection.overview import Overview, overview
from xlreport.collection.store import open_store
from xlreport.errors import UsageError
from xlreport.files import write_whole
from xlreport.flows.opening import form_for_year
from xlreport.flows.season import units_meant
from xlreport.form.library import Library
from xlreport.rules.load import load_rules
from xlreport.wording import say


def year_at_a_glance(
    store: Path, output: Path, forms: Library, year: int, form_id: str | None = None, roster: Path | None = None,
    parent: str = "",
) -> Overview:
    """Writes the overview as a page (.html) or a workbook (.xlsx). Raises UsageError for another kind of file."""
    suffix = output.suffix.lower()
    if suffix not in (".html", ".xlsx"):
        raise UsageError(say(f"-o 要以 .html 或 .xlsx 结尾，现为 {output}", f"-o must end in .html or .xlsx, not {output}"))
    form = forms.form(form_id or form_for_year(forms, year))
    rules = load_rules(forms, form.id)
    with open_store(store, forms) as opened:
        found = overview(opened, forms, form, rules, year, units_meant(opened, roster, parent))
    if suffix == ".html":
        from xlreport.present.dashboard import render

        write_whole(output, render(found, rules).encode("utf-8", "replace"))
    else:
        from xlreport.present import overview_sheets

        write_whole(output, overview_sheets.render(found, rules))
    return found
