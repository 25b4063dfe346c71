"""The overview page in Chromium: nothing is loaded or run, nobody is shut out, and a total is followed to the unit's cell by keyboard."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from office.libreoffice import tool
from region import names
from region.conftest import Region
from xlreport.collection.overview import Overview

pytestmark = pytest.mark.office

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / "build" / "npm" / "node_modules"


@pytest.fixture(scope="module")
def judged(region: Region, overview: Overview) -> dict[str, Any]:
    """What Chromium says of the page."""
    tool("axe-core", "AXE_CORE", MODULES / "axe-core" / "axe.min.js")
    done = subprocess.run([tool("node"), str(HERE / "page_judge.cjs"), str(MODULES), tool("chromium", "CHROMIUM"), str(region.folder / "总览.html"),
                           str(region.folder)], capture_output=True, text=True, encoding="utf-8", check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_nothing_is_loaded_and_nothing_runs(judged: dict[str, Any]) -> None:
    """No request, no message, no element out of a unit's name, which stands there as it is."""
    assert (judged["errors"], judged["requests"], judged["images"]) == ([], [], 0)
    assert names.ZONE in judged["text"]


def test_nobody_is_shut_out(judged: dict[str, Any]) -> None:
    """axe-core finds nothing, closed or opened; nothing is wider than the screen."""
    assert judged["violations"] == []
    assert judged["width"] <= 1366


def test_a_total_is_followed_to_the_cell(judged: dict[str, Any], overview: Overview) -> None:
    """By keyboard alone: the list of contents, the first total, its largest unit, that unit's line, which is opened and seen."""
    contents, total, unit = judged["way"]
    assert (contents["text"], total["tag"], unit["tag"]) == ("合计与上年", "SUMMARY", "A")
    wanted = next(one for one in overview.totals if one.label in total["text"])
    name, figure, place = max(wanted.parts, key=lambda part: part[1])
    assert name == unit["text"]
    assert f"{name} {figure}" in judged["parts"].replace("\xa0", " ")
    assert place in judged["parts"]
    assert judged["target"]["seen"]
    assert judged["target"]["text"].startswith(name.partition("（")[0])


def test_it_is_small_and_printed(judged: dict[str, Any], region: Region) -> None:
    """At most 6 MB for 800 units; on paper every part has its heading."""
    assert (region.folder / "总览.html").stat().st_size <= 6_000_000
    assert judged["seconds"] > 0
    printed = subprocess.run(["pdftotext", str(region.folder / "paper.pdf"), "-"], capture_output=True, text=True, encoding="utf-8", check=True).stdout
    for heading in ("报送进度", "先联系谁", "对不上单位的报告", "哪些规则常错", "与同类单位比", "各单位", "合计与上年"):
        assert heading in printed
