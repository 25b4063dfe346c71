"""form.toml: a grid says what is printed where; every mistake of a file is reported, all together, with its table."""

from pathlib import Path

import pytest

from xlreport.errors import DefinitionError, UsageError
from xlreport.form.definition import load_form
from xlreport.form.library import Library
from xlreport.form.model import Block, Form

GRID = """项目 | 甲数 | <
^ | 本期 | 累计
一、受理 | =受理
其中：网上 | =网上[本期] | <"""
FORM = """id = "shi-2024"
title = "试表"
name = "试表（2024年）"
years = {{ from = 2024 }}
[[table]]
code = "试"
sheet = "试表"
title = "试表"
columns = ["本期", "累计"]
{table}
grid = '''
{grid}
'''
{rest}
[[section]]
table = "试"
"""


def form(grid: str = GRID, table: str = "", rest: str = "") -> Form:
    """A small form with changes."""
    return load_form(FORM.format(grid=grid, table=table, rest=rest), "shi/form.toml")


def said(text: str) -> str:
    """Every mistake found in a form.toml."""
    with pytest.raises(DefinitionError) as error:
        load_form(text, "shi/form.toml")
    assert all(mistake.file == "shi/form.toml" for mistake in error.value.mistakes)
    return str(error.value)


def wrong(grid: str = GRID, table: str = "", rest: str = "") -> str:
    """What is said of a form with a mistake."""
    return said(FORM.format(grid=grid, table=table, rest=rest))


def test_a_grid_is_the_printed_table() -> None:
    """`<` and `^` merge; `=行` fills the columns in order, `=行[列]` one place; labels are the nearest printed texts."""
    table = form().tables[0]
    assert table.blocks == (
        Block("项目", 0, 0, 2, 1), Block("甲数", 0, 1, 1, 2), Block("本期", 1, 1, 1, 1), Block("累计", 1, 2, 1, 1),
        Block("一、受理", 2, 0, 1, 1), Block("其中：网上", 3, 0, 1, 1), Block("=", 3, 1, 1, 2),
    )
    assert [(cell.name, cell.line, cell.position) for cell in table.cells] == [
        ("试[受理, 本期]", 2, 1), ("试[受理, 累计]", 2, 2), ("试[网上, 本期]", 3, 1)]
    assert (table.height, table.width, table.head) == (4, 3, 2)
    assert table.rows.printed == {"受理": "一、受理", "网上": "其中：网上"}
    assert table.columns.printed == {"本期": "本期", "累计": "累计"}
    assert form().serves(2030)
    assert not form().serves(2023)


@pytest.mark.parametrize(("grid", "says"), [
    ("项目 | 本期 | 累计\n受理 | =受理\n多 | 一 | 二 | 三", "grid 第 1 行有 3 格，别的行有 4 格"),
    ("^ | 本期 | 累计\n受理 | =受理", "grid 第 1 行第 1 格的 ^ 没有可并入的格"),
    ("< | 本期 | 累计\n受理 | =受理", "grid 第 1 行第 1 格的 < 没有可并入的格"),
    ("甲 | 乙 | <\n^ | ^ | 累计\n受理 | =受理", "grid 第 2 行第 2 格的 ^ 没有可并入的格"),
    ("项目 | 本期 | 累计\n受理 | =受理\n再 | =受理", "grid 里有的数出现了两次"),
    ("项目 | 本期 | 累计\n受理 | =受理[本期] | =受理[本期]", "grid 里有的数出现了两次"),
    ("项目 | 本期 | 累计\n受理 | =受理[本年] | 二", "grid 第 2 行用了没有列出的列“本年”"),
    ("项目 | 本期 | 累计\n受理 | =1受理", "“1受理”不能作代码"),
    ("项目 | 本期 | 累计\n受理 | =各行", "“各行”不能作代码：规则里这个词另有意思"),
    ("项目 | 本期 | 累计", "grid 里没有一个数"),
    ("", "grid 里没有一个数"),
])
def test_mistakes_of_a_grid(grid: str, says: str) -> None:
    """A grid that is no table says which line and place is wrong."""
    assert says in wrong(grid)
    assert "table 试" in wrong(grid)


@pytest.mark.parametrize(("table", "rest", "says"), [
    ("", '[table.row_groups]\n"合" = "网上:受理"', "row_groups 合 写成“首:尾”"),
    ("", '[table.row_groups]\n"合" = "受理:网下"', "row_groups 合 写成“首:尾”"),
    ("", '[table.row_groups]\n"受理" = "受理:网上"', "row_groups 受理 与同名的代码重复"),
    ("", '[table.column_groups]\n"1合" = "本期:累计"', "“1合”不能作代码"),
    ("", '[table.say_rows]\n"受里" = "受理"', "say_rows 里没有“受里”，是不是“受理”"),
    ("", '[[table.cells]]\nrow = "受里"\nkind = "amount"', "cells 里没有“受里”，是不是“受理”"),
    ("", '[[table.cells]]\nkind = "money"', "kind 只能是 count、amount、signed，不能是“money”"),
    ("widths = [3, 4]", "", "widths 有 2 个宽度，grid 有 3 格宽"),
    ("", '[[table]]\ncode = "试"\nsheet = "二"\ntitle = "二"\ncolumns = ["本期", "累计"]\ngrid = """甲 | 乙 | 丙\n子 | =子"""', "有两张表用了同一个代码"),
    ("", '[[table]]\ncode = "二"\nsheet = "试表"\ntitle = "二"\ncolumns = ["本期", "累计"]\ngrid = """甲 | 乙 | 丙\n子 | =子"""', "工作表“试表”"),
    ("", '[[section]]\ntext = "甲"\ntable = "试"', "二者必居其一"),
    ("", '[[section]]\ntable = "式"', "没有“式”这张表"),
    ("", '[[section]]\ntable = "试"', "有两个部分都是“试”"),
    ("", '[document]\ndate = "{日期}"', "document：花括号里没有“日期”，可以写 单位名称、年度、上年度、表式"),
    ("", '[[table]]\ncode = "二"\nsheet = "二"\ntitle = "二"\ncolumns = ["本期"]\ngrid = """甲 | 乙\n子 | =子"""', "table 二：报告里没有放这张表的地方"),
    ("", '[[question]]\ncode = "问"\nasks = "？"\nchoices = ["有"]', "choices 至少要有两个答案"),
    ("", '[[fact]]\ncode = "2费"\nlabel = "费"\nitems = [{ code = "数", label = "数" }]', "“2费”不能作代码"),
    ("", '[[fact]]\ncode = "费"\nlabel = "费"\nitems = [{ label = "数" }]', "缺少文字项 code"),
    ("", '[[cover]]\nlabel = "文号"', "缺少文字项 code"),
])
def test_mistakes_beside_the_grid(table: str, rest: str, says: str) -> None:
    """Each mistake of a form has its own sentence, with what is near an unknown word."""
    assert says in wrong(table=table, rest=rest)


def test_all_mistakes_come_together() -> None:
    """One error names every mistake of a file: of its head, its tables, its sections, its questions."""
    text = FORM.format(grid="项目 | 本期\n受理 | =受理\n^ | =1受", table='sheat = "x"', rest="\n".join((
        '[table.row_groups]\n"合" = "网上:受理"', '[[section]]\ntable = "式"', '[[question]]\ncode = "问 题"\nasks = ""\nchoices = []',
        '[[table]]\nsheet = "二"', '[[fact]]\ncode = "1"',
    ))).replace('id = "shi-2024"\n', "").replace("{ from = 2024 }", "{}")
    found = said(text)
    for words in ("缺少文字项 id", "从哪一年度起用", "格，别的行有", "“1受”不能作代码", "row_groups 合", "没有“式”这张表", "“问 题”不能作代码",
                  "缺少文字项 asks", "choices 至少要有", "缺少文字项 grid", "fact 1"):
        assert words in found
    assert "处错误" in found.splitlines()[0]
    assert len(found.splitlines()) >= 11


@pytest.mark.parametrize(("table", "rest", "says"), [
    ('sheat = "x"', "", "sheat"), ("", '[[section]]\ntext = "甲"\nheadding = "一"', "headding"), ("", '[[tabel]]\ncode = "二"', "tabel"),
    ("", '[[question]]\ncode = "问"\nasks = "？"\nchoices = ["有", "无"]\nhnit = "x"', "hnit"), ("", '[[table.cells]]\nkidn = "amount"', "kidn"),
    ("", '[[fact]]\ncode = "费"\nlabel = "费"\nitems = [{ code = "数", label = "数", unti = "元" }]', "unti"),
])
def test_unknown_keys(table: str, rest: str, says: str) -> None:
    """A misspelt key is a mistake, as it is in a rule: it is never silently without effect."""
    assert f"“{says}”" in wrong(table=table, rest=rest)


@pytest.mark.parametrize("text", [
    "", "id = 5\n", "不是", "[table]\ncode = '试'\n", "table = 5\n", "table = [5]\n", "years = 2021\n", "[[years]]\nfrom = 2021\n",
    FORM.format(grid=GRID, table="widths = ['宽', 3, 4]", rest=""), FORM.format(grid=GRID, table="widths = 5", rest=""),
    FORM.format(grid=GRID, table="", rest="[table.row_groups]\n'合' = 5\n"), FORM.format(grid=GRID, table="", rest="[[section]]\ntext = 5\n"),
    FORM.format(grid=GRID, table="", rest="[[section]]\ntext = '甲'\nlines = '十'\n"), FORM.format(grid=GRID, table="", rest="[section]\ntext = '甲'\n"),
    FORM.format(grid=GRID, table="", rest="[[question]]\ncode = '问'\nasks = '？'\nchoices = 5\n"),
    FORM.format(grid=GRID, table="", rest="[[fact]]\ncode = '费'\nlabel = '费'\nitems = 5\n"),
    FORM.format(grid=GRID, table="", rest="[[fact]]\ncode = '费'\nlabel = '费'\nitems = ['数']\n"),
    FORM.format(grid=GRID, table="", rest="[previous]\nshi = 5\n"), FORM.format(grid=GRID, table="", rest="[[table.cells]]\nplaces = '六'\n"),
    FORM.format(grid=GRID, table="", rest="[table.cells]\nrow = '受理'\n"),
    FORM.format(grid=GRID, table="", rest="").replace('["本期", "累计"]', '"本期"'),
    FORM.format(grid=GRID, table="", rest="").replace('["本期", "累计"]', "5"),
    FORM.format(grid=GRID, table="", rest="").replace("{ from = 2024 }", "{ from = 2024, to = 'x' }"),
], ids=range(23))
def test_a_file_of_another_shape_is_a_mistake(text: str) -> None:
    """Whatever stands in form.toml, its faults are mistakes with the file's name, never an internal error."""
    assert said(text)


def test_files_that_are_no_text(tmp_path: Path) -> None:
    """form.toml saved by Notepad as UTF-8 with a byte order mark is read; one in GBK is a mistake that says so."""
    folder = tmp_path / "shi-2024"
    folder.mkdir()
    text = FORM.format(grid=GRID, table="", rest="")
    (folder / "form.toml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert len(Library(tmp_path).form("shi-2024").cells) == 3
    (folder / "form.toml").write_bytes(text.encode("gbk"))
    with pytest.raises(DefinitionError, match=r"shi-2024/form\.toml"):
        Library(tmp_path).form("shi-2024")


def test_the_folders_name_is_the_forms_id(tmp_path: Path) -> None:
    """A form is known by its folder; one that calls itself otherwise could never be found again."""
    folder = tmp_path / "shi-2025"
    folder.mkdir()
    (folder / "form.toml").write_text(FORM.format(grid=GRID, table="", rest=""), "utf-8")
    with pytest.raises(DefinitionError, match="shi-2024"):
        Library(tmp_path).form("shi-2025")


def test_an_unknown_form_is_named_with_the_known_ones() -> None:
    """The way out of a mistyped id is in the message."""
    with pytest.raises(UsageError, match=r"没有表式“zfxxgk-2022”，是不是“zfxxgk-2021”.*现有：zfxxgk-2021、zfxxgk-2019"):
        Library().form("zfxxgk-2022")
