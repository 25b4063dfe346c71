"""What cell formats show: a date that stores another number, how many decimals, a figure that is struck out, another number (shown.py)."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from xlreport.workbook.package import Package, Stop, once

_FORMAT_NOISE = r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.'
# built-in number formats that show a date or time (ECMA-376 18.8.30), 27-36 and 50-58 in East Asian locales
_DATE_IDS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
# the other built-in ones, as a Chinese Excel shows them (0 is General, 49 is text)
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;-¥#,##0", 6: "¥#,##0;[Red]-¥#,##0", 7: "¥#,##0.00;-¥#,##0.00",
    8: "¥#,##0.00;[Red]-¥#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 37: "#,##0 ;-#,##0",
    38: "#,##0 ;[Red]-#,##0", 39: "#,##0.00 ;-#,##0.00", 40: "#,##0.00 ;[Red]-#,##0.00", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ', 43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ', 48: "##0.0E+0",
}
# a section that shows a whole number as it is: digits, grouped or with decimals, with colours and blanks around them
_DIGITS = r"(?:_.|\*.|\[(?!\$|[<>=]|white|白色)[^\]]*\]|\s)*[#?0,]*(?<!,)0(?:\.[0#?]+)?(?:_.|\\ |\)|\s)*"
LONGEST = 255  # longer formats Excel itself does not allow


class Format(NamedTuple):
    """What a cell's format shows: a date or time; how many decimals (-1 when it leaves them open); a line through all of it.

    code: the format written out, where it may show another number than the one stored, else ''; whole: a whole number of at least 0 it
    shows as it is.
    """

    date: bool
    decimals: int
    struck: bool = False
    code: str = ""
    whole: bool = False


PLAIN = Format(False, -1)
_seen: dict[bytes, tuple[Format, ...]] = {}


def read_formats(package: Package, part: str) -> tuple[Format, ...]:
    """What each cell format of the package shows; none when the package has no styles."""
    if not part or not package.has(part):
        return ()
    data = package.read(part)
    return once(_seen, data, lambda: _formats(package, data))


def _formats(package: Package, data: bytes) -> tuple[Format, ...]:
    codes: dict[int, str] = {}
    formats: list[Format] = []
    struck: list[bool] = []
    state = {"in": False, "fonts": False}

    def font(_: dict[str, str]) -> None:
        if state["fonts"]:
            struck.append(False)

    def strike(attributes: dict[str, str]) -> None:
        if state["fonts"] and struck:
            struck[-1] = attributes.get("val", "1") not in ("0", "false")

    def number_format(attributes: dict[str, str]) -> None:
        codes[int(attributes.get("numFmtId") or 0)] = attributes.get("formatCode", "")

    def cell_format(attributes: dict[str, str]) -> None:
        if state["in"]:
            face = int(attributes.get("fontId") or 0)
            formats.append(_format(int(attributes.get("numFmtId") or 0), codes)._replace(struck=face < len(struck) and struck[face]))

    def stop() -> None:
        raise Stop

    package.parse_bytes(data, "styles", {
        "numFmt": number_format, "fonts": lambda _: state.update(fonts=True), "font": font, "strike": strike,
        "cellXfs": lambda _: state.update({"in": True}), "xf": cell_format,
    }, {"cellXfs": stop, "fonts": lambda: state.update(fonts=False)})
    return tuple(formats)


def _format(number: int, codes: Mapping[int, str]) -> Format:
    if number in codes:
        return format_shown(codes[number])
    return Format(True, -1) if number in _DATE_IDS else format_shown(_BUILT_IN.get(number, "General"))


def format_shown(format_code: str) -> Format:
    """What a number format written out (`0.00`, `yyyy-mm-dd`) shows."""
    if format_code in ("General", "@", ""):
        return PLAIN
    if len(format_code) > LONGEST:
        return Format(False, -1, code=format_code)
    sections = format_code.split(";")
    code = re.sub(r"[eE][+-]", "", re.sub(_FORMAT_NOISE, "", sections[0]))
    if re.search(r"[yYdDhHsSmMeEgG年月日]|aaa|上午|下午", code) and "General" not in code and "通用格式" not in code:
        return Format(True, -1)
    decimals = re.fullmatch(r"[#,]*0(?:\.(0+))?\s*", code)
    whole = re.fullmatch(_DIGITS, sections[0], re.IGNORECASE) is not None and not re.search("[1-9]", ";".join(sections[2:3]))
    return Format(False, len(decimals[1]) if decimals and decimals[1] else -1, False, format_code, whole)
