"""In which language the program speaks: Chinese, or English with XLREPORT_LANG=en."""

import os


def english() -> bool:
    """True when the person asked for English with XLREPORT_LANG=en."""
    return os.environ.get("XLREPORT_LANG", "").lower().startswith("en")


def say(chinese: str, in_english: str) -> str:
    """The sentence in the person's language. Both stand side by side at every call, so neither is forgotten."""
    return in_english if english() else chinese
