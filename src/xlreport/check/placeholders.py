"""Placeholders in the texts: each can be understood and filled in, and an aggregated report says what it has to."""

from collections.abc import Container, Iterator
from decimal import Decimal

from xlreport.check.findings import BROKEN, CANNOT_TELL, HOLDS, Finding, TextAt, finding
from xlreport.check.places import cell_at
from xlreport.form.submission import Submission
from xlreport.form.values import BLANK
from xlreport.prose.filling import Piece
from xlreport.rules.model import LAST, PLACEHOLDER_TESTS, RuleSet
from xlreport.rules.sums import Amounts
from xlreport.wording import say

_LISTED = 3
UNKNOWN, UNFILLED, MATTER = TEXT_TESTS = PLACEHOLDER_TESTS


def check_placeholders(
    submission: Submission, rules: RuleSet, known: Amounts, flagged: Container[str] = ()
) -> list[Finding]:
    """Findings about placeholders. flagged: cells with a finding of their own, which need no second one for the text."""
    found: list[Finding] = []
    if any("{" in text or "｛" in text for text in submission.texts.values()):
        pieces = [(code, piece) for code, piece in _pieces(submission, known) if piece.problem]
        for code in dict.fromkeys(code for code, _ in pieces):
            here = [piece for other, piece in pieces if other == code]
            waiting = [piece for piece in here if piece.lacking and not _explained(piece, submission, known, flagged)]
            found += [made for piece in here if not piece.lacking for made in _finding(submission, rules, code, [piece])]
            found += _finding(submission, rules, code, waiting) if waiting else []
    if submission.answers and submission.form.phrases:
        found += _matters(submission, rules, known)
    return found


def _explained(piece: Piece, submission: Submission, known: Amounts, flagged: Container[str]) -> bool:
    """Whether every cell that a figure waits for has a finding of its own, or is a total that waits for its parts."""
    def told(source: str, name: str) -> bool:
        value = submission.value(name)
        return source != LAST and (name in flagged or (value.kind == BLANK and value.formula and bool(flagged)))

    return all(told(source, name) for source, name in _waiting(piece, known))


def _waiting(piece: Piece, known: Amounts) -> list[tuple[str, str]]:
    """The cells of a figure of which no number is known."""
    return [(source, name) for source, name in piece.cells if not isinstance(known[source].get(name), Decimal)]


def verdict_of(test: str, submission: Submission, known: Amounts) -> str:
    """The verdict of one of the tests on a report: broken, cannot_tell or holds."""
    if test == MATTER:
        verdicts = [CANNOT_TELL if lacking is None else BROKEN for _, lacking in _lacking(submission, known) if lacking != ()]
    else:
        verdicts = [_verdict(piece) for _, piece in _pieces(submission, known) if piece.problem and _test(piece) == test]
    return BROKEN if BROKEN in verdicts else CANNOT_TELL if verdicts else HOLDS


def _pieces(submission: Submission, known: Amounts) -> Iterator[tuple[str, Piece]]:
    from xlreport.prose.finished import finished_text

    for code in submission.form.text_codes:
        for piece in finished_text(code, submission, known).pieces:
            yield code, piece


def _test(piece: Piece) -> str:
    return UNKNOWN if piece.placeholder.figure is None else UNFILLED


def _verdict(piece: Piece) -> str:
    return CANNOT_TELL if piece.lacking or piece.placeholder.unsure else BROKEN


def _finding(submission: Submission, rules: RuleSet, code: str, pieces: list[Piece]) -> Iterator[Finding]:
    """The finding about a placeholder, or about all of a text that wait for a figure: one cause, one line."""
    from xlreport.prose.finished import placeholder_at

    first = pieces[0]
    rule = rules.by_test.get(_test(first))
    if rule is None:
        return
    placeholder = first.placeholder
    start, end = placeholder_at(code, submission, placeholder)
    quote = submission.texts.get(code, "")[start:end] or f"{{{placeholder.expression}}}"
    many = say(f"等 {len(pieces)} 处", f" and {len(pieces) - 1} more") if len(pieces) > 1 else ""
    state = say("没有换成数", "not filled in") if placeholder.figure else say("看不懂", "not understood")
    problem = say("；", "; ").join(dict.fromkeys(piece.problem for piece in pieces[:_LISTED]))
    message = say(f"{code}：“{_short(quote)}”{many}{state}：{problem}。", f"{code}: “{_short(quote)}”{many}: {state}: {problem}.")
    if first.lacking and first.placeholder.figure:
        message += say("请填上数字，或改写。", " Fill them in, or reword.")
    cells = dict.fromkeys(cell for piece in pieces for cell in piece.cells)
    at = [cell_at(submission, name, LAST if source == LAST else "") for source, name in cells]
    detail = " ".join(piece.placeholder.expression for piece in pieces)
    made = finding(submission, rule, f"{rule.id}[{code}]", message, at, verdict=_verdict(first), detail=detail)
    yield made._replace(text=TextAt(code, start, end, quote)) if end else made


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _lacking(submission: Submission, known: Amounts) -> Iterator[tuple[tuple[str, str], tuple[str, ...] | None]]:
    """((text code, basis), words it does not hold, None where there is no text yet) for every matter that applies."""
    from xlreport.prose.phrases import required

    for matter, words in required(submission, known):
        yield (matter.section, matter.basis), words if submission.texts.get(matter.section, "").strip() else None


def _matters(submission: Submission, rules: RuleSet, known: Amounts) -> Iterator[Finding]:
    rule = rules.by_test.get(MATTER)
    for (section, basis), words in _lacking(submission, known) if rule else ():
        if words == () or rule is None:
            continue
        message = say(
            f"{section}：还没有写。政府的报告在这一部分写明{basis and '（' + basis + '）'}规定的各项结果。" if words is None else
            f"{section}：没有提到{'、'.join(words)}。政府的报告要写明这几项的结果（{basis}）；没有的也请写明没有。",
            f"{section}: nothing is written yet." if words is None else
            f"{section}: does not speak of {', '.join(words)}, as a government's report has to ({basis}).")
        yield finding(submission, rule, f"{rule.id}[{section}]", message, verdict=CANNOT_TELL if words is None else BROKEN,
                      detail=" ".join(words or ()))
