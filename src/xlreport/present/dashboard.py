"""The overview of a year as one page: no script, no network; charts are SVG, everything else is tables that open with a key."""

import re
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from xlreport.collection.across import traced_said
from xlreport.collection.overview import CellTotal, Overview
from xlreport.files import RESULT_PAGE
from xlreport.present.page_style import STYLE
from xlreport.rules.model import RuleSet
from xlreport.wording import say

_OWN_STYLE = """
body { max-width: 78rem; }
h2 { margin-top: 2rem; }
figure { margin: 1rem 0; }
figure svg { width: 100%; max-width: 46rem; height: auto; }
details > summary { cursor: pointer; }
details > summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.parts { columns: 3; margin: .3rem 0; padding-left: 1.2em; font-size: .85rem; }
@media print { .parts { columns: 2; } details:not([open]) > *:not(summary) { display: none; } }
"""
_SERIES = {"未报": "#b3161c", "已报": "#1f5a96", "退回": "#8a5a00", "通过": "#1a7f37", "已公开": "#0b6b57"}
MOST_RULES = 15
_CODE, _AS_CODE = re.compile(r"[A-Z]\d{3}"), ' class="number"'  # a rule's id is not broken over two lines


def render(found: Overview, rules: RuleSet) -> str:
    """The page, at most a few megabytes for 800 units. Everything that came from a file is escaped."""
    title = say(f"{found.year}年度年报汇集情况", f"Reports collected for {found.year}")
    body = "\n".join(_body(found, rules, title))
    return (f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">{RESULT_PAGE}'
            f'<title>{escape(title)}</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}{_OWN_STYLE}</style></head>'
            f"<body><main>\n{body}\n</main></body></html>\n")


def _body(found: Overview, rules: RuleSet, title: str) -> Iterator[str]:
    due, in_hand = len(found.standings), sum(1 for standing in found.standings if standing.versions)
    wrong = sum(1 for standing in found.standings if standing.versions and standing.versions[0].errors)
    yield f"<h1>{escape(title)}</h1><p class=\"soft\">{escape(found.form.name)}</p>"
    yield '<ul class="counts">' + "".join(
        f"<li><b>{number}</b>{escape(words)}</li>" for words, number in (
            (say("应报", "due"), due), (say("实报", "in hand"), in_hand), (say("缺报", "missing"), due - in_hand),
            (say("有错误", "with errors"), wrong), *_reasons_given(found), (say("对不上单位", "nobody's"), len(found.strangers)))) + "</ul>"
    yield f"<h2>{say('报送进度', 'Progress')}</h2><figure>{_progress(found)}</figure>"
    yield f"<h2>{say('先联系谁', 'Whom to call')}</h2>"
    yield _rows((say("单位", "Unit"), say("联系人", "Contact"), say("为什么", "Why")),
                [(call.unit, call.contact, call.reason) for call in found.calls], say("没有要联系的单位。", "Nobody."))
    if found.strangers:
        yield f"<h2>{say('对不上单位的报告', 'Reports of unknown units')}</h2>"
        yield _rows((say("文件", "File"), say("单位", "Unit"), say("为什么", "Why"), say("是不是", "Perhaps")),
                    [(one.path, one.unit, one.why, one.offered) for one in found.strangers], "")
    yield f"<h2>{say('哪些规则常错', 'Rules most often broken')}</h2><figure>{_by_rule(found)}</figure>"
    yield _rows((say("规则", "Rule"), say("说的是", "Says"), say("条数", "Findings"), say("份数", "Reports")),
                [(one.rule, rules.by_id[one.rule].says if one.rule in rules.by_id else "", str(one.findings), str(one.units))
                 for one in found.rules], say("没有问题。", "None."))
    yield from _unfit(found)
    yield from _peers(found)
    yield f"<h2>{say('各单位', 'Units')}</h2>" + _units(found)
    yield f"<h2>{say('合计与上年', 'Totals and last year')}</h2>" + "".join(_totals(found))


def _unfit(found: Overview) -> Iterator[str]:
    """Reports that do not fit those of the units below, each with what it may come from."""
    yield f"<h2>{say('汇总核对', 'Reports against those below')}</h2>"
    yield _rows((say("单位", "Unit"), say("规则", "Rule"), say("为什么", "Why")),
                [(office.unit, one.rule, one.message) for office in found.across for one in office.findings], say("没有问题。", "None."))
    for office in found.across:
        if office.traced:
            listed = "".join(f"<li>{escape(traced_said(one))}</li>" for one in office.traced)
            head = say(f"{office.unit}：各单位在这些格里的错误和说明 {len(office.traced)} 条",
                       f"{office.unit}: {len(office.traced)} errors and reasons in these cells")
            yield f"<details><summary>{escape(head)}</summary><ul>{listed}</ul></details>"


def _peers(found: Overview) -> Iterator[str]:
    """Whose figures moved unlike their peers', and how many could not be compared, with the reasons."""
    compared = found.compared
    yield f"<h2>{say('与同类单位比', 'Against their peers')}</h2>"
    yield "<p>" + escape(say(f"比了 {compared.tested} 个单位：今年与上年相比，变动和同类单位相差很大的列在下面，对合计影响大的在前。",
                             f"{compared.tested} units compared: figures that moved unlike their peers', those that weigh most in the total first.")) + "</p>"
    yield _rows((say("单位", "Unit"), say("规则", "Rule"), say("为什么", "Why")),
                [(unusual.unit.unit, one.rule, one.message) for unusual in compared.unusual for one in unusual.findings], say("没有。", "None."))
    if compared.untested:
        listed = "".join(f"<li>{escape(unit)}：{escape(why)}</li>" for unit, why in compared.untested)
        head = say(f"{len(compared.untested)} 个单位没有比", f"{len(compared.untested)} units were not compared")
        yield f'<details><summary>{escape(head)}</summary><ul>{listed}</ul></details>'


def _reasons_given(found: Overview) -> list[tuple[str, int]]:
    """Findings explained by the units, those that wait and those accepted; nothing where there are none."""
    first = [standing.versions[0] for standing in found.standings if standing.versions]
    counts = ((say("说明待认可", "reasons waiting"), sum(version.pending for version in first)),
              (say("说明已认可", "reasons accepted"), sum(version.waived for version in first)))
    return [(words, number) for words, number in counts if number]


def _rows(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], empty: str) -> str:
    if not rows:
        return f"<p>{escape(empty)}</p>"
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in heads)
    body = "".join("<tr>" + "".join(f"<td{_AS_CODE if _CODE.fullmatch(word) else ''}>{escape(word)}</td>" for word in row) + "</tr>" for row in rows)
    return f'<table class="list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _progress(found: Overview) -> str:
    pygal = _charts()
    chart = pygal.HorizontalStackedBar(**_LOOK, height=170, style=_style(tuple(_SERIES.get(status, "#59636e") for status, _ in found.statuses)))
    chart.x_labels = [say("单位数", "units")]
    for status, number in found.statuses:
        chart.add(status, [number])
    return _drawing(chart)


def _by_rule(found: Overview) -> str:
    pygal = _charts()
    shown = found.rules[:MOST_RULES]
    if not shown:
        return ""
    chart = pygal.HorizontalBar(**(_LOOK | {"show_legend": False}), height=80 + 28 * len(shown), style=_style(("#1f5a96",)))
    chart.x_labels = [one.rule for one in reversed(shown)]
    chart.add(say("条数", "findings"), [one.findings for one in reversed(shown)])
    return _drawing(chart)


def _charts() -> Any:
    """pygal, without the finder for plug-ins of old that it puts into Python's import path: every later import would warn of it."""
    import pygal

    sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]
    return pygal


def _drawing(chart: Any) -> str:
    """A chart as SVG without the script and the comments that the library adds."""
    from lxml import etree

    root = chart.render_tree()
    etree.strip_elements(root, "{*}script", etree.Comment, with_tail=False)
    return str(etree.tostring(root, encoding="unicode"))


_LOOK = {"js": [], "print_values": True, "width": 760, "show_y_guides": False, "legend_at_bottom": True, "no_data_text": ""}


def _style(colours: tuple[str, ...]) -> object:
    from pygal.style import Style

    return Style(background="#ffffff", plot_background="#ffffff", colors=colours, font_family="sans-serif", label_font_size=13,
                 value_font_size=13, legend_font_size=13, value_colors=("#ffffff",) * len(colours))


def _units(found: Overview) -> str:
    rows = []
    for standing in found.standings:
        first = standing.versions[0] if standing.versions else None
        late = "" if standing.late is None else say(f"迟 {standing.late} 天", f"{standing.late} days late") if standing.late > 0 else say("按时", "in time")
        rows.append((standing.unit.unit, standing.status, late, str(first.errors) if first else "", str(first.warnings) if first else "",
                     f"{first.pending or ''}" if first else "", f"{first.waived or ''}" if first else "",
                     str(len(standing.versions) or ""), "；".join(standing.differences[:3])))
    return _rows((say("单位", "Unit"), say("状态", "Status"), say("时间", "Time"), say("错误", "Errors"), say("核实", "Warnings"),
                  say("待认可", "Waiting"), say("已认可", "Accepted"), say("文件", "Files"), say("版本不一致", "Versions differ")), rows, "")


def _totals(found: Overview) -> Iterator[str]:
    """Every figure that is not 0 in either year; opened, it shows the units it comes from, the largest first."""
    words = say(f"上年可比的报告 {found.last_units} 份。合计包括有错误的单位，不包括报了两份不同报告的。点开一行，看各单位的数。",
                f"{found.last_units} reports of last year. Units with errors are included. Open a line to see units.")
    yield f"<p>{escape(words)}</p>"
    for table in found.form.tables:
        names = {cell.name for cell in table.cells}
        rows = [total for total in found.totals if total.cell in names and (total.total or total.last)]
        if not rows:
            continue
        heads = (say("项目", "Item"), say("本年合计", "This year"), say("上年合计", "Last year"), say("增减", "Change"))
        yield f'<table class="list"><caption>{escape(table.title)}</caption><thead><tr>' + "".join(
            f'<th scope="col">{escape(word)}</th>' for word in heads) + "</tr></thead><tbody>"
        yield from (_total_row(total) for total in rows)
        yield "</tbody></table>"


def _total_row(total: CellTotal) -> str:
    parts = "".join(f"<li>{escape(unit)} {_figure(number)}</li>" for unit, number in sorted(total.parts, key=lambda part: -part[1]))
    opened = f'<details><summary>{escape(total.label)}</summary><ol class="parts">{parts}</ol></details>' if parts else escape(total.label)
    change = "" if total.last is None else f"{total.total - total.last:+f}"
    return (f'<tr><td>{opened}</td><td class="number">{_figure(total.total)}</td>'
            f'<td class="number">{"" if total.last is None else _figure(total.last)}</td><td class="number">{change}</td></tr>')


def _figure(number: Decimal) -> str:
    return format(number, "f")
