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
    own = this if this.last_year or this.year == last.year else beside  # whose last year its braces speak of
    return render(_as_printed(own, forms), _as_printed(last, forms), check_submission(beside, rules), amounts(beside, rules.totals))


def _as_printed(submission: Submission, forms: Library) -> Submission:
    """With its texts as they are printed, so that a workbook's braces compare with the figures of a finished report."""
    from xlreport.prose.finished import finished_texts

    known = amounts(submission, load_rules(forms, submission.form.id).totals)
    return submission._replace(texts={code: filling.text for code, filling in finished_texts(submission, known).items()})
