"""A file of any kind but a workbook -> Document, by what it is."""

from collections.abc import Callable
from pathlib import Path

from xlreport.documents.kinds import DOCX, HTML, MHT, OFD, OFFICE_TEXT, PDF, TEXT, Kind
from xlreport.reading.document import Document


def open_document(path: Path, kind: Kind, shown: str) -> Document:
    """The document of a file whose kind is known. Raises UnreadableFile; KeyError for a workbook or an archive."""
    return _readers()[kind.code](path, shown)


def _readers() -> dict[str, Callable[[Path, str], Document]]:
    return {DOCX.code: _docx, HTML.code: _html, MHT.code: _mht, PDF.code: _pdf, OFD.code: _ofd, TEXT.code: _text, OFFICE_TEXT.code: _office}


def _docx(path: Path, shown: str) -> Document:
    from xlreport.documents.docx import read_docx

    return read_docx(path, shown)


def _html(path: Path, shown: str) -> Document:
    from xlreport.documents.html import read_html

    return read_html(path, shown)


def _mht(path: Path, shown: str) -> Document:
    from xlreport.documents.html import read_mht

    return read_mht(path, shown)


def _pdf(path: Path, shown: str) -> Document:
    from xlreport.documents.pdf import read_pdf

    return read_pdf(path, shown)


def _ofd(path: Path, shown: str) -> Document:
    from xlreport.documents.ofd import read_ofd

    return read_ofd(path, shown)


def _text(path: Path, shown: str) -> Document:
    from xlreport.documents.text import read_text

    return read_text(path, shown)


def _office(path: Path, shown: str) -> Document:
    from xlreport.documents.docx import read_docx
    from xlreport.documents.office import WORD, converted

    with converted(path, shown, WORD) as made:
        return read_docx(made, shown)
