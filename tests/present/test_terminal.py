"""The console: what a clerk reads, and that nothing in a file can make it say something else."""

import ast
import inspect
import subprocess
import sys
from collections.abc import Callable

import pytest
from present_examples import Rules

from xlreport.check.findings import Batch
from xlreport.present import terminal, words


def test_golden(batch: Batch, rules_of: Rules, golden: Callable[[str, str], None]) -> None:
    golden("terminal.zh.txt", terminal.render(batch, rules_of))


def test_golden_in_english(
    make_batch: Callable[[], Batch], rules_of: Rules, golden: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XLREPORT_LANG", "en")
    golden("terminal.en.txt", terminal.render(make_batch(), rules_of))


def test_every_finding_is_one_numbered_line(batch: Batch, rules_of: Rules) -> None:
    result = batch.files[0].result
    assert result is not None
    many = result._replace(findings=result.findings * 40, causes=())
    lines = terminal.render(Batch((batch.files[0]._replace(result=many),)), rules_of).splitlines()
    numbered = [line for line in lines if line.startswith("  ")]
    assert len(numbered) == len(many.findings) > 100
    assert [line.split(".")[0].strip() for line in numbered] == [str(number) for number in range(1, len(numbered) + 1)]
    assert sum(line.endswith("（已说明，待主管部门认可） [G101]") for line in numbered) == many.pending == 40


def test_hostile_text_stays_on_its_line_and_moves_nothing(hostile_batch: Batch, rules_of: Rules) -> None:
    text = terminal.render(hostile_batch, rules_of)
    clean = terminal.render(Batch(tuple(
        file if file.result is None else file._replace(path="a", result=file.result._replace(
            submission=file.result.submission._replace(unit="b"))) for file in hostile_batch.files)), rules_of)
    assert text.count("\n") == clean.count("\n") == 8
    assert not [character for character in text if character != "\n" and not character.isprintable()]
    text.encode("utf-8")
    assert "\\x1b[31m" in text


def test_own_words_are_in_gbk(batch: Batch, rules_of: Rules) -> None:
    terminal.render(batch, rules_of).encode("gbk", "strict")
    for module in (terminal, words):  # also the words that this batch does not reach
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                node.value.encode("gbk", "strict")


def test_one_clean_file_is_a_head_and_a_count(batch: Batch, rules_of: Rules) -> None:
    assert terminal.render(Batch(batch.files[1:2]), rules_of).splitlines() == [
        "报送/柳塘乡.xlsx  柳塘乡人民政府  2023年度  政府信息公开工作年度报告（2021年格式）  通过",
        "错误 0 条，核实 0 条，提示 0 条，无法判断 0 项",
    ]


def test_a_file_with_inferred_figures_says_why_it_is_no_pass(batch: Batch, rules_of: Rules) -> None:
    result = batch.files[1].result
    assert result is not None
    cells = {name: value._replace(inferred=True) for name, value in result.submission.cells.items()}
    file = batch.files[1]._replace(result=result._replace(submission=result.submission._replace(cells=cells)))
    text = terminal.render(Batch((file, batch.files[1])), rules_of)
    assert "待核对\n" in text
    assert "有 200 格没有直接读到" in text
    assert "2 个文件：通过 1，待核对 1，有错误 0，读不了 0" in text


def test_nothing_heavy_is_imported() -> None:
    """The console is the cold path: no json, no html, no url parsing."""
    code = ("import sys, xlreport.check.findings, xlreport.check.places; before = set(sys.modules); "
            "import xlreport.present.terminal; print(sorted(set(sys.modules) - before))")
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    others = [name for name in ast.literal_eval(loaded) if not name.startswith("xlreport")]
    assert others == []
