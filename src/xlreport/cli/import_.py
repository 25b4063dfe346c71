"""xlreport import REPORT...: a finished report -> a workbook; or only its revised texts, into a copy of one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.console import note, show
from xlreport.cli.options import FormsFolder, opened
from xlreport.errors import UsageError
from xlreport.wording import say

if TYPE_CHECKING:
    from xlreport.flows.importing import Taken


def import_(
    reports: Annotated[list[str], typer.Argument(
        metavar="REPORT...", help=say("写好的报告：Word、网页、PDF、文本、工作簿。", "Finished reports of any readable kind."))],
    output: Annotated[Path, typer.Option(
        "-o", "--output", metavar="FILE.xlsx|DIR", help=say("写到哪个工作簿；有几份时是文件夹。", "The workbook to write; a folder for several."))],
    text_only: Annotated[bool, typer.Option("--text-only", help=say(
        "只把改过的正文收进 -o 那份工作簿的副本，数字不动。", "Only take the revised texts into a copy of the workbook named with -o."))] = False,
    forms_folder: FormsFolder = None,
) -> int:
    """0 when everything was read; 1 when some figures are left to fill in; 2 when a report could not be read."""
    from xlreport.flows.importing import import_reports

    if text_only:
        return _texts(reports, output, forms_folder)
    taken = import_reports(reports, output, opened(forms_folder))
    for each in taken:
        (note if each.error else show)(_said(each))
    if len(taken) > 1:
        done = [each for each in taken if each.workbook is not None]
        gaps = sum(each.doubtful > 0 for each in done)
        show(say(f"{len(taken)} 份：做好 {len(done)} 份工作簿（其中 {gaps} 份有要补的数），没有做成 {len(taken) - len(done)} 份。",
                 f"{len(taken)} reports: {len(done)} workbooks made ({gaps} with figures to fill in), {len(taken) - len(done)} not made."))

    def code(each: "Taken") -> int:
        return 2 if each.error else int(each.doubtful > 0)

    return max(map(code, taken))


def _said(each: "Taken") -> str:
    if each.error is not None:
        return say("出错：", "error: ") + str(each.error)
    head = f"{each.path} -> {each.workbook}  {each.unit} {each.year or ''}".rstrip()
    if not each.doubtful:
        return say(f"{head}：{each.all} 个数全部读到。", f"{head}: all {each.all} figures read.")
    return say(f"{head}：{each.all} 个数读到 {each.read} 个，其余 {each.doubtful} 个空着，见“导入情况”表。",
               f"{head}: {each.read} of {each.all} figures read; the other {each.doubtful} are blank and listed on the sheet 导入情况.")


def _texts(reports: list[str], output: Path, forms_folder: Path | None) -> int:
    from xlreport.flows.importing import import_texts

    if len(reports) != 1 or not Path(reports[0]).is_file():
        raise UsageError(say("--text-only 只收一份定稿，请写明文件名", "--text-only takes one document: name it"))
    if not output.is_file():
        raise UsageError(say(f"没有工作簿 {output}：--text-only 要用 -o 指明原来的工作簿（它不会被改动，改好的是旁边的副本）",
                             f"no workbook {output}: with --text-only, -o names the workbook (it is left alone; a copy is written beside it)"))
    done = import_texts(Path(reports[0]), output, opened(forms_folder))
    show(say(f"已写好 {done.copy}：换上 {done.changed} 段，{done.kept} 段没有变。{output} 没有改动。",
             f"wrote {done.copy}: {done.changed} paragraphs replaced, {done.kept} unchanged. {output} was left alone."))
    show(say("数字、封面、上年数据和说明照原来的；自己另加的工作表、颜色和批注没有带到副本里。",
             "Figures, cover, last year and reasons are as before; sheets, colours and comments of your own are not in the copy."))
    for document, workbook in done.differing:
        note(say(f"这一段的数没有收进来：定稿里是“{document}”，按工作簿是“{workbook}”。要改数的，请改工作簿里的格。",
                 f"figures of this paragraph were not taken: the document has “{document}”, the workbook “{workbook}”. "
                 "To change a figure, change its cell."))
    if done.different:
        note(say(f"定稿里有 {len(done.different)} 个数与工作簿不同，没有收进来：{'；'.join(done.different[:5])}{'……' if len(done.different) > 5 else ''}",
                 f"{len(done.different)} figures of the document differ from the workbook and were not taken: {'; '.join(done.different[:5])}"))
    return 0
