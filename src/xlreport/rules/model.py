"""What a rule is once it is loaded: comparisons of linear sums over named cells, and their instances."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

# Which report a term is read from: this year's tables, last year's report, or the facts declared in the narrative.
THIS, LAST, FACT = "this", "last", "fact"
# The sum over the units below a unit, this year and last: only rules of the roll-up (H) speak of it.
PARTS, LAST_PARTS = "parts", "last_parts"

FAMILIES = {"C": "form", "W": "form", "G": "balance", "S": "balance", "F": "balance", "Y": "years", "N": "prose",
            "H": "rollup"}
SEVERITIES = ("error", "warning", "info", "off")

# Tests of the placeholders in the texts, and of what the texts have to speak of (check.placeholders).
PLACEHOLDER_TESTS = ("placeholder_unknown", "placeholder_unfilled", "matter_missing")

# Tests that no sum can say: of one cell's content (check.cells), and of the file as a whole (check.document).
CELL_TESTS = ("blank", "text", "slash", "negative", "decimals", "date", "boolean", "error_value", "uncalculated", "huge",
              "too_fine", "formula", "unread")
DOCUMENT_TESTS = (*PLACEHOLDER_TESTS, "year_served", "year_stated", "unit_stated", "unit_code", "blank_is_zero", "formula_changed",
                  "formula_wrong", "total_stale", "label_changed", "cover_lost", "table_blank", "last_year", "waiver_unmatched",
                  "stray_figure", "answer_odd", "edition_mixed", "figures_inferred", "layout_lossy",
                  "renamed", "tracked_changes", "struck_text", "hidden_text", "frame_missing", "garbled", "names_lost", "sheet_moved", "rows_moved",
                  "head_unmerged", "label_retyped", "figures_beside", "unit_printed", "number_shown",
                  "figures_typed")

# Tests of the narrative (check.prose): numbers against tables, against each other, against last year; the report as a whole.
PROSE_TESTS = ("prose_cell", "prose_scope", "prose_none", "prose_year", "prose_rate", "prose_rate_scope", "prose_truncated", "prose_growth",
               "prose_growth_readings", "prose_growth_zero", "prose_parts", "prose_parts_above", "prose_repeat", "prose_period",
               "prose_announced", "prose_copied")

# Tests of a report's words: of its title and parts (check.report_text).
TEXT_TESTS = ("title_wrong", "title_words", "section_missing", "section_empty", "section_unwritten", "section_order", "table_missing",
              "table_picture", "file_year", "date_early", "unfilled", "residue", "numbering", "text_long",
              "points_missing")

# Tests across units (check.outliers, check.parts), with the parameters that each takes and their defaults.
ROLLUP_TESTS: Mapping[str, Mapping[str, Decimal]] = {
    "outlier_ratio": {"同类至少": Decimal(8), "变动至少": Decimal(20), "U": Decimal("0.5"), "A": Decimal("0.05"), "C": Decimal(10)},
    "outlier_growth": {"同类至少": Decimal(8), "变动至少": Decimal(20), "z": Decimal("3.5")},
    "parts_named": {}, "parts_counted": {}, "counted_twice": {},
}


class Term(NamedTuple):
    """One cell of a sum with its factor. source: this, last, fact, parts or last_parts; name: the cell's or fact's name."""

    source: str
    name: str
    factor: Decimal


class Sum(NamedTuple):
    """A linear sum: terms (no cell twice) plus a constant. names: its cells, where it only adds cells of this year."""

    terms: tuple[Term, ...]
    constant: Decimal
    names: tuple[str, ...]


class Comparison(NamedTuple):
    """left relation right; relation is one of == != <= >= < >."""

    left: Sum
    relation: str
    right: Sum


class Answer(NamedTuple):
    """A condition on the 封面: the question's code has (or, with equal False, has not) that answer."""

    question: str
    choice: str
    equal: bool


class Instance(NamedTuple):
    """One rule at one row or column. id: `S101[自然人]`; key: `自然人`, or '' for a rule that does not repeat.

    given: a comparison that must hold for the rule to speak (false: not applicable; unknown: cannot tell).
    when: conditions that must be known to hold (unknown: not applicable).
    """

    id: str
    rule: str
    key: str
    label: str
    check: Comparison
    given: Comparison | None
    when: tuple[Comparison | Answer, ...]


class Case(NamedTuple):
    """One example of a rule from cases.toml.

    verdict: holds, broken or cannot_tell; at: instance key, or '' for any; entries: cells, facts and the like that
    differ from a report full of zeros.
    """

    rule: str
    verdict: str
    at: str
    entries: Mapping[str, object]


class Rule(NamedTuple):
    """One rule. `check` is the text a statistician wrote, or '' for a cell or document test, named in `test`.

    total: the single cell on the right is a total, filled by the sum on the left.
    sides: what the left and the right side are called in a message; empty where the plain words do.
    together: all rows or columns at which it is broken are one finding. parameters: numbers that a test across units takes.
    """

    id: str
    says: str
    says_en: str
    check: str
    test: str
    basis: str
    why: str
    severity: str
    tolerance: Decimal
    total: bool
    sides: tuple[str, str]
    innocent: str
    instances: tuple[Instance, ...]
    together: bool = False
    parameters: Mapping[str, Decimal] = {}

    @property
    def family(self) -> str:
        """form, balance, years, prose or rollup, by the letter of the id."""
        return FAMILIES[self.id[0]]


class Total(NamedTuple):
    """A cell that the form itself adds up: its parts, and which of them are such totals too."""

    name: str
    parts: Sum
    totals: tuple[str, ...]


class RuleSet(NamedTuple):
    """All rules of a form in file order. version: `1-5f2c01ab`, the form's version and a hash of form and rules.

    totals: by cell name, parts before wholes; the first rule in file order where two could fill one. claims: the claims.toml
    that say what numbers of the narrative mean. digests: what the version is made of, by part: `form`, `claims`, `phrases`, and every rule by
    its id, so that two versions can be told apart rule by rule. rollup: rules across units (H), which say nothing of a single report.
    """

    rules: tuple[Rule, ...]
    version: str
    by_id: Mapping[str, Rule]
    by_test: Mapping[str, Rule]
    totals: Mapping[str, Total]
    claims: tuple[Path, ...] = ()
    digests: Mapping[str, str] = {}
    rollup: tuple[Rule, ...] = ()

    def instances(self) -> tuple[Instance, ...]:
        """Instances of every rule that is not off, in order."""
        return tuple(instance for rule in self.rules if rule.severity != "off" for instance in rule.instances)
