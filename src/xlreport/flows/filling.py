"""Workbooks made: blank, with last year's figures, or from VALUES.json; and VALUES of any readable file."""

from collections.abc import Container, Sequence
from pathlib import Path
from typing import Any

from xlreport.errors import UnreadableFile, UsageError
from xlreport.files import refuse_existing, safe_name, write_whole
from xlreport.form.library import Library
from xlreport.form.submission import Submission, with_last_year
from xlreport.prose.phrases import offered
from xlreport.rules.load import load_rules
from xlreport.sources import read_submission, read_submissions
from xlreport.sources.folders import find_files
from xlreport.sources.last_years import not_last_year
from xlreport.sources.values_json import read_values
from xlreport.wording import say


def new_workbook(
    forms: Library, form_id: str, unit: str, year: int | None, unit_code: str = "", last_year: str | None = None
) -> bytes:
    """A blank workbook of a form with unit, year and, where given, last year's figures filled in, and the clauses on offer.

    Raises UsageError for last year's report of another unit or year, UnreadableFile for one that cannot be read.
    """
    form = forms.form(form_id)
    submission = Submission(form, unit=unit, year=year, unit_code=unit_code)
    if last_year:
        last = read_submission(Path(last_year), forms, last_year)
        if problem := not_last_year(submission, last):
            raise UsageError(say(f"{last_year} {problem}，没有带入。请核对 --last-year", f"{last_year} {problem}: not taken. Check --last-year"))
        submission = with_last_year(submission, last)
    return workbook(submission._replace(texts=offered(form, unit, year, bool(submission.last_year))), forms)


def workbook(submission: Submission, forms: Library) -> bytes:
    """The workbook that holds a submission. Raises UsageError for what Excel cannot hold exactly."""
    from xlreport.workbook.template import workbook_bytes

    return workbook_bytes(submission, load_rules(forms, submission.form.id))


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

    Every workbook is made before the first is written, and nothing that stands there is written over. Raises UsageError for a target
    that does not fit or is there, UnreadableFile for the source.
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
            made[unused_name(target, submission, made)] = workbook(submission, forms)
    for path in made:
        if path.exists():
            refuse_existing(path)
    for path, data in made.items():
        write_whole(path, data, replace=False)
    return list(made)


def unused_name(folder: Path, submission: Submission, taken: Container[Path]) -> Path:
    """`folder/单位2023.xlsx`; a second unit of that name gets a number."""
    name = f"{safe_name(submission.unit, say('未填单位', 'unit'))}{submission.year or ''}"
    path, number = folder / f"{name}.xlsx", 1
    while path in taken:
        number += 1
        path = folder / f"{name}({number}).xlsx"
    return path
