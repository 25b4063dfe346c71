"""Reasons that the office has accepted: kept by fingerprint, unit and year, and laid over whatever is collected later.

A fingerprint speaks of the values involved: when the numbers change, it is another one, and the acceptance has lapsed by itself.
It does not speak of the unit, which is therefore kept beside it: what is accepted of one unit is not accepted of another.
"""

from datetime import UTC, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from xlreport.errors import UsageError
from xlreport.form.names import plain
from xlreport.wording import say

if TYPE_CHECKING:
    import duckdb

    from xlreport.collection.store import Store

UNIT = "coalesce(nullif(s.unit_code, ''), s.unit)"  # how a unit is known in the store: by its code, else by its name


class Accepted(NamedTuple):
    """What was accepted: whose finding, of which rule, its message, the unit's reason. again: it had been accepted before."""

    unit: str
    year: int | None
    rule: str
    message: str
    reason: str
    again: bool


def accept(store: "Store", word: str, note: str = "", unit: str = "") -> Accepted:
    """Records the acceptance of one typed reason and lays it over the store.

    Raises UsageError for a fingerprint that is unknown (with those that come near), one that several units have (name the unit),
    a balance error, and a finding for which the unit has typed no reason.
    """
    word = word.strip().lower()
    rows = store.rows(
        f"select {UNIT} as key, s.unit, s.unit_code, s.year, s.submission, f.rule, f.message, f.family, f.severity, f.waiver from finding f "
        "join submission s using (submission) where s.current and f.fingerprint = ? order by s.submission", [word])
    if unit:
        rows = [row for row in rows if plain(unit) in (plain(row["unit"]), row["unit_code"])]
    if not rows:
        raise UsageError(_unknown(store, word, unit))
    if len({(row["key"], row["year"]) for row in rows}) > 1:
        names = "、".join(dict.fromkeys(row["unit"] for row in rows))
        raise UsageError(say(f"有几个单位的问题是这个指纹：{names[:200]}。请用 --unit 写明是哪个单位",
                             f"several units have it: {names[:200]}; name one with --unit"))
    row = next((row for row in rows if row["waiver"]), rows[0])
    if row["family"] == "balance" and row["severity"] == "error":
        raise UsageError(say(f"{row['unit']} 的 {row['rule']} 说的是表内不平衡，不能用说明代替，请退回改数字",
                             f"{row['rule']} of {row['unit']} is a balance error: it must be corrected, not explained"))
    if not row["waiver"]:
        raise UsageError(say(f"{row['unit']} 没有给 {row['rule']} 写说明，没有可以认可的。请单位在“说明”表写明原因，收到后重新汇集",
                             f"{row['unit']} has typed no reason for {row['rule']}: there is nothing to accept"))
    return _record(store, row, word, note)


def _record(store: "Store", row: dict[str, Any], word: str, note: str) -> Accepted:
    same = "fingerprint = ? and unit = ? and year is not distinct from ?"
    key = [word, row["key"], row["year"]]
    before = store.rows(f"select note from accepted where {same}", key)
    reasons = store.rows("select reason from waiver where submission = ? and (lower(fingerprint) = ? or upper(fingerprint) = ?)",
                         [row["submission"], word, row["rule"]])
    store.connection.execute("begin")
    try:
        store.connection.execute(f"delete from accepted where {same}", key)
        store.connection.execute("insert into accepted values (?, ?, ?, ?, ?)",
                                 [*key, datetime.now(UTC), note or (before[0]["note"] if before else "")])
        lay_over(store.connection)
        store.connection.execute("commit")
    except BaseException:
        store.connection.execute("rollback")
        raise
    return Accepted(row["unit"], row["year"], row["rule"], row["message"], reasons[0]["reason"] if reasons else "", bool(before))


def _unknown(store: "Store", word: str, unit: str) -> str:
    """That there is no such finding, and which reasons that wait come near, else how many wait."""
    waiting = store.rows("select f.fingerprint, s.unit, f.rule from finding f join submission s using (submission) "
                         "where s.current and f.waiver = 'pending' order by s.submission")
    by_print = {row["fingerprint"]: f"{row['fingerprint']}（{row['unit']}，{row['rule']}）" for row in waiting}
    near = [found for found in by_print if len(word) >= 4 and found.startswith(word)][:3] or get_close_matches(word, by_print, n=3, cutoff=0.7)
    of_whom = say(f"{unit} 的报告里" if unit else "汇集库里", f"of {unit}" if unit else "in the store")
    if near:
        shown = "、".join(by_print[found] for found in near)
        return say(f"{of_whom}没有指纹是“{word[:40]}”的问题，是不是 {shown}？", f"no finding {of_whom} has the fingerprint {word[:40]}; did you mean {shown}?")
    shown = "、".join([*by_print.values()][:5])
    return say(f"{of_whom}没有指纹是“{word[:40]}”的问题。待认可的说明有 {len(by_print)} 条{f'：{shown}' if shown else ''}",
               f"no finding {of_whom} has the fingerprint {word[:40]}; {len(by_print)} reasons wait{f': {shown}' if shown else ''}")


def lay_over(connection: "duckdb.DuckDBPyConnection", first: int = 0) -> None:
    """Marks the accepted reasons of the submissions from `first` on as waived, as check.waivers does, and counts them anew.

    Only what is pending becomes waived: a balance error never is. Runs inside the caller's transaction.
    """
    changed = [row[0] for row in connection.execute(
        f"select distinct s.submission from finding f join submission s using (submission) join accepted a on a.fingerprint = f.fingerprint "
        f"and a.unit = {UNIT} and a.year is not distinct from s.year where f.waiver = 'pending' and s.submission >= ?", [first]).fetchall()]
    for number in changed:
        connection.execute(
            f"update finding set waiver = 'waived' where submission = ? and waiver = 'pending' and fingerprint in (select a.fingerprint from accepted a "
            f"join submission s on a.unit = {UNIT} and a.year is not distinct from s.year where s.submission = ?)", [number, number])
        error, warning, info = (connection.execute(
            "select count(*) filter (severity = ?) from finding where submission = ? and waiver <> 'waived'", [severity, number]).fetchall()[0][0]
            for severity in ("error", "warning", "info"))
        connection.execute("update submission set error = ?, warning = ?, info = ?, status = case when ? > 0 or inferred > 0 then 'fail' else 'pass' "
                           "end where submission = ?", [error, warning, info, error, number])
