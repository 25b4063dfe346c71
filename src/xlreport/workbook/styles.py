"""Cell formats of the template, made once a workbook: quiet, printable, one meaning a colour."""

from typing import Any

INPUT, TOTAL, LABEL, PLAIN, HINT = "input", "total", "label", "plain", "hint"
FONT = "宋体"
RED, PALE_RED, AMBER, GREY, HEAD = "#FF7C80", "#FFE1E1", "#FFE699", "#F2F2F2", "#EAF1F8"

_COMMON = {"font_name": FONT, "font_size": 10.5, "valign": "vcenter"}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 15, "align": "center", "valign": "vcenter"},
    "subtitle": {"font_size": 10.5, "align": "left"},
    "right": {"font_size": 10.5, "align": "right"},
    LABEL: {"border": 1, "text_wrap": True, "bg_color": HEAD, "indent": 1},
    "head": {"border": 1, "text_wrap": True, "align": "center", "bg_color": HEAD},
    "head_bold": {"border": 1, "text_wrap": True, "align": "center", "bg_color": HEAD, "bold": True},
    INPUT: {"border": 1, "align": "center", "locked": False},
    TOTAL: {"border": 1, "align": "center", "locked": False, "bg_color": GREY},
    "date": {"border": 1, "align": "center", "locked": False, "num_format": "yyyy-mm-dd"},
    "text": {"border": 1, "align": "left", "locked": False, "text_wrap": True},
    "code": {"border": 1, "align": "left", "locked": False, "num_format": "@"},
    "paragraph": {"align": "left", "valign": "top", "locked": False, "text_wrap": True, "font_size": 12, "border": 1,
                  "border_color": "#D9D9D9"},
    HINT: {"font_size": 9, "font_color": "#7F7F7F", "text_wrap": True},
    "section": {"font_name": "黑体", "font_size": 12, "bg_color": HEAD},
    PLAIN: {"text_wrap": True},
    "cell": {"border": 1, "text_wrap": True},
    "centre": {"border": 1, "align": "center"},
    "number": {"border": 1, "align": "center", "num_format": "General"},
    "link": {"border": 1, "align": "center", "font_color": "#0563C1", "underline": 1},
    "computed": {"border": 1, "align": "left", "bg_color": GREY},
    "summary": {"bold": True, "font_size": 12},
    "red": {"bg_color": RED, "font_color": "#9C0006", "bold": True},
    "pale_red": {"bg_color": PALE_RED},
    "amber": {"bg_color": AMBER},
    "green": {"font_color": "#00703C"},
    "grey": {"font_color": "#7F7F7F"},
}
_CONDITIONAL = ("red", "pale_red", "amber", "green", "grey")


class Styles:
    """Formats of one workbook by name."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            base = {} if name in _CONDITIONAL else _COMMON
            self._made[name] = self._book.add_format({**base, **_FORMATS[name]})
        return self._made[name]

    def decimals(self, name: str, places: int) -> Any:
        """A format that shows exactly so many decimals, so that 18.8710 keeps the digits it was typed with."""
        key = f"{name} {places}"
        if key not in self._made:
            shape = "0." + "0" * places
            self._made[key] = self._book.add_format({**_COMMON, **_FORMATS[name], "num_format": shape})
        return self._made[key]


def text_lines(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column `width` characters wide; a Chinese character counts two."""
    need = sum(2 if ord(character) > 255 else 1 for character in text)
    room = max(2, int(width - 1) // 2 * 2)
    return max(1, -(-need // room))
