"""A cause in words: which cell is wrong and what it should be, as far as the sums can tell."""

from collections.abc import Iterator, Sequence

from xlreport.check.findings import Cause, Change, Explanation
from xlreport.check.places import cell_at, where
from xlreport.form.submission import Submission
from xlreport.wording import say

_MOST = 6  # possibilities named on one line; JSON has them all


def cause_said(cause: Cause, submission: Submission) -> str:
    """Which cell it is and what it should be, as far as that can be told, in one or two sentences."""
    best = [explanation for explanation in cause.explanations if explanation.rank == 1]
    others = [explanation for explanation in cause.explanations if explanation.rank > 1]
    if not best:
        return say("错处较多，改动五格以内不能全部相符，请逐格核对。" if cause.complete else "错处较多，没有找完，请逐格核对。",
                   "Changing up to five cells does not mend it: check cell by cell." if cause.complete else
                   "Too much is wrong to search through: check cell by cell.")
    unfinished = "" if cause.complete else say("（情况复杂，没有找完）", " (not all possibilities were searched)")
    if len(best) == 1 and not others:
        return say(f"错在{_whole(best[0], submission)}。改后都相符{unfinished}，请对照原始记录核对。",
                   f"Wrong is {_whole(best[0], submission)}. Then all agree{unfinished}; compare with your records.")
    if len(best) == 1:
        return say(f"多半错在{_whole(best[0], submission)}；也可能是{_listed(others, submission)}{unfinished}。表内关系不能完全确定，请对照原始记录核对。",
                   f"Most likely {_whole(best[0], submission)}; or else {_listed(others, submission)}{unfinished}. The sums alone cannot "
                   f"tell for certain; compare with your records.")
    home = _column(best, submission)
    if home:
        some = _listed(best[:3], submission)
        return say(f"只看得出{home}这一列有错，凭表内关系分不出是哪一格（{len(best)} 格都有可能，如{some}）{unfinished}。请逐格对照原始记录。",
                   f"Something in the column {home} is wrong, and the sums cannot tell which cell ({len(best)} are possible, such as "
                   f"{some}){unfinished}. Compare each with your records.")
    rest = say(f"；可能性小一些的还有 {len(others)} 种", f"; {len(others)} less likely") if others else ""
    return say(f"错在下面 {len(best)} 处之一，凭表内关系分不出是哪一处：{_listed(best, submission)}{rest}{unfinished}。请对照原始记录核对。",
               f"One of these {len(best)}, and the sums cannot tell which: {_listed(best, submission)}{rest}{unfinished}. Compare with your records.")


def _column(explanations: Sequence[Explanation], submission: Submission) -> str:
    """The one column in which many single cells are possible; '' where they are few, or not in one column."""
    cells = submission.form.cells
    columns = {(cells[change.cell].table, cells[change.cell].column) for explanation in explanations for change in explanation.changes}
    if len(explanations) <= _MOST or len(columns) > 1 or any(len(explanation.changes) > 1 for explanation in explanations):
        return ""
    (code, column), = columns
    table = submission.form.table(code)
    return f"{table.sheet} {table.columns.said[column]}"


def _whole(explanation: Explanation, submission: Submission) -> str:
    """A set of changes in full, with reasons."""
    said = say("，同时", " and ").join(_change(change, submission) for change in explanation.changes)
    return said + (say(f"（{explanation.support}）", f" ({explanation.support})") if explanation.support else "")


def _change(change: Change, submission: Submission) -> str:
    why = say(f"（{change.why}）", f" ({change.why})") if change.why else ""
    at = where(cell_at(submission, change.cell))
    return say(f"{at}：现为 {change.was}，应为 {change.to}{why}", f"{at}: is {change.was}, should be {change.to}{why}")


def _listed(explanations: Sequence[Explanation], submission: Submission) -> str:
    """Sets of changes in short, the first few of them."""
    shown = say("、", ", ").join(say("且", " and ").join(_short(explanation, submission)) for explanation in explanations[:_MOST])
    return shown + (say(f"等 {len(explanations)} 种", f" … {len(explanations)} in all") if len(explanations) > _MOST else "")


def _short(explanation: Explanation, submission: Submission) -> Iterator[str]:
    for change in explanation.changes:
        at = cell_at(submission, change.cell)
        yield f"{f'{at.sheet} {at.address}' if at.address else at.label} {change.was}→{change.to}"
