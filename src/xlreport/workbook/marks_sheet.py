"""A sheet's own part: the colours, and the link to its notes.

A colour is a conditional format of our own that always holds: `N("xlreport")=0`. So no cell and no style of a cell is touched, whatever
fill, pattern or theme colour it has; office programs keep the rule when they save, and it is told from all others by its formula.
"""

import re
from collections.abc import Mapping, Sequence

from xlreport.workbook.marks_relations import RELATIONS
from xlreport.workbook.marks_xml import MAIN, Edit, Element, Part, edited, scan, unreadable

ALWAYS = 'N("xlreport")=0'
# what comes after conditional formats and after legacyDrawing in a sheet (ISO/IEC 29500-1, 18.3.1.99)
_AFTER_LINK = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
_AFTER_COLOURS = ("conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
                  "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
                  *_AFTER_LINK)
_FILL = '<{0}dxf><{0}fill><{0}patternFill patternType="solid"><{0}fgColor rgb="{1}"/><{0}bgColor rgb="{1}"/></{0}patternFill></{0}fill></{0}dxf>'


def scan_sheet(data: bytes, name: str, shown: str) -> Part:
    """A worksheet taken apart, its cells passed over. Raises UnreadableFile for a sheet of another kind or namespace."""
    part = scan(data, name, shown, ("sheetData",))
    if (part.root.space, part.root.name) != (MAIN, "worksheet"):
        raise unreadable(shown, f"{name} 不是普通工作表（或是“严格 Open XML”格式）", f"{name} is no plain worksheet (or is Strict Open XML)")
    return part


def link_of(sheet: Part) -> str:
    """The id of the relationship to the drawing that holds notes and form buttons; '' where there is none."""
    found = sheet.root.child("legacyDrawing")
    return next((value for key, value in found.attributes.items() if key.endswith(" id")), "") if found else ""


def coloured(sheet: Part, cells: Mapping[str, Sequence[str]], formats: Mapping[str, int], link: str) -> bytes:
    """The sheet with cells (addresses by colour) coloured. formats: dxf number of each colour. link: id of a new drawing's relationship.

    Our rules come first: the priorities of the others go down by as many.
    """
    moved = len(cells)
    edits = [sheet.attribute(rule, "priority", str(int(rule.attributes["priority"]) + moved))
             for rule in sheet.root.all("cfRule") if re.fullmatch(r"-?\d+", rule.attributes.get("priority", ""))]
    xml = "".join(
        f'<{sheet.prefix}conditionalFormatting sqref="{" ".join(addresses)}"><{sheet.prefix}cfRule type="expression" dxfId="{formats[colour]}" '
        f'priority="{number}" stopIfTrue="1"><{sheet.prefix}formula>{ALWAYS}</{sheet.prefix}formula></{sheet.prefix}cfRule>'
        f"</{sheet.prefix}conditionalFormatting>"
        for number, (colour, addresses) in enumerate(cells.items(), 1))
    edits.append(_before(sheet, _AFTER_COLOURS, xml))
    if link:
        edits.append(_before(sheet, _AFTER_LINK, f'<{sheet.prefix}legacyDrawing xmlns:r="{RELATIONS}" r:id="{link}"/>'))
    return edited(sheet.data, edits)


def _before(sheet: Part, names: Sequence[str], xml: str) -> Edit:
    place = next((child.start for child in sheet.root.children if _plain(child) in names), sheet.root.close)
    return Edit(place, place, xml.encode())


def _plain(child: Element) -> str:
    """An element's name; what stands in mc:AlternateContent is a control, an oleObject or a drawing, by what it holds."""
    if child.name != "AlternateContent":
        return child.name
    return next((found.name for choice in child.children for found in choice.children), "controls")


def own_colours(sheet: Part) -> tuple[list[Edit], int]:
    """The edits that take our colours out, and how many cells or ranges had them."""
    edits: list[Edit] = []
    count = 0
    for block in sheet.root.all("conditionalFormatting"):
        rules = [child for child in block.children if child.name == "cfRule"]
        ours = [rule for rule in rules if any(_is_ours(text) for text in rule.children)]
        if ours:
            places = block.child("sqref")
            count += len((places.text if places else block.attributes.get("sqref", "")).split())
        if ours and len(ours) == len(rules):
            edits.append(Edit(block.start, block.end, b""))
        else:
            edits += [Edit(rule.start, rule.end, b"") for rule in ours]
    return edits, count


def _is_ours(formula: Element) -> bool:
    return formula.name in ("formula", "f") and formula.whole_text().replace(" ", "").lower() == ALWAYS.lower()


def with_formats(data: bytes, name: str, shown: str, colours: Sequence[str]) -> tuple[bytes, dict[str, int]]:
    """styles.xml with a differential format for each colour (ARGB), and their numbers."""
    part = scan(data, name, shown)
    root = part.root
    xml = "".join(_FILL.format(part.prefix, colour) for colour in colours)
    held = root.child("dxfs")
    if held is not None:
        start = sum(child.name == "dxf" for child in held.children)
        edits = [part.put_into(held, xml)]
        if held.inner < 0:  # one edit, as both would replace the same tag
            edits = [Edit(held.start, held.end, f'<{part.prefix}dxfs count="{len(colours)}">{xml}</{part.prefix}dxfs>'.encode())]
        else:
            edits.append(part.attribute(held, "count", str(start + len(colours))))
    else:
        start = 0
        place = next((child.start for child in root.children if child.name in ("tableStyles", "colors", "extLst")), root.close)
        edits = [Edit(place, place, f'<{part.prefix}dxfs count="{len(colours)}">{xml}</{part.prefix}dxfs>'.encode())]
    return edited(data, edits), {colour: start + number for number, colour in enumerate(colours)}
