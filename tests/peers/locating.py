"""`make bench`: the search for wrong cells beside a plain HiGHS model and Statistics Canada's Banff (from PyPI, its own process).

Every program gets the same reports: all totals stated, 1 to 5 figures changed. Size: cells a program says must change.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "check")]

import wrong_cells  # noqa: E402

from xlreport.check.equations import Figures, System, build_system, figures_of  # noqa: E402
from xlreport.check.repairs import smallest_repairs  # noqa: E402
from xlreport.form.library import library  # noqa: E402
from xlreport.rules.load import load_rules  # noqa: E402

FORM = "zfxxgk-2021"
SECONDS = 10  # Banff's own limit for one report; it takes up to four times as long
BANFF_CELLS = 3  # reports with more wrong cells would take it minutes each
BANFF = """
import json, sys, time
import pandas as pd
import banff
job = json.load(open(sys.argv[1], encoding="utf-8"))
found = []
for number, values in enumerate(job["rows"]):
    frame = pd.DataFrame({"ident": [str(number)], **{f"x{cell}": [float(value)] for cell, value in enumerate(values)}})
    start = time.perf_counter()
    done = banff.errorloc(indata=frame, edits=job["edits"], unit_id="ident", time_per_obs=float(job["seconds"]), outstatus="dataframe",
                          outreject="dataframe")
    found.append([time.perf_counter() - start, len(done.outstatus), len(done.outreject)])
json.dump(found, open(sys.argv[2], "w", encoding="utf-8"))
"""


def compare_searches(banff_python: str | None, reports: int = 10) -> dict[int, float]:
    """This program's median milliseconds by the number of wrong cells; a line is printed for each.

    banff_python: an interpreter that has banff, None where it does not install.
    """
    medians: dict[int, float] = {}
    form, rules = library().form(FORM), load_rules(library(), FORM)
    system = build_system(form, rules, frozenset(), frozenset())
    if banff_python is None:
        print("banff: does not install here, left out")
    print(f"\n{'wrong cells':12} {'xlreport ms':>20} {'HiGHS ms':>20} {'same size':>10} {'Banff ms':>20} {'no answer':>10} {'same size':>10}")
    for count in range(1, 6):
        made: list[Figures] = []
        for seed in range(reports):
            random = Random(1000 * count + seed)
            figures = wrong_cells.report(form, rules, Random(seed % 20))
            wrong_cells.planted(form, system.cells, figures, count, random)
            made.append(figures_of(system, figures))
        own = [timed(lambda figures=figures: _size(system, figures)) for figures in made]
        highs = [timed(lambda figures=figures: wrong_cells.smallest_by_highs(system, figures)) for figures in made]
        same = sum(one[1] == other[1] for one, other in zip(own, highs, strict=True))
        line = f"{count:12} {_said(own):>20} {_said(highs):>20} {same:>6}/{reports}"
        if banff_python is not None and count <= BANFF_CELLS:
            banff = _banff(banff_python, system, made)
            refused = sum(rejected > 0 for _, _, rejected in banff)
            alike = sum(not rejected and size == one[1] for (_, size, rejected), one in zip(banff, own, strict=True))
            line += f" {_said([(taken, size) for taken, size, _ in banff]):>20} {refused:>6}/{reports} {alike:>6}/{reports}"
        print(line, flush=True)
        medians[count] = 1000 * statistics.median(taken for taken, _ in own)
    return medians


def timed(work: Any) -> tuple[float, int]:
    """Seconds, and what came out."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def _size(system: System, figures: Figures) -> int:
    return sum(smallest_repairs(system, figures, part).size for part in system.parts if figures.gaps.keys() & set(part))


def _said(times: list[tuple[float, int]]) -> str:
    taken = [1000 * one for one, _ in times]
    return f"{statistics.median(taken):.2f} (max {max(taken):.0f})"


def _banff(python: str, system: System, made: list[Figures]) -> list[tuple[float, int, int]]:
    """Seconds, cells and rejects of every report, from a process of its own."""
    edits = [" + ".join(f"{factor} * x{cell}" for cell, factor in equation.terms).replace("+ -", "- ") + " = 0;" for equation in system.equations]
    edits += [f"x{cell} >= 0;" for cell in range(len(system.cells))]
    folder = ROOT / "build" / "peers"
    job, result, script = folder / "banff-job.json", folder / "banff-result.json", folder / "banff_job.py"
    job.write_text(json.dumps({"edits": " ".join(edits), "seconds": SECONDS, "rows": [
        [value / 10**figures.places for value in figures.values] for figures in made]}), "utf-8")
    script.write_text(BANFF, "utf-8")
    subprocess.run([python, str(script), str(job), str(result)], check=True, capture_output=True)
    return [(taken, size, rejected) for taken, size, rejected in json.loads(result.read_text("utf-8"))]
