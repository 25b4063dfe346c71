"""The job with openpyxl and plain loops, as most offices' own scripts do it: openpyxl_loops.py JOB PATHS [read-only]."""

import json
import sys
from pathlib import Path

from openpyxl import load_workbook

job = json.loads(Path(sys.argv[1]).read_text("utf-8"))
for path in Path(sys.argv[2]).read_text("utf-8").split("\n"):
    book = load_workbook(path, data_only=True, read_only="read-only" in sys.argv)
    rows = {name: list(book[name].iter_rows(values_only=True)) for name in {sheet for _, sheet, *_ in job["cells"]}}
    values = []
    for name, sheet, row, column, whole in job["cells"]:
        value = rows[sheet][row][column] if row < len(rows[sheet]) and column < len(rows[sheet][row]) else None
        good = isinstance(value, int | float) and value >= 0 and (not whole or value == int(value))
        if not good:
            print(f"{path}\t{name}: {value!r} is not a count")
        values.append(value if good else None)
    for rule, label, left, right in job["rules"]:
        if any(values[cell] is None for cell, _ in left + right):
            continue
        one, other = (sum(values[cell] * factor for cell, factor in side) for side in (left, right))
        if one != other:
            print(f"{path}\t{rule} {label}: {one} != {other}")
