"""What was collected, handed on as tables."""

from pathlib import Path

from xlreport.collection.export import Table, export
from xlreport.collection.store import open_store
from xlreport.errors import UsageError
from xlreport.files import refuse_existing, write_whole
from xlreport.flows.season import units_meant
from xlreport.form.library import Library
from xlreport.wording import say

KINDS = ("csv", "parquet", "xlsx")


def export_store(
    store: Path, output: Path, forms: Library, to: str, year: int | None = None, form_id: str | None = None, wide: bool = False,
    roster: Path | None = None, parent: str = "",
) -> tuple[Path, ...]:
    """Writes the tables; the files written. Raises UsageError, and OutputError where one of them exists: nothing is then written.

    output: a file for the figures with the dictionary beside it (`名-字典.csv`), or a folder for them all; xlsx is one file.
    """
    if to not in KINDS:
        raise UsageError(say(f"--to 只能是 csv、parquet 或 xlsx，现为“{to}”", f"--to is csv, parquet or xlsx, not {to}"))
    if to == "xlsx" and output.suffix.lower() != ".xlsx":
        raise UsageError(say(f"--to xlsx 写成一个文件，-o 要以 .xlsx 结尾，现为 {output}", f"with --to xlsx, -o must end in .xlsx, not {output}"))
    if output.suffix.lower() in {f".{kind}" for kind in KINDS} - {f".{to}"}:
        raise UsageError(say(f"--to {to} 的文件名要以 .{to} 结尾，现为 {output}", f"with --to {to}, -o must end in .{to}, not {output}"))
    with open_store(store, forms) as opened:
        tables = export(opened, forms, year, form_id, wide, units_meant(opened, roster, parent) if parent else None)
    from xlreport.present import exported

    if to == "xlsx":
        title = say("政府信息公开工作年度报告汇集数据", "Collected disclosure reports")
        made = {output: exported.workbook_bytes(tables, title)}
    else:
        render = exported.csv_bytes if to == "csv" else exported.parquet_bytes
        made = {_path(output, table, tables, to): render(table) for table in tables}
    for path in made:
        if path.exists():
            refuse_existing(path)
    for path, data in made.items():
        write_whole(path, data, replace=False)
    return tuple(made)


def _path(output: Path, table: Table, tables: tuple[Table, ...], to: str) -> Path:
    if output.suffix.lower() != f".{to}":
        return output / f"{table.name}.{to}"
    figures = [one for one in tables if one.name.startswith("数据")]
    return output if [table] == figures else output.with_name(f"{output.stem}-{table.name.removeprefix('数据-')}{output.suffix}")
