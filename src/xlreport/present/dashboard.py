"""The overview of a year as one page: no script, no network; charts are SVG, everything else is tables that open with a key."""

from collections.abc import Iterator, Sequence
from html import escape

from xlreport.collection.across import traced_said
from xlreport.collection.overview import Overview, remarks
from xlreport.files import RESULT_PAGE
from xlreport.present import dashboard_charts, dashboard_units
from xlreport.present.page_style import STYLE
from xlreport.rules.model import RuleSet
from xlreport.wording import say

_OWN_STYLE = """
body { max-width: 82rem; }
h2 { margin-top: 2.2rem; scroll-margin-top: 1rem; }
nav { margin-top: 1rem; }
nav a { margin-right: 1.2rem; }
figure { margin: .6rem 0; }
figure svg { width: 100%; max-width: 60rem; height: auto; }
details > summary { cursor: pointer; padding: .15rem 0; }
summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.list td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.list td.short { white-space: nowrap; }
.list td.file { width: 28%; }
.list td.name { width: 19%; }
.units td:first-child { width: 52%; }
.totals td:first-child { width: 46%; }
.parts { columns: 20rem; margin: .3rem 0; padding-left: 2.6em; font-size: .85rem; }
.parts i { color: var(--soft); }
tr[id] { scroll-margin-top: 4rem; }
tr:target { outline: 3px solid var(--link); outline-offset: -3px; }
@media print {
  nav, details:not([open]) > *:not(summary) { display: none; }
  .parts { columns: 2; }
}
"""
MOST_SHOWN = 30  # rows of a list; the others are opened with a key


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
    late = sum(1 for standing in found.standings if (standing.late or 0) > 0)
    yield f"<h1>{escape(title)}</h1><p class=\"soft\">{escape(found.form.name)}</p>"
    yield '<ul class="counts">' + "".join(
        f"<li><b>{number}</b>{escape(words)}</li>" for words, number in (
            (say("应报", "due"), due), (say("实报", "in hand"), in_hand), (say("缺报", "missing"), due - in_hand), (say("迟报", "late"), late),
            (say("有错误", "with errors"), wrong), *_reasons_given(found), (say("对不上单位", "nobody's"), len(found.strangers)))) + "</ul>"
    for line in remarks(found):
        yield f'<p class="soft">{escape(line)}</p>'
    parts = [(title, text) for title, text in _sections(found, rules) if text]
    yield f'<nav aria-label="{escape(say("目录", "Contents"))}">' + "".join(f'<a href="#s{number}">{escape(title)}</a>' for number, (title, _) in
                                                                          enumerate(parts)) + "</nav>"
    for number, (title, text) in enumerate(parts):
        yield f'<h2 id="s{number}">{escape(title)}</h2>{text}'


def _sections(found: Overview, rules: RuleSet) -> Iterator[tuple[str, str]]:
    """Heading and content of each part; '' where there is nothing to show."""
    names = {"error": say("错误", "error"), "warning": say("核实", "to confirm"), "info": say("提示", "information")}
    yield say("报送进度", "Progress"), dashboard_charts.progress(found)
    yield say("先联系谁", "Whom to call"), _rows(
        (say("单位", "Unit"), say("联系人", "Contact"), say("为什么", "Why")), ("name", "name", ""),
        [(call.unit, call.contact, call.reason) for call in found.calls], say("没有要联系的单位。", "Nobody."))
    yield say("对不上单位的报告", "Reports of unknown units"), _rows(
        (say("文件", "File"), say("单位", "Unit"), say("为什么", "Why"), say("是不是", "Perhaps")), ("file", "name", "name", ""),
        [(one.path, one.unit, one.why, one.offered) for one in found.strangers], "")
    yield say("哪些规则常错", "Rules most often broken"), dashboard_charts.by_rule(found) + _rows(
        (say("规则", "Rule"), say("级别", "Level"), say("说的是", "Says"), say("条数", "Findings"), say("单位数", "Units")),
        ("short", "short", "", "number", "number"),
        [(one.rule, names[one.severity], rules.by_id[one.rule].says if one.rule in rules.by_id else "", str(one.findings), str(one.units))
         for one in found.rules], say("没有问题。", "None."))
    yield say("汇总核对", "Reports against those below"), _unfit(found)
    yield say("与同类单位比", "Against their peers"), _peers(found)
    yield say("各单位", "Units"), "".join(dashboard_units.units(found))
    yield say("合计与上年", "Totals and last year"), "".join(dashboard_units.totals(found))


def _unfit(found: Overview) -> str:
    """Reports that do not fit those of the units below, each with what it may come from."""
    rows = _rows((say("单位", "Unit"), say("规则", "Rule"), say("为什么", "Why")), ("name", "short", ""),
                 [(office.unit, one.rule, one.message) for office in found.across for one in office.findings], say("没有问题。", "None."))
    return rows + "".join(_folded(
        say(f"{office.unit}：各单位在这些格里的错误和说明 {len(office.traced)} 条", f"{office.unit}: {len(office.traced)} errors and reasons in these cells"),
        [traced_said(one) for one in office.traced]) for office in found.across if office.traced)


def _folded(head: str, lines: Sequence[str]) -> str:
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<details><summary>{escape(head)}</summary><ul>{listed}</ul></details>"


def _peers(found: Overview) -> str:
    """Whose figures moved unlike their peers', and how many could not be compared, with the reasons."""
    compared = found.compared
    words = escape(say(f"比了 {compared.tested} 个单位：今年与上年相比，变动和同类单位相差很大的列在下面，对合计影响大的在前。",
                       f"{compared.tested} units compared: figures that moved unlike their peers', those that weigh most in the total first."))
    rows = _rows((say("单位", "Unit"), say("规则", "Rule"), say("为什么", "Why")), ("name", "short", ""),
                 [(found.said[unusual.unit], one.rule, one.message) for unusual in compared.unusual for one in unusual.findings], say("没有。", "None."))
    untested = _folded(say(f"{len(compared.untested)} 个单位没有比", f"{len(compared.untested)} units were not compared"),
                       [f"{unit}：{why}" for unit, why in compared.untested]) if compared.untested else ""
    return f"<p>{words}</p>{rows}{untested}"


def _reasons_given(found: Overview) -> list[tuple[str, int]]:
    """Findings explained by the units, those that wait and those accepted; nothing where there are none."""
    first = [standing.versions[0] for standing in found.standings if standing.versions]
    counts = ((say("说明待认可", "reasons waiting"), sum(version.pending for version in first)),
              (say("说明已认可", "reasons accepted"), sum(version.waived for version in first)))
    return [(words, number) for words, number in counts if number]


def _rows(heads: tuple[str, ...], classes: tuple[str, ...], rows: Sequence[tuple[str, ...]], empty: str) -> str:
    """A table; what is beyond the first rows is opened with a key. classes: how each column is set."""
    if not rows:
        return f"<p>{escape(empty)}</p>" if empty else ""
    shown, folded = rows[:MOST_SHOWN], rows[MOST_SHOWN:]
    more = ""
    if folded:
        words = escape(say(f"其余 {len(folded)} 行", f"{len(folded)} more"))
        more = f"<details><summary>{words}</summary>{_table(heads, classes, folded)}</details>"
    return _table(heads, classes, shown) + more


def _table(heads: tuple[str, ...], classes: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in heads)
    marks = [f' class="{name}"' if name else "" for name in classes]
    body = "".join("<tr>" + "".join(f"<td{mark}>{escape(word)}</td>" for mark, word in zip(marks, row, strict=True)) + "</tr>" for row in rows)
    return f'<table class="list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
