"""Reports taken out of a store as they were read."""

import json
from collections.abc import Sequence

from xlreport.collection.kept import restored
from xlreport.collection.store import Store
from xlreport.form.library import Library
from xlreport.form.submission import Submission


def submissions_of(store: Store, forms: Library, numbers: Sequence[int]) -> dict[int, Submission]:
    """Submissions by number. Raises UsageError for one on a form that is not at hand."""
    rows = store.rows("select submission, form, record, (select json_group_object(section, text) from text t where t.submission = s.submission) as texts "
                      "from submission s where submission in (select unnest(?))", [list(numbers)])
    return {row["submission"]: restored(bytes(row["record"]), json.loads(row["texts"] or "{}"), forms.form(row["form"])) for row in rows}
