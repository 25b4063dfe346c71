"""Submissions that the tests of every format start from."""

from collections.abc import Callable
from typing import Any

from xlreport.form.model import Form
from xlreport.form.submission import Place, Submission
from xlreport.rules.model import RuleSet

FORM = "zfxxgk-2021"
HOSTILE = '<script>alert("1")</script>&\x1b[31m红\x07\u202e\r\n=cmd|\'/c calc\'!A1 \ud83d\udc80\x00'
Rules = Callable[[str], RuleSet]


def zeros(form: Form, **changed: Any) -> dict[str, Any]:
    """A VALUES object full of zeros, with some entries changed."""
    cells: dict[str, Any] = dict.fromkeys(form.cells, 0)
    return {"form": form.id, "unit": "青禾县司法局", "year": 2023, **changed, "cells": cells | changed.get("cells", {})}


def placed(submission: Submission) -> Submission:
    """The submission as if read from our workbook: 申请[本年新收, 自然人] stands at 申请情况 D6."""
    places = {
        cell.name: Place(table.sheet, f"{chr(ord('A') + cell.position)}{cell.line + 3}")
        for table in submission.form.tables for cell in table.cells
    }
    return submission._replace(places=places)
