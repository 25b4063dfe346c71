"""xlreport demo [DIR]: a worked example from blank to checked."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import show
from xlreport.demonstration import demonstrate
from xlreport.flows.opening import open_library
from xlreport.wording import say


def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help=say("写到哪个文件夹。", "Where to put the files."))] = Path("xlreport-demo"),
) -> int:
    """Makes the example and says what was done and where the files are."""
    for line in demonstrate(folder, open_library()[0]):
        show(line)
    return 0
