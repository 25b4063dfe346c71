"""Both editions are what was officially printed: codes, numbers of cells, independent checks, merged heads."""

from fractions import Fraction
from itertools import product

import pytest

from xlreport.form.library import library
from xlreport.form.model import AMOUNT, COUNT, SIGNED, Form
from xlreport.rules.load import load_rules
from xlreport.rules.model import THIS

COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
BEFORE = [
    "本年新收", "上年结转", "予以公开", "部分公开", "国家秘密", "法律禁止", "三安全一稳定", "第三方权益", "内部事务", "过程性信息", "执法案卷",
    "行政查询", "不掌握", "另行制作", "补正不明确", "信访举报投诉", "重复申请", "公开出版物", "大量反复", "确认或重新出具",
]
ROWS = {
    "zfxxgk-2021": [*BEFORE, "逾期不补正", "逾期不缴费", "其他情形", "总计", "结转下年"],
    "zfxxgk-2019": [*BEFORE, "其他处理", "总计", "结转下年"],
}
GROUPS = {
    "zfxxgk-2021": {"不予公开": "国家秘密:行政查询", "无法提供": "不掌握:补正不明确", "不予处理": "信访举报投诉:确认或重新出具",
                    "其他处理": "逾期不补正:其他情形", "办理结果": "予以公开:其他情形"},
    "zfxxgk-2019": {"不予公开": "国家秘密:行政查询", "无法提供": "不掌握:补正不明确", "不予处理": "信访举报投诉:确认或重新出具",
                    "办理结果": "予以公开:其他处理"},
}
OPEN = {
    "zfxxgk-2021": {"规章": "制发 废止 现行有效", "行政规范性文件": "制发 废止 现行有效", "行政许可": "处理决定", "行政处罚": "处理决定",
                    "行政强制": "处理决定", "行政事业性收费": "收费金额"},
    "zfxxgk-2019": {"规章": "新制作 新公开 公开总数", "规范性文件": "新制作 新公开 公开总数", "行政许可": "上年项目 本年增减 处理决定",
                    "其他对外管理服务": "上年项目 本年增减 处理决定", "行政处罚": "上年项目 本年增减 处理决定",
                    "行政强制": "上年项目 本年增减 处理决定", "行政事业性收费": "上年项目 本年增减", "政府集中采购": "项目数量 采购金额"},
}
NUMBERS = {"zfxxgk-2021": (200, 42, 40), "zfxxgk-2019": (198, 40, 38)}


def run(codes: tuple[str, ...], ends: str) -> tuple[str, ...]:
    """The codes from one to another, both ends included."""
    first, last = ends.split(":")
    return codes[codes.index(first): codes.index(last) + 1]


def test_every_code_of_the_design(form: Form) -> None:
    """The codes other programs depend on, in official order."""
    assert [table.code for table in form.tables] == ["公开", "申请", "复议诉讼"]
    opened, asked, disputed = form.tables
    assert [cell.name for cell in opened.cells] == [
        f"公开[{row}, {column}]" for row, columns in OPEN[form.id].items() for column in columns.split()]
    assert list(asked.rows.codes) == ROWS[form.id]
    assert list(asked.columns.codes) == COLUMNS
    assert asked.rows.groups == {code: run(asked.rows.codes, ends) for code, ends in GROUPS[form.id].items()}
    assert asked.columns.groups == {"法人或其他组织": tuple(COLUMNS[1:6])}
    assert {cell.name for cell in asked.cells} == {f"申请[{row}, {column}]" for row, column in product(ROWS[form.id], COLUMNS)}
    assert list(disputed.rows.codes) == ["复议", "直接起诉", "复议后起诉"]
    assert list(disputed.columns.codes) == ["维持", "纠正", "其他", "未审结", "总计"]
    assert len(disputed.cells) == 15
    assert {cell.line for cell in disputed.cells} == {3}, "printed as one row of 15"
    assert [section.text or section.table for section in form.sections] == [
        "序言", "总体情况", "公开", "申请", "复议诉讼", "存在问题及改进情况", "其他需要报告的事项"]
    assert [field.code for field in form.cover] == ["title", "文号", "contact", "填报人", "审核人", "负责人", "date"]


def test_facts_years_and_editions() -> None:
    """信息处理费 is declared with 2021; each edition serves its years; 2021 knows which tables of 2019 compare."""
    new, old = library().form("zfxxgk-2021"), library().form("zfxxgk-2019")
    assert {name: fact.cell.unit for name, fact in new.facts.items()} == {
        "文中.信息处理费[通知件数]": "件", "文中.信息处理费[通知金额]": "元", "文中.信息处理费[实收金额]": "元"}
    assert not old.facts
    assert [year for year in range(2015, 2030) if old.serves(year)] == [2019, 2020]
    assert [year for year in range(2015, 2030) if new.serves(year)] == list(range(2021, 2030))
    assert new.previous == {"zfxxgk-2019": frozenset({"申请", "复议诉讼"})}


def test_kinds_and_units(form: Form) -> None:
    """Everything is a count in 件, but for the fee in 万元 with six places, 2019's signed changes and stated amount."""
    special = {name: (cell.kind, cell.unit, cell.places, cell.stated_unit) for name, cell in form.cells.items()
               if cell.kind != COUNT}
    if form.id == "zfxxgk-2021":
        assert special == {"公开[行政事业性收费, 收费金额]": (AMOUNT, "万元", 6, False)}
    else:
        changes = {name for name in form.cells if "本年增减" in name}
        assert len(changes) == 5
        assert {name: kind for name, (kind, *_) in special.items()} == {
            **dict.fromkeys(changes, SIGNED), "公开[政府集中采购, 采购金额]": AMOUNT}
        assert special["公开[政府集中采购, 采购金额]"] == (AMOUNT, "元", 6, True)
    assert {cell.unit for cell in form.cells.values() if cell.kind == COUNT} == {"件"}
    assert not any(cell.slash for cell in form.cells.values())


def rank(rows: list[dict[str, Fraction]]) -> int:
    """How many of these linear equations are independent, by exact elimination."""
    independent: list[tuple[str, dict[str, Fraction]]] = []
    for row in rows:
        for pivot, known in independent:
            if factor := row.get(pivot):
                row = {name: value for name in {*row, *known} if (value := row.get(name, Fraction(0)) - factor * known.get(name, Fraction(0)))}
        if row:
            pivot = min(row)
            independent.append((pivot, {name: value / row[pivot] for name, value in row.items()}))
    return len(independent)


def test_independent_equality_checks(form: Form) -> None:
    """Cells, equality checks of 申请 and 复议诉讼, and how many of these say something the others do not."""
    checks: list[dict[str, Fraction]] = []
    for instance in load_rules(library(), form.id).instances():
        terms = [*instance.check.left.terms, *instance.check.right.terms]
        if instance.check.relation != "==" or instance.given or instance.when or any(term.source != THIS for term in terms):
            continue
        assert {form.cells[term.name].table for term in terms} <= {"申请", "复议诉讼"}
        row: dict[str, Fraction] = {}
        for side, sign in ((instance.check.left, 1), (instance.check.right, -1)):
            for term in side.terms:
                row[term.name] = row.get(term.name, Fraction(0)) + sign * Fraction(term.factor)
        checks.append({name: factor for name, factor in row.items() if factor})
    assert (len(form.cells), len(checks), rank(checks)) == NUMBERS[form.id]


def test_every_printed_place_belongs_to_one_block(form: Form) -> None:
    """Merged blocks and figures cover every place of a table exactly once."""
    for table in form.tables:
        places: list[tuple[int, int]] = []
        for block in table.blocks:
            places += product(range(block.line, block.line + block.height), range(block.position, block.position + block.width))
        wide = {(block.line, block.position) for block in table.blocks if block.text == "="}
        places += [(cell.line, cell.position) for cell in table.cells if (cell.line, cell.position) not in wide]
        assert sorted(places) == sorted(product(range(table.height), range(table.width)))
        assert wide <= {(cell.line, cell.position) for cell in table.cells}


@pytest.mark.parametrize(("label", "span"), [
    ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", (0, 0, 3, 3)), ("申请人情况", (0, 3, 1, 7)), ("自然人", (1, 3, 2, 1)),
    ("法人或其他组织", (1, 4, 1, 5)), ("总计", (1, 9, 2, 1)), ("一、本年新收政府信息公开申请数量", (3, 0, 1, 3)), ("（三）不予公开", (7, 1, 8, 1)),
    ("（四）无法提供", (15, 1, 3, 1)), ("（五）不予处理", (18, 1, 5, 1)), ("2.其他法律行政法规禁止公开", (8, 2, 1, 1)),
])
def test_merged_heads_of_the_applications(form: Form, label: str, span: tuple[int, ...]) -> None:
    """The heads and vertical group labels of 申请 are merged as printed, in both editions."""
    assert [tuple(block)[1:] for block in form.table("申请").blocks if block.text == label] == [span]


def test_groups_printed_at_the_left(form: Form) -> None:
    """三、 stands beside all results with its total; （六） is three lines since 2021, one before."""
    blocks = {block.text: block for block in form.table("申请").blocks}
    lines = len(ROWS[form.id]) - 3
    assert (blocks["三、本年度办理结果"].height, blocks["三、本年度办理结果"].line) == (lines, 5)
    assert (blocks["（六）其他处理"].height, blocks["（六）其他处理"].width) == ((3, 1) if form.id == "zfxxgk-2021" else (1, 2))
    assert (blocks["（七）总计"].line, blocks["（七）总计"].width) == (lines + 4, 2)
