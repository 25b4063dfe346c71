"""xlreport forms [FORM]: which forms there are, and what one of them holds."""

from typing import Annotated, Any

import typer

from xlreport.cli.console import show, show_data
from xlreport.cli.options import FormsFolder, opened
from xlreport.form.model import Form, Table
from xlreport.wording import say


def forms(
    form: Annotated[str | None, typer.Argument(metavar="FORM", help=say("表式，例如 zfxxgk-2021。", "A form, such as zfxxgk-2021."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("以 JSON 显示。", "As JSON."))] = False,
    forms_folder: FormsFolder = None,
) -> int:
    """Lists forms, or one form's tables, rows, columns, groups and cells."""
    library = opened(forms_folder)
    chosen = [library.form(form)] if form else list(library.forms())
    if as_json:
        import json

        data: Any = _data(chosen[0]) if form else [_data(each) for each in chosen]
        show_data(json.dumps(data, ensure_ascii=False, indent=1))
        return 0
    show(_detail(chosen[0]) if form else "\n".join(_line(each) for each in chosen))
    return 0


def _years(form: Form) -> str:
    first, last = form.years
    if last is None:
        return say(f"{first}年度起", f"{first} onwards")
    return say(f"{first}至{last}年度", f"{first} to {last}")


def _line(form: Form) -> str:
    return say(f"{form.id}  {form.name}  用于{_years(form)}  {len(form.cells)} 个数  {form.basis}",
               f"{form.id}  {form.name}  {_years(form)}  {len(form.cells)} figures  {form.basis}").rstrip()


def _detail(form: Form) -> str:
    lines = [_line(form)]
    for table in form.tables:
        lines += ["", say(f"表 {table.code}（工作表“{table.sheet}”）：{table.title}，{len(table.cells)} 个数",
                          f"table {table.code} (sheet {table.sheet}): {table.title}, {len(table.cells)} figures")]
        lines += _axis(say("行", "rows"), table.rows.codes, table.rows.printed)
        lines += [f"  {say('行组', 'row group')} {code} = {codes[0]}:{codes[-1]}" for code, codes in table.rows.groups.items()]
        lines += _axis(say("列", "columns"), table.columns.codes, table.columns.printed)
        lines += [f"  {say('列组', 'column group')} {code} = {codes[0]}:{codes[-1]}"
                  for code, codes in table.columns.groups.items()]
    if form.facts:
        lines += ["", say("正文里声明的数：", "declared facts: ") + "、".join(form.facts)]
    lines += ["", say("文字：", "texts: ") + "、".join(form.text_codes)]
    return "\n".join(lines)


def _axis(head: str, codes: tuple[str, ...], printed: Any) -> list[str]:
    return [f"  {head}"] + [f"    {code}" + (f"　{printed[code]}" if code in printed else "") for code in codes]


def _data(form: Form) -> dict[str, Any]:
    return {
        "form": form.id, "version": form.version, "name": form.name, "basis": form.basis, "years": list(form.years),
        "tables": [_table(table) for table in form.tables], "texts": list(form.text_codes), "facts": list(form.facts),
        "cover": [field.code for field in form.cover],
        "questions": [{"code": question.code, "asks": question.asks, "choices": list(question.choices)}
                      for question in form.questions],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "code": table.code, "sheet": table.sheet, "title": table.title, "unit": table.unit,
        "rows": [{"code": code, "label": table.rows.printed.get(code, "")} for code in table.rows.codes],
        "columns": [{"code": code, "label": table.columns.printed.get(code, "")} for code in table.columns.codes],
        "row_groups": {code: list(codes) for code, codes in table.rows.groups.items()},
        "column_groups": {code: list(codes) for code, codes in table.columns.groups.items()},
        "cells": [{"cell": cell.name, "label": cell.label, "kind": cell.kind, "unit": cell.unit} for cell in table.cells],
    }
