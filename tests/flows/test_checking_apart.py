"""`check --jobs`: the same results as one process gives, in the same order; a file that ends its process is named."""

import os
from pathlib import Path

import pytest

from xlreport.check.findings import FileResult
from xlreport.demonstration import demonstrate
from xlreport.errors import UsageError
from xlreport.flows import checking_apart
from xlreport.flows.checking import check_paths
from xlreport.form.library import Library
from xlreport.present.formats import renderer
from xlreport.rules.load import load_rules


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """Workbooks, a document, a page of results and a file that is none."""
    place = tmp_path_factory.mktemp("并行") / "年报 资料"
    for _ in demonstrate(place, library):
        pass
    (place / "坏.xlsx").write_bytes(b"PK")
    return place


def test_the_same_as_one_process(folder: Path, library: Library) -> None:
    """Text of all, findings of each, last year's report beside them; progress counts files."""
    seen: list[tuple[int, int]] = []
    last = str(folder / "2-填好的工作簿.xlsx")
    one = check_paths([str(folder)], library, last)
    two = check_paths([str(folder)], library, last, lambda done, number: seen.append((done, number)), jobs=2)
    assert seen[-1] == (6, 6)
    texts = [renderer("text")(batch, lambda form_id: load_rules(library, form_id)) for batch in (one, two)]
    assert texts[0] == texts[1]
    assert [file.result and file.result.findings for file in one.files] == [file.result and file.result.findings for file in two.files]
    with pytest.raises(UsageError, match="--jobs"):
        check_paths([str(folder)], library, jobs=0)


def _ends(entry: tuple[str, str, str, bool], job: checking_apart.Job) -> list[FileResult]:
    if entry[1].endswith("坏.xlsx"):
        os._exit(1)
    return checking_apart._check(entry, job)


def deadly(chunk: checking_apart.Chunk, job: checking_apart.Job) -> tuple[list[FileResult], ...]:
    """A worker whose process one of the files ends."""
    return tuple(_ends(entry, job) for entry in chunk)


def test_a_file_that_ends_its_process(folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others of its chunk are done one by one; itself it is read by itself as well, and here that works."""
    monkeypatch.setattr(checking_apart, "check_files", deadly)
    found = check_paths([str(folder)], library, jobs=2)
    assert [file.status for file in found.files] == [file.status for file in check_paths([str(folder)], library).files]
