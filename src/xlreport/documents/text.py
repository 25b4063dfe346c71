"""Plain text and Markdown: decoded, whatever encoding it came in, one paragraph a line."""

from pathlib import Path

from xlreport.errors import UnreadableFile
from xlreport.form.submission import Place
from xlreport.reading.document import Document, Paragraph
from xlreport.wording import say

LARGEST = 8 * 2**20  # a report is 20 KB; one with every annex is below 1 MB
MOST_LINES = 200_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
          (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_text(path: Path, shown: str) -> Document:
    """The document of a text file, lines as paragraphs. Raises UnreadableFile for one that is no text, or too large."""
    remedy = say("请确认文件没有损坏，或另存为 UTF-8 文本", "Make sure the file is whole, or save it as UTF-8 text")
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            raise UnreadableFile(shown, say("不是普通文件，或大得不像一份报告", "no regular file, or too large for a report"), remedy)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(shown, say(f"打不开（{error.strerror}）", f"cannot be opened ({error.strerror})"), remedy) from None
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile(shown, say("是空文件", "it is empty"), say("请核对文件", "Check the file"))
    text = decoded(data)
    if text is None:
        raise UnreadableFile(shown, say("不是文字文件，或编码认不出来", "it is no text, or its encoding is unknown"), remedy)
    return document_of(text, shown)


def document_of(text: str, shown: str) -> Document:
    """A text as a document: a paragraph a line, with its line number as a person counts it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if len(lines) > MOST_LINES:
        raise UnreadableFile(shown, say(f"有 {len(lines)} 行，不像一份报告", f"it has {len(lines)} lines, too many for a report"),
                             say("请只给报告本身", "Name the report alone"))
    paragraphs = tuple(Paragraph(line, Place(say("正文", "Text"), say(f"第{number}行", f"line {number}"))) for number, line in enumerate(lines, 1))
    return Document("text", paragraphs, certain=False, source=shown)


def decoded(data: bytes) -> str | None:
    """The text of bytes in UTF-8, UTF-16, UTF-32 or GB18030, with or without a mark; None where they are none of these."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _try(data, name)
    head = data[:4096]
    if head.count(0) > len(head) // 8:  # every second byte of ASCII in UTF-16, many of Chinese text
        order = "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
        return _try(data[: len(data) // 2 * 2], order)
    text = _try(data, "utf-8")
    if text is not None:
        return text
    choices = [found for name in ("gb18030", "utf-16-le", "utf-16-be") if (found := _try(data, name)) is not None]
    return max(choices, key=_chinese, default=None) if choices else None


def _try(data: bytes, name: str) -> str | None:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    odd = sum(text[:4000].count(character) for character in "\0\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f")
    return None if odd > 8 else text


def _chinese(text: str) -> float:
    """The share of common characters: the wrong encoding gives rare ones."""
    sample = text[:4000]
    return sum("一" <= character <= "龥" or character.isascii() or character in "，。、；：（）“”" for character in sample) / (len(sample) or 1)
