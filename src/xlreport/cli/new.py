"""xlreport new: a blank workbook for one unit and year."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import show
from xlreport.cli.options import FormsFolder, opened
from xlreport.errors import UsageError
from xlreport.files import write_whole
from xlreport.flows.filling import new_workbook
from xlreport.flows.opening import form_for_year
from xlreport.wording import say


def new(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.xlsx", help=say("写到哪个文件。", "The file to write."))],
    form: Annotated[str | None, typer.Option(
        "--form", metavar="FORM", help=say("表式；不写时按年度选。", "The form; chosen by year when left out."))] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="NAME", help=say("单位全称。", "Full name of the unit."))] = "",
    unit_code: Annotated[str, typer.Option("--unit-code", metavar="CODE", help=say("统一社会信用代码。", "Unit code."))] = "",
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR", help=say("报告年度。", "Report year."))] = None,
    last_year: Annotated[str | None, typer.Option(
        "--last-year", metavar="FILE", help=say("上年报告，带入“上年数据”表。", "Last year's report, put on the sheet for it."))] = None,
    forms_folder: FormsFolder = None,
) -> int:
    """Writes a blank workbook; never over a file that is there."""
    if output.suffix.lower() != ".xlsx":
        raise UsageError(say(f"输出文件要以 .xlsx 结尾，现为 {output}", f"the output file must end in .xlsx, not {output}"))
    if form is None and year is None:
        raise UsageError(say("请用 --year 写明报告年度，或用 --form 指明表式", "give --year, or name the form with --form"))
    if year is not None and not 1900 <= year <= 2100:
        raise UsageError(say(f"报告年度要填四位年份，例如 2023，现为 {year}", f"the report year has four digits, such as 2023, not {year}"))
    library = opened(forms_folder)
    chosen = form or form_for_year(library, year or 0)
    write_whole(output, new_workbook(library, chosen, unit, year, unit_code, last_year), replace=False)
    show(say(f"已做好 {output}（{library.form(chosen).name}）", f"made {output} ({library.form(chosen).name})"))
    return 0
