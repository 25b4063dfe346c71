"""An OFD file (GB/T 33190-2016) with a text layer -> Document: characters and ruled lines of its pages, laid out as a PDF's.

Read: TextObject with its TextCode (X, Y, DeltaX, DeltaY, with `g` repeats), PathObject (M and L of AbbreviatedData), CTM,
templates of a page, Boundary. Millimetres become points. Everything else (pictures, signatures, attachments) is left alone.
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xlreport.documents.blocks import Blocks
from xlreport.documents.kinds import no_text_remedy
from xlreport.documents.page_layout import Page, lay_out
from xlreport.documents.page_lines import Character
from xlreport.documents.page_tables import rule
from xlreport.documents.parts import Parts, attribute, child, local
from xlreport.errors import UnreadableFile
from xlreport.isolation import run_apart
from xlreport.reading.document import Document, Grid
from xlreport.wording import say

MOST_PAGES = 80
MOST_CHARACTERS = 400_000
_POINTS = 72 / 25.4
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_PATH = re.compile(r"([MLSCQBA])|([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


def read_ofd(path: Path, shown: str = "") -> Document:
    """Reads an OFD. Raises UnreadableFile."""
    shown = shown or str(path)
    found: Document = run_apart("xlreport.documents.ofd:read_pages", path, shown)
    return found


def read_pages(path: Path, shown: str) -> Document:
    """The work itself, in a process apart. Raises UnreadableFile."""
    with Parts(path, shown) as parts:
        pages = _pages(parts)
    if sum(len(page.characters) for page in pages) < 20 * max(1, len(pages)):
        raise UnreadableFile(shown, say("没有文字层（里面是图片）", "it has no text layer: it holds pictures"), no_text_remedy())
    blocks = Blocks(shown)
    notices = lay_out(pages, blocks)
    return Document("ofd", tuple(blocks.found), notices, certain=any(isinstance(block, Grid) for block in blocks.found), source=shown)


def _pages(parts: Parts) -> list[Page]:
    body = child(parts.xml("OFD.xml"), "DocBody", "DocRoot")
    if body is None or not body.text:
        raise parts.unreadable("里面没有文档", "it holds no document")
    root = _inside("", body.text)
    document = parts.xml(root)
    folder = posixpath.dirname(root)
    common = child(document, "CommonData", "PageArea", "PhysicalBox")
    shared, listed = child(document, "CommonData"), child(document, "Pages")
    templates = {attribute(page, "ID"): _inside(folder, attribute(page, "BaseLoc"))
                 for page in (shared if shared is not None else ()) if local(page) == "TemplatePage"}
    places = [_inside(folder, attribute(page, "BaseLoc")) for page in (listed if listed is not None else ()) if local(page) == "Page"]
    if len(places) > MOST_PAGES:
        raise parts.unreadable(f"有 {len(places)} 页，不像年报", f"it has {len(places)} pages, more than a report")
    pages: list[Page] = []
    total = 0
    for number, place in enumerate(places, 1):
        page = parts.xml(place)
        contents = [parts.xml(templates[attribute(inner, "TemplateID")]) for inner in page
                    if local(inner) == "Template" and parts.has(templates.get(attribute(inner, "TemplateID"), ""))]
        pages.append(_page(number, [*contents, page], _box(child(page, "Area", "PhysicalBox"), common), parts))
        total += len(pages[-1].characters)
        if total > MOST_CHARACTERS or len(pages[-1].edges) > 20_000:
            raise parts.unreadable("内容多得不像年报", "it holds more than a report")
    return pages


def _inside(folder: str, address: str) -> str:
    """A part named in another: from the archive's root where it begins with a slash."""
    return address.strip().lstrip("/") if address.strip().startswith("/") else posixpath.normpath(posixpath.join(folder, address.strip()))


def _box(own: Any | None, common: Any | None) -> tuple[float, float]:
    found = own if own is not None else common
    numbers = _numbers(found.text or "") if found is not None else []
    return (numbers[2], numbers[3]) if len(numbers) >= 4 else (210.0, 297.0)


def _numbers(text: str) -> list[float]:
    return [float(word) for word in _NUMBER.findall(text)]


def _page(number: int, contents: list[Any], size: tuple[float, float], parts: Parts) -> Page:
    characters: list[Character] = []
    edges: list[dict[str, Any]] = []
    for content in contents:
        for element in content.iter():
            name = local(element)
            if name == "TextObject" and attribute(element, "Visible", "true") != "false":
                characters += _text(element)
            elif name == "PathObject" and attribute(element, "Visible", "true") != "false":
                edges += _rules(element)
            if len(characters) > MOST_CHARACTERS or len(edges) > 20_000:
                raise parts.unreadable("内容多得不像年报", "it holds more than a report")
    return Page(number, size[0] * _POINTS, size[1] * _POINTS, tuple(characters), tuple(edges))


def _placed(element: Any) -> tuple[float, float, Matrix]:
    """Where an object's boundary begins, and its own transformation."""
    boundary = [*_numbers(attribute(element, "Boundary")), 0.0, 0.0]
    numbers = _numbers(attribute(element, "CTM"))
    matrix: Matrix = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]) if len(numbers) == 6 else _SAME
    return boundary[0], boundary[1], matrix


def _at(left: float, top: float, matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (left + a * x + c * y + e) * _POINTS, (top + b * x + d * y + f) * _POINTS


def _text(element: Any) -> Iterator[Character]:
    left, top, matrix = _placed(element)
    size = (_numbers(attribute(element, "Size")) or [3.0])[0]
    across = abs(matrix[0]) or abs(matrix[2]) or 1.0
    down = abs(matrix[3]) or abs(matrix[1]) or 1.0
    x = y = 0.0
    for code in (inner for inner in element if local(inner) == "TextCode"):
        text = (code.text or "").strip("\r\n")
        x, y = (_numbers(attribute(code, "X")) or [x])[0], (_numbers(attribute(code, "Y")) or [y])[0]
        steps_x, steps_y = _deltas(attribute(code, "DeltaX"), len(text)), _deltas(attribute(code, "DeltaY"), len(text))
        for place, character in enumerate(text):
            wide = size * across * (0.5 if character.isascii() else 1.0)
            at, baseline = _at(left, top, matrix, x, y)
            high = size * down * _POINTS
            yield Character(character, at, baseline - high * 0.86, at + wide * _POINTS, baseline + high * 0.14, high, baseline=baseline)
            x += steps_x[place] if place < len(steps_x) else 0.0
            y += steps_y[place] if place < len(steps_y) else 0.0


def _deltas(text: str, most: int) -> list[float]:
    """The steps between characters; `g 5 3.2` stands for five of 3.2."""
    found: list[float] = []
    words = text.split()
    place = 0
    while place < len(words) and len(found) < most:
        if words[place] == "g" and place + 2 < len(words):
            times = int(words[place + 1]) if words[place + 1].isdigit() and len(words[place + 1]) < 7 else 0
            found += (_numbers(words[place + 2]) or [0.0])[:1] * min(times, most)
            place += 3
        else:
            found += _numbers(words[place])[:1]
            place += 1
    return found


def _rules(element: Any) -> Iterator[dict[str, Any]]:
    """The straight strokes of a path, lines and thin filled boxes alike."""
    data = child(element, "AbbreviatedData")
    if data is None:
        return
    left, top, matrix = _placed(element)
    point: tuple[float, float] | None = None
    begun: tuple[float, float] | None = None
    for command, numbers in _commands(data.text or ""):
        if command == "C" and point and begun:
            yield from _stroke(point, begun)
            point = begun
        elif len(numbers) >= 2:
            to = _at(left, top, matrix, numbers[-2], numbers[-1])
            if command == "L" and point:
                yield from _stroke(point, to)
            if command in "MS":
                begun = to
            point = to


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    command, numbers = "", list[float]()
    for match in _PATH.finditer(text):
        if match[1]:
            if command:
                yield command, numbers
            command, numbers = match[1], []
        else:
            numbers.append(float(match[2]))
    if command:
        yield command, numbers


def _stroke(start: tuple[float, float], end: tuple[float, float]) -> Iterator[dict[str, Any]]:
    if abs(start[0] - end[0]) < 1 or abs(start[1] - end[1]) < 1:
        yield rule(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
