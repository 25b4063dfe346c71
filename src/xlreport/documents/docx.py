"""A Word document (.docx) -> Document: what a reader of the printed page sees.

Accepted as printed: inserted text is read, deleted and hidden text is not (and that is said), text boxes follow the
paragraph they hang on, automatic numbers are worked out, struck-out words and raised marks are left out
(reading.left_out). Headers, footers, notes and comments are not part of a report.
Over lxml rather than python-docx, which sees neither tracked changes nor text boxes nor numbers, and takes 80 ms to load.
"""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xlreport.documents.blocks import Blocks, Cell, Line, Table, picture_notices
from xlreport.documents.numbering import Numbering
from xlreport.documents.parts import Parts, attribute, child, local
from xlreport.documents.word_styles import Styles, list_of, size_of, switched
from xlreport.reading.document import Document, Notice
from xlreport.reading.left_out import LeftOut, Words
from xlreport.wording import say

_WRAPPERS = ("ins", "moveTo", "smartTag", "hyperlink", "fldSimple", "customXml", "dir", "bdo", "sdtContent", "sdt", "rubyBase", "ruby")
_BREAKS = ("br", "cr")


def read_docx(path: Path, shown: str = "") -> Document:
    """Reads a .docx or .docm. Raises UnreadableFile. Nothing in it is run or fetched."""
    shown = shown or str(path)
    with Parts(path, shown) as parts:
        main = _main_part(parts)
        folder = posixpath.dirname(main)
        body = child(parts.xml(main), "body")
        if body is None:
            raise parts.unreadable("压缩包里没有 Word 正文", "the archive holds no Word text")
        styles = Styles(parts.optional_xml(posixpath.join(folder, "styles.xml")))
        numbering = Numbering(parts.optional_xml(posixpath.join(folder, "numbering.xml")))
    reader = _Reader(Blocks(shown), styles, numbering)
    for entry in reader.content(body, 0):
        if isinstance(entry, Line):
            reader.blocks.line(entry)
        else:
            reader.blocks.table(entry)
    return Document("docx", tuple(reader.blocks.found), tuple(reader.notices()), source=shown)


def _main_part(parts: Parts) -> str:
    """The part that holds the text, as the package says."""
    for relation in parts.xml("_rels/.rels") if parts.has("_rels/.rels") else ():
        if attribute(relation, "Type").endswith("/officeDocument") and attribute(relation, "TargetMode") != "External":
            return posixpath.normpath(attribute(relation, "Target").lstrip("/"))
    return "word/document.xml"


class _Reader:
    """Walks one document."""

    def __init__(self, blocks: Blocks, styles: Styles, numbering: Numbering) -> None:
        self.blocks, self.styles, self.numbering = blocks, styles, numbering
        self.deleted = self.inserted = self.hidden = self.pictures = 0
        self.left_out = LeftOut()
        self.carried = ""  # text of a paragraph whose mark was deleted: it runs on into the next
        self.boxes: list[Any] = []
        self.fields: list[bool] = []  # for each open field, whether its code (not its result) is being read

    def notices(self) -> Iterator[Notice]:
        """What was seen that a person would not expect of a finished report."""
        if self.deleted or self.inserted:
            yield Notice("tracked_changes", say(
                f"文件里有没有接受的修订（删除 {self.deleted} 处、插入 {self.inserted} 处），按全部接受后的内容读。请在 Word 里接受或拒绝修订后再公布。",
                f"holds tracked changes ({self.deleted} deletions, {self.inserted} insertions), read as if accepted. Accept or reject them first."))
        if self.hidden:
            yield Notice("hidden_text", say(f"有 {self.hidden} 处隐藏的文字，打印不出来，没有读。请删去，或取消隐藏。",
                                            f"{self.hidden} pieces of hidden text do not print and were not read. Delete or show them."))
        yield from self.left_out.notices()
        yield from picture_notices(self.pictures)

    def content(self, parent: Any, depth: int) -> Iterator[Line | Table]:
        """The lines and tables of a body, a cell or a text box, in order."""
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self.paragraph(element, depth)
            elif name == "tbl":
                self.blocks.nested(depth + 1)
                yield self.table(element, depth + 1)
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
                yield from self.content(element, depth)

    def paragraph(self, element: Any, depth: int) -> Iterator[Line | Table]:
        """A paragraph's lines, then what stands in the text boxes that hang on it."""
        properties = child(element, "pPr")
        style = child(properties, "pStyle") if properties is not None else None
        style_name = attribute(style, "val") if style is not None else ""
        outer, self.boxes = self.boxes, []
        sizes: list[str] = []
        text = self.carried + self.left_out.kept(list(self.pieces(element, style_name, sizes)))
        self.carried = ""
        self.fields = [False for _ in self.fields]  # the code of a field does not go beyond its paragraph
        mark = child(properties, "rPr") if properties is not None else None
        if mark is not None and child(mark, "del") is not None:
            self.carried = text
        else:
            number = self.number(properties, style_name)
            points = _points(sizes[0] if sizes and sizes[0] else self.styles.paragraph_size(style_name))
            for line in text.split("\n"):
                yield Line(line, number, points)
                number = ""
        boxes, self.boxes = self.boxes, outer
        for box in boxes:
            yield from self.content(box, depth)

    def number(self, properties: Any | None, style: str) -> str:
        """The automatic number of a paragraph, '' for none."""
        list_id, level = list_of(properties)
        from_style, style_level, numbered = self.styles.numbering(style)
        if list_id is None:
            list_id = from_style
            level = level if level is not None else style_level
        if not list_id or list_id == "0":
            return ""
        return self.numbering.next(list_id, self.numbering.level_of_style(list_id, numbered) if level is None else level)

    def pieces(self, parent: Any, style: str, sizes: list[str]) -> Iterator[Words]:
        """The text of a paragraph, run by run."""
        for element in parent:
            name = local(element)
            if name == "r":
                yield from self.run(element, style, sizes)
            elif name in ("del", "moveFrom"):
                self.deleted += 1
            elif name == "AlternateContent":
                yield from self.pieces(_choice(element), style, sizes)
            elif name in _WRAPPERS:
                self.inserted += name in ("ins", "moveTo")
                yield from self.pieces(element, style, sizes)
            elif name in ("oMath", "oMathPara"):
                yield Words("".join(inner.text or "" for inner in element.iter() if local(inner) == "t"))

    def run(self, element: Any, style: str, sizes: list[str]) -> Iterator[Words]:
        """The text of one run; nothing where it is hidden or the code of a field."""
        properties = child(element, "rPr")
        look = self.styles.look(properties, style)
        for inner in element:
            text = self.inside_run(inner, style, sizes)
            if look.hidden or any(self.fields):
                self.hidden += bool(look.hidden and text.strip())
                continue
            if text.strip():
                sizes.append(size_of(properties))
            yield Words(text, bool(look.struck), bool(look.raised))

    def inside_run(self, element: Any, style: str, sizes: list[str]) -> str:
        """What one element of a run adds to the text."""
        name = local(element)
        if name == "t":
            return element.text or ""
        if name == "tab":
            return "\t"
        if name in _BREAKS:
            return "\n"
        if name == "noBreakHyphen":
            return "-"
        if name == "sym":
            return _symbol(attribute(element, "char"))
        if name == "fldChar":
            self.field(attribute(element, "fldCharType"))
        elif name == "AlternateContent":
            return "".join(self.inside_run(inner, style, sizes) for inner in _choice(element))
        elif name in ("drawing", "pict", "object"):
            boxes = [inner for inner in element.iter() if local(inner) == "txbxContent" and not _within_box(inner, element)]
            self.boxes += boxes
            self.pictures += not boxes and any(local(inner) in ("blip", "imagedata") for inner in element.iter())
        elif name == "ruby":
            return self.left_out.kept(list(self.pieces(element, style, sizes)))
        return ""

    def field(self, kind: str) -> None:
        """Begin, middle or end of a field such as a date or a sum: its result is read, its code is not."""
        if kind == "begin":
            self.fields.append(True)
        elif self.fields and kind == "separate":
            self.fields[-1] = False
        elif self.fields and kind == "end":
            self.fields.pop()

    def table(self, element: Any, depth: int) -> Table:
        """A table with its merges worked out: w:vMerge cells belong to the cell above, w:gridSpan covers columns."""
        table = Table()
        open_cells: dict[int, Cell] = {}
        for row in _inside(element, "tr"):
            properties = child(row, "trPr")
            if properties is not None and (child(properties, "del") is not None or switched(properties, "hidden")):
                self.deleted += child(properties, "del") is not None
                self.hidden += bool(switched(properties, "hidden"))
                continue
            column = _span(properties, "gridBefore", 0)
            cells: list[Cell] = []
            for cell_element in _inside(row, "tc"):
                settings = child(cell_element, "tcPr")
                width = _span(settings, "gridSpan", 1)
                above = open_cells.get(column)
                merge = child(settings, "vMerge") if settings is not None else None
                sideways = child(settings, "hMerge") if settings is not None else None
                if sideways is not None and attribute(sideways, "val") != "restart" and cells:
                    cells[-1].width += width
                elif merge is not None and attribute(merge, "val") != "restart" and above is not None and above.width == width:
                    above.height += 1
                    self.carried = ""
                else:
                    cell = Cell(column, width)
                    cell.content = list(self.content(cell_element, depth))
                    self.carried = ""
                    cells.append(cell)
                    for place in [place for place in open_cells if column <= place < column + width]:
                        del open_cells[place]
                    if merge is not None:
                        open_cells[column] = cell
                column += width
            table.rows.append(cells)
        return table


def _inside(element: Any, name: str) -> Iterator[Any]:
    """The rows of a table (`tr`) or the cells of a row (`tc`), also those in content controls and tracked insertions."""
    for inner in element:
        if local(inner) == name:
            yield inner
        elif local(inner) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _inside(inner, name)


def _span(properties: Any | None, name: str, default: int) -> int:
    found = child(properties, name) if properties is not None else None
    text = attribute(found, "val") if found is not None else ""
    return min(max(int(text), default), 100) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _choice(element: Any) -> Any:
    """What of mc:AlternateContent is read: the choice made for newer programs, else the fallback; never both."""
    choices = [inner for inner in element if local(inner) == "Choice"]
    return choices[0] if choices else next((inner for inner in element if local(inner) == "Fallback"), ())


def _within_box(box: Any, top: Any) -> bool:
    """Whether a text box lies inside another one of the same drawing, which will be walked on its own."""
    parent = box.getparent()
    while parent is not None and parent is not top:
        if local(parent) == "txbxContent":
            return True
        parent = parent.getparent()
    return False


def _symbol(code: str) -> str:
    """A w:sym character; private use (F0xx) maps to the font's own table, of which only plain ASCII is certain."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 else "□"


def _points(half: str) -> float:
    return int(half) / 2 if half.isascii() and half.isdigit() and len(half) < 5 else 0.0
