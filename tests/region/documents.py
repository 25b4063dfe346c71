"""Reports as documents: Word and web page as the program writes them, and a plain text as it is saved from Word, a cell on a line."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xlreport.flows.writing import finished_report
from xlreport.form.exchange import from_json
from xlreport.form.library import library
from xlreport.form.model import Table


def document(kind: str, form_id: str, unit: str, year: int, figures: Mapping[str, Decimal], words: str) -> bytes:
    """A finished report. kind: docx or html."""
    form = library().form(form_id)
    text = dict.fromkeys(form.text_codes, "本机关按规定办理。") | {"总体情况": words}
    data: dict[str, Any] = {"form": form_id, "unit": unit, "year": year, "text": text,
                            "cells": {name: str(figures[name]) for name in form.cells},
                            "facts": {name: str(figures[name]) for name in form.facts if name in figures}}
    return finished_report(from_json(data, library()), library(), kind)


def plain(form_id: str, unit: str, year: int, figures: Mapping[str, Decimal], words: str) -> bytes:
    """The report as text."""
    form = library().form(form_id)
    lines = [f"{unit}{year}年政府信息公开工作年度报告"]
    for section in form.sections:
        if section.heading:
            lines.append(section.heading)
        if section.table:
            lines += _table(form.table(section.table), figures)
        elif section.heading:
            lines.append(words if section.text == "总体情况" else "本机关按规定办理。")
    return "\n".join(lines).encode()


def _table(table: Table, figures: Mapping[str, Decimal]) -> list[str]:
    spots = {(cell.line, cell.position): format(figures[cell.name], "f") for cell in table.cells}
    spots |= {(block.line, block.position): block.text for block in table.blocks if block.text != "="}
    lines = []
    for line in range(table.height):
        lines += [f"\t{spots[line, position]} " for position in range(table.width) if (line, position) in spots]
        lines.append(" ")
    return lines
