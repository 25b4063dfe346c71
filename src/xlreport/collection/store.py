"""The store: one DuckDB file that holds everything collected. Chunks go in whole or not at all.

The program and DuckDB exchange tables as Parquet files in a folder of the run: the wheel of DuckDB reads and writes them by
itself, and nothing is downloaded (extensions are never installed).
"""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from xlreport.collection import tables
from xlreport.collection.acceptance import UNIT, lay_over
from xlreport.collection.columns import columns
from xlreport.collection.database import CONFIG, begin_store, check_layout, refusal
from xlreport.collection.known import Seen
from xlreport.collection.packed import PackedFile, Stamp, Verdict, weight
from xlreport.collection.roster import Roster, Unit, packed_unit, unpacked_unit
from xlreport.errors import UsageError
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.rules.model import RuleSet
from xlreport.version import __version__
from xlreport.wording import say

if TYPE_CHECKING:
    import duckdb
    import polars

_WHOLE = {"submission", "year", "error", "warning", "info", "cannot_tell", "inferred", "run", "size", "changed", "reports", "explanation", "rank"}
MEMORY = 64  # MiB of DuckDB's own while it collects, of which a batch takes a part; it spills to disk rather than take more
TIMES_WEIGHT = 10  # what a text takes on its way into a table, as a multiple of its bytes; at 3 DuckDB finds too little
_TRUTHS, _TIMES = {"current", "with_last", "unique", "complete"}, {"collected", "first_seen", "found"}


class Store:
    """An open store. Use `open_store`; one process at a time."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection", forms: Library, folder: Path) -> None:
        self.connection, self.forms, self.folder = connection, forms, folder
        self.passed: set[int] = set()  # submissions whose figures were held against the contract on their way out

    def work_beside(self) -> None:
        """Leaves cores and memory to the processes that read files: writing takes little of either."""
        self.connection.execute("set threads = 1")
        self._make_room(())

    def _make_room(self, files: Sequence[PackedFile]) -> None:
        """Memory for a batch: no more of the store is kept in it than that, however large the store has grown."""
        self.connection.execute(f"set memory_limit = '{MEMORY + TIMES_WEIGHT * sum(map(weight, files)) // 2**20}MiB'")

    def seen(self) -> dict[str, Seen]:
        """Files already here, by path."""
        found = self.connection.execute("select path, size, changed, digest, reason = '' from file").fetchall()
        return {path: Seen(Stamp(size, changed), digest, read) for path, size, changed, digest, read in found}

    def rename(self, moved: Mapping[str, tuple[str, str]]) -> None:
        """Files that have another path now, and another name for people; where one of that path is known, the old one counts no longer."""
        there = set(self.seen())
        self.forget([old for old, (new, _) in moved.items() if new in there])
        wanted = [{"old": old, "path": new, "name": name, "ending": PurePath(old).name} for old, (new, name) in moved.items() if new not in there]
        if wanted:
            given = self._given(wanted)
            self.connection.begin()
            self.connection.execute(f"update submission s set path = g.path, name = case when ends_with(s.name, g.ending) then g.name else s.name end "
                                    f"from {given} g where s.path = g.old")
            self.connection.execute(f"update file f set path = g.path from {given} g where f.path = g.old")
            self.connection.commit()

    def begin(self, folder: str) -> int:
        """A new run; its number."""
        number = int(self._one("select coalesce(max(run), 0) + 1 from run"))
        self.connection.execute("insert into run values (?, ?, ?, ?, false)", [number, _now(), folder, __version__])
        return number

    def finish(self, run: int) -> None:
        """Marks a run as complete."""
        self.connection.execute("update run set finished = true where run = ?", [run])

    def add(self, files: Sequence[PackedFile], run: int) -> None:
        """A chunk of files with their reports: all of it or, when the power goes, none."""
        self._make_room(files)
        first = int(self._one("select coalesce(max(submission), 0) + 1 from submission"))
        rows = tables.rows_of(files, first)
        self.connection.execute("begin")
        try:
            now = _now()
            self._note_files(files, run, now)
            for name, entries in rows.items():
                if not entries:
                    continue
                if name.startswith("figures_"):
                    self._insert_figures(self.forms.form(name.removeprefix("figures_")), entries)
                elif name == "submission":
                    self._insert(name, [{**entry, "run": run, "collected": now, "current": True} for entry in entries])
                else:
                    self._insert(name, entries)
            lay_over(self.connection, first)
            self.connection.execute("commit")
        except BaseException:
            self.connection.execute("rollback")
            raise

    def _note_files(self, files: Sequence[PackedFile], run: int, now: datetime) -> None:
        """What was seen of each file; reports that it held before are no longer current. One statement for all: one a file is slow."""
        if not files:
            return
        path = self._given([{"path": file.path, "size": file.stamp.size, "changed": file.stamp.changed, "digest": file.digest, "run": run,
                             "first_seen": now, "reports": len(file.reports), "reason": file.reason} for file in files])
        self.connection.execute(f"update submission set current = false where current and path in (select path from {path})")
        self.connection.execute(
            f"insert into file select path, size, changed, digest, run, first_seen, reports, reason from {path} on conflict (path) do update set "
            "size = excluded.size, changed = excluded.changed, digest = excluded.digest, run = excluded.run, reports = excluded.reports, "
            "reason = excluded.reason")

    def touch(self, stamps: Mapping[str, Stamp]) -> None:
        """Files whose time changed but not their content."""
        if stamps:
            given = self._given([{"path": path, "size": stamp.size, "changed": stamp.changed} for path, stamp in stamps.items()])
            self.connection.execute(f"update file f set size = g.size, changed = g.changed from {given} g where f.path = g.path")

    def forget(self, paths: Sequence[str]) -> None:
        """Files whose reports count no longer; what they held stays as history. One that comes back is read anew."""
        self.connection.begin()
        for change in ("update submission set current = false where current and", "delete from file where"):
            self.connection.execute(f"{change} path in (select unnest(?))", [list(paths)])
        self.connection.commit()

    def mark_returned(self, submissions: Sequence[int]) -> None:
        """Reports sent back to their units, known by their content: what is read anew stays marked, another report of the unit is not."""
        self.connection.execute(
            f"insert into returned select s.submission, ?, f.digest, {UNIT} from submission s left join file f using (path) "
            "where s.submission in (select unnest(?))", [_now(), list(submissions)])

    def put_beyond(self, about: Sequence[int], found: Sequence[Mapping[str, Any]]) -> None:
        """Puts what was found between reports in the place of what was found before of these, and of those that count no longer."""
        self.connection.begin()
        self.connection.execute("delete from beyond where submission in (select unnest(?)) or submission not in (select submission from submission "
                                "where current)", [list(about)])
        if found:
            self._insert("beyond", found)
        self.connection.commit()

    def keep_roster(self, units: Sequence[Unit]) -> None:
        """The roster that every command goes by which is given none; takes the place of the one before."""
        self.connection.execute("begin")
        self.connection.execute("delete from roster")
        self.connection.executemany("insert into roster values (?, ?)", [[unit.line, packed_unit(unit)] for unit in units])
        self.connection.execute("commit")

    def roster(self) -> Roster | None:
        """The roster kept in the store, if one was given."""
        units = [unpacked_unit(row["content"]) for row in self.rows("select content from roster order by line")]
        return Roster(units) if units else None

    def note_rules(self, form: Form, rules: RuleSet) -> None:
        """Keeps what this version of a form's rules is made of, so that a later version can be compared with it."""
        if self.rows("select 1 as one from rulebook where version = ? and form = ? limit 1", [rules.version, form.id]):
            return
        self.connection.executemany("insert into rulebook values (?, ?, ?, ?, ?)", [
            [rules.version, form.id, part, tables.kind_of_part(part, rules), digest] for part, digest in rules.digests.items()])

    def judge_anew(self, verdicts: Mapping[int, Verdict], version: str) -> None:
        """Puts other verdicts in the place of those of some submissions: all of them or, when the power goes, none."""
        numbers = list(verdicts)
        rows: tables.Rows = {"finding": [], "cause": [], "explanation": []}
        for number, verdict in verdicts.items():
            tables.add_verdict(rows, verdict, number)
        self.connection.execute("begin")
        try:
            for name, entries in rows.items():
                self.connection.execute(f"delete from {name} where submission in (select unnest(?))", [numbers])
                if entries:
                    self._insert(name, entries)
            given = self._given([{"submission": number, "rules": version, "program": __version__, "status": verdict.status, **verdict.counts,
                                  "broken": json.dumps(verdict.broken, ensure_ascii=False)} for number, verdict in verdicts.items()])
            fields = ", ".join(f"{name} = g.{name}" for name in (
                "rules", "program", "status", "error", "warning", "info", "cannot_tell", "inferred", "broken"))
            self.connection.execute(f"update submission s set {fields} from {given} g where s.submission = g.submission")
            lay_over(self.connection, min(numbers))
            self.connection.execute("commit")
        except BaseException:
            self.connection.execute("rollback")
            raise

    def figures(self, form: Form, where: str = "current", parameters: Sequence[Any] = (), names: Sequence[str] | None = None) -> "polars.DataFrame":
        """The wide table of a form in millionths, with `report` (the submission's number) and answers as `封面.code` columns.

        names: the figure columns wanted; all of them when left out.
        """
        import polars as pl

        chosen = ", ".join(map(tables.quoted, columns(form) if names is None else names))
        answers = ", ".join(f"coalesce(json_extract_string(s.answers, '$.{tables.quoted(question.code)}'), '') as "
                            f"{tables.quoted('封面.' + question.code)}" for question in form.questions)
        table = self.frame(
            f"select {', '.join(part for part in ('f.submission as report', chosen, answers) if part)} from {tables.quoted(tables.figures_table(form))} f "
            f"join submission s using (submission) where {where} order by f.submission", parameters)
        # the whole number behind a decimal of six places is its millionths: no arithmetic that a figure of a million could overflow
        return table.with_columns(pl.selectors.decimal().to_physical().cast(pl.Int64))

    def has_form(self, form: Form) -> bool:
        """Whether any report of a form was ever collected."""
        found = self.rows("select 1 as one from information_schema.tables where table_name = ?", [tables.figures_table(form)])
        return bool(found)

    def frame(self, query: str, parameters: Sequence[Any] = ()) -> "polars.DataFrame":
        """The result of a query as a polars table."""
        import polars as pl

        path = self.folder / "out.parquet"
        self.connection.execute(f"copy ({query}) to '{_literal(path)}' (format parquet)", list(parameters))
        return pl.read_parquet(path, memory_map=False)

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The result of a small query, a dictionary a row."""
        done = self.connection.execute(query, list(parameters))
        names = [column[0] for column in done.description or ()]
        return [dict(zip(names, row, strict=True)) for row in done.fetchall()]

    def _one(self, query: str) -> Any:
        row = self.connection.execute(query).fetchone()
        assert row is not None
        return row[0]

    def _insert(self, table: str, entries: Sequence[Mapping[str, Any]]) -> None:
        listed = ", ".join(map(tables.quoted, entries[0]))
        self.connection.execute(f"insert into {tables.quoted(table)} ({listed}) select {listed} from {self._given(entries)}")

    def _insert_figures(self, form: Form, entries: Sequence[Mapping[str, Any]]) -> None:
        self.connection.execute(tables.figures_definition(form))
        names = columns(form)
        listed = ", ".join(map(tables.quoted, names))
        self.connection.execute(f"insert into {tables.quoted(tables.figures_table(form))} (submission, {listed}) "
                                f"select submission, {', '.join(map(tables.exact, names))} from {self._given(entries, whole=True)}")

    def _given(self, entries: Sequence[Mapping[str, Any]], whole: bool = False) -> str:
        """Rows handed to DuckDB: SQL that reads them. whole: every column is of whole numbers, or of nothing."""
        import polars as pl

        columns_of = zip(entries[0], zip(*(entry.values() for entry in entries), strict=True), strict=True)
        path = self.folder / "in.parquet"
        pl.DataFrame([pl.Series(name, column, dtype=pl.Int64 if whole else _type_of(name)) for name, column in columns_of]).write_parquet(
            path, compression="uncompressed")
        return f"read_parquet('{_literal(path)}')"


def _type_of(name: str) -> "polars.DataType | type[polars.DataType]":
    import polars as pl

    if name == "record":
        return pl.Binary
    return pl.Int64 if name in _WHOLE else pl.Boolean if name in _TRUTHS else pl.Datetime("us", "UTC") if name in _TIMES else pl.String


def _now() -> datetime:
    return datetime.now(UTC)


def _literal(path: Path) -> str:
    return str(path).replace("'", "''")


@contextmanager
def open_store(path: Path, forms: Library, create: bool = False) -> Iterator[Store]:
    """The store at a path. Raises UsageError when it is missing, in use by another process, no store, or of a newer program."""
    import duckdb

    if not create and not path.exists():
        raise UsageError(say(f"没有汇集库 {path}。请先用 xlreport collect 文件夹 --store {path} 建立",
                             f"there is no store {path}; make it with xlreport collect DIR --store {path}"))
    try:
        if create and not path.exists():
            begin_store(path)
        connection = duckdb.connect(str(path), config=CONFIG)
    except (duckdb.Error, OSError) as error:
        raise refusal(path, error) from None
    try:
        with tempfile.TemporaryDirectory(prefix="xlreport-") as folder:
            check_layout(connection, path)
            yield Store(connection, forms, Path(folder))
    except duckdb.IOException as error:
        raise refusal(path, error) from None
    finally:
        connection.close()


