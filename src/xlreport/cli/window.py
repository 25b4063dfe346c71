"""xlreport window [PATH...]: the same for those who use no terminal."""

from typing import Annotated

import typer

from xlreport.cli.options import FormsFolder, opened
from xlreport.wording import say


def window(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH...]", help=say("文件、文件夹。", "Files or folders."))] = None,
    forms_folder: FormsFolder = None,
) -> int:
    """Opens the window and waits until it is closed."""
    from xlreport.window import open_window

    return open_window(paths or [], opened(forms_folder))
