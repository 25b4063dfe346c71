"""xlreport dashboard --store S.duckdb -o OUT.html: who is late, who is wrong, how the totals moved."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import safe_output, show
from xlreport.cli.options import FormsFolder, opened
from xlreport.wording import say


def dashboard(
    store: Annotated[Path, typer.Option("--store", metavar="S.duckdb", help=say("汇集库。", "The store."))],
    year: Annotated[int, typer.Option("--year", metavar="YEAR", help=say("报告年度。", "The report year."))],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help=say(".html 网页或 .xlsx 工作簿。", "A page or a workbook."))],
    form: Annotated[str | None, typer.Option("--form", metavar="FORM", help=say("表式；不写按年度。", "The form; by year if left out."))] = None,
    roster: Annotated[Path | None, typer.Option("--roster", metavar="R.xlsx", help=say("单位名录。", "The roster of units."))] = None,
    forms_folder: FormsFolder = None,
) -> int:
    """Writes the overview; 0."""
    from xlreport.flows.overseeing import year_at_a_glance

    safe_output(output, [str(store), *([str(roster)] if roster else [])], output.suffix.lower())
    found = year_at_a_glance(store, output, opened(forms_folder), year, form, roster)
    show(say("，".join(f"{status} {number} 个" for status, number in found.statuses), ", ".join(f"{status} {number}" for status, number in found.statuses)))
    show(say(f"已写到 {output}", f"written to {output}"))
    return 0
