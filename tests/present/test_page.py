"""The page: complete, self-contained, well-formed, and deaf to whatever a file says."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from present_examples import Rules

from xlreport.check.findings import Batch
from xlreport.present import page

VOID = {"meta", "col", "br"}
Attributes = dict[str, str | None]


class Outline(HTMLParser):
    """Every element with its attributes and text, and whether each was closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.texts: list[tuple[str, Attributes, str]] = []
        self.open: list[tuple[str, Attributes]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.append((*self.open[-1], data))


def test_golden(batch: Batch, rules_of: Rules, golden: Callable[[str, str], None]) -> None:
    text = page.render(batch, rules_of)
    golden("page.html", re.sub(r"(?s)<style>.*</style>", "<style></style>", text))


def test_nothing_is_loaded_and_nothing_runs(batch: Batch, rules_of: Rules) -> None:
    text = page.render(batch, rules_of)
    outline = Outline(text)
    assert {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"} in [
        attributes for _, attributes in outline.elements]
    for tag, attributes in outline.elements:
        assert tag not in ("script", "link", "img", "iframe", "object", "form", "base")
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        assert str(attributes.get("href", "#")).startswith("#")
    assert "url(" not in text
    assert "@import" not in text


def test_links_lead_somewhere_and_ids_are_unique(batch: Batch, rules_of: Rules) -> None:
    elements = Outline(page.render(batch, rules_of)).elements
    ids = Counter(attributes["id"] for _, attributes in elements if "id" in attributes)
    assert set(ids.values()) == {1}
    links = {str(attributes["href"])[1:] for tag, attributes in elements if tag == "a"}
    assert links <= ids.keys()
    assert len(links) > 10


def test_hostile_text_is_only_text(hostile_batch: Batch, rules_of: Rules) -> None:
    text = page.render(hostile_batch, rules_of)
    outline = Outline(text)
    assert "script" not in {tag for tag, _ in outline.elements}
    assert not [character for character in text if character not in "\n\u3000" and not character.isprintable()]
    text.encode("utf-8")
    assert any("<script>alert(\"1\")</script>" in data for _, _, data in outline.texts)


def test_every_figure_stands_in_its_table_and_wrong_ones_are_marked(batch: Batch, rules_of: Rules) -> None:
    file = batch.files[0]
    assert file.result is not None
    outline = Outline(page.render(Batch((file,)), rules_of))
    marked = Counter(str(attributes.get("class")) for tag, attributes in outline.elements if tag == "td")
    blanks = next(finding for finding in file.result.findings if finding.rule == "C101")
    assert len(blanks.cells) == 3
    assert marked["error-cell"] >= 6
    assert marked["sum-cell"] > 20
    assert ("td", {"class": "error-cell"}, "一十二") in outline.texts
    assert any(tag == "td" and text == "18.8710" for tag, _, text in outline.texts)


@pytest.mark.parametrize("form_id", ["zfxxgk-2021", "zfxxgk-2019"])
def test_tables_are_whole(form_id: str, batch: Batch, rules_of: Rules) -> None:
    """Spans fill every line of every official table exactly, and every label says what it heads."""
    from xlreport.present.page_tables import table_html

    result = next(file.result for file in batch.files if file.result and file.result.submission.form.id == form_id)
    for table in result.submission.form.tables:
        outline = Outline(table_html(table, result.submission, {}, "f1"))
        cells = [(tag, attributes) for tag, attributes in outline.elements if tag in ("td", "th")]
        area = sum(int(attributes.get("colspan") or 1) * int(attributes.get("rowspan") or 1) for _, attributes in cells)
        assert area == table.height * table.width
        assert sum(tag == "td" for tag, _ in cells) >= len(table.cells)
        assert all(attributes.get("scope") in ("row", "col", "rowgroup", "colgroup")
                   for tag, attributes in cells if tag == "th")


def test_english(make_batch: Callable[[], Batch], rules_of: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLREPORT_LANG", "en")
    text = page.render(make_batch(), rules_of)
    assert '<html lang="en">' in text
    assert "<h1>Findings</h1>" in text
    assert "unreadable" in text
