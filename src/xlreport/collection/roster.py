"""The roster of units that must report: one row a unit, read from a workbook with plain heads in any order."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from xlreport.errors import UsageError
from xlreport.form.names import meant, plain
from xlreport.wording import say

# What a head may be called: the field, then the words people write over the column.
_HEADS: Mapping[str, tuple[str, ...]] = {
    "unit": ("unit", "单位", "单位名称", "名称", "机关名称"),
    "unit_code": ("unit_code", "统一社会信用代码", "信用代码", "单位代码", "代码"),
    "aliases": ("alias", "别名", "简称", "曾用名", "其他名称"),
    "region": ("region", "地区", "行政区划"),
    "level": ("level", "层级", "级别"),
    "parent": ("parent", "上级单位", "汇总单位", "主管单位", "上级"),
    "function": ("function", "职能", "类别", "系统"),
    "contact": ("contact", "联系人", "联系方式", "联系人及电话"),
    "due": ("due", "due date", "报送期限", "截止日期", "期限"),
    "received": ("received", "date received", "收到日期", "报送日期"),
    "predecessors": ("predecessors", "承继单位", "承继"),
    "status": ("status", "状态"),
    "address": ("url", "网址", "公开网址"),
}
_DAY = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
MOST_UNITS = 100_000


class Unit(NamedTuple):
    """One unit of the roster. aliases, predecessors: other names; due, received: days or None; line: its row in the workbook."""

    unit: str
    unit_code: str = ""
    aliases: tuple[str, ...] = ()
    region: str = ""
    level: str = ""
    parent: str = ""
    function: str = ""
    contact: str = ""
    due: date | None = None
    received: date | None = None
    predecessors: tuple[str, ...] = ()
    status: str = ""
    address: str = ""
    line: int = 0


class Match(NamedTuple):
    """Which unit a report is of. unit: None where that cannot be told; near: names that come close, offered and never taken."""

    unit: Unit | None
    near: tuple[str, ...] = ()


def packed_unit(unit: Unit) -> str:
    """A unit as JSON, as a store keeps it."""
    return json.dumps({key: value.isoformat() if isinstance(value, date) else value for key, value in unit._asdict().items()}, ensure_ascii=False)


def unpacked_unit(content: str) -> Unit:
    """The unit that `packed_unit` wrote."""
    data = json.loads(content)
    days = {key: date.fromisoformat(data[key]) if data[key] else None for key in ("due", "received")}
    return Unit(**data | days | {key: tuple(data[key]) for key in ("aliases", "predecessors")})


def read_roster(path: Path) -> tuple[Unit, ...]:
    """The units of a roster. Raises UsageError naming every row that is wrong, or what is missing."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError:
        raise UsageError(say(f"没有名录 {path}，请核对文件名", f"there is no roster {path}")) from None
    except (InvalidFileException, OSError, KeyError, ValueError, EOFError) as error:
        raise UsageError(say(f"名录 {path} 打不开（{type(error).__name__}），请用 Excel 或 WPS 另存为 .xlsx",
                             f"the roster {path} cannot be opened ({type(error).__name__}); save it as .xlsx")) from None
    rows = book.worksheets[0].iter_rows(values_only=True, max_row=MOST_UNITS + 20, max_col=60)
    return _units([tuple(row) for row in rows], str(path))


def _units(rows: Sequence[Sequence[Any]], source: str) -> tuple[Unit, ...]:
    top, fields = _heads(rows)
    if "unit" not in fields.values():
        raise UsageError(say(f"名录 {source} 里没有“单位名称”一列。第一行（或标题下一行）写：单位名称、统一社会信用代码、上级单位……",
                             f"the roster {source} has no column 单位名称 (unit)"))
    units: list[Unit] = []
    wrong: list[str] = []
    for line, row in enumerate(rows[top + 1:], top + 2):
        entry = {field: row[column] for column, field in fields.items() if column < len(row)}
        if not any(value not in (None, "") for value in entry.values()):
            continue
        try:
            units.append(_unit(entry, line))
        except ValueError as error:
            wrong.append(say(f"第 {line} 行：{error}", f"row {line}: {error}"))
    wrong += _doubles(units)
    if wrong:
        raise UsageError(say(f"名录 {source} 有 {len(wrong)} 处不对：{'；'.join(wrong[:20])}",
                             f"the roster {source} has {len(wrong)} mistakes: {'; '.join(wrong[:20])}"))
    if not units:
        raise UsageError(say(f"名录 {source} 里一个单位也没有", f"the roster {source} names no unit"))
    return tuple(units)


def _heads(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[int, str]]:
    """The line of heads (of the first ten) and the field of each column."""
    known = {plain(word).lower(): field for field, words in _HEADS.items() for word in words}
    best: tuple[int, dict[int, str]] = (0, {})
    for line, row in enumerate(rows[:10]):
        found = {column: known[plain(str(value)).lower()] for column, value in enumerate(row)
                 if value is not None and plain(str(value)).lower() in known}
        if len(found) > len(best[1]):
            best = (line, found)
    return best


def _unit(entry: Mapping[str, Any], line: int) -> Unit:
    words = {field: "" if value is None else str(value).strip() for field, value in entry.items()}
    if not words.get("unit"):
        raise ValueError(say("没有单位名称", "no unit name"))
    return Unit(
        unit=words["unit"], unit_code=plain(words.get("unit_code", "")).upper(), aliases=_several(words.get("aliases", "")),
        region=words.get("region", ""), level=words.get("level", ""), parent=words.get("parent", ""),
        function=words.get("function", ""), contact=words.get("contact", ""), due=_day(entry.get("due")),
        received=_day(entry.get("received")), predecessors=_several(words.get("predecessors", "")),
        status=words.get("status", ""), address=words.get("address", ""), line=line)


def _several(text: str) -> tuple[str, ...]:
    for mark in "；;,，\n":
        text = text.replace(mark, "、")
    return tuple(word.strip() for word in text.split("、") if word.strip())


def _day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for pattern in _DAY:
        try:
            return datetime.strptime(str(value).strip(), pattern).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    raise ValueError(say(f"“{str(value)[:20]}”不是日期，写成 2024-01-31", f"“{str(value)[:20]}” is no day; write 2024-01-31"))


def _doubles(units: Iterable[Unit]) -> list[str]:
    """Codes that stand twice. The same name may: there are hundreds of 城关镇人民政府, told apart by code or parent."""
    seen: dict[str, int] = {}
    wrong = []
    for unit in units:
        if unit.unit_code and unit.unit_code in seen:
            wrong.append(say(f"第 {unit.line} 行的代码 {unit.unit_code} 在第 {seen[unit.unit_code]} 行已有",
                             f"row {unit.line}: code {unit.unit_code} stands in row {seen[unit.unit_code]}"))
        seen.setdefault(unit.unit_code, unit.line)
    return wrong


def told_apart(units: Iterable[Unit]) -> dict[Unit, str]:
    """What to call each unit among the others: its name, and where several have that name, what is above it, its region or its code."""
    units = tuple(units)
    many = Counter(unit.unit for unit in units)
    named = {unit: f"{unit.unit}（{unit.parent or unit.region or unit.unit_code}）" if many[unit.unit] > 1 and (unit.parent or unit.region or unit.unit_code)
             else unit.unit for unit in units}
    still = Counter(named.values())
    return {unit: f"{name}（{unit.unit_code or unit.line}）" if still[name] > 1 else name for unit, name in named.items()}


class Roster:
    """Units with their names and codes at hand."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = tuple(units)
        self.part = False  # of a larger roster, see `under`
        self._codes = {unit.unit_code: unit for unit in units if unit.unit_code}
        self._names: dict[str, list[Unit]] = {}
        self._below: dict[str, list[Unit]] = {}
        for unit in units:
            if unit.parent:
                self._below.setdefault(plain(unit.parent), []).append(unit)
            for name in dict.fromkeys(map(plain, (unit.unit, *unit.aliases))):
                self._names.setdefault(name, []).append(unit)
        self._parts: dict[str, list[Unit]] = {}
        for unit in units:
            if unit.parent:
                self._parts.setdefault(plain(unit.parent), []).append(unit)

    def match(self, name: str, code: str) -> Match:
        """By code where the report has one the roster knows; else by a name or alias that only one unit has."""
        if code and plain(code).upper() in self._codes:
            return Match(self._codes[plain(code).upper()])
        same = self._names.get(plain(name), [])
        if len(same) == 1 and not (code and same[0].unit_code):  # another code is another unit of that name
            return Match(same[0])
        if same:
            return Match(None, tuple(f"{unit.unit}（{'，'.join(filter(None, (unit.parent or unit.region, unit.unit_code)))}）" for unit in same))
        near = get_close_matches(plain(name), list(self._names), n=3, cutoff=0.6) if name else []
        return Match(None, tuple(dict.fromkeys(self._names[word][0].unit for word in near)))

    def below(self, unit: Unit) -> tuple[Unit, ...]:
        """The units right below a unit."""
        return tuple(self._below.get(plain(unit.unit), ()))

    def children(self, parent: str) -> tuple[Unit, ...]:
        """The leaves under a unit, at any depth; a unit that has others under it is no leaf."""
        found: list[Unit] = []
        wanted, seen = [plain(parent)], {plain(parent)}
        while wanted:
            for unit in self._parts.get(wanted.pop(), ()):
                name = plain(unit.unit)
                if name not in self._parts:
                    found.append(unit)
                elif name not in seen:
                    wanted.append(name)
                    seen.add(name)
        return tuple(found)

    def must_report(self, unit: Unit) -> bool:
        """Not a unit that stands here only because others stand under it: it has none under it, or a day was set for it."""
        return self.is_leaf(unit) or unit.due is not None

    def under(self, parent: str) -> "Roster":
        """The units under one, at any depth; every name and code of the whole roster is still known. Raises UsageError where there are none."""
        names, found = {plain(parent)}, list[Unit]()
        wanted = [plain(parent)]
        while wanted:
            for unit in self._parts.get(wanted.pop(), ()):
                found.append(unit)
                if plain(unit.unit) not in names:
                    names.add(plain(unit.unit))
                    wanted.append(plain(unit.unit))
        if not found:
            raise UsageError(say(f"名录里没有上级单位是“{parent}”的单位{meant(parent, {unit.parent for unit in self.units if unit.parent})}",
                                 f"the roster names no unit under {parent}"))
        part = Roster(self.units)
        part.part, part.units = True, tuple(sorted(found, key=lambda unit: unit.line))
        return part

    def is_leaf(self, unit: Unit) -> bool:
        """Whether no others stand under it: only such units are added up."""
        return plain(unit.unit) not in self._parts

    @property
    def leaves(self) -> tuple[Unit, ...]:
        """All units that have no others under them."""
        return tuple(unit for unit in self.units if self.is_leaf(unit))
