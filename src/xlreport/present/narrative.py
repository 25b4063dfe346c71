"""How much of the narrative was read: a line of counts, and a colour for every number of the text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from xlreport.check.findings import AMBIGUOUS, CONTRADICTED, MATCHED, NOT_CHECKABLE, Result
from xlreport.present.source_view import Span
from xlreport.wording import say

STATUSES = (MATCHED, CONTRADICTED, AMBIGUOUS, NOT_CHECKABLE)


def status_said(status: str) -> str:
    """A status as a person reads it."""
    return {MATCHED: say("相符", "matched"), CONTRADICTED: say("不符", "contradicted"), AMBIGUOUS: say("拿不准", "ambiguous"),
            NOT_CHECKABLE: say("无从核对", "not checkable")}[status]


def coverage(result: Result) -> dict[str, int]:
    """How many numbers of the narrative there are of each status."""
    counts = Counter(number.status for number in result.numbers)
    return {status: counts[status] for status in STATUSES}


def coverage_said(result: Result) -> str:
    """`正文里的数 7 个：相符 2，不符 0，拿不准 0，无从核对 5`; '' for a report without numbers in its texts."""
    if not result.numbers:
        return ""
    shown = say("，", ", ").join(f"{status_said(status)} {count}" for status, count in coverage(result).items())
    return say(f"正文里的数 {len(result.numbers)} 个：{shown}", f"numbers in the narrative {len(result.numbers)}: {shown}")


def number_spans(result: Result, others: Mapping[str, Sequence[Span]]) -> dict[str, list[Span]]:
    """Spans for every number of the texts, added to those of the findings."""
    found = {section: list(spans) for section, spans in others.items()}
    for number in result.numbers:
        title = say(f"{status_said(number.status)}：{number.why}", f"{status_said(number.status)}: {number.why}")
        found.setdefault(number.section, []).append(Span(number.start, number.end, f"number {number.status}", title))
    return found


def legend(result: Result) -> str:
    """What the colours of the numbers mean, with their counts; '' where there are none."""
    keys = (f'<span><mark class="number {status}">12</mark> {status_said(status)} {count}</span>'
            for status, count in coverage(result).items())
    head = say(f"正文里的数 {len(result.numbers)} 个：", f"Numbers in the narrative, {len(result.numbers)}:")
    return "".join(chain((f'<p class="legend"><span>{head}</span>',), keys, ("</p>",))) if result.numbers else ""
