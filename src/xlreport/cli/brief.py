"""xlreport brief --store S.duckdb -o OUT.docx: the draft of the 通报 on how the reports came in."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import show
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


def brief(
    store: StoreFile,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT.docx", help=say("写到哪个文件。", "The file to write."))],
    year: ReportYear = None,
    form: FormOfYear = None,
    roster: RosterFile = None,
    unit: ParentUnit = "",
    forms_folder: FormsFolder = None,
) -> int:
    """Writes the draft; 0."""
    from xlreport.flows.briefing import draft_circular

    library = opened(forms_folder)
    found = draft_circular(store, output, library, year_meant(year, store, library), form, roster, unit)
    due = say(f"应报 {len(found.due)} 个，", f"{len(found.due)} due, ") if found.due is not None else ""
    show(say(f"{due}已报 {len(found.reported)} 个，缺报 {len(found.missing)} 个，迟报 {len(found.late)} 个。通报草稿已写到 {output}，黄色的〔〕请填写",
             f"{due}{len(found.reported)} in, {len(found.missing)} missing, {len(found.late)} late. Draft written to {output}; fill in the yellow 〔〕"))
    return 0
