"""Relationships and content types, read and patched as text."""

import posixpath
from typing import NamedTuple

from xlreport.workbook.marks_xml import Edit, Element, Part, edited, scan

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMPTY = (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
          b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>')
CONTENT_TYPES = "[Content_Types].xml"


class Relation(NamedTuple):
    """One relationship of a part: kind is the last word of its type, target the part it leads to."""

    id: str
    kind: str
    target: str
    element: Element


def relations_part(part: str) -> str:
    """Where a part's relationships stand."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations_of(part: str, data: bytes | None, shown: str) -> tuple[Part, tuple[Relation, ...]]:
    """A part's relationships as text and one by one; external ones left out. data None: it has none yet."""
    found = scan(data or _EMPTY, relations_part(part), shown)
    folder = posixpath.dirname(part)
    relations = []
    for element in found.root.children:
        if element.attributes.get("TargetMode") != "External":
            target = element.attributes.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            relations.append(Relation(element.attributes.get("Id", ""), element.attributes.get("Type", "").rsplit("/", 1)[-1], whole, element))
    return found, tuple(relations)


def with_relations(part: Part, wanted: list[tuple[str, str, str]]) -> bytes:
    """Relationships (id, type, target) added."""
    xml = "".join(f'<{part.prefix}Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in wanted)
    return edited(part.data, [part.put_into(part.root, xml)])


def unused_id(part: Part) -> str:
    """An id that no relationship has; others follow by appending letters."""
    taken = {element.attributes.get("Id", "").lower() for element in part.root.children}
    return next(name for number in range(1, len(taken) + 2) if (name := f"rIdXlr{number}").lower() not in taken)


def with_types(data: bytes, shown: str, overrides: dict[str, str]) -> bytes:
    """Content types of parts added, by part name without the leading slash."""
    part = scan(data, CONTENT_TYPES, shown)
    xml = "".join(f'<{part.prefix}Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return edited(data, [part.put_into(part.root, xml)])


def without_types(data: bytes, shown: str, gone: set[str]) -> bytes:
    """Content types of parts taken out again (names in lower case)."""
    part = scan(data, CONTENT_TYPES, shown)
    return edited(data, [Edit(element.start, element.end, b"") for element in part.root.children
                         if element.attributes.get("PartName", "").lstrip("/").lower() in gone])
