"""How a form is laid out as a document: [document] of form.toml, and `print` of each table."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlreport.form.model import Printing, Table
from xlreport.form.names import meant

SMALLEST, LARGEST = 6.0, 22.0  # points: below no eye reads it, above it no table fits a page

SLOTS = ("单位名称", "年度", "上年度", "表式")  # what braces in [document] may name beside what stands on the cover


def read_printing(data: Mapping[str, Any], tables: Sequence[Table], wrong: Callable[[str, str], None]) -> Printing:
    """The layout that form.toml states, else the one every report has. wrong(place, text) is told of every mistake."""
    stated = data.get("document", {})
    sizes: dict[str, float] = {}
    widths: dict[str, tuple[float, ...]] = {}
    own_page: set[str] = set()
    for entry, table in zip(data.get("table", ()), tables, strict=True):
        look = entry.get("print", {})
        if "size" in look:
            sizes[table.code] = float(look["size"])
            if not SMALLEST <= sizes[table.code] <= LARGEST:
                wrong(f"table {table.code}", f"print 的 size 是字号（磅），{SMALLEST:g} 到 {LARGEST:g}")
        if "widths" in look:
            widths[table.code] = tuple(float(width) for width in look["widths"])
            if len(widths[table.code]) != table.width or min(widths[table.code], default=0) <= 0:
                wrong(f"table {table.code}", f"print 的 widths 要有 {table.width} 个大于 0 的数")
        if look.get("own_page"):
            own_page.add(table.code)
    known = {*SLOTS, *(field.get("code", "") for field in data.get("cover", ()))}
    for slot in re.findall(r"\{(\w+)\}", "".join((*stated.get("title", ()), stated.get("signature", ""), stated.get("date", "")))):
        if slot not in known:
            wrong("document", f"花括号里没有“{slot}”{meant(slot, known) or '，'}可以写 {'、'.join(SLOTS)}，或封面上一项的代码")
    usual = Printing()
    return Printing(
        title=tuple(stated.get("title", usual.title)), signature=stated.get("signature", usual.signature),
        date=stated.get("date", usual.date if "date" in known else ""), sizes=sizes, widths=widths, own_page=frozenset(own_page),
    )
