"""The worked example: a real unit's published figures for 2023, from a blank workbook to a checked one, and three slips.

The figures are those of a published report (example.json beside the form); its prose is written for this example.
"""

import json
from collections.abc import Generator, Iterator
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

from xlreport.check.findings import Batch
from xlreport.errors import UsageError
from xlreport.files import write_whole
from xlreport.flows.checking import check_paths
from xlreport.flows.filling import new_workbook, workbook
from xlreport.flows.writing import finished_report
from xlreport.form.exchange import from_json
from xlreport.form.library import Library
from xlreport.form.submission import Submission
from xlreport.form.values import exact_value, text_value
from xlreport.present.formats import renderer
from xlreport.rules.load import load_rules
from xlreport.wording import say
from xlreport.workbook.layout import layout_of

FORM = "zfxxgk-2021"
# three slips a person makes: a unit typed with the number, a figure typed one column too early, a total typed by hand
SLIPS = {
    "公开[行政许可, 处理决定]": ("429件", "“429”打成了“429件”", "429 typed as 429件"),
    "申请[本年新收, 自然人]": ("3", "新收多填了 3 件，没有办理结果", "3 applications received, without results"),
    "复议诉讼[复议, 总计]": ("1", "总计上手工打了 1", "a total typed by hand as 1"),
}


def demonstrate(folder: Path, forms: Library) -> Iterator[str]:
    """Makes the example's files in a folder and yields, line by line, what was done and what check says.

    Raises UsageError when the folder already holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(say(f"{folder} 里已经有东西，没有改动。请换一个文件夹：xlreport demo 文件夹名",
                             f"{folder} is not empty and was left alone. Name another folder: xlreport demo DIR"))
    source = forms.files(FORM, "example.json")[-1]
    example = from_json(json.loads(source.read_text("utf-8")), forms, source.name)
    blank, filled, wrong, page, report = (folder / name for name in (
        say("1-空白工作簿.xlsx", "1-blank.xlsx"), say("2-填好的工作簿.xlsx", "2-filled.xlsx"),
        say("3-有三处笔误的工作簿.xlsx", "3-with-three-slips.xlsx"), say("4-校验结果.html", "4-findings.html"),
        say("5-写出的报告.docx", "5-report.docx"),
    ))
    write_whole(blank, new_workbook(forms, FORM, example.unit, example.year))
    yield say(f"1. 做了一份空白工作簿：{blank}", f"1. Made a blank workbook: {blank}")
    write_whole(filled, workbook(example, forms))
    yield say(f"2. 填进 {example.unit} {example.year} 年度公布的 {len(example.form.cells)} 个数：{filled}",
              f"2. Filled in the {len(example.form.cells)} figures that {example.unit} published for {example.year}: {filled}")
    yield from _checked(filled, forms)
    write_whole(wrong, workbook(_with_slips(example), forms))
    yield say(f"3. 同一份工作簿，故意打错三处：{wrong}", f"3. The same workbook with three slips: {wrong}")
    for name, (_, chinese, english) in SLIPS.items():
        spot = layout_of(example.form).figures[name]
        yield f"   - {spot.sheet} {spot.address}{say(f'：{chinese}', f': {english}')}"
    batch = yield from _checked(wrong, forms)
    data = renderer("html")(batch, lambda form_id: load_rules(forms, form_id))
    write_whole(page, data.encode("utf-8", "replace") if isinstance(data, str) else data)
    yield say(f"4. 校验结果网页：{page}", f"4. The findings as a page: {page}")
    if find_spec("docx") is None:  # a PC for which compiled packages are missing: workbooks need none, Word files do
        yield say("5. 这台电脑没有装 python-docx，报告没有写出；装上以后 xlreport write 就能写",
                  "5. python-docx is not installed here, so no report was written; with it, xlreport write does")
    else:
        write_whole(report, finished_report(example, forms, "docx"))
        yield say(f"5. 由第 2 步的工作簿写出的报告：{report}", f"5. The report, written from the workbook of step 2: {report}")
    yield say(f"接下来：用 Excel 或 WPS 打开 {wrong}，看红色的格和“校验”表；改好后运行 xlreport check 再看。"
              "要在 Excel 里按按钮校验：xlreport addin install。",
              f"Next: open {wrong} in Excel or WPS, look at the red cells and the sheet 校验, mend it, and run xlreport check. "
              "For buttons in Excel: xlreport addin install.")


def _with_slips(example: Submission) -> Submission:
    cells = dict(example.cells)
    for name, (typed, _, _) in SLIPS.items():
        cells[name] = exact_value(Decimal(typed)) if typed.isdecimal() else text_value(typed, example.form.cells[name])
    cells.pop("申请[本年新收, 总计]")  # a formula: it follows the slip
    return example._replace(cells=cells)


def _checked(path: Path, forms: Library) -> Generator[str, None, Batch]:
    """Yields what check says of a file; returns the batch."""
    batch: Batch = check_paths([str(path)], forms)
    text = renderer("text")(batch, lambda form_id: load_rules(forms, form_id))
    yield f"   $ xlreport check {path}"
    yield from ("   " + line for line in str(text).rstrip("\n").split("\n"))
    return batch
