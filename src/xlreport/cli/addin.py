"""xlreport addin install|status|uninstall: the Excel add-in, and the icons of the window for those who use no terminal."""

from typing import Annotated

import typer

from xlreport.cli.console import show
from xlreport.errors import UsageError
from xlreport.wording import say


def addin(
    action: Annotated[str, typer.Argument(
        metavar="install|status|uninstall", help=say("安装、查看或卸载。", "What to do."))],
    to: Annotated[str, typer.Option(
        "--to", metavar="xlstart|addins", help=say("放在哪里：xlstart 随 Excel 打开；addins 要自己勾选一次。",
                                                   "Where: xlstart opens with Excel; addins has to be ticked once."))] = "xlstart",
) -> int:
    """Does it and says what was done. Raises UsageError for an action or a place that there is not."""
    from xlreport.flows.icons import icons_missing, put_icons, take_icons, this_desk
    from xlreport.flows.installing import FOLDERS, install, status, this_machine, uninstall

    machine = this_machine()
    desk = this_desk(machine.interpreter)
    if to not in FOLDERS:
        raise UsageError(say(f"--to 只能是 {' 或 '.join(FOLDERS)}，现为 {to}", f"--to is {' or '.join(FOLDERS)}, not {to}"))
    if action == "status":
        good, lines = status(machine)
        missing = list(icons_missing(desk)) if desk else []
        for line in (*lines, *missing):
            show(line)
        return 0 if good and not missing else 1
    if action not in ("install", "uninstall"):
        raise UsageError(say(f"addin 后面写 install、status 或 uninstall，现为 {action}", f"say install, status or uninstall, not {action}"))
    # the icons first: they are of use also where there is no Excel
    for line in (put_icons if action == "install" else take_icons)(desk) if desk else ():
        show(line)
    for line in install(machine, to) if action == "install" else uninstall(machine):
        show(line)
    return 0
