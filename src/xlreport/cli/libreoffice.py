"""xlreport libreoffice install|status|uninstall: the buttons in LibreOffice Calc."""

from typing import Annotated

import typer

from xlreport.cli.console import show
from xlreport.errors import UsageError
from xlreport.wording import say


def libreoffice(
    action: Annotated[str, typer.Argument(
        metavar="install|status|uninstall", help=say("安装、查看或卸载。", "What to do."))],
    profile: Annotated[str, typer.Option(
        "--profile", metavar="URL", help=say("LibreOffice 的用户配置（file:///…）；一般不用写。",
                                             "LibreOffice's profile (file:///...); seldom needed."))] = "",
) -> int:
    """Does it and says what was done. Raises UsageError for an action that there is not."""
    from xlreport.flows.office_buttons import install, status, this_office, uninstall

    if action not in ("install", "status", "uninstall"):
        raise UsageError(say(f"libreoffice 后面写 install、status 或 uninstall，现为 {action}", f"say install, status or uninstall, not {action}"))
    office = this_office(profile)
    if action == "status":
        good, lines = status(office)
        for line in lines:
            show(line)
        return 0 if good else 1
    for line in install(office) if action == "install" else uninstall(office):
        show(line)
    return 0
