"""xlreport dashboard --store S.duckdb -o OUT.html: who is late, who is wrong, how the totals moved."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import safe_output, show
from xlreport.cli.options import (
    FormOfYear,
    FormsFolder,
    ParentUnit,
    ReportYear,
    RosterFile,
    StoreFile,
    opened,
    year_meant,
)
from xlreport.wording import say


def dashboard(
    store: StoreFile,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help=say(".html 网页或 .xlsx 工作簿。", "A page or a workbook."))],
    year: ReportYear = None,
    form: FormOfYear = None,
    roster: RosterFile = None,
    unit: ParentUnit = "",
    forms_folder: FormsFolder = None,
) -> int:
    """Writes the overview; 0."""
    from xlreport.collection.standing import status_said
    from xlreport.flows.overseeing import year_at_a_glance

    safe_output(output, [str(store), *([str(roster)] if roster else [])], output.suffix.lower())
    library = opened(forms_folder)
    found = year_at_a_glance(store, output, library, year_meant(year, store, library), form, roster, unit)
    show(say("，".join(f"{status} {number} 个" for status, number in found.statuses),
             ", ".join(f"{status_said(status)} {number}" for status, number in found.statuses)))
    show(say(f"已写到 {output}", f"written to {output}"))
    return 0
