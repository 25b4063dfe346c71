"""Two thousand random reports in ten layouts with pairs of variants: nothing certain is wrong, and nearly everything is read.

`python tests/reading/read_by_layout.py 2000` prints the table of a run, a line for each layout.
"""

from collections import Counter
from collections.abc import Callable

import pytest
from cases import case, tally

from xlreport.check.checking import check_submission
from xlreport.form.library import Library
from xlreport.rules.load import load_rules


@pytest.mark.parametrize("part", range(10))
def test_no_wrong_figure_is_certain(part: int, library: Library, size: Callable[[int], int]) -> None:
    """Every figure is what was printed, or marked as inferred, or unread."""
    cases = size(2000) // 10
    for number in range(part * cases, (part + 1) * cases):
        one = case(number, library)
        assert not tally(one)["wrong"], (number, one.layout, one.variants)


def test_nearly_everything_that_a_layout_keeps_is_read(library: Library, size: Callable[[int], int]) -> None:
    """The share over one run of all layouts; and inferred figures are right but for a few in reports that break a rule."""
    total: Counter[str] = Counter()
    for number in range(10_000, 10_000 + size(2000) // 2):
        total += tally(case(number, library))
    assert total["wrong"] == 0
    least = 0.995 if size(2000) == 2000 else 0.985  # of a hundred cases, one bad one is half a per cent
    assert total["read"] >= least * total["survive"], dict(total)
    assert total["inferred wrong"] <= 0.08 * total["inferred"], dict(total)


def test_a_file_with_inferred_figures_never_passes(library: Library, size: Callable[[int], int]) -> None:
    """A rule that served to infer a figure is not judged, and such a file is not `pass`."""
    met = 0
    for number in range(4, size(1500), 10):  # 5. figures cut by font runs
        submission = case(number, library).read
        result = check_submission(submission, load_rules(library, submission.form.id))
        inferred = {name for name, value in submission.cells.items() if value.inferred}
        if not inferred:
            continue
        met += 1
        assert result.status == "fail"
        assert any(finding.rule == "W152" for finding in result.findings)
        rules = load_rules(library, submission.form.id)
        verdicts = {outcome.instance: outcome.verdict for outcome in result.outcomes}
        for instance in rules.instances():
            names = {term.name for side in (instance.check.left, instance.check.right) for term in side.terms}
            if names & inferred:
                assert verdicts[instance.id] != "holds"
    assert met >= size(20)
