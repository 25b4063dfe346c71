"""What the window's buttons do, as plain functions over the flows: no widget here."""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from xlreport.check.findings import Batch, FileResult
from xlreport.errors import Refused, UsageError
from xlreport.files import write_whole
from xlreport.flows.checking import check_paths
from xlreport.form.library import Library
from xlreport.present.formats import renderer
from xlreport.present.lines import lines_of
from xlreport.present.words import severity_word, state, state_said, unit_said
from xlreport.rules.load import load_rules
from xlreport.wording import say

WORKBOOKS = (".xlsx", ".xlsm")


def check_chosen(
    paths: Sequence[str], forms: Library, last_year: str | None = None, progress: Callable[[int, int], None] | None = None,
) -> Batch:
    """Checks files and folders. Raises UsageError when no file among them can be one, XlreportError as check_paths does."""
    batch = check_paths(paths, forms, last_year, progress)
    if not batch.files:
        raise UsageError(say("没有找到可以校验的文件", "no file to check was found"))
    return batch


def findings_page(batch: Batch, forms: Library) -> Path:
    """The findings as a page among the person's temporary files, one a running program; the reports' own folders stay as they are."""
    page = Path(tempfile.gettempdir()) / say(f"年报校验结果-{os.getpid()}.html", f"xlreport-findings-{os.getpid()}.html")
    rendered = renderer("html")(batch, lambda form_id: load_rules(forms, form_id))
    assert isinstance(rendered, str)
    write_whole(page, rendered.encode("utf-8", "replace"))
    return page


def told(file: FileResult, forms: Library) -> str:
    """What there is to say of one file, as `xlreport check` prints it; the file without its folder, which is long and known."""
    text = renderer("text")(Batch((file._replace(path=Path(file.path).name),)), lambda form_id: load_rules(forms, form_id))
    assert isinstance(text, str)
    return text


def row(file: FileResult) -> tuple[str, str, str]:
    """A file in the list: its name, its unit, and how it stands with the number of errors and of warnings."""
    standing = state_said(state(file))
    if file.result is None:
        return Path(file.path).name, "", standing
    lines = Counter(line.finding.severity for line in lines_of(file.result))  # one a cause, as they are listed
    counts = [f"{severity_word(severity)} {lines[severity]}" for severity in ("error", "warning") if lines[severity]]
    return Path(file.path).name, unit_said(file.result.submission.unit), "  ".join([standing, *counts])


def marked_copy(path: str, forms: Library) -> str:
    """Writes the marked copy beside a workbook and says where. Raises UsageError, UnreadableFile, OutputError; then nothing was written."""
    from xlreport.flows.marking import mark

    done = mark(Path(path), forms, _free(Path(path), say("（已标记）", " (marked)"), Path(path).suffix))
    if done.path is None:
        return say("没有可标记的格，没有写副本。", "no cell to mark, no copy written.")
    return say(f"已标记 {done.cells} 格，写到 {done.path}", f"{done.cells} cells marked in {done.path}")


def written_report(path: str, forms: Library) -> str:
    """Writes the report (Word) beside a workbook and says where. Raises Refused while errors stand."""
    from xlreport.flows.writing import finished_report
    from xlreport.sources import read_submission

    target = _free(Path(path), "", ".docx")
    try:
        data = finished_report(read_submission(Path(path), forms, path), forms, "docx")
    except Refused:
        raise Refused(say("还有错误没有改，没有写报告。请先按列出的各条改好，保存，再按一次。",
                          "Errors stand; the report was not written. Mend them, save, and press again.")) from None
    write_whole(target, data, replace=False)
    return say(f"已写好 {target}", f"wrote {target}")


def imported_copy(path: str, forms: Library) -> str:
    """Writes a workbook of a finished report beside it and says what was read. Raises UnreadableFile, UsageError, OutputError."""
    from xlreport.flows.importing import import_reports

    target = _free(Path(path), say("（工作簿）", " (workbook)"), ".xlsx")
    done = import_reports([path], target, forms)[0]
    if done.error is not None:
        raise done.error
    left = say(f"，其余 {done.doubtful} 个空着，见“导入情况”表", f"; {done.doubtful} left blank, see sheet 导入情况") if done.doubtful else ""
    return say(f"已写好 {target}：读到 {done.read} 个数{left}", f"wrote {target}: {done.read} figures read{left}")


def _free(source: Path, word: str, suffix: str) -> Path:
    """A name beside a file that nothing has yet: …（2）, …（3）. An earlier copy may hold somebody's corrections."""
    names = (source.with_name(f"{source.stem}{word}{more}{suffix}") for more in ("", *(f"（{number}）" for number in range(2, 100))))
    free = next((path for path in names if not path.exists() and not path.is_symlink()), None)
    if free is None:
        raise UsageError(say(f"{source.parent} 里已有太多副本，请先清理", f"too many copies in {source.parent}: tidy up first"))
    return free


def open_outside(path: Path) -> None:
    """Opens a file in the program that the person's system has for it. Raises UsageError where there is none."""
    try:
        if sys.platform == "win32":
            os.startfile(path)
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.Popen([opener, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    except OSError:
        raise UsageError(say(f"打不开 {path}，请自己打开它", f"cannot open {path}: open it by hand")) from None
