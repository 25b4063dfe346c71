"""Every format of `check --format` has its renderer."""

import pytest
from present_examples import Rules

from xlreport.check.findings import Batch
from xlreport.present.formats import FORMATS, renderer


def test_the_formats_of_the_command() -> None:
    assert list(FORMATS) == ["text", "json", "sarif", "html", "xlsx"]


@pytest.mark.parametrize("name", FORMATS)
def test_each_renders(name: str, batch: Batch, rules_of: Rules) -> None:
    made = renderer(name)(batch, rules_of)
    assert isinstance(made, bytes) == (name == "xlsx")
    assert made
