"""How a figure that this program placed is known again in a document that people have worked on since.

A hidden bookmark (its name begins with `_`, as Word's own do, so no list shows it) stands around the figure. Bookmarks survive Word,
WPS and LibreOffice, also old versions that drop content controls. The name says it all, and nothing else is needed:
`_XLR_` + 10 hex of the placeholder's expression + `_` + 8 hex of the words placed + `_` + a number. Words that no longer fit the
name were touched by somebody and are left alone.
"""

import hashlib
import re
from typing import NamedTuple

FIGURE, TABLE = "_XLR_", "_XLRT_"
_NAME = re.compile(r"_XLR_([0-9a-f]{10})_([0-9a-f]{8})_\d+")


class Mark(NamedTuple):
    """A figure's bookmark taken apart: digests of the expression and of the words placed."""

    expression: str
    words: str


def figure_mark(expression: str, words: str, number: int) -> str:
    """The bookmark's name for a figure (40 characters are what Word allows)."""
    return f"{FIGURE}{expression_digest(expression)}_{words_digest(words)}_{number}"


def table_mark(code: str) -> str:
    """The bookmark's name for a table, in its first cell."""
    return f"{TABLE}{_digest(code, 10)}"


def read_mark(name: str) -> Mark | None:
    """A figure's bookmark from its name; None for any other bookmark."""
    match = _NAME.fullmatch(name)
    return Mark(match[1], match[2]) if match else None


def expression_digest(expression: str) -> str:
    """What stands for an expression; spaces make no difference."""
    return _digest("".join(expression.split()), 10)


def words_digest(words: str) -> str:
    """What stands for the words placed."""
    return _digest(words, 8)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]
