"""A file that is not our template -> Submission: opened by what it is, laid against the forms, and what was seen on the way said."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlreport.documents.kinds import JSON, OFFICE_BOOK, OLD_BOOK, WORKBOOK, ZIP, Kind, kind_of
from xlreport.errors import ForeignFile
from xlreport.form.library import Library
from xlreport.form.submission import Departure, Submission
from xlreport.reading.document import Document
from xlreport.wording import say

__all__ = ["JSON", "ZIP", "Kind", "kind_of", "read_arrival"]


def read_arrival(path: Path, kind: Kind, forms: Library, shown: str) -> Submission:
    """The report in a file of a known kind. Raises UnreadableFile."""
    if kind is WORKBOOK:
        from xlreport.workbook.reader import read_workbook

        try:
            return _renamed(read_workbook(path, forms, shown), kind, path)
        except ForeignFile:
            pass
    from xlreport.reading.matching import match_document

    document, cover = _document(path, kind, forms, shown)
    submission = match_document(document, forms)
    if cover:
        from xlreport.workbook.anchored import with_cover

        submission = with_cover(submission, cover)
    return _renamed(submission, kind, path)


def _document(path: Path, kind: Kind, forms: Library, shown: str) -> tuple[Document, Mapping[str, Any]]:
    """The document, and what the 封面 of a workbook of ours says by label."""
    if kind is WORKBOOK:
        from xlreport.workbook.foreign import read_foreign

        return read_foreign(path, forms, shown)
    if kind is OLD_BOOK:
        from xlreport.workbook.old_books import read_old_book

        return read_old_book(path, forms, shown)
    if kind is OFFICE_BOOK:
        from xlreport.documents.office import SHEET, converted
        from xlreport.workbook.foreign import read_foreign

        with converted(path, shown, SHEET) as made:
            return read_foreign(made, forms, shown)
    from xlreport.documents.opening import open_document

    return open_document(path, kind, shown), {}


def _renamed(submission: Submission, kind: Kind, path: Path) -> Submission:
    """The submission, with a word on a name that says another kind than the file is."""
    suffix = path.suffix.lower()
    if suffix in kind.suffixes:
        return submission
    detail = say(f"文件名以 {suffix or '没有扩展名'} 结尾，其实是{kind.said}，按内容读取。" if suffix else f"文件名没有扩展名，其实是{kind.said}，按内容读取。",
                 f"the name ends in {suffix or 'nothing'}, but it is {kind.said}; read as what it is.")
    return submission._replace(departures=(Departure("renamed", detail), *submission.departures))
