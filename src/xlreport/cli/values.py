"""xlreport values FILE...: what stands in a file, as JSON."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import note, safe_output, show_data
from xlreport.cli.options import FormsFolder, opened
from xlreport.files import write_whole
from xlreport.flows.filling import values_of
from xlreport.wording import say


def values(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help=say("工作簿。", "Workbooks."))],
    output: Annotated[Path | None, typer.Option(
        "-o", "--output", metavar="FILE.json", help=say("写到文件，不显示。", "Write to a file instead."))] = None,
    forms_folder: FormsFolder = None,
) -> int:
    """Prints one object for one file, a list for several; what cannot be read is named, exit 2."""
    import json

    if output is not None:
        safe_output(output, files, ".json")
    found, errors = values_of(files, opened(forms_folder))
    for error in errors:
        note(say("出错：", "error: ") + str(error))
    if found:
        text = json.dumps(found[0] if len(found) == 1 and not errors and "path" not in found[0] else found,
                          ensure_ascii=False, indent=1) + "\n"
        if output is not None:
            write_whole(output, text.encode("utf-8", "replace"))
        else:
            show_data(text)
    return 2 if errors or not found else 0
