"""Tables of an export as CSV (for Excel and for programs), Parquet or one workbook."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from xlreport.collection.export import EXACT, WHOLE, Content, Table, rows_as_dictionaries

# With these a spreadsheet takes text for a formula (OWASP, CSV Injection); numbers are written as they are: -18 is a number.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: Table) -> bytes:
    """UTF-8 with a byte order mark, by which Excel and WPS know the encoding; text that would be a formula gets a quote mark before it."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow([column.head for column in table.columns])
    writer.writerows([_cell(content) for content in row] for row in table.rows)
    return made.getvalue().encode("utf-8-sig", "replace")


def _cell(content: Content) -> str:
    if content is None:
        return ""
    if isinstance(content, str):
        return f"'{content}" if content.startswith(_FORMULA) else content
    return format(content, "f") if isinstance(content, Decimal) else str(content)


def parquet_bytes(table: Table) -> bytes:
    """Typed columns: whole numbers, decimals with six places, text; empty is null."""
    import polars as pl

    types = {WHOLE: pl.Int64(), EXACT: pl.Decimal(18, 6)}
    schema = {column.head: types.get(column.holds, pl.String()) for column in table.columns}
    made = io.BytesIO()
    pl.DataFrame(rows_as_dictionaries(table), schema=schema, infer_schema_length=None).write_parquet(made)
    return made.getvalue()


def workbook_bytes(tables: Sequence[Table], title: str) -> bytes:
    """One sheet a table."""
    from xlreport.workbook.tables_out import Head, SheetOfRows, table_workbook

    return table_workbook([SheetOfRows(table.name, title, [Head(column.head, column.width) for column in table.columns], table.rows)
                           for table in tables])
