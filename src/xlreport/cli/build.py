"""xlreport build [--check]: templates, catalogue and add-in from their sources."""

from typing import Annotated

import typer

from xlreport.cli.console import show
from xlreport.wording import say


def build(
    check: Annotated[bool, typer.Option("--check", help=say("只比较，不改动；不一致时退出码为 1。", "Compare only; exit 1 if stale."))] = False,
) -> int:
    """Rebuilds what is built, or says what is out of date."""
    from xlreport.build.committed import build_all

    changed = build_all(write=not check)
    if not changed:
        show(say("模板、规则目录和加载项都是最新的。", "Templates, catalogue and add-in are up to date."))
    for path in changed:
        show(say(f"{'不一致' if check else '已重做'}：{path}", f"{'stale' if check else 'rebuilt'}: {path}"))
    return 1 if check and changed else 0
