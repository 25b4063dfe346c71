"""Where reports come from: files, folders and patterns; and which file is a unit's report of the year before."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from xlreport.bounded import renew
from xlreport.check.totals import settle_totals
from xlreport.errors import ForeignFile, OwnResult, UnreadableFile, UsageError, reason
from xlreport.files import earlier_result
from xlreport.form.library import Library
from xlreport.form.names import plain
from xlreport.form.submission import Departure, Submission, with_last_year
from xlreport.rules.load import load_rules
from xlreport.sources.surprises import surprises_named
from xlreport.wording import say

# Kinds in which reports arrive; those among them that cannot be read are named, never passed over in silence.
REPORTS = (".xlsx", ".xlsm", ".json", ".xls", ".xlsb", ".ods", ".et", ".docx", ".doc", ".wps", ".pdf", ".html", ".htm", ".txt", ".md",
           ".ofd", ".zip", ".rar", ".7z", ".csv", ".rtf", ".odt", ".uof", ".xlt", ".xltx", ".ett", ".mht", ".mhtml",
           ".docm", ".dotx", ".dot", ".wpt", ".shtml", ".xhtml")
LARGEST_JSON = 16 * 2**20
_SYSTEM = ("thumbs.db", "desktop.ini", ".ds_store")


def read_submissions(path: Path, forms: Library, shown: str = "") -> list[tuple[Submission, str]]:
    """The reports in one file, whatever kind it is, each with the name to show; a VALUES.json or an archive holds several.

    Raises UnreadableFile with the way out, also for what nobody foresaw, or DefinitionError.
    """
    with surprises_named(shown or str(path)):
        return _read(path, forms, shown or str(path))


def _read(path: Path, forms: Library, shown: str) -> list[tuple[Submission, str]]:
    suffix = path.suffix.lower()
    if not path.exists():
        raise _missing(shown)
    if suffix in (".xlsx", ".xlsm"):
        from xlreport.workbook.reader import read_workbook

        try:
            return [(read_workbook(path, forms, shown), shown)]
        except ForeignFile:
            _refuse_result(path, shown)
    elif suffix in (".html", ".htm"):
        _refuse_result(path, shown)
    if suffix == ".json":
        return _from_values(path, forms, shown)
    from xlreport.sources.arrivals import JSON, ZIP, kind_of, read_arrival

    kind = kind_of(path, shown)
    if kind is JSON:
        return _from_values(path, forms, shown)
    if kind is ZIP:
        from xlreport.documents.archives import unpacked

        inside = [(member, name) for member, name in unpacked(path, shown) if not _system(member) and not beside_a_page(member)]
        if not inside:
            raise UnreadableFile(shown, say("压缩包里没有报告", "the archive holds no report"), say("请核对文件", "Check the file"))
        return [found for member, name in inside for found in _member(member, forms, name)]
    return [(read_arrival(path, kind, forms, shown), shown)]


def _refuse_result(path: Path, shown: str) -> None:
    """Raises OwnResult for a page or workbook of results of ours: a table of findings would read like a report full of faults."""
    if path.is_file() and earlier_result(path):
        raise OwnResult(shown, say("这是本程序写的校验结果，不是报告", "this is a result that this program wrote, no report"),
                        say("请给出报告本身", "Name the report itself"))


def _member(path: Path, forms: Library, shown: str) -> list[tuple[Submission, str]]:
    renew()  # each file of an archive has its own time
    return read_submissions(path, forms, shown)


def _from_values(path: Path, forms: Library, shown: str) -> list[tuple[Submission, str]]:
    """The reports of a VALUES.json. A total that is left out is the sum of its parts, as in the workbook `fill` makes of it."""
    found = [settle_totals(submission, load_rules(forms, submission.form.id)) for submission in read_values(path, forms, shown)]
    return [(found[0], shown)] if len(found) == 1 else [
        (submission, f"{shown}#{number}") for number, submission in enumerate(found, 1)]


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
        if not path.is_file() or path.stat().st_size > LARGEST_JSON:
            raise UnreadableFile(shown, say("不是普通文件，或太大", "no regular file, or too large"), remedy)
        data = json.loads(path.read_text("utf-8-sig"), parse_float=Decimal, object_pairs_hook=_once)
    except OSError as error:
        raise UnreadableFile(shown, say(f"打不开（{reason(error)}）", f"cannot be opened ({reason(error)})"), remedy) from None
    except (ValueError, RecursionError, ArithmeticError) as error:
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
        seen: set[str] = set()
        raise ValueError(say("重复的项：", "stated twice: ") + next(name for name, _ in pairs if name in seen or seen.add(name)))  # type: ignore[func-returns-value]
    return found


class Found(NamedTuple):
    """Files to look at, each with the name to show; how many system files, and how many of other kinds, were passed over."""

    files: list[tuple[Path, str]]
    system: int
    others: int


def find_files(paths: Sequence[str]) -> Found:
    """Every path looked up: files as given, folders sorted by name, patterns expanded. Raises UsageError for ''."""
    files: list[tuple[Path, str]] = []
    system = others = 0
    for given in paths:
        if not given.strip():
            raise UsageError(say("有一个空的文件名", "one of the file names is empty"))
        path = Path(given)
        folder = path.is_dir()
        if folder:
            matches, closed = _inside(path)
            files += [(entry, str(entry)) for entry in closed]  # named as unreadable, not passed over
        elif any(mark in given for mark in "*?[") and not path.exists():
            matches = sorted(Path(match) for match in _glob(given))
        else:
            matches = []
        if not matches and not folder:
            files += [] if _system(path) else [(path, given)]
            system += _system(path)
        for match in matches:
            if _system(match):
                system += 1
            elif folder and (match.suffix.lower() not in REPORTS or beside_a_page(match)):
                others += 1
            else:
                files.append((match, str(match)))
    return _opened(Found(files, system, others))


def is_zip(path: Path) -> bool:
    """Whether a name says that it is an archive."""
    return path.suffix.lower() == ".zip"


def _opened(found: Found) -> Found:
    """With the files inside each .zip in its place; an archive that cannot be opened stays, to be named."""
    if not any(is_zip(path) for path, _ in found.files):
        return found
    from xlreport.documents.archives import unpacked

    files: list[tuple[Path, str]] = []
    system, others = found.system, found.others
    for path, shown in found.files:
        try:
            members = unpacked(path, shown) if is_zip(path) and path.is_file() else None
        except UnreadableFile:
            members = None
        if members is None:
            files.append((path, shown))
            continue
        wanted = [(member, name) for member, name in members if not _system(member)]
        system += len(members) - len(wanted)
        reports = [(member, name) for member, name in wanted if member.suffix.lower() in REPORTS and not beside_a_page(member)]
        others += len(wanted) - len(reports)
        files += reports or [(path, shown)]
    return Found(files, system, others)


def beside_a_page(path: Path) -> bool:
    """Whether a file is a part of a saved web page: it lies in the folder `名称_files` (or `名称.files`) beside the page."""
    folder = path.parent.name
    page = next((folder.removesuffix(ending) for ending in ("_files", ".files", "_文件") if folder.endswith(ending)), "")
    return bool(page) and any((path.parent.parent / f"{page}{suffix}").exists() for suffix in (".html", ".htm", ".mht"))


def _inside(folder: Path) -> tuple[list[Path], list[Path]]:
    """All files in a folder, sorted, and the folders inside it that cannot be looked into."""
    closed: list[Path] = []
    found = [Path(root) / name for root, _, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename)))
             for name in names]
    return sorted(entry for entry in found if entry.is_file()), closed


def _glob(pattern: str) -> list[str]:
    import glob

    # a pattern may be absolute, or start with `..`, which Path.glob refuses
    return [match for match in glob.glob(pattern, recursive=True) if not Path(match).is_dir()]  # noqa: PTH207


def _system(path: Path) -> bool:
    """Lock files of Excel, WPS and LibreOffice, and what systems leave in folders."""
    name = path.name.lower()
    return name.startswith(("~$", ".~", "._")) or name in _SYSTEM or "__MACOSX" in path.parts


# A report with last year's figures put beside it, or with a departure that says why they were not.
LastYears = Callable[[Submission], Submission]


def not_last_year(submission: Submission, last: Submission) -> str:
    """Why a report is not this unit's report of the year before; '' when it is, as far as both say who and when."""
    if submission.year is not None and last.year is not None and last.year != submission.year - 1:
        return say(f"是 {last.year} 年度的，不是 {submission.year - 1} 年度的", f"is for {last.year}, not {submission.year - 1}")
    same_code = submission.unit_code and submission.unit_code == last.unit_code
    if submission.unit and last.unit and plain(submission.unit) != plain(last.unit) and not same_code:
        return say(f"是“{last.unit}”的，不是“{submission.unit}”的", f"is of {last.unit}, not of {submission.unit}")
    return ""


def last_years(path: str, forms: Library, alone: bool) -> LastYears:
    """What puts last year's figures beside a report: the one file named, or the unit's own among a folder's.

    alone: one report is checked against one file. Then another unit's name is a warning, for units are renamed; with
    several reports, a file of another unit is never compared.
    """
    if Path(path).is_dir():
        return _from_folder(path, forms)
    only = read_submission(Path(path), forms, path)

    def beside(submission: Submission) -> Submission:
        problem = not_last_year(submission, only)
        renamed = bool(problem) and alone and not not_last_year(submission, only._replace(unit=submission.unit))
        if not problem or renamed:
            submission = with_last_year(submission, only)
        if not problem:
            return submission
        done = say("仍作了对照，请确认是否改过名称" if renamed else "没有对照", "compared all the same; was the unit renamed?" if renamed
                   else "not compared")
        return _noticed(submission, say(f"{path} {problem}，{done}。", f"{path} {problem}; {done}."))

    return beside


def _from_folder(path: str, forms: Library) -> LastYears:
    by_unit: dict[str, list[tuple[Submission, str]]] = {}
    unreadable = 0
    for file, shown in find_files([path]).files:
        try:
            found = read_submissions(file, forms, shown)
        except UnreadableFile:
            unreadable += 1
            continue
        for submission, name in found:
            for key in {submission.unit_code, plain(submission.unit)} - {""}:
                by_unit.setdefault(key, []).append((submission, name))
    also = say(f"（那里有 {unreadable} 个文件读不了）", f" ({unreadable} files there cannot be read)") if unreadable else ""

    def beside(submission: Submission) -> Submission:
        candidates = by_unit.get(submission.unit_code) or by_unit.get(plain(submission.unit)) or []
        fitting = [(last, name) for last, name in candidates if not not_last_year(submission, last)]
        if len(fitting) == 1:
            return with_last_year(submission, fitting[0][0])
        if fitting:
            why = say(f"有 {len(fitting)} 份本单位上年的报告：{'、'.join(name for _, name in fitting)}",
                      f"holds {len(fitting)} reports of this unit: {', '.join(name for _, name in fitting)}")
        elif candidates:
            years = "、".join(sorted({str(last.year) for last, _ in candidates}))
            why = say(f"只有本单位 {years} 年度的报告", f"holds this unit's report for {years} only")
        else:
            why = say(f"没有“{submission.unit}”的报告{also}", f"holds no report of {submission.unit}{also}")
        return _noticed(submission, say(f"{path} 里{why}，没有与上年对照。", f"{path} {why}: not compared with last year."))

    return beside


def _noticed(submission: Submission, detail: str) -> Submission:
    return submission._replace(departures=(*submission.departures, Departure("last_year", detail)))
