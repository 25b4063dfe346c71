"""Bytes of a text or a web page -> characters, whatever encoding they are in, declared or not."""

import codecs
import re

from xlreport.errors import UnreadableFile
from xlreport.wording import say

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:\-]{2,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# pages say gb2312 and hold characters that only its successors have
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "gb-2312": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
          "big5": "big5hkscs", "iso-8859-1": "", "ascii": "", "us-ascii": "", "windows-1252": "", "unicode": "utf-16-le", "utf8": "utf-8"}
_HEAD = 16384
_SPOILT = 0.01  # more characters than this lost, and nothing the text says is to be trusted


def decoded(data: bytes, shown: str, stated: str = "") -> tuple[str, int]:
    """The text, and how many characters could not be read. stated: an encoding said elsewhere (a mail part's header).

    A byte order mark wins; else UTF-16 by its zero bytes; else what is declared, UTF-8 or GB18030, whichever reads the
    bytes without a fault, or with fewest. Raises UnreadableFile where none does.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tolerant(data[len(mark):], encoding, shown)
    if wide := _wide(data):
        return _tolerant(data, wide, shown)
    found = _DECLARED.search(data[:_HEAD])
    candidates: list[str] = []
    for name in (stated, found[1].decode("ascii") if found else "", "utf-8", "gb18030"):
        word = _known(name)
        if word and not word.startswith("utf-16") and word not in candidates:
            candidates.append(word)
    for name in candidates:
        try:
            return data.decode(name), 0
        except UnicodeDecodeError:
            continue
    best = min(candidates, key=lambda name: data.decode(name, "replace").count("�"))
    return _tolerant(data, best, shown)


def _known(name: str) -> str:
    word = _WIDER.get(name.lower(), name.lower())
    try:
        return codecs.lookup(word).name if word and codecs.lookup(word)._is_text_encoding else ""
    except LookupError:
        return ""


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: ASCII mark-up and digits leave a zero byte at every second place."""
    head = data[:4096]
    low, high = head[1::2].count(0), head[0::2].count(0)
    if low > len(head) // 10 and low > 4 * high:
        return "utf-16-le"
    return "utf-16-be" if high > len(head) // 10 and high > 4 * low else ""


def _tolerant(data: bytes, encoding: str, shown: str) -> tuple[str, int]:
    text = data.decode(encoding, "replace")
    lost = text.count("�")
    if lost > max(3, _SPOILT * len(text)):
        raise UnreadableFile(shown, say("看不出是什么编码，文字读出来是乱码", "its encoding cannot be told; the text is garbled"),
                             say("请用浏览器或记事本打开，另存为 UTF-8", "Open it in a browser or Notepad and save it as UTF-8"))
    return text, lost
