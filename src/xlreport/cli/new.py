"""xlreport new: a blank workbook for one unit and year, or one for every unit of a roster."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import note, progress_bar, show
from xlreport.cli.options import FormsFolder, opened
from xlreport.errors import UsageError
from xlreport.files import write_whole
from xlreport.flows.filling import new_workbook
from xlreport.flows.opening import form_for_year
from xlreport.wording import say


def new(
    output: Annotated[Path, typer.Option(
        "-o", "--output", metavar="FILE.xlsx|DIR", help=say("写到哪个文件；--roster 时写文件夹。", "The file to write; with --roster a folder."))],
    form: Annotated[str | None, typer.Option(
        "--form", metavar="FORM", help=say("表式；不写时按年度选。", "The form; chosen by year when left out."))] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="NAME", help=say("单位全称。", "Full name of the unit."))] = "",
    unit_code: Annotated[str, typer.Option("--unit-code", metavar="CODE", help=say("统一社会信用代码。", "Unit code."))] = "",
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR", help=say("报告年度。", "Report year."))] = None,
    last_year: Annotated[str | None, typer.Option(
        "--last-year", metavar="FILE", help=say("上年报告，带入“上年数据”表。", "Last year's report, put on the sheet for it."))] = None,
    roster: Annotated[Path | None, typer.Option(
        "--roster", metavar="R.xlsx", help=say("单位名录：一个单位做一份。", "The roster: one workbook a unit."))] = None,
    store: Annotated[Path | None, typer.Option(
        "--store", metavar="S.duckdb", help=say("汇集库：带入上年的数；没写名录用库里的。", "The store: last year's figures, and its roster."))] = None,
    forms_folder: FormsFolder = None,
) -> int:
    """Writes blank workbooks; never over a file that is there. Raises UsageError where year, form or ending are missing."""
    if roster or store:
        return _one_a_unit(output, form, unit, unit_code, year, last_year, roster, store, forms_folder)
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


def _one_a_unit(
    output: Path, form: str | None, parent: str, unit_code: str, year: int | None, last_year: str | None, roster: Path | None,
    store: Path | None, forms_folder: Path | None,
) -> int:
    """0, or 2 where a unit's file could not be made."""
    from xlreport.flows.issuing import issue_workbooks

    if unit_code or last_year:
        raise UsageError(say("--roster 时不写 --unit-code 和 --last-year：代码在名录里，上年的数在 --store 里",
                             "with --roster leave out --unit-code and --last-year: codes stand in the roster, last year in --store"))
    if year is None or not 1900 <= year <= 2100:
        raise UsageError(say("请用 --year 写明报告年度，四位年份", "give --year, four digits"))
    library = opened(forms_folder)
    done = issue_workbooks(output, library, form or form_for_year(library, year), year, roster, store, parent, progress_bar())
    for path in done.there:
        note(say(f"已有，没有动：{path}", f"there already, left alone: {path}"))
    for name, why in done.without_last:
        note(say(f"没有上年的数：{name}：{store} 里{why}", f"no figures of last year: {name}: {store} {why}"))
    for name, why in done.failed:
        note(say(f"没有做成：{name}：{why}", f"not made: {name}: {why}"))
    if done.above:
        names = say("、", ", ").join(done.above[:10])
        note(say(f"只有下级、没有报送期限的 {len(done.above)} 个单位不做，用 rollup 汇总：{names}",
                 f"{len(done.above)} units are added up with rollup: {names}"))
    figures = say(f"，其中 {len(done.made) - len(done.without_last)} 份带上年的数", f", {len(done.made) - len(done.without_last)} with last year's figures")
    show(say(f"做了 {len(done.made)} 份{figures if store else ''}；已有的 {len(done.there)} 份没有动，没有做成的 {len(done.failed)} 份。都在 {output}",
             f"{len(done.made)} made{figures if store else ''}; {len(done.there)} were there, {len(done.failed)} failed; all in {output}"))
    return 2 if done.failed else 0
