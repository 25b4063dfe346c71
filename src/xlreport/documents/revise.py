"""New figures put into a Word document that people have worked on since it was written: the tables and the figures that nobody touched.

Only word/document.xml changes, and in it only figures: every other part stays byte for byte, every other word, style and tracked
change where it was.
"""

import io
import zipfile
from collections.abc import Mapping
from typing import Any, NamedTuple

from xlreport.documents.layout import figure_text, legal
from xlreport.documents.official_styles import W
from xlreport.documents.official_table import table_xml
from xlreport.documents.placed import FIGURE, read_mark, table_mark, words_digest
from xlreport.errors import UnreadableFile
from xlreport.form.model import Table
from xlreport.form.names import plain
from xlreport.form.submission import Submission
from xlreport.wording import say

LARGEST = 64 * 2**20  # inflated; a report with pictures has a few
_QUIET = ("bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd", "lastRenderedPageBreak")
_DIGITS = tuple("0123456789０１２３４５６７８９.．")


class Change(NamedTuple):
    """One figure that was replaced, or left alone although it would be another one now. where: in words."""

    where: str
    was: str
    now: str
    why: str = ""


class Revised(NamedTuple):
    """The document with new figures; what was replaced, and what was left alone and why."""

    data: bytes
    replaced: tuple[Change, ...]
    left: tuple[Change, ...]


def revise(data: bytes, shown: str, submission: Submission, words: Mapping[str, str]) -> Revised:
    """A document with the figures of a submission. words: what each placeholder stands for now, by digest of its expression.

    Raises UnreadableFile for what is no Word document, or none that holds the form's tables.
    """
    package = _opened(data, shown)
    tree = _parsed(package, shown)
    replaced: list[Change] = []
    left: list[Change] = []
    missing = [table.title for table in submission.form.tables if not _renew(tree, table, submission, replaced)]
    if missing:
        raise UnreadableFile(shown, say(f"里面没有找到“{'”“'.join(missing)}”", f"it does not hold {', '.join(missing)}"),
                             say("请用本程序写出的文件修改，或用 xlreport write 重新写一份", "Revise a file that xlreport wrote, or write a new one"))
    for start in list(tree.iter(_w("bookmarkStart"))):
        if (start.get(_w("name")) or "").startswith(FIGURE):
            _renew_figure(start, words, replaced, left)
    from lxml import etree

    document = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return Revised(_packed(package, document), tuple(replaced), tuple(left))


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def _opened(data: bytes, shown: str) -> zipfile.ZipFile:
    remedy = say("请给出 Word 或 WPS 存的 .docx", "Name a .docx saved by Word or WPS")
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        if sum(entry.file_size for entry in package.infolist()) > LARGEST:
            raise UnreadableFile(shown, say("展开后太大", "it is too large once inflated"), remedy)
        if "word/document.xml" not in package.namelist():
            raise UnreadableFile(shown, say("不是 Word 文件", "it is no Word document"), remedy)
        return package
    except (zipfile.BadZipFile, OSError, ValueError):
        raise UnreadableFile(shown, say("不是 .docx 文件，或已损坏", "it is no .docx, or damaged"), remedy) from None


def _parsed(package: zipfile.ZipFile, shown: str) -> Any:
    from lxml import etree

    remedy = say("请用 Word 或 WPS 打开后另存一份 .docx", "Open it in Word or WPS and save a fresh .docx")
    try:
        text = package.read("word/document.xml")
        if b"<!DOCTYPE" in text:
            raise UnreadableFile(shown, say("含有文档类型声明，不读", "it holds a document type declaration"), remedy)
        return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise UnreadableFile(shown, say("已损坏或加了密码", "it is damaged or encrypted"), remedy) from None


def _packed(package: zipfile.ZipFile, document: bytes) -> bytes:
    """The package with a new word/document.xml; every other part as it was."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in package.infolist():
            target.writestr(entry, document if entry.filename == "word/document.xml" else package.read(entry.filename))
    return buffer.getvalue()


def _text(element: Any) -> str:
    """The words of an element as they read with all changes accepted."""
    return "".join(part.text or "" for part in element.iter(_w("t")))


def _cells(drawn: Any) -> dict[tuple[int, int], Any]:
    """(line, position) to the cell that begins there; continued cells are left out."""
    found: dict[tuple[int, int], Any] = {}
    for line, row in enumerate(drawn.findall(_w("tr"))):
        position = 0
        for cell in row.iter(_w("tc")):
            span = cell.find(f"{_w('tcPr')}/{_w('gridSpan')}")
            merge = cell.find(f"{_w('tcPr')}/{_w('vMerge')}")
            if merge is None or merge.get(_w("val")) == "restart":
                found[line, position] = cell
            position += int(span.get(_w("val")) or 1) if span is not None else 1
    return found


def _is(table: Table, cells: Mapping[tuple[int, int], Any]) -> bool:
    """Whether a drawn table is the official one: the same labels in the same places, and a cell for each figure."""
    return all((block.line, block.position) in cells and plain(_text(cells[block.line, block.position])) == plain(block.text)
               for block in table.blocks if block.text and block.text != "=") and all((cell.line, cell.position) in cells for cell in table.cells)


def _renew(tree: Any, table: Table, submission: Submission, replaced: list[Change]) -> bool:
    """New figures in the table of that form; whether the document holds it. One whose rows or labels changed is drawn anew."""
    from lxml import etree

    for drawn in tree.iter(_w("tbl")):
        cells = _cells(drawn)
        if not _is(table, cells):
            continue
        for cell in table.cells:
            now, element = figure_text(cell, submission), cells[cell.line, cell.position]
            was = _text(element)
            if was != now or element.find(f".//{_w('ins')}") is not None or element.find(f".//{_w('del')}") is not None:
                _put(element, now)
                replaced.append(Change(f"{table.title} {cell.label}", was, now))
        return True
    for start in tree.iter(_w("bookmarkStart")):
        if start.get(_w("name")) == table_mark(table.code) and (drawn := _above(start, "tbl")) is not None:
            drawn.getparent().replace(drawn, etree.fromstring(table_xml(table, submission, int(start.get(_w("id")) or 0))))
            replaced.append(Change(table.title, "", "", say("行、列或项目名称改过，整张表换成了规定的样子", "its rows or labels had changed: drawn anew")))
            return True
    return False


def _above(element: Any, name: str) -> Any:
    return next(element.iterancestors(_w(name)), None)


def _put(cell: Any, text: str) -> None:
    """One text in a cell, in the look its first paragraph and run have."""
    from lxml import etree

    paragraphs = cell.findall(_w("p"))
    for other in paragraphs[1:]:
        cell.remove(other)
    paragraph = paragraphs[0]
    look = paragraph.find(f".//{_w('r')}/{_w('rPr')}")
    for child in list(paragraph):
        if child.tag not in (_w("pPr"), _w("bookmarkStart"), _w("bookmarkEnd")):
            paragraph.remove(child)
    run = etree.SubElement(paragraph, _w("r"))
    if look is not None:
        run.append(look)
    etree.SubElement(run, _w("t")).text = legal(text)


def _between(start: Any) -> tuple[list[Any], Any] | None:
    """The runs of a bookmark and its end; None where something else than runs stands between, or it ends elsewhere."""
    runs: list[Any] = []
    for element in start.itersiblings():
        if element.tag == _w("bookmarkEnd") and element.get(_w("id")) == start.get(_w("id")):
            return runs, element
        if element.tag == _w("r") and all(child.tag in (_w("rPr"), _w("t"), _w("lastRenderedPageBreak")) for child in element):
            runs.append(element)
        elif element.tag not in map(_w, _QUIET):
            return None
    return None


def _renew_figure(start: Any, words: Mapping[str, str], replaced: list[Change], left: list[Change]) -> None:
    """One figure in the text: replaced where nobody touched it, else left alone."""
    mark = read_mark(start.get(_w("name")) or "")
    paragraph = _above(start, "p")
    if mark is None or paragraph is None:
        return
    where = say("正文“{}”", "text “{}”").format(_short(_text(paragraph)))
    now = words.get(mark.expression)
    inside = _between(start)
    was = "".join(_text(run) for run in inside[0]) if inside else ""
    tracked = any(_above(start, name) is not None for name in ("ins", "del", "moveFrom", "moveTo"))
    if inside is None or not inside[0] or tracked or words_digest(was) != mark.words or _joined(start, inside):
        if now is None or words_digest(now) != mark.words:
            left.append(Change(where, was, now or "", say("改过", "touched since")))
        return
    if now is None:
        left.append(Change(where, was, "", say("工作簿的正文里没有这个数了", "the workbook no longer has it")))
        return
    if now == was:
        return
    first, *others = inside[0]
    for other in others:
        other.getparent().remove(other)
    texts = first.findall(_w("t"))
    texts[0].text = legal(now)
    for text in texts[1:]:
        first.remove(text)
    start.set(_w("name"), f"{FIGURE}{mark.expression}_{words_digest(now)}_{start.get(_w('id'))}")
    replaced.append(Change(where, was, now))


def _joined(start: Any, inside: tuple[list[Any], Any]) -> bool:
    """Whether somebody typed a digit or a unit of number right beside the figure, so that it is part of another number now."""
    last = next((text for element in start.itersiblings(preceding=True) if (text := _text(element))), "")
    after = next((text for element in inside[1].itersiblings() if (text := _text(element))), "")
    return last.endswith(_DIGITS) or after.startswith((*_DIGITS, "%", "％", "万", "亿"))


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"

