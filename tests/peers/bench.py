"""`make bench`: this program beside the bare interpreter, an openpyxl load and frictionless, in one run, medians, and its bars.

Cold starts are whole processes, taken in turn (A B C A B C ...), because the machine's speed drifts.
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
import venv
from collections.abc import Sequence
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "build" / "peers"
sys.path.insert(0, str(ROOT / "tests"))

import collecting  # noqa: E402  beside this file
import locating  # noqa: E402  beside this file
import narrated  # noqa: E402  beside this file

import finished_reports  # noqa: E402
import forms  # noqa: E402  the tests' generator of random reports
from xlreport.collection.executors import processes  # noqa: E402
from xlreport.collection.gather import packed_chunks  # noqa: E402
from xlreport.flows.filling import workbook  # noqa: E402
from xlreport.form.exchange import from_json  # noqa: E402
from xlreport.form.library import library  # noqa: E402
from xlreport.rules.load import load_rules  # noqa: E402
from xlreport.rules.model import THIS  # noqa: E402

FORM = "zfxxgk-2021"
# At most so many times the bare interpreter's start, and so many MiB.
COLD_BARS = {"xlreport check one.xlsx": (12, 30), "xlreport check one.xlsx, narrative": (18, None)}


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--books", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        books, told = make_books(Path(folder), options.books), make_told(Path(folder), options.books)
        cold(books[0], told[0], options.runs, Path(folder) / "written")
        warm(books, "figures only", 2.5)
        warm(told, "with narrative", 6)
        two_processes(told)
    narrated.read_narratives(options.books)
    collecting.compare_sizes()
    collecting.check_again()
    locating.compare_searches(peer_python("banff"))


def make_books(folder: Path, count: int) -> list[str]:
    """Workbooks of random consistent reports, figures only, each with its own unit and year."""
    rules = load_rules(library(), FORM)
    paths: list[str] = []
    for seed in range(count):
        figures = forms.consistent(library().form(FORM), rules, Random(seed)).known[THIS]
        cells = {name: str(figure) for name, figure in figures.items()}
        data = {"form": FORM, "unit": f"第{seed}号单位", "year": 2021 + seed % 5, "cells": cells}
        path = folder / f"{seed:04d}.xlsx"
        path.write_bytes(workbook(from_json(data, library()), library()))
        paths.append(str(path))
    return paths


def make_told(folder: Path, count: int) -> list[str]:
    """Workbooks of reports with narratives."""
    paths: list[str] = []
    for seed in range(count):
        path = folder / f"told-{seed:04d}.xlsx"
        path.write_bytes(workbook(narrated.narrated(seed), library()))
        paths.append(str(path))
    return paths


def peer_python(package: str = "frictionless[excel]") -> str | None:
    """The peers' own environment with a package; None where it does not install."""
    python = PEERS / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(PEERS, with_pip=True)
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", package], capture_output=True, text=True)
    subprocess.run([python, "-m", "compileall", "-q", PEERS], capture_output=True)
    return str(python) if done.returncode == 0 else None


def cold(book: str, told: str, runs: int, folder: Path) -> None:
    """Whole processes: median seconds, multiple of the bare interpreter, peak memory."""
    here = sys.executable
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
    peer = peer_python()
    if peer:
        commands["frictionless validate"] = [
            peer, "-c", "from frictionless import Resource, formats; "
            f"r = Resource({Path(book).name!r}, basepath={str(Path(book).parent)!r}, "
            f"control=formats.ExcelControl(sheet='申请情况')); r.validate()"]
    else:
        print("frictionless: does not install here, left out")
    times: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            if run:  # the first round warms the page cache
                times[name].append(time.perf_counter() - started)
    floor = times["python -c pass"]
    print(f"{'cold start':34} {'median s':>9} {'x bare':>7} {'MiB':>6}")
    for name, taken in times.items():
        ratio = statistics.median(mine / bare for mine, bare in zip(taken, floor, strict=True))
        most, memory = COLD_BARS.get(name, (None, None))
        bar = f"  bar: {most} x{f', {memory} MiB' if memory else ''}" if most else ""
        print(f"{name:34} {statistics.median(taken):9.3f} {ratio:7.1f} {peak_memory(commands[name]):6.1f}{bar}")


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


def warm(books: list[str], kind: str, bar: float) -> None:
    """All workbooks in one process: processor seconds beyond start-up. bar: for a thousand of them."""
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
    print(f"peak memory of this run {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")


def two_processes(books: list[str]) -> None:
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
          f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "")


if __name__ == "__main__":
    main()
