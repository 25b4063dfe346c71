"""What every test may ask for: the forms, their rules, and how much of a test to run."""

import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from hypothesis.configuration import set_hypothesis_home_dir

import sizes
from xlreport.form.library import Library
from xlreport.form.library import library as library_of
from xlreport.form.model import Form
from xlreport.rules.load import load_rules
from xlreport.rules.model import RuleSet

# Fixed seeds, no clock: a law either holds or it does not, the same on every machine and every day.
hypothesis.settings.register_profile(
    "fixed", derandomize=True, deadline=None, database=None, print_blob=False,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate, hypothesis.Phase.shrink],
)
hypothesis.settings.load_profile("fixed")
os.environ["XLREPORT_DEBUG"] = "1"  # a surprise is a failing test, not a line about one
os.environ["XLREPORT_SECONDS"] = "300"  # the clock of a busy machine decides nothing; tests of the limit set their own
set_hypothesis_home_dir(Path(__file__).parent.parent / "build" / "hypothesis")

# The files that take longest, the longest first: they begin first, so that no core waits for one of them at the end.
LONGEST = (
    "office/test_calc_window.py", "office/test_calc_engine.py", "hostile/test_corpus.py", "documents/test_printed.py", "office/test_agreement.py",
    "documents/test_hostile_documents.py", "office/test_marked_books.py", "test_install.py", "check/test_repairs.py", "reading/test_bare_figures.py",
    "reading/test_layouts.py", "fuzz/test_found.py", "test_readme.py", "collection/test_store.py", "collection/test_engines.py",
    "properties/test_identity.py", "region/test_overview_page.py", "collection/test_rollup.py", "collection/test_last_year.py",
    "cli/test_commands.py", "reading/test_matcher_bounds.py", "reading/test_moved_heads.py", "reading/test_units.py", "test_no_loss.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; a file's tests together, for they share what they made."""
    here = Path(__file__).parent
    place = {here / name: number for number, name in enumerate(LONGEST)}
    for item in items:
        place.setdefault(item.path, len(place))
    items.sort(key=lambda item: place[item.path])


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: who waits for an office program or a browser uses none."""
    return len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)) + 1


@pytest.fixture(scope="session")
def library() -> Library:
    """The forms that travel with the program."""
    return library_of()


@pytest.fixture(scope="session", params=["zfxxgk-2021", "zfxxgk-2019"])
def form(request: pytest.FixtureRequest, library: Library) -> Form:
    """Each official edition in turn."""
    return library.form(request.param)


@pytest.fixture(scope="session")
def rules(form: Form, library: Library) -> RuleSet:
    """The rules of `form`."""
    return load_rules(library, form.id)


@pytest.fixture(scope="session")
def size() -> Callable[[int], int]:
    """size(full): a tenth of the examples, all of them with XLREPORT_PROVE=1."""
    return sizes.size


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """golden(name, text): the text is what tests/golden/<the test's folder>/name holds; UPDATE_GOLDEN=1 writes it instead."""
    folder = Path(__file__).parent / "golden" / request.path.parent.name

    def compare(name: str, text: str) -> None:
        path = folder / name
        if os.environ.get("UPDATE_GOLDEN") == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.is_file(), f"{path} is missing: run with UPDATE_GOLDEN=1 and read what it wrote"
        assert text == path.read_bytes().decode(), f"differs from {path}; if it should, run with UPDATE_GOLDEN=1"
    return compare
