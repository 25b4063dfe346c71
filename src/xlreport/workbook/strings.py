"""The texts of a workbook: shared strings and the runs they consist of, without what is struck out or raised (reading.left_out)."""

import re
from functools import partial

from xlreport.reading.left_out import LeftOut, Words
from xlreport.workbook.package import Package
from xlreport.workbook.plain_xml import plain_strings

# a pattern that few files need is compiled when the first one does
_ESCAPED = r"_x([0-9A-Fa-f]{4})_"
RUN = ("r", "strike", "vertAlign")


def unescape(text: str) -> str:
    """`_x000D_` and the like as the character they stand for (ECMA-376 22.9.2.19); half a character stays as written."""
    if "_x" not in text:
        return text
    return re.sub(_ESCAPED, lambda found: found[0] if found[1][0] in "dD" and found[1][1] in "89aAbBcCdDeEfF"
                  else chr(int(found[1], 16)), text)


class Runs:
    """The runs of one text with their looks."""

    def __init__(self) -> None:
        self.words: list[Words] = []
        self.odd = self._struck = self._raised = False

    def clear(self) -> None:
        """Before another text."""
        if self.words:
            self.words = []
        self.odd = self._struck = self._raised = False

    def look(self, name: str, attributes: dict[str, str]) -> None:
        """A run begins, or its properties say that it is struck out, raised or lowered."""
        if name == "r":
            self._struck = self._raised = False
        elif name == "strike":
            self._struck = attributes.get("val", "1") not in ("0", "false")
        else:
            self._raised = attributes.get("val") in ("superscript", "subscript")

    def said(self, strings: "Strings", address: str) -> str:
        """What the runs of a cell's own text say."""
        return strings.left_out.kept(self.words, f"{strings.sheet} {address}")

    def text(self, text: str) -> str:
        """The text of a run."""
        self.words.append(Words(text, self._struck, self._raised))
        self.odd = self.odd or self._struck or self._raised
        return text


class Strings:
    """The shared strings of a package, read when the first is asked for."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self._part = package, part
        self._texts: tuple[str, ...] | None = None
        self.rich: dict[int, tuple[Words, ...]] = {}  # by index: texts of which some is struck out or raised
        self.left_out = LeftOut()
        self.sheet = ""

    def texts(self) -> tuple[str, ...]:
        """All of them, in order."""
        if self._texts is None:
            self._texts = _strings(self.package, self._part, self.rich) if self._part and self.package.has(self._part) else ()
        return self._texts

    def used(self, index: str, address: str) -> None:
        """A cell holds the text of that index: what was left out of it is said of the cell."""
        if runs := self.rich.get(int(index)):
            self.left_out.kept(runs, f"{self.sheet} {address}")

    def get(self, index: str) -> str:
        """The string of that index. Raises UnreadableFile when there is none."""
        try:
            return self.texts()[int(index)]
        except (ValueError, IndexError):
            raise self.package.broken() from None


def _strings(package: Package, part: str, rich: dict[int, tuple[Words, ...]]) -> tuple[str, ...]:
    data = package.read(part)
    plain = plain_strings(data)
    if plain is not None:
        return tuple(unescape(text) for text in plain) if b"_x" in data else tuple(plain)
    return strings_by_expat(package, part, rich)


def strings_by_expat(package: Package, part: str, rich: dict[int, tuple[Words, ...]]) -> tuple[str, ...]:
    """The shared strings of a part of any shape, in order; those of which some is struck out or raised go into `rich` as well.

    Raises UnreadableFile as Package.feed does.
    """
    texts: list[str] = []
    pieces: list[str] = []
    state = {"in": False, "phonetic": False}
    runs = Runs()

    def characters(text: str) -> None:
        if state["in"]:
            pieces.append(text)

    def run_ends() -> None:
        if state["in"]:
            runs.text(unescape("".join(pieces)))
        pieces.clear()
        state["in"] = False

    def item_ends() -> None:
        package.few(len(texts))
        if runs.odd:
            rich[len(texts)] = tuple(runs.words)
        texts.append(LeftOut().kept(runs.words))

    package.parse(part, {
        "si": lambda _: runs.clear(),
        "t": lambda _: state.update({"in": not state["phonetic"]}),
        "rPh": lambda _: state.update(phonetic=True),
        **{name: partial(runs.look, name) for name in RUN},
    }, {
        "si": item_ends, "t": run_ends, "rPh": lambda: state.update(phonetic=False),
    }, characters)
    return tuple(texts)
