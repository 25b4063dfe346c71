"""A store as last year gives the same findings as the folder it was collected from."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from forms import values
from xlreport.check.findings import Batch
from xlreport.errors import UsageError
from xlreport.flows.checking import check_paths
from xlreport.flows.collecting import collect
from xlreport.form.library import Library
from xlreport.rules.load import load_rules

FORM = "zfxxgk-2021"
FEES = "公开[行政事业性收费, 收费金额]"


def reports(folder: Path, library: Library, form_id: str, year: int, seed: int) -> None:
    """Random reports, with wrong cells and blanks, of eight units."""
    folder.mkdir()
    for number in range(8):
        data = values(library.form(form_id), load_rules(library, form_id), Random(seed + number))
        data |= {"form": form_id, "unit": f"第{number}局", "year": year}
        if FEES in data["cells"]:
            data["cells"][FEES] = "12.5"  # a store keeps six places: of an amount with more, a folder can tell what a store cannot
        (folder / f"{number}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def seen(batch: Batch) -> list[list[tuple[str, str, str]]]:
    """Verdicts and messages of every file."""
    results = [file.result for file in batch.files]
    assert all(results)
    return [[(found.instance, found.verdict, found.message) for found in result.findings] for result in results if result]


@pytest.mark.parametrize("before", [FORM, "zfxxgk-2019"])
def test_the_same_as_the_folder(before: str, tmp_path: Path, library: Library) -> None:
    """Every finding, both editions as last year; they differ from a check without last year."""
    reports(tmp_path / "今年", library, FORM, 2021, 50)
    reports(tmp_path / "去年", library, before, 2020, 7)
    collect(str(tmp_path / "去年"), tmp_path / "库.duckdb", library, jobs=1)
    by_folder = check_paths([str(tmp_path / "今年")], library, str(tmp_path / "去年"))
    by_store = check_paths([str(tmp_path / "今年")], library, str(tmp_path / "库.duckdb"))
    assert seen(by_store) == seen(by_folder)
    assert seen(by_store) != seen(check_paths([str(tmp_path / "今年")], library))


def test_who_has_none_is_told(tmp_path: Path, library: Library) -> None:
    """A unit without a report, one with two different ones, a file that is no store."""
    reports(tmp_path / "今年", library, FORM, 2021, 50)
    reports(tmp_path / "去年", library, FORM, 2020, 7)
    (tmp_path / "去年" / "3.json").unlink()
    other = json.loads((tmp_path / "去年" / "5.json").read_text("utf-8"))
    other["cells"]["公开[行政许可, 处理决定]"] = 987654
    (tmp_path / "去年" / "5乙.json").write_text(json.dumps(other, ensure_ascii=False), "utf-8")
    store = tmp_path / "库.duckdb"
    collect(str(tmp_path / "去年"), store, library, jobs=1)
    told = [" ".join(message for _, _, message in found) for found in seen(check_paths([str(tmp_path / "今年")], library, str(store)))]
    assert ["没有与上年对照" in words for words in told] == [number in (3, 5) for number in range(8)]
    assert "没有“第3局”2020 年度的报告" in told[3]
    assert "两份不同的报告" in told[5]
    with pytest.raises(UsageError, match="没有汇集库"):
        check_paths([str(tmp_path / "今年")], library, str(tmp_path / "无.duckdb"))
    done = subprocess.run([sys.executable, "-m", "xlreport", "check", str(tmp_path / "今年" / "3.json"), "--last-year", str(store)],
                          capture_output=True, text=True, check=False)
    assert "没有与上年对照" in done.stdout
