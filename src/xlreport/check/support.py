"""What speaks for a correction beyond the sums: statements of the narrative, and last year's report."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from xlreport.check.balance import judge
from xlreport.check.findings import AMBIGUOUS, BROKEN, CONTRADICTED, HOLDS, MATCHED, Finding
from xlreport.form.submission import Submission
from xlreport.rules.model import LAST, THIS, Instance, Rule, RuleSet
from xlreport.rules.sums import Amounts
from xlreport.wording import say

if TYPE_CHECKING:
    from xlreport.check.prose_reading import Judged, Reading


class Support:
    """The statements that a correction may bring into agreement or break.

    Last year: the form's own rules that compare with it for equality. The narrative: every number of it that states a cell or
    a sum of cells.
    """

    def __init__(self, submission: Submission, rules: RuleSet, known: Amounts) -> None:
        self.submission, self.known, self.totals = submission, known, rules.totals
        self.checks: list[tuple[Rule, Instance, frozenset[str], str]] = []
        for rule in rules.rules:
            if rule.family != "years" or rule.severity == "off":
                continue
            for instance in rule.instances:
                terms = (*instance.check.left.terms, *instance.check.right.terms)
                if instance.check.relation == "==" and any(term.source == LAST and term.name in known[LAST] for term in terms):
                    names = frozenset(term.name for term in terms if term.source == THIS)
                    self.checks.append((rule, instance, self.reached(names), judge(instance, rule, known, submission.answers).verdict))
        self.statements = self._statements(rules) if any(text.strip() for text in submission.texts.values()) else []

    def _statements(self, rules: RuleSet) -> "list[tuple[Reading, Judged, frozenset[str]]]":
        """Every number of the narrative that states cells, with the verdict on it and the cells."""
        from xlreport.check.prose_cells import judged_counts
        from xlreport.check.prose_reading import Reading
        from xlreport.prose.lexicon import load_lexicon

        lexicon = load_lexicon(rules.claims)
        found: list[tuple[Reading, Judged, frozenset[str]]] = []
        for code, text in self.submission.texts.items():
            reading = Reading(self.submission, rules.version, self.known, lexicon, code, text)
            for judged in judged_counts(reading, text):
                names = frozenset(term.name for part in judged.sums for term in part.terms if term.source == THIS)
                if names and judged.status in (MATCHED, CONTRADICTED, AMBIGUOUS):
                    found.append((reading, judged, self.reached(names)))
        return found

    def _restated(self, changes: Mapping[str, Decimal], known: Amounts) -> "list[tuple[Judged, str]]":
        """Statements about changed cells, as they were judged, and the verdict after the changes."""
        from xlreport.check.prose_cells import judge_count

        return [(before, judge_count(reading._replace(known=known), before.claimed).status)
                for reading, before, names in self.statements if not names.isdisjoint(changes)]

    def reached(self, names: frozenset[str]) -> frozenset[str]:
        """The cells with, for totals that are formulas, the cells they add up."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            found.add(name)
            if name in self.totals and self.submission.value(name).formula:
                waiting += [term.name for term in self.totals[name].parts.terms]
        return frozenset(found)

    def of(self, changes: Mapping[str, Decimal]) -> tuple[tuple[int, int], str]:
        """How much more of the narrative and of last year agrees after some changes; and that in words, '' for nothing."""
        told, last, words = 0, 0, []
        known = self.changed(changes) if self.checks or self.statements else self.known
        if self.statements:
            for judged, after in self._restated(changes, known):
                told += (after == MATCHED) - (judged.status == MATCHED)
        if told > 0:
            words.append(say("正文写的也是这个数", "the narrative says so too"))
        for rule, instance, names, before in self.checks:
            if names.isdisjoint(changes):
                continue
            after = judge(instance, rule, known, self.submission.answers).verdict
            last += (after == HOLDS) - (before == HOLDS) - (after == BROKEN) + (before == BROKEN)
        if last > 0:
            words.append(say("改后与上年报告也相符", "agrees with last year's report as well"))
        return (told, last), say("；", "; ").join(words)

    def mended(self, changes: Mapping[str, Decimal], findings: Sequence[Finding]) -> list[str]:
        """Fingerprints of findings against last year or of the narrative that some changes mend too."""
        known = self.changed(changes) if self.checks or self.statements else self.known
        instances = {instance.id for rule, instance, names, before in self.checks
                     if before == BROKEN and not names.isdisjoint(changes)
                     and judge(instance, rule, known, self.submission.answers).verdict == HOLDS}
        words = {(judged.quantity.start, judged.quantity.end) for judged, after in
                 (self._restated(changes, known) if self.statements else []) if judged.status != MATCHED and after == MATCHED}
        return [finding.fingerprint for finding in findings if finding.verdict == BROKEN and (
            finding.instance in instances or (finding.family == "prose" and finding.text is not None
                                              and (finding.text.start, finding.text.end) in words))]

    def changed(self, changes: Mapping[str, Decimal]) -> Amounts:
        """The figures after some changes, totals that are formulas added up anew."""
        this = {**self.known[THIS], **changes}
        for name, total in self.totals.items():
            if self.submission.value(name).formula:
                parts = [(this.get(term.name), term.factor) for term in total.parts.terms]
                if all(isinstance(number, Decimal) for number, _ in parts):
                    this[name] = sum((number * factor for number, factor in parts if isinstance(number, Decimal)), total.parts.constant)
        return {**self.known, THIS: this}
