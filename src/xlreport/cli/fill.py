"""xlreport fill VALUES.json: a workbook from figures and text."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import show
from xlreport.cli.options import FormsFolder, opened
from xlreport.flows.filling import fill_workbooks
from xlreport.wording import say


def fill(
    values: Annotated[Path, typer.Argument(metavar="VALUES.json", help=say("数和文字（格式见 README）。", "Figures and text."))],
    output: Annotated[Path, typer.Option(
        "-o", "--output", metavar="FILE.xlsx", help=say("写到哪个文件；有多份时是文件夹。", "The file to write; a folder for several."))],
    forms_folder: FormsFolder = None,
) -> int:
    """Writes the workbook; a stated total that differs from its parts stays as stated."""
    for path in fill_workbooks(values, output, opened(forms_folder)):
        show(say(f"已写好 {path}", f"wrote {path}"))
    return 0
