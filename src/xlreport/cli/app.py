"""All commands, in the order in which a person uses them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli import (
    accept,
    addin,
    brief,
    build,
    collect,
    compare,
    dashboard,
    demo,
    export,
    fill,
    forms,
    import_,
    new,
    return_,
    review,
    rollup,
    rules,
    values,
)
from xlreport.cli.check import check
from xlreport.cli.console import note, show
from xlreport.cli.libreoffice import libreoffice
from xlreport.cli.mark import mark, unmark
from xlreport.cli.options import FormsFolder
from xlreport.cli.speech import Command, Group, usage_error
from xlreport.cli.window import window
from xlreport.cli.write import write
from xlreport.version import __version__
from xlreport.wording import say

app = typer.Typer(
    cls=Group, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=False,
    help=say("政府信息公开工作年度报告：做工作簿，填数，校验。", "The yearly disclosure report: make, fill in and check workbooks."),
)


def run(arguments: Sequence[str]) -> int:
    """Runs one command; its exit code. What Typer cannot take is one line, exit 2."""
    try:
        code = app(args=list(arguments) or ["--help"], standalone_mode=False, prog_name="xlreport")
    except Exception as error:
        message = getattr(error, "format_message", None)  # a usage error of click, which Typer carries inside itself
        if message is None:
            raise
        note(say("出错：", "error: ") + usage_error(message()))
        return 2
    return code if isinstance(code, int) else 0


@app.callback(invoke_without_command=True)
def start(version: Annotated[bool, typer.Option("--version", help=say("显示版本。", "Show the version."))] = False) -> None:
    """Shows the version, or nothing."""
    if version:
        show(f"xlreport {__version__}")
        raise typer.Exit(0)


def _add(name: str, function: Callable[..., int], help_text: str) -> None:
    app.command(name, cls=Command, help=help_text)(function)


def check_command(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help=say("文件、文件夹或通配符。", "Files, folders or patterns."))],
    last_year: Annotated[str | None, typer.Option(
        "--last-year", metavar="FILE", help=say("上年报告：文件、各单位的文件夹，或汇集库。", "Last year's report, a folder of them, or a store."))] = None,
    output_format: Annotated[str, typer.Option(
        "--format", metavar="FORMAT", help=say("text、json、sarif、html 或 xlsx；不写时按 -o 的扩展名，没有 -o 时是 text。",
                                               "text, json, sarif, html or xlsx; by default what -o ends in, or text."))] = "",
    output: Annotated[Path | None, typer.Option(
        "-o", "--output", metavar="FILE", help=say("写到文件，不显示。", "Write to a file instead."))] = None,
    waive: Annotated[str | None, typer.Option(
        "--waive", metavar="FINGERPRINT", help=say("给一条问题（指纹或编号）写明原因，写进副本。", "Record a reason for one finding, in a copy."))] = None,
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", help=say("几个进程一起查；Word、PDF 多时快一些。", "How many processes check at a time."))] = 1,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=say("--waive 的原因。", "The reason for --waive."))] = "",
    forms_folder: FormsFolder = None,
) -> int:
    """See cli.check."""
    if waive is not None or reason:
        from xlreport.cli.waive import record

        return record(paths, waive or "", reason, output, last_year, forms_folder)
    return check(paths, last_year, output_format, output, forms_folder, jobs)


_add("demo", demo.demo, say("做一个完整的例子：空白表、填好、校验、找错。", "A worked example from blank to checked, in seconds."))
_add("forms", forms.forms, say("有哪些表式；一种表式有哪些表、行、列。", "Forms known; one form's tables, rows and columns."))
_add("rules", rules.rules, say("全部规则；一条规则的说明、依据和例子；能指出哪些格。", "The rules; one rule explained."))
_add("new", new.new, say("做一份空白工作簿。", "Make a blank workbook."))
_add("fill", fill.fill, say("把 VALUES.json 里的数和文字写成工作簿。", "Write a workbook from figures and text."))
_add("write", write, say("写出报告：Word、网页或 PDF。", "Write the report out: Word, web page or PDF."))
_add("values", values.values, say("把工作簿里的数和文字读成 JSON。", "Read any readable file as JSON."))
_add("import", import_.import_, say("把写好的报告（Word、网页、PDF 等）读成工作簿。", "Take a finished report back into a workbook."))
_add("check", check_command, say("校验：哪里不对，该是多少。", "Check: what is wrong, where, and what to do."))
_add("mark", mark, say("把问题标在工作簿的副本上：颜色和批注。", "Findings as colours and notes in a copy of the workbook."))
_add("unmark", unmark, say("去掉标记，改的数都留着。", "Take the marks away; corrections stay."))
_add("compare", compare.compare, say("两年（或两个版本）并排对照：数字、文字。", "Two years, or two versions, side by side."))
_add("review", review.review, say("送审单：两页以内，主要数字、问题、说明和签字栏。", "The review sheet: figures, findings, reasons, signatures."))
_add("collect", collect.collect, say("把收到的年报汇集到一个库里，逐份校验。", "Collect reports into a store, each checked."))
_add("accept", accept.accept, say("认可单位写明的一条原因，记在库里。", "Accept a reason that a unit has given."))
_add("dashboard", dashboard.dashboard, say("谁没报、谁有错、合计与上年比：一页看完。", "Who is late or wrong, totals against last year."))
_add("rollup", rollup.rollup, say("把库里一个年度的报告加总成一份工作簿。", "Add up a year's reports into one workbook."))
_add("return", return_.return_, say("给有问题的单位各写一份反馈意见（Word），标上退回。", "A letter for each unit with findings."))
_add("brief", brief.brief, say("通报的草稿（Word）：应报、缺报、迟报，常见问题，较好的单位。", "The draft of the circular on how the reports came in."))
_add("export", export.export, say("库里的数写成表格（CSV、Parquet、Excel），附代码和字典。", "The store's figures as tables, with a dictionary."))
_add("window", window, say("打开校验窗口：选文件、校验、标记、写报告，不用命令。", "The checking window, for those who use no terminal."))
_add("addin", addin.addin, say("装上或卸下 Excel 里的按钮。", "Install or remove the buttons in Excel."))
_add("libreoffice", libreoffice, say("LibreOffice Calc 里的按钮：安装、查看、卸载。", "The buttons in LibreOffice Calc."))
_add("build", build.build, say("（开发用）重新生成模板、规则目录和加载项。", "(developers) Rebuild templates, catalogue and add-in."))
