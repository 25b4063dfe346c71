"""A mistake in a rule's text is named with what to write instead; hostile text is refused and never evaluated."""

import builtins
import os
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sizes import size
from xlreport.form.library import library
from xlreport.form.model import Form
from xlreport.rules.language import read_condition, read_rule
from xlreport.rules.model import Comparison
from xlreport.rules.parse import LONGEST, RuleText

FORM = library().form("zfxxgk-2021")
A = "申请[本年新收, 自然人]"


def refused(text: str, form: Form = FORM) -> str:
    """What is said of a rule's text that cannot be used."""
    with pytest.raises(RuleText) as error:
        read_rule(text, form)
    return str(error.value)


@pytest.mark.parametrize(("mark", "half"), [
    ("，", ","), ("：", ":"), ("（", "("), ("）", ")"), ("［", "["), ("］", "]"), ("【", "["), ("】", "]"), ("＋", "+"), ("－", "-"),
    ("＊", "*"), ("×", "*"), ("＝", "="), ("＜", "<"), ("＞", ">"), ("≤", "<="), ("≥", ">="), ("≠", "!="), ("“", '"'), ("”", '"'),
    ("．", "."), ("。", "."), ("、", ","), ("　", " "), ("—", "-"), ("！", "!"), ("‘", "'"), ("’", "'"), ("−", "-"), ("；", ","),
])
def test_full_width_punctuation(mark: str, half: str) -> None:
    """Each mark that an input method puts in is named with its position and what to type."""
    assert refused(f"申请{mark}本年新收, 自然人] == 0") == f"第 3 个字符“{mark}”是全角标点，请改用半角 {half}"


def test_full_width_marks_are_a_labels_own_inside_quotes() -> None:
    """Inside either kind of quotes everything is the label; after the closing quote it is punctuation again."""
    read_rule('申请["（一）予以公开", 自然人] == 0', FORM)
    assert "第 13 个字符“，”是全角标点" in refused('申请["（一）予以公开"，自然人] == 0')
    assert "没有印着“国家秘密，”的行" in refused("申请['国家秘密，', 自然人] == 0")


@pytest.mark.parametrize(("text", "says"), [
    ("申情[本年新收, 自然人] == 0", "没有“申情”这张表，是不是“申请”"),
    ("上年.申情[本年新收, 自然人] == 0", "没有“申情”这张表，是不是“申请”"),
    ("申请[本年新受, 自然人] == 0", "表 申请 没有“本年新受”这一行，是不是“本年新收”"),
    ("申请[不予公示, 自然人] == 0", "没有“不予公示”这一行，是不是“不予公开”"),
    ("申请[本年新收, 自燃人] == 0", "没有“自燃人”这一列，是不是“自然人”"),
    ("申请[本年新收, 自然人:其它] == 0", "没有“其它”这一列，是不是“其他”"),
    ("文中.信息处理费[通知件] == 0", "没有声明“文中.信息处理费[通知件]”，是不是“文中.信息处理费[通知件数]”"),
    ("文中.处理费[通知件数] == 0", "是不是“文中.信息处理费[通知件数]”"),
    ("申请[本年新收, 其他:自然人] == 0", "“其他:自然人”前后颠倒了"),
    ("申请[结转下年:本年新收, 自然人] == 0", "前后颠倒了"),
    ("申请[各行, 各列] == 0", "不能同时用 各行 和 各列"),
    ("申请[各行, 自然人] == 申请[本年新收, 各列]", "不能同时用 各行 和 各列"),
    ("申请[本年新收, 各行] == 0", "各行 写在逗号前面，各列 写在逗号后面"),
    ("申请[各列, 自然人] == 0", "各行 写在逗号前面，各列 写在逗号后面"),
    ("申请[本年新收, 各列] == 复议诉讼[复议, 各列]", "代码要相同"),
    (f"0 <= {A} <= 3", "只用一个比较号"),
    (f"{A} in 3", "只用一个比较号"),
    (f"{A}", "缺少比较号"),
    (f"{A} == 1 and {A} == 2", "缺少比较号"),
    (f"{A} = 1", "写法不对"),
    (f"{A} * {A} == 0", "规则须是线性的"),
    (f"{A} / 2 == 0", "不是规则里能用的写法"),
    (f"{A} == True", "不是规则里能用的写法"),
    (f"{A} == '3'", "不是规则里能用的写法"),
    (f"abs({A}) == 0", "不是规则里能用的写法"),
    ("sum() == 0", "不是规则里能用的写法"),
    (f"sum({A}, start=1) == 0", "不是规则里能用的写法"),
    (f"implies({A} > 0)", "implies(前提, 结论)"),
    (f"implies({A} > 0, {A} > 1, {A} > 2)", "implies(前提, 结论)"),
    (f"implies({A} > 0, then={A} > 1)", "implies(前提, 结论)"),
    (f"implies(implies({A} > 0, {A} > 1), {A} > 1)", "缺少比较号"),
    ("本年新收 == 0", "“本年新收”不是一格：写成 表[行, 列]"),
    ("申请[本年新收] == 0", "行和列都要有"),
    ("申请[本年新收, 自然人, 其他] == 0", "行和列都要有"),
    ("申请[本年新收, 自然人:] == 0", "首尾都要写"),
    ("申请[:, 自然人] == 0", "首尾都要写"),
    ("申请[本年新收, 自然人:其他:2] == 0", "首尾都要写"),
    ("申请[1, 自然人] == 0", "代码不以数字开头"),
    ("公开[行政许可, 制发] == 0", "公开[行政许可, 制发] 这一格不填数"),
    ("前年.申请[本年新收, 自然人] == 0", "点号前面只能是 上年、文中"),
    (f"{A} == (0", "没有配对"),
    ("申请[本年新收, 自然人 == 0", "没有配对"),
    ("申请['本年新收, 自然人] == 0", "没有配对"),
    ("", "写法不对"),
    (f"{A} == 0; {A} == 1", "写法不对"),
    ("1 == 2", ""),  # says nothing about any cell
    (f"{A} - {A} == 1", "加了又减"),
    (f"{A} == {A}", "两边有同一格"),
])
def test_mistakes(text: str, says: str) -> None:
    """Each mistake has its own sentence, and names what is near an unknown word."""
    assert says in refused(text)


def test_no_suggestion_repeats_the_word() -> None:
    """`是不是“申请”` never answers `申请`: the reason is another one, and that is said."""
    assert "是不是“申请”" not in refused("申请 == 0")
    assert "是不是“不予公开”" not in refused("申请[不予公开:办理结果, 自然人] == 0")


HOSTILE = (
    "__import__('os').system('touch hacked') == 0", f"{A} == __import__('os').system('touch hacked')",
    "().__class__.__bases__[0].__subclasses__() == 0", "().__class__[0, 0] == 0", f"{A}.__class__ == 0",
    "申请.__class__[本年新收, 自然人] == 0", "上年.__class__[本年新收, 自然人] == 0", "文中.__class__[__doc__] == 0",
    "lambda: 0", "(lambda: 0)() == 0", f"[{A} for _ in 申请] == 0", f"sum({A} for _ in 申请) == 0", f"f'{{{A}}}' == 0",
    f"(甲 := {A}) == 0", f"{A} if {A} else 0", f"await {A} == 0", f"(yield {A}) == 0", f"*{A}, == 0", f"sum(*{A}) == 0",
    f"{A} == 10**400", f"{A} == 9**9**9**9", f"{A} == 1e400", f"{A} == -1e400", f"{A} == 1e16", f"{A} == {'9' * 1900}",
    f"{A} == 0x10", f"{A} == 0b1", f"{A} == 0o7", f"{A} == 1j", f"{A} == nan", f"{A} == inf", f"{A} == ...",
    f"{A} == b'0'", f"{A} == None", f"{A} << 1 == 0", f"{A} @ 2 == 0", f"~{A} == 0", f"not {A} == 0", f"{A} % 2 == 0",
    f"{'(' * 200}{A}{')' * 200} == 0", f"{'(' * 60}{A}{')' * 60}{'+1' * 60} == 0", f"{'-' * 1900}{A} == 0",
    f"{'[' * 200}{']' * 200}", f"{'sum(' * 90}{A}{')' * 90} == 0", f"{A} == 0\0", "\0", f"\ud800{A} == 0", f"{A} == '\udfff'",
    f"{A}\n== 0", f"{A} == 0\nimport os", "import os", "#", "\\", "'", '"""', "\ufeff" + A, "\u202e", "🀄 == 0", "申请[🀄, 自然人] == 0",
    "open('/etc/passwd') == 0", "print(0) == 0", f"exec('0') == {A}", "{} == 0", "{1: 2} == 0", "x" * LONGEST, "_" * 1999,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_refused(text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """Refused with one short line, as a rule and as a condition; nothing of it is ever run."""
    monkeypatch.chdir(tmp_path)
    said: list[str] = []

    def ran(*_: object, **__: object) -> None:
        ran_by.append("evaluated")

    ran_by: list[str] = []
    with monkeypatch.context() as patched:
        for owner, name in ((builtins, "eval"), (builtins, "exec"), (builtins, "print"), (os, "system")):
            patched.setattr(owner, name, ran)
        for read in (read_rule, read_condition):
            with pytest.raises(RuleText) as error:
                read(text, FORM)
            said.append(str(error.value))
    assert not ran_by
    assert max(map(len, said)) < 200, "a message is a line that a person reads"
    assert not any("\n" in line for line in said)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [LONGEST + 1, 10**6])
def test_long_text_is_refused_unread(number: int) -> None:
    """Over 2,000 characters nothing is parsed; 2,000 are fine."""
    assert refused((f"{A} == 0" + " " * number)[:number]) == f"规则有 {number} 个字符，最多 {LONGEST} 个"
    read_rule(f"{A} == 0".ljust(LONGEST), FORM)


WORDS = ("申请", "公开", "复议诉讼", "上年", "文中", "封面", "信息处理费", "本年新收", "自然人", "其他", "总计", "办理结果", "各行", "各列", "sum", "implies",
         "规章制定权", "[", "]", "(", ")", ",", ":", ".", "+", "-", "*", "==", "!=", "<=", ">", "=", "'", '"', "0", "1.5", "1e9", "0x1", "1_0",
         "1j", " ", "\n", "\t", "\r", "\x0c", "\\", "\0", "#", "{", "}", "f'", "b'", "lambda", ":=", "for", "in", "is", "not", "if", "else",
         "await", "yield", "@", "**", "//", "%", "~", "...", "None", "True", "，", "（", "“", "é", "\ud800", A, f"{A} == 0", "通知件数")
text = st.one_of(st.text(max_size=80), st.text(st.characters(), max_size=40), st.lists(st.sampled_from(WORDS), max_size=25).map("".join),
                 st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))


KNOWN = {*FORM.cells, *FORM.facts}


def names_of(check: Comparison) -> set[str]:
    """The cells and facts of a comparison."""
    return {term.name for side in (check.left, check.right) for term in side.terms}


@settings(max_examples=size(20_000))
@example(f"{A} == \\\n0").via("a line joined")
@example(f'{A} == "\\d"').via("an escape Python warns of")
@example(f"{A} == 1if 1else 2").via("a number Python warns of")
@given(text)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever the text, it is a rule over the form's cells or RuleText says why not; no other error, no warning."""
    with suppress(RuleText):
        assert all(names_of(reading.check) <= KNOWN for reading in read_rule(text, FORM))
    with suppress(RuleText):
        read_condition(text, FORM)
