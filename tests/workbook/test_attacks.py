"""Ways in which a wrong number once got through, a file stopped a batch, or a user's file was written over."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from xlreport.check.findings import FileResult
from xlreport.cli.console import safe_output
from xlreport.errors import OutputError, UsageError
from xlreport.files import RESULT_PAGE, write_whole
from xlreport.flows.checking import check_paths
from xlreport.flows.filling import workbook
from xlreport.form.exchange import from_json
from xlreport.form.library import library

FORM = "zfxxgk-2021"
PERMIT = "公开[行政许可, 处理决定]"  # 主动公开 B9


def package(tmp_path: Path, edit: Callable[[str, str], str], **more: object) -> FileResult:
    """A correct workbook, its parts edited by edit(name, text), checked."""
    cells = dict.fromkeys(library().form(FORM).cells, 0) | {PERMIT: 429}
    data = {"form": FORM, "unit": "示范县财政局", "year": 2023, "cells": cells, **more}
    source = workbook(from_json(data, library()), library())
    path = tmp_path / "甲.xlsx"
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, edit(name, old.read(name).decode()))
    return check_paths([str(path)], library()).files[0]


def in_sheet(number: int, old: str, new: str) -> Callable[[str, str], str]:
    """Replaces a pattern in one sheet, once; it must be there."""
    def edit(name: str, text: str) -> str:
        if name != f"xl/worksheets/sheet{number}.xml":
            return text
        changed = re.sub(old, lambda _: new, text, count=1)
        assert changed != text
        return changed
    return edit


def test_columns_that_changed_places_are_unread(tmp_path: Path) -> None:
    """行政复议 and 直接起诉 swapped by cut and paste: no label stands beside them, but they are out of printed order."""
    def swap(name: str, text: str) -> str:
        if name != "xl/workbook.xml":
            return text
        for first, second in zip("ABCDE", "FGHIJ", strict=True):
            text = text.replace(f"复议诉讼'!${first}$6<", "@").replace(f"复议诉讼'!${second}$6<", f"复议诉讼'!${first}$6<")
            text = text.replace("@", f"复议诉讼'!${second}$6<")
        return text

    file = package(tmp_path, swap)
    assert file.result is not None
    assert file.status == "fail"
    assert len(file.result.submission.unread()) == 10


@pytest.mark.parametrize(("old", "new", "number"), [
    (r'<c r="B9" s="(\d+)"><v>429</v></c>', '<c r="b9" s="1"><v>429</v></c>', 429),
    (r'<c r="B9" s="(\d+)"><v>429</v></c>', '<c r="B9" s="1"><v>429</v><extLst><ext><v>9</v></ext></extLst></c>', 429),
    (r'<c r="B9" s="(\d+)"><v>429</v></c>', '<c r="B9" s="1"><v>429</v></c><x:c xmlns:x="urn:x" r="B9"><x:v>542</x:v></x:c>', 429),
])
def test_odd_cells_are_read_as_office_programs_do(old: str, new: str, number: int, tmp_path: Path) -> None:
    """Lower-case addresses count; elements of other vocabularies and extensions do not."""
    file = package(tmp_path, in_sheet(2, old, new))
    assert file.result is not None
    assert file.result.submission.cells[PERMIT].number == number


@pytest.mark.parametrize(("old", "new"), [
    (r'<c r="B9"', '<c r="B9"><v>1</v></c><c r="B9"'), (r'<c r="B9"', f'<c r="B{"9" * 5000}"'), (r'<c r="B9"', '<c r="9B"'),
    (r'<worksheet xmlns="[^"]*"', '<worksheet xmlns="urn:other"'),
])
def test_impossible_sheets_are_refused(old: str, new: str, tmp_path: Path) -> None:
    """A cell stated twice, an address that is none, a sheet that is no SpreadsheetML: unreadable, not guessed."""
    assert package(tmp_path, in_sheet(2, old, new), blank_is_zero=True).status == "unreadable"


def test_a_number_beneath_a_merged_cell_is_named(tmp_path: Path) -> None:
    """429 in C9 beneath the merged B9:D9 counts for nothing, and is said."""
    file = package(tmp_path, in_sheet(2, r'<v>429</v></c><c r="C9"( s="\d+")/>', '</c><c r="C9"><v>429</v></c>'), blank_is_zero=True)
    assert file.result is not None
    found = [finding.message for finding in file.result.findings if finding.rule == "W114"]
    assert len(found) == 1
    assert "主动公开 C9：有数字 429" in found[0]
    assert file.status == "fail"


@pytest.mark.parametrize(("typed", "year"), [("2023", 2023), ("2023年度", 2023), ("2022-2023", None), ("编号2019号2023年度", None)])
def test_a_year_is_a_year_and_nothing_else(typed: str, year: int | None, tmp_path: Path) -> None:
    """Where two years could be meant, none is taken."""
    file = package(tmp_path, in_sheet(1, r'<c r="B6" s="(\d+)"><v>2023</v></c>', f'<c r="B6" t="inlineStr"><is><t>{typed}</t></is></c>'))
    assert file.result is not None
    assert file.result.submission.year == year


def test_last_year_of_someone_who_left_blanks_for_0(tmp_path: Path) -> None:
    """Blanks that counted as 0 last year count as 0 when compared with."""
    zeros = dict.fromkeys(library().form(FORM).cells, 0)
    for name, year, cells, blank in (("去年", 2022, {}, True), ("今年", 2023, zeros | {"申请[上年结转, 总计]": 2}, False)):
        data = {"form": FORM, "unit": "甲局", "year": year, "cells": cells, "blank_is_zero": blank}
        (tmp_path / f"{name}.xlsx").write_bytes(workbook(from_json(data, library()), library()))
    file = check_paths([str(tmp_path / "今年.xlsx")], library(), str(tmp_path / "去年.xlsx")).files[0]
    assert file.result is not None
    assert "Y101" in {finding.rule for finding in file.result.findings}


@pytest.mark.parametrize("text", [f'{{"form": "{FORM}", "cells": {{"{PERMIT}": 1e99999999999999999999}}}}', "[" * 100_000, "{" * 10])
def test_a_file_that_surprises_is_one_unreadable_file(text: str, tmp_path: Path) -> None:
    """Whatever stands in a JSON file, it is refused in a line, and the next file is done."""
    (tmp_path / "a.json").write_text(text, "utf-8")
    (tmp_path / "b.json").write_text('{"form": "zfxxgk-2021", "unit": "甲局", "year": 2023, "blank_is_zero": true}', "utf-8")
    statuses = [file.status for file in check_paths([str(tmp_path)], library()).files]
    assert statuses == ["unreadable", "pass"]


def test_a_result_is_never_written_over_a_workbook(tmp_path: Path) -> None:
    """Neither over an input nor over any file of another kind; over an earlier result it is."""
    book, page = tmp_path / "甲.xlsx", tmp_path / "结果.html"
    book.write_bytes(b"x")
    page.write_bytes(b'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><p>somebody else\'s page</p>')
    for output, suffix in ((book, ".html"), (book, ".xlsx"), (page, ".xlsx"), (page, ".html")):
        with pytest.raises(UsageError, match="没有覆盖"):
            safe_output(output, [str(book)], suffix)
    page.write_text(RESULT_PAGE, "utf-8")
    safe_output(page, [str(book)], ".html")


def test_links_stay_links_and_read_only_files_stay(tmp_path: Path) -> None:
    """A symbolic link is written through, not replaced; a dangling one counts as there; a folder is refused."""
    target, link = tmp_path / "真.html", tmp_path / "链.html"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    dangling = tmp_path / "断.xlsx"
    dangling.symlink_to(tmp_path / "没有")
    for path in (dangling, target):
        with pytest.raises(OutputError):
            write_whole(path, b"x", replace=False)
    with pytest.raises(OutputError):
        write_whole(tmp_path, b"x")
