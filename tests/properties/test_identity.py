"""`fill | values` is the identity: what a VALUES object says, a workbook made from it says again."""

import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import forms
from sizes import size
from xlreport.check.totals import settle_totals
from xlreport.errors import UsageError
from xlreport.form.exchange import from_json, to_json
from xlreport.form.library import library
from xlreport.form.model import AMOUNT, Form
from xlreport.form.submission import Submission
from xlreport.form.values import UNREAD
from xlreport.rules.load import load_rules
from xlreport.rules.model import RuleSet
from xlreport.workbook.reader import read_workbook
from xlreport.workbook.template import workbook_bytes

EDITIONS = library().ids()
HOSTILE = (
    "_x0041_", "_x_", "_x000D_", "_X0041_", "a_x0041", "=1+1", "=第二段", "+1", "-1", "@cmd", "'引号", "{=A1}",
    "  前面有空格", "后面有空格  ", "\t制表符", "　全角空格", "长" * 10_000, "表情😀𠀀", "\x01\x02\x1f控制", "\x00", "\x7f\x80\x9f",
    "a\r\nb", "a\rb", "a\nb", "段一\n\n\n段二", "\n开头空行", "\n\n两个空行", "换\x0b行\x0c页", "<b>&amp;</b>]]>", "\"'`", "12", "1.50",
    "TRUE", "#REF!", "/", "http://www.gov.cn/", "mailto:a@b.cn", "internal:封面!A1", "\u200b零宽\ufeff", "\u2028行\u2029段", "e\u0301",
    "\ud7ff\ue000\ufffd", "{申请[本年新收, 总计]}", "0", " ", "\u3000", "",
)
SHARED = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")  # refused, see the last test

hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=40),
    st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=4).map("".join),
).filter(lambda text: not SHARED.search(text))
line = hostile.map(lambda text: " ".join(text.split()))
number = st.one_of(
    st.integers(-50, 50), st.integers(0, 10**12 - 1), st.sampled_from((10**12, 10**14, 10**15, -(10**12))),
    st.decimals(-10**6, 10**6, places=4, allow_nan=False).map(str),
    st.sampled_from(("18.8710", "0.10", "0.000001", "59237.2449", "1.5", "-0.5", "12.0", "1000000.250000", 0.1, 1.5)),
)
cell = st.one_of(
    number, st.none(), st.just("/"), hostile.map(lambda text: {"text": text}),
    st.sampled_from((*forms.ERRORS, "#NULL!")).map(lambda text: {"text": text, "kind": "error"}),
    st.sampled_from(("TRUE", "FALSE")).map(lambda text: {"text": text, "kind": "boolean"}),
    st.integers(1, 60000).map(lambda day: {"text": str(day), "kind": "date"}),
)


def read_back(data: dict[str, Any], path: Path) -> tuple[dict[str, Any], dict[str, Any], Submission]:
    """(what the object says, what a workbook made from it says, the workbook as read)."""
    rules = load_rules(library(), data["form"])
    stated = from_json(data, library())
    path.write_bytes(workbook_bytes(stated, rules))
    again = read_workbook(path, library())
    return to_json(settle_totals(stated, rules)), to_json(again), again


def differences(stated: dict[str, Any], again: dict[str, Any]) -> list[str]:
    """Every entry that does not come back, in words."""
    found: list[str] = []
    for key in sorted({*stated, *again}):
        first, second = stated.get(key), again.get(key)
        if isinstance(first, dict) and isinstance(second, dict):
            found += [f"{key} {name}: {first.get(name)!r} -> {second.get(name)!r}" for name in sorted({*first, *second})
                      if first.get(name) != second.get(name) or (name in first) != (name in second)]
        elif first != second or type(first) is not type(second):
            found.append(f"{key}: {first!r} -> {second!r}")
    return found


def few(form: Form, what: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A few cells of a form with `what` in them."""
    return st.dictionaries(st.sampled_from(sorted(form.cells)), what, max_size=6)


def objects(form_id: str) -> st.SearchStrategy[dict[str, Any]]:
    """VALUES objects of one form with anything in any of their parts."""
    form = library().form(form_id)
    return st.fixed_dictionaries({
        "form": st.just(form_id), "unit": line, "year": st.sampled_from((None, 2019, 2021, 2023, 2099)),
        "unit_code": st.sampled_from(("", "11110000000013127D", "00012")), "cells": few(form, cell),
    }, optional={
        "facts": st.dictionaries(st.sampled_from(sorted(form.facts)), cell, max_size=3) if form.facts else st.just({}),
        "text": st.dictionaries(st.sampled_from(form.text_codes), hostile, max_size=3),
        "cover": st.dictionaries(st.sampled_from([field.code for field in form.cover]), hostile, max_size=3),
        "answers": st.fixed_dictionaries({}, optional={
            question.code: st.sampled_from(question.choices) for question in form.questions}),
        "blank_is_zero": st.booleans(), "last_year": few(form, cell),
        "waivers": st.lists(st.fixed_dictionaries(
            {"fingerprint": st.text("0123456789abcdef", min_size=16, max_size=16), "reason": hostile},
            optional={"name": line, "date": line}), max_size=3),
    })


@pytest.mark.parametrize("form_id", EDITIONS)
@settings(max_examples=size(300), suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(draw=st.data())
def test_fill_then_values_is_the_identity(form_id: str, tmp_path: Path, draw: st.DataObject) -> None:
    """Hostile texts, every kind of cell content, facts, cover, answers, waivers and last year come back as they were; keys
    that were left out come back as null, totals as computed."""
    data = draw.draw(objects(form_id))
    stated, again, _ = read_back(data, tmp_path / "filled.xlsx")
    assert not differences(stated, again)


@pytest.mark.parametrize("form_id", EDITIONS)
def test_random_reports_come_back(form_id: str, tmp_path: Path) -> None:
    """The same for whole reports as offices fill them in: stated and wrong totals, null totals, halves, mistakes."""
    form, rules = library().form(form_id), load_rules(library(), form_id)
    for seed in range(size(400, 20)):
        stated, again, read = read_back(forms.values(form, rules, Random(seed)), tmp_path / "filled.xlsx")
        assert not differences(stated, again), seed
        assert not read.departures, seed


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_a_hostile_text_comes_back(text: str, tmp_path: Path) -> None:
    """Each known hostile text in every place that takes text."""
    form = library().form("zfxxgk-2021")
    cells = list(form.cells)
    data = {
        "form": form.id, "unit": "某局", "year": 2023, "cells": {cells[0]: {"text": text}, cells[-1]: {"text": text}},
        "text": dict.fromkeys(form.text_codes, text), "cover": {field.code: text for field in form.cover},
        "waivers": [{"fingerprint": "0" * 16, "reason": text, "name": text, "date": text}],
        "last_year": {cells[3]: {"text": text}},
    }
    stated, again, _ = read_back(data, tmp_path / "filled.xlsx")
    assert not differences(stated, again)


@pytest.mark.parametrize("written", ["18.8710", "0.10", "12.0", "0.000001", "59237.2449", "100.250000", "-0.50", "0.0"])
def test_trailing_zeros_of_an_amount_come_back(written: str, tmp_path: Path) -> None:
    """An amount keeps the decimals that it was stated with: 18.8710 is not 18.871."""
    form = library().form("zfxxgk-2021")
    name = next(name for name, cell in form.cells.items() if cell.kind == AMOUNT)
    stated, again, _ = read_back({"form": form.id, "unit": "某局", "year": 2023, "cells": {name: written}},
                                 tmp_path / "filled.xlsx")
    assert not differences(stated, again)
    assert again["cells"][name] == written


def with_total(form: Form, rules: RuleSet, change: Callable[[int], Any]) -> tuple[dict[str, Any], str]:
    """A consistent report with one total stated as change(right value)."""
    report = next(found for seed in range(99)
                  if (found := forms.consistent(form, rules, Random(seed))).known["this"]["申请[总计, 总计]"] > 9)
    totals = forms.total_names(rules)
    cells: dict[str, Any] = {name: str(figure) for name, figure in report.known["this"].items() if name not in totals}
    name = "申请[本年新收, 总计]"
    cells[name] = change(int(report.known["this"][name]))
    return {"form": form.id, "unit": "某局", "year": form.years[0], "cells": cells}, name


def test_a_wrong_total_stays_wrong(form: Form, rules: RuleSet, tmp_path: Path) -> None:
    """A stated total that differs from its parts is written over the formula and read as typed, not as computed."""
    for change in (lambda right: right + 1, lambda right: None, lambda right: "/", lambda right: {"text": f"{right}件"},
                   lambda right: {"text": ""}, lambda right: -right):
        data, name = with_total(form, rules, change)
        stated, again, read = read_back(data, tmp_path / "filled.xlsx")
        assert not differences(stated, again)
        assert again["cells"][name] == to_json(from_json(data, library()))["cells"][name]
        assert not read.value(name).formula


def test_a_right_total_keeps_its_formula(form: Form, rules: RuleSet, tmp_path: Path) -> None:
    """A stated total that agrees with its parts is the template's formula in the workbook."""
    data, name = with_total(form, rules, lambda right: right)
    _, again, read = read_back(data, tmp_path / "filled.xlsx")
    assert again["cells"][name] == data["cells"][name]
    assert read.value(name).formula


def test_cells_left_out_are_blank_and_totals_are_computed(form: Form, rules: RuleSet, tmp_path: Path) -> None:
    """An object with no cells comes back with every cell null; a full one without totals comes back with them."""
    _, again, read = read_back({"form": form.id, "unit": "", "year": None, "cells": {}}, tmp_path / "empty.xlsx")
    assert set(again["cells"]) == set(form.cells)
    assert set(again["cells"].values()) == {None}
    assert not any(value.kind == UNREAD for value in read.cells.values())
    totals = forms.total_names(rules)
    zeros = {"form": form.id, "unit": "某局", "year": 2023, "cells": {name: 0 for name in form.cells if name not in totals}}
    _, again, _ = read_back(zeros, tmp_path / "zeros.xlsx")
    assert set(again["cells"].values()) == {0}


def test_what_a_workbook_would_change_is_refused(tmp_path: Path) -> None:
    """Two `_x0041_` that share an underscore cannot be kept by the writing library: refused with the place, not changed."""
    with pytest.raises(UsageError, match="报告标题"):
        read_back({"form": EDITIONS[0], "cover": {"title": "_x0041_x0042_"}}, tmp_path / "filled.xlsx")
