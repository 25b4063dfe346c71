"""Written Word documents before third-party judges: Microsoft's validator, LibreOffice's pages, and its saving of our bookmarks."""

import io
from collections import Counter
from pathlib import Path

import docx
import pdfplumber
import pytest
from libreoffice import recalculated
from validator import faults

from written import report
from xlreport.documents.layout import figure_text
from xlreport.flows.writing import finished_report, revised_report
from xlreport.form.library import Library, library

pytestmark = pytest.mark.office

OWN = Library(Path(__file__).parents[1] / "data" / "forms")
LONG = "本机关坚持以公开为常态不公开为例外的原则依法做好各项工作" * 40


@pytest.mark.parametrize("form_id", OWN.ids())
def test_the_validator_finds_nothing(form_id: str, tmp_path: Path) -> None:
    """Both editions and a form of an office's own follow the standard to the letter, finished or draft."""
    for seed, cover in ((1, {}), (2, {"date": "2024年1月26日", "文号": "某综〔2024〕2号"})):
        entries = {"cover": cover} if form_id.startswith("zfxxgk") else {}
        submission = report(form_id, seed, OWN, **entries)
        path = tmp_path / f"{form_id}{seed}.docx"
        path.write_bytes(finished_report(submission, OWN, "docx", force=True))
        assert faults(path) == set()


def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    """LibreOffice's pages: 22 lines of 28 characters in an area of 156 by 225 mm, the page number outside it, table 2 on one page."""
    submission = report("zfxxgk-2021", 5, text={"总体情况": LONG})
    path = tmp_path / "报告.docx"
    path.write_bytes(finished_report(submission, library(), "docx", force=True))
    (pdf,) = recalculated([path], tmp_path / "pdf", "pdf")
    with pdfplumber.open(pdf) as book:
        page = book.pages[1]
        lines = Counter(round(character["bottom"]) for character in page.chars if character["bottom"] < 842 - 35 / 25.4 * 72)
        assert len(lines) == 22
        assert set(lines.values()) == {28}
        edges = [min(c["x0"] for c in page.chars), max(c["x1"] for c in page.chars if c["top"] < 740)]
        assert edges[0] / 72 * 25.4 == pytest.approx(28, abs=0.5)
        assert edges[1] / 72 * 25.4 == pytest.approx(184, abs=0.5)
        assert min(lines) < 37 / 25.4 * 72 + 29
        numbers = ["".join(c["text"] for c in other.chars if c["top"] > 842 - 35 / 25.4 * 72) for other in book.pages]
        assert [number.replace(" ", "") for number in numbers] == [f"—{place}—" for place in range(1, len(book.pages) + 1)]
        assert min(c["x0"] for c in book.pages[0].chars if c["top"] > 750) > 400
        assert max(c["x1"] for c in page.chars if c["top"] > 750) < 160
        holding = [place for place, other in enumerate(book.pages) if "四、结转下年度继续办理" in other.extract_text()
                   or "申请人情况" in other.extract_text()]
        assert len(holding) == 1


def test_no_number_is_broken_at_the_end_of_a_line(tmp_path: Path) -> None:
    """Wherever a line ends, 2025 and 76.0 stay whole in LibreOffice's pages (so in `--to pdf`)."""
    text = "\n".join("公" * length + "自2025年起上升76.0个百分点" for length in range(10, 40))
    path = tmp_path / "报告.docx"
    path.write_bytes(finished_report(report("zfxxgk-2021", 5, text={"总体情况": text}), library(), "docx", force=True))
    (pdf,) = recalculated([path], tmp_path / "pdf", "pdf")
    with pdfplumber.open(pdf) as book:
        lines = [line.replace(" ", "") for page in book.pages for line in (page.extract_text() or "").split("\n")]
    assert sum(line.count("76.0") for line in lines) == 30
    assert not [line for line in lines if line.endswith(("自2", "自20", "自202", "升7", "升76", "升76."))]


def test_figures_are_found_again_after_an_office_has_saved_the_file(tmp_path: Path) -> None:
    """LibreOffice opens and saves the document; then every figure in tables and text still follows the workbook."""
    first, second = report("zfxxgk-2021", 7), report("zfxxgk-2021", 8)
    path = tmp_path / "报告.docx"
    path.write_bytes(finished_report(first, library(), "docx", force=True))
    (saved,) = recalculated([path], tmp_path / "saved", "docx")
    revised = revised_report(saved.read_bytes(), "报告.docx", second._replace(texts=first.texts), library(), force=True)
    document = docx.Document(io.BytesIO(revised.data))
    for table, drawn in zip(second.form.tables, document.tables, strict=True):
        cells = [row.cells for row in drawn.rows]
        assert all(cells[cell.line][cell.position].text == figure_text(cell, second) for cell in table.cells)
    assert any("正文" in change.where for change in revised.replaced)
    assert not revised.left
