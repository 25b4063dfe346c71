"""The units of the overview page and the totals, each opened to what it is made of: findings, files, and the cell of a unit."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape

from xlreport.collection.overview import CellTotal, Overview
from xlreport.collection.standing import Standing, status_said
from xlreport.form.model import Form
from xlreport.wording import say

MOST_OPEN = 40  # units that are listed unopened


def units(found: Overview) -> Iterator[str]:
    """Every unit, under what is above it where there are many; opened, its files, its findings, and where its versions differ."""
    groups: dict[str, list[tuple[int, Standing]]] = {}
    for number, standing in enumerate(found.standings):
        groups.setdefault(standing.unit.parent, []).append((number, standing))
    for above, members in groups.items():
        rows = "".join(_unit_row(found, number, standing) for number, standing in members)
        heads = "".join(f'<th scope="col">{escape(word)}</th>' for word in (
            say("单位", "Unit"), say("状态", "Status"), say("时间", "Time"), say("错误", "Errors"), say("核实", "To confirm"), say("待认可", "Waiting"),
            say("已认可", "Accepted"), say("文件", "Files")))
        table = f'<table class="list units"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        opened = " open" if len(found.standings) <= MOST_OPEN else ""
        yield f"<details{opened}><summary>{escape(_summed(above, [one for _, one in members]))}</summary>{table}</details>"


def _summed(above: str, members: Sequence[Standing]) -> str:
    missing = sum(not one.versions for one in members)
    wrong = sum(bool(one.versions and one.versions[0].errors) for one in members)
    late = sum((one.late or 0) > 0 for one in members)
    parts = [say(f"应报 {len(members)}", f"{len(members)} due"), *(words for number, words in (
        (missing, say(f"缺报 {missing}", f"{missing} missing")), (wrong, say(f"有错误 {wrong}", f"{wrong} with errors")),
        (late, say(f"迟报 {late}", f"{late} late"))) if number)]
    return say(f"{above or '没有写上级单位的'}：", f"{above or 'nobody above'}: ") + say("，", ", ").join(parts)


def _unit_row(found: Overview, number: int, standing: Standing) -> str:
    first = standing.versions[0] if standing.versions else None
    late = "" if standing.late is None else say(f"迟 {standing.late} 天", f"{standing.late} days late") if standing.late > 0 else say("按时", "in time")
    cells = (status_said(standing.status), late, *((str(first.errors), str(first.warnings), f"{first.pending or ''}", f"{first.waived or ''}",
                                       str(len(standing.versions))) if first else ("",) * 5))
    name = escape(standing.unit.unit)
    inside = _inside(found, standing)
    opened = f"<details><summary>{name}</summary>{inside}</details>" if inside else name
    return f'<tr id="u{number}"><td>{opened}</td>' + "".join(f'<td class="number">{escape(cell)}</td>' for cell in cells) + "</tr>"


def _inside(found: Overview, standing: Standing) -> str:
    """The files of a unit, where they differ, and what is wrong in the one that counts."""
    if not standing.versions:
        return ""
    lines = [say(f"文件：{version.path}", f"file: {version.path}") for version in standing.versions] + list(standing.differences)
    lines += [f"{_LEVELS[one.severity]()}　{one.message} [{one.rule}]" for one in found.findings.get(standing.versions[0].submission, ())
              if one.severity != "info"]
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


_LEVELS = {"error": lambda: say("错误", "error"), "warning": lambda: say("核实", "to confirm"), "info": lambda: say("提示", "information")}


def totals(found: Overview) -> Iterator[str]:
    """Every figure that is not 0 in either year; opened, it shows the units it comes from, the largest first, and the cell."""
    words = say(
        f"本年合计包括有错误的单位，不包括报了两份不同报告的。上年只有一部分单位的报告：{found.last_units} 份；增减只比两年都有报告的单位。"
        "点开一行，看是哪些单位、哪一格。",
        f"Units with errors are included, those with two different reports are not. Last year has {found.last_units} reports; the change is of units that "
        "reported in both years. Open a line to see units and cells.")
    yield f"<p>{escape(words)}</p>"
    numbers = {found.said[standing.unit]: number for number, standing in enumerate(found.standings)}
    heads = (say("项目", "Item"), say("本年合计", "This year"), say("两年都报的：本年", "In both: this year"), say("上年", "Last year"), say("增减", "Change"))
    for table in found.form.tables:
        names = {cell.name for cell in table.cells}
        rows = [total for total in found.totals if total.cell in names and (total.total or total.last)]
        if rows:
            yield f'<table class="list totals"><caption>{escape(table.title)}</caption><thead><tr>' + "".join(
                f'<th scope="col">{escape(word)}</th>' for word in heads) + "</tr></thead><tbody>"
            yield from (_total_row(total, found.form, numbers) for total in rows)
            yield "</tbody></table>"


def _total_row(total: CellTotal, form: Form, numbers: Mapping[str, int]) -> str:
    unit = form.cells[total.cell].unit
    label = escape(f"{total.label}（{unit}）" if unit else total.label)
    opened = f"<details><summary>{label}</summary>{_parts(total, numbers)}</details>" if total.parts else label
    same, last, change = ("", "", "") if total.last is None else (written(total.same), written(total.last), f"{total.same - total.last:+f}")
    return f"<tr><td>{opened}</td>" + "".join(f'<td class="number">{cell}</td>' for cell in (written(total.total), same, last, change)) + "</tr>"


def _parts(total: CellTotal, numbers: Mapping[str, int]) -> str:
    """Unit by unit; the place is said once where most have the same, as workbooks of one template do."""
    usual = Counter(place for _, _, place in total.parts).most_common(1)[0][0]
    said = say(f"没有另外写明的，在 {usual}", f"in {usual}, unless said otherwise") if usual else ""
    lines = "".join(
        f'<li><a href="#u{numbers[name]}">{escape(name)}</a> {written(number)}{f" <i>{escape(place)}</i>" if place != usual else ""}</li>'
        for name, number, place in sorted(total.parts, key=lambda part: -part[1]))
    return f'<p class="soft">{escape(said)}</p><ol class="parts">{lines}</ol>'


def written(number: Decimal) -> str:
    """A figure as it stands in the report."""
    return format(number, "f")
