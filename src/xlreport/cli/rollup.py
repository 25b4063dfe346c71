"""xlreport rollup --store S.duckdb -o OUT.xlsx: the reports of a year added up."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import note, show
from xlreport.cli.options import FormOfYear, FormsFolder, ReportYear, RosterFile, StoreFile, opened, year_meant
from xlreport.wording import say


def rollup(
    store: StoreFile,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT.xlsx", help=say("汇总工作簿。", "The workbook to write."))],
    unit: Annotated[str, typer.Option("--unit", metavar="NAME", help=say("汇总单位的名称。", "The unit that adds up."))] = "",
    year: ReportYear = None,
    form: FormOfYear = None,
    roster: RosterFile = None,
    with_errors: Annotated[str, typer.Option(
        "--with-errors", metavar="keep|leave", help=say("有错误的单位：计入还是不计入。", "Units with errors: keep or leave."))] = "leave",
    forms_folder: FormsFolder = None,
) -> int:
    """Adds up; 0 when everybody who is due is in the sum and nothing in it is wrong, else 1."""
    from xlreport.collection.across import traced_said
    from xlreport.flows.rolling import roll_up_store

    library = opened(forms_folder)
    done = roll_up_store(store, output, library, unit, year_meant(year, store, library), form, roster, with_errors)
    show(done.face)
    for name in done.rollup.missing:
        note(say(f"缺报：{name}", f"missing: {name}"))
    for part in done.rollup.left_out:
        note(say(f"没有计入：{part.unit}（{part.path}）：{part.why}", f"left out: {part.unit} ({part.path}): {part.why}"))
    for name, cell in done.rollup.gaps[:50]:
        note(say(f"没有数：{name} {cell}", f"no number: {name} {cell}"))
    for line in done.wrong:
        note(say(f"汇总表不平衡：{line}", f"the sum does not balance: {line}"))
    for one in done.traced:
        note(say(f"　来自 {traced_said(one)}", f"  from {traced_said(one)}"))
    for office in done.unfit:
        for finding in office.findings:
            note(f"{office.unit}：{finding.message}[{finding.rule}]")
        for one in office.traced if office.unit == unit else ():
            note(say(f"　来自 {traced_said(one)}", f"  from {traced_said(one)}"))
    show(say(f"已写到 {output}", f"written to {output}"))
    return 1 if done.rollup.missing or done.rollup.left_out or done.rollup.gaps or done.wrong or done.unfit else 0
