"""Leaders' words taken back into the workbook: figures that nobody touched stay placeholders, and no change of theirs is lost unsaid."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from written import report
from xlreport.flows.revised_texts import Merged, merged_texts
from xlreport.form.library import library
from xlreport.form.submission import Submission
from xlreport.prose.finished import finished_texts
from xlreport.rules.load import load_rules
from xlreport.rules.sums import Amounts, amounts

FORM = "zfxxgk-2021"
CODE = "总体情况"
FEES = "其他需要报告的事项"


def known(submission: Submission) -> Amounts:
    return amounts(submission, load_rules(library(), FORM).totals)


def printed(submission: Submission) -> Submission:
    """The report as its document reads."""
    return submission._replace(texts={code: filling.text for code, filling in finished_texts(submission, known(submission)).items()})


def merged(own: Submission, code: str, text: str) -> Merged:
    """What becomes of a workbook when one text of its document has become another."""
    return merged_texts(own, own._replace(texts={code: text}), known(own))


@pytest.mark.parametrize("seed", range(8))
def test_an_untouched_document_changes_nothing(seed: int) -> None:
    """Also where the figures chose another wording of a clause than the sheet shows."""
    own = report(FORM, seed)
    found = merged_texts(own, printed(own), known(own))
    assert found.texts == dict(own.texts)
    assert (found.changed, found.differing) == (0, ())


def test_a_sentence_more_leaves_the_figures_placeholders() -> None:
    own = report(FORM, 3, text={CODE: "我局全年收到申请{申请[本年新收, 总计]}件，办结{申请[总计, 总计]}件。"})
    text = printed(own).texts[CODE] + "其中涉及预算的较多。"
    found = merged(own, CODE, text)
    assert found.texts[CODE] == own.texts[CODE] + "其中涉及预算的较多。"
    assert (found.changed, found.kept, found.differing) == (1, 0, ())


def test_a_figure_changed_by_hand_is_said() -> None:
    """In a paragraph that is otherwise the same the figure stays the workbook's, and both are named."""
    own = report(FORM, 3, text={CODE: "我局全年收到申请{申请[本年新收, 总计]}件，情况复杂。"})
    text = printed(own).texts[CODE]
    found = merged(own, CODE, text.replace("申请", "申请近", 1))
    assert found.texts[CODE] == own.texts[CODE]
    assert found.differing == ((text.replace("申请", "申请近", 1), text),)


@given(st.integers(0, 40), st.randoms(use_true_random=False))
def test_what_is_taken_prints_as_the_document_reads(seed: int, random: Random) -> None:
    """However a text is cut, doubled and written over: paragraph by paragraph it prints as revised, or the difference is named."""
    own = report(FORM, seed)
    text = printed(own).texts[CODE]
    for _ in range(random.randint(1, 5)):
        start = random.randrange(len(text))
        text = text[:start] + random.choice(["", "本年", "7", "新收申请3件。", "\n", text[start:start + 9]]) + text[start + random.randint(0, 6):]
    found = merged(own, CODE, text)
    result = finished_texts(own._replace(texts=found.texts), known(own))[CODE].text if found.texts[CODE].strip() else ""
    for line, revised in zip(result.split("\n"), text.split("\n"), strict=True):
        assert "".join(line.split()) == "".join(revised.split()) or (revised, line) in found.differing
