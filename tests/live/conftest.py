"""A fake Excel, put in the place of the real one for one test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings
from fake_excel import Excel, use_fake


@pytest.fixture
def excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], Excel]]:
    """excel(package): that workbook, open in a fake Excel which xlwings takes for the real one."""
    monkeypatch.setenv("XLREPORT_LOG", str(tmp_path / "xlreport.log"))
    before = list(xlwings.engines.engines), dict(xlwings.engines.engines_by_name), xlwings.engines.active
    yield use_fake
    xlwings.engines.engines[:], xlwings.engines.active = before[0], before[2]
    xlwings.engines.engines_by_name.clear()
    xlwings.engines.engines_by_name.update(before[1])
