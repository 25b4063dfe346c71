"""The rule language means what design.md section 2 promises: every construct, as linear sums over named cells."""

import re
from collections.abc import Iterable
from decimal import Decimal

import pytest

from xlreport.form.model import Form
from xlreport.rules.language import Repeat, read_condition, read_rule
from xlreport.rules.model import FACT, LAST, THIS, Answer, Comparison, Sum
from xlreport.rules.parse import RuleText

A, B = "申请[本年新收, 自然人]", "申请[上年结转, 自然人]"
PERSONS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")


def only(text: str, form: Form) -> Comparison:
    """The comparison of a rule that does not repeat and has no condition."""
    (reading,) = read_rule(text, form)
    assert reading.repeat is None
    assert reading.given is None
    return reading.check


def factors(part: Sum) -> dict[str, Decimal]:
    """Cell name to factor, this year's cells."""
    assert {term.source for term in part.terms} <= {THIS}
    return {term.name: term.factor for term in part.terms}


def ones(names: Iterable[str]) -> dict[str, Decimal]:
    """Every name once."""
    return dict.fromkeys(names, Decimal(1))


@pytest.mark.parametrize("relation", ["==", "!=", "<=", ">=", "<", ">"])
def test_relations(relation: str, official: Form) -> None:
    """One comparison, any of the six."""
    assert only(f"{A} {relation} 3", official).relation == relation


def test_sums(official: Form) -> None:
    """+ - number* on either side of the star, brackets, sum() and signs come out as factors and a constant."""
    left = only(f"2 * ({A} - 3 * {B}) - (1 - {A}) + {A} * 0.5 + sum({B}, -{A}, 4) + +{B} == 0", official).left
    assert factors(left) == {A: Decimal("2.5"), B: Decimal(-4)}
    assert left.constant == 3
    assert left.names == ()  # not a plain addition


def test_a_cell_stands_in_a_sum_once(official: Form) -> None:
    """A cell written twice has one factor; one that is added and taken away again says nothing and is a mistake."""
    assert factors(only(f"2 * {A} - {A} + {B} == 0", official).left) == ones([A, B])
    with pytest.raises(RuleText, match="加了又减"):
        read_rule(f"{A} - {A} + {B} == 0", official)


@pytest.mark.parametrize(("written", "number"), [
    ("0.1", "0.1"), ("0.10", "0.10"), (".5", "0.5"), ("5.", "5"), ("1e3", "1E+3"), ("1_000", "1000"),
    ("0.1000000000000000055511151231", "0.1000000000000000055511151231"),
    ("123456789012345.678901", "123456789012345.678901"), ("1000000000000000", "1000000000000000"),
])
def test_numbers_come_from_the_source_text(written: str, number: str, official: Form) -> None:
    """0.1 is exactly 0.1: no number passes through a binary one."""
    assert only(f"{A} == {written}", official).right.constant == Decimal(number)
    assert factors(only(f"{written} * {A} == 0", official).left) == {A: Decimal(number)}


def test_a_run_is_its_sum_with_both_ends(official: Form) -> None:
    """甲:乙 takes in both ends, in printed order, and says that it sums."""
    left = only("申请[本年新收, 自然人:其他] == 0", official).left
    assert factors(left) == ones(f"申请[本年新收, {code}]" for code in PERSONS)
    assert factors(only("申请[本年新收:本年新收, 自然人:自然人] == 0", official).left) == ones([A])


def test_a_group_is_its_sum(official: Form) -> None:
    """A named group of rows or columns means the sum of its cells; two of them multiply out."""
    assert len(only("申请[办理结果, 自然人] == 0", official).left.terms) == 21
    assert len(only("申请[不予公开, 法人或其他组织] == 0", official).left.terms) == 8 * 5
    assert len(only("申请[办理结果, 自然人] == 0", official).left.names) == 21


def test_a_run_passes_over_places_without_a_figure(official: Form) -> None:
    """A run or group sums the cells that exist."""
    assert factors(only("公开[规章:行政许可, 制发] == 0", official).left) == ones(["公开[规章, 制发]", "公开[行政规范性文件, 制发]"])


def test_repeating(official: Form) -> None:
    """各列 and 各行 repeat over codes in printed order, at both sides of the comparison alike."""
    readings = read_rule("申请[本年新收, 各列] == 申请[总计, 各列]", official)
    assert [reading.repeat for reading in readings] == [Repeat("column", code) for code in (*PERSONS, "总计")]
    assert factors(readings[5].check.left) == ones(["申请[本年新收, 其他]"])
    assert factors(readings[5].check.right) == ones(["申请[总计, 其他]"])
    assert len(read_rule("复议诉讼[各行, 维持:未审结] == 复议诉讼[各行, 总计]", official)) == 3


def test_repeating_goes_over_the_cells_that_exist(official: Form) -> None:
    """A step at which the table has no figure does not exist; a rule without any step is a mistake."""
    readings = read_rule("公开[各行, 制发] >= 0", official)
    assert [reading.repeat and reading.repeat.code for reading in readings] == ["规章", "行政规范性文件"]
    with pytest.raises(RuleText, match="没有一格"):
        read_rule("公开[各行, 制发] == 公开[各行, 处理决定]", official)


def test_implies(official: Form) -> None:
    """implies(given, then) is two comparisons, at every repeat."""
    ((_, given, check),) = read_rule(f"implies({A} > 0, {B} == 0)", official)
    assert given is not None
    assert (given.relation, check.relation) == (">", "==")
    assert len(read_rule("implies(申请[本年新收, 各列] > 0, 申请[总计, 各列] > 0)", official)) == 7


def test_last_year_and_facts(official: Form) -> None:
    """上年. is last year's report, 文中. a declared fact; each term says where it is read."""
    check = only("上年.申请[结转下年, 总计] + 申请[上年结转, 总计] == 2 * 文中.信息处理费[通知件数]", official)
    assert [(term.source, term.name) for term in check.left.terms] == [
        (LAST, "申请[结转下年, 总计]"), (THIS, "申请[上年结转, 总计]")]
    assert [tuple(term) for term in check.right.terms] == [(FACT, "文中.信息处理费[通知件数]", Decimal(2))]


def test_quoted_labels(official: Form) -> None:
    """An official label is written in quotes; full-width signs in it are the label's own, and compare after NFKC."""
    for label in ("1.属于国家秘密", "１．属于国家秘密", "1．属于 国家秘密"):
        assert factors(only(f'申请["{label}", 自然人] == 0', official).left) == ones(["申请[国家秘密, 自然人]"])
    for label in ("（一）予以公开", "(一)予以公开"):
        assert factors(only(f"申请['{label}', '商业企业'] == 0", official).left) == ones(["申请[予以公开, 商业企业]"])


def test_a_label_that_two_columns_share_is_a_mistake(official: Form) -> None:
    """Where two codes print the same label the rule must say which; an unknown label gets a suggestion."""
    with pytest.raises(RuleText, match=r"没有印着“属于国家秘密”的行.*1\.属于国家秘密"):
        read_rule('申请["属于国家秘密", 自然人] == 0', official)
    labels = official._replace(tables=tuple(
        table._replace(columns=table.columns._replace(printed=dict.fromkeys(table.columns.codes, "件数")))
        for table in official.tables))
    with pytest.raises(RuleText, match="7 列都印着“件数”，请用代码 自然人"):
        read_rule('申请[本年新收, "件数"] == 0', labels)


def test_names_are_compared_after_nfkc(official: Form) -> None:
    """Full-width letters and compatibility characters in a code are the code."""
    axis = official.tables[1].rows
    tables = (official.tables[1]._replace(rows=axis._replace(codes=("A1", *axis.codes))),)
    form = official._replace(tables=tables, cells={**official.cells, "申请[A1, 自然人]": official.cells[A]})
    assert factors(only("申请[Ａ１, 自然人] == 0", form).left) == ones(["申请[A1, 自然人]"])


def test_conditions(official: Form) -> None:
    """A `when` is an answer on the cover, or a comparison that does not repeat."""
    assert read_condition('封面.规章制定权 == "无"', official) == Answer("规章制定权", "无", True)
    assert read_condition('封面.规章制定权 != "有"', official) == Answer("规章制定权", "有", False)
    found = read_condition("文中.信息处理费[实收金额] > 0", official)
    assert isinstance(found, Comparison)
    assert found.left.terms[0].source == FACT


@pytest.mark.parametrize(("text", "says"), [
    ('封面.规章制定 == "无"', "封面上没有“规章制定”这一问，是不是“规章制定权”"),
    ('封面.规章制定权 == "没有"', "答案只有 有、无"),
    ('封面.规章制定权 == 0', "答案只有 有、无"),
    ('封面.规章制定权 > "无"', "封面.问题"),
    ('封面.规章制定权 == "无" == "无"', "封面.问题"),
    ("申请[各行, 自然人] == 0", "条件（when）里不能用 各行、各列"),
    (f"implies({A} > 0, {B} > 0)", "缺少比较号"),
    (A, "缺少比较号"),
])
def test_wrong_conditions(text: str, says: str, official: Form) -> None:
    """A condition that cannot be used says what it should be."""
    with pytest.raises(RuleText, match=re.escape(says)):
        read_condition(text, official)
