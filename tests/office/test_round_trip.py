"""Every document that this program writes comes back: Word, web page, PDF with tables over several pages, text and Markdown.

Half of the reports are whole; half are as offices send them in, with blanks, strokes, words and wrong figures in their cells.
"""

import html
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from libreoffice import BATCH, recalculated, tool
from lxml import html as web

import forms
from written import report
from xlreport.documents.layout import figure_text, lay_out
from xlreport.documents.pdf import read_pdf
from xlreport.documents.pdf_of import printable
from xlreport.flows.writing import finished_report, ready
from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.form.submission import Submission
from xlreport.form.values import BLANK, NUMBER, TEXT, UNREAD
from xlreport.reading.document import Grid
from xlreport.rules.load import load_rules
from xlreport.sources import read_submissions

pytestmark = pytest.mark.office

FORMS = ("zfxxgk-2021", "zfxxgk-2019")


class Written(NamedTuple):
    """A report, and the files made of it, by kind. whole: nothing in it is blank or wrong."""

    submission: Submission
    whole: bool
    files: dict[str, Path]


def _report(seed: int) -> tuple[Submission, bool]:
    """A random report of either edition; its tables printed small, large, or each in its own size, so that page breaks cut them."""
    random = Random(seed)
    form = library().form(FORMS[seed % 2])
    whole = seed % 4 < 2
    if whole:
        made = report(form.id, seed, cover={"date": "2024年1月26日", "文号": "某综〔2024〕2号"} if seed % 3 else {})
    else:
        values = forms.values(form, load_rules(library(), form.id), random)
        values |= {"unit": "某县司法局", "year": form.years[0], "cover": {"date": "2024年1月26日"}}
        made = from_json(values, library())
    printing = form.printing
    if seed % 5:
        sizes = {table.code: random.choice((9.5, 12, 16, 22)) for table in form.tables}
        printing = printing._replace(sizes=sizes, own_page=random.choice((printing.own_page, frozenset())))
    return made._replace(form=form._replace(printing=printing)), whole


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, size: Callable[[int], int]) -> list[Written]:
    """A hundred random reports as documents, PDF and text by LibreOffice from the Word files, many at a time."""
    folder = tmp_path_factory.mktemp("round_trip")
    found: list[Written] = []
    for seed in range(size(100)):
        submission, whole = _report(seed)
        if not any(value.kind == NUMBER for value in submission.cells.values()):
            continue  # an empty report is not written
        files = {"docx": folder / f"{seed}.docx", "html": folder / f"{seed}.html", "md": folder / f"{seed}.md"}
        for kind in ("docx", "html"):
            files[kind].write_bytes(finished_report(submission, library(), kind, force=True))
        files["md"].write_text(_markdown(files["html"]), "utf-8")
        found.append(Written(submission, whole, files))
    word = [each.files["docx"] for each in found]
    printed = [folder / "printed" / path.name for path in word]
    printed[0].parent.mkdir()
    for path, copy in zip(word, printed, strict=True):
        copy.write_bytes(printable(path.read_bytes()))
    pages, texts = recalculated(printed, folder / "pdf", "pdf"), _texts(word, folder / "txt")
    for each, page, text in zip(found, pages, texts, strict=True):
        each.files.update(pdf=page, txt=text)
    return found


def _texts(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The Word files saved as text by LibreOffice."""
    for start in range(0, len(paths), BATCH):
        with tempfile.TemporaryDirectory(prefix="xlreport-office-") as profile:
            subprocess.run([tool("soffice", "SOFFICE"), "--headless", "--norestore", f"-env:UserInstallation={Path(profile).as_uri()}", "--convert-to",
                            "txt:Text (encoded):UTF8", "--outdir", str(folder), *map(str, paths[start:start + BATCH])],
                           capture_output=True, check=True, timeout=60 + 20 * BATCH)
    return [folder / f"{path.stem}.txt" for path in paths]


def _markdown(page: Path) -> str:
    """A written web page as Markdown: a line a paragraph, a line of pipes a table row, merged cells written once."""
    lines: list[str] = []
    for item in web.fromstring(page.read_bytes().decode("utf-8")).iter("h1", "h2", "h3", "h4", "p", "tr"):
        if item.tag == "tr":
            if item.getprevious() is None:
                lines.append("")
            lines.append("| " + " | ".join(" ".join(cell.text_content().split()) for cell in item.iter("td", "th")) + " |")
        elif not any(above.tag in ("td", "th", "noscript", "button") for above in item.iterancestors()):
            lines += ["", " ".join(item.text_content().split())]
    return html.unescape("\n".join(lines)) + "\n"


def _read(path: Path) -> Submission:
    ((submission, _),) = read_submissions(path, library(), path.name)
    return submission


def _differences(each: Written, found: Submission) -> Iterator[tuple[str, str, str]]:
    """(cell, what was written, what was read) of figures that are not read, or read as anything else."""
    for name, cell in each.submission.form.cells.items():
        shown, value = figure_text(cell, each.submission), found.cells[name]
        raw = value.raw.replace(" ", "") if value.kind == TEXT else value.raw  # words that a narrow cell broke
        if value.kind == NUMBER:
            shown = shown.removesuffix("件")  # in a document 12件 is a number, and W183 says so
        if value.kind == UNREAD or value.inferred or raw != (shown.replace(" ", "") if value.kind == TEXT else shown) or (value.kind == BLANK) != (shown == ""):
            yield name, shown, f"{value.kind}{' inferred' if value.inferred else ''} {value.raw}".strip()


@pytest.mark.parametrize("kind", ["docx", "html", "pdf", "md", "txt"])
def test_every_figure_comes_back(kind: str, written: list[Written]) -> None:
    """Every cell equal and certain, what is blank, a stroke or words too; the edition, the unit and the year."""
    for each in written:
        found = _read(each.files[kind])
        lost = {"?"} if kind in ("md", "txt") else set()  # in text `?` is also what conversion leaves of a blank, and is read as one
        assert (found.form.id, found.unit, found.year) == (each.submission.form.id, each.submission.unit, each.submission.year)
        assert [difference for difference in _differences(each, found) if difference[1] not in lost] == [], each.files[kind].name


@pytest.mark.parametrize("kind", ["docx", "html", "pdf", "md", "txt"])
def test_every_text_comes_back(kind: str, written: list[Written]) -> None:
    """The preamble, the sections and the notes under tables, paragraph by paragraph, with the figures placed in them.

    In a PDF, spaces are not compared: Chinese and figures stand apart in print, and lines end anywhere.
    """
    hung = str.maketrans("", "", " ") if kind == "pdf" else {}
    for each in written:
        found = _read(each.files[kind])
        ready_text = dict(lay_out(each.submission, ready(each.submission, library(), force=True).known).fillings)
        for code, filling in ready_text.items():
            assert _lines(found.texts.get(code, "").translate(hung)) == _lines(filling.text.translate(hung)), (each.files[kind].name, code)


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def test_page_breaks_really_cut_the_tables(written: list[Written]) -> None:
    """In a third of the PDF files table 2 stands on several pages, in some on three or more."""
    pieces = [sum(isinstance(block, Grid) for block in read_pdf(each.files["pdf"]).blocks) - 3 for each in written]
    assert sum(count > 0 for count in pieces) > len(written) / 3, pieces
    assert max(pieces) > 1
