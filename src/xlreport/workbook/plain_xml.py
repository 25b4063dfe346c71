"""Sheets and shared strings in the plain shape that Excel, WPS, LibreOffice, XlsxWriter and openpyxl write, taken apart
by regular expressions, ten times as fast as expat's callbacks.

Never instead of XML: what the patterns match must tile the part without a gap, or None is returned and expat reads it.
A DTD, a comment, CDATA, a prefix, an unknown attribute or entity, a rich text all leave a gap.
"""

import re
from functools import lru_cache
from xml.parsers import expat

_MAIN = '="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_HEAD = re.compile(rf"(?:<\?xml [^<>]*\?>)?\s*<worksheet xmlns{re.escape(_MAIN)}")
_TEXT = r"[^<\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]*"  # what XML 1.0 section 2.2 lets a text hold
_EMPTY_CELL = re.compile(r'<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]+")? ?/>')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?>'
    rf'(?:<f(?: aca="false")?>({_TEXT})</f>)?(?:<v>({_TEXT})</v>|(<v ?/>))?</c>'
)
_HOLE = "\x7f"  # left by a cell taken out, so that what it stood in the middle of is not joined into a tag
_ROWS = re.compile(rf'(?:[ \t\r\n{_HOLE}]|<row r="[1-9][0-9]{{0,6}}"[^<>{_HOLE}]*>|</row>)*')
_STRING = re.compile(rf'<si><t(?: xml:space="preserve")?(?:>({_TEXT})</t>|/>)</si>')
_LIST = re.compile(r"\s*(?:<\?xml [^<>]*\?>)?\s*<sst [^<>]*>(?:\s|<>)*</sst>\s*")
_ENTITY = re.compile(r"&(amp|lt|gt|quot|apos);")
_ENTITIES = (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&apos;", "'"), ("&amp;", "&"))  # & last, or &amp;lt; would be <

LARGEST = 2**18  # a report has a third of it; patterns over much more take memory by the gigabyte

PlainCell = tuple[str, str | None, str | None, str | None, str | None]


@lru_cache(maxsize=64)  # in a batch, sheets that nobody filled in are the same bytes again and again
def plain_cells(data: bytes) -> list[PlainCell] | None:
    """(address, style, type, formula, value) of every cell that is not empty; None for a part that a cell lacks.

    None altogether when the sheet has another shape.
    """
    text = _decoded(data)
    start = text.find("<sheetData>")
    end = text.find("</sheetData>", start)
    head = text[:start]
    if end < 0 or _HEAD.match(head) is None or "<!" in head or "<sheetData" in head or "<?" in head.removeprefix("<?xml "):
        return None
    body = _EMPTY_CELL.sub(_HOLE, text[start + 11 : end])
    parts = _CELL.split(body)  # what lies between the cells, then a cell's six groups, and so on
    rows = _HOLE.join(parts[::7])
    if _ROWS.fullmatch(rows) is None or "xmlns" in rows or not _plain_text(body) or not _well_formed(f"{head}<sheetData>{rows}</sheetData></worksheet>"):
        return None
    if len(set(parts[1::7])) < len(parts) // 7:  # a cell stated twice, which expat's way refuses
        return None
    formulas, values = parts[4::7], parts[5::7]
    if "&" in body or "\r" in body:
        formulas = [expanded(text) if text and ("&" in text or "\r" in text) else text for text in formulas]
        values = [expanded(text) if text and ("&" in text or "\r" in text) else text for text in values]
    return [
        (address, style, kind, formula, "" if closed else value)
        for address, style, kind, formula, value, closed in zip(
            parts[1::7], parts[2::7], parts[3::7], formulas, values, parts[6::7], strict=True)
    ]


def plain_strings(data: bytes) -> list[str] | None:
    """The shared strings, or None when one of them is a rich text or the shape is another one."""
    text = _decoded(data)
    if "<!" in text or f"xmlns{_MAIN}" not in text[:500] or not _plain_text(text):
        return None
    parts = _STRING.split(text)
    if _LIST.fullmatch("<>".join(parts[::2])) is None or not _well_formed("".join(parts[::2])):
        return None
    found = [string or "" for string in parts[1::2]]
    return [expanded(string) or "" for string in found] if "&" in text or "\r" in text else found


def _decoded(data: bytes) -> str:
    """The part as text when it is UTF-8 and of a common size; '' otherwise, which matches nothing."""
    if len(data) > LARGEST:
        return ""
    head = data[: data.find(b"?>")].lower() if data[:60].lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") else b""
    if b"encoding" in head and b'encoding="utf-8"' not in head and b"encoding='utf-8'" not in head:
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def _well_formed(frame: str) -> bool:
    """Whether it is XML what cells or strings were taken out of."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(frame, True)
    except expat.ExpatError:
        return False
    return True


def _plain_text(text: str) -> bool:
    """No `]]>`, which XML forbids in text, and no entity but the five that XML defines."""
    return "]]>" not in text and ("&" not in text or "&" not in _ENTITY.sub("", text))


def expanded(text: str | None) -> str | None:
    """Text with XML's entities and line ends as a parser gives them."""
    if text is None or ("&" not in text and "\r" not in text):
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text
