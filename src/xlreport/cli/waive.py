"""xlreport check FILE --waive FINGERPRINT --reason TEXT: the reason for one finding, written into a copy."""

from collections.abc import Sequence
from pathlib import Path

from xlreport.cli.console import show
from xlreport.cli.options import opened
from xlreport.errors import UsageError
from xlreport.wording import say


def record(
    paths: Sequence[str], word: str, reason: str, output: Path | None, last_year: str | None, forms_folder: Path | None
) -> int:
    """Writes the copy and says where it is; exit code 0. Raises UsageError without one file, a fingerprint and a reason."""
    if len(paths) != 1 or not Path(paths[0]).is_file():
        raise UsageError(say("--waive 一次只对一个文件", "--waive takes one file at a time"))
    if not word:
        raise UsageError(say("请用 --waive 写明是哪一条问题（指纹）", "name the finding with --waive FINGERPRINT"))
    from xlreport.flows.waiving import waive

    done = waive(Path(paths[0]), word, reason, opened(forms_folder), output, last_year)
    show(say(f"已写进副本 {done.path}：{done.finding.rule} 已说明，待主管部门认可。原文件没有动。",
             f"written into the copy {done.path}: {done.finding.rule} is explained and waits for the supervising office. The file itself is unchanged."))
    return 0
