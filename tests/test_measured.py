"""README's tables of measurements are those that `make bench` wrote: from tests/peers/measured.json, with dates, never by hand."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests" / "peers"))

import table  # noqa: E402  the bench's own

KEPT = json.loads(table.MEASURED.read_text("utf-8"))


def test_readme_has_what_was_measured() -> None:
    """README's part is what the command makes of the figures that were kept."""
    readme = table.README.read_text("utf-8")
    assert table.with_tables(readme, KEPT) == readme


def test_every_part_says_when_and_where() -> None:
    """A figure without its day, its machine and its version says nothing."""
    assert all(part["date"] and part["machine"] and part["xlreport"] for part in KEPT.values())


def test_a_part_is_measured_again(tmp_path: Path) -> None:
    """Another run of one part takes its place and leaves the others."""
    place = tmp_path / "measured.json"
    table.keep("cold", [table.Bar("甲", "1 秒", "2 秒", True)], place)
    table.keep("cells", [table.Bar("乙", "3 秒", "2 秒", False)], place)
    table.keep("cold", [table.Bar("丙", "4 秒", "", None)], place)
    said = table.tables(json.loads(place.read_text("utf-8")))
    assert "甲" not in said
    assert "| 乙 | 3 秒 | 2 秒 | **否** |" in said
    assert "| 丙 | 4 秒 | — | — |" in said


def test_a_peer_that_is_not_here_is_named() -> None:
    """A program that does not install is not left out without a word."""
    row = {"name": "某程序", "version": "1", "cold": 1.0, "thousand": 2.0, "memory": 3.0, "books": 30, "says": ["a|b<c", "x" * 200, *"12345"]}
    said = "\n".join(table.peer_lines({"date": "2026-01-01", "found": {"rows": [row], "missing": ["另一程序"]}}))
    assert "没有比的：另一程序" in said
    assert "（由 30 个推算）" in said
    assert "a\\|b&lt;c<br>" in said
    assert "…… 共 7 行" in said


def test_a_readme_without_marks_is_an_error() -> None:
    """The tables are written at their place or not at all."""
    with pytest.raises(ValueError, match="bench"):
        table.with_tables("# a page", {})
