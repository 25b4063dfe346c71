"""`make bench`: thousands of workbooks collected into a store, and a million stored reports checked again.

Seconds on the clock are of this machine as busy as it is; the processor's seconds are of the work itself: of the process that writes
the store, and of all the processes that read, together.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from table import Bar

import forms
from region.books import book
from xlreport.collection.columns import SCALE, columns
from xlreport.form.library import library
from xlreport.rules.load import load_rules
from xlreport.rules.model import FACT, THIS

if TYPE_CHECKING:
    import polars

FORM = "zfxxgk-2021"
COUNTRY = 250_000
SIZES = (5_000, 10_000, 20_000)
CHANGED = 10
FLAT = 10  # MiB that two runs of one size differ by
CELL = "申请[本年新收, 自然人]"
FOLDER = 500  # files in one folder, as offices keep them

# One run in a process of its own, so that its memory is its own; the readers' memory is that of the largest of them.
RUN = """
import json, os, resource, sys, time
from pathlib import Path
from xlreport.flows.collecting import collect
from xlreport.form.library import library
started, before = time.perf_counter(), os.times()
done = collect(sys.argv[1], Path(sys.argv[2]), library(), jobs=2)
after = os.times()
print(json.dumps({"seconds": time.perf_counter() - started, "read": done.read, "unchanged": done.unchanged, "unreadable": len(done.unreadable),
    "writer": after.user + after.system - before.user - before.system,
    "readers": after.children_user + after.children_system - before.children_user - before.children_system,
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "readers_memory": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}))
"""


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--reports", type=int, default=1_000_000)
    options = parser.parse_args()
    compare_sizes(options.sizes)
    check_again(options.reports)


def compare_sizes(sizes: tuple[int, ...] | list[int] = SIZES) -> list[Bar]:
    """Collecting so many workbooks, cold; again with ten changed; the curve, and what it says of the country."""
    print(f"\n{'collect':>24} {'seconds':>8} {'writer s':>9} {'readers s':>10} {'MiB':>6} {'a reader':>9} {'store MiB':>10}   on {os.cpu_count()} cores")
    runs: list[tuple[int, dict[str, Any]]] = []
    again: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="xlreport-bench-") as place:
        folder = Path(place) / "年报"
        for size in sorted(sizes):
            make_books(folder, size)
            store = Path(place) / f"{size}.duckdb"
            first = one_run(folder, store)
            runs.append((size, first))
            show(f"{size} workbooks", first, store)
            for number in range(CHANGED):
                change(folder, number * (size // CHANGED), size)
            again.append(one_run(folder, store))
            show(f"again, {CHANGED} changed", again[-1], store)
    project(runs)
    (small, first), (large, last) = runs[0], runs[-1]
    cold, warm, grown = first["seconds"], again[0]["seconds"], last["memory"] - first["memory"]
    return [Bar(f"汇集 {small} 个工作簿，两个核", f"{cold:.1f} 秒", "30 秒", cold <= 30 * small / 5000),
            Bar(f"再汇集一次，改了 {CHANGED} 个", f"{warm:.1f} 秒", "3 秒", warm <= 3),
            Bar(f"汇集的内存，{small} 个和 {large} 个", f"{first['memory']:.0f}、{last['memory']:.0f} MiB", "500 MiB，不随数量增长",
                last["memory"] <= 500 and grown <= FLAT)]


def make_books(folder: Path, count: int) -> None:
    """So many different workbooks of the program's template; those that are there already stay."""
    have = sum(1 for _ in folder.rglob("*.xlsx")) if folder.exists() else 0
    with ProcessPoolExecutor(2) as executor:
        list(executor.map(make_some, [(folder, start, min(start + FOLDER, count)) for start in range(have, count, FOLDER)]))


def make_some(task: tuple[Path, int, int]) -> None:
    """Workbooks from one number to another."""
    folder, start, end = task
    for number in range(start, end):
        place = folder / f"{number // FOLDER:03d}" / f"{number:06d}.xlsx"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(one_book(number, number))


def one_book(number: int, seed: int) -> bytes:
    """The workbook of one unit; another seed, other figures."""
    known = forms.consistent(library().form(FORM), load_rules(library(), FORM), Random(seed)).known
    return book(FORM, f"第{number}号单位", "", 2023, known[THIS] | known[FACT])


def change(folder: Path, number: int, size: int) -> None:
    """Another report in the place of one."""
    (folder / f"{number // FOLDER:03d}" / f"{number:06d}.xlsx").write_bytes(one_book(number, number + size))


def one_run(folder: Path, store: Path) -> dict[str, Any]:
    """What one run of `collect` took."""
    done = subprocess.run([sys.executable, "-c", RUN, str(folder), str(store)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert not found["unreadable"], found
    return found


def show(name: str, run: dict[str, Any], store: Path) -> None:
    """One line."""
    print(f"{name:>24} {run['seconds']:8.1f} {run['writer']:9.1f} {run['readers']:10.1f} {run['memory']:6.0f} {run['readers_memory']:9.0f} "
          f"{store.stat().st_size / 2**20:10.0f}   {run['read']} read, {run['unchanged']} unchanged", flush=True)


def project(runs: list[tuple[int, dict[str, Any]]]) -> None:
    """A straight line through the first and the last size, drawn out to the country."""
    (small, first), (large, last) = runs[0], runs[-1]
    if small == large:
        return
    print(f"{'straight line to':>24} ", end="")
    for key, width in (("seconds", 8), ("writer", 9), ("readers", 10), ("memory", 6)):
        slope = (last[key] - first[key]) / (large - small)
        print(f"{first[key] + slope * (COUNTRY - small):{width}.0f} ", end="")
    print(f"  {COUNTRY} reports; memory by {(last['memory'] - first['memory']) / (large - small) * 1000:+.1f} MiB a thousand")


def check_again(reports: int = 1_000_000) -> list[Bar]:
    """So many reports in memory against all balance rules: by columns, through the contract; and read from disk, apart."""
    import polars as pl

    from xlreport.collection.bulk import broken_balances
    from xlreport.collection.contract import balance_frame, broken_rows, check_balances

    clock: list[float] = []
    rules = load_rules(library(), FORM)
    table = stored(reports)

    def through_contract() -> int:
        import pandera.errors

        frame = balance_frame(table, rules)
        try:
            check_balances(frame)
        except pandera.errors.SchemaErrors as error:
            return broken_rows(frame, error).height
        return 0

    with tempfile.TemporaryDirectory(prefix="xlreport-bench-") as place:
        path = Path(place) / "reports.parquet"
        table.write_parquet(path)
        ways: dict[str, Callable[[], int]] = {
            "columns in memory": lambda: broken_balances(table, rules).height,
            "through the contract": through_contract,
            "read from disk": lambda: pl.read_parquet(path, memory_map=False).height,
        }
        print(f"\n{reports} reports x {len(rules.instances())} sums and comparisons, 1 % of the reports wrong; best of five")
        for name, way in ways.items():
            found = way()
            taken = [seconds(way) for _ in range(5)]
            wall, processor = (min(one[which] for one in taken) for which in (0, 1))
            print(f"{name:>24} {wall:8.2f} s on the clock {processor:8.2f} s of the processor   {found} rows", flush=True)
            clock.append(wall)
    return [Bar(f"{reports} 份报告重查全部勾稽关系，在内存里", f"{clock[0]:.2f} 秒", "0.5 秒", clock[0] <= 0.5),
            Bar("同上，经 pandera 约定", f"{clock[1]:.2f} 秒", "1.5 秒", clock[1] <= 1.5),
            Bar("同上，从磁盘读入另计", f"{clock[2]:.2f} 秒", "", None)]


def seconds(way: Callable[[], int]) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    way()
    return time.perf_counter() - clock, time.process_time() - processor


def stored(reports: int, different: int = 2_000) -> "polars.DataFrame":
    """A wide table as a store gives it: so many different reports over and over that break no rule, one in a hundred with a wrong figure."""
    import polars as pl

    from xlreport.collection.bulk import broken_balances

    form, rules = library().form(FORM), load_rules(library(), FORM)
    rows: list[dict[str, Any]] = []
    for seed in range(6 * different):  # figures at random often break a rule of plausibility; about one report in three breaks none
        report = forms.consistent(form, rules, Random(seed))
        rows.append({name: int(number * SCALE) for name, number in (report.known[THIS] | report.known[FACT]).items()}
                    | {f"封面.{code}": answer for code, answer in report.answers.items()})
    absent = [pl.lit(None, dtype=pl.Int64).alias(name) for name in columns(form) if name not in rows[0]]  # last year's figures
    drawn = pl.DataFrame(rows).with_columns(absent).with_row_index("report")
    some = drawn.join(broken_balances(drawn, rules).select("report").unique(), on="report", how="anti").head(different).drop("report")
    assert some.height == different
    wrong = pl.when(pl.int_range(pl.len()) % 100 == 0).then(pl.col(CELL) + SCALE).otherwise(pl.col(CELL))
    return pl.concat([some.with_columns(wrong.alias(CELL))] * (reports // different)).with_row_index("report").rechunk()


if __name__ == "__main__":
    main()
