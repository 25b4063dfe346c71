"""A check as one page to read, print and hand on: counts, findings, and the official tables with the cells marked.

Nothing is loaded from anywhere and nothing runs: a strict content policy stands in the page itself.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from html import escape

from xlreport.check.findings import Batch, FileResult, Finding, Result
from xlreport.check.places import from_document
from xlreport.files import RESULT_PAGE
from xlreport.present.lines import Line, count_lines, lines_of
from xlreport.present.narrative import legend, number_spans
from xlreport.present.page_style import STYLE
from xlreport.present.page_tables import ERROR_CELL, INFO_CELL, SUM_CELL, WARNING_CELL, marks
from xlreport.present.plain_text import one_line
from xlreport.present.source_view import finding_spans, place_said, points, source_view
from xlreport.present.words import (
    FAIL,
    PASS,
    SHOWN_SEVERITIES,
    TO_CONFIRM,
    UNCONFIRMED,
    UNREADABLE,
    inferred_said,
    passed_over_said,
    places_said,
    problem_said,
    severity_said,
    severity_word,
    state,
    state_said,
    unit_said,
    waived_said,
    year_said,
)
from xlreport.rules.model import RuleSet
from xlreport.version import __version__
from xlreport.wording import say

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(batch: Batch, rules: Callable[[str], RuleSet]) -> str:
    """The whole batch as one HTML page."""
    title = _title(batch)
    parts = [
        "<!DOCTYPE html>", f'<html lang="{say("zh-CN", "en")}">', "<head>", '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">', RESULT_PAGE,
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_safe(title)}</title>", f"<style>\n{STYLE}\n</style>", "</head>", "<body>",
        f'<a class="skip" href="#findings">{say("直接看校验结果", "Skip to the findings")}</a>',
        "<header>", f"<h1>{say('校验结果', 'Findings')}</h1>", f'<p class="soft">{_safe(title)}</p>', *_counts(batch),
        "</header>", '<main id="findings">',
    ]
    if len(batch.files) != 1:
        parts += _file_list(batch)
    for number, file in enumerate(batch.files, 1):
        parts += _file(file, f"f{number}", rules, len(batch.files) == 1)
    parts += ["</main>", "<footer>", *_footer(batch), "</footer>", "</body>", "</html>", ""]
    return "\n".join(parts)


def _safe(text: str) -> str:
    """Text from anywhere as HTML: on one line, harmless, escaped also for an attribute."""
    return escape(one_line(text))


def _title(batch: Batch) -> str:
    if len(batch.files) == 1 and (result := batch.files[0].result) is not None:
        submission = result.submission
        return f"{unit_said(submission.unit)}  {year_said(submission.year)}  {submission.form.name}"
    number = len(batch.files)
    return say(f"{number} 个文件", f"{number} file{'' if number == 1 else 's'}")


def _counts(batch: Batch) -> Iterator[str]:
    """The figures at the head: states of the files where there are several, then findings by severity."""
    results = [file.result for file in batch.files if file.result]
    yield '<ul class="counts">'
    if len(batch.files) != 1:
        states = Counter(state(file) for file in batch.files)
        for code in (PASS, TO_CONFIRM, UNCONFIRMED, FAIL, UNREADABLE):
            if states[code] or code not in (TO_CONFIRM, UNCONFIRMED):
                yield _count(state_said(code), states[code], code, say("个文件", "file" if states[code] == 1 else "files"))
    lines = [count_lines(result) for result in results]
    for place, severity in enumerate(SHOWN_SEVERITIES):
        number = sum(count[place] for count in lines)
        yield _count(severity_word(severity), number, severity, say("条", ""))
    yield _count(say("无法判断", "cannot tell"), sum(result.cannot_tell for result in results), "soft", say("项", ""))
    if pending := sum(result.pending for result in results):
        yield _count(say("已说明、待认可", "explained, waiting"), pending, "soft", say("条", ""))
    yield "</ul>"


def _count(name: str, number: int, style: str, unit: str) -> str:
    colour = f' class="{style}"' if number else ""
    return f"<li>{name}<b{colour}>{number} <small>{unit}</small></b></li>"


def _file_list(batch: Batch) -> Iterator[str]:
    yield f"<h3>{say('各文件', 'Files')}</h3>"
    heads = [say("文件", "file"), say("单位", "unit"), say("年度", "year"), say("状态", "status"),
             *(severity_word(severity) for severity in SHOWN_SEVERITIES), say("无法判断", "cannot tell")]
    yield '<table class="files"><thead><tr>' + "".join(f'<th scope="col">{head}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    for number, file in enumerate(batch.files, 1):
        code = state(file)
        cells = [f'<td><a href="#f{number}">{_safe(file.path)}</a></td>']
        if result := file.result:
            cells += [f"<td>{_safe(unit_said(result.submission.unit))}</td>",
                      f'<td class="word">{result.submission.year or ""}</td>']
        else:
            cells += ["<td></td>", "<td></td>"]
        cells.append(f'<td class="word {code}">{state_said(code)}</td>')
        counts = list(map(str, count_lines(result))) if result else ["", "", ""]
        counts.append(str(result.cannot_tell) if result else "")
        cells += [f'<td class="count">{count}</td>' for count in counts]
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table>"


def _file(file: FileResult, anchor: str, rules: Callable[[str], RuleSet], whole: bool) -> Iterator[str]:
    """One file; whole: a document is shown from beginning to end, not only where something is marked."""
    code, result = state(file), file.result
    badge = f'<span class="state {code}">{state_said(code)}</span>'
    yield f'<section class="file" id="{anchor}">'
    if result is None:
        yield f"<h2>{_safe(file.path)} {badge}</h2><p>{_safe(problem_said(file))}</p></section>"
        return
    submission = result.submission
    yield f"<h2>{_safe(unit_said(submission.unit))}  {year_said(submission.year)} {badge}</h2>"
    yield f'<p class="path">{_safe(file.path)}　{_safe(submission.form.name)}</p>'
    if note := inferred_said(result):
        yield f'<p class="warning">{note}{say("。", ".")}</p>'
    lines = lines_of(result)
    ordered = [line.finding for line in lines]
    if ordered:
        yield from _finding_list(result, lines, anchor, rules(submission.form.id))
    else:
        yield f"<p>{say('没有发现问题。', 'Nothing was found.')}</p>"
    if ordered or result.numbers or (whole and from_document(submission)):
        yield from _source(result, ordered, {name for line in lines for name in line.blamed}, anchor, whole)
    yield "</section>"


def _finding_list(result: Result, lines: Sequence[Line], anchor: str, rules: RuleSet) -> Iterator[str]:
    yield f'<table class="list"><caption>{say("问题", "Findings")}</caption><thead><tr>'
    for head in (say("序号", "no."), say("级别", "severity"), say("位置", "place"), say("问题", "problem"),
                 say("规则", "rule")):
        yield f'<th scope="col">{head}</th>'
    yield "</tr></thead><tbody>"
    findings = [line.finding for line in lines]
    marked = {number for mark in marks(findings).values() for number in mark.homes}
    marked |= {number for number, finding in enumerate(findings, 1) if points(result.submission, finding)}
    for number, line in enumerate(lines, 1):
        finding = line.finding
        rule = rules.by_id.get(finding.rule)
        basis = f'<span class="basis">{_safe(rule.basis)}</span>' if rule and rule.basis and not line.under else ""
        under = "".join(f"<li>{_safe(one.message)} [{_safe(one.rule)}]</li>" for one in line.under)
        place = _safe(places_said(finding.cells) or place_said(result.submission, finding) or say("整份文件", "the whole file"))
        if number in marked:
            place = f'<a href="#{anchor}-at-{number}">{place}</a>'
        yield (
            f'<tr id="{anchor}-{number}"><td class="number">{number}</td>'
            f'<td class="level {finding.severity}">{severity_word(finding.severity)}</td>'
            f'<td class="place">{place}</td>'
            f"<td>{_safe(line.said)}{_safe(waived_said(finding))}{f'<ul>{under}</ul>' if under else ''}</td>"
            f'<td class="rule">{_safe(" ".join(line.rules))}{basis}</td></tr>'
        )
    yield "</tbody></table>"


def _source(result: Result, findings: list[Finding], blamed: Collection[str], anchor: str, whole: bool) -> Iterator[str]:
    """The tables and texts in which something is marked, or all of a document, and a line that names the other tables.

    blamed: the cells to be corrected, where it is clear which of a sum they are.
    """
    submission = result.submission
    marked = marks(findings, blamed)
    whole = whole and from_document(submission)
    view = list(source_view(submission, marked, number_spans(result, finding_spans(submission, findings, anchor)), anchor, whole))
    if view and whole:
        yield f"<h3>{say('原文，标出了问题所在', 'The report, with the places marked')}</h3>"
    yield from view
    quiet = [table.title for table in submission.form.tables
             if not whole and not any(cell.name in marked for cell in table.cells)]
    if view:
        if result.numbers:
            yield legend(result)
        yield from _legend()
    if quiet:
        names = _safe(say("；", "; ").join(quiet))
        yield f'<p class="soft">{say(f"没有问题的表：{names}", f"Tables without findings: {names}")}</p>'


def _legend() -> Iterator[str]:
    yield '<p class="legend">'
    for colour, said in (
        (ERROR_CELL, severity_said("error")),
        (SUM_CELL, say("与合计不平的各格", "cells of a sum that does not add up")),
        (WARNING_CELL, severity_said("warning")),
        (INFO_CELL, severity_said("info")),
    ):
        yield f'<span><span class="key {colour}"></span>{said}</span>'
    yield f"<span>{say('方括号里是问题的序号', 'figures in brackets are the numbers of the findings')}</span></p>"


def _footer(batch: Batch) -> Iterator[str]:
    yield f"xlreport {__version__}"
    results = [file.result for file in batch.files if file.result]
    versions = dict.fromkeys(f"{result.submission.form.id} {result.rules}" for result in results)
    if versions:
        yield f"　{say('规则版本', 'rules')} {_safe('、'.join(versions))}"
    if batch.passed_over or batch.others:
        yield f"　{passed_over_said(batch)}"
