"""A reason that a unit typed, accepted by the office."""

from pathlib import Path

from xlreport.collection.acceptance import Accepted, accept
from xlreport.collection.store import open_store
from xlreport.form.library import Library


def accept_reason(store: Path, fingerprint: str, forms: Library, note: str = "", unit: str = "") -> Accepted:
    """Records it in the store. Raises UsageError as `collection.acceptance.accept` does."""
    with open_store(store, forms) as opened:
        return accept(opened, fingerprint, note, unit)
