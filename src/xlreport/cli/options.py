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


def opened(forms_folder: Path | None) -> Library:
    """The forms at hand; says so where a folder of the office's own is in use."""
    library, line = open_library(forms_folder)
    if line:
        note(line)
    return library
