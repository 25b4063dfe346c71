"""What cell formats show: a date that stores another number, how many decimals, and a figure that is struck out."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from xlreport.workbook.package import Package, Stop, once

_FORMAT_NOISE = r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.'
# built-in number formats that show a date or time (ECMA-376 18.8.30), 27-36 and 50-58 in East Asian locales
_DATE_IDS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_DECIMAL_IDS = {2: 2, 4: 2, 39: 2, 40: 2, 43: 2, 44: 2}


class Format(NamedTuple):
    """What a cell's format shows: a date or time; how many decimals (-1 when it leaves them open); a line through all of it."""

    date: bool
    decimals: int
    struck: bool = False


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
    if number not in codes:
        return Format(number in _DATE_IDS, _DECIMAL_IDS.get(number, -1))
    return format_shown(codes[number])


def format_shown(format_code: str) -> Format:
    """What a number format written out (`0.00`, `yyyy-mm-dd`) shows."""
    if len(format_code) > 255:  # longer than Excel itself allows
        return Format(False, -1)
    code = re.sub(r"[eE][+-]", "", re.sub(_FORMAT_NOISE, "", format_code.split(";")[0]))
    if re.search(r"[yYdDhHsSmMeEgG年月日]|aaa|上午|下午", code) and "General" not in code and "通用格式" not in code:
        return Format(True, -1)
    decimals = re.fullmatch(r"[#,]*0(?:\.(0+))?\s*", code)
    return Format(False, len(decimals[1]) if decimals and decimals[1] else -1)
