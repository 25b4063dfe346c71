"""VALUES.json: reports as figures, texts and answers in the form that `values` writes and `fill` takes."""

from pathlib import Path
from typing import Any

from xlreport.errors import UnreadableFile, UsageError, reason
from xlreport.form.library import Library
from xlreport.form.submission import Submission
from xlreport.wording import say

LARGEST_JSON = 16 * 2**20


def no_such_file(shown: str) -> UnreadableFile:
    """The refusal of a name that no file has."""
    return UnreadableFile(shown, say("没有这个文件", "no such file"), say("请核对文件名和文件夹", "Check the name and the folder"))


def read_values(path: Path, forms: Library, shown: str = "") -> list[Submission]:
    """The submissions of a VALUES.json (one object or a list). Raises UnreadableFile naming what is wrong."""
    import json
    from decimal import Decimal

    from xlreport.form.exchange import from_json

    shown = shown or str(path)
    if not path.exists():
        raise no_such_file(shown)
    remedy = say("请核对文件内容（格式见 README“VALUES.json”）", "Check the file (README describes VALUES.json)")
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_JSON:
            raise UnreadableFile(shown, say("不是普通文件，或太大", "no regular file, or too large"), remedy)
        data = json.loads(path.read_text("utf-8-sig"), parse_float=Decimal, object_pairs_hook=_once)
    except OSError as error:
        raise UnreadableFile(shown, say(f"打不开（{reason(error)}）", f"cannot be opened ({reason(error)})"), remedy) from None
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise UnreadableFile(shown, say(f"不是合格的 JSON（{str(error)[:80]}）", f"not JSON ({str(error)[:80]})"), remedy) from None
    entries = data if isinstance(data, list) else [data]
    if not entries:
        raise UnreadableFile(shown, say("是空列表，没有一份报告", "it is an empty list"), remedy)
    try:
        return [from_json(entry, forms, shown) for entry in entries]
    except UsageError as error:
        raise UnreadableFile(shown, str(error).removeprefix(f"{shown}：").removeprefix(f"{shown}: ").rstrip("。"), remedy) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose keys stand once; json itself would keep the last of two figures for one cell."""
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        raise ValueError(say("重复的项：", "stated twice: ") + next(name for name, _ in pairs if name in seen or seen.add(name)))  # type: ignore[func-returns-value]
    return found
