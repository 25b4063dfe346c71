"""What Word's text looks like where it does not say so itself: type size, numbering, hidden, struck and raised text of its style."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from xlreport.documents.parts import attribute, child, local

_ON = ("", "1", "true", "on")
_RAISED = 6  # half-points


class Look(NamedTuple):
    """Whether text is hidden, struck out, raised or lowered; None for each that is not said."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None


class Style(NamedTuple):
    """A style: what it is based on, its size in half-points, its list and level, how its text looks."""

    based_on: str
    size: str
    list_id: str | None
    level: int | None
    look: Look


def look_of(properties: Any | None) -> Look:
    """How text looks, by its run properties. w:position moves it by half-points: 3 points are no matter of alignment."""
    if properties is None or not len(properties):
        return Look()
    aligned, moved = child(properties, "vertAlign"), child(properties, "position")
    raised = attribute(aligned, "val") in ("superscript", "subscript") if aligned is not None else None
    if moved is not None and attribute(moved, "val").lstrip("-").isdigit():
        raised = raised or abs(int(attribute(moved, "val")[:6])) >= _RAISED
    single, double = switched(properties, "strike"), switched(properties, "dstrike")
    return Look(switched(properties, "vanish", "webHidden"), single or double if single or double is not None else single, raised)


def _first(*looks: Look) -> Look:
    """Of each kind, the first that says anything."""
    return Look(*(next((said for said in kind if said is not None), None) for kind in zip(*looks, strict=True))) if looks else Look()


def switched(properties: Any | None, *names: str) -> bool | None:
    """Whether one of the switches (w:vanish) is on, off, or not said."""
    for name in names:
        found = child(properties, name) if properties is not None else None
        if found is not None:
            return attribute(found, "val") in _ON
    return None


def list_of(properties: Any | None) -> tuple[str | None, int | None]:
    """(numId, ilvl) of paragraph properties, None for each that is not said."""
    found = child(properties, "numPr") if properties is not None else None
    if found is None:
        return None, None
    number, level = child(found, "numId"), child(found, "ilvl")
    text = attribute(level, "val") if level is not None else ""
    return attribute(number, "val") if number is not None else None, int(text) if text.isdigit() and len(text) < 3 else None


def size_of(properties: Any | None) -> str:
    """w:sz of run properties, '' where not said."""
    found = child(properties, "sz") if properties is not None else None
    return attribute(found, "val") if found is not None else ""


class Styles:
    """The styles of one document, by id."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Style] = {}
        self._kind_default: Mapping[str, str] = {}
        self._looks: dict[str, Look] = {}
        self.size = "20"
        defaults: dict[str, str] = {}
        for element in root if root is not None else ():
            if local(element) == "docDefaults":
                self.size = size_of(child(element, "rPrDefault", "rPr")) or self.size
            elif local(element) == "style":
                name = attribute(element, "styleId")
                based = child(element, "basedOn")
                run, paragraph = child(element, "rPr"), child(element, "pPr")
                self._styles[name] = Style(attribute(based, "val") if based is not None else "", size_of(run), *list_of(paragraph),
                                           look_of(run))
                if attribute(element, "default") in _ON[1:]:
                    defaults[attribute(element, "type")] = name
        self._kind_default = defaults

    def chain(self, name: str) -> Iterator[tuple[str, Style]]:
        """A style and those it is based on; the paragraph default for ''. A circle ends where it closes."""
        name, seen = name or self._kind_default.get("paragraph", ""), set[str]()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield name, self._styles[name]
            name = self._styles[name].based_on

    def paragraph_size(self, name: str) -> str:
        """The size of a paragraph style, in half-points."""
        return next((style.size for _, style in self.chain(name) if style.size), self.size)

    def look(self, properties: Any | None, style: str) -> Look:
        """How a run's text looks: as it says itself, else its own style, else that of its paragraph."""
        own = child(properties, "rStyle") if properties is not None else None
        return _first(look_of(properties), self._look(attribute(own, "val")) if own is not None else Look(), self._look(style))

    def _look(self, name: str) -> Look:
        """What a style and those it is based on say of how text looks."""
        if name not in self._looks:
            self._looks[name] = _first(*(style.look for _, style in self.chain(name))) if name else Look()
        return self._looks[name]

    def numbering(self, name: str) -> tuple[str, int | None, str]:
        """(numId, ilvl or None, style) that a paragraph style brings along; '' for no list."""
        for own, style in self.chain(name):
            if style.list_id is not None:
                return style.list_id, style.level, own
        return "", None, ""
