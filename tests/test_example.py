"""The worked example is the published report: its 200 figures, in printed order, are those of the text it was taken from."""

import json
import re
from pathlib import Path

from xlreport.check.checking import check_submission
from xlreport.form.exchange import from_json
from xlreport.form.library import library, templates_folder
from xlreport.rules.load import load_rules

FORM = "zfxxgk-2021"
PUBLISHED = Path(__file__).parents[2] / "shared" / "samples" / "nanguan-2023.txt"
LOOK_ALIKE = Path(__file__).parent / "data" / "look-alike-2022.txt"


def printed_figures(text: str) -> list[int]:
    """The figures of the three tables in a text that has one cell a line."""
    tables = text[text.index("二、主动公开政府信息情况\n") : text.index("五、存在的主要问题")]
    return [int(line) for line in re.findall(r"^\s*(\d+)\s*$", tables, re.MULTILINE)]


def test_the_example_says_what_was_published() -> None:
    """Where the published text is at hand, the example's figures are exactly its figures; the look-alike has as many."""
    example = json.loads((templates_folder() / FORM / "example.json").read_text("utf-8"))
    form = library().form(FORM)
    assert len(printed_figures(LOOK_ALIKE.read_text("utf-8"))) == len(form.cells) == 200
    if PUBLISHED.exists():
        assert printed_figures(PUBLISHED.read_text("utf-8")) == [example["cells"][name] for name in form.cells]


def test_the_example_copies_no_sentence() -> None:
    """Its prose is its own: no run of 30 characters of the published text, but for law titles and the like."""
    if not PUBLISHED.exists():
        return
    example = json.loads((templates_folder() / FORM / "example.json").read_text("utf-8"))
    published = re.sub(r"\s", "", PUBLISHED.read_text("utf-8"))
    own = re.sub(r"\s", "", "".join(example["text"].values()))
    for said_by_all in ("总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况",
                        "存在的主要问题及改进情况、其他需要报告的事项", "数据统计期限自2023年1月1日起至2023年12月31日止"):
        own = own.replace(said_by_all, "|")
    assert not [own[place : place + 30] for place in range(len(own) - 30) if own[place : place + 30] in published]


def test_the_example_is_right() -> None:
    """The published report holds: nothing is accused."""
    example = json.loads((templates_folder() / FORM / "example.json").read_text("utf-8"))
    result = check_submission(from_json(example, library()), load_rules(library(), FORM))
    assert result.status == "pass"
    # 60 of 61 is 98.36 %, printed as 98.3 %: cut off rather than rounded, which is said and is no fault
    assert {found.severity for found in result.findings} <= {"info"}
