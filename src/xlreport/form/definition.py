"""form.toml -> Form. Every mistake of the file is collected and raised together."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from xlreport.errors import DefinitionError, Mistake
from xlreport.form.grid import Printed, parse_grid
from xlreport.form.model import (
    AMOUNT,
    COUNT,
    SIGNED,
    Axis,
    Cell,
    CoverField,
    Fact,
    Form,
    Question,
    Section,
    Table,
    cell_name,
)
from xlreport.form.names import meant, plain
from xlreport.form.printing import read_printing
from xlreport.form.shape import misshapen

Entry = Mapping[str, Any]
OWN_SHEETS = ("封面", "正文", "上年数据", "校验", "说明", "导入情况")
RESERVED = ("上年", "文中", "封面", "各行", "各列", "sum", "implies")


def load_form(text: str, origin: str) -> Form:
    """The form that form.toml's `text` describes. Raises DefinitionError with all mistakes found."""
    reader = _FormReader(origin)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError; so is a number of 5,000 digits
        raise DefinitionError((Mistake(origin, "", f"不是合格的 TOML：{error}"),)) from None
    reader.mistakes += [Mistake(origin, place, text) for place, text in misshapen(data)]
    if any("不认识的项" not in mistake.text for mistake in reader.mistakes):
        raise DefinitionError(tuple(reader.mistakes))  # what has another shape cannot be read further
    form = reader.form(data)
    if reader.mistakes:
        raise DefinitionError(tuple(reader.mistakes))
    return form


class _FormReader:
    """Reads one form.toml and keeps the list of its mistakes."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.mistakes: list[Mistake] = []

    def wrong(self, place: str, text: str) -> None:
        self.mistakes.append(Mistake(self.origin, place, text))

    def word(self, entry: Entry, key: str, place: str, default: str | None = None) -> str:
        value = entry.get(key, default)
        if not isinstance(value, str) or (default is None and not value):
            self.wrong(place, f"缺少文字项 {key}")
            return ""
        return value

    def code(self, value: str, place: str) -> str:
        """A code is an identifier, so that rules can name it without quotes."""
        if value in RESERVED:
            self.wrong(place, f"“{value}”不能作代码：规则里这个词另有意思，请换一个，例如“{value}数”")
        elif not value.isidentifier():
            self.wrong(place, f"“{value}”不能作代码：代码用汉字或字母，不以数字开头，不含空格和标点")
        return plain(value)

    def form(self, data: Entry) -> Form:
        tables = tuple(self.table(entry) for entry in data.get("table", ()))
        if not tables:
            self.wrong("", "没有一张表（[[table]]）")
        years = data.get("years", {})
        if not isinstance(years.get("from"), int):
            self.wrong("years", "要写明从哪一年度起用，例如 years = { from = 2021 }")
        codes = [table.code for table in tables]
        for said, words in (("代码", codes), ("工作表", [table.sheet for table in tables])):
            for word in sorted({word for word in words if words.count(word) > 1}):
                self.wrong(f"table {word}", f"有两张表用了同一个{said}“{word}”")
        for table in tables:
            if len(table.sheet) > 31 or set(table.sheet) & set("[]:*?/\\'") or table.sheet in OWN_SHEETS:
                self.wrong(f"table {table.code}", f"“{table.sheet}”不能作工作表名（最多 31 字，不含 []:*?/\\'，不与 {'、'.join(OWN_SHEETS)} 重名）")
        self.placed(codes, data.get("section", ()))
        return Form(
            id=self.word(data, "id", ""),
            version=self.word(data, "version", "", "1"),
            title=self.word(data, "title", ""),
            name=self.word(data, "name", ""),
            basis=self.word(data, "basis", "", ""),
            years=(years.get("from", 0), years.get("to")),
            tables=tables,
            sections=tuple(self.section(entry, codes) for entry in data.get("section", ())),
            cover=tuple(
                CoverField(self.word(entry, "code", "cover"), self.word(entry, "label", "cover"), entry.get("hint", ""))
                for entry in data.get("cover", ())
            ),
            questions=tuple(self.question(entry) for entry in data.get("question", ())),
            facts=self.facts(data.get("fact", ())),
            cells={cell.name: cell for table in tables for cell in table.cells},
            previous={
                edition: frozenset(entry.get("tables", ())) for edition, entry in data.get("previous", {}).items()
            },
            origin=self.origin,
            words={purpose: tuple(words) for purpose, words in data.get("words", {}).items()},
            called=tuple(data.get("reading", {}).get("called", ())),
            traditional=self.traditional(data.get("reading", {})),
            printing=read_printing(data, tables, self.wrong),
        )

    def traditional(self, entry: Entry) -> dict[str, str]:
        """Traditional characters and their simplified ones, written as two texts of one length."""
        old, new = entry.get("traditional", ""), entry.get("simplified", "")
        if len(old) != len(new):
            self.wrong("reading", f"traditional 有 {len(old)} 字，simplified 有 {len(new)} 字，要一一对应")
        return dict(zip(old, new, strict=False))

    def placed(self, tables: list[str], sections: Sequence[Entry]) -> None:
        """Each table and each text stands in the report once: where no section names it, it would be left out of what is written and read."""
        named = [section.get("text", "") or section.get("table", "") for section in sections]
        for table in tables:
            if table not in [section.get("table") for section in sections]:
                self.wrong(f"table {table}", f"报告里没有放这张表的地方。请在后面加一段：[[section]]，下一行 table = \"{table}\"，再下一行 heading = \"标题\"")
        for name in sorted({name for name in named if name and named.count(name) > 1}):
            self.wrong(f"section {name}", f"有两个部分都是“{name}”，请删去一个")

    def section(self, entry: Entry, tables: list[str]) -> Section:
        text, table = entry.get("text", ""), entry.get("table", "")
        place = f"section {text or table}"
        if bool(text) == bool(table):
            self.wrong(place, "一个部分要么是 text（文字），要么是 table（表），二者必居其一")
        if table and table not in tables:
            self.wrong(place, f"没有“{table}”这张表{meant(table, tables)}")
        return Section(
            entry.get("heading", ""), text, table, entry.get("hint", ""), int(entry.get("lines", 3)), tuple(entry.get("also", ())),
            int(entry.get("most", 0)), tuple(tuple(point.split("|")) for point in entry.get("points", ())),
        )

    def question(self, entry: Entry) -> Question:
        place = f"question {entry.get('code', '')}"
        choices = tuple(str(choice) for choice in entry.get("choices", ()))
        if len(choices) < 2:
            self.wrong(place, "choices 至少要有两个答案")
        return Question(
            self.code(self.word(entry, "code", place), place), self.word(entry, "asks", place), choices,
            entry.get("hint", ""),
        )

    def facts(self, entries: Any) -> dict[str, Fact]:
        facts: dict[str, Fact] = {}
        for entry in entries:
            place = f"fact {entry.get('code', '')}"
            group = self.code(self.word(entry, "code", place), place)
            for item in entry.get("items", ()):
                code = self.code(self.word(item, "code", place), place)
                name = f"文中.{group}[{code}]"
                cell = Cell(
                    name=name, table="文中", row=group, column=code, label=self.word(item, "label", place),
                    line=0, position=0, **self.kind(item, place, ""),
                )
                zero = tuple(said["text"] for said in entry.get("zero", ()) if code in said["items"])
                said = tuple(text for text in entry.get("said", ()) if f"{{{code}}}" in text)
                facts[name] = Fact(cell, self.word(entry, "label", place), entry.get("hint", ""), said, zero)
        return facts

    def kind(self, entry: Entry, place: str, unit: str) -> dict[str, Any]:
        """kind, unit, places, stated_unit, slash of a cell as an entry states them."""
        kind = entry.get("kind", COUNT)
        if kind not in (COUNT, AMOUNT, SIGNED):
            self.wrong(place, f"kind 只能是 count、amount、signed，不能是“{kind}”")
        return {
            "kind": kind, "unit": entry.get("unit", unit), "stated_unit": bool(entry.get("stated_unit")),
            "places": int(entry.get("places", 6 if kind == AMOUNT else 0)), "slash": bool(entry.get("slash")),
        }

    def table(self, entry: Entry) -> Table:
        code = self.code(self.word(entry, "code", "table"), "table")
        place = f"table {code}"
        columns = tuple(self.code(str(column), place) for column in entry.get("columns", ()))
        printed = parse_grid(self.word(entry, "grid", place), columns)
        for problem in printed.problems:
            self.wrong(place, f"grid {problem}")
        figures = [(plain(row), plain(column), line, position) for row, column, line, position in printed.figures]
        rows = tuple(dict.fromkeys(self.code(row, place) for row, *_ in figures))
        for _, column, line, _ in figures:
            if column not in columns:
                self.wrong(place, f"grid 第 {line + 1} 行用了没有列出的列“{column}”{meant(column, columns)}")
        if not figures:
            self.wrong(place, "grid 里没有一个数（=行 或 =行[列]）")
        places = {(row, column): (line, position) for row, column, line, position in figures}
        if len(places) != len(figures):
            self.wrong(place, "grid 里有的数出现了两次")
        unit = entry.get("unit", "")
        row_axis = self.axis(entry, "row", rows, _row_labels(printed, places), place)
        column_axis = self.axis(entry, "column", columns, _column_labels(printed, places), place)
        kinds = self.kinds(entry, rows, columns, place)
        cells = tuple(
            Cell(
                name=cell_name(code, row, column), table=code, row=row, column=column, line=line, position=position,
                label=f"{row_axis.said[row]}，{column_axis.said.get(column, column)}",
                **self.kind(kinds(row, column), place, unit),
            )
            for (row, column), (line, position) in places.items()
        )
        widths = tuple(float(width) for width in entry.get("widths", ())) or (14.0,) * printed.width
        if len(widths) != printed.width and not printed.problems:
            self.wrong(place, f"widths 有 {len(widths)} 个宽度，grid 有 {printed.width} 格宽")
        head = min((line for line, _ in places.values()), default=0)
        return Table(
            code=code, sheet=self.word(entry, "sheet", place), title=self.word(entry, "title", place), unit=unit,
            rows=row_axis, columns=column_axis, cells=cells, blocks=printed.blocks, height=printed.height,
            width=printed.width, head=head, widths=widths,
        )

    def kinds(self, entry: Entry, rows: tuple[str, ...], columns: tuple[str, ...], place: str) -> Any:
        """(row, column) -> the [[table.cells]] entry that speaks of it, later ones on top of earlier ones."""
        entries = entry.get("cells", ())
        for cells in entries:
            for key, known in (("row", rows), ("column", columns)):
                if key in cells and cells[key] not in known:
                    self.wrong(place, f"cells 里没有“{cells[key]}”{meant(str(cells[key]), known)}")

        def lookup(row: str, column: str) -> dict[str, Any]:
            found: dict[str, Any] = {}
            for cells in entries:
                if cells.get("row", row) == row and cells.get("column", column) == column:
                    found.update(cells)
            return found

        return lookup

    def axis(
        self, entry: Entry, name: str, codes: tuple[str, ...], printed: dict[str, str], place: str
    ) -> Axis:
        said = {code: code for code in codes}
        for code, words in entry.get(f"say_{name}s", {}).items():
            if plain(code) not in said:
                self.wrong(place, f"say_{name}s 里没有“{code}”{meant(code, codes)}")
            said[plain(code)] = words
        also = {plain(code): tuple(words) for code, words in entry.get(f"also_{name}s", {}).items()}
        for code in also.keys() - set(codes):
            self.wrong(place, f"also_{name}s 里没有“{code}”{meant(code, codes)}")
        groups: dict[str, tuple[str, ...]] = {}
        for code, run in entry.get(f"{name}_groups", {}).items():
            first, _, last = (part.strip() for part in str(run).partition(":"))
            known = [end for end in (first, last or first) if plain(end) in codes]
            if len(known) < 2 or codes.index(plain(first)) > codes.index(plain(last or first)):
                self.wrong(place, f"{name}_groups {code} 写成“首:尾”，首尾都要是列出的代码，现为“{run}”")
                continue
            if code in codes:
                self.wrong(place, f"{name}_groups {code} 与同名的代码重复")
            start, end = codes.index(plain(first)), codes.index(plain(last or first))
            groups[self.code(code, place)] = codes[start : end + 1]
        return Axis(codes, said, printed, groups, also)


def _row_labels(printed: Printed, places: dict[tuple[str, str], tuple[int, int]]) -> dict[str, str]:
    """Row code -> the printed text that names it: the first one left of its figures that stands in this row alone, else
    the one just left of them; rows without one are left out."""
    labels: dict[str, str] = {}
    for (row, _), (line, position) in places.items():
        left = [
            block for block in printed.blocks
            if block.line <= line < block.line + block.height and block.position + block.width <= position
            and block.text != "="
        ]
        if row not in labels and left:
            alone = [block for block in left if block.height == 1]
            labels[row] = (min(alone, key=lambda block: block.position) if alone else
                           max(left, key=lambda block: block.position)).text
    return labels


def _column_labels(printed: Printed, places: dict[tuple[str, str], tuple[int, int]]) -> dict[str, str]:
    """Column code -> the printed text nearest above its figures; columns without one are left out."""
    labels: dict[str, str] = {}
    for (_, column), (line, position) in places.items():
        above = [
            block for block in printed.blocks
            if block.position <= position < block.position + block.width and block.line < line and block.text != "="
        ]
        if column not in labels and above:
            labels[column] = max(above, key=lambda block: block.line).text
    return labels
