"""Marks over workbooks of many makes: only the parts concerned change, and all of them come back."""

import re

import pytest

import packages
from marked_books import BOOKS, marks_for, sheets_of
from xlreport.workbook.marks import marked_package
from xlreport.workbook.marks_undo import unmarked_package

CONCERNED = re.compile(r"\[Content_Types\]\.xml|xl/styles\.xml|xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?|xl/(drawings/)?\w*[cC]omments?\w*/?\w*\.(xml|vml)|"
                       r"xl/drawings/vmlDrawing\d+\.vml|xlreport/marks\.json")
FIGURE = re.compile(rb"(<(?:x:)?v>)[^<]*(</(?:x:)?v>)")


@pytest.mark.parametrize("name", BOOKS)
def test_only_parts_concerned_change_and_all_come_back(name: str) -> None:
    data = BOOKS[name]()
    before = packages.parts_of(data)
    done = marked_package(data, name, marks_for(sheets_of(name)))
    parts = packages.parts_of(done.data)
    changed = [part for part in parts if part not in before or parts[part] != before[part]]
    assert done.cells == 8
    assert all(CONCERNED.fullmatch(part) for part in changed), changed
    assert sum(bool(re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part)) for part in changed) == 2
    assert list(parts)[: len(before)] == list(before)
    again = unmarked_package(done.data, name)
    assert (again.whole, again.cells) == (True, 8)
    assert list(packages.parts_of(again.data).items()) == list(before.items())


@pytest.mark.parametrize("name", BOOKS)
def test_marks_go_and_edits_stay(name: str) -> None:
    """A figure corrected in the sheet's own text: all else of the sheet, and every note that is not ours, is as before."""
    data = BOOKS[name]()
    done = marked_package(data, name, marks_for(sheets_of(name)))
    parts, before = packages.parts_of(done.data), packages.parts_of(data)
    sheet = next(part for part in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part) and parts[part] != before[part])
    parts[sheet] = FIGURE.sub(rb"\g<1>77\2", parts[sheet], count=1)
    again = unmarked_package(packages.pack(parts), name)
    left = packages.parts_of(again.data)
    assert not again.whole
    assert again.cells == 8
    assert set(before) <= set(left)
    assert not [key for key, part in left.items() if b"xlreport" in part and b"xlreport" not in before.get(key, b"")]
    plain = re.compile(rb' priority="-?\d+"')
    want = FIGURE.sub(rb"\g<1>77\2", before[sheet], count=1)
    assert want != before[sheet]
    assert plain.sub(b"", left[sheet]) == plain.sub(b"", want)
    for part in before:
        if part not in (sheet, "xl/styles.xml") and not part.endswith(".vml"):
            assert left[part] == before[part], part


def test_a_cell_with_a_note_of_its_own_keeps_it_and_is_named() -> None:
    done = marked_package(BOOKS["批注"](), "x", marks_for(["甲"]))
    assert done.kept == ("甲 A1",)
    comments = packages.parts_of(done.data)["xl/comments1.xml"].decode()
    assert comments.count("<comment ") == 4
    assert "原来的批注" in comments
