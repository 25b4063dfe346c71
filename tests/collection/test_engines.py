"""Wherever the work is done, the rows are the same; a file that ends or holds up its worker is named and the others are read.

What ends a worker here is real: every new Python process looks at what it opens, and dies or falls asleep over two file names.
"""

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from random import Random
from typing import Any

import distributed
import pytest
from test_store import everything

from forms import consistent
from xlreport.collection import executors, gather, work
from xlreport.collection.executors import Engine, cluster, processes
from xlreport.collection.known import located
from xlreport.collection.store import open_store
from xlreport.errors import DefinitionError, Mistake, UsageError
from xlreport.flows.collecting import collect
from xlreport.form.library import Library
from xlreport.form.library import library as library_of
from xlreport.rules.load import load_rules
from xlreport.rules.model import THIS
from xlreport.sources.folders import find_files

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed", "ignore::ResourceWarning")
FORM = "zfxxgk-2021"
PERILOUS = """
import ctypes, os, sys
def look(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and (arguments[1] or "r").startswith("r"):
        if "致命" in arguments[0]:
            os.kill(os.getpid(), 9)
        if "不醒" in arguments[0]:
            ctypes.PyDLL(None).sleep(600)  # and keeps the interpreter to itself
sys.addaudithook(look)
"""


@pytest.fixture(scope="module")
def perilous(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every Python process started from here on looks at what it opens."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "sitecustomize.py").write_text(PERILOUS, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(folder), str(Path(__file__).parents[1])]))
        yield


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirteen reports and one file that is none."""
    folder = tmp_path_factory.mktemp("收到") / "年报"
    folder.mkdir()
    form, rules = library_of().form(FORM), load_rules(library_of(), FORM)
    for number in range(13):
        figures = consistent(form, rules, Random(number)).known[THIS]
        data = {"form": FORM, "unit": f"第{number}局", "year": 2023, "cells": {name: str(figure) for name, figure in figures.items()}}
        (folder / f"{number:02}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 no zip")
    return folder


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several chunks of few files."""
    monkeypatch.setattr(gather, "CHUNK", 4)


def filled(store: Path, folder: Path, library: Library, engine: Engine, progress: Any = None) -> dict[str, list[dict[str, Any]]]:
    """What the store holds once the folder is gathered by that engine."""
    with open_store(store, library, create=True) as opened:
        gather.gather(opened, located(find_files([str(folder)]).files), str(folder), library, engine, progress)
    return everything(store, library)


@pytest.fixture(scope="module")
def expected(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What the engine of this machine makes of the reports."""
    return filled(tmp_path_factory.mktemp("库") / "本机.duckdb", reports, library_of(), processes(None, 2))


@pytest.fixture(scope="module")
def running(perilous: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster of two worker processes."""
    log = tmp_path_factory.mktemp("集群") / "log.txt"
    with log.open("wb") as errors:
        program = subprocess.Popen([sys.executable, str(Path(__file__).with_name("cluster_of_two.py"))], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=errors, text=True)
        assert program.stdin
        assert program.stdout
        address = program.stdout.readline().strip()
        assert address, log.read_text("utf-8", "replace")
        yield address
        program.stdin.close()
        program.stdout.close()
        program.wait(60)


class Elsewhere(Executor):
    """An executor whose workers live on another disk: what is handed out by its path is not there."""

    def __init__(self, inner: Executor) -> None:
        self.inner, self.sent = inner, 0

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **_: Any) -> "Future[Any]":
        """Hands it on."""
        entries, job = arguments
        self.sent += sum(entry.data is not None for entry in entries)
        moved = tuple(entry if entry.data is not None else entry._replace(path="/elsewhere/" + entry.path) for entry in entries)
        return self.inner.submit(task, moved, job)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """With the inner one."""
        self.inner.shutdown(wait)


def perils(folder: Path, reports: Path, *names: str) -> Path:
    """The reports and the files of those names among them."""
    folder.mkdir()
    for path in reports.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    for name in names:
        (folder / f"05{name}.json").write_bytes(b"{}")
    return folder


def reasons(found: dict[str, list[dict[str, Any]]], name: str) -> list[str]:
    """Why files of that name were not read."""
    return [row["reason"] for row in found["file"] if name in row["path"]]


def test_files_that_end_or_hold_up_their_process(perilous: None, reports: Path, tmp_path: Path, library: Library) -> None:
    """Each is named with its reason, and every other report is there."""
    folder = perils(tmp_path / "年报", reports, "致命", "不醒")
    found = filled(tmp_path / "库.duckdb", folder, library, processes(None, 2, seconds=4))
    assert sorted(row["unit"] for row in found["submission"]) == sorted(f"第{number}局" for number in range(13))
    assert [reason.partition("。")[0] for reason in reasons(found, "致命")] == ["内容异常，读的时候中断了（文件可能已损坏，或大得不像年报）"]
    assert [reason.partition("，")[0] for reason in reasons(found, "不醒")] == ["读了 4 秒还没有读完"]
    assert all(row["reason"] == "" for row in found["file"] if "05" not in row["path"] and "坏" not in row["path"])


def test_a_cluster_makes_the_same_rows(running: str, reports: Path, expected: Any, tmp_path: Path, library: Library) -> None:
    """By path; and by the command, which takes the address."""
    with cluster(running, None) as engine:
        assert engine.ahead == 4
        assert filled(tmp_path / "路径.duckdb", reports, library, engine) == expected
    done = collect(str(reports), tmp_path / "命令.duckdb", library, engine=running)
    assert (done.read, len(done.unreadable)) == (14, 1)
    assert everything(tmp_path / "命令.duckdb", library) == expected


def test_files_are_sent_where_they_are_not_seen(running: str, reports: Path, expected: Any, tmp_path: Path, library: Library) -> None:
    """A worker on another disk gets the content; nothing is sent that is seen."""
    with cluster(running, None) as engine:
        made: list[Elsewhere] = []

        def elsewhere() -> Executor:
            made.append(Elsewhere(engine.executor()))
            return made[-1]

        assert filled(tmp_path / "库.duckdb", reports, library, engine._replace(executor=elsewhere)) == expected
        assert sum(executor.sent for executor in made) == 14


def test_own_rules_go_along(running: str, reports: Path, tmp_path: Path) -> None:
    """Rules of the office's own judge on the cluster as they do here; a wrong one is said as it is here."""
    own = tmp_path / "forms" / FORM
    own.mkdir(parents=True)
    (own / "rules.toml").write_text('[[rule]]\nid = "S901"\nsays = "本市：不应有许可"\nsays_en = "none"\ncheck = "公开[行政许可, 处理决定] == -1"\n'
                                    'basis = "本市要求"\nseverity = "warning"\ninnocent = "没有"\n', "utf-8")
    forms = library_of(tmp_path / "forms")
    here = filled(tmp_path / "本机.duckdb", reports, forms, processes(forms.own, 2))
    assert sum(row["rule"] == "S901" for row in here["finding"]) == 13
    with cluster(running, forms.own) as engine:
        assert filled(tmp_path / "集群.duckdb", reports, forms, engine) == here
    mistake = DefinitionError((Mistake("rules.toml", "S901", "写错了"),))
    again = pickle.loads(pickle.dumps(mistake))
    assert (again.mistakes, str(again)) == (mistake.mistakes, str(mistake))


def test_a_worker_killed_midway(running: str, reports: Path, expected: Any, tmp_path: Path, library: Library) -> None:
    """Its task goes to another worker; the rows are the same."""
    with distributed.Client(running, set_as_default=False) as client, cluster(running, None) as engine:
        killed: list[int] = []

        def strike(*_: int) -> None:
            if not killed:
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)

        assert filled(tmp_path / "库.duckdb", reports, library, engine, strike) == expected
        assert killed


def test_a_file_that_kills_its_worker(running: str, reports: Path, expected: Any, tmp_path: Path, library: Library) -> None:
    """It is named; all others are read."""
    folder = perils(tmp_path / "年报", reports, "致命")
    with cluster(running, None) as engine:
        found = filled(tmp_path / "库.duckdb", folder, library, engine)
    assert len(found["submission"]) == len(expected["submission"]) == 13
    assert reasons(found, "致命")[0].startswith("内容异常，读的时候中断了")


def test_a_cluster_that_cannot_be_used(running: str, monkeypatch: pytest.MonkeyPatch, reports: Path, tmp_path: Path, library: Library) -> None:
    """No cluster there, no address, another program on its machines, --jobs beside it: one sentence each, before anything is read."""
    monkeypatch.setattr(executors, "CONNECT_SECONDS", 1)
    for address, said in (("tcp://127.0.0.1:1", "连不上集群 tcp://127.0.0.1:1"), ("甲://乙:1", "--engine 要写 local"), ("cluster", "--engine 要写 local")):
        with pytest.raises(UsageError, match=said), cluster(address, None):
            pass
    monkeypatch.setattr(work, "__version__", "0.0.9")
    with pytest.raises(UsageError, match=r"与这台的不一样（0\.1\.0）"), cluster(running, None):
        pass
    with pytest.raises(UsageError, match="--jobs"):
        collect(str(reports), tmp_path / "库.duckdb", library, jobs=2, engine=running)
