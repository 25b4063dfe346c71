"""Sheets and shared strings in the plain shape that Excel, WPS, LibreOffice, XlsxWriter and openpyxl write, taken apart
by regular expressions, ten times as fast as expat's callbacks.

Never instead of XML: what the patterns match must tile the part without a gap, or None is returned and expat reads it.
A DTD, a comment, CDATA, a prefix, an unknown attribute or entity, a rich text all leave a gap.
"""

import re

_MAIN = '="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_EMPTY_CELL = re.compile(r'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?/>')
_CELL = re.compile(
    r'<c r="([A-Z]+[0-9]+)"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?>'
    r'(?:<f(?: aca="false")?>([^<]*)</f>)?(?:(<v>)([^<]*)</v>|(<v/>))?</c>'
)
_ROWS = re.compile(r"(?:\s|<row [^<>]*>|</row>)*")
_STRING = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>|<si><t(?: xml:space="preserve")?/></si>')
_LIST = re.compile(r"\s*(?:<\?xml [^<>]*\?>)?\s*<sst [^<>]*>\s*</sst>\s*")
_ENTITY = re.compile(r"&(amp|lt|gt|quot|apos);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_FORBIDDEN = (b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"]]>")

PlainCell = tuple[str, str, str, str | None, str | None]


def plain_cells(data: bytes) -> list[PlainCell] | None:
    """(address, style, type, formula, value) of every cell that is not empty, or None when the shape is another one."""
    text = _decoded(data)
    start = text.find("<sheetData>")
    end = text.find("</sheetData>", start)
    if start < 0 or end < 0 or "<!" in text[:start] or f"<worksheet xmlns{_MAIN}" not in text[:start]:
        return None
    body = _EMPTY_CELL.sub("", text[start + 11 : end])
    if _ROWS.fullmatch(_CELL.sub("", body)) is None or not _clean(data, body):
        return None
    cells: list[PlainCell] = []
    for address, style, kind, formula, opened, value, closed in _CELL.findall(body):
        cells.append((address, style or "0", kind or "n", expanded(formula) or None,
                      expanded(value) if opened or closed else None))
    return cells


def plain_strings(data: bytes) -> list[str] | None:
    """The shared strings, or None when one of them is a rich text or the shape is another one."""
    text = _decoded(data)
    if "<!" in text or f"xmlns{_MAIN}" not in text[:500] or not _clean(data, text):
        return None
    if _LIST.fullmatch(_STRING.sub("", text)) is None:
        return None
    return [expanded(found) for found in _STRING.findall(text)]


def _decoded(data: bytes) -> str:
    """The part as text when it is UTF-8; '' otherwise, which matches nothing."""
    if data[:60].lower().count(b"encoding=") and b"utf-8" not in data[:60].lower():
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def _clean(data: bytes, text: str) -> bool:
    """No character that XML forbids, and no entity but the five that XML defines."""
    if len(data) != len(data.translate(None, _CONTROLS)) or any(word in data for word in _FORBIDDEN):
        return False
    return "&" not in text or "&" not in _ENTITY.sub("", text)


def expanded(text: str) -> str:
    """Text with XML's entities and line ends as a parser gives them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ENTITY.sub(lambda found: _ENTITIES[found[1]], text) if "&" in text else text
