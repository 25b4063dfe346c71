"""The region, made and collected once for all tests of this folder."""

from pathlib import Path
from typing import NamedTuple

import pytest

import sizes
from region import files
from region.plan import NEW, YEAR, Plan, planned, record
from xlreport.collection.overview import Overview
from xlreport.flows.collecting import collect
from xlreport.flows.overseeing import year_at_a_glance
from xlreport.form.library import Library

UNITS = sizes.size(800)


class Region(NamedTuple):
    """A planned region, collected into a store, with its roster."""

    plan: Plan
    folder: Path
    store: Path
    roster: Path


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Region:
    """The plan is written down first, then the files are made and collected."""
    folder = tmp_path_factory.mktemp("云江市")
    plan = planned(UNITS)
    record(plan, folder / "计划.json")
    files.make(plan, folder / "年报")
    made = Region(plan, folder, folder / "库.duckdb", files.write_roster(plan, folder / "名录.xlsx"))
    done = collect(str(folder / "年报"), made.store, library, jobs=2)
    assert (done.read, done.unreadable, done.unchanged) == (len(plan.files), (), 0)
    return made


@pytest.fixture(scope="session")
def overview(region: Region, library: Library) -> Overview:
    """The overview page of the region."""
    return year_at_a_glance(region.store, region.folder / "总览.html", library, YEAR, NEW, region.roster)
