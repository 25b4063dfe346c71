"""xlreport: the yearly disclosure report (政府信息公开工作年度报告) as a workbook that checks itself."""

from typing import TYPE_CHECKING

from xlreport.version import __version__

if TYPE_CHECKING:
    from xlreport.collection.contract import Contract

__all__ = ["__version__", "schema"]


def schema(form_id: str) -> "Contract":
    """The contract of a collected table of a form (`zfxxgk-2021`), for analysts: see collection.contract. Raises UsageError."""
    from xlreport.collection.contract import contract
    from xlreport.form.library import library

    return contract(form_id, library())
