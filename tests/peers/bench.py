"""`make bench`: every bar of this program and what was measured, then its peers, in one run, medians. ONLY="cold peers" takes some parts.

Cold starts are whole processes, taken in turn (A B C A B C ...), because the machine's speed drifts. Every part is kept in measured.json
as soon as it is done, with its date, and README's tables are written from that file (table.py), never by hand.
"""

import argparse
import contextlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import collecting  # noqa: E402  beside this file
import job  # noqa: E402  beside this file
import locating  # noqa: E402  beside this file
import narrated  # noqa: E402  beside this file
import table  # noqa: E402  beside this file
from table import Bar  # noqa: E402

import finished_reports  # noqa: E402
import peers  # noqa: E402  beside this file
from xlreport.collection.executors import processes  # noqa: E402
from xlreport.collection.gather import packed_chunks  # noqa: E402
from xlreport.flows.filling import workbook  # noqa: E402
from xlreport.form.library import library  # noqa: E402

# At most so many times the bare interpreter's start, and so many MiB (0: no bar); and at most so many seconds.
COLD_BARS = {"xlreport check one.xlsx": ("校验一个工作簿，只有数字（空解释器的倍数）", 12, 30),
             "xlreport check one.xlsx, narrative": ("校验一个工作簿，正文 2500 字（空解释器的倍数）", 18, 0)}
CLOCK_BARS = {"xlreport check docx": ("校验一份 Word", 0.3), "xlreport check html": ("校验一个网页", 0.25),
              "xlreport check pdf": ("校验一份十页 PDF", 3), "xlreport write (docx)": ("写出 Word 报告", 0.6)}


def main() -> None:
    """Measures the parts that are asked for, in order, and writes README's tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help=f"parts to measure, all without: {' '.join(PARTS)}")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--books", type=int, default=1000)
    options = parser.parse_args()
    if unknown := set(options.only) - PARTS.keys():
        parser.error(f"no such part: {' '.join(sorted(unknown))}; there are {' '.join(PARTS)}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, part in PARTS.items():
            if not options.only or name in options.only:
                print(f"\n== {name}", flush=True)
                table.keep(name, part(place, options))
    table.write()


def measure_workbooks(place: Path, options: argparse.Namespace) -> list[Bar]:
    """Many workbooks in one process, and in two."""
    books, told = job.make_books(place, options.books), make_told(place, options.books)
    figures, texts = warm(books, "figures only", 2.5), warm(told, "with narrative", 6)
    ratio = two_processes(told)
    return [Bar("1000 个工作簿，只有数字，一个进程", f"{figures:.2f} 秒", "2.5 秒", figures <= 2.5),
            Bar("1000 个工作簿，正文 2500 字，一个进程", f"{texts:.2f} 秒", "6 秒", texts <= 6),
            Bar("两个进程比一个快", f"{ratio:.2f} 倍", "1.7 倍", ratio >= 1.7)]


def measure_narratives(place: Path, options: argparse.Namespace) -> list[Bar]:
    """The narrative by itself."""
    taken = narrated.read_narratives(options.books)
    return [Bar("1000 份正文，每份 2500 字、64 个数", f"{taken:.2f} 秒", "3 秒", taken <= 3)]


def measure_search(place: Path, options: argparse.Namespace) -> list[Bar]:
    """Which cell is wrong."""
    bars = {1: 1, 2: 3, 3: 20, 4: 150}
    own = locating.compare_searches(peers.environment(("banff",)))
    return [Bar(f"找错格：{count} 格错", f"{taken:.2f} 毫秒", f"{bars[count]} 毫秒", taken <= bars[count]) for count, taken in own.items() if count in bars]


def make_told(folder: Path, count: int) -> list[str]:
    """Workbooks of reports with narratives."""
    paths: list[str] = []
    for seed in range(count):
        path = folder / f"told-{seed:04d}.xlsx"
        path.write_bytes(workbook(narrated.narrated(seed), library()))
        paths.append(str(path))
    return paths


def measure_cold(place: Path, options: argparse.Namespace) -> list[Bar]:
    """Whole processes: median seconds, multiple of the bare interpreter, peak memory."""
    here, folder = sys.executable, place / "written"
    book, told = job.make_books(place, 1)[0], make_told(place, 1)[0]
    commands: dict[str, Sequence[str]] = {
        "python -c pass": [here, "-c", "pass"],
        "xlreport check one.xlsx": [here, "-m", "xlreport", "check", book],
        "xlreport check one.xlsx, narrative": [here, "-m", "xlreport", "check", told],
        "xlreport check --format json": [here, "-m", "xlreport", "check", "--format", "json", book],
        "xlreport write (docx)": [here, "-c", f"import shutil, sys; shutil.rmtree({str(folder)!r}, True); sys.argv[1:] = "
                                  f"['write', {book!r}, '-o', {str(folder / 'one.docx')!r}]; from xlreport.cli import main; main()"],
        "openpyxl load_workbook": [here, "-c", f"import openpyxl; openpyxl.load_workbook({book!r}, data_only=True)"],
    }
    for kind, report in arriving(folder.parent / "arriving").items():
        commands[f"xlreport check {kind}"] = [here, "-m", "xlreport", "check", str(report)]
    times: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(options.runs + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            if run:  # the first round warms the page cache
                times[name].append(time.perf_counter() - started)
    floor = times["python -c pass"]
    print(f"{'cold start':34} {'median s':>9} {'x bare':>7} {'MiB':>6}")
    bars: list[Bar] = []
    for name, taken in times.items():
        ratio = statistics.median(mine / bare for mine, bare in zip(taken, floor, strict=True))
        median, memory = statistics.median(taken), peak_memory(commands[name])
        print(f"{name:34} {median:9.3f} {ratio:7.1f} {memory:6.1f}", flush=True)
        if name in COLD_BARS:
            said, multiple, most = COLD_BARS[name]
            held, limit = (f"、{memory:.0f} MiB", f"、{most} MiB") if most else ("", "")
            bars.append(Bar(said, f"{ratio:.1f} 倍{held}", f"{multiple} 倍{limit}", ratio <= multiple and (not most or memory <= most)))
        elif name in CLOCK_BARS:
            said, seconds = CLOCK_BARS[name]
            bars.append(Bar(said, f"{median:.2f} 秒", f"{seconds} 秒", median <= seconds))
    return bars


def arriving(folder: Path) -> dict[str, Path]:
    """A finished report as Word, web page and ten-page PDF; the last two only where LibreOffice is."""
    folder.mkdir(exist_ok=True)
    made = {"docx": finished_reports.word_report(folder / "docx.docx", finished_reports.figures(1))}
    for kind, paragraphs in (("html", 2), ("pdf", 24)):
        source = finished_reports.word_report(folder / f"{kind}.docx", finished_reports.figures(1), paragraphs=paragraphs, size=10)
        with contextlib.suppress(OSError):
            subprocess.run(["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind,
                            "--outdir", str(folder), str(source)], capture_output=True, check=False)
        if (folder / f"{kind}.{kind}").exists():
            made[kind] = folder / f"{kind}.{kind}"
    return made


def peak_memory(command: Sequence[str]) -> float:
    """Peak resident memory of one run in MiB."""
    code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def warm(books: list[str], kind: str, bar: float) -> float:
    """Processor seconds beyond start-up for a thousand workbooks in one process. bar: for them."""
    code = ("import sys, gc, time; gc.set_threshold(100_000, 50, 50)\n"
            "from xlreport.flows.checking import check_paths\n"
            "from xlreport.flows.opening import open_library\n"
            "forms, _ = open_library(); paths = sys.stdin.read().split('\\n')\n"
            "check_paths(paths[:1], forms); start = time.process_time()\n"
            "batch = check_paths(paths, forms)\n"
            "print(time.process_time() - start, len(batch.files), sum(file.status == 'pass' for file in batch.files))")
    taken = []
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", code], input="\n".join(books), capture_output=True, text=True, check=True)
        seconds, files, passed = done.stdout.split()
        taken.append(float(seconds))
    print(f"\n{files} workbooks in one process, {kind}: {statistics.median(taken):.2f} s of processor time beyond start-up, "
          f"{1000 * statistics.median(taken) / int(files):.2f} s a thousand (bar: at most {bar}); {passed} pass")
    print(f"peak memory of this run {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB", flush=True)
    return 1000 * statistics.median(taken) / int(files)


def two_processes(books: list[str]) -> float:
    """How much sooner two processes have read and checked all workbooks than one has, by the clock."""
    files = [(Path(book), book) for book in books]
    ratios = []
    for _ in range(3):
        seconds = []
        for jobs in (1, 2):
            started = time.perf_counter()
            assert sum(map(len, packed_chunks(files, processes(None, jobs)))) == len(files)
            seconds.append(time.perf_counter() - started)
        ratios.append(seconds[0] / seconds[1])
    print(f"two processes: {statistics.median(ratios):.2f} times as fast as one (bar: at least 1.7); {os.cpu_count()} processors, "
          f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "", flush=True)
    return statistics.median(ratios)


Part = Callable[[Path, argparse.Namespace], Any]
PARTS: dict[str, Part] = {
    "cold": measure_cold,
    "workbooks": measure_workbooks,
    "narratives": measure_narratives,
    "collect": lambda place, options: collecting.compare_sizes(),
    "recheck": lambda place, options: collecting.check_again(),
    "cells": measure_search,
    "peers": lambda place, options: peers.compare_peers(books=options.books),
}


if __name__ == "__main__":
    main()
