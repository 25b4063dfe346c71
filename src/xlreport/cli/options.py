"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import note
from xlreport.flows.opening import open_library
from xlreport.form.library import Library
from xlreport.wording import say

FormsFolder = Annotated[Path | None, typer.Option(
    "--forms", metavar="DIR", help=say("本单位自己的表式和规则所在的文件夹。", "A folder with forms and rules of your own."))]


StoreFile = Annotated[Path, typer.Option("--store", metavar="S.duckdb", help=say("汇集库。", "The store."))]
ReportYear = Annotated[int | None, typer.Option(
    "--year", metavar="YEAR", help=say("报告年度；不写用库里最近的。", "The report year; the store's latest if left out."))]
FormOfYear = Annotated[str | None, typer.Option("--form", metavar="FORM", help=say("表式；不写按年度。", "The form; by year if left out."))]
RosterFile = Annotated[Path | None, typer.Option(
    "--roster", metavar="R.xlsx", help=say("单位名录；不写用库里存的。", "The roster of units; else the one the store keeps."))]
ParentUnit = Annotated[str, typer.Option("--unit", metavar="PARENT", help=say("只要这个单位的下级。", "Only the units under this one."))]


def year_meant(year: int | None, store: Path, library: Library) -> int:
    """The year named, else the store's latest, which is then said."""
    if year is not None:
        return year
    from xlreport.flows.season import latest_year

    found = latest_year(store, library)
    note(say(f"没有写 --year，用库里最近的 {found} 年度", f"no --year: the store's latest, {found}"))
    return found


def opened(forms_folder: Path | None) -> Library:
    """The forms at hand; says so where a folder of the office's own is in use."""
    library, line = open_library(forms_folder)
    if line:
        note(line)
    return library
