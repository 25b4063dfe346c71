"""A roster read from a workbook: one row a unit, plain heads in any order."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlreport.collection.roster import Unit
from xlreport.errors import UsageError
from xlreport.form.names import plain
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
Cell = tuple[int, int]  # row from 1, column from 0
_OWN = ("unit", "unit_code", "aliases")  # never a neighbour's, even where the cells are merged


def read_roster(path: Path) -> tuple[Unit, ...]:
    """The units of a roster. Raises UsageError naming every row that is wrong, or what is missing."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book, typed = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    except FileNotFoundError:
        raise UsageError(say(f"没有名录 {path}，请核对文件名", f"there is no roster {path}")) from None
    except (InvalidFileException, OSError, KeyError, ValueError, EOFError) as error:
        raise UsageError(say(f"名录 {path} 打不开（{type(error).__name__}），请用 Excel 或 WPS 另存为 .xlsx",
                             f"the roster {path} cannot be opened ({type(error).__name__}); save it as .xlsx")) from None
    sheet = typed.worksheets[0]
    # no further than the sheet goes: openpyxl makes every cell that it is asked for
    most = {"max_row": min(sheet.max_row, MOST_UNITS + 20), "max_col": min(sheet.max_column, 60)}
    rows = book.worksheets[0].iter_rows(values_only=True, **most)
    formulas = {(cell.row, cell.column - 1) for row in sheet.iter_rows(**most) for cell in row if cell.data_type == "f"}
    above = {(row, block.min_col - 1): block.min_row for block in sheet.merged_cells.ranges
             for row in range(block.min_row + 1, min(block.max_row, MOST_UNITS) + 1)}
    return _units(list(rows), str(path), formulas, above)


def _units(rows: Sequence[Sequence[Any]], source: str, formulas: Container[Cell], above: Mapping[Cell, int]) -> tuple[Unit, ...]:
    """formulas: cells that hold one; above: of a cell merged with those over it, the row that holds what they all say."""
    top, fields = _heads(rows)
    if "unit" not in fields.values():
        raise UsageError(say(f"名录 {source} 里没有“单位名称”一列。第一行（或标题下一行）写：单位名称、统一社会信用代码、上级单位……",
                             f"the roster {source} has no column 单位名称 (unit)"))
    units: list[Unit] = []
    wrong: list[str] = []
    for line, row in enumerate(rows[top + 1:], top + 2):
        lost = [column for column in fields if (line, column) in formulas and row[column] is None]
        if all(row[column] in (None, "") for column in fields) and not lost:
            continue
        entry = {field: row[column] if field in _OWN else rows[above.get((line, column), line) - 1][column] for column, field in fields.items()}
        try:
            units.append(_unit(entry, line, [str(rows[top][column]) for column in lost]))
        except ValueError as error:
            wrong.append(say(f"第 {line} 行：{error}", f"row {line}: {error}"))
    wrong += [*_doubles(units), *_circles(units)]
    if wrong:
        raise UsageError(say(f"名录 {source} 有 {len(wrong)} 处不对：{'；'.join(wrong[:20])}{'……' if len(wrong) > 20 else ''}",
                             f"the roster {source} has {len(wrong)} mistakes: {'; '.join(wrong[:20])}{' ...' if len(wrong) > 20 else ''}"))
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


def _unit(entry: Mapping[str, Any], line: int, lost: Sequence[str]) -> Unit:
    """One row. lost: heads of formulas whose result the file does not hold; a unit must not vanish for that, nor lose its day."""
    if lost:
        raise ValueError(say(f"“{'、'.join(lost)}”是公式，文件里没有存算出的值。请用 Excel 或 WPS 打开名录，保存一次",
                             f"{', '.join(lost)}: a formula whose result the file does not hold; open the roster in Excel or WPS and save it"))
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


def _circles(units: Iterable[Unit]) -> list[str]:
    """Units that stand above themselves: nobody of them would be added up."""
    over = {plain(unit.unit): unit for unit in units if unit.parent}
    wrong, told = [], set[str]()
    for name, unit in over.items():
        way, at = [name], plain(unit.parent)
        while at in over and at not in way:
            way.append(at)
            at = plain(over[at].parent)
        if at == name and name not in told:
            told.update(way)
            round_ = "→".join(over[one].unit for one in (*way, name))
            wrong.append(say(f"第 {unit.line} 行：上级单位绕了一圈：{round_}", f"row {unit.line}: units stand above each other: {round_}"))
    return wrong
