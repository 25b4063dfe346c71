"""xlreport return --store S.duckdb -o DIR: a 反馈意见 for every unit with something to correct, and the unit marked 退回."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import show
from xlreport.cli.options import FormsFolder, ParentUnit, ReportYear, RosterFile, StoreFile, opened, year_meant
from xlreport.wording import say


def return_(
    store: StoreFile,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help=say("写到哪个文件夹。", "The folder to write into."))],
    year: ReportYear = None,
    roster: RosterFile = None,
    unit: ParentUnit = "",
    by: Annotated[str, typer.Option("--by", metavar="DAY", help=say("哪天以前改好，照印；不写留空。", "By when, printed as given."))] = "",
    forms_folder: FormsFolder = None,
) -> int:
    """Writes the letters; 0."""
    from xlreport.flows.returning import return_reports

    library = opened(forms_folder)
    done = return_reports(store, output, library, year_meant(year, store, library), roster, by, unit)
    for name, path in done:
        show(say(f"退回：{name}：{path}", f"returned: {name}: {path}"))
    show(say(f"{len(done)} 个单位写了反馈意见，库里已标“退回”", f"{len(done)} letters written; the units are marked as returned"))
    return 0
