"""One function for each thing a person does, shared by the command line and the live buttons.

Nothing here prints or exits; heavy imports wait until they are needed.
"""

import os
import sys
from collections.abc import Callable, Container, Sequence
from pathlib import Path
from typing import Any

from xlreport.check.checking import check_submission
from xlreport.check.findings import Batch, FileResult
from xlreport.errors import DefinitionError, UnreadableFile, UsageError
from xlreport.files import refuse_existing, write_whole
from xlreport.form.library import Library, library
from xlreport.form.submission import Submission, with_last_year
from xlreport.rules.load import load_rules
from xlreport.sources import (
    LastYears,
    find_files,
    last_years,
    not_last_year,
    read_submission,
    read_submissions,
    read_values,
)
from xlreport.wording import say


def open_library(own: Path | None = None) -> tuple[Library, str]:
    """The forms at hand, and a line to show when a folder of the office's own is in use.

    own: the folder named with --forms; else a folder `forms` where the command is typed, or beside the program,
    if it holds rules or forms.
    """
    if own is None:
        for beside in (Path("forms"), Path(sys.argv[0]).resolve().parent / "forms"):
            if any(beside.glob("*/form.toml")) or any(beside.glob("*/rules.toml")) or (beside / "rules.toml").is_file():
                own = beside
                break
    if own is None:
        return library(), ""
    return library(own), say(f"使用文件夹 {own} 里的表式和规则", f"using the forms and rules in {own}")


def check_paths(
    paths: Sequence[str], forms: Library, last_year: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Batch:
    """Checks every file; one bad file never stops the others. progress(done, all) is called after each."""
    found = find_files(paths)
    last = last_years(last_year, forms, alone=len(found.files) == 1) if last_year else None
    results: list[FileResult] = []
    for number, (path, shown) in enumerate(found.files, 1):
        results += check_file(path, forms, shown, last)
        if progress is not None:
            progress(number, len(found.files))
    return Batch(tuple(results), found.system, found.others)


def check_file(path: Path, forms: Library, shown: str, last: LastYears | None = None) -> list[FileResult]:
    """The reports of one file checked, or why it could not be read."""
    results: list[FileResult] = []
    try:
        for submission, name in read_submissions(path, forms, shown):
            whole = submission if last is None else last(submission)
            results.append(FileResult(name, check_submission(whole, load_rules(forms, whole.form.id)), None))
    except UnreadableFile as error:
        results.append(FileResult(shown, None, error))
    except (MemoryError, RecursionError):
        results.append(FileResult(shown, None, UnreadableFile(
            shown, say("文件太大或嵌套太深，没有读完", "too large or too deeply nested"),
            say("请用 Excel 或 WPS 打开后另存一份 .xlsx", "Open it in Excel or WPS and save a fresh .xlsx"))))
    except DefinitionError:
        raise  # a form or rule is wrong, not the file
    except Exception as error:  # one file that surprises us never stops the others
        if os.environ.get("XLREPORT_DEBUG"):
            raise
        results.append(FileResult(shown, None, UnreadableFile(
            shown, say(f"读到没有料到的内容（{type(error).__name__}）", f"holds something unexpected ({type(error).__name__})"),
            say("请用 Excel 或 WPS 打开后另存一份 .xlsx，仍不行请把文件发给维护者", "Save a fresh .xlsx; if that fails, send the file to the maintainers"))))
    return results


def new_workbook(
    forms: Library, form_id: str, unit: str, year: int | None, unit_code: str = "", last_year: str | None = None
) -> bytes:
    """A blank workbook of a form with unit, year and, where given, last year's figures filled in."""
    submission = Submission(forms.form(form_id), unit=unit, year=year, unit_code=unit_code)
    if last_year:
        last = read_submission(Path(last_year), forms, last_year)
        if problem := not_last_year(submission, last):
            raise UsageError(say(f"{last_year} {problem}，没有带入。请核对 --last-year", f"{last_year} {problem}: not taken. Check --last-year"))
        submission = with_last_year(submission, last)
    return workbook(submission, forms)


def workbook(submission: Submission, forms: Library) -> bytes:
    """The workbook that holds a submission. Raises UsageError for what Excel cannot hold exactly."""
    from xlreport.workbook.template import workbook_bytes

    return workbook_bytes(submission, load_rules(forms, submission.form.id))


def form_for_year(forms: Library, year: int) -> str:
    """The id of the one form in force for a report year. Raises UsageError when there is none, or more than one."""
    serving = [form.id for form in forms.forms() if form.serves(year)]
    if len(serving) == 1:
        return serving[0]
    raise UsageError(say(
        f"{year} 年度{'有几种表式' if serving else '没有表式'}，请用 --form 指明：{'、'.join(serving or forms.ids())}",
        f"name the form for {year} with --form: {', '.join(serving or forms.ids())}",
    ))


def values_of(paths: Sequence[str], forms: Library) -> tuple[list[dict[str, Any]], list[UnreadableFile]]:
    """Every readable file as a VALUES object (with its path where there are several), and what could not be read."""
    from xlreport.form.exchange import to_json

    files = find_files(paths).files
    found: list[dict[str, Any]] = []
    errors: list[UnreadableFile] = []
    for path, shown in files:
        try:
            found += [{"path": name, **to_json(submission)} for submission, name in read_submissions(path, forms, shown)]
        except UnreadableFile as error:
            errors.append(error)
    if len(found) == 1 and len(files) == 1:
        found[0].pop("path")
    return found, errors


def fill_workbooks(source: Path, target: Path, forms: Library) -> list[Path]:
    """Writes the workbook of a VALUES.json; for a list of several, one workbook each into the folder `target`.

    Every workbook is made before the first is written, and nothing that stands there is written over.
    """
    if target.suffix and target.suffix.lower() != ".xlsx":
        raise UsageError(say(f"输出文件要以 .xlsx 结尾，现为 {target}", f"the output file must end in .xlsx, not {target}"))
    submissions = read_values(source, forms)
    if len(submissions) == 1 and target.suffix:
        made = {target: workbook(submissions[0], forms)}
    elif target.suffix:
        raise UsageError(say(f"{source} 里有 {len(submissions)} 份，-o 要写文件夹", f"{source} holds {len(submissions)}: -o must be a folder"))
    else:
        made = {}
        for submission in submissions:
            made[_unused(target, submission, made)] = workbook(submission, forms)
    for path in made:
        if path.exists():
            refuse_existing(path)
    for path, data in made.items():
        write_whole(path, data, replace=False)
    return list(made)


def _unused(folder: Path, submission: Submission, taken: Container[Path]) -> Path:
    """`folder/单位2023.xlsx`; a second unit of that name gets a number."""
    unit = "".join("_" if mark in '\\/:*?"<>|' or mark < " " else mark for mark in submission.unit).strip(" .")[:80]
    name = f"{unit or say('未填单位', 'unit')}{submission.year or ''}"
    path, number = folder / f"{name}.xlsx", 1
    while path in taken:
        number += 1
        path = folder / f"{name}({number}).xlsx"
    return path
