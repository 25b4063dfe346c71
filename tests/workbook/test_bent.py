"""What clerks do to a workbook: cells cut and pasted, totals deleted, the cover removed, last year's file of someone else."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from xlreport.check.findings import Finding, Result
from xlreport.flows.checking import check_paths
from xlreport.flows.filling import workbook
from xlreport.form.exchange import from_json
from xlreport.form.library import library

FORM = "zfxxgk-2021"
Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are compared in Chinese."""
    monkeypatch.delenv("XLREPORT_LANG", raising=False)


def made(path: Path, **more: object) -> Path:
    """A workbook of a report of zeros, with some entries of VALUES on top."""
    form = library().form(FORM)
    data = {"form": FORM, "unit": "示范县财政局", "year": 2023, "cells": dict.fromkeys(form.cells, 0), **more}
    path.write_bytes(workbook(from_json(data, library()), library()))
    return path


def checked(path: Path, edit: Edit | None = None, last_year: Path | None = None) -> Result:
    """The result on a workbook after an edit with openpyxl (which loses every saved value)."""
    if edit is not None:
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)
    file = check_paths([str(path)], library(), str(last_year) if last_year else None).files[0]
    assert file.result is not None, file.error
    return file.result


def of(result: Result, rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in result.findings if finding.rule == rule]


def test_a_cell_cut_and_pasted_is_never_counted_twice(tmp_path: Path) -> None:
    """Cutting D8 onto D9 takes its name along: both figures are unread, and no total is told to be something else."""
    path = made(tmp_path / "甲.xlsx", cells=dict.fromkeys(library().form(FORM).cells, 0) | {
        "申请[予以公开, 自然人]": 5, "申请[予以公开, 总计]": 5, "申请[总计, 自然人]": 5, "申请[总计, 总计]": 5,
        "申请[本年新收, 自然人]": 5, "申请[本年新收, 总计]": 5})

    def cut(book: openpyxl.Workbook) -> None:
        sheet = book["申请情况"]
        sheet["D9"], sheet["D8"] = 5, None
        book.defined_names["申请_予以公开_自然人"].attr_text = "'申请情况'!$D$9"

    result = checked(path, cut)
    unread = {cell.name for cell in result.submission.unread()}
    assert unread == {"申请[予以公开, 自然人]", "申请[部分公开, 自然人]"}
    assert [finding.instance for finding in of(result, "C112")] == ["C112[申请]"]
    assert "剪切粘贴" in of(result, "C112")[0].message
    assert not of(result, "W107")
    assert not of(result, "W108")


def test_a_deleted_total_is_not_a_blank_to_fill_with_0(tmp_path: Path) -> None:
    """Deleted totals are told apart from blanks, also where blanks count as 0, and never count as 0."""
    path = made(tmp_path / "甲.xlsx", blank_is_zero=True)

    def delete(book: openpyxl.Workbook) -> None:
        for row in range(6, 9):
            book["申请情况"][f"J{row}"] = None

    result = checked(path, delete)
    assert [finding.instance for finding in of(result, "C101")] == ["C101[申请, 合计]"]
    assert "（J6:J8）。请从空白模板复制这几格的公式，不要填 0" in of(result, "C101")[0].message
    assert all(result.submission.cells[f"申请[{row}, 总计]"].number is None for row in ("本年新收", "上年结转", "予以公开"))
    assert result.status == "fail"


def test_a_deleted_cover_is_one_line(tmp_path: Path) -> None:
    """Without the cover nothing is said of totals, unit and year but that the cover is gone."""
    result = checked(made(tmp_path / "甲.xlsx"), lambda book: book.remove(book["封面"]))
    assert [finding.rule for finding in result.findings] == ["W110"]
    assert "从空白模板复制“封面”" in result.findings[0].message


def test_a_whole_blank_table_counted_as_0_is_asked_about(tmp_path: Path) -> None:
    """空白格一律按 0 计 says how many cells it means, and asks where a table is blank as a whole."""
    path = made(tmp_path / "甲.xlsx", blank_is_zero=True, cells={})
    result = checked(path)
    assert "主动公开 10 格、申请情况 144 格、复议诉讼 12 格按 0 计算" in of(result, "W105")[0].message
    assert "主动公开、申请情况、复议诉讼：整张表都空着" in of(result, "W111")[0].message


def test_a_changed_formula_without_a_result_is_not_called_the_same(tmp_path: Path) -> None:
    """What nobody calculated agrees with nothing."""
    def change(book: openpyxl.Workbook) -> None:
        book["申请情况"]["J8"] = "=SUM(D8:H8)+5"

    found = of(checked(made(tmp_path / "甲.xlsx"), change), "W106")
    assert len(found) == 1
    assert "原结果没有保存" in found[0].message
    assert "相同" not in found[0].message


@pytest.mark.parametrize(("unit", "year", "says", "compared"), [
    ("示范县财政局", 2022, "", True), ("示范县 财政局", 2022, "", True), ("示范县教育局", 2022, "是“示范县教育局”的", True),
    ("示范县财政局", 2021, "是 2021 年度的，不是 2022 年度的", False), ("示范县财政局", 2023, "是 2023 年度的", False),
])
def test_one_file_of_last_year(unit: str, year: int, says: str, compared: bool, tmp_path: Path) -> None:
    """Another year's file accuses nobody; another unit's name is a question, for units are renamed."""
    last = made(tmp_path / "去年.xlsx", unit=unit, year=year,
                cells=dict.fromkeys(library().form(FORM).cells, 0) | {"申请[结转下年, 总计]": 3})
    result = checked(made(tmp_path / "今年.xlsx"), last_year=last)
    assert bool(of(result, "Y101")) == compared
    assert [says in finding.message for finding in of(result, "W112")] == ([True] if says else [])


def test_a_folder_of_last_year_says_whom_it_lacks(tmp_path: Path) -> None:
    """No report, another year's, or two of them: said for every unit, never passed over in silence."""
    folder = tmp_path / "去年"
    folder.mkdir()
    broken = dict.fromkeys(library().form(FORM).cells, 0) | {"申请[结转下年, 总计]": 3}
    for name, unit, year in (("a", "甲局", 2022), ("b", "乙局", 2021), ("c", "丙局", 2022), ("d", "丙局 ", 2022), ("e", "丙局", 2023)):
        made(folder / f"{name}.xlsx", unit=unit, year=year, cells=broken)
    (folder / "坏.xlsx").write_bytes(b"")
    for unit, says in (("甲局", ""), ("乙局", "只有本单位 2021 年度的报告"), ("丙局", "有 2 份本单位上年的报告"),
                       ("丁局", "没有“丁局”的报告（那里有 1 个文件读不了）")):
        result = checked(made(tmp_path / "今年.xlsx", unit=unit), last_year=folder)
        assert bool(of(result, "Y101")) == (not says)
        assert [says in finding.message and "e.xlsx" not in finding.message for finding in of(result, "W112")] == ([True] if says else [])


def test_a_reason_that_fits_nothing_is_named(tmp_path: Path) -> None:
    """A rule's id will do where it is plain which finding is meant; what fits none is said, not dropped."""
    cells = dict.fromkeys(library().form(FORM).cells, 0) | {"公开[规章, 制发]": 1}
    waivers = [{"fingerprint": word, "reason": "原因"} for word in ("G101", "S999", "")]
    result = checked(made(tmp_path / "甲.xlsx", cells=cells, answers={"规章制定权": "无"}, waivers=waivers))
    assert [finding.waiver for finding in of(result, "G101")] == ["pending"]
    assert ["第 2 条" in of(result, "W113")[0].message, "第 3 条" in of(result, "W113")[1].message] == [True, True]


def test_the_unit_of_the_cell_is_minded_when_a_number_is_offered(tmp_path: Path) -> None:
    """12.5万 in a cell of 万元 is 12.5, not 125000."""
    for typed, offered in (("12.5万", "12.5"), ("0.5亿", "5000"), ("251000元", "25.1"), ("十二万五千", "12.5"), ("12.5万元", "12.5"), ("3", "3")):
        cells = dict.fromkeys(library().form(FORM).cells, 0) | {"公开[行政事业性收费, 收费金额]": {"text": typed}}
        assert f"请改填 {offered}（万元）" in of(checked(made(tmp_path / "甲.xlsx", cells=cells)), "C102")[0].message
