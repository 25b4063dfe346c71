"""A recorded exception: the reason for one finding written into a copy of the report, pending until the office accepts it."""

import datetime
from pathlib import Path
from typing import NamedTuple

from xlreport.check.checking import check_submission
from xlreport.check.findings import Finding
from xlreport.check.waivers import cannot_be_waived, findings_meant
from xlreport.errors import UsageError
from xlreport.files import write_whole
from xlreport.form.library import Library
from xlreport.form.submission import Submission, Waiver
from xlreport.rules.load import load_rules
from xlreport.sources import read_submission
from xlreport.sources.last_years import last_years
from xlreport.wording import say


class Recorded(NamedTuple):
    """What was written: the copy, and the finding it speaks of."""

    path: Path
    finding: Finding


def waive(
    source: Path, fingerprint: str, reason: str, forms: Library, target: Path | None = None, last_year: str | None = None
) -> Recorded:
    """Writes a copy with the reason on its 说明 sheet (or among the waivers of VALUES.json); never over a file that is there.

    Raises UsageError where the words fit no finding or several, for a balance error, and for a file that holds no reasons.
    """
    if not reason.strip():
        raise UsageError(say("请用 --reason 写明原因", "give the reason with --reason"))
    suffix = source.suffix.lower()
    if suffix not in (".xlsx", ".xlsm", ".json"):
        raise UsageError(say(f"{source} 里没有写说明的地方。请先用 xlreport import 转成工作簿",
                             f"{source} has no place for reasons. Turn it into a workbook first (xlreport import)"))
    submission = read_submission(source, forms, str(source))
    compared = last_years(last_year, forms, alone=True)(submission) if last_year else submission
    found = findings_meant(fingerprint, check_submission(compared, load_rules(forms, submission.form.id)).findings)
    if len(found) != 1:
        raise UsageError(say(
            f"“{fingerprint}”对上了 {len(found)} 条问题。请写 xlreport check --format json 或 xlsx 里的指纹（16 位）",
            f"{fingerprint} fits {len(found)} findings. Give the 16 characters that --format json or xlsx shows"))
    if cannot_be_waived(found[0]):
        raise UsageError(say(f"{found[0].rule} 说的是表内不平衡，不能用说明代替，请改数字",
                             f"{found[0].rule} is a balance error: it must be corrected, not explained"))
    waiver = Waiver(found[0].fingerprint, reason.strip(), submission.cover.get("填报人", ""), datetime.date.today().isoformat())  # noqa: DTZ011
    path = target or source.with_name(f"{source.stem}{say('（已说明）', ' (explained)')}{source.suffix}")
    if path.suffix.lower() != suffix:
        raise UsageError(say(f"副本的扩展名要和原来的一样（{suffix}），现为 {path}", f"the copy must end in {suffix}, not {path}"))
    write_whole(path, _copy(source, submission, waiver), replace=False)
    return Recorded(path, found[0])


def _copy(source: Path, submission: Submission, waiver: Waiver) -> bytes:
    if source.suffix.lower() == ".json":
        import json

        from xlreport.form.exchange import to_json

        data = to_json(submission._replace(waivers=(*submission.waivers, waiver)))
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
    from xlreport.workbook.waiving import with_waiver

    return with_waiver(source, waiver)
