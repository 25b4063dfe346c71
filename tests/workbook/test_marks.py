"""Marks in a copy of a workbook of ours, from the command down to the bytes, and away again."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import live_reports
import packages
from xlreport.errors import OutputError, UnreadableFile, UsageError
from xlreport.flows.marking import mark, unmark
from xlreport.form.library import library
from xlreport.workbook.marks import ERROR, INFO, RELATED, WARNING, Mark, marked_package
from xlreport.workbook.marks_sheet import ALWAYS
from xlreport.workbook.marks_undo import unmarked_package


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """The example report with three planted errors."""
    path = tmp_path / "年报.xlsx"
    path.write_bytes(live_reports.report(cells=live_reports.ERRORS))
    return path


def marked_cells(path: Path) -> dict[str, str]:
    """Colour by `sheet address`, as openpyxl reads our conditional formats."""
    found: dict[str, str] = {}
    for sheet in openpyxl.load_workbook(path):
        for places in sheet.conditional_formatting:
            for rule in places.rules:
                if rule.formula == [ALWAYS]:
                    found |= {f"{sheet.title} {cell}": rule.dxf.fill.bgColor.rgb for cell in str(places.sqref).split()}
    return found


def notes(path: Path) -> dict[str, str]:
    """Notes of all cells by `sheet address`."""
    return {f"{sheet.title} {cell.coordinate}": cell.comment.text for sheet in openpyxl.load_workbook(path)
            for row in sheet.iter_rows() for cell in row if cell.comment}


def test_errors_are_red_with_what_to_do_and_unmark_brings_every_part_back(wrong: Path) -> None:
    before = wrong.read_bytes()
    done = mark(wrong, library())
    assert done.path == wrong.with_name("年报（已标记）.xlsx")
    assert wrong.read_bytes() == before
    colours, said = marked_cells(done.path), notes(done.path)
    assert len(colours) == done.cells
    assert colours["主动公开 B9"] == ERROR
    assert "请改填 12" in said["主动公开 B9"]
    assert colours["复议诉讼 E6"] == ERROR
    assert set(said) <= set(colours)
    again = unmark(done.path)
    assert again.whole
    assert again.path == wrong.with_name("年报（去标记）.xlsx")
    assert packages.parts_of(again.path.read_bytes()) == packages.parts_of(before)
    assert list(packages.parts_of(again.path.read_bytes())) == list(packages.parts_of(before))


def test_the_blamed_cell_speaks_and_its_equations_point_to_it(wrong: Path) -> None:
    """One wrong figure in which two equations cross; a total that may be wrong or its parts; a warning over three cells."""
    by_cell = {f"{one.sheet} {one.address}": one for one in _wanted(wrong)}
    assert by_cell["申请情况 D6"].colour == ERROR
    assert "现为 9，应为 0" in by_cell["申请情况 D6"].text
    for address in ("E6", "J6", "D7", "D29"):
        assert by_cell[f"申请情况 {address}"].colour == RELATED
        assert by_cell[f"申请情况 {address}"].text == "与 D6 有关，见那里的批注。"
    assert [by_cell[f"复议诉讼 {address}"].colour for address in ("A6", "E6")] == [RELATED, ERROR]
    assert by_cell["正文 B10"].colour == INFO


def test_what_is_not_concerned_keeps_its_packed_bytes_and_its_place(wrong: Path) -> None:
    before = wrong.read_bytes()
    done = marked_package(before, "x", [Mark("申请情况", "D6", ERROR, "改")])

    def packed(data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename: data[info.header_offset + 30 + len(info.orig_filename.encode()):][: info.compress_size]
                    for info in archive.infolist()}

    old, new = packed(before), packed(done.data)
    changed = {"[Content_Types].xml", "xl/styles.xml", packages.SHEET}
    assert [name for name in old if new[name] != old[name]] == [name for name in old if name in changed]
    assert list(new)[: len(old)] == list(old)
    assert set(new) - set(old) == {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet3.xml.rels",
                                   "xlreport/marks.json"}


def test_an_edited_copy_keeps_its_edits(wrong: Path, tmp_path: Path) -> None:
    """A figure corrected in the marked sheet's own text; and by openpyxl, which writes every part anew."""
    done = mark(wrong, library())
    assert done.path is not None
    figure = '<c r="D7" s="6"><v>41</v></c>'
    changed = packages.put(done.path.read_bytes(), figure.replace('s="6"', 's="{s}"'), address="D7")
    again = unmarked_package(changed, "x")
    assert not again.whole
    assert again.cells
    parts, original = packages.parts_of(again.data), packages.parts_of(wrong.read_bytes())
    assert "<v>41</v>" in parts[packages.SHEET].decode()
    assert {name for name in parts if name not in original} <= {name for name in parts if name.endswith(".rels")}
    assert all(name == "xl/styles.xml" or name.startswith("xl/worksheets/sheet") for name in original if parts[name] != original[name])
    book = openpyxl.load_workbook(done.path)
    book["申请情况"]["D7"] = 41
    book["申请情况"]["D8"].fill = openpyxl.styles.PatternFill("solid", fgColor="FF00FF00")
    remark = book["主动公开"]["B9"].comment
    remark.text = remark.text + "\n已问过窗口，是 12。王"
    saved = tmp_path / "改过.xlsx"
    book.save(saved)
    cleared = unmark(saved)
    assert cleared.path is not None
    assert not cleared.whole
    assert marked_cells(cleared.path) == {}
    assert notes(cleared.path) == {"主动公开 B9": "已问过窗口，是 12。王"}
    assert unmark(cleared.path).path is None
    sheet = openpyxl.load_workbook(cleared.path)["申请情况"]
    assert (sheet["D7"].value, sheet["D8"].fill.fgColor.rgb) == (41, "FF00FF00")


def test_marking_again_replaces_the_marks(wrong: Path, tmp_path: Path) -> None:
    first = mark(wrong, library())
    assert first.path is not None
    second = mark(first.path, library(), tmp_path / "再标.xlsx")
    assert second.path is not None
    assert packages.parts_of(second.path.read_bytes()) == packages.parts_of(first.path.read_bytes())


def test_what_cannot_be_marked_is_refused_and_nothing_is_left(wrong: Path, tmp_path: Path) -> None:
    signed = tmp_path / "签名.xlsx"
    signed.write_bytes(packages.pack({**packages.parts_of(wrong.read_bytes()), "_xmlsignatures/origin.sigs": b""}))
    other = tmp_path / "年报.json"
    other.write_text("{}", "utf-8")
    there = tmp_path / "已有.xlsx"
    there.write_bytes(b"")
    cut = tmp_path / "坏.xlsx"
    cut.write_bytes(wrong.read_bytes()[:5000])
    before = sorted(tmp_path.iterdir())
    for source, target, error, words in (
        (signed, None, UnreadableFile, "数字签名"), (other, None, UsageError, "只能标记"), (wrong, there, OutputError, "已经存在"),
        (wrong, tmp_path / "a.docx", UsageError, "扩展名"), (cut, None, UnreadableFile, "损坏"),
        (wrong, wrong, OutputError, "已经存在"), (tmp_path / "没有.xlsx", None, UnreadableFile, "没有.xlsx"),
    ):
        with pytest.raises(error, match=words):
            mark(source, library(), target)
        with pytest.raises(error, match=words):
            unmark(source, target)
    assert sorted(tmp_path.iterdir()) == before
    assert there.read_bytes() == b""


def test_unmark_finds_no_marks_in_other_books(wrong: Path) -> None:
    assert unmark(wrong).path is None


def test_a_correct_report_has_nothing_to_mark(tmp_path: Path) -> None:
    path = tmp_path / "对.xlsx"
    path.write_bytes(packages.filled())
    colours = {one.colour for one in _wanted(path)}
    assert ERROR not in colours
    assert colours <= {WARNING, INFO}


def _wanted(path: Path) -> Any:
    from xlreport.flows.checking import check_file
    from xlreport.flows.marking import marks_of

    return marks_of(check_file(path, library(), path.name)[0].result)
