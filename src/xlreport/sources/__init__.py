"""Where reports come from: whatever kind a file is, the reports in it."""

from pathlib import Path

from xlreport.bounded import renew
from xlreport.check.totals import settle_totals
from xlreport.errors import ForeignFile, OwnResult, UnreadableFile
from xlreport.files import earlier_result
from xlreport.form.library import Library
from xlreport.form.submission import Submission
from xlreport.rules.load import load_rules
from xlreport.sources.folders import beside_a_page, left_by_a_system
from xlreport.sources.surprises import surprises_named
from xlreport.sources.values_json import no_such_file, read_values
from xlreport.wording import say


def read_submissions(path: Path, forms: Library, shown: str = "") -> list[tuple[Submission, str]]:
    """The reports in one file, whatever kind it is, each with the name to show; a VALUES.json or an archive holds several.

    Raises UnreadableFile with the way out, also for what nobody foresaw, or DefinitionError.
    """
    with surprises_named(shown or str(path)):
        return _read(path, forms, shown or str(path))


def _read(path: Path, forms: Library, shown: str) -> list[tuple[Submission, str]]:
    suffix = path.suffix.lower()
    if not path.exists():
        raise no_such_file(shown)
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

        inside = [(member, name) for member, name in unpacked(path, shown) if not left_by_a_system(member) and not beside_a_page(member)]
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
