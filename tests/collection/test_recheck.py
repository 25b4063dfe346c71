"""When rules change, a store re-checked without its files equals one collected anew; what was read comes back whole."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from random import Random
from typing import Any

import pytest
from test_store import everything

import sizes
from forms import values
from xlreport.collection.executors import Engine
from xlreport.collection.gather import Gathered, gather
from xlreport.collection.kept import kept, restored
from xlreport.collection.recheck import Rechecked
from xlreport.collection.store import open_store
from xlreport.collection.work import Job
from xlreport.form.exchange import from_json
from xlreport.form.library import Library
from xlreport.form.library import library as library_of
from xlreport.form.submission import Departure, Place, Submission
from xlreport.rules.load import load_rules

FORM = "zfxxgk-2021"
COUNT = sizes.size(200) + 4
# name: the office's own rules.toml, and whether only sums change (so that clean reports are not checked one by one)
CHANGES = {
    "a level": ('[[rule]]\nid = "S101"\nseverity = "warning"\n', True),
    "off": ('[[rule]]\nid = "Y202"\nseverity = "off"\n[[rule]]\nid = "F102"\nseverity = "warning"\n', True),
    "a new rule": ('[[rule]]\nid = "S901"\nsays = "不掌握的不多于新收的"\nbasis = "本市"\n'
                   'check = "implies(申请[不掌握, 总计] > 0, 申请[不掌握, 各列] <= 申请[本年新收, 各列])"\n',
                   True),
    "against last year": ('[[rule]]\nid = "Y901"\nsays = "不少于上年"\nbasis = "本市"\n'
                          'check = "公开[行政许可, 处理决定] >= 上年.公开[行政许可, 处理决定]"\n', True),
    "a cell test": ('[[rule]]\nid = "C102"\nseverity = "warning"\n', False),
    "words": ('[[rule]]\nid = "N101"\nseverity = "info"\n[[rule]]\nid = "Y101"\nsays = "换一个说法"\n', False),
}


def reports(folder: Path, library: Library, count: int) -> None:
    """Random reports of both editions, every third one without a single mistake, some with a narrative that states figures."""
    folder.mkdir()
    for number in range(count):
        form = library.form(FORM if number % 4 else "zfxxgk-2019")
        data = values(form, load_rules(library, form.id), Random(number)) | {"unit": f"第{number}局", "year": form.years[0]}
        if number % 3 == 0:
            data |= {"cells": dict.fromkeys(form.cells, 0), "last_year": {}, "facts": {}, "text": {}}
        elif number % 3 == 1:
            data["text"] = {"总体情况": "2021年，新收政府信息公开申请12件。\n办结9件，同比增长50%。"}
            data["waivers"] = [{"fingerprint": "N101", "reason": "口径不同"}, {"fingerprint": "S101", "reason": "算错"}]
        (folder / f"{number:03}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")


class AtOnce(Executor):
    """Does the work where it is handed in: the tests are of the results, not of the processes."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A future that is done."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def collected(folder: Path, store: Path, library: Library) -> Gathered:
    """A folder gathered in this process."""
    files = [(str(path), str(path)) for path in sorted(folder.iterdir())]
    with open_store(store, library, create=True) as opened:
        return gather(opened, files, str(folder), library, Engine(AtOnce, (), 2, Job(str(library.own or ""), "")))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """A folder of reports and the store of them under the rules that travel with the program."""
    place = tmp_path_factory.mktemp("重查")
    reports(place / "年报", library, COUNT)
    collected(place / "年报", place / "旧.duckdb", library)
    return place


@pytest.mark.parametrize("change", CHANGES)
def test_equal_to_a_fresh_collect(change: str, before: Path, tmp_path: Path, library: Library) -> None:
    """Findings, causes, explanations, counts: the same to the letter; no file is read."""
    old, new, folder = tmp_path / "旧.duckdb", tmp_path / "新.duckdb", before / "年报"
    shutil.copy(before / "旧.duckdb", old)
    text, sums = CHANGES[change]
    (tmp_path / "forms" / FORM).mkdir(parents=True)
    (tmp_path / "forms" / FORM / "rules.toml").write_text(text, "utf-8")
    own = library_of(tmp_path / "forms")
    done = collected(folder, old, own)
    assert (done.read, done.unchanged) == (0, COUNT)
    of_form = sum(1 for number in range(COUNT) if number % 4)
    assert done.rechecked.reports == of_form
    assert 0 < done.rechecked.singly <= of_form
    assert not sums or done.rechecked.singly <= of_form * 5 // 6
    collected(folder, new, own)
    after, fresh = everything(old, own), everything(new, own)
    assert after.pop("rulebook") != fresh.pop("rulebook")  # the old version is still known
    assert after == fresh
    assert {row["rules"] for row in after["submission"]} == {load_rules(own, form_id).version for form_id in (FORM, "zfxxgk-2019")}
    assert collected(folder, old, own).rechecked == Rechecked()


def test_a_change_of_totals_reads_again(tmp_path: Path, library: Library) -> None:
    """A rule that adds up totals is part of how files are read: those at hand are read again, others are named."""
    reports(tmp_path / "年报", library, 5)
    store = tmp_path / "库.duckdb"
    collected(tmp_path / "年报", store, library)
    (tmp_path / "年报" / "001.json").unlink()
    (tmp_path / "forms" / FORM).mkdir(parents=True)
    (tmp_path / "forms" / FORM / "rules.toml").write_text('[[rule]]\nid = "S103"\nseverity = "off"\n', "utf-8")
    done = subprocess.run([sys.executable, "-m", "xlreport", "collect", str(tmp_path / "年报"), "--store", str(store), "--forms", str(tmp_path / "forms")],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "读了 2 个" in done.stdout
    assert "1 个文件要重读，但不在" in done.stderr
    assert "001.json" in done.stderr


def test_what_is_kept_is_what_was_read(library: Library) -> None:
    """Restored, a submission equals the one that was kept, with its odd values, places, departures and last year."""
    for form_id in (FORM, "zfxxgk-2019"):
        form, rules = library.form(form_id), load_rules(library, form_id)
        for seed in range(sizes.size(400)):
            submission = from_json(values(form, rules, Random(seed)), library)
            submission = submission._replace(
                places={name: Place("申请情况", f"D{number}") for number, name in enumerate(form.cells)}
                | {next(iter(form.facts), "无"): Place("正文", "第3行", 2, 1, 4)},
                text_places={"总体情况": (Place("正文", "第1行"),)}, last_texts={"总体情况": "上年"},
                departures=(Departure("label_changed", "改过", "", Place("申请情况", "A5")), Departure("garbled", "乱码", unclear=True)), source="某.docx")
            back = restored(kept(submission), dict(reversed(submission.texts.items())), form)
            assert back == submission
            assert list(back.cells) == list(submission.cells)
            assert list(back.texts) == list(submission.texts)
            assert [str(value.number) for value in back.cells.values()] == [str(value.number) for value in submission.cells.values()]
    assert restored(kept(Submission(form)), {}, form) == Submission(form)
