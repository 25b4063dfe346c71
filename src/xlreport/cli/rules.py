"""xlreport rules [FORM|ID]: the catalogue of rules, or one rule explained."""

import re
from typing import Annotated, Any

import typer

from xlreport.check.cases import wrong_cases
from xlreport.check.pinning import map_data, map_lines
from xlreport.cli.console import note, show, show_data
from xlreport.cli.options import FormsFolder, opened
from xlreport.errors import DefinitionError, UsageError
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.form.names import meant
from xlreport.rules.explain import explain, one_line, rule_data
from xlreport.rules.load import load_cases, load_rules
from xlreport.rules.model import RuleSet
from xlreport.wording import say


def rules(
    what: Annotated[str | None, typer.Argument(
        metavar="[FORM|ID]", help=say("表式（zfxxgk-2021）或规则编号（S101）。", "A form (zfxxgk-2021) or a rule id (S101)."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("以 JSON 显示。", "As JSON."))] = False,
    as_map: Annotated[bool, typer.Option(
        "--map", help=say("错了一格，规则能不能指出是哪一格。", "Which cells the rules can pin down when one is wrong."))] = False,
    forms_folder: FormsFolder = None,
) -> int:
    """Lists the rules of a form (the newest, when none is named), or explains one rule."""
    library = opened(forms_folder)
    if as_map:
        return _map(library, what or library.ids()[0], as_json)
    if what is not None and re.fullmatch(r"[A-Za-z]\d{3}", what):
        return _one(library, what.upper(), as_json)
    ruleset = load_rules(library, what or library.ids()[0])
    _claims(library.form(what or library.ids()[0]), ruleset)
    if as_json:
        _json({"form": what or library.ids()[0], "version": ruleset.version,
               "rules": [rule_data(rule) for rule in (*ruleset.rules, *ruleset.rollup)]})
    else:
        show("\n".join(one_line(rule) for rule in (*ruleset.rules, *ruleset.rollup)))
    return _examples(library, what or library.ids()[0], ruleset)


def _claims(form: Form, ruleset: RuleSet) -> None:
    """Raises DefinitionError with every mistake in the claims.toml files, which say what the words of the narrative mean."""
    from xlreport.prose.claims_file import wrong_claims

    mistakes = wrong_claims(ruleset.claims, form)
    if mistakes:
        raise DefinitionError(mistakes)


def _map(library: Library, form_id: str, as_json: bool) -> int:
    form, ruleset = library.form(form_id), load_rules(library, form_id)
    if as_json:
        _json({"form": form_id, "version": ruleset.version, "cells": map_data(form, ruleset)})
    else:
        show("\n".join(map_lines(form, ruleset)))
    return 0


def _examples(library: Library, form_id: str, ruleset: RuleSet, only: str = "") -> int:
    """Names every example that is wrong or missing, else says how many are right; exit code 1 when one is wrong or missing."""
    cases = [case for case in load_cases(library, form_id) if case.rule.startswith(only)]
    wrong = [line for line in wrong_cases(library.form(form_id), ruleset, load_cases(library, form_id)) if line.startswith(only)]
    for line in wrong or [say(f"{len(cases)} 个例子都与规则相符", f"all {len(cases)} examples agree with the rule{'' if only else 's'}")]:
        note(line)
    return 1 if wrong else 0


def _one(library: Library, rule_id: str, as_json: bool) -> int:
    known: set[str] = set()
    for form_id in library.ids():
        ruleset = load_rules(library, form_id)
        known |= set(ruleset.by_id)
        rule = ruleset.by_id.get(rule_id)
        if rule is not None:
            cases = [case for case in load_cases(library, form_id) if case.rule == rule_id]
            if as_json:
                _json(rule_data(rule) | {"form": form_id, "instances": [instance.id for instance in rule.instances]})
            else:
                show(explain(rule, library.form(form_id), cases))
            return _examples(library, form_id, ruleset, rule_id)
    raise UsageError(say(f"没有规则 {rule_id}{meant(rule_id, known)}", f"there is no rule {rule_id}"))


def _json(data: Any) -> None:
    import json

    show_data(json.dumps(data, ensure_ascii=False, indent=1))
