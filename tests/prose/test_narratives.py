"""The prose checks against narratives they have never seen: falsehoods are found, truths are left alone."""

from collections import Counter
from pathlib import Path
from random import Random
from typing import NamedTuple

import sizes
from narratives import applications, growth, openness  # noqa: F401  each adds its patterns
from narratives.figures import Figures
from narratives.sentences import PATTERNS, Sentence
from xlreport.check.checking import check_submission
from xlreport.check.findings import Finding
from xlreport.form.library import Library
from xlreport.form.submission import Submission
from xlreport.form.values import exact_value
from xlreport.rules.load import load_rules

REPORTS = sizes.size(2000)
TABLE = Path(__file__).parents[2] / "build" / "narratives.txt"


class Told(NamedTuple):
    """A narrative as it stands in the report: texts by code, and where each sentence stands."""

    texts: dict[str, str]
    spans: tuple[tuple[str, int, int], ...]


def tell(sentences: list[Sentence], random: Random) -> Told:
    """Sentences put one after the other into their sections, sometimes as a paragraph of their own."""
    texts: dict[str, str] = {}
    spans = []
    for one in sentences:
        before = texts.get(one.part, "")
        if before:
            before += random.choice(("", "", "\n"))
        texts[one.part] = before + one.text()
        spans.append((one.part, len(before), len(texts[one.part])))
    return Told(texts, tuple(spans))


def submission(library: Library, figures: Figures, told: Told) -> Submission:
    """The report with both years' figures."""
    return Submission(
        library.form("zfxxgk-2021"), unit="江城县财政局", year=figures.year,
        cells={name: exact_value(number) for name, number in figures.this.items()},
        last_year={name: exact_value(number) for name, number in figures.last.items()},
        facts={name: exact_value(number) for name, number in figures.facts.items()}, texts=told.texts)


def accused(library: Library, figures: Figures, told: Told) -> list[list[Finding]]:
    """For every sentence, the prose findings (errors and warnings) that speak of it."""
    form_rules = load_rules(library, "zfxxgk-2021")
    findings = [one for one in check_submission(submission(library, figures, told), form_rules).findings
                if one.family == "prose" and one.severity in ("error", "warning") and one.text is not None]
    return [[one for one in findings if one.text and one.text.section == part and one.text.start < end and one.text.end > start]
            for part, start, end in told.spans]


def test_falsehoods_are_found_and_truths_left_alone(library: Library) -> None:
    """At least 95 % of falsified checkable numbers are found; at most 1 of 100 true sentences is accused."""
    told_true, wrongly, planted, found = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    examples: list[str] = []
    for seed in range(REPORTS):
        random = Random(seed)
        figures = Figures(random, random.choice((2021, 2022, 2023, 2024)))
        made = {name: one for name in random.sample(sorted(PATTERNS), 18) if (one := PATTERNS[name](figures, random))}
        true = {name: one for name, one in made.items() if one.true}
        told = tell(list(true.values()), random)
        for name, findings, one in zip(true, accused(library, figures, told), true.values(), strict=True):
            told_true[name] += 1
            if findings:
                wrongly[name] += 1
                examples.append(f"错怪 {name}：{one.text()} -> {findings[0].rule} {findings[0].message}")
        lies = [(name, one) for name, one in made.items() if not one.true]
        checkable = [(name, one, place) for name, one in true.items() for place in one.checkable()]
        if lies and random.random() < 0.2:
            name, lie = random.choice(lies)
        elif checkable:
            name, one, place = random.choice(checkable)
            lie = one.with_falsehood(place, random)
        else:
            continue
        mixed = {**true, name: lie}
        findings = accused(library, figures, tell(list(mixed.values()), random))[list(mixed).index(name)]
        planted[name] += 1
        found[name] += bool(findings)
        if not findings:
            examples.append(f"漏过 {name}：{lie.text()}")
    report(told_true, wrongly, planted, found, examples)
    assert sum(found.values()) >= 0.95 * sum(planted.values())
    assert sum(wrongly.values()) <= 0.01 * sum(told_true.values())


def report(told_true: Counter[str], wrongly: Counter[str], planted: Counter[str], found: Counter[str], examples: list[str]) -> None:
    """The confusion table by pattern, and every miss, for people."""
    lines = [f"{name}\t真 {told_true[name]}\t错怪 {wrongly[name]}\t假 {planted[name]}\t查出 {found[name]}" for name in PATTERNS]
    lines.append(f"合计\t真 {told_true.total()}\t错怪 {wrongly.total()}\t假 {planted.total()}\t查出 {found.total()}")
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text("\n".join([*lines, "", *examples]) + "\n", "utf-8")


def test_there_are_many_patterns() -> None:
    """The judge is worth something only if it is broad, and every pattern gets its turn."""
    assert len(PATTERNS) >= 60
    never = set(PATTERNS)
    for seed in range(400):
        random = Random(seed)
        figures = Figures(random, 2023)
        never -= {name for name in never if PATTERNS[name](figures, random) is not None}
    assert not never
