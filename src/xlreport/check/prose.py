"""The narrative held against the tables, last year and itself: what became of every number, and findings of the N rules.

Only loaded for a report that has texts. Nothing is corrected: a message offers the right number in the style of the wrong one.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlreport.check.findings import CONTRADICTED, MATCHED, Finding, NumberRead, TextAt, finding
from xlreport.check.prose_cells import judged_counts, one_row
from xlreport.check.prose_growth import judge_growth
from xlreport.check.prose_joint import joint
from xlreport.check.prose_parts import check_parts
from xlreport.check.prose_rates import judge_rate
from xlreport.check.prose_reading import Judged, Reading, Remark, number_said
from xlreport.check.prose_whole import check_announced, check_repeated, check_title, check_year
from xlreport.form.submission import Submission
from xlreport.prose.copied import taken_over
from xlreport.prose.lexicon import load_lexicon
from xlreport.prose.own_clauses import OwnClauses
from xlreport.prose.quantities import PERCENT
from xlreport.rules.model import PROSE_TESTS, Rule, RuleSet
from xlreport.rules.sums import Amounts
from xlreport.wording import english, say

TITLE = "title"
_NOTHING = ("没有可以对照的数", "nothing to compare with")
_PLACEHOLDER = re.compile(r"\{[^{}\n]*\}")
_SHORTEST = 60  # characters that count, below which sameness says nothing


class Narrative(NamedTuple):
    """findings: of the N rules; numbers: every number of the texts; told: the tests that had something to judge."""

    findings: tuple[Finding, ...]
    numbers: tuple[NumberRead, ...]
    told: frozenset[str]


def check_prose(submission: Submission, rules: RuleSet, known: Amounts) -> Narrative:
    """Every text of a report read and judged. known: what every cell counts for."""
    lexicon = load_lexicon(rules.claims)
    remarks: list[tuple[str, Remark]] = []
    told: set[str] = set()
    read: list[tuple[Reading, Sequence[Judged]]] = []
    for code in submission.form.text_codes:
        text = submission.texts.get(code, "")
        if not text.strip():
            continue
        reading = Reading(submission, rules.version, known, lexicon, code, text)
        judged = judge_text(reading)
        read.append((reading, judged))
        remarks += [(code, one.remark) for one in judged if one.remark is not None]
        remarks += [(code, remark) for _, remark in check_parts(reading, judged)]
        for checks in (check_year(reading), check_announced(reading)):
            for test, remark in checks:
                told.add(test)
                remarks += [(code, remark)] if remark is not None else []
    title = Reading(submission, rules.version, known, lexicon, TITLE, submission.cover.get(TITLE, ""))
    for test, remark in check_title(title):
        told.add(test)
        remarks += [(TITLE, remark)] if remark is not None else []
    remarks += check_repeated(read)
    numbers = tuple(number for reading, judged in read for number in _numbers(reading, judged))
    told |= set(PROSE_TESTS) if any(number.status == MATCHED for number in numbers) else set()
    texts = {reading.section: reading.text for reading, _ in read} | {TITLE: title.text}
    found = [_finding(submission, rules, section, texts[section], remark) for section, remark in remarks]
    found += _copied(submission, rules, told)
    return Narrative(tuple(one for one in dict.fromkeys(found) if one is not None), numbers, frozenset(told))


def judge_text(reading: Reading) -> tuple[Judged, ...]:
    """Every number of a text with its verdict: counts first, then the rates and changes made of them."""
    # a placeholder is filled in from the tables when the report is written, so it cannot be wrong
    words = _PLACEHOLDER.sub(lambda found: "＿" * len(found[0]), reading.text)
    judged = joint(one_row(judged_counts(reading, words), reading), words)
    for place, one in enumerate(judged):
        judged[place] = one = judge_growth(reading, judged, place)
        if one.claimed.stated.quantity.kind == PERCENT:
            judged[place] = judge_rate(reading, judged, place)
    return tuple(judged)


def _numbers(reading: Reading, judged: Sequence[Judged]) -> Iterator[NumberRead]:
    """What became of every number; of one that was judged several times, the worst."""
    worst: dict[tuple[int, int], NumberRead] = {}
    language = 1 if english() else 0
    for one in judged:
        quantity = one.claimed.stated.quantity
        place = (quantity.start, quantity.end)
        if place not in worst or one.status == CONTRADICTED:
            why = one.why or _NOTHING
            worst[place] = NumberRead(reading.section, *place, one.status, why if isinstance(why, str) else why[language])
    yield from (worst[place] for place in sorted(worst))


def _finding(submission: Submission, rules: RuleSet, section: str, text: str, remark: Remark) -> Finding | None:
    """A remark as a finding of its rule; None where the form has no such rule or it is off."""
    rule = rules.by_test.get(remark.test)
    if rule is None:
        return None
    quote = text[remark.start:remark.end]
    made = finding(submission, rule, f"{rule.id}[{section}]", remark.message, remark.cells, detail=f"{section}{_around(text, remark)}")
    return made._replace(left=remark.left, right=remark.right, difference=remark.difference,
                         text=TextAt(section, remark.start, remark.end, quote))


def _around(text: str, remark: Remark) -> str:
    """The words of a remark with those before them: what a fingerprint knows them by."""
    return text[max(0, remark.start - 20):remark.end]


def _copied(submission: Submission, rules: RuleSet, told: set[str]) -> Iterator[Finding]:
    """A warning for every section of which more than the rule's tolerance (per cent) was taken over from last year's report."""
    rule: Rule | None = rules.by_test.get("prose_copied")
    if rule is None:
        return
    for section in submission.form.sections:
        this, last = submission.texts.get(section.text, ""), submission.last_texts.get(section.text, "")
        if not this or not last:
            continue
        told.add("prose_copied")
        copied = taken_over(this, last, OwnClauses(submission.form))
        share = 100 * copied.share
        if share > rule.tolerance and copied.counted >= _SHORTEST:
            first = copied.spans[0]
            shown = number_said(share.quantize(Decimal(1)))
            message = say(
                f"{section.text}：除去每份报告都有的话，{copied.counted} 字里有 {copied.taken} 字与上年报告相同（{shown} %，数字不计）。"
                f"请按本年情况重写，例如“{this[first.start:first.end][:30]}”。",
                f"{section.text}: of {copied.counted} characters that count, {copied.taken} are last year's ({shown} %, numbers aside). "
                f"Rewrite them, such as “{this[first.start:first.end][:30]}”.")
            made = finding(submission, rule, f"{rule.id}[{section.text}]", message, detail=f"{section.text}{copied.taken}")
            yield made._replace(left=shown, right=str(rule.tolerance), text=TextAt(
                section.text, first.start, first.end, this[first.start:first.end]))
