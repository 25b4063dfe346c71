"""The 送审单: two pages whatever the report holds, and what stands on them."""

import subprocess
from pathlib import Path
from random import Random
from typing import Any

import pytest

import forms
from xlreport.check.checking import check_submission
from xlreport.documents.review_sheet import review_docx
from xlreport.flows.reviewing import review_sheet
from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.form.submission import Submission, Waiver, with_last_year
from xlreport.present.review_page import review_html
from xlreport.rules.load import load_rules
from xlreport.rules.model import THIS

FORM = "zfxxgk-2021"


def report(seed: int = 3, **parts: Any) -> Submission:
    """A consistent report with last year's beside it."""
    form, rules = library().form(FORM), load_rules(library(), FORM)
    made = []
    for year in (2023, 2022):
        figures = forms.consistent(form, rules, Random(seed + year)).known[THIS]
        made.append(from_json({"form": FORM, "unit": "江城县财政局", "year": year, **parts,
                               "cells": {name: str(figure) for name, figure in figures.items()} | parts.get("cells", {})}, library()))
    return with_last_year(made[0], made[1])


def worst() -> Submission:
    """Everything wrong at once: bad figures everywhere, long reasons, long texts, long names."""
    bad = {name: {"text": "数字待核" * 8} for name in list(library().form(FORM).cells)[::3]}
    submission = report(unit="某省某市某县" * 20, cells=bad, text={"总体情况": "收到申请 12 件，" * 900},
                        cover={"填报人": "甲" * 30, "审核人": "乙" * 30, "负责人": "丙" * 30})
    reasons = tuple(Waiver(f"G{100 + number}", "上级要求暂不填报，" * 60, "张" * 40, "2024-01-20") for number in range(20))
    return submission._replace(waivers=reasons)


@pytest.mark.office
@pytest.mark.parametrize("submission", [report(), worst()], ids=["usual", "worst"])
def test_two_pages_at_most(submission: Submission, tmp_path: Path) -> None:
    """LibreOffice lays the Word file out, Chromium prints the page."""
    rules = load_rules(library(), FORM)
    sheet = review_sheet(check_submission(submission, rules), rules)
    (tmp_path / "sheet.docx").write_bytes(review_docx(sheet))
    (tmp_path / "page.html").write_text(review_html(sheet), "utf-8")
    subprocess.run(["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir",
                    str(tmp_path), str(tmp_path / "sheet.docx")], check=True, capture_output=True, timeout=180)
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--user-data-dir={tmp_path / 'chromium'}",
                    f"--print-to-pdf={tmp_path / 'page.pdf'}", (tmp_path / "page.html").as_uri()], check=True, capture_output=True, timeout=180)
    for name in ("sheet.pdf", "page.pdf"):
        info = subprocess.run(["pdfinfo", str(tmp_path / name)], check=True, capture_output=True, text=True).stdout
        assert int(info.partition("Pages:")[2].split()[0]) <= 2, name


def test_what_the_sheet_says() -> None:
    """Main figures beside last year's, findings with their rule, reasons, names; nothing invented."""
    rules = load_rules(library(), FORM)
    submission = report(cover={"填报人": "甲"})._replace(waivers=(Waiver("G102", "通知是上年发的", "甲", "2024-01-05"),))
    result = check_submission(submission, rules)
    sheet = review_sheet(result, rules)
    lines = {line.label: line for block in sheet.blocks for line in block.lines}
    assert lines["一、本年新收"].this == submission.cells["申请[本年新收, 总计]"].number
    assert lines["不予公开"].last == sum(
        submission.last_year[f"申请[{row}, 总计]"].number or 0 for row in library().form(FORM).table("申请").rows.groups["不予公开"])
    assert "行政事业性收费，本年收费金额（万元）" in lines
    assert sheet.last_given
    assert sheet.reasons == (("G102", "通知是上年发的　甲 2024-01-05"),)
    assert [label for label, _ in sheet.signers] == ["填报人", "审核人", "分管负责人", "日期"]
    page = review_html(sheet._replace(unit="<b>单位</b>"))
    assert "&lt;b&gt;单位&lt;/b&gt;" in page
    without = review_sheet(check_submission(submission._replace(last_year={}), rules), rules)
    assert not without.last_given
    assert {line.last for block in without.blocks for line in block.lines} == {None}
