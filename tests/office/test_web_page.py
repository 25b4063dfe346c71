"""The web page in Chromium: axe-core finds nothing, and what a site's editor is given survives the loss of styles, classes and ids."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from libreoffice import tool

from written import report
from xlreport.documents.layout import figure_text
from xlreport.flows.writing import finished_report
from xlreport.form.library import library

pytestmark = pytest.mark.office

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / "build" / "npm" / "node_modules"


def judged(page: bytes, folder: Path) -> Any:
    """What Chromium and axe-core say of a page."""
    tool("axe-core", "AXE_CORE", MODULES / "axe-core" / "axe.min.js")
    path = folder / "page.html"
    path.write_bytes(page)
    done = subprocess.run([tool("node"), str(HERE / "page_judge.cjs"), str(MODULES), tool("chromium", "CHROMIUM"), str(path)],
                          capture_output=True, text=True, encoding="utf-8", check=False, timeout=180)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("form_id", library().ids())
def test_nobody_is_shut_out_and_tables_reach_the_editor(form_id: str, tmp_path: Path) -> None:
    """No accessibility violation; pasted tables, stripped as editors strip, keep every figure, every span, borders and widths."""
    submission = report(form_id, 3)
    found = judged(finished_report(submission, library(), "html", force=True, trace=True), tmp_path)
    assert found["violations"] == []
    assert found["passes"] > 20
    assert found["errors"] == []
    assert "复制" in found["state"]
    for kind in ("table", "all"):
        stripped = re.sub(r'\s(?:style|class|id)="[^"]*"', "", found["pasted"][kind])
        tables = lxml.html.fromstring(f"<div>{stripped}</div>").findall(".//table")
        assert len(tables) == len(submission.form.tables)
        for table, drawn in zip(submission.form.tables, tables, strict=True):
            assert drawn.get("border") == "1"
            placed = laid_out(drawn)
            assert all(element.get("width", "").endswith("%") and element.get("align") for element in placed.values())
            for cell in table.cells:
                assert placed[cell.line, cell.position].text_content().strip() == figure_text(cell, submission)
            for block in table.blocks:
                if block.text != "=":
                    assert placed[block.line, block.position].text_content().strip() == block.text
    assert "总体情况" in found["pasted"]["all"]


def laid_out(table: Any) -> dict[tuple[int, int], Any]:
    """(line, position) to the cell that covers it, as a browser lays a table out."""
    found: dict[tuple[int, int], Any] = {}
    for line, row in enumerate(table.iter("tr")):
        position = 0
        for cell in row:
            while (line, position) in found:
                position += 1
            for down in range(int(cell.get("rowspan", 1))):
                for right in range(int(cell.get("colspan", 1))):
                    found[line + down, position + right] = cell
    return found
