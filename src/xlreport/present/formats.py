"""The formats of `check --format`, by name. Only the module of the format asked for is loaded."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple

from xlreport.check.findings import Batch
from xlreport.rules.model import RuleSet


class Format(NamedTuple):
    """A format: the module with its render(), and how its files end."""

    module: str
    suffix: str


FORMATS: Mapping[str, Format] = {
    "text": Format("terminal", ".txt"),
    "json": Format("json_report", ".json"),
    "sarif": Format("sarif", ".sarif"),
    "html": Format("page", ".html"),
    "xlsx": Format("table", ".xlsx"),
}


Renderer = Callable[[Batch, Callable[[str], RuleSet]], str | bytes]


def renderer(name: str) -> Renderer:
    """The render() of a format (a key of FORMATS): bytes for xlsx, otherwise text that UTF-8 can encode."""
    render: Renderer = import_module(f"{__package__}.{FORMATS[name].module}").render
    return render
