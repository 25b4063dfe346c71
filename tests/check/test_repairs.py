"""The search finds every smallest repair, held against trying everything and against a mixed-integer model."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import wrong_cells

from xlreport.check.equations import Figures, System, build_system, figures_of
from xlreport.check.repairs import Repairs, smallest_repairs
from xlreport.form.library import Library
from xlreport.form.library import library as library_of
from xlreport.form.model import Form
from xlreport.rules.load import load_rules
from xlreport.rules.model import RuleSet

NONE: frozenset[str] = frozenset()


def of_all_parts(system: System, figures: Figures) -> list[Repairs]:
    """The repairs of every part in which something is broken."""
    return [smallest_repairs(system, figures, part) for part in system.parts if figures.gaps.keys() & set(part)]


def form_and_rules(form_id: str = "zfxxgk-2021") -> tuple[Form, RuleSet]:
    return library_of().form(form_id), load_rules(library_of(), form_id)


@pytest.mark.parametrize("form_id", ["zfxxgk-2021", "zfxxgk-2019"])
def test_the_planted_set_is_found_and_none_is_smaller(form_id: str, size: Callable[[int], int]) -> None:
    """1 to 5 planted mistakes: the planted set is among the answers whenever it is a smallest one; HiGHS needs as many cells."""
    form, rules = form_and_rules(form_id)
    system = build_system(form, rules, NONE, NONE)
    reports = [wrong_cells.report(form, rules, Random(seed)) for seed in range(40)]
    fewer = 0
    examples = size(2000 if form_id == "zfxxgk-2021" else 400)
    for seed in range(examples):
        random = Random(seed)
        figures = dict(random.choice(reports))
        undone = wrong_cells.planted(form, system.cells, figures, 1 + seed % 5, random)
        found = figures_of(system, figures)
        parts = of_all_parts(system, found)
        assert all(part.complete and part.found for part in parts), seed
        cells = sum(part.size for part in parts)
        assert cells == wrong_cells.smallest_by_highs(system, found), seed
        assert cells <= len(undone)
        fewer += cells < len(undone)
        if cells == len(undone):
            unit = 10**found.places
            planted = {(system.cells.index(name), int(change * unit)) for name, change in undone.items()}
            assert all(any(repair <= planted for repair in part.found) for part in parts), seed
        for part in parts:
            assert all(mends(system, found, repair) for repair in part.found)
    assert fewer < examples // 5  # the planted set is nearly always a smallest one, or this proves little


def mends(system: System, figures: Figures, repair: frozenset[tuple[int, int]]) -> bool:
    """Whether a repair clears every equation it touches."""
    gaps = dict(figures.gaps)
    for cell, change in repair:
        for row, factor in system.columns[cell]:
            gaps[row] = gaps.get(row, 0) + factor * change
    return not any(gaps[row] for cell, _ in repair for row, _ in system.columns[cell])


SMALL = '''
id = "small-2020"
version = "1"
title = "小表"
name = "小表"
basis = "试验"
years = { from = 2020 }
[[table]]
code = "表"
sheet = "表"
title = "表"
unit = "件"
columns = ["甲", "乙", "丙", "计"]
grid = """
项 | 甲 | 乙 | 丙 | 计
一 | =一
二 | =二
三 | =三
合 | =合
"""
[[table.cells]]
row = "三"
kind = "amount"
unit = "万元"
places = 2
[[section]]
heading = "一"
table = "表"
'''
SMALL_RULES = '''
[[rule]]
id = "S901"
says = "行"
check = "表[各行, 甲:丙] == 表[各行, 计]"
[[rule]]
id = "S902"
says = "列"
check = "表[一:三, 各列] == 表[合, 各列]"
[[rule]]
id = "S903"
says = "差"
check = "表[一, 甲] - 表[二, 甲] == 表[一, 乙] - 2 * 表[二, 乙]"
'''


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Form, RuleSet]:
    """A form small enough to try everything, with amounts, a factor and a rule that closes a ring."""
    folder = tmp_path_factory.mktemp("forms")
    (folder / "small-2020").mkdir()
    (folder / "small-2020" / "form.toml").write_text(SMALL, "utf-8")
    (folder / "small-2020" / "rules.toml").write_text(SMALL_RULES, "utf-8")
    forms = Library(Path(folder))
    return forms.form("small-2020"), load_rules(forms, "small-2020")


def test_everything_that_trying_all_sets_finds(small: tuple[Form, RuleSet], size: Callable[[int], int]) -> None:
    """On a small form the answers are exactly the sets that trying every set finds."""
    form, rules = small
    system = build_system(form, rules, NONE, NONE)
    for seed in range(size(400)):
        random = Random(seed)
        figures = wrong_cells.report(form, rules, random)
        wrong_cells.planted(form, system.cells, figures, 1 + seed % 3, random)
        found = figures_of(system, figures)
        if not found.gaps:
            continue
        parts = of_all_parts(system, found)
        assert len(system.parts) == 1
        for cells in range(1, 5):
            expected = wrong_cells.everything(system, found, cells)
            if expected:
                assert (parts[0].size, set(parts[0].found)) == (cells, expected), seed
                break
        else:
            assert parts[0].size in (0, 5)


def test_all_sets_of_one_and_two_cells_of_the_official_form(size: Callable[[int], int]) -> None:
    """The same on the official form, as deep as trying everything goes there."""
    form, rules = form_and_rules()
    system = build_system(form, rules, NONE, NONE)
    for seed in range(size(60)):
        random = Random(seed)
        figures = wrong_cells.report(form, rules, random)
        wrong_cells.planted(form, [name for name in system.cells if name.startswith("申请")], figures, 1 + seed % 2, random)
        found = figures_of(system, figures)
        part = of_all_parts(system, found)[0]
        assert set(part.found) == wrong_cells.everything(system, found, part.size), seed


def test_a_search_that_stops_early_says_so() -> None:
    """Steps are counted, not seconds: the same answer on every machine, and never a silent half."""
    form, rules = form_and_rules()
    system = build_system(form, rules, NONE, NONE)
    figures = wrong_cells.report(form, rules, Random(1))
    wrong_cells.planted(form, system.cells, figures, 5, Random(1))
    found = figures_of(system, figures)
    part = next(part for part in system.parts if found.gaps.keys() & set(part))
    assert smallest_repairs(system, found, part).complete
    assert smallest_repairs(system, found, part, steps=50) == Repairs(0, (), False)
    assert smallest_repairs(system, found, part, most=2) == Repairs(0, (), True)


def test_formula_totals_are_neither_blamed_nor_evidence() -> None:
    """With automatic totals one equation a column is left, over the figures a person typed."""
    form, rules = form_and_rules()
    system = build_system(form, rules, frozenset(rules.totals), NONE)
    assert [equation.instance for equation in system.equations] == [
        f"S101[{column}]" for column in form.table("申请").columns.codes[:-1]]
    assert not set(system.cells) & set(rules.totals)


def test_an_unknown_cell_takes_its_rules_with_it() -> None:
    """A blank is no 0: balances over it prove nothing, the others do."""
    form, rules = form_and_rules()
    system = build_system(form, rules, NONE, frozenset({"申请[予以公开, 自然人]"}))
    gone = {equation.instance for equation in build_system(form, rules, NONE, NONE).equations} - {
        equation.instance for equation in system.equations}
    assert gone == {"S102[予以公开]", "S103[自然人]"}
