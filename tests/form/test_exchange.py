"""VALUES.json: what may stand in it, and that every wrong entry is named in one error."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sizes import size
from xlreport.errors import UnreadableFile, UsageError
from xlreport.form.exchange import from_json, to_json
from xlreport.form.library import library
from xlreport.form.submission import Submission, Waiver
from xlreport.form.values import BLANK, BOOLEAN, ERROR, NUMBER, SLASH, TEXT, UNCALCULATED, UNREAD, number_value
from xlreport.sources.values_json import read_values

FORM = "zfxxgk-2021"
A, FEE = "申请[本年新收, 自然人]", "公开[行政事业性收费, 收费金额]"
FACT = "文中.信息处理费[实收金额]"


def read(**entries: Any) -> Submission:
    """The submission of an object with these entries."""
    return from_json({"form": FORM, **entries}, library(), "甲.json")


def wrong(data: Any) -> str:
    """What is said of an object with a mistake."""
    with pytest.raises(UsageError) as error:
        from_json(data, library(), "甲.json")
    return str(error.value)


@pytest.mark.parametrize(("entry", "kind", "number", "raw"), [
    (12, NUMBER, "12", "12"), (-3, NUMBER, "-3", "-3"), ("18.8710", NUMBER, "18.8710", "18.8710"), (Decimal("18.8710"), NUMBER, "18.8710", "18.8710"),
    (0.1, NUMBER, "0.1", "0.1"), ("12", NUMBER, "12", "12"), (10**12, NUMBER, None, "1000000000000"), (10**20, NUMBER, None, None),
    ("1e2", NUMBER, "100", None), (None, BLANK, None, ""), ("/", SLASH, None, "/"), ({"text": "12件"}, TEXT, None, "12件"),
    ({"text": "12"}, TEXT, None, "12"), ({"text": ""}, TEXT, None, ""), ({"text": "#REF!", "kind": "error"}, ERROR, None, "#REF!"),
    ({"text": "TRUE", "kind": "boolean"}, BOOLEAN, None, "TRUE"), ({"text": "=A1", "kind": "uncalculated"}, UNCALCULATED, None, "=A1"),
    ({"text": "", "kind": "unread"}, UNREAD, None, ""), ({"text": "45000", "kind": "date"}, NUMBER, "45000", "45000"),
])
def test_kinds(entry: Any, kind: str, number: str | None, raw: str | None) -> None:
    """Every kind of entry is that kind of value, exactly, and is written back as it was."""
    value = read(cells={FEE: entry}).cells[FEE]
    assert value.kind == kind
    assert value.number == (None if number is None else Decimal(number))
    assert raw is None or value.raw == raw
    again = to_json(read(cells={FEE: entry}))["cells"][FEE]
    assert read(cells={FEE: again}).cells[FEE] == value
    assert json.loads(json.dumps(again)) == again


@pytest.mark.parametrize("entry", [
    True, False, float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity"), "NaN", "sNaN", "inf", "", " 12", "12 ", "12件", "１２", "1_000", "0x10",
    [], [1], {}, {"text": 12}, {"text": None}, {"text": "\ud800"}, {"text": "\uffff"}, {"text": "1", "kind": "blank"}, {"text": "1", "kind": 5},
    {"text": "1", "kind": None}, {"text": "十", "kind": "date"}, {"text": "nan", "kind": "date"}, {"text": "1", "kind": []}, {"kind": "error"}, "//",
    {"text": "12", "knid": "date"}, "1e1000000", Decimal("-1e1000000"),
])
def test_what_a_cell_cannot_be(entry: Any) -> None:
    """Booleans, what is no finite number, halves of characters and objects of another shape are refused and named."""
    assert f"cells 的“{A}”不能是" in wrong({"form": FORM, "cells": {A: entry}})
    assert f"facts 的“{FACT}”不能是" in wrong({"form": FORM, "facts": {FACT: entry}})
    assert f"last_year 的“{A}”不能是" in wrong({"form": FORM, "last_year": {A: entry}})


def test_messages_show_what_was_written() -> None:
    """A person reads the figure, not how Python holds it; a figure looks the same from JSON and from a workbook."""
    assert "Decimal" not in wrong({"form": FORM, "cells": {A: Decimal("1e1000000")}})
    assert "None" not in wrong({"form": FORM, "cells": {A: {"text": None}}})
    assert "True" not in wrong({"form": FORM, "cells": {A: True}})
    assert read(cells={A: "1e20"}).cells[A].raw == number_value("1E+20").raw == "100000000000000000000"


def test_every_wrong_entry_is_named_at_once() -> None:
    """One error counts all mistakes and names each, with what is near an unknown name."""
    said = wrong({
        "form": FORM, "uint": "甲局", "unit": 5, "unit_code": "\ud800", "year": "2023", "cells": {"申请[本年新收, 自燃人]": 1, A: True, FEE: 1},
        "facts": {"文中.信息处理费[金额]": 1}, "text": {"总体": "文", "序言": 5}, "cover": {"文好": "1"}, "answers": {"规章制定权": "没有"},
        "blank_is_zero": "是", "last_year": [], "waivers": [{"reason": "无"}],
    })
    for words in (
        "甲.json：有 ", "不认识的项“uint”，是不是“unit”", "unit 应是文字", "unit_code 应是文字", "year 应是年度的数字，例如 2023，现为 \"2023\"",
        "cells 里没有“申请[本年新收, 自燃人]”，是不是“申请[本年新收, 自然人]”", f"cells 的“{A}”不能是 true",
        "facts 里没有“文中.信息处理费[金额]”，是不是", "text 里没有“总体”，是不是“总体情况”", "序言 应是文字", "cover 里没有“文好”，是不是“文号”",
        "只能是 有、无，现为“没有”", "blank_is_zero 只能是 true 或 false", "waivers 的每一条",
    ):
        assert words in said
    assert "last_year 应是一个对象" in said, "an empty list is no object, though it is empty"


@pytest.mark.parametrize(("data", "says"), [
    ([], "应是一个 JSON 对象"), (None, "应是一个 JSON 对象"), ("甲", "应是一个 JSON 对象"), ({}, '缺少 "form"'), ({"form": 2021}, '缺少 "form"'),
    ({"form": "zfxxgk"}, "没有表式“zfxxgk”"), ({"form": FORM, "year": True}, "year 应是年度的数字"), ({"form": FORM, "year": 2023.5}, "year 应是年度的数字"),
    ({"form": FORM, "cells": [1]}, "cells 应是一个对象"), ({"form": FORM, "unit": 0}, "unit 应是文字"), ({"form": FORM, "unit": False}, "unit 应是文字"),
    ({"form": FORM, "text": 0}, "text 应是一个对象"), ({"form": FORM, "waivers": 0}, "waivers"), ({"form": FORM, "waivers": "甲"}, "waivers"),
    ({"form": FORM, "blank_is_zero": None}, "blank_is_zero"), ({"form": FORM, "year": 10**30}, "year"),
])
def test_objects_of_another_shape(data: Any, says: str) -> None:
    """What is no VALUES object says what was expected; an entry of another type is never taken for a missing one."""
    assert says in wrong(data)


def test_a_list_of_a_hundred_mistakes_stays_readable() -> None:
    """The count is of all mistakes, the list of the first twenty."""
    said = wrong({"form": FORM, "cells": {f"申请[甲{number}, 自然人]": 1 for number in range(100)}})
    assert "有 100 处不对" in said
    assert said.count("cells 里没有") == 20
    assert said.endswith("……")


def test_everything_after_cells_is_optional() -> None:
    """An object with only a form is an empty report; what is not stated is blank or empty."""
    submission = read()
    assert submission == Submission(library().form(FORM), source="甲.json")
    assert to_json(from_json(to_json(submission), library())) == to_json(submission)
    assert set(to_json(submission)["cells"].values()) == {None}


def test_texts_cover_and_waivers() -> None:
    """Texts keep their paragraphs whatever the line break; answers, cover and waivers come back as stated."""
    entries = {
        "text": {"总体情况": "一\r\n二\r三\n"}, "cover": {"文号": "〔2024〕1号"}, "answers": {"规章制定权": "无"}, "blank_is_zero": True, "year": 2023,
        "waivers": [{"fingerprint": "00ff", "reason": "清理", "name": "甲", "date": "1月1日"}, {"fingerprint": "11"}],
    }
    submission = read(**entries)
    assert submission.texts == {"总体情况": "一\n二\n三"}
    assert submission.waivers == (Waiver("00ff", "清理", "甲", "1月1日"), Waiver("11", "", "", ""))
    assert to_json(from_json(to_json(submission), library())) == to_json(submission)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.decimals()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(("text", "kind", A, "总体情况", "文号", "x")), inner, max_size=3)),
    max_leaves=6,
)
KEYS = ("unit", "unit_code", "year", "cells", "facts", "text", "cover", "answers", "blank_is_zero", "last_year", "waivers", "path", "inferred", "lossy")


@settings(max_examples=size(5000))
@given(st.dictionaries(st.sampled_from(KEYS), json_values, max_size=5))
def test_any_object_is_read_or_refused(entries: dict[str, Any]) -> None:
    """Whatever stands in an object, it is a submission that can be written again, or UsageError says why not."""
    try:
        submission = from_json({"form": FORM, **entries}, library(), "甲.json")
    except UsageError:
        return
    written = to_json(submission)
    assert to_json(from_json(json.loads(json.dumps(written)), library())) == written


@pytest.mark.parametrize(("data", "says"), [
    (b"", "不是合格的 JSON"), (b"{", "不是合格的 JSON"), (b"[" * 100_000, "不是合格的 JSON"), ("{}".encode("utf-16"), "不是合格的 JSON"),
    ('{"form": "zfxxgk-2021", "unit": "\xe9"}'.encode("latin-1"), "不是合格的 JSON"), (b"[]", ""), (b'{"form": "zfxxgk-2021", "year": NaN}', ""),
    (b'{"form": "zfxxgk-2021", "cells": {"' + A.encode() + b'": 1, "' + A.encode() + b'": 2}}', A),
    (b'{"form": "zfxxgk-2021", "year": ' + b"9" * 5000 + b"}", ""),
], ids=range(9))
def test_files_that_are_no_values(data: bytes, says: str, tmp_path: Path) -> None:
    """A file that is no VALUES.json is one line with the way out; a key stated twice is not silently the second."""
    path = tmp_path / "甲.json"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as error:
        read_values(path, library(), "甲.json")
    assert says in str(error.value)
    assert str(error.value).startswith("甲.json：")
    assert len(str(error.value)) < 400


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Notepad's UTF-8 with a byte order mark is read."""
    path = tmp_path / "甲.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"form": FORM, "unit": "甲局"}).encode())
    assert read_values(path, library())[0].unit == "甲局"
