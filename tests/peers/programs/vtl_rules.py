"""The job with openpyxl (read-only) and vtlengine, the engine of VTL 2.1, all reports in one data set: vtl_rules.py JOB PATHS.

VTL says what its language says: a datapoint ruleset over a table with a column for every cell and a row for every report.
"""

import json
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

import pandas as pd  # noqa: E402
from openpyxl import load_workbook  # noqa: E402
from vtlengine import run  # noqa: E402

job = json.loads(Path(sys.argv[1]).read_text("utf-8"))
paths = Path(sys.argv[2]).read_text("utf-8").split("\n")
columns = [f"c{number}" for number in range(len(job["cells"]))]


def values(path):
    """The cells of a workbook as they are."""
    book = load_workbook(path, data_only=True, read_only=True)
    rows = {name: list(book[name].iter_rows(values_only=True)) for name in {sheet for _, sheet, *_ in job["cells"]}}
    return [rows[sheet][row][column] for _, sheet, row, column, _ in job["cells"]]


def side(terms):
    """`c1 + c2`."""
    return " + ".join(f"c{cell}" if factor == 1 else f"{factor} * c{cell}" for cell, factor in terms)


rules = [f'r{number}: {side(left)} = {side(right)} errorcode "{rule} {label}"' for number, (rule, label, left, right) in enumerate(job["rules"])]
rules += [f'n{number}: c{number} >= 0 errorcode "{name} < 0"' for number, (name, *_) in enumerate(job["cells"])]
rules += [f'b{number}: not isnull(c{number}) errorcode "{name} null"' for number, (name, *_) in enumerate(job["cells"])]
script = (f"define datapoint ruleset balances (variable {', '.join(columns)}) is {'; '.join(rules)} end datapoint ruleset;\n"
          "found <- check_datapoint(reports, balances invalid);")
structure = {"datasets": [{"name": "reports", "DataStructure": [
    {"name": "report", "type": "Integer", "role": "Identifier", "nullable": False},
    *({"name": column, "type": "Integer" if job["cells"][number][4] else "Number", "role": "Measure", "nullable": True}
      for number, column in enumerate(columns))]}]}
table = [[number, *values(path)] for number, path in enumerate(paths)]
while True:
    frame = pd.DataFrame(table, columns=["report", *columns], dtype=object)
    try:
        found = run(script=script, data_structures=structure, datapoints={"reports": frame})["found"].data
        break
    except Exception as refused:  # a text where a number belongs: the whole data set is refused, so the cell has to be taken out
        texts = [(row, place) for row in range(len(table)) for place in range(1, len(columns) + 1) if isinstance(table[row][place], str)]
        if not texts:
            raise
        print(f"{paths[texts[0][0]]}\t{' '.join(str(refused).split())}")
        table[texts[0][0]][texts[0][1]] = None
for line in found.to_dict("records"):
    print(f"{paths[int(line['report'])]}\t{line['ruleid']}: {line['errorcode']}")
