"""XLR_CHECK: a pasted table is recognised by its size and name, and its broken checks named with the addresses where they stand."""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pytest

import forms
from sizes import size
from xlreport.form.library import library
from xlreport.form.model import Table
from xlreport.live.functions import XLR_CHECK
from xlreport.rules.load import load_rules
from xlreport.rules.model import THIS

FORMS = ("zfxxgk-2021", "zfxxgk-2019")


class Selection:
    """What xlwings hands over for a range: its place, its shape, its values."""

    def __init__(self, rows: list[list[Any]], sheet: str = "粘贴", row: int = 1, column: int = 1) -> None:
        self.rows, self.row, self.column = rows, row, column
        self.shape = (len(rows), len(rows[0]))
        self.sheet = self
        self.name = sheet

    def options(self, **options: Any) -> "Selection":
        """Read as rows, with errors as texts."""
        assert options == {"ndim": 2, "err_to_str": True}
        return self

    @property
    def value(self) -> list[list[Any]]:
        """Its rows."""
        return self.rows


def printed(table: Table, value: Callable[[str], Any]) -> list[list[Any]]:
    """A whole table as it is pasted: labels and figures, merged cells blank but for the first."""
    rows: list[list[Any]] = [[None] * table.width for _ in range(table.height)]
    for block in table.blocks:
        if block.text != "=":
            rows[block.line][block.position] = block.text
    for cell in table.cells:
        rows[cell.line][cell.position] = value(cell.name)
    return rows


def figures(rows: list[list[Any]], table: Table) -> list[list[Any]]:
    """Only the figures of such a table."""
    top, left = min(cell.line for cell in table.cells), min(cell.position for cell in table.cells)
    return [row[left:] for row in rows[top:]]


def applications(changes: dict[str, Any] | None = None, form: str = "zfxxgk-2021") -> tuple[list[list[Any]], Table]:
    """A table 申请 full of zeros, but for the changes."""
    table = library().form(form).table("申请")
    return printed(table, lambda name: (changes or {}).get(name, 0.0)), table


WRONG = {"申请[本年新收, 自然人]": 12.0, "申请[总计, 自然人]": 21.0, "申请[予以公开, 自然人]": 21.0,
         "申请[本年新收, 总计]": 12.0, "申请[总计, 总计]": 21.0, "申请[予以公开, 总计]": 21.0}


def lines(shown: Any) -> list[str]:
    """A spilled answer as its lines."""
    assert all(len(row) == 1 for row in shown)
    return [row[0] for row in shown]


def test_a_right_table_passes() -> None:
    """42 checks less the six of 复议诉讼's own, whole or only figures, named or not."""
    rows, table = applications()
    shown = lines(XLR_CHECK(Selection(rows), "申请", None))
    assert shown == ["通过：39 项都相符"]
    for words in ("zfxxgk-2021 申请", "申请情况", "2023 申请", None, "申请，zfxxgk-2021", "三、收到和处理政府信息公开申请情况"):
        assert lines(XLR_CHECK(Selection(figures(rows, table)), words, None)) == shown


def test_wrong_figures_are_named_where_they_stand() -> None:
    """The address is the cell's in the person's own sheet, here two rows down and one column in."""
    rows, table = applications(WRONG)
    shown = lines(XLR_CHECK(Selection(figures(rows, table), "我的表", 3, 2), "申请", None))
    assert shown[0] == "须改 2 条"
    assert "（B3:B4 对 B26:B27）" in shown[1]
    assert "第一项加第二项＝12，第三项加第四项＝21，相差 9" in shown[1]
    assert shown[1].endswith("[S101]")


def test_in_one_cell() -> None:
    """With TRUE one text holds all lines, for Excel versions that do not spill."""
    rows, _ = applications(WRONG)
    shown = XLR_CHECK(Selection(rows), "申请", True)
    assert isinstance(shown, str)
    assert shown.split("\n")[0] == "须改 2 条"
    assert len(shown.split("\n")) == 3


@pytest.mark.parametrize(("content", "said"), [
    (None, "还有 1 格没有填（A5）"), ("12件", "填的是文字“12件”，不能计算。请改填 12"),
    ("/", "填的是“/”"), ("#REF!", "是错误值 #REF!"), (-2146826243, "是错误值"), (True, "填的是逻辑值 TRUE"), (1.5, "是小数 1.5"), (-1.0, "是负数 -1"),
])
def test_what_is_no_count_is_said(content: Any, said: str) -> None:
    """Blank, `/`, text, errors, booleans, decimals and negatives are findings, never zeros."""
    rows, table = applications()
    figures_only = figures(rows, table)
    figures_only[4][0] = content
    shown = lines(XLR_CHECK(Selection(figures_only), "申请", None))
    assert any(said in line for line in shown), shown


def test_editions_are_told_apart_by_size() -> None:
    """The 2019 table has two rows fewer; asked for by the wrong year, the sizes are said."""
    rows, table = applications(form="zfxxgk-2019")
    assert lines(XLR_CHECK(Selection(figures(rows, table)), "申请", None))[0].startswith("通过")
    shown = XLR_CHECK(Selection(figures(rows, table)), "zfxxgk-2021 申请", None)
    assert shown == "选了 23 行 7 列，认不出是哪张表。申请情况（zfxxgk-2021）是 28 行 10 列、25 行 10 列、25 行 7 列"


@pytest.mark.parametrize(("words", "said"), [
    ("申情", "认不出“申情”，是不是“申请”？可以写：zfxxgk-2021、公开、申请、复议诉讼、zfxxgk-2019"),
    ("zfxxgk-2020 申请", "认不出“zfxxgk-2020”，是不是“zfxxgk-2021”“zfxxgk-2019”？"),
    ("1998 申请", "认不出“1998”"),
])
def test_words_that_name_no_table(words: str, said: str) -> None:
    """The nearest known word is offered."""
    shown = XLR_CHECK(Selection(applications()[0]), words, None)
    assert isinstance(shown, str)
    assert shown.startswith(said)


def test_a_shifted_selection_is_refused() -> None:
    """One row too low, the figures would be read one row off."""
    rows, _ = applications()
    shifted = [*rows[1:], [None] * len(rows[0])]
    assert XLR_CHECK(Selection(shifted), "申请", None) == "选的大小像申请情况，表头和各行的名称却对不上。请从表的左上角选起，或只选数"


def test_what_is_no_range_or_far_too_large() -> None:
    """A constant has no place; a whole column is not read."""
    assert XLR_CHECK(None, "申请", None) == "第一个参数要选一片格，例如 A1:J28"
    huge = Selection([[None]])
    huge.shape = (1048576, 7)
    assert XLR_CHECK(huge, "申请", None) == "选了 1048576 行 7 列，太大了。请只选一张表"
    assert "认不出是哪张表" in str(XLR_CHECK(Selection([[1.0]]), "申请", None))


def test_an_amount_in_a_currency_format_is_not_trusted() -> None:
    """COM's currency type keeps four decimals of six."""
    table = library().form("zfxxgk-2021").table("公开")
    rows = printed(table, lambda name: 0.0)
    assert lines(XLR_CHECK(Selection(rows), "公开", None)) == ["没有填错的格；这张表里没有要核对的合计"]
    cell = next(cell for cell in table.cells if cell.column == "收费金额")
    rows[cell.line][cell.position] = Decimal("1.2346")
    assert "货币格式" in str(XLR_CHECK(Selection(rows), "公开", None))


@pytest.mark.parametrize("form_id", FORMS)
def test_random_tables_agree_with_the_program(form_id: str) -> None:
    """A report whose figures are right passes table by table; one figure more in 申请 never does."""
    form, rules = library().form(form_id), load_rules(library(), form_id)
    for seed in range(size(100)):
        cells = forms.consistent(form, rules, Random(seed)).known[THIS]
        for table in form.tables:
            rows = printed(table, lambda name, cells=cells: float(cells[name]))
            assert "须改" not in lines(XLR_CHECK(Selection(rows), f"{form_id} {table.code}", None))[0]
            if table.code == "申请":
                cell = Random(seed).choice(table.cells)
                rows[cell.line][cell.position] += 1
                assert "须改" in lines(XLR_CHECK(Selection(rows), f"{form_id} {table.code}", None))[0]
