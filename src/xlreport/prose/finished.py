"""The texts of a report as they will be printed: offered clauses in the wording the figures call for, figures in place."""

from collections.abc import Mapping

from xlreport.form.submission import Submission
from xlreport.prose.filling import Filling, fill
from xlreport.prose.phrases import settled
from xlreport.prose.placeholders import Placeholder, find_placeholders
from xlreport.rules.sums import Amounts


def finished_text(code: str, submission: Submission, known: Amounts) -> Filling:
    """One text of a report as it will be printed. known: rules.sums.amounts(submission)."""
    text = submission.texts.get(code, "")
    return fill(settled(code, text, submission, known), submission, known) if is_settled(text, submission) else Filling(text, ())


def is_settled(text: str, submission: Submission) -> bool:
    """Whether a text is more than its words: they are as typed where it has no brace, unless an answer on the 封面 decides a clause's wording."""
    return "{" in text or "｛" in text or any(submission.answers.values())


def finished_texts(submission: Submission, known: Amounts) -> Mapping[str, Filling]:
    """All texts by code, in printed order; those that are empty are left out."""
    filled = {code: finished_text(code, submission, known) for code in submission.form.text_codes}
    return {code: filling for code, filling in filled.items() if filling.text.strip()}


def placeholder_at(code: str, submission: Submission, placeholder: Placeholder) -> tuple[int, int]:
    """Where a placeholder stands in the text as typed; (0, 0) for one that only a chosen wording brought in."""
    for found in find_placeholders(submission.texts.get(code, ""), submission.form):
        if found.expression == placeholder.expression and found.problem == placeholder.problem:
            return found.start, found.end
    return 0, 0
