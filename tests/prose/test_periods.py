"""Years, dates and periods as reports write them."""

import pytest

from xlreport.prose.periods import date_in, is_date, stated_periods, trailing_date, years_in

CUES = ("统计期限", "所列数据")


@pytest.mark.parametrize("sentence", [
    "本报告中所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
    "统计期限自２０２３年１月１日起至２０２３年１２月３１日止",
    "统计期限为2023年1月1日至12月31日",
    "统计期限：2023年01月01日—2023年12月31日",
    "统计期限从 2023 年 1 月 1 日到 2023 年 12 月 31 日",
    "统计期限自二〇二三年一月一日起至二○二三年十二月三十一日止",
    "统计期限2023-01-01至2023-12-31",
    "统计期限自2023年1月1日至当年12月31日",
])
def test_one_calendar_year_in_many_hands(sentence: str) -> None:
    (period,) = stated_periods(sentence, CUES)
    assert period.calendar_year
    assert (period.first[0], period.last[0]) == (2023, 2023)
    assert sentence[period.start].isdigit() or sentence[period.start] == "二"


@pytest.mark.parametrize(("sentence", "year"), [
    ("统计期限自2023年1月1日起至2023年11月30日止", False), ("统计期限自2022年12月1日起至2023年12月31日止", False),
    ("统计期限自2022年1月1日起至2023年12月31日止", False)])
def test_other_periods(sentence: str, year: bool) -> None:
    (period,) = stated_periods(sentence, CUES)
    assert period.calendar_year is year


def test_only_the_sentence_that_speaks_of_the_statistics() -> None:
    text = "自2023年3月1日起至2023年6月30日开展专项行动。所列数据统计期限自2023年1月1日起至2023年12月31日止。"
    assert [period.first[1] for period in stated_periods(text, CUES)] == [1]
    assert len(list(stated_periods(text, ()))) == 2


def test_years_and_dates() -> None:
    assert [year.year for year in years_in("二〇二三年度，比2022年多；〔2021〕30号；12023年")] == [2023, 2022]
    assert date_in("江城县财政局 二〇二四年一月二十六日") == (2024, 1, 26)
    assert date_in("没有日期") is None
    assert is_date("（2024年1月26日）")
    assert is_date("2024-01-26")
    assert not is_date("2024年1月26日印发")
    assert trailing_date("江城县财政局2024年1月26日") == 6
    assert trailing_date("江城县财政局") == -1
