"""Two reports on one page: every figure, what does not follow, every sentence, and nothing that acts."""

import re
from collections.abc import Callable
from typing import Any

from present_examples import FORM, HOSTILE, zeros

from xlreport.check.totals import settle_totals
from xlreport.flows.comparing import comparison_page
from xlreport.form.exchange import from_json
from xlreport.form.library import Library
from xlreport.form.submission import Submission
from xlreport.present.comparison_texts import ADDED, CHANGED, GONE, NUMBERS, SAME, Row, sentence_rows
from xlreport.rules.load import load_rules

OLD = "全年收到申请12件。一是公开内容还不够丰富。本年完成栏目调整两个。下一步将加强学习培训。"
NEW = "全年收到申请21件。一是公开内容还不够丰富。下一步将加强业务学习培训。新开通了微信公众号栏目。"


def report(library: Library, year: int, form: str = FORM, **parts: Any) -> Submission:
    """A report as read from VALUES.json; totals that are not stated are added up."""
    rules = load_rules(library, form)
    data = zeros(library.form(form), year=year, **parts)
    data["cells"] = {name: value for name, value in data["cells"].items() if name not in rules.totals}
    return settle_totals(from_json(data, library), rules)


def test_golden(library: Library, golden: Callable[[str, str], None]) -> None:
    this = report(library, 2024, cells={"申请[本年新收, 自然人]": 21, "申请[上年结转, 自然人]": 2, "申请[予以公开, 自然人]": 23,
                                        "公开[行政事业性收费, 收费金额]": "18.8710"}, text={"总体情况": NEW})
    last = report(library, 2023, cells={"申请[本年新收, 自然人]": 12, "申请[予以公开, 自然人]": 11, "申请[结转下年, 自然人]": 1,
                                        "公开[行政事业性收费, 收费金额]": "18.5"}, text={"总体情况": OLD})
    page = comparison_page(this, last, library)
    assert "+9<br>+75.0%" in page
    assert "+0.3710<br>+2.0%" in page
    assert "[Y101]" in page
    golden("comparison.html", re.sub(r"(?s)<style>.*</style>", "<style></style>", page))


def test_two_versions_of_one_year_are_not_held_to_carry_over(library: Library) -> None:
    page = comparison_page(report(library, 2023, cells={"申请[结转下年, 自然人]": 3}), report(library, 2023), library)
    assert "两个版本对照" in page
    assert "[Y1" not in page


def test_another_edition_is_compared_where_it_can_be(library: Library) -> None:
    page = comparison_page(report(library, 2021), report(library, 2020, "zfxxgk-2019"), library)
    assert "二、主动公开政府信息情况：两份的表式不同，不对照。" in page
    assert page.count('<table class="form">') == 2


def test_sentences_side_by_side() -> None:
    rows = sentence_rows(NEW, OLD)
    assert [row.how for row in rows] == [NUMBERS, SAME, GONE, CHANGED, ADDED]
    assert rows[2] == Row(GONE, "", "本年完成栏目调整两个。")
    assert [row.how for row in sentence_rows("", OLD)] == [GONE] * 4
    assert {row.how for row in sentence_rows(OLD, OLD)} == {SAME}


def test_every_sentence_stands_once_on_its_side(library: Library) -> None:
    for this, last in ((NEW, OLD), (OLD, NEW), (OLD + NEW, NEW), ("", NEW)):
        rows = sentence_rows(this, last)
        assert "".join(row.this for row in rows) == this
        assert sorted("".join(row.last for row in rows)) == sorted(last)


def test_hostile_words_do_nothing(library: Library) -> None:
    wicked = report(library, 2023, unit=HOSTILE.replace("\ud83d\udc80\x00", ""), text={"总体情况": "<img src=x onerror=alert(1)>。"})
    page = comparison_page(wicked, report(library, 2022), library)
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in page


def test_a_workbook_is_compared_as_it_is_printed(library: Library) -> None:
    """Braces are filled in before texts are compared: a workbook and the report written from it are the same."""
    braces = report(library, 2024, cells={"申请[本年新收, 自然人]": 3}, text={"总体情况": "我局收到申请{申请[本年新收, 总计]}件，比往年复杂。"})
    page = comparison_page(braces, report(library, 2024, text={"总体情况": "我局收到申请3件，比往年复杂。"}), library)
    assert "{" not in page.split("</style>")[1]
    assert '<span class="tag">相同</span>我局收到申请3件' in page
