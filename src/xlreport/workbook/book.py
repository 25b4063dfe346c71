"""The frame of a workbook package: its sheets, its defined names, where the shared strings and styles are."""

import posixpath
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from xlreport.errors import ForeignFile
from xlreport.workbook.cells import column_number
from xlreport.workbook.layout import Spot
from xlreport.workbook.package import Package, once

_TARGET = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})$")


class Names(dict[str, Spot]):
    """Defined names; hashed by identity, so that what is worked out from them is worked out once."""

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


class Frame(NamedTuple):
    """sheets: name to part; names: defined name to the one cell it stands for (others are left out)."""

    sheets: Mapping[str, str]
    names: Names
    strings: str
    styles: str
    properties: Mapping[str, str]


def read_frame(package: Package) -> Frame:
    """Reads the frame. Raises UnreadableFile when the package is no workbook."""
    part = "xl/workbook.xml"
    if not package.has(part):
        part = next((target for kind, target in relations(package, "").values() if kind == "officeDocument"), part)
    if not package.has(part):
        refusal = package.unreadable("压缩包里没有工作簿，可能是改了扩展名的别的文件", "the archive holds no workbook")
        raise ForeignFile(refusal.path, refusal.problem, refusal.remedy)
    links = relations(package, part)
    targets = dict(links.values())
    data = package.read(part)
    listed, names = once(_workbooks, data, lambda: _read_workbook(package, data))
    sheets = {name: links[link][1] for name, link in listed if link in links}
    return Frame(sheets, names, targets.get("sharedStrings", ""), targets.get("styles", ""), _properties(package))


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """A part's relationships: id to (last word of the type, target part). External ones are left out."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(path):
        return {}
    data = package.read(path)
    return once(_relations, (folder, data), lambda: _read_relations(package, folder, path, data))


def _read_relations(package: Package, folder: str, path: str, data: bytes) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}

    def relationship(attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rsplit("/", 1)[-1], whole)

    package.parse_bytes(data, path, {"Relationship": relationship})
    return found


Listed = tuple[tuple[str, str], ...]
_workbooks: dict[bytes, tuple[Listed, Names]] = {}
_relations: dict[tuple[str, bytes], dict[str, tuple[str, str]]] = {}
_custom: dict[bytes, dict[str, str]] = {}


def _read_workbook(package: Package, data: bytes) -> tuple[Listed, Names]:
    """(sheet name, relationship id) in order, and the defined names that stand for one cell."""
    sheets: list[tuple[str, str]] = []
    names: dict[str, Spot] = {}
    state: dict[str, Any] = {"name": "", "text": []}

    def sheet(attributes: dict[str, str]) -> None:
        link = next((value for key, value in attributes.items() if key.endswith(" id")), "")
        sheets.append((attributes.get("name", ""), link))

    def name_begins(attributes: dict[str, str]) -> None:
        state["name"] = "" if "localSheetId" in attributes else attributes.get("name", "")
        state["text"] = []

    def characters(text: str) -> None:
        if state["name"]:
            state["text"].append(text)

    def name_ends() -> None:
        spot = target_spot("".join(state["text"])) if state["name"] else None
        if spot:
            names[state["name"]] = spot
        state["name"] = ""

    package.parse_bytes(data, "workbook.xml", {"sheet": sheet, "definedName": name_begins},
                             {"definedName": name_ends}, characters)
    return tuple(sheets), Names(names)


def target_spot(text: str) -> Spot | None:
    """The one cell that a defined name's text (`'申请情况'!$D$6`) stands for; None for an area, a formula or an error."""
    match = _TARGET.match(text)
    if match is None:
        return None
    owner = match[1].replace("''", "'") if match[1] else match[2]
    return Spot(owner, int(match[4]) - 1, column_number(match[3]) - 1)


def _properties(package: Package) -> dict[str, str]:
    """The package's own document properties (docProps/custom.xml) that are text."""
    if not package.has("docProps/custom.xml"):
        return {}
    data = package.read("docProps/custom.xml")
    return once(_custom, data, lambda: _read_properties(package, data))


def _read_properties(package: Package, data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    state = {"name": ""}

    def characters(text: str) -> None:
        found[state["name"]] = found.get(state["name"], "") + text

    package.parse_bytes(data, "docProps/custom.xml", {
        "property": lambda attributes: state.update(name=attributes.get("name", "")),
    }, None, characters)
    return found
