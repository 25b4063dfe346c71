"""Rules are tested in Chinese, whatever the machine says."""

import pytest

from xlreport.form.library import library
from xlreport.form.model import Form


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are compared in Chinese."""
    monkeypatch.delenv("XLREPORT_LANG", raising=False)


@pytest.fixture(scope="session")
def official() -> Form:
    """The edition of 2021: the language is tested on its names."""
    return library().form("zfxxgk-2021")
