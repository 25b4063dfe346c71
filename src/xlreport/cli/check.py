"""xlreport check PATH...: is anything wrong, where, and what to do."""

import gc
from collections.abc import Sequence
from pathlib import Path

from xlreport.check.findings import Batch
from xlreport.cli.console import note, progress_bar, safe_output, show, show_data
from xlreport.errors import UsageError
from xlreport.files import write_whole
from xlreport.flows.checking import check_paths
from xlreport.flows.opening import open_library
from xlreport.form.library import Library
from xlreport.rules.load import load_rules
from xlreport.rules.model import RuleSet
from xlreport.wording import say


def check(
    paths: Sequence[str], last_year: str | None = None, output_format: str = "", output: Path | None = None,
    forms_folder: Path | None = None, jobs: int = 1,
) -> int:
    """Checks and prints; the exit code. Raises UsageError for a format it does not know."""
    from xlreport.present.formats import FORMATS

    output_format = output_format or _by_ending(output)
    if output_format not in FORMATS:
        raise UsageError(say(f"--format 只能是 {'、'.join(FORMATS)}，现为“{output_format}”",
                             f"--format is one of {', '.join(FORMATS)}, not {output_format}"))
    if output_format == "xlsx" and output is None:
        raise UsageError(say("--format xlsx 要用 -o 指明写到哪个文件", "--format xlsx needs -o FILE"))
    if output is not None:
        safe_output(output, paths, FORMATS[output_format].suffix)
    forms, line = open_library(forms_folder)
    if line:
        note(line)
    # Thousands of small records are made and none of them form cycles: collecting rarely saves a tenth of the time.
    gc.set_threshold(100_000, 50, 50)
    batch = check_paths(paths, forms, last_year, progress_bar(), jobs)
    if not batch.files and (batch.others or not batch.passed_over):
        raise UsageError(say("没有找到可以校验的文件", "no file to check was found"))
    _write(batch, forms, output_format, output)
    return batch.exit_code


def _by_ending(output: Path | None) -> str:
    """The format that a file's name asks for. Raises UsageError for a name that asks for none."""
    from xlreport.present.formats import FORMATS

    endings = {form.suffix: name for name, form in FORMATS.items()} | {".htm": "html", "": "text"}
    ending = output.suffix.lower() if output is not None else ""
    if ending not in endings:
        raise UsageError(say(f"结果不能写成 {ending}，请把 {output} 改为 .html（网页）、.xlsx（表格）或 .txt",
                             f"results are not written as {ending}: let {output} end in .html, .xlsx or .txt"))
    return endings[ending]


def _write(batch: Batch, forms: Library, output_format: str, output: Path | None) -> None:
    rendered = _render(batch, forms, output_format)
    if output is not None:
        write_whole(output, rendered if isinstance(rendered, bytes) else rendered.encode("utf-8", "replace"))
        note(say(f"已写到 {output}", f"written to {output}"))
    elif output_format == "text":
        assert isinstance(rendered, str)
        show(rendered)
    else:
        assert isinstance(rendered, str)
        show_data(rendered)


def _render(batch: Batch, forms: Library, output_format: str) -> str | bytes:
    def rules(form_id: str) -> RuleSet:
        return load_rules(forms, form_id)

    from xlreport.present.formats import renderer

    return renderer(output_format)(batch, rules)
