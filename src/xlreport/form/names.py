"""Codes and labels as people type them: compared after NFKC, with "did you mean" where one is unknown."""

import unicodedata
from collections.abc import Iterable


def plain(text: str) -> str:
    """A code or label as it is compared: NFKC (full-width letters, brackets and signs folded), no white space."""
    if text.isascii():
        return "".join(text.split())
    return "".join(unicodedata.normalize("NFKC", text).split())


def meant(word: str, known: Iterable[str]) -> str:
    """`，是不是“…”？` naming the nearest known words, or nothing when none is near."""
    import difflib

    if len(word) > 100:
        return ""
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.4)
    return f"，是不是“{'”“'.join(near)}”？" if near else ""
