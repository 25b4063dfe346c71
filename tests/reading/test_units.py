"""The unit that a report prints for its fees: 元 in place of 万元 is an error with both readings, wherever it is printed."""

from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

import finished_reports
from workbook.test_foreign import draw, ours
from xlreport.check.findings import Result
from xlreport.flows.checking import check_paths
from xlreport.flows.writing import finished_report
from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.reading.units import unit_in

FEES, OLD = "公开[行政事业性收费, 收费金额]", "本年收费金额（单位：万元）"


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are compared in Chinese."""
    monkeypatch.delenv("XLREPORT_LANG", raising=False)


def figures(fees: str) -> dict[str, Decimal]:
    """A sound report's figures with so much collected."""
    return {**finished_reports.figures(3), FEES: Decimal(fees)}


def word(path: Path, fees: str, label: str, over: str = "") -> Path:
    """The report in Word with another label over its fees, and a line over table 1."""
    finished_reports.word_report(path, figures(fees))
    book = docx.Document(str(path))
    for cell in book.tables[0]._cells:
        if cell.text == OLD:
            cell.text = label
    if over:
        next(line for line in book.paragraphs if line.text.startswith("二、")).add_run(f"\n{over}")
    book.save(str(path))
    return path


def by_hand(path: Path, fees: str, label: str) -> Path:
    """The report typed into a workbook."""
    form, book = library().form(finished_reports.FORM), openpyxl.Workbook()
    book.active.cell(1, 1, "江城县财政局2023年政府信息公开工作年度报告")
    for table in form.tables:
        draw(book.create_sheet(), table, figures(fees), 3, 1)
    relabelled(book, label)
    book.save(path)
    return path


def relabelled(book: openpyxl.Workbook, label: str) -> None:
    """Another label over the fees."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == OLD:
                    cell.value = label


def template(path: Path, fees: str, label: str) -> Path:
    """Our own workbook, whose label somebody changed."""
    ours(path, figures(fees))
    book = openpyxl.load_workbook(path)
    relabelled(book, label)
    book.save(path)
    return path


def page(path: Path, fees: str, label: str) -> Path:
    """The report as a web page."""
    data = {"form": finished_reports.FORM, "unit": "示范县财政局", "year": 2023, "cells": {name: str(n) for name, n in figures(fees).items()}}
    made = finished_report(from_json(data, library()), library(), "html", force=True).decode()
    assert made.count(OLD) == 1
    path.write_text(made.replace(OLD, label), "utf-8")
    return path


def text(path: Path, fees: str, label: str) -> Path:
    """The report as text, cells parted by tabs, a row a line."""
    source = docx.Document(str(word(path.with_suffix(".docx"), fees, label)))
    lines: list[str] = []
    for element in source.iter_inner_content():
        if isinstance(element, docx.table.Table):
            seen: set[object] = set()
            for row in element.rows:
                own = dict.fromkeys(cell._tc for cell in row.cells)
                lines.append("\t".join("" if cell in seen else docx.table._Cell(cell, element).text for cell in own))
                seen.update(own)
        else:
            lines.append(element.text)
    path.write_text("\n".join(lines), "utf-8")
    return path


def checked(path: Path) -> Result:
    """The result on a file."""
    file = check_paths([str(path)], library()).files[0]
    assert file.result is not None, file.error
    return file.result


def said(result: Result, rule: str) -> list[str]:
    """What the findings of one rule say."""
    return [finding.message for finding in result.findings if finding.rule == rule]


MAKERS = {"docx": word, "手工.xlsx": by_hand, "模板.xlsx": template, "html": page, "txt": text}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(("label", "fees", "meant"), [
    ("本年收费金额（单位：元）", "251000", "25.1"), ("本年收费金额（元）", "251000", "25.1"), ("本年收费金额（单位：亿元）", "2.51", "25100"),
])
def test_another_unit_is_printed(kind: str, label: str, fees: str, meant: str, tmp_path: Path) -> None:
    """One error, with both readings; the figure counts for nothing; no other finding speaks of the cell."""
    result = checked(MAKERS[kind](tmp_path / f"报告.{kind}", fees, label))
    unit = unit_in(label)
    [message] = said(result, "W116")
    assert f"印的单位是“{unit}”，表式规定的是“万元”；填的是 {fees}" in message
    assert f"请改填 {meant}；确实是 {fees} 万元的，请把印的单位改回“万元”。" in message
    value = result.submission.cells[FEES]
    assert (value.number, value.raw) == (None, f"{fees}{unit}")
    assert result.status == "fail"
    others = {finding.rule for finding in result.findings if finding.severity == "error"} - {"W116"}
    assert others == ({"W204"} if kind == "html" else set())  # the page has figures only


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("label", [OLD, "本年收费金额（万元）", "本年收费金额（单位: 万 元）", "本年收费金额（人民币万元）", "本年收费金额"])
def test_the_form_s_unit_is_printed(kind: str, label: str, tmp_path: Path) -> None:
    """However it is written, or not at all, the amount is in 万元."""
    result = checked(MAKERS[kind](tmp_path / f"报告.{kind}", "25.1", label))
    assert result.submission.cells[FEES].number == Decimal("25.1")
    assert not said(result, "W116")


def test_nothing_is_nothing_in_any_unit(tmp_path: Path) -> None:
    """0 元 is 0 万元: a word, no error."""
    result = checked(word(tmp_path / "a.docx", "0", "本年收费金额（单位：元）"))
    assert result.submission.cells[FEES].number == 0
    assert (result.status, len(said(result, "W180"))) == ("pass", 1)


@pytest.mark.parametrize(("over", "label", "read"), [
    ("单位：件、元", "本年收费金额", None), ("单位：元", OLD, Decimal("25.1")), ("单位：件、万元", "本年收费金额", Decimal("25.1")),
    ("全年办理缴费业务的单位：元旦前完成", "本年收费金额", Decimal("25.1")),
])
def test_a_unit_over_the_table(over: str, label: str, read: Decimal | None, tmp_path: Path) -> None:
    """It counts where the label itself says none."""
    assert checked(word(tmp_path / "a.docx", "25.1", label, over)).submission.cells[FEES].number == read


@pytest.mark.parametrize(("words", "unit"), [
    ("（单位：元）", "元"), ("单位:万 元", "万元"), ("收费金额 元", "元"), ("公元", ""), ("251000元", ""), ("元旦", ""), ("（人民币：千元）", "千元"), ("", ""),
    ("(万元)", "万元"), ("单元", ""), ("美元", ""),
])
def test_a_unit_on_its_own(words: str, unit: str) -> None:
    """A word of money that stands alone, not the end of another word or of an amount."""
    assert unit_in(words) == unit
