"""A finished report taken back into a workbook: figures, texts, and a list of what could not be read."""

from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlreport.check.places import in_document
from xlreport.errors import OutputError, UnreadableFile, UsageError, XlreportError
from xlreport.files import refuse_existing, write_whole
from xlreport.flows.filling import unused_name
from xlreport.flows.revised_texts import merged_texts
from xlreport.form.library import Library
from xlreport.form.submission import Submission
from xlreport.form.values import EMPTY, UNREAD
from xlreport.rules.load import load_rules
from xlreport.rules.sums import amounts
from xlreport.sources import read_submission, read_submissions
from xlreport.sources.folders import find_files
from xlreport.sources.last_years import not_last_year
from xlreport.wording import say

if TYPE_CHECKING:
    from xlreport.workbook.import_sheet import ImportRow


class Taken(NamedTuple):
    """One report: its file as the person gave it, the workbook made of it or why there is none.

    read, all: how many figures; doubtful: unread or inferred ones, which are left blank.
    """

    path: str
    workbook: Path | None
    unit: str = ""
    year: int | None = None
    read: int = 0
    all: int = 0
    error: XlreportError | None = None

    @property
    def doubtful(self) -> int:
        """Figures that a person has to fill in from the report."""
        return self.all - self.read


def imported_workbook(path: Path, forms: Library) -> tuple[bytes, Submission]:
    """The workbook of the one report in a file, of the edition the report has, and what was read.

    A figure that was not read, or only inferred from the rules, is a blank cell named on the sheet 导入情况: written as a number it
    would look read. Raises UnreadableFile, and UsageError for what a workbook cannot hold.
    """
    submission = read_submission(path, forms)
    return workbook_of(submission, forms), submission


def workbook_of(submission: Submission, forms: Library) -> bytes:
    """The workbook that takes over what is certain of a submission."""
    from xlreport.workbook.import_sheet import Imported
    from xlreport.workbook.template import workbook_bytes

    certain = {name: EMPTY if value.inferred or value.kind == UNREAD else value for name, value in submission.cells.items()}
    rules = load_rules(forms, submission.form.id)
    rows = tuple(_rows(submission, rules.totals))
    read = sum(_certain(submission))
    face = say(f"由 {Path(submission.source).name} 导入：{len(submission.cells)} 个数读到 {read} 个"
               + (f"，下面 {len(rows)} 项要看一看。" if rows else "，没有要补的。"),
               f"Imported from {Path(submission.source).name}: {read} of {len(submission.cells)} figures read, {len(rows)} things to look at.")
    return workbook_bytes(submission._replace(cells=certain, departures=()), rules, imported=Imported(face, rows))


def _certain(submission: Submission) -> list[bool]:
    return [not (value.inferred or value.kind == UNREAD) for value in submission.cells.values()]


def _rows(submission: Submission, totals: Container[str]) -> Iterator["ImportRow"]:
    from xlreport.workbook.import_sheet import ImportRow
    from xlreport.workbook.layout import layout_of

    figures = layout_of(submission.form).figures
    for name, cell in submission.form.cells.items():
        value = submission.value(name)
        place = submission.places.get(name)
        where = str(place).strip() if place is not None and in_document(place) else ""
        if value.inferred:
            yield ImportRow(figures[name].absolute, cell.label, where,
                            say(f"原文看不清，按勾稽关系推定为 {value.raw}。请对照原文填上。",
                                f"Not clear in the report; by the balances it would be {value.raw}. Fill it in from the original."))
        elif value.kind == UNREAD:
            remedy = say("没有读出来。这是合计，各项填好后自动算出，请与原文对照。", "Not read. It adds up by itself; compare it with the original.") \
                if name in totals else say("没有读出来，空着。请对照原文填上。", "Not read; left blank. Fill it in from the original.")
            yield ImportRow(figures[name].absolute, cell.label, where, remedy)
    for departure in submission.departures:
        place = departure.place
        yield ImportRow("", say("原文件的情况", "about the file"), str(place).strip() if place is not None and place.address else "", departure.detail)


def import_reports(paths: Sequence[str], output: Path, forms: Library) -> list[Taken]:
    """One workbook each: `output` for one report, else into the folder `output`. A bad file never stops the others, and nothing
    that stands there is written over. Raises UsageError for no file, or an output that does not fit or is there."""
    files = find_files(paths).files
    if not files:
        raise UsageError(say("没有找到可以导入的文件", "no file to import was found"))
    single = output.suffix.lower() == ".xlsx"
    if output.suffix and not single and not output.is_dir():
        raise UsageError(say(f"输出文件要以 .xlsx 结尾，或写文件夹，现为 {output}", f"the output ends in .xlsx or is a folder, not {output}"))
    if single and len(files) > 1:
        raise UsageError(say(f"有 {len(files)} 个文件，-o 要写文件夹", f"{len(files)} files: -o must be a folder"))
    if single and output.exists():
        refuse_existing(output)
    taken: list[Taken] = []
    made: set[Path] = set()
    for path, shown in files:
        taken += _import_file(path, shown, output, single, forms, made)
    return taken


def _import_file(path: Path, shown: str, output: Path, single: bool, forms: Library, made: set[Path]) -> list[Taken]:
    try:
        found = read_submissions(path, forms, shown)
        if single and len(found) > 1:
            raise UsageError(say(f"{shown} 里有 {len(found)} 份报告，-o 要写文件夹", f"{shown} holds {len(found)} reports: -o must be a folder"))
    except UnreadableFile as error:
        return [Taken(shown, None, error=error)]
    taken = []
    for submission, name in found:
        target = output if single else unused_name(output, submission, made)
        made.add(target)
        try:
            write_whole(target, workbook_of(submission, forms), replace=False)
        except (OutputError, UsageError) as error:
            taken.append(Taken(name, None, submission.unit, submission.year, error=error))
            continue
        certain = _certain(submission)
        taken.append(Taken(name, target, submission.unit, submission.year, sum(certain), len(certain)))
    return taken


class Revised(NamedTuple):
    """What became of a workbook's texts: where the copy stands, how many paragraphs are new, which figures differ (not taken), and in
    which paragraphs (as the document has it, as the workbook prints it)."""

    copy: Path
    changed: int
    kept: int
    different: tuple[str, ...]
    differing: tuple[tuple[str, str], ...]


def import_texts(document: Path, workbook: Path, forms: Library) -> Revised:
    """A copy of a workbook with the texts of a revised document; its figures stay the workbook's own.

    A paragraph that reads in the document as it does in the workbook stays as the workbook has it, with its placeholders; in a revised
    one the untouched figures are placeholders again. The copy
    is made afresh: figures, cover, last year and reasons are carried over; sheets and colours that somebody added are not.
    Raises UnreadableFile, UsageError where the two are not one report, OutputError.
    """
    own, revised = read_submission(workbook, forms), read_submission(document, forms)
    if problem := not_last_year(own._replace(year=None), revised._replace(year=None)):
        raise UsageError(say(f"{document} {problem}，没有导入", f"{document} {problem}: not imported"))
    if own.year is not None and revised.year is not None and own.year != revised.year:
        raise UsageError(say(f"{document} 是 {revised.year} 年度的，{workbook} 是 {own.year} 年度的，没有导入",
                             f"{document} is for {revised.year}, {workbook} for {own.year}: not imported"))
    if revised.form.id != own.form.id:
        raise UsageError(say(f"{document} 与 {workbook} 不是同一种表式，没有导入", f"{document} and {workbook} are of different forms: not imported"))
    rules = load_rules(forms, own.form.id)
    merged = merged_texts(own, revised, amounts(own, rules.totals))
    different = tuple(own.form.cells[name].label for name, value in revised.cells.items()
                      if value.number is not None and not value.inferred and value.number != own.value(name).number)
    copy = _copy_name(workbook)
    from xlreport.workbook.template import workbook_bytes

    write_whole(copy, workbook_bytes(own._replace(texts=merged.texts), rules), replace=False)
    return Revised(copy, merged.changed, merged.kept, different, merged.differing)


def _copy_name(workbook: Path) -> Path:
    """`年报（正文已更新）.xlsx` beside the workbook, with a number when that is taken."""
    name = say("正文已更新", "texts revised")
    path, number = workbook.with_name(f"{workbook.stem}（{name}）.xlsx"), 1
    while path.exists():
        number += 1
        path = workbook.with_name(f"{workbook.stem}（{name}{number}）.xlsx")
    return path
