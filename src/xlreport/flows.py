"""One function for each thing a person does, shared by the command line and the live buttons.

Nothing here prints or exits; heavy imports wait until they are needed.
"""

from collections.abc import Callable, Container, Sequence
from pathlib import Path
from typing import Any

from xlreport.check.checking import check_submission
from xlreport.check.findings import Batch, FileResult
from xlreport.check.totals import settle_totals
from xlreport.errors import UnreadableFile, UsageError
from xlreport.files import refuse_existing, write_whole
from xlreport.form.library import Library, library
from xlreport.form.submission import Submission, with_last_year
from xlreport.rules.load import load_rules
from xlreport.wording import say

READABLE = (".xlsx", ".xlsm", ".json")
# Kinds in which reports arrive; met in a folder they are named, never passed over in silence.
REPORTS = (*READABLE, ".xls", ".xlsb", ".ods", ".et", ".docx", ".doc", ".wps", ".pdf", ".html", ".htm", ".txt", ".md",
           ".ofd", ".zip", ".rar", ".7z")
_SYSTEM = ("thumbs.db", "desktop.ini", ".ds_store")


def open_library(own: Path | None = None) -> tuple[Library, str]:
    """The forms at hand, and a line to show when a folder of the office's own is in use.

    own: the folder named with --forms; else a folder `forms` where the program is started, if it holds rules or forms.
    """
    if own is None:
        beside = Path("forms")
        if any(beside.glob("*/form.toml")) or any(beside.glob("*/rules.toml")) or (beside / "rules.toml").is_file():
            own = beside
    if own is None:
        return library(), ""
    return library(own), say(f"使用文件夹 {own} 里的表式和规则", f"using the forms and rules in {own}")


def read_submissions(path: Path, forms: Library, shown: str = "") -> list[tuple[Submission, str]]:
    """The reports in one file, whatever kind is readable, each with the name to show; only a VALUES.json holds several.

    Raises UnreadableFile with the way out, or DefinitionError.
    """
    shown = shown or str(path)
    suffix = path.suffix.lower()
    if not path.exists():
        raise _missing(shown)
    if suffix in (".xlsx", ".xlsm"):
        from xlreport.workbook.reader import read_workbook

        return [(read_workbook(path, forms, shown), shown)]
    if suffix == ".json":
        # a total that is left out is the sum of its parts, as in the workbook that `fill` makes of it
        found = [settle_totals(submission, load_rules(forms, submission.form.id)) for submission in read_values(path, forms, shown)]
        return [(found[0], shown)] if len(found) == 1 else [
            (submission, f"{shown}#{number}") for number, submission in enumerate(found, 1)]
    raise UnreadableFile(shown, say(f"目前读不了 {suffix or '没有扩展名的'} 文件", f"{suffix or 'such'} files cannot be read yet"),
                         say("请用 Excel 或 WPS 把数字填进 xlreport new 做的工作簿，存为 .xlsx",
                             "Put the figures into a workbook made by xlreport new and save it as .xlsx"))


def read_submission(path: Path, forms: Library, shown: str = "") -> Submission:
    """The one report in a file. Raises UnreadableFile for a file that holds several."""
    found = read_submissions(path, forms, shown)
    if len(found) > 1:
        raise UnreadableFile(shown or str(path), say(f"里面有 {len(found)} 份报告", f"it holds {len(found)} reports"),
                             say("请给出只有一份的文件", "Name a file that holds one"))
    return found[0][0]


def _missing(shown: str) -> UnreadableFile:
    return UnreadableFile(shown, say("没有这个文件", "no such file"), say("请核对文件名和文件夹", "Check the name and the folder"))


def read_values(path: Path, forms: Library, shown: str = "") -> list[Submission]:
    """The submissions of a VALUES.json (one object or a list). Raises UnreadableFile naming what is wrong."""
    import json
    from decimal import Decimal

    from xlreport.form.exchange import from_json

    shown = shown or str(path)
    if not path.exists():
        raise _missing(shown)
    remedy = say("请核对文件内容（格式见 README“VALUES.json”）", "Check the file (README describes VALUES.json)")
    try:
        data = json.loads(path.read_text("utf-8-sig"), parse_float=Decimal, object_pairs_hook=_once)
    except OSError as error:
        raise UnreadableFile(shown, say(f"打不开（{error.strerror}）", f"cannot be opened ({error.strerror})"), remedy) from None
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(shown, say(f"不是合格的 JSON（{str(error)[:80]}）", f"not JSON ({str(error)[:80]})"), remedy) from None
    entries = data if isinstance(data, list) else [data]
    if not entries:
        raise UnreadableFile(shown, say("是空列表，没有一份报告", "it is an empty list"), remedy)
    try:
        return [from_json(entry, forms, shown) for entry in entries]
    except UsageError as error:
        raise UnreadableFile(shown, str(error).removeprefix(f"{shown}：").rstrip("。"), remedy) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose keys stand once; json itself would keep the last of two figures for one cell."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(say("重复的项：", "stated twice: ") + next(name for name in names if names.count(name) > 1))
    return found


def find_files(paths: Sequence[str]) -> tuple[list[tuple[Path, str]], int]:
    """(file, name to show) for every path: files as given, folders sorted by name, patterns expanded.

    Second: how many lock and system files, and files of kinds in which no report comes, were passed over.
    """
    found: list[tuple[Path, str]] = []
    passed = 0
    for given in paths:
        if not given.strip():
            raise UsageError(say("有一个空的文件名", "one of the file names is empty"))
        path = Path(given)
        if path.is_dir():
            inside = sorted(entry for entry in path.rglob("*") if entry.is_file())
            wanted = [entry for entry in inside if not _passed_over(entry) and entry.suffix.lower() in REPORTS]
            passed += len(inside) - len(wanted)
            found += [(entry, str(entry)) for entry in wanted]
        elif any(mark in given for mark in "*?[") and not path.exists():
            matches = sorted(Path(match) for match in _glob(given))
            wanted = [match for match in matches if not _passed_over(match)]
            passed += len(matches) - len(wanted)
            found += [(match, str(match)) for match in wanted] if matches else [(path, given)]
        elif _passed_over(path):
            passed += 1
        else:
            found.append((path, given))
    return found, passed


def _glob(pattern: str) -> list[str]:
    import glob

    # a pattern may be absolute, or start with `..`, which Path.glob refuses
    return [match for match in glob.glob(pattern, recursive=True) if not Path(match).is_dir()]  # noqa: PTH207


def _passed_over(path: Path) -> bool:
    """Lock files of Excel, WPS and LibreOffice, and what systems leave in folders."""
    name = path.name.lower()
    return name.startswith(("~$", ".~", "._")) or name in _SYSTEM


def check_paths(
    paths: Sequence[str], forms: Library, last_year: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Batch:
    """Checks every file; one bad file never stops the others. progress(done, all) is called after each."""
    files, passed = find_files(paths)
    last = _last_years(last_year, forms) if last_year else None
    results: list[FileResult] = []
    for number, (path, shown) in enumerate(files, 1):
        results += check_file(path, forms, shown, last)
        if progress is not None:
            progress(number, len(files))
    return Batch(tuple(results), passed)


LastYears = Callable[[Submission], Submission | None]


def check_file(path: Path, forms: Library, shown: str, last: LastYears | None = None) -> list[FileResult]:
    """The reports of one file checked, or why it could not be read."""
    results: list[FileResult] = []
    try:
        for submission, name in read_submissions(path, forms, shown):
            earlier = last(submission) if last is not None else None
            whole = submission if earlier is None else with_last_year(submission, earlier)
            results.append(FileResult(name, check_submission(whole, load_rules(forms, whole.form.id)), None))
    except UnreadableFile as error:
        results.append(FileResult(shown, None, error))
    except (MemoryError, RecursionError):
        results.append(FileResult(shown, None, UnreadableFile(
            shown, say("文件太大或嵌套太深，没有读完", "too large or too deeply nested"),
            say("请用 Excel 或 WPS 打开后另存一份 .xlsx", "Open it in Excel or WPS and save a fresh .xlsx"))))
    return results


def _last_years(path: str, forms: Library) -> LastYears:
    """Who last year's report of a unit is: the one file named, or the unit's own among a folder's."""
    if not Path(path).is_dir():
        only = read_submission(Path(path), forms, path)
        return lambda _: only
    by_unit: dict[str, list[Submission]] = {}
    for file, shown in find_files([path])[0]:
        try:
            found = read_submissions(file, forms, shown)
        except UnreadableFile:
            continue  # named when that folder itself is checked
        for submission, _ in found:
            for key in {submission.unit_code, submission.unit} - {""}:
                by_unit.setdefault(key, []).append(submission)

    def find(submission: Submission) -> Submission | None:
        candidates = by_unit.get(submission.unit_code) or by_unit.get(submission.unit) or []
        wanted = [other for other in candidates if submission.year is None or other.year == submission.year - 1]
        return wanted[0] if len(wanted) == 1 else None

    return find


def new_workbook(
    forms: Library, form_id: str, unit: str, year: int | None, unit_code: str = "", last_year: str | None = None
) -> bytes:
    """A blank workbook of a form with unit, year and, where given, last year's figures filled in."""
    submission = Submission(forms.form(form_id), unit=unit, year=year, unit_code=unit_code)
    if last_year:
        submission = with_last_year(submission, read_submission(Path(last_year), forms, last_year))
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

    files, _ = find_files(paths)
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
