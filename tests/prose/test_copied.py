"""Copied text: sentence by sentence, numbers aside, without what every report says."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from written import report
from xlreport.form.library import library
from xlreport.prose.copied import alike, counted_pieces, taken_over
from xlreport.prose.finished import finished_texts
from xlreport.prose.own_clauses import OwnClauses
from xlreport.prose.phrases import offered
from xlreport.rules.load import load_rules
from xlreport.rules.sums import amounts

LAST = ("一是主动公开的内容还不够全面，群众关心的民生信息偏少；二是政策解读以文字为主，图表和视频用得不多。\n"
        "2023年将组织两次业务培训，配齐信息员。")
COMMON = ("根据《中华人民共和国政府信息公开条例》有关规定，现公布本单位年度报告。\n统计期限自2022年1月1日起至2022年12月31日止。\n"
          "联系电话：0431-1234567，邮政编码：130000。\n2022年，我局未收到政府信息公开申请。\n没有其他需要报告的事项。\n"
          "《中华人民共和国政府信息公开条例》《中华人民共和国保守国家秘密法》。")


def test_the_same_text_is_taken_over_whole_whatever_its_numbers() -> None:
    """Another year and other figures make no other text."""
    this = LAST.replace("2023", "2024").replace("两次", "3次")
    found = taken_over(this, LAST)
    assert found.share == 1
    assert [this[span.start:span.end][:4] for span in found.spans] == ["一是主动", "二是政策", "2024"]


def test_a_reworded_sentence_is_not_taken_over_and_a_touched_up_one_is() -> None:
    """One word changed is still the same sentence; another thought is not."""
    touched = LAST.split("\n")[0].replace("还不够全面", "仍不够全面")
    assert taken_over(touched, LAST).share == 1
    assert taken_over("业务骨干调动频繁，个别乡镇的信息员对区分处理掌握得不牢，答复书写不规范。", LAST).share == 0


def test_what_every_report_says_never_counts() -> None:
    """Basis, period, contact, nothing received, titles of laws: neither copied nor text."""
    assert counted_pieces(COMMON) == ()
    assert taken_over(COMMON, COMMON).share == 0
    assert taken_over(COMMON + "\n" + LAST, COMMON).share == 0


def test_own_clauses_of_the_program_never_count() -> None:
    """Sentences offered by the program are known by their keys."""
    own = {piece.key for piece in counted_pieces(LAST)}
    assert taken_over(LAST, LAST, own).counted == 0


def test_units_that_share_their_text_are_named() -> None:
    """Of several units, the pair; names of the units make no difference; what everybody was handed counts for nobody."""
    texts = {f"青禾县第{number}局": f"青禾县第{number}局围绕第{name}类重点工作{name * 3}细化了公开目录并逐项落实责任。"
             for number, name in enumerate("甲乙丙丁戊己庚辛壬癸", 1)}
    texts["青禾县教育局"] = LAST
    texts["青禾县司法局"] = LAST.replace("2023", "2025") + "青禾县司法局另外整理了近年来的典型案例供各科室学习。"
    handed = "按照县政府办公室的统一部署开展了政务公开专项整治工作。"
    found = alike({name: text + handed for name, text in texts.items()}, Decimal("0.6"))
    assert {(one.first, one.second) for one in found} == {("青禾县教育局", "青禾县司法局"), ("青禾县司法局", "青禾县教育局")}
    assert found[0].share == 1
    assert Decimal("0.6") < found[1].share < 1


@given(st.text(alphabet="甲乙丙丁戊己12，。；\n", max_size=80), st.text(alphabet="甲乙丙丁戊己12，。；\n", max_size=80))
def test_the_share_is_a_share_and_a_text_is_its_own_copy(one: str, other: str) -> None:
    """Between 0 and 1; 1 against itself where anything counts; the order of lines makes no difference."""
    assert 0 <= taken_over(one, other).share <= 1
    itself = taken_over(one, one)
    assert itself.taken == itself.counted
    assert taken_over("\n".join(reversed(one.split("\n"))), one).share in (0, 1)


@pytest.mark.parametrize("form_id", ["zfxxgk-2021", "zfxxgk-2019"])
def test_clauses_left_as_offered_are_nobodys_copy(form_id: str) -> None:
    """Printed with whatever figures, or with its braces: a clause of the program counts for no text; a person's sentence does."""
    own = OwnClauses(library().form(form_id))
    for seed in range(12):
        submission = report(form_id, seed)
        submission = submission._replace(texts=offered(submission.form, submission.unit, submission.year, last_year=True))
        printed = finished_texts(submission, amounts(submission, load_rules(library(), form_id).totals))
        for code, filling in printed.items():
            for text in (filling.text, submission.texts[code]):
                assert [text[piece.span.start:piece.span.end] for piece in counted_pieces(text, own_clauses=own)] == []
    assert taken_over(LAST, LAST, own).share == 1
