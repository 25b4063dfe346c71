"""Packages that mean harm or were cut: one plain error, no traceback, nothing written."""

import base64
import json
import zlib
from collections.abc import Callable
from random import Random

import pytest

import packages
from marked_books import marks_for, written
from sizes import size
from xlreport.errors import UnreadableFile
from xlreport.workbook.marks import KEPT, marked_package
from xlreport.workbook.marks_undo import unmarked_package

SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
Parts = dict[str, bytes]


def plain() -> bytes:
    return written(lambda *_: None)


def _utf16(parts: Parts) -> Parts:
    text = parts[SHEET].decode().replace("UTF-8", "UTF-16")
    return {**parts, SHEET: text.encode("utf-16")}


@pytest.mark.parametrize(("change", "words"), [
    (lambda parts: {**parts, STYLES: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + parts[STYLES].split(b"?>", 1)[1]}, "DTD"),
    (lambda parts: {**parts, STYLES: parts[STYLES][:-20]}, "XML"),
    (lambda parts: {name: data for name, data in parts.items() if name != STYLES}, "样式|缺少部件"),
    (_utf16, "UTF-8"),
    (lambda parts: {**parts, SHEET: parts[SHEET].replace(packages.MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")}, "严格"),
    (lambda parts: {**parts, SHEET: b"\0" * (33 << 20)}, "展开后超过"),
])
def test_a_package_that_cannot_be_patched_is_refused(change: Callable[[Parts], Parts], words: str) -> None:
    parts = change(packages.parts_of(plain()))
    with pytest.raises(UnreadableFile, match=words):
        marked_package(packages.pack(parts), "某.xlsx", marks_for(["甲"]))


@pytest.mark.parametrize("ours", [
    b"", b"{}", b"[]", b'{"parts": 1}', b'{"parts": [{"part": "xl/styles.xml", "marked": "0", "original": "!"}]}',
    json.dumps({"parts": [{"part": "xl/styles.xml", "marked": "0", "original": base64.b64encode(zlib.compress(bytes(33 << 20))).decode()}]}).encode(),
])
def test_what_somebody_wrote_into_our_own_part_is_not_believed(ours: bytes) -> None:
    """Marks are then told by what they are, and every part but the styles and priorities is what it was."""
    data = plain()
    parts = packages.parts_of(marked_package(data, "x", marks_for(["甲"])).data)
    done = unmarked_package(packages.pack({**parts, KEPT: ours}), "x")
    assert (done.whole, done.cells) == (False, 4)
    left, before = packages.parts_of(done.data), packages.parts_of(data)
    assert [name for name in before if left[name] != before[name]] == [STYLES]
    assert KEPT not in left


def test_damage_anywhere_is_one_plain_error() -> None:
    data = marked_package(plain(), "x", marks_for(["甲"])).data
    random = Random(7)
    for _ in range(size(2000)):
        broken = bytearray(data)
        for _ in range(random.choice((1, 3, 30))):
            broken[random.randrange(len(broken))] = random.randrange(256)
        if random.random() < 0.2:
            del broken[random.randrange(len(broken)):]
        try:
            marked_package(unmarked_package(bytes(broken), "x").data, "x", marks_for(["甲"]))
        except UnreadableFile:
            continue
