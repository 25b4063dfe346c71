"""Reports collected into a store."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from xlreport.collection.executors import LOCAL, Engine, cluster, processes
from xlreport.collection.gather import Gathered, gather
from xlreport.collection.known import located
from xlreport.collection.overview import alike_texts
from xlreport.collection.roster_file import read_roster
from xlreport.collection.store import open_store
from xlreport.errors import UsageError
from xlreport.form.library import Library
from xlreport.prose.copied import Alike
from xlreport.rules.load import load_rules
from xlreport.sources.folders import find_files
from xlreport.wording import say

MOST_COMPARED = 5000  # reports of a year; of more, the overview compares the texts


def collect(
    folder: str, store: Path, forms: Library, jobs: int | None = None, progress: Callable[[int, int], None] | None = None,
    roster: Path | None = None, engine: str = LOCAL, drop_gone: bool = False,
) -> Gathered:
    """Everything readable in a folder, read, checked and kept; the roster too, for the commands that follow.

    drop_gone: files that have gone from the folder count no longer.
    engine: `local`, or the address of a Dask scheduler. Raises UsageError when there is nothing, the store is in use, or the
    cluster cannot be used.
    """
    files = located(find_files([folder]).files)  # texts from here on: a path of Python's takes ten times their memory
    if not files:
        raise UsageError(say(f"{folder} 里没有找到年报文件", f"no report was found in {folder}"))
    units = read_roster(roster) if roster else ()
    with open_store(store, forms, create=True) as opened, _engine(engine, forms, jobs) as workers:
        if units:
            opened.keep_roster(units)
        return gather(opened, files, folder, forms, workers, progress, drop_gone)


def newest_alike(store: Path, forms: Library) -> tuple[int, tuple[Alike, ...]]:
    """The newest year in a store, and its reports whose own words are another unit's; a unit's last report counts."""
    found: list[Alike] = []
    with open_store(store, forms) as opened:
        rows = opened.rows("select submission, unit, unit_code, form, year from submission where current and unit <> '' and year = "
                           "(select max(year) from submission where current) order by submission")
        codes = Counter(unit for unit, code in {(row["unit"], row["unit_code"]) for row in rows} if code)
        for form in sorted({row["form"] for row in rows}) if len(rows) <= MOST_COMPARED else ():
            # several 城关镇人民政府 are told apart by their codes; a file of one of them without a code is nobody's to compare
            last = {row["unit"] if codes[row["unit"]] < 2 else f"{row['unit']}（{row['unit_code']}）": row["submission"]
                    for row in rows if row["form"] == form and (row["unit_code"] or codes[row["unit"]] < 2)}
            found += alike_texts(opened, forms.form(form), load_rules(forms, form), {number: unit for unit, number in last.items()})
    return (rows[0]["year"] if rows else 0), tuple(found)


@contextmanager
def _engine(address: str, forms: Library, jobs: int | None) -> Iterator[Engine]:
    if address.strip().lower() == LOCAL:
        yield processes(forms.own, jobs)
        return
    if jobs is not None:
        raise UsageError(say("--jobs 是本机用几个进程，和集群不能一起写", "--jobs is for this machine; leave it out with a cluster"))
    with cluster(address.strip(), forms.own) as workers:
        yield workers
