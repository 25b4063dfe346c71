"""One file that surprises the program is named, and the others are done: in a check, a folder of last year's, and values."""

from pathlib import Path

import pytest

from xlreport import sources
from xlreport.errors import UnreadableFile
from xlreport.flows.checking import check_paths
from xlreport.flows.filling import values_of, workbook
from xlreport.form.library import Library
from xlreport.form.submission import Submission
from xlreport.sources.surprises import surprises_named


@pytest.fixture
def folder(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two reports; reading the one called 怪 raises what no reader should."""
    place = tmp_path / "年报"
    place.mkdir()
    data = workbook(Submission(library.form("zfxxgk-2021"), unit="甲局", year=2023), library)
    for name in ("怪", "好"):
        (place / f"{name}.xlsx").write_bytes(data)
    plain = sources._read

    def odd(path: Path, forms: Library, shown: str) -> list[tuple[Submission, str]]:
        if path.stem == "怪":
            raise ZeroDivisionError
        return plain(path, forms, shown)

    monkeypatch.setattr(sources, "_read", odd)
    monkeypatch.delenv("XLREPORT_DEBUG")
    return place


def test_the_others_are_done(folder: Path, library: Library) -> None:
    """Checked, and used as last year's."""
    assert [(Path(file.path).stem, file.status == "unreadable") for file in check_paths([str(folder)], library).files] == [("好", False), ("怪", True)]
    (file,) = check_paths([str(folder / "好.xlsx")], library, str(folder)).files
    assert file.result is not None
    found, errors = values_of([str(folder)], library)
    assert len(found) == 1
    assert "ZeroDivisionError" in str(errors[0])


def test_a_bug_stays_a_bug_where_one_looks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """With XLREPORT_DEBUG the traceback is kept; too deep a nesting is always the file's."""
    with pytest.raises(UnreadableFile, match="嵌套太深"), surprises_named("甲.xlsx"):
        raise RecursionError
    with pytest.raises(ZeroDivisionError), surprises_named("甲.xlsx"):
        raise ZeroDivisionError
    monkeypatch.delenv("XLREPORT_DEBUG")
    with pytest.raises(UnreadableFile, match="ZeroDivisionError"), surprises_named("甲.xlsx"):
        raise ZeroDivisionError
