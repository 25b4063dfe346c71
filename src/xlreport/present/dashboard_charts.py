"""The charts of the overview page, drawn by pygal as plain SVG: no script, and everything in them stands in a table or line beside them too."""

import sys
from html import escape
from typing import Any

from xlreport.collection.overview import Overview
from xlreport.collection.standing import status_said
from xlreport.wording import say

STATUS_COLOURS = {"未报": "#b3161c", "已报": "#1f5a96", "退回": "#8a5a00", "通过": "#1a7f37", "已公开": "#0b6b57"}
LEVEL_COLOURS = {"error": "#b3161c", "warning": "#8a5a00", "info": "#1f5a96"}
MOST_RULES = 15
_LOOK = {"js": [], "print_values": True, "width": 900, "show_x_guides": False, "show_y_guides": False, "legend_at_bottom": True,
         "no_data_text": "", "margin_top": 4, "margin_bottom": 4}


def progress(found: Overview) -> str:
    """How many units stand where."""
    pygal = _charts()
    colours = tuple(STATUS_COLOURS.get(status, "#59636e") for status, _ in found.statuses)
    chart = pygal.HorizontalStackedBar(**_LOOK, height=130, style=_style(colours))
    chart.x_labels = [say("单位数", "units")]
    chart.y_labels = _whole(sum(number for _, number in found.statuses))
    for status, number in found.statuses:
        chart.add(f"{status_said(status)} {number}", [number])
    return _figure(chart, say("、", ", ").join(f"{status_said(status)} {number}" for status, number in found.statuses))


def by_rule(found: Overview) -> str:
    """The rules most often broken, by how grave they are; nothing where none was."""
    pygal = _charts()
    shown = found.rules[:MOST_RULES]
    if not shown:
        return ""
    backwards = list(reversed(shown))
    chart = pygal.HorizontalBar(**(_LOOK | {"show_legend": False, "print_values": False}), height=40 + 26 * len(shown), style=_style(("#1f5a96",)))
    chart.x_labels = [f"{one.rule}　{one.findings}" for one in backwards]
    chart.y_labels = _whole(max(one.findings for one in shown))
    chart.add("", [{"value": one.findings, "color": LEVEL_COLOURS[one.severity]} for one in backwards])
    return _figure(chart, "、".join(f"{one.rule} {one.findings}" for one in shown))


def _whole(most: int) -> list[int] | None:
    """The marks of an axis where pygal would halve units: whole numbers; None where its own are whole."""
    return list(range(most + 1)) if most <= 10 else None


def _figure(chart: Any, words: str) -> str:
    return f'<figure role="img" aria-label="{escape(words)}">{_drawing(chart)}</figure>'


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


def _style(colours: tuple[str, ...]) -> object:
    from pygal.style import Style

    return Style(background="#ffffff", plot_background="#ffffff", colors=colours, font_family="sans-serif", label_font_size=14, opacity="1",
                 value_font_size=14, legend_font_size=14, value_colors=("#ffffff",) * len(colours), major_label_font_size=14, guide_stroke_color="none",
                 major_guide_stroke_color="none")
