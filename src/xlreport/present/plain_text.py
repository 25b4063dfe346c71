"""Text from files made harmless for one line of output: it can end no line, move no cursor, turn no direction."""

import re

# Patterns as text: compiled at the first odd text, not at every start (0.7 ms).
_LINE_BREAKS = "[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+"
# What a terminal or a browser acts on instead of showing: control characters (ESC starts a command), marks that turn
# the direction of writing or have no width, tags, non-characters; and half characters, which no encoding can write.
_UNSHOWN = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def one_line(text: str) -> str:
    """The text on one line. Line breaks become a space; what would not show is written out, such as `\\x1b`."""
    if text.isprintable():
        return text
    return re.sub(_UNSHOWN, _written_out, re.sub(_LINE_BREAKS, " ", text))


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shortened(text: str, length: int) -> str:
    """The text on one line; of a longer one the first `length` characters and ……."""
    return one_line(text if len(text) <= length else text[:length] + "……")


def path_bytes(path: str) -> bytes:
    """The bytes of a path as the system gave them; half a character of a Windows name, which has none, becomes ?."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "replace")
