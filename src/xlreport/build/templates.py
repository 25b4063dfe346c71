"""Blank templates and RULES.md of every form, from form.toml, rules.toml and cases.toml."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from xlreport.check.pinning import map_lines
from xlreport.form.library import Library, templates_folder
from xlreport.form.model import Form
from xlreport.form.submission import Submission
from xlreport.rules.explain import catalogue
from xlreport.rules.load import load_cases, load_rules
from xlreport.rules.model import Case, RuleSet
from xlreport.workbook.template import workbook_bytes


def templates() -> Iterator[tuple[Path, bytes]]:
    """Every template and catalogue with the place where it is kept."""
    library = Library()
    for form_id in library.ids():
        form, rules = library.form(form_id), load_rules(library, form_id)
        folder = templates_folder() / form_id
        yield folder / f"{form.title}.xlsx", workbook_bytes(Submission(form), rules)
        yield folder / "RULES.md", _catalogue(form, rules, load_cases(library, form_id)).encode()


def _catalogue(form: Form, rules: RuleSet, cases: Sequence[Case]) -> str:
    """RULES.md: every rule, and which cells the rules can pin down."""
    return catalogue(form, rules, cases) + "\n" + "\n".join(map_lines(form, rules)) + "\n"
