"""xlreport brief --store S.duckdb -o OUT.docx: the draft of the 通报 on how the reports came in."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import show
from xlreport.cli.options import FormsFolder, opened
from xlreport.wording import say


def brief(
    store: Annotated[Path, typer.Option("--store", metavar="S.duckdb", help=say("汇集库。", "The store."))],
    year: Annotated[int, typer.Option("--year", metavar="YEAR", help=say("报告年度。", "The report year."))],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT.docx", help=say("写到哪个文件。", "The file to write."))],
    form: Annotated[str | None, typer.Option("--form", metavar="FORM", help=say("表式；不写按年度。", "The form; by year if left out."))] = None,
    roster: Annotated[Path | None, typer.Option("--roster", metavar="R.xlsx", help=say("单位名录；不写用库里的。", "The roster; else the store's."))] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="PARENT", help=say("只通报这个单位的下级。", "Only the units under this one."))] = "",
    forms_folder: FormsFolder = None,
) -> int:
    """Writes the draft; 0."""
    from xlreport.flows.briefing import draft_circular

    found = draft_circular(store, output, opened(forms_folder), year, form, roster, unit)
    due = say(f"应报 {len(found.due)} 个，", f"{len(found.due)} due, ") if found.due is not None else ""
    show(say(f"{due}已报 {len(found.reported)} 个，缺报 {len(found.missing)} 个，迟报 {len(found.late)} 个。通报草稿已写到 {output}，黄色的〔〕请填写",
             f"{due}{len(found.reported)} in, {len(found.missing)} missing, {len(found.late)} late. Draft written to {output}; fill in the yellow 〔〕"))
    return 0
