"""Packed files are written many at a time, and none waits for long."""

from itertools import count
from pathlib import Path

from xlreport.collection.batches import batches
from xlreport.collection.packed import PackedFile, Stamp
from xlreport.collection.store import open_store
from xlreport.form.library import Library


def chunks(*sizes: int) -> list[tuple[PackedFile, ...]]:
    """Chunks of files that could not be read, by their sizes."""
    numbers = count()
    return [tuple(PackedFile(f"{next(numbers)}.xlsx", Stamp(1, 2), "", (), "坏") for _ in range(size)) for size in sizes]


def test_enough_or_long_enough() -> None:
    """Whole chunks in their order until there are enough files; fewer when the first of them has waited."""
    given = chunks(50, 50, 7, 50, 1)
    still = [len(batch) for batch in batches(given, enough=100, clock=lambda: 0.0)]
    assert still == [100, 58]
    clock = count(0.0, 2.0)
    assert [len(batch) for batch in batches(given, enough=1000, longest=5.0, clock=lambda: next(clock))] == [107, 51]
    assert [file for batch in batches(given, enough=3) for file in batch] == [file for chunk in given for file in chunk]
    assert list(batches([])) == []


def test_files_without_a_report_are_kept(tmp_path: Path, library: Library) -> None:
    """A batch in which nothing could be read; seen again with another reason, it is the same file."""
    with open_store(tmp_path / "库.duckdb", library, create=True) as store:
        store.add([], 1)
        (files,) = chunks(3)
        store.add(files, 1)
        store.add([files[0]._replace(reason="更坏", stamp=Stamp(5, 6))], 2)
        rows = store.rows("select path, size, changed, run, reports, reason from file order by path")
    assert [tuple(row.values()) for row in rows] == [("0.xlsx", 5, 6, 2, 0, "更坏"), ("1.xlsx", 1, 2, 1, 0, "坏"), ("2.xlsx", 1, 2, 1, 0, "坏")]
