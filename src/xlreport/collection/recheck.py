"""A whole store held against rules that have changed, without reading a file again; the findings are those of a fresh collect.

What changed is told rule by rule from the store's `rulebook`. Where only rules of sums changed, all reports are judged in bulk
(collection.bulk), and only those that a changed rule could speak of are checked one by one; where anything else changed, all are.
A change of form.toml, or of a rule that adds up totals, changes what is read: those files are read anew (`to_read`). So are they
after a change of the program, as far as they are at hand: it may read or judge otherwise; what is not at hand is checked anew.
"""

import json
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from xlreport.collection import tables
from xlreport.collection.bulk import balances, broken
from xlreport.collection.columns import last_column
from xlreport.collection.executors import Engine, handed_out
from xlreport.collection.kept import restored
from xlreport.collection.packed import Verdict, verdict_of
from xlreport.collection.store import Store
from xlreport.collection.work import Job, forms_of, speak
from xlreport.form.library import Library
from xlreport.form.model import Form
from xlreport.rules.load import load_rules
from xlreport.rules.model import LAST, Answer, Comparison, Instance, RuleSet
from xlreport.version import __version__

if TYPE_CHECKING:
    import polars

CHUNK = 100
_OF = "where current and form = ? and rules = ? and coalesce(program, '') = ?"
Record = tuple[int, bytes, dict[str, str]]
Records = tuple[str, tuple[Record, ...]]  # the form's id, and reports on it


class Rechecked(NamedTuple):
    """What a re-check did. reports: whose rules had changed; singly: those of them that were checked one by one.

    unread: paths whose files must be read anew and were not at hand; their findings are still those of the rules before.
    """

    reports: int = 0
    singly: int = 0
    unread: tuple[str, ...] = ()


class Judged(NamedTuple):
    """By what a report was checked: the version of its form's rules, and of the program ('' where the store does not say)."""

    rules: str
    program: str


class Change(NamedTuple):
    """What lies between two versions of a form's rules. sums: the rules of sums that differ, of either version."""

    read: bool
    each: bool
    sums: frozenset[str]


def change_between(store: Store, form: Form, before: str, rules: RuleSet) -> Change:
    """What differs; all of it where the version before is not known."""
    known = {row["part"]: (row["kind"], row["digest"]) for row in
             store.rows("select part, kind, digest from rulebook where version = ? and form = ?", [before, form.id])}
    if not known:
        return Change(read=True, each=True, sums=frozenset())
    now = {part: (tables.kind_of_part(part, rules), digest) for part, digest in rules.digests.items()}
    parts = {part for part in known.keys() | now.keys() if known.get(part) != now.get(part)}
    kinds = {part: {entry[0] for entry in (known.get(part), now.get(part)) if entry} for part in parts}
    return Change(any(tables.READ in found for found in kinds.values()), any(tables.EACH in found for found in kinds.values()),
                  frozenset(part for part, found in kinds.items() if tables.SUMS in found))


def to_read(store: Store, forms: Library) -> set[str]:
    """Paths of files whose reports are of another reading than today's forms and program give; taken as changed by the next collect."""
    return {row["path"] for form, rules, before in _outdated(store, forms)
            if before.program != __version__ or change_between(store, form, before.rules, rules).read
            for row in store.rows(f"select distinct path from submission {_OF}", [form.id, *before])}


def recheck(store: Store, forms: Library, engine: Engine) -> Rechecked:
    """Every current report of another version of the rules, brought to today's. Killed, it is taken up by the next run."""
    reports = singly = 0
    unread: list[str] = []
    for form, rules, before in list(_outdated(store, forms)):
        change = change_between(store, form, before.rules, rules)
        rows = store.rows(f"select submission, path from submission {_OF} order by submission", [form.id, *before])
        if change.read:
            unread += [row["path"] for row in rows]
            continue
        numbers = [row["submission"] for row in rows]
        concerned = numbers if change.each or before.program != __version__ else _concerned(store, form, rules, change.sums, before)
        for verdicts in _checked(store, form, concerned, engine):
            store.judge_anew(verdicts, rules.version)
        store.connection.execute(f"update submission set rules = ?, program = ? {_OF}", [rules.version, __version__, form.id, *before])
        reports, singly = reports + len(numbers), singly + len(concerned)
    return Rechecked(reports, singly, tuple(sorted(set(unread))))


def _outdated(store: Store, forms: Library) -> Iterator[tuple[Form, RuleSet, Judged]]:
    """Forms with their rules of today, and what else current reports were checked by; a report of an earlier program says of none which."""
    for form_id in forms.ids():
        form, rules = forms.form(form_id), load_rules(forms, form_id)
        for row in store.rows("select distinct rules, coalesce(program, '') as program from submission where current and form = ? and "
                              "(rules <> ? or program is distinct from ?) order by all", [form_id, rules.version, __version__]):
            yield form, rules, Judged(row["rules"], row["program"])


def _concerned(store: Store, form: Form, rules: RuleSet, changed: frozenset[str], before: Judged) -> list[int]:
    """Reports of which a changed rule of sums could say something else.

    Those with a finding of sums (it may be a changed rule's, or its wrong cell may be told by one), or of which something
    could not be told, are taken whole; of the others, those for which a changed rule is broken or meets a cell without a number.
    """
    where = "s.current and s.form = ? and s.rules = ? and coalesce(s.program, '') = ?"
    taken = store.rows(f"select submission from submission s where {where} and (cannot_tell > 0 or inferred > 0 or submission in "
                       "(select submission from finding where family in ('balance', 'years')))", [form.id, *before])
    found = {row["submission"] for row in taken}
    instances = {instance.id: instance for instance in rules.instances() if instance.rule in changed}
    if instances and store.has_form(form):
        names = list(dict.fromkeys(column for instance in instances.values() for column in _mentioned(instance)))
        with_last = {row["submission"] for row in store.rows(f"select submission from submission s where {where} and with_last", [form.id, *before])}
        found |= set(_suspects(store.figures(form, where, [form.id, *before], names), rules, instances, with_last))
    return sorted(found)


def _suspects(table: "polars.DataFrame", rules: RuleSet, instances: dict[str, Instance], with_last: set[int]) -> list[int]:
    import polars as pl

    last = pl.col("report").is_in(list(with_last))
    wanted = []
    for balance in balances(rules):
        instance = instances.get(balance.instance)
        if instance is None:
            continue
        unclear = reduce(or_, [pl.col(column).is_null() for column in _mentioned(instance)] or [pl.lit(value=False)])
        if any(term.source == LAST for side in (instance.check.left, instance.check.right) for term in side.terms):
            unclear &= last  # without last year such a rule does not apply, whatever else stands in the report
        wanted.append(broken(balance).fill_null(value=False) | unclear)
    return table.lazy().filter(pl.any_horizontal(wanted)).select("report").collect()["report"].to_list()


def _mentioned(instance: Instance) -> Iterator[str]:
    """The columns of every cell that a rule instance speaks of, conditions included."""
    parts: list[Comparison | Answer] = [instance.check, *instance.when, *([instance.given] if instance.given else [])]
    for part in parts:
        if isinstance(part, Comparison):
            for term in (*part.left.terms, *part.right.terms):
                yield last_column(term.name) if term.source == LAST else term.name


def _checked(store: Store, form: Form, numbers: Sequence[int], engine: Engine) -> Iterator[dict[int, Verdict]]:
    """Verdicts on some submissions, a chunk at a time, from what the store keeps of them; here where a worker ended over them."""
    chunks = ((form.id, _records(store, numbers[start:start + CHUNK])) for start in range(0, len(numbers), CHUNK))
    for records, verdicts in handed_out(engine, check_records, chunks, engine.job):
        yield verdicts if verdicts is not None else check_records(records, engine.job)


def _records(store: Store, numbers: Sequence[int]) -> tuple[Record, ...]:
    rows = store.rows("select submission, record, (select json_group_object(section, text) from text t where t.submission = s.submission) as texts "
                      "from submission s where submission in (select unnest(?)) order by submission", [list(numbers)])
    return tuple((row["submission"], bytes(row["record"]), json.loads(row["texts"] or "{}")) for row in rows)


def check_records(records: Records, job: Job) -> dict[int, Verdict]:
    """Kept submissions checked against today's rules; runs in a worker."""
    speak(job)
    form_id, kept = records
    forms = forms_of(job.own_forms)
    form, rules = forms.form(form_id), load_rules(forms, form_id)
    return {number: verdict_of(restored(record, texts, form), rules) for number, record, texts in kept}
