"""What people moved in a workbook of ours without harm: names of cells move along, so every figure is still found. It is said.

Sheets renamed or put in another order, rows and columns inserted, heads unmerged, a second table pasted beside.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from xlreport.form.model import Form, Table
from xlreport.form.submission import Departure, Place
from xlreport.wording import say
from xlreport.workbook.book import Frame, Names
from xlreport.workbook.cells import Sheet
from xlreport.workbook.layout import COVER, TEXTS, Spot, column_letters, defined_name, head_merges, layout_of


class _Held:
    """A form as a cache key, by identity."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __hash__(self) -> int:
        return id(self.form)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.form is self.form


class _Stand(NamedTuple):
    """Where one table stands: its sheet, all places of its frame and above and left of it, merges it has as printed."""

    table: Table
    sheet: str
    frame: frozenset[str]
    merges: int


def rearrangements(
    form: Form, frame: Frame, sheet: Callable[[str], Sheet], read: Callable[[str], bytes],
) -> tuple[Departure, ...]:
    """A departure for each thing that was moved. sheet: a sheet's cells; read: a part's bytes."""
    moved, stands = _moved(_Held(form), frame.names, tuple(frame.sheets))
    return (*moved, *_unmerged(stands, frame.sheets, read), *_beside(stands, sheet))


@lru_cache(maxsize=32)
def _moved(held: _Held, names: Names, sheets: tuple[str, ...]) -> tuple[tuple[Departure, ...], tuple[_Stand, ...]]:
    """What the names say of sheets, rows and columns; worked out once for workbooks with the same names."""
    form = held.form
    found: list[Departure] = []
    stands: list[_Stand] = []
    renamed: list[tuple[str, str]] = []
    order: list[str] = []
    for name, label in ((f"{COVER}_年度", COVER), *((defined_name(table.cells[0]), table.sheet) for table in form.tables),
                        (f"{TEXTS}_{form.text_codes[0]}", TEXTS)):
        spot = names.get(name)
        if spot is not None and spot.sheet in sheets:
            order.append(spot.sheet)
            renamed += [(label, spot.sheet)] if spot.sheet != label else []
    for table in form.tables:
        spots = {cell.name: spot for cell in table.cells if (spot := names.get(defined_name(cell))) is not None and spot.sheet in sheets}
        if spots and len({spot.sheet for spot in spots.values()}) == 1:
            found += _inserted(form, table, spots)
            stands.append(_stand(table, spots))
    if renamed:
        said = "、".join(f"“{label}”现名“{now}”" for label, now in renamed)
        found.insert(0, Departure("sheet_moved", say(f"工作表改了名：{said}，仍按原来的表读。",
                                                     "Sheets were renamed and read all the same: " + ", ".join(f"{a} is now {b}" for a, b in renamed))))
    places = [sheets.index(name) for name in order]
    if places != sorted(places):
        found.insert(0, Departure("sheet_moved", say(f"工作表的次序改成了 {'、'.join(sorted(set(order), key=sheets.index))}，不影响读数。",
                                                     f"The sheets stand in another order: {', '.join(sorted(set(order), key=sheets.index))}.")))
    return tuple(found), tuple(stands)


def _stand(table: Table, spots: Mapping[str, Spot]) -> _Stand:
    bottom, right = max(spot.row for spot in spots.values()), max(spot.column for spot in spots.values())
    # a last figure that is merged over several places reaches as far as the table is wide
    right = max(right, min(spot.column for spot in spots.values()) + table.width - min(cell.position for cell in table.cells) - 1)
    frame = frozenset(f"{column_letters(column)}{row + 1}" for row in range(bottom + 1) for column in range(right + 1))
    merges = sum(1 for block in table.blocks if block.height > 1 or block.width > 1) + head_merges(table)
    return _Stand(table, next(iter(spots.values())).sheet, frame, merges)


def _inserted(form: Form, table: Table, spots: Mapping[str, Spot]) -> Iterator[Departure]:
    """Rows and columns that came in between, or went away, beside where the template has them."""
    printed = layout_of(form).figures
    said: list[str] = []
    said_in_english: list[str] = []
    rows = sorted({(printed[name].row, spot.row) for name, spot in spots.items()})
    columns = sorted({(printed[name].column, spot.column) for name, spot in spots.items()})
    for pairs, by_row in ((rows, True), (columns, False)):
        shift = 0
        for was, now in pairs:
            more = now - was - shift
            if more:
                shift = now - was
                where = f"第 {now + 1} 行" if by_row else f"{column_letters(now)} 列"
                said.append(f"{where}{'上方' if by_row else '左边'}{'多' if more > 0 else '少'}了 {abs(more)} {'行' if by_row else '列'}")
                side = f"above row {now + 1}" if by_row else f"left of column {column_letters(now)}"
                said_in_english.append(f"{abs(more)} {'rows' if by_row else 'columns'} {'more' if more > 0 else 'fewer'} {side}")
    if said:
        sheet = next(iter(spots.values())).sheet
        yield Departure("rows_moved", say(f"“{sheet}”{'，'.join(said)}，各格仍按名称读。",
                                          f"{sheet}: {', '.join(said_in_english)}; every cell was read by its name."))


def _unmerged(stands: tuple[_Stand, ...], sheets: Mapping[str, str], read: Callable[[str], bytes]) -> Iterator[Departure]:
    for stand in stands:
        # counted in the part's bytes: it follows the cells, where reading has stopped
        merged = read(sheets[stand.sheet]).count(b"mergeCell ")
        if merged < stand.merges:
            yield Departure("head_unmerged", say(
                f"“{stand.sheet}”有 {stand.merges - merged} 处合并的格拆开了，不影响读数。公布前请照原表式合并。",
                f"{stand.merges - merged} merged cells of {stand.sheet} were unmerged; figures are read all the same."))


def _beside(stands: tuple[_Stand, ...], sheet: Callable[[str], Sheet]) -> Iterator[Departure]:
    """Numbers right of a table or below it."""
    for stand in stands:
        cells = sheet(stand.sheet)
        extra = [address for address in cells.keys() - stand.frame if cells[address].type == "n" and cells[address].text]
        if extra:
            first = min(extra, key=lambda address: (int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), len(address), address))
            yield Departure("figures_beside", say(
                f"表外还有 {len(extra)} 个数（从 {first} 起），没有计入。是草稿或另贴的表的，请删去。",
                f"{len(extra)} numbers stand outside the table (from {first}) and were not counted. Delete drafts and pasted tables."),
                place=Place(stand.sheet, first))
