"""xlreport write FILE: the report written out as Word, web page or PDF, or its figures put into a revised Word file."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import show
from xlreport.cli.options import FormsFolder, opened
from xlreport.errors import UnreadableFile, UsageError, reason
from xlreport.files import refuse_existing, write_whole
from xlreport.flows.writing import KINDS, finished_report, revised_report
from xlreport.form.library import Library
from xlreport.sources import read_submission
from xlreport.wording import say

_LARGEST = 64 * 2**20
_LISTED = 30


def write(
    file: Annotated[str, typer.Argument(metavar="FILE", help=say("填好的工作簿（或 VALUES.json）。", "A filled-in workbook, or VALUES.json."))],
    to: Annotated[str | None, typer.Option(
        "--to", metavar="KIND", help=say("docx（Word，默认）、html（网页）或 pdf。", "docx (Word, the default), html or pdf."))] = None,
    output: Annotated[Path | None, typer.Option(
        "-o", "--output", metavar="OUT", help=say("写到哪个文件；不写时在工作簿旁边，同名。", "The file to write; beside FILE when left out."))] = None,
    force: Annotated[bool, typer.Option(
        "--force", help=say("有错误也写，文件上标“草稿”。", "Write although errors stand; the file then says 草稿."))] = False,
    trace: Annotated[bool, typer.Option(
        "--trace", help=say("网页里每个填入的数都链接到它的格。", "In the page, each figure leads to its cell."))] = False,
    into: Annotated[Path | None, typer.Option(
        "--into", metavar="DOCX", help=say("改过的 Word 稿：只换三张表和没人动过的数，写成新文件。",
                                           "A revised Word file: only its figures are renewed, in a new file."))] = None,
    forms_folder: FormsFolder = None,
) -> int:
    """Writes the report; refuses (exit code 1) while errors stand. Raises UsageError for options that do not go together."""
    library = opened(forms_folder)
    kind = _kind("html" if trace and to is None else to, output)
    if trace and kind != "html":
        raise UsageError(say("--trace 写的是网页，请用 --to html", "--trace writes a page: use --to html"))
    if into is not None:
        return _write_into(file, into, output, kind, force, library)
    target = output or Path(file).with_suffix(f".{kind}")
    if target.exists():
        refuse_existing(target)  # before the work, not after it: a report that leaders revised is never written over
    write_whole(target, finished_report(read_submission(Path(file), library, file), library, kind, force, trace), replace=False)
    show(say(f"已写好 {target}", f"wrote {target}"))
    return 0


def _kind(to: str | None, output: Path | None) -> str:
    """The kind asked for, else the one the output's name says, else docx. Raises UsageError where the two disagree."""
    named = output.suffix.lower().lstrip(".") if output else ""
    named = "html" if named == "htm" else named
    kind = to or (named if named in KINDS else "docx")
    if kind not in KINDS:
        raise UsageError(say(f"--to 只能是 {'、'.join(KINDS)}，现为“{to}”", f"--to is one of {', '.join(KINDS)}, not {to}"))
    if output and named != kind:
        raise UsageError(say(f"输出文件要以 .{kind} 结尾，现为 {output}", f"the output file must end in .{kind}, not {output}"))
    return kind


def _write_into(file: str, into: Path, output: Path | None, kind: str, force: bool, library: Library) -> int:
    if kind != "docx":
        raise UsageError(say("--into 换的是 Word 稿里的数，写出的也是 .docx", "--into renews a Word file and writes a .docx"))
    target = output or into.with_name(f"{into.stem}{say('（已换数）', '-renewed')}.docx")
    if target.exists():
        refuse_existing(target)
    remedy = say("请核对 --into 后面的文件名", "Check the name after --into")
    try:
        if into.stat().st_size > _LARGEST:
            raise UnreadableFile(str(into), say("太大", "it is too large"), remedy)
        data = into.read_bytes()
    except OSError as error:
        raise UnreadableFile(str(into), say(f"打不开（{reason(error)}）", f"cannot be opened ({reason(error)})"), remedy) from None
    revised = revised_report(data, str(into), read_submission(Path(file), library, file), library, force)
    write_whole(target, revised.data, replace=False)
    show(say(f"已写好 {target}：换了 {len(revised.replaced)} 处", f"wrote {target}: {len(revised.replaced)} figure(s) renewed"))
    for change in revised.replaced[:_LISTED]:
        show(f"  {change.where}：{change.why or say(f'{change.was} 换成 {change.now}', f'{change.was} -> {change.now}')}")
    if len(revised.replaced) > _LISTED:
        show(say(f"  …… 另有 {len(revised.replaced) - _LISTED} 处", f"  … {len(revised.replaced) - _LISTED} more"))
    if revised.left:
        show(say(f"没有动的 {len(revised.left)} 处，请自己核对：", f"{len(revised.left)} left alone; check them yourself:"))
    for change in revised.left:
        now = say(f"，按工作簿是“{change.now}”", f", the workbook says {change.now}") if change.now else ""
        show(f"  {change.where}：“{change.was}”{change.why}{now}")
    return 0
