"""xlreport accept FINGERPRINT --store S.duckdb: a typed reason accepted; it lapses when the numbers change."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import show
from xlreport.cli.options import FormsFolder, opened
from xlreport.wording import say


def accept(
    fingerprint: Annotated[str, typer.Argument(metavar="FINGERPRINT", help=say("问题的指纹（16 位）。", "The finding's fingerprint."))],
    store: Annotated[Path, typer.Option("--store", metavar="S.duckdb", help=say("汇集库。", "The store."))],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=say("认可时的备注。", "A remark to keep."))] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="NAME", help=say("几个单位同一指纹时，写明哪个。", "Which unit, where several have it."))] = "",
    forms_folder: FormsFolder = None,
) -> int:
    """Accepts; 0."""
    from xlreport.flows.accepting import accept_reason

    done = accept_reason(store, fingerprint, opened(forms_folder), note, unit)
    show(say(f"{'早已认可' if done.again else '已认可'}：{done.unit} {done.rule}，原因：{done.reason}。有关的数改了，要重新说明和认可。",
             f"{'accepted before' if done.again else 'accepted'}: {done.unit} {done.rule}, reason: {done.reason}. It lapses when the numbers change."))
    return 0
