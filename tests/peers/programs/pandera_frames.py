"""The job with calamine, polars and pandera over tidy frames, the quickest way that pandera has: pandera_frames.py JOB PATHS."""

import json
import sys
from pathlib import Path

import pandera.polars as pa
import polars as pl
from python_calamine import CalamineWorkbook

job = json.loads(Path(sys.argv[1]).read_text("utf-8"))
texts, sides = [], []
for path in Path(sys.argv[2]).read_text("utf-8").split("\n"):
    book = CalamineWorkbook.from_path(path)
    rows = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in {sheet for _, sheet, *_ in job["cells"]}}
    numbers = []
    for name, sheet, row, column, whole in job["cells"]:
        value = rows[sheet][row][column] if row < len(rows[sheet]) and column < len(rows[sheet][row]) else ""
        number = value if isinstance(value, float) else None
        texts.append((path, name, str(value), number, whole))
        numbers.append(number)
    for rule, label, left, right in job["rules"]:
        if all(numbers[cell] is not None for cell, _ in left + right):
            sides.append((path, f"{rule} {label}", *(sum(numbers[cell] * factor for cell, factor in side) for side in (left, right))))

cells = pl.DataFrame(texts, orient="row", schema={
    "report": pl.String, "cell": pl.String, "text": pl.String, "value": pl.Float64, "whole": pl.Boolean})
balances = pl.DataFrame(sides, schema={"report": pl.String, "rule": pl.String, "left": pl.Float64, "right": pl.Float64}, orient="row")
figures = pa.DataFrameSchema({"value": pa.Column(pl.Float64, pa.Check.ge(0), nullable=False)}, checks=pa.Check(
    lambda data: data.lazyframe.select(~pl.col("whole") | (pl.col("value") == pl.col("value").floor())), error="whole number"))
equal = pa.DataFrameSchema({"left": pa.Column(pl.Float64), "right": pa.Column(pl.Float64)}, checks=pa.Check(
    lambda data: data.lazyframe.select(pl.col("left") == pl.col("right")), error="left == right"))
for schema, frame in ((figures, cells), (equal, balances)):
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        for failure in error.failure_cases.to_dicts():
            row = frame.row(failure["index"], named=True) if failure["index"] is not None else {"report": ""}
            where = ", ".join(f"{key}={value}" for key, value in row.items() if key not in ("report", "whole"))
            print(f"{row['report']}\t{where}: {failure['check']}")
