"""Growth and shares in words: worksheet functions and finished reports say the same of the same figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.live.phrases import sentence
from xlreport.prose.changes import growth, share

FIGURES = st.integers(0, 5000).map(Decimal)


@pytest.mark.parametrize(("this", "last", "words"), [
    (61, 50, "增长22%"), (50, 61, "下降18%"), (9, 9, "持平"), (0, 0, "持平"), (18, 9, "翻一番"), (36, 9, "翻两番"),
    (100001, 100000, "基本持平"), (8, 7, "增长14.3%")])
def test_growth(this: int, last: int, words: str) -> None:
    assert growth(Decimal(this), Decimal(last), 1 if words != "下降18%" else 0) == words


def test_from_nothing_nothing_grows() -> None:
    """There is no rate of growth from 0; the message says so."""
    with pytest.raises(ValueError, match="上年是 0，不能算增长率"):
        growth(Decimal(3), Decimal(0), 1)


@given(FIGURES, FIGURES.filter(bool), st.integers(0, 6))
def test_a_worksheet_says_what_the_report_says(this: Decimal, last: Decimal, decimals: int) -> None:
    """The same words by both ways; a share is printed with its decimals, or none where it is whole."""
    assert sentence(f"{{增长(1, 2), {decimals}}}", (this, last)) == growth(this, last, decimals)
    part, whole = sorted((this, last))
    assert sentence(f"{{比率(1, 2), {decimals}}}", (part, whole)) == share(part / whole * 100, decimals)
    percent = part / whole * 100
    assert abs(Decimal(share(percent, decimals)[:-1]) - percent) <= Decimal("0.5").scaleb(-decimals)
