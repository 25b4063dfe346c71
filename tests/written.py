"""Consistent random reports of any form, with texts and clauses, ready to be written out."""

from random import Random
from typing import Any

import forms
from xlreport.form.exchange import from_json
from xlreport.form.library import Library, library
from xlreport.form.submission import Submission
from xlreport.prose.phrases import offered
from xlreport.rules.load import load_rules


def report(form_id: str, seed: int, from_library: Library | None = None, **entries: Any) -> Submission:
    """A report whose rules hold, in which every clause on offer stands untouched. entries: what else VALUES.json may say."""
    known = from_library or library()
    form = known.form(form_id)
    made = forms.consistent(form, load_rules(known, form_id), Random(seed))
    clauses = offered(form, "示范县财政局", form.years[0], True)
    text = {code: f"{code}第一段，有 3 项。\n（一）第二段\n{clauses.get(code, '')}".strip() for code in form.text_codes}
    return from_json({
        "form": form.id, "unit": "示范县财政局", "year": form.years[0], "text": text, "answers": made.answers,
        "cells": {name: str(number) for name, number in made.known["this"].items()},
        "last_year": {name: str(number) for name, number in made.known["last"].items()},
        "facts": {name: str(number) for name, number in made.known["fact"].items()},
    } | entries, known)
