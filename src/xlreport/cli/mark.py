"""xlreport mark FILE, xlreport unmark FILE: findings as colours and notes in a copy, and away again."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.console import note, show
from xlreport.cli.options import FormsFolder, opened
from xlreport.wording import say

_Source = Annotated[Path, typer.Argument(metavar="FILE", help=say("工作簿（.xlsx、.xlsm）。", "A workbook (.xlsx, .xlsm)."))]
_Copy = Annotated[Path | None, typer.Option(
    "-o", "--output", metavar="COPY", help=say("副本的文件名；不写时放在原文件旁边。", "The copy to write; beside FILE when left out."))]


def mark(file: _Source, output: _Copy = None, forms_folder: FormsFolder = None) -> int:
    """Writes the marked copy; 0 when the file was read, whatever was found in it."""
    from xlreport.flows.marking import mark as marked

    done = marked(file, opened(forms_folder), output)
    if done.path is None:
        show(say(f"{file} 没有可标记的格，没有写副本。", f"{file}: no cell to mark, no copy written."))
    else:
        show(say(f"已标记 {done.cells} 格，写到副本 {done.path}。红：错误；浅红：同一条等式里的格；黄：核实；蓝：提示。原文件没有动。"
                 f"改好以后，用 xlreport unmark 去掉颜色和批注，改的数都留着。",
                 f"{done.cells} cells marked in the copy {done.path}. Red: error; pale: in one equation with it; yellow: to confirm; blue: note. "
                 f"The file itself is unchanged. xlreport unmark takes colours and notes away and keeps what you corrected."))
    if done.kept:
        note(say(f"原来就有批注的格，批注没有动，只加了颜色：{'、'.join(done.kept)}",
                 f"cells that had a note of their own keep it and only got a colour: {', '.join(done.kept)}"))
    for message in done.elsewhere:
        note(say(f"不在哪一格上的：{message}", f"in no cell: {message}"))
    return 0


def unmark(file: _Source, output: _Copy = None) -> int:
    """Writes the copy without marks; 0 also where there were none."""
    from xlreport.flows.marking import unmark as cleared

    done = cleared(file, output)
    if done.path is None:
        show(say(f"{file} 里没有本程序的标记，没有写副本。", f"{file} holds no marks of this program, no copy written."))
    elif done.whole:
        show(say(f"已去掉 {done.cells} 格的标记，写到 {done.path}，和标记前完全一样。",
                 f"marks of {done.cells} cells removed in {done.path}: exactly what it was before."))
    else:
        show(say(f"已去掉 {done.cells} 处标记，写到 {done.path}。标记以后改的都留着。",
                 f"{done.cells} marks removed in {done.path}. What was changed since is kept."))
    return 0
