"""What speaks for a correction beyond the sums: statements of the narrative, and last year's report."""

from collections.abc import Mapping
from decimal import Decimal

from xlreport.check.balance import judge
from xlreport.check.findings import BROKEN, HOLDS
from xlreport.form.submission import Submission
from xlreport.rules.model import LAST, THIS, Instance, Rule, RuleSet
from xlreport.rules.sums import Amounts
from xlreport.wording import say


class Support:
    """The statements that a correction may bring into agreement or break.

    Last year: the form's own rules that compare with it for equality. The narrative: see `statements`.
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
        last, words = 0, []
        known = self.changed(changes) if self.checks else self.known
        for rule, instance, names, before in self.checks:
            if names.isdisjoint(changes):
                continue
            after = judge(instance, rule, known, self.submission.answers).verdict
            last += (after == HOLDS) - (before == HOLDS) - (after == BROKEN) + (before == BROKEN)
        if last > 0:
            words.append(say("改后与上年报告也相符", "agrees with last year's report as well"))
        return (0, last), say("；", "; ").join(words)

    def mended(self, changes: Mapping[str, Decimal]) -> set[str]:
        """Instances against last year that are broken now and hold after some changes."""
        known = self.changed(changes) if self.checks else self.known
        return {instance.id for rule, instance, names, before in self.checks
                if before == BROKEN and not names.isdisjoint(changes)
                and judge(instance, rule, known, self.submission.answers).verdict == HOLDS}

    def changed(self, changes: Mapping[str, Decimal]) -> Amounts:
        """The figures after some changes, totals that are formulas added up anew."""
        this = {**self.known[THIS], **changes}
        for name, total in self.totals.items():
            if self.submission.value(name).formula:
                parts = [(this.get(term.name), term.factor) for term in total.parts.terms]
                if all(isinstance(number, Decimal) for number, _ in parts):
                    this[name] = sum((number * factor for number, factor in parts if isinstance(number, Decimal)), total.parts.constant)
        return {**self.known, THIS: this}
