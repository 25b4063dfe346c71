"""Two years, or two versions, of one report side by side on one page that prints well: every figure, every sentence."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from typing import NamedTuple

from xlreport.check.findings import BROKEN, Finding, Result
from xlreport.check.places import shown
from xlreport.files import RESULT_PAGE
from xlreport.form.model import Cell
from xlreport.form.submission import Submission
from xlreport.form.values import EMPTY, written
from xlreport.present.comparison_texts import texts_html
from xlreport.present.page_style import STYLE
from xlreport.present.page_tables import grid_html
from xlreport.present.plain_text import one_line, shortened
from xlreport.present.words import severity_word, unit_said, year_said
from xlreport.rules.model import LAST, THIS
from xlreport.rules.sums import Amounts
from xlreport.version import __version__
from xlreport.wording import say

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
.form b { display: block; font-size: 1.05em; }
.form .was, .form .by { display: block; font-size: .84em; line-height: 1.25; white-space: nowrap; }
.form .was { color: var(--soft); }
.form .up { color: #9a3412; } .form .down { color: #1f5a96; }
.form .nil { color: #9aa3ad; }
.form td.error-cell b, .form td.warning-cell b { text-decoration: underline; }
.sides { table-layout: fixed; font-size: .86rem; line-height: 1.65; }
.sides td { width: 50%; }
.sides td.same { color: var(--soft); }
.sides del { color: var(--error); text-decoration: line-through; background: #ffeff0; }
.sides ins { color: #14532d; text-decoration: underline; background: #e8f6ec; }
.sides .tag { margin-right: .4em; padding: 0 .35em; border: 1px solid currentColor; border-radius: 3px; font-size: .78em; white-space: nowrap; }
@media print { @page { size: A4; margin: 14mm 12mm; } .form { font-size: 7.2pt; } .form th, .form td { padding: 1px 2px; } .sides { font-size: 8.6pt; }
  .sides tr { break-inside: avoid; } h3 { break-after: avoid; } }
"""


class Pair(NamedTuple):
    """One figure of both reports: numbers where they are known, and what stands there. comparable: last year had this cell."""

    this: Decimal | None
    last: Decimal | None
    this_said: str
    last_said: str
    comparable: bool

    @property
    def gap(self) -> Decimal | None:
        """This minus last; None where one is not known."""
        return None if self.this is None or self.last is None else self.this - self.last

    @property
    def growth(self) -> str:
        """`+75.0%`, `-20.0%`; '' where there is none, or from nothing."""
        gap = self.gap
        if not gap or not self.last:
            return ""
        share = (100 * gap / abs(self.last)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{'+' if share > 0 else ''}{share}%"


def render(this: Submission, last: Submission, result: Result, known: Amounts) -> str:
    """The page. result: `this` checked with `last` beside it; known: its figures and last year's (rules.sums.amounts)."""
    pairs = {name: _pair(name, result.submission, last, known) for name in this.form.cells}
    versions = this.year is not None and this.year == last.year
    carried = [] if versions else [finding for finding in result.findings if finding.family == "years" and finding.verdict == BROKEN]
    title = say("两个版本对照" if versions else "与上年对照", "Two versions" if versions else "Compared with last year")
    parts = [
        "<!DOCTYPE html>", f'<html lang="{say("zh-CN", "en")}">', "<head>", '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">', RESULT_PAGE,
        f"<title>{_safe(unit_said(this.unit))} {title}</title>", f"<style>\n{STYLE}\n{_STYLE}\n</style>", "</head>", "<body>",
        f"<h1>{title}</h1>", f'<p class="soft">{_safe(unit_said(this.unit))}　{_safe(this.form.name)}</p>',
        *_sources(this, last), *_summary(pairs), *_carried(carried),
        '<p class="soft">' + say("每格：上为本份，下为对照的一份和增减；只有一行的两份相同。",
                                 "Each cell: this report above, the other and the difference below; one line means the same.") + "</p>",
    ]
    colours = {cell.cell: finding.severity for finding in reversed(carried) for cell in finding.cells}
    for table in this.form.tables:
        if any(pairs[cell.name].comparable for cell in table.cells):
            parts.append(grid_html(table, lambda cell, spans: _figure(cell, spans, pairs[cell.name], colours.get(cell.name, ""))))
        else:
            parts.append(f'<p class="soft">{_safe(table.title)}{say("：两份的表式不同，不对照。", ": the two forms differ here, not compared.")}</p>')
    parts += texts_html(this, last)
    parts += ["<footer>", f"xlreport {__version__}", "</footer>", "</body>", "</html>", ""]
    return "\n".join(parts)


def _safe(text: str) -> str:
    return escape(one_line(text))


def _pair(name: str, this: Submission, last: Submission, known: Amounts) -> Pair:
    mine, theirs = known[THIS].get(name), known[LAST].get(name)
    comparable = name in this.last_year
    return Pair(mine if isinstance(mine, Decimal) else None, theirs if isinstance(theirs, Decimal) else None,
                shown(this.value(name)), shown(last.cells.get(name, EMPTY)) if comparable else "", comparable)


def _sources(this: Submission, last: Submission) -> Iterator[str]:
    for label, one in ((say("本份", "this"), this), (say("对照", "other"), last)):
        yield f'<p class="path">{label}：{year_said(one.year)}　{_safe(one.source)}　{_safe(one.form.name)}</p>'
    if this.unit and last.unit and this.unit != last.unit:
        yield f'<p class="warning">{say("两份的单位名称不同", "The units differ")}：{_safe(this.unit)}　{_safe(last.unit)}</p>'


def _summary(pairs: dict[str, Pair]) -> Iterator[str]:
    compared = [pair for pair in pairs.values() if pair.gap is not None]
    yield '<ul class="counts">'
    for label, number in (
        (say("相同", "same"), sum(pair.gap == 0 for pair in compared)), (say("增加", "more"), sum((pair.gap or 0) > 0 for pair in compared)),
        (say("减少", "less"), sum((pair.gap or 0) < 0 for pair in compared)),
        (say("不能比", "not comparable"), len(pairs) - len(compared)),
    ):
        yield f"<li>{label}<b>{number} <small>{say('格', 'cells')}</small></b></li>"
    yield "</ul>"


def _carried(findings: list[Finding]) -> Iterator[str]:
    yield f"<h3>{say('与上年对不上的', 'What does not follow from last year')}</h3>"
    if not findings:
        yield f"<p>{say('没有。', 'Nothing.')}</p>"
        return
    yield "<ol>"
    for finding in findings:
        yield f'<li><span class="{finding.severity}">{severity_word(finding.severity)}</span>　{_safe(finding.message)} [{finding.rule}]</li>'
    yield "</ol>"


def _figure(cell: Cell, spans: str, pair: Pair, severity: str) -> str:
    """One figure: this report's, and under it the other's with difference and growth where they differ."""
    colour = f' class="{severity}-cell"' if severity else ""
    said = escape(shortened(pair.this_said, 24)) or say("空", "blank")
    if not pair.comparable:
        return f"<td{spans}{colour}>{said}</td>"
    if pair.gap == 0 or (pair.gap is None and pair.this_said == pair.last_said):
        nil = ' class="nil"' if not pair.this else ""
        return f"<td{spans}{colour}><span{nil}>{said}</span></td>"
    was = escape(shortened(pair.last_said, 24)) or say("空", "blank")
    by = ""
    if pair.gap is not None:
        sign = "+" if pair.gap > 0 else ""
        growth = f"<br>{pair.growth}" if pair.growth else ""
        by = f'<span class="by {"up" if pair.gap > 0 else "down"}">{sign}{written(pair.gap)}{growth}</span>'
    return f'<td{spans}{colour}><b>{said}</b><span class="was">{was}</span>{by}</td>'
