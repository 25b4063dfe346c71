"""An office's own labels.toml: another wording of a label is read, in a file of a few lines; a wording of two labels is refused."""

from pathlib import Path

import pytest

from xlreport.errors import DefinitionError
from xlreport.form.library import Library
from xlreport.rules.load import load_rules

ID = "zfxxgk-2021"
LABELS = """
[[table]]
code = "申请"
[table.also_rows]
"国家秘密" = ["涉及国密"]
[table.also_columns]
"法律服务机构" = ["律师事务所"]
[[section]]
text = "总体情况"
also = ["全年概况"]
"""


def library_with(folder: Path, text: str) -> Library:
    """The forms, with one labels.toml of the office's own, as Notepad saves it."""
    (folder / ID).mkdir(parents=True)
    (folder / ID / "labels.toml").write_text(text, "utf-8-sig")
    return Library(folder)


def test_wordings_are_added_to_those_of_the_form(tmp_path: Path, library: Library) -> None:
    """What the form knows stays; what is read changes, so the digest of the form does."""
    own = library_with(tmp_path, LABELS)
    table, plain_table = own.form(ID).tables[1], library.form(ID).tables[1]
    assert table.rows.also["国家秘密"] == (*plain_table.rows.also["国家秘密"], "涉及国密")
    assert table.columns.also["法律服务机构"][-1] == "律师事务所"
    assert own.form(ID).sections[1].also[-1] == "全年概况"
    assert table.rows.also["法律禁止"] == plain_table.rows.also["法律禁止"]
    assert load_rules(own, ID).digests["form"] != load_rules(library, ID).digests["form"]


@pytest.mark.parametrize(("text", "says"), [
    ('[[table]]\ncode = "申情"', "没有“申情”这张表，是不是“申请”"),
    ('[[table]]\ncode = "申请"\n[table.also_rows]\n"国家机密" = ["涉密"]', "没有“国家机密”这一行，是不是“国家秘密”"),
    ('[[table]]\ncode = "申请"\n[table.also_rows]\n"国家秘密" = ["重复 申请"]', "“重复 申请”已经是另一行“重复申请”的写法，不能也指“国家秘密”"),
    ('[[table]]\ncode = "申请"\n[table.also_rows]\n"国家秘密" = ["另类"]\n"法律禁止" = ["另类"]',
     "“另类”已经是另一行“国家秘密”的写法，不能也指“法律禁止”"),
    ('[[table]]\ncode = "申请"\n[table.also_columns]\n"总计" = ["其他"]', "“其他”已经是另一列“其他”的写法，不能也指“总计”"),
    ('[[table]]\ncode = "申请"\n[table.also_rows]\n"国家秘密" = "涉密"', "应是列表"),
    ('[[table]]\ncode = "申请"\n[table.say_rows]\n"国家秘密" = "涉密"', "不认识的项“say_rows”，是不是“also_rows”"),
    ('[[section]]\ntext = "总体情况况"\nalso = []', "没有“总体情况况”这一部分，是不是“总体情况”"),
    ('[table.also_rows]\n国家秘密 = []', "不是合格的 TOML"),
])
def test_mistakes_are_named(tmp_path: Path, text: str, says: str) -> None:
    """File, place, and what to write."""
    with pytest.raises(DefinitionError) as error:
        library_with(tmp_path, text).form(ID)
    assert says in str(error.value)
    assert f"{ID}/labels.toml" in str(error.value)
