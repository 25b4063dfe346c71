"""A file of any kind but a workbook -> Document, by what it is. Only the module of that kind is loaded."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from xlreport.documents.kinds import DOCX, HTML, MHT, OFD, OFFICE_TEXT, PDF, TEXT, Kind
from xlreport.reading.document import Document

# By kind: the module of this package and its reader.
_READERS: Mapping[str, tuple[str, str]] = {
    DOCX.code: ("docx", "read_docx"), HTML.code: ("html", "read_html"), MHT.code: ("html", "read_mht"), PDF.code: ("pdf", "read_pdf"),
    OFD.code: ("ofd", "read_ofd"), TEXT.code: ("text", "read_text"),
}


def open_document(path: Path, kind: Kind, shown: str) -> Document:
    """The document of a file whose kind is known. Raises UnreadableFile; KeyError for a workbook or an archive."""
    if kind.code == OFFICE_TEXT.code:
        from xlreport.documents.docx import read_docx
        from xlreport.documents.office import WORD, converted

        with converted(path, shown, WORD) as made:
            return read_docx(made, shown)
    module, name = _READERS[kind.code]
    read: Callable[[Path, str], Document] = getattr(import_module(f"{__package__}.{module}"), name)
    return read(path, shown)
