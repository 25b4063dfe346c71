"""Causes: one mistake, one line; what is certain and what is not; what ranks the possibilities."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest
import wrong_cells

from xlreport.check.checking import check_submission
from xlreport.check.findings import Cause, Result
from xlreport.check.slips import LIKELY, POSSIBLE, WEAK, typing_slip
from xlreport.form.library import library
from xlreport.form.model import Form
from xlreport.form.submission import Submission
from xlreport.form.values import exact_value
from xlreport.rules.load import load_rules
from xlreport.rules.model import RuleSet

FORM = "zfxxgk-2021"


def official() -> tuple[Form, RuleSet]:
    return library().form(FORM), load_rules(library(), FORM)


def stated(**figures: int) -> Submission:
    """A document of zeros with some figures: 申请_本年新收__自然人=12."""
    form, _ = official()
    cells = dict.fromkeys(form.cells, Decimal(0))
    cells |= {name.replace("__", ", ").replace("_", "[", 1) + "]": Decimal(figure) for name, figure in figures.items()}
    return wrong_cells.document(form, cells)


def checked(submission: Submission) -> Result:
    return check_submission(submission, official()[1])


def changes(cause: Cause, rank: int = 0) -> list[list[tuple[str, str, str]]]:
    """What each explanation (of one rank, or all) changes."""
    return [[(change.cell, change.was, change.to) for change in explanation.changes]
            for explanation in cause.explanations if rank in (0, explanation.rank)]


RIGHT = {"申请_本年新收__自然人": 21, "申请_本年新收__总计": 21, "申请_予以公开__自然人": 21, "申请_予以公开__总计": 21,
         "申请_总计__自然人": 21, "申请_总计__总计": 21}


def test_two_swapped_digits_are_one_cause() -> None:
    """12 for 21 breaks a row and a column; one cell explains both, and only it does."""
    result = checked(stated(**RIGHT | {"申请_本年新收__自然人": 12}))
    (cause,) = result.causes
    assert cause.unique
    assert cause.complete
    assert changes(cause) == [[("申请[本年新收, 自然人]", "12", "21")]]
    assert cause.explanations[0].changes[0].why == "两位数字颠倒"
    assert {finding.instance for finding in result.findings if finding.cause == cause.id} == {"S101[自然人]", "S102[本年新收]"}
    assert set(cause.findings) == {finding.fingerprint for finding in result.findings if finding.family == "balance"}


def test_a_figure_that_must_change_anyway_is_never_certain() -> None:
    """4.5 件 in one cell and a slip in another of its row and column: the sums alone name one cell, and that is not certain."""
    wrong = RIGHT | {"申请_予以公开__自然人": 4}
    whole = stated(**wrong)
    cells = {**whole.cells, "申请[予以公开, 自然人]": exact_value(Decimal("4.5"))}
    result = checked(whole._replace(cells=cells))
    assert result.causes
    assert not any(cause.unique for cause in result.causes)
    assert checked(whole).causes[0].unique  # 4 for 21 is a figure that may stand there


def test_mistakes_apart_are_causes_apart() -> None:
    """Each broken balance belongs to the mistake that explains it."""
    result = checked(stated(**RIGHT | {"申请_本年新收__自然人": 12, "申请_重复申请__其他": 4, "复议诉讼_复议__维持": 2}))
    assert [cause.id for cause in result.causes] == ["c1", "c2", "c3"]
    assert [cause.unique for cause in result.causes] == [True, True, False]
    assert changes(result.causes[1]) == [[("申请[重复申请, 其他]", "4", "0")]]
    assert changes(result.causes[2]) == [[("复议诉讼[复议, 维持]", "2", "0")], [("复议诉讼[复议, 总计]", "0", "2")]]


def test_a_number_in_the_next_cell_is_one_slip() -> None:
    """21 typed one column to the right: two cells change, and the reason is one."""
    wrong = RIGHT | {"申请_予以公开__自然人": 0, "申请_予以公开__商业企业": 21}
    cause = checked(stated(**wrong)).causes[0]
    best = cause.explanations[0]
    assert changes(cause, 1) == [[("申请[予以公开, 自然人]", "0", "21"), ("申请[予以公开, 商业企业]", "21", "0")]]
    assert {change.why for change in best.changes} == {"填到了旁边一格"}


def test_last_year_breaks_a_tie() -> None:
    """With automatic totals a column cannot be told apart; last year's report says which of its cells is right."""
    form, rules = official()
    wrong = stated(**RIGHT | {"申请_上年结转__自然人": 3})
    cells = {name: exact_value(Decimal(0)) for name in form.cells}
    automatic = wrong_cells.workbook_like(wrong, rules)
    without = checked(automatic).causes[0]
    assert not without.unique
    assert len(changes(without)) > 20
    assert changes(without, 1) != [[("申请[上年结转, 自然人]", "3", "0")]]
    with_last = checked(automatic._replace(last_year=cells))
    cause = with_last.causes[0]
    assert changes(cause, 1) == [[("申请[上年结转, 自然人]", "3", "0")]]
    assert cause.explanations[0].support == "改后与上年报告也相符"
    assert not cause.unique
    assert {finding.instance for finding in with_last.findings if finding.cause == cause.id} >= {"S101[自然人]", "Y101"}


def test_a_total_typed_over_its_formula_may_be_blamed() -> None:
    """In a workbook whose other totals are formulas, a typed total that does not fit is the first suspect."""
    _, rules = official()
    automatic = wrong_cells.workbook_like(stated(**RIGHT), rules)
    name = "复议诉讼[复议, 总计]"
    typed = automatic._replace(cells={**automatic.cells, name: exact_value(Decimal(7))})
    cause = checked(typed).causes[0]
    assert changes(cause, 1) == [[(name, "7", "0")]]
    assert cause.explanations[0].changes[0].why == "合计是键入的，盖住了公式"


def test_too_much_wrong_is_said(size: Callable[[int], int]) -> None:
    """More than five wrong cells: a cause without explanations, never an invented one."""
    form, _ = official()
    random = Random(5)
    figures = dict.fromkeys(form.cells, Decimal(0))
    names = [name for name in form.cells if name.startswith("申请") and "总计" not in name]
    figures |= {name: Decimal(11 + 7 * place) for place, name in enumerate(random.sample(names, 9))}
    cause = checked(wrong_cells.document(form, figures)).causes[0]
    assert cause.explanations == ()
    assert not cause.unique


@pytest.mark.parametrize(("was", "to", "unit", "likelihood", "words"), [
    ("12", "21", "件", LIKELY, "两位数字颠倒"), ("122", "12", "件", LIKELY, "一位数字多按了一次"),
    ("129", "12", "件", POSSIBLE, "多了一位数字"), ("12", "129", "件", POSSIBLE, "少了一位数字"),
    ("17", "11", "件", POSSIBLE, "1、7 看混"), ("38", "33", "件", POSSIBLE, "3、8 看混"), ("45", "42", "件", POSSIBLE, "按到了旁边的键"),
    ("-6", "6", "项", LIKELY, "正负号错"), ("251000", "25.1", "万元", LIKELY, "把元当万元填"),
    ("18871", "18.871", "万元", LIKELY, "漏了小数点"), ("4", "9", "件", WEAK, "一位数字不同"), ("0", "31", "件", WEAK, "漏填，填成了 0"),
    ("315", "4", "件", WEAK, ""),
])
def test_slips(was: str, to: str, unit: str, likelihood: int, words: str) -> None:
    found = typing_slip(Decimal(was), Decimal(to), unit)
    assert (found.likelihood, found.words) == (likelihood, words)


def typed_wrong(seed: int, automatic: bool) -> tuple[Result, str, Decimal] | None:
    """A report with one figure mistyped, the cell, and what should be there; None where the slip changes nothing."""
    form, rules = official()
    random = Random(seed)
    figures = wrong_cells.report(form, rules, Random(seed % 97))
    names = [name for name in wrong_cells.counts(form) if not name.startswith("公开") and not (automatic and name in rules.totals)]
    filled = [name for name in names if figures[name]]
    name = random.choice(filled or names)
    typed = wrong_cells.mistyped(figures[name], random)
    if typed is None:
        return None
    right = figures[name]
    figures[name] = typed
    submission = wrong_cells.document(form, figures)
    return check_submission(wrong_cells.workbook_like(submission, rules) if automatic else submission, rules), name, right


def test_single_slips_in_documents(size: Callable[[int], int]) -> None:
    """One mistyped figure where all totals are stated: at the first rank wherever sums can tell, and never a false certainty."""
    seen = identifiable = first = 0
    for seed in range(size(2000)):
        made = typed_wrong(seed, automatic=False)
        if made is None:
            continue
        result, name, right = made
        seen += 1
        (cause,) = result.causes
        truth = [(name, right)]
        ranked = [(explanation.rank, [(change.cell, Decimal(change.to)) for change in explanation.changes])
                  for explanation in cause.explanations]
        assert truth in [changed for _, changed in ranked], seed
        if cause.unique:
            assert [changed for _, changed in ranked] == [truth], seed
        if len(cause.explanations) == 1 or name.startswith("申请"):
            identifiable += 1
            first += (1, truth) == ranked[0] and [rank for rank, _ in ranked].count(1) == 1
    assert seen > 0.8 * size(2000)
    assert identifiable > 0.5 * seen
    assert first >= 0.95 * identifiable


def test_single_slips_with_automatic_totals(size: Callable[[int], int]) -> None:
    """The same in a workbook: sums can say only which column, so nothing is called certain and the truth is among those named."""
    seen = 0
    for seed in range(size(2000)):
        made = typed_wrong(seed, automatic=True)
        if made is None or made[1].startswith("复议诉讼"):  # no sum speaks of these once their totals are formulas
            continue
        result, name, right = made
        seen += 1
        (cause,) = result.causes
        assert not cause.unique
        assert [(name, right)] in [[(cell, Decimal(to)) for cell, _, to in changed] for changed in changes(cause)], seed
    assert seen > 0.4 * size(2000)


def test_the_narrative_breaks_a_tie() -> None:
    """With automatic totals a column cannot be told apart; the narrative states one of its sums, and its finding is folded in."""
    _, rules = official()
    wrong = stated(**RIGHT | {"申请_本年新收__自然人": 24})
    text = {"总体情况": "2023年，本机关收到政府信息公开申请21件。"}
    automatic = wrong_cells.workbook_like(wrong, rules)._replace(texts=text)
    result = checked(automatic)
    cause = result.causes[0]
    assert changes(cause, 1) == [[("申请[本年新收, 自然人]", "24", "21")]]
    assert cause.explanations[0].support == "正文写的也是这个数"
    prose = [finding for finding in result.findings if finding.family == "prose" and finding.severity != "info"]
    assert all(finding.cause == cause.id for finding in prose)
