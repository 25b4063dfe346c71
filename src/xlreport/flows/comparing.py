"""Two years, or two versions, of a report compared."""

from xlreport.check.checking import check_submission
from xlreport.form.library import Library
from xlreport.form.submission import Submission, with_last_year
from xlreport.rules.load import load_rules
from xlreport.rules.sums import amounts


def comparison_page(this: Submission, last: Submission, forms: Library) -> str:
    """The page: every figure with difference and growth, broken carry-overs, texts sentence by sentence, what was copied."""
    from xlreport.present.comparison import render

    rules = load_rules(forms, this.form.id)
    beside = with_last_year(this, last)
    return render(this, last, check_submission(beside, rules), amounts(beside, rules.totals))
