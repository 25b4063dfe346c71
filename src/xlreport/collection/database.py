"""The DuckDB file of a store: made, opened, refused in words that say what to do."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from xlreport.collection import tables
from xlreport.errors import UsageError, reason
from xlreport.version import __version__
from xlreport.wording import say

if TYPE_CHECKING:
    import duckdb

# nothing is fetched, whatever a query asks for
CONFIG: dict[str, "str | bool | int | float | list[str]"] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def begin_store(path: Path) -> None:
    """Makes an empty store beside its name and then gives it the name, so that a disk that fills up leaves no half of one."""
    import duckdb

    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".xlreport-{os.getpid()}-{path.name}")
    try:
        with duckdb.connect(str(part), config=CONFIG) as connection:
            connection.execute(tables.DEFINITIONS)
            connection.execute("insert into program values (?, ?)", [__version__, tables.LAYOUT])
            connection.execute("checkpoint")
        try:
            os.link(part, path)  # never over a store that another process has made in between
        except FileExistsError:
            return
        except OSError:  # a disk that knows no links
            part.rename(path)
    finally:
        part.unlink(missing_ok=True)
        part.with_name(part.name + ".wal").unlink(missing_ok=True)


def refusal(path: Path, error: Exception) -> UsageError:
    """What the database refuses, in words that say what to do."""
    if "lock" in str(error).lower():
        return UsageError(say(f"{path} 正被另一个程序使用。请等它结束，或关掉打开它的窗口再试",
                              f"{path} is in use by another program; wait for it to end and try again"))
    if "no space left" in str(error).lower():
        return UsageError(say(f"写不进 {path}：磁盘已满。腾出空间后再运行一次，已经收进库的不会丢",
                              f"cannot write {path}: the disk is full. Make room and run it again; nothing collected is lost"))
    if isinstance(error, OSError):
        return UsageError(say(f"写不进 {path}（{reason(error)}）", f"cannot write {path} ({reason(error)})"))
    return UsageError(say(f"{path} 打不开，可能不是汇集库，或已损坏。请核对文件名", f"{path} cannot be opened: it is no store, or damaged"))


def check_layout(connection: "duckdb.DuckDBPyConnection", path: Path) -> None:
    """Makes what this version has more than the store. Raises UsageError for somebody else's database, or a store of another layout."""
    known = connection.execute("select 1 from information_schema.tables where table_name = 'program'").fetchone()
    found = known and connection.execute("select layout from program").fetchone()
    if not found:  # somebody else's database: nothing is made in it
        raise refusal(path, ValueError())
    if found[0] != tables.LAYOUT:
        raise UsageError(say(f"{path} 是另一个版本的 xlreport 建立的，读不了。请用新版本，或重新汇集",
                             f"{path} was made by another version of xlreport; use that version, or collect again"))
    connection.execute(tables.DEFINITIONS)
    there = set(connection.execute("select table_name, column_name from information_schema.columns").fetchall())
    for table, column, kind in tables.LATER:  # a store of an earlier version of this layout gets them, empty
        if (table, column) not in there:
            connection.execute(f"alter table {table} add column {column} {kind}")
