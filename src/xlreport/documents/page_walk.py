"""The tree of a web page, walked as a browser lays it out: lines, tables with their merges, hidden parts left out."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from xlreport.documents.blocks import Blocks, Cell, Line, Table, picture_notices
from xlreport.reading.document import Notice
from xlreport.reading.left_out import LeftOut, Words
from xlreport.wording import say

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "menu", "nav", "ol", "option", "p", "pre", "section", "summary", "ul"))
_UNSEEN = frozenset((
    "script", "style", "template", "noscript", "head", "title", "meta", "link", "object", "embed", "applet", "audio", "video",
    "canvas", "svg", "math", "select", "datalist", "noframes", "textarea", "button", "xml"))
_LOOKS = frozenset(("s", "strike", "sup", "sub"))
MOST_COLUMNS = 2000
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.IGNORECASE)
_ANY_SIZE = re.compile(r"font-size\s*:\s*([^;!]+)", re.IGNORECASE)
_NO_SIZE = re.compile(r"0*\.?0+\s*(?:[a-z]{1,4}|%)?\s*", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SIZE = re.compile(r"font-size\s*:\s*([0-9]{1,3}(?:\.[0-9]{1,3})?)\s*(pt|px)", re.IGNORECASE)


class _Open:
    """A table being read: where its next cell goes, and the cells that reach down from rows above."""

    def __init__(self, row_level: int) -> None:
        self.table = Table()
        self.reaching: dict[int, tuple[Cell, int]] = {}  # column: the cell and how many rows are left to it
        self.outer_sink = row_level

    def row(self) -> None:
        """Begins a row; cells above reach into it."""
        if self.table.rows:
            self.reaching = {column: (cell, left - 1) for column, (cell, left) in self.reaching.items() if left > 1}
        self.table.rows.append([])
        for cell in {id(cell): cell for cell, _ in self.reaching.values()}.values():
            cell.height = len(self.table.rows) - cell.first_row

    def cell(self, width: int, height: int) -> Cell:
        """Begins a cell in the first free column."""
        if not self.table.rows:
            self.row()
        row = self.table.rows[-1]
        column = row[-1].column + row[-1].width if row else 0
        while column in self.reaching:
            column += 1
        cell = Cell(column, width)
        cell.first_row = len(self.table.rows) - 1
        row.append(cell)
        if height > 1:
            self.reaching |= dict.fromkeys(range(column, column + width), (cell, height))
        return cell


class _Look(NamedTuple):
    """How text looks inside an element: struck out, raised or lowered, too small to be seen."""

    struck: bool = False
    raised: bool = False
    unseen: bool = False

    def inside(self, tag: str, style: str) -> "_Look":
        """How it looks in an element within. A size set anew shows what a size of 0 hid (old pages close gaps so)."""
        if not style and tag not in _LOOKS:
            return self
        sizes = _ANY_SIZE.findall(style)
        unseen = bool(_NO_SIZE.fullmatch(sizes[-1].strip())) if sizes and not (self.unseen and sizes[-1].strip().endswith(("em", "%", "inherit"))) \
            else self.unseen
        return _Look(self.struck or tag in ("s", "strike") or bool(_STRUCK.search(style)),
                     self.raised or tag in ("sup", "sub") or bool(_RAISED.search(style)), unseen)


class PageWalk:
    """Reads pages into the blocks of one document."""

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        self.missing: list[str] = []
        self._frames: list[tuple[str, str]] = []
        self._hidden = self._pictures = self._deleted = 0
        self._left_out = LeftOut()

    def page(self, root: Any) -> None:
        """Walks one page's tree, without recursion: pages are nested as deep as their makers liked."""
        from lxml import etree

        self._pieces: list[Words] = []
        self._looks = [_Look()]
        self._number, self._size = "", 0.0
        self._tables: list[_Open] = []
        self._sinks: list[list[Line | Table]] = []
        self._lists: list[list[Any]] = []
        self._pre = 0
        skipped: Any = None
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag.lower() if isinstance(element.tag, str) else "script"
            if event == "end":
                self._end(tag)
                if element is not skipped:
                    self._looks.pop()
                self._text(element.tail)
            elif self._skipped(tag, element):
                skipped = element
                walker.skip_subtree()
            else:
                self._start(tag, element)
                self._looks.append(self._looks[-1].inside(tag, element.get("style", "")))
                self._text(element.text)
        self._flush()

    def take_frames(self) -> list[tuple[str, str]]:
        """(address, inline page) of the frames met since the last call."""
        found, self._frames = self._frames, []
        return found

    def notices(self) -> Iterator[Notice]:
        """What was seen that a person would want to know."""
        if self._hidden:
            yield Notice("hidden_text", say(f"有 {self._hidden} 处隐藏的文字，网页上看不到，没有读。请删去，或取消隐藏。",
                                            f"{self._hidden} hidden pieces of text do not show on the page and were not read."))
        if self._deleted:
            yield Notice("tracked_changes", say(f"有 {self._deleted} 处标为删除的文字，没有读。请删去后再公布。",
                                                f"{self._deleted} pieces marked as deleted were not read. Remove them."))
        yield from self._left_out.notices()
        yield from picture_notices(self._pictures)
        if self.missing:
            yield Notice("frame_missing", say(
                f"网页里嵌的 {len(self.missing)} 个框架不在手边（例如 {self.missing[0][:60]}），没有读。请把它们和网页放在一起，或另存为单个文件（.mht）。",
                f"{len(self.missing)} frames of the page are not at hand (such as {self.missing[0][:60]}). Save the page as one file (.mht)."))

    def _skipped(self, tag: str, element: Any) -> bool:
        """Whether nothing inside an element shows."""
        if tag in ("frame", "iframe"):
            self._frames.append((element.get("src", "").strip(), element.get("srcdoc", "")))
            return True
        if tag in _UNSEEN:
            return True
        if tag == "del":
            self._deleted += 1
            return True
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
            self._hidden += any(text.strip() for text in element.itertext() if isinstance(text, str))
            return True
        return False

    def _start(self, tag: str, element: Any) -> None:
        if tag in ("td", "th") and self._tables:
            self._flush()
            self._close_cell()
            cell = self._tables[-1].cell(_whole(element.get("colspan")), _whole(element.get("rowspan"), 0))
            if cell.column + cell.width > MOST_COLUMNS:
                raise self.blocks.too_much(f"表格有 {MOST_COLUMNS} 列以上", f"a table has more than {MOST_COLUMNS} columns")
            self._sinks.append(cell.content)
        elif tag == "table":
            self._flush()
            self.blocks.nested(len(self._tables) + 1)
            self._tables.append(_Open(len(self._sinks)))
        elif tag == "tr" and self._tables:
            self._flush()
            self._close_cell()
            self._tables[-1].row()
        elif tag == "br":
            self._flush()
        elif tag in _BLOCKS:
            self._flush()
            self._pre += tag == "pre"
            if tag in ("ol", "ul"):
                self._lists.append([tag == "ol", _whole(element.get("start")) - 1])
            elif tag == "li" and self._lists and self._lists[-1][0]:
                self._lists[-1][1] = _whole(element.get("value")) if element.get("value") else self._lists[-1][1] + 1
                self._number = f"{self._lists[-1][1]}."
        elif tag == "img":
            self._pictures += 1
        elif tag == "input" and element.get("type", "text").lower() == "text":
            self._piece(element.get("value", ""))
        if match := _SIZE.search(element.get("style", "")):
            self._size = self._size or float(match[1]) * (0.75 if match[2].lower() == "px" else 1)

    def _end(self, tag: str) -> None:
        if tag in ("td", "th", "tr") and self._tables:
            self._flush()
            self._close_cell()
        elif tag == "table" and self._tables:
            self._flush()
            self._close_cell()
            made = self._tables.pop().table
            (self._sinks[-1].append if self._sinks else self.blocks.table)(made)
        elif tag in _BLOCKS:
            self._flush()
            self._pre -= tag == "pre"
            if tag in ("ol", "ul") and self._lists:
                self._lists.pop()

    def _close_cell(self) -> None:
        """Ends the innermost table's open cell, if one is open."""
        del self._sinks[self._tables[-1].outer_sink:]

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            first, *others = text.split("\n")
            self._piece(first)
            for line in others:
                self._flush()
                self._piece(line)
        else:
            self._piece(text)

    def _piece(self, text: str) -> None:
        """Adds text as it looks; none that is too small to be seen."""
        look = self._looks[-1]
        if look.unseen:
            self._hidden += bool(text.strip())
        else:
            self._pieces.append(Words(text, look.struck, look.raised))

    def _flush(self) -> None:
        """Ends a line: white space is one space, as a browser shows it; no-break spaces stay."""
        text = self._left_out.kept(self._pieces)
        self._pieces.clear()
        if not self._pre:
            text = _SPACE.sub(" ", text).strip(" ")
        if text.strip():
            line = Line(text, self._number, self._size)
            if self._sinks:
                self._sinks[-1].append(line)
            else:
                self.blocks.line(line)
            self._number = ""
        self._size = 0.0


def _whole(text: str | None, least: int = 1) -> int:
    """A number of rows or columns as browsers read it, 1 where it is none; rowspan 0 means down to the table's end."""
    match = re.match(r"\s*([0-9]{1,9})", text or "")
    if match is None:
        return 1
    number = int(match[1])
    return 10_000 if number == 0 and least == 0 else max(1, min(number, 1000))
