"""Codes and labels as people type them: compared after NFKC, with "did you mean" where one is unknown."""

import unicodedata
from collections.abc import Iterable

from xlreport.wording import say


def plain(text: str) -> str:
    """A code or label as it is compared: NFKC (full-width letters, brackets and signs folded), no white space."""
    if text.isascii():
        return "".join(text.split())
    return "".join(unicodedata.normalize("NFKC", text).split())


def meant(word: str, known: Iterable[str]) -> str:
    """`，是不是“…”？` (`; did you mean …?`) naming the nearest known words, or nothing when none is near."""
    import difflib

    if len(word) > 100:
        return ""
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.4)
    return say(f"，是不是“{'”“'.join(near)}”？", f"; did you mean {', '.join(near)}?") if near else ""
