"""The job with frictionless, each table a resource, the balances a check of its own: checks_of_frictionless.py JOB PATHS.

A file whose name begins with frictionless_ would be loaded as a plugin, and all would be done twice.
"""

import json
import sys
from pathlib import Path

import attrs
from frictionless import Check, Checklist, Dialect, Resource, Schema, errors, fields, formats

job = json.loads(Path(sys.argv[1]).read_text("utf-8"))
WIDEST = max(column for _, _, _, column, _ in job["cells"]) + 1


@attrs.define(kw_only=True, repr=False)
class Balances(Check):
    """Whole numbers and balances of one table, which frictionless's own checks cannot say: they look at one row at a time."""

    type = "balances"
    Errors = [errors.CellError, errors.TableError]  # noqa: RUF012  as its own checks write it
    sheet: str

    def validate_start(self):
        self.values, self.row = {}, -1
        yield from ()

    def validate_row(self, row):
        self.row += 1
        texts = list(row.values())
        for number, (name, sheet, line, column, whole) in enumerate(job["cells"]):
            if sheet == self.sheet and line == self.row:
                value = texts[column] if column < len(texts) else None
                if isinstance(value, int | float) and value >= 0 and (not whole or value == int(value)):
                    self.values[number] = value
                else:
                    yield errors.CellError.from_row(row, note=f"{name} is not a count", field_name=list(row)[column])

    def validate_end(self):
        for rule, label, left, right in job["rules"]:
            if all(cell in self.values for cell, _ in left + right):
                one, other = (sum(self.values[cell] * factor for cell, factor in side) for side in (left, right))
                if one != other:
                    yield errors.TableError(note=f"{rule} {label}: {one} is not {other}")


said = {}
for path in Path(sys.argv[2]).read_text("utf-8").split("\n"):
    for sheet in dict.fromkeys(sheet for _, sheet, *_ in job["cells"]):
        resource = Resource(path=Path(path).name, basepath=str(Path(path).parent), control=formats.ExcelControl(sheet=sheet),
                            dialect=Dialect(header=False, controls=[formats.ExcelControl(sheet=sheet)]),
                            schema=Schema(fields=[fields.AnyField(name=f"c{column}") for column in range(WIDEST)]))
        report = resource.validate(Checklist(checks=[Balances(sheet=sheet)]))
        for error in [*report.errors, *(error for task in report.tasks for error in task.errors)]:
            if error.type not in ("missing-cell", "extra-cell", "blank-row"):
                row = f" row {error.row_number}" if hasattr(error, "row_number") else ""
                said[f"{path}\t[{error.type}]{row} {error.note}"] = None
print("\n".join(said))
