"""xlreport compare THIS LAST: two years, or two versions, side by side on one page."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import note, safe_output, show
from xlreport.cli.options import FormsFolder, opened
from xlreport.errors import UsageError
from xlreport.files import write_whole
from xlreport.sources import read_submission
from xlreport.sources.last_years import not_last_year
from xlreport.wording import say


def compare(
    this: Annotated[str, typer.Argument(metavar="THIS", help=say("本年（或新的一份）。", "This year's report, or the newer version."))],
    last: Annotated[str, typer.Argument(metavar="LAST", help=say("上年（或旧的一份）。", "Last year's, or the older version."))],
    output: Annotated[Path | None, typer.Option(
        "-o", "--output", metavar="OUT.html", help=say("写到哪个网页；不写时放在本年文件旁边。", "The page to write; beside THIS when left out."))] = None,
    forms_folder: FormsFolder = None,
) -> int:
    """Writes the page; 0 when both were read. Raises UsageError for what cannot be compared."""
    target = output or Path(this).with_name(f"{Path(this).stem}{say('-对照', '-compared')}.html")
    if target.suffix.lower() not in (".html", ".htm"):
        raise UsageError(say(f"输出文件要以 .html 结尾，现为 {target}", f"the output file must end in .html, not {target}"))
    safe_output(target, [this, last], target.suffix.lower())
    forms = opened(forms_folder)
    mine, theirs = read_submission(Path(this), forms, this), read_submission(Path(last), forms, last)
    problem = not_last_year(mine, theirs)
    if problem and mine.year != theirs.year:
        note(say(f"注意：{last} {problem}，仍作了对照。", f"note: {last} {problem}; compared all the same."))
    from xlreport.flows.comparing import comparison_page

    write_whole(target, comparison_page(mine, theirs, forms).encode("utf-8", "replace"))
    show(say(f"已写到 {target}", f"written to {target}"))
    return 0
