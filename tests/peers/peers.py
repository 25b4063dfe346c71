"""`make bench`: the same workbooks and the same three planted errors for this program and for others, each in a process and an environment of its own.

The others know nothing of this program: they get cells and balances as data (job.py). Each does what its own language can say.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import job

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).parent / "programs"
PLACES = ROOT / "build" / "peers"


class Peer(NamedTuple):
    """Another program. packages: what it needs, the first one gives its version; program: which does the job; books: of how many the batch is."""

    name: str
    packages: tuple[str, ...]
    program: str
    books: int


PEERS = (
    Peer("openpyxl＋循环", ("openpyxl",), "openpyxl_loops.py", 100),
    Peer("pandera（calamine、polars）", ("pandera[polars]", "python-calamine"), "pandera_frames.py", 1000),
    Peer("frictionless", ("frictionless[excel]",), "checks_of_frictionless.py", 30),
    Peer("vtlengine（VTL 2.1）", ("vtlengine", "openpyxl"), "vtl_rules.py", 100),
)
LIBREOFFICE, OFFICE_BOOKS = "LibreOffice 重算模板自带公式", 20


def environment(packages: Sequence[str]) -> str | None:
    """The interpreter of an environment of its own for a peer; None where it does not install."""
    place = PLACES / packages[0].partition("[")[0]
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(place, with_pip=True)
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], capture_output=True, text=True)
    subprocess.run([python, "-m", "compileall", "-q", place], capture_output=True)
    return str(python) if done.returncode == 0 else None


def compare_peers(runs: int = 5, books: int = 1000) -> dict[str, Any]:
    """Every program's cold start, a thousand workbooks, memory and words. books: of the largest batch."""
    with tempfile.TemporaryDirectory(prefix="xlreport-bench-") as place:
        folder = Path(place)
        (folder / "books").mkdir()
        paths, wrong = job.make_books(folder / "books", books), job.planted(folder / "demo")
        task = str(job.write_job(folder))
        commands, missing = _commands(task)
        files = {1: _list(folder, "one", paths[:1]), 0: _list(folder, "wrong", [wrong])}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(runs + 1):
            for name, (command, _, _) in commands.items():
                taken = _run([*command, *files[1]]).clock
                times[name] += [taken] if run else []  # the first round warms the page cache
        rows: list[dict[str, Any]] = []
        for name, (command, version, most) in commands.items():
            size = min(most, books)
            one, many = _run([*command, *files[1]]), _run([*command, *_list(folder, f"many-{size}", paths[:size])])
            rows.append({
                "name": name, "version": version, "cold": statistics.median(times[name]), "books": size, "memory": many.memory,
                "thousand": 1000 * max(many.processor - one.processor, 0) / max(size - 1, 1), "says": _said(_run([*command, *files[0]]).said, wrong)})
            print(f"{name:32} {version:10} cold {rows[-1]['cold']:7.3f} s, a thousand {rows[-1]['thousand']:8.1f} s of the processor (from {size}), "
                  f"{many.memory:5.0f} MiB, {len(rows[-1]['says'])} lines", flush=True)
        return {"rows": rows, "missing": missing}


def _commands(task: str) -> tuple[dict[str, tuple[list[str], str, int]], list[str]]:
    """The command, version and largest batch of every program that is here, and the names of those that are not."""
    from importlib.metadata import version

    own = [sys.executable, str(PROGRAMS / "own.py")]
    found: dict[str, tuple[list[str], str, int]] = {"xlreport": (own, version("xlreport"), 1000)}
    missing: list[str] = []
    for peer in PEERS:
        python = environment(peer.packages)
        if python is None:
            missing.append(peer.name)
            continue
        package = peer.packages[0].partition("[")[0]
        told = subprocess.run([python, "-c", f"from importlib.metadata import version; print(version({package!r}))"], capture_output=True, text=True)
        found[peer.name] = ([python, str(PROGRAMS / peer.program), task], told.stdout.strip(), peer.books)
    soffice = shutil.which("soffice")
    if soffice is None:
        missing.append(LIBREOFFICE)
    else:
        told = subprocess.run([soffice, "--version"], capture_output=True, text=True)
        found[LIBREOFFICE] = ([sys.executable, str(PROGRAMS / "libreoffice_formulas.py"), soffice], (told.stdout.split() or ["", "?"])[1], OFFICE_BOOKS)
    return found, missing


def _list(folder: Path, name: str, paths: Sequence[str]) -> list[str]:
    """A file that names some workbooks, as the last argument of a program."""
    place = folder / f"{name}.txt"
    place.write_text("\n".join(paths), "utf-8")
    return [str(place)]


class Run(NamedTuple):
    """One run: seconds on the clock, of the processor (with all it started), MiB of its largest process, and what it printed."""

    clock: float
    processor: float
    memory: float
    said: str


_MEASURE = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True, encoding="utf-8")
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, done.stdout, done.returncode, done.stderr[-2000:]]))
"""


def _run(command: Sequence[str]) -> Run:
    """Runs a program under a small process that measures it: a child's memory begins with its parent's."""
    done = subprocess.run([sys.executable, "-I", "-c", _MEASURE, *command], capture_output=True, text=True, check=True, env=job.chinese())
    clock, processor, memory, said, code, errors = json.loads(done.stdout)
    if code not in (0, 1):
        raise RuntimeError(f"{command[0]} {Path(command[1]).name}: {code}\n{errors}")
    return Run(clock, processor, memory, said)


def _said(printed: str, path: str) -> list[str]:
    """What a program said of the workbook with the planted errors, a line each, without the file's name."""
    return [line.partition("\t")[2] for line in printed.splitlines() if line.startswith(path) and "\t" in line]


if __name__ == "__main__":
    print(json.dumps(compare_peers(3, 60), ensure_ascii=False, indent=1))
