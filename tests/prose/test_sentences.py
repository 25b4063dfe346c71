"""Sentences and clauses: nothing is lost, nothing overlaps, and marks inside numbers and titles end nothing."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from xlreport.prose.sentences import paragraph_of, pieces, sentences

TEXT = "一、概况\n今年收到申请1,234件，均已答复；无结转。按《关于甲、乙的通知。补充》办理！\n\n  咨询时间：9:30起。"


def test_sentences_and_clauses() -> None:
    """A sentence a full stop, a clause a comma, a paragraph a line."""
    found = sentences(TEXT)
    assert [TEXT[one.start:one.end] for one in found] == [
        "一、概况", "今年收到申请1,234件，均已答复；无结转。", "按《关于甲、乙的通知。补充》办理！", "咨询时间：9:30起。"]
    assert [one.paragraph for one in found] == [0, 1, 1, 3]
    assert [TEXT[one.start:one.end] for one in found[1].clauses] == ["今年收到申请1,234件，", "均已答复；", "无结转。"]
    assert [TEXT[one.start:one.end] for one in found[3].clauses] == ["咨询时间：", "9:30起。"]
    assert [TEXT[one.start:one.end] for one in pieces(TEXT)][1:3] == ["今年收到申请1,234件，均已答复；", "无结转。"]


@given(st.text(alphabet="甲乙丙1,:，。；：《》！\n “”（）", max_size=60))
def test_every_character_but_space_and_stray_marks_stands_in_one_sentence(text: str) -> None:
    """Spans are in order, do not overlap, and hold every letter and digit; clauses do the same within a sentence."""
    found = sentences(text)
    spans = [(one.start, one.end) for one in found]
    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    held = {position for start, end in spans for position in range(start, end)}
    assert all(position in held for position, character in enumerate(text) if character in "甲乙丙1")
    for one in found:
        assert one.paragraph == paragraph_of(text, one.start)
        inside = {position for clause in one.clauses for position in range(clause.start, clause.end)}
        assert all(position in inside for position in range(one.start, one.end) if text[position] in "甲乙丙1")
