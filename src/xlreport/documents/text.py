"""Plain text and Markdown: decoded, whatever encoding it came in, one paragraph a line."""

from pathlib import Path

from xlreport.documents.decoding import decoded
from xlreport.documents.parts import read_bytes
from xlreport.errors import UnreadableFile
from xlreport.form.submission import Place
from xlreport.reading.document import Document, Notice, Paragraph
from xlreport.wording import say

LARGEST = 8 * 2**20  # a report is 20 KB; one with every annex is below 1 MB
MOST_LINES = 200_000


def read_text(path: Path, shown: str) -> Document:
    """The document of a text file, lines as paragraphs. Raises UnreadableFile for one that is no text, or too large."""
    data = read_bytes(path, shown)
    if len(data) > LARGEST:
        raise UnreadableFile(shown, say("大得不像一份报告", "it is too large for a report"), say("请只给报告本身", "Name the report alone"))
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile(shown, say("是空文件", "the file is empty"), say("请重新保存，或请填报单位重报", "Save it again, or ask for it again"))
    text, lost = decoded(data, shown)
    notices = (Notice("encoding", say(f"有 {lost} 个字符读不出来", f"{lost} characters could not be decoded")),) if lost else ()
    return document_of(text, shown)._replace(notices=notices)


def document_of(text: str, shown: str) -> Document:
    """A text as a document: a paragraph a line, with its line number as a person counts it. Raises UnreadableFile."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if len(lines) > MOST_LINES:
        raise UnreadableFile(shown, say(f"有 {len(lines)} 行，不像一份报告", f"it has {len(lines)} lines, too many for a report"),
                             say("请只给报告本身", "Name the report alone"))
    paragraphs = tuple(Paragraph(line, Place(say("正文", "Text"), say(f"第{number}行", f"line {number}"))) for number, line in enumerate(lines, 1))
    return Document("text", paragraphs, certain=False, source=shown)
