"""xlreport export --store S.duckdb -o OUT --to csv|parquet|xlsx: all years' figures with codes, labels and a dictionary."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import show
from xlreport.cli.options import FormsFolder, ParentUnit, RosterFile, StoreFile, opened
from xlreport.wording import say


def export(
    store: StoreFile,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR|FILE", help=say("写到哪个文件夹或文件。", "The folder or file to write."))],
    to: Annotated[str, typer.Option("--to", metavar="csv|parquet|xlsx", help=say("写成什么。", "The kind of file."))] = "csv",
    wide: Annotated[bool, typer.Option("--wide", help=say("一份报告一行、一格一列；不写时一格一行。", "A row a report; a row a cell if left out."))] = False,
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR", help=say("只要一个年度。", "One year only."))] = None,
    form: Annotated[str | None, typer.Option("--form", metavar="FORM", help=say("只要一种表式。", "One form only."))] = None,
    unit: ParentUnit = "",
    roster: RosterFile = None,
    forms_folder: FormsFolder = None,
) -> int:
    """Writes the tables; 0."""
    from xlreport.flows.exporting import export_store

    for path in export_store(store, output, opened(forms_folder), to, year, form, wide, roster, unit):
        show(say(f"已写到 {path}", f"written to {path}"))
    return 0
