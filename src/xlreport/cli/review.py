"""xlreport review FILE: the 送审单, at most two pages for whoever signs."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import safe_output, show
from xlreport.cli.options import FormsFolder, opened
from xlreport.errors import UsageError
from xlreport.files import write_whole
from xlreport.wording import say


def review(
    file: Annotated[str, typer.Argument(metavar="FILE", help=say("要送审的年报。", "The report to be signed."))],
    output: Annotated[Path | None, typer.Option(
        "-o", "--output", metavar="OUT.docx|OUT.html", help=say("写到哪个文件；不写时放在年报旁边。", "The file to write; beside FILE when left out."))] = None,
    last_year: Annotated[str | None, typer.Option(
        "--last-year", metavar="FILE", help=say("上年报告（文件，或各单位上年报告的文件夹）。", "Last year's report, or a folder of them."))] = None,
    forms_folder: FormsFolder = None,
) -> int:
    """Writes the sheet; 0 when the report was read, whatever was found in it. Raises UsageError for another ending."""
    target = output or Path(file).with_name(f"{Path(file).stem}{say('-送审单', '-review')}.docx")
    kind = {".docx": "docx", ".html": "html", ".htm": "html"}.get(target.suffix.lower())
    if kind is None:
        raise UsageError(say(f"送审单写成 .docx 或 .html，现为 {target}", f"the sheet is a .docx or .html file, not {target}"))
    if kind == "html":
        safe_output(target, [file], target.suffix.lower())
    from xlreport.flows.reviewing import review as made

    # a Word file may have been signed or written on: never written over
    write_whole(target, made(Path(file), opened(forms_folder), kind, last_year), replace=kind == "html")
    show(say(f"已写到 {target}", f"written to {target}"))
    return 0
