"""The 送审单 as a page that prints on at most two sheets of A4."""

from collections.abc import Iterator, Sequence
from html import escape

from xlreport.documents.review_sheet import Sheet, gap_said, number_said
from xlreport.files import RESULT_PAGE
from xlreport.present.plain_text import one_line
from xlreport.wording import say

_STYLE = """
body { max-width: 190mm; margin: 1rem auto; padding: 0 1rem; font: 13px/1.5 "FangSong", "Noto Serif CJK SC", "Noto Sans CJK SC", serif; color: #111; }
h1 { margin: 0; font-size: 22px; text-align: center; } h2 { margin: .7em 0 .2em; font-size: 14px; } p { margin: .15em 0; }
.head { text-align: center; } table { width: 100%; border-collapse: collapse; font-size: 11px; line-height: 1.3; table-layout: fixed; }
th, td { padding: 1px 4px; border: 1px solid #555; text-align: right; overflow-wrap: anywhere; } th { background: #f0f2f5; }
td.label, th.label { width: 26%; text-align: left; }
.sign { margin-top: 1em; } .sign th, .sign td { text-align: left; } .sign td { height: 11mm; vertical-align: top; }
@media print { @page { size: A4; margin: 12mm; } body { margin: 0; padding: 0; font-size: 9pt; } table { font-size: 7.5pt; } }
"""


def review_html(sheet: Sheet) -> str:
    """The page."""
    return "\n".join([
        "<!DOCTYPE html>", f'<html lang="{say("zh-CN", "en")}">', "<head>", '<meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">", RESULT_PAGE,
        f"<title>{_safe(sheet.title)}</title>", f"<style>{_STYLE}</style>", "</head>", "<body>",
        f"<h1>{_safe(sheet.title)}</h1>", f'<p class="head">{_safe(f"{sheet.unit}　　{sheet.year}　　{sheet.verdict}")}</p>',
        f"<h2>{say('一、主要数字（与上年对照）', '1. Main figures beside last year')}</h2>",
        *([] if sheet.last_given else [f"<p>{say('没有给出上年的报告，上年一栏空着。', 'The report of last year was not given.')}</p>"]),
        *_figures(sheet), f"<h2>{say('二、校验结果', '2. Findings')}</h2>",
        *_list([f"［{level}］{text}" for level, text in sheet.findings], sheet.more_findings),
        f"<h2>{say('三、已经说明的', '3. Reasons given')}</h2>",
        *_list([f"{rule}：{reason}" for rule, reason in sheet.reasons], sheet.more_reasons),
        f"<h2>{say('四、正文里没有自动核对的数', '4. Numbers in the narrative that were not checked')}</h2>",
        *(_list(list(sheet.unchecked), sheet.more_unchecked) if not sheet.unchecked_note else [f"<p>{_safe(sheet.unchecked_note)}</p>"]),
        '<table class="sign"><tr>', *(f"<th>{_safe(label)}</th>" for label, _ in sheet.signers), "</tr><tr>",
        *(f"<td>{_safe(name)}</td>" for _, name in sheet.signers), "</tr></table>", "</body>", "</html>", ""])


def _safe(text: str) -> str:
    return escape(one_line(text))


def _list(lines: Sequence[str], more: int) -> Iterator[str]:
    for line in lines:
        yield f"<p>{_safe(line)}</p>"
    if more:
        yield f"<p>{say(f'另有 {more} 条，见校验结果。', f'{more} more: see the findings.')}</p>"
    elif not lines:
        yield f"<p>{say('没有。', 'None.')}</p>"


def _figures(sheet: Sheet) -> Iterator[str]:
    heads = (say("项目", "item"), say("本年", "this"), say("上年", "last"), say("增减", "change"))
    head = "".join(f'<th{" class=label" if place == 0 else ""}>{text}</th>' for place, text in enumerate(heads)) * 2
    yield f"<table><tr>{head}</tr>"
    lines = [line for block in sheet.blocks for line in block.lines]
    half = (len(lines) + 1) // 2
    for place in range(half):
        cells = ""
        for line in (lines[place], *lines[half + place:half + place + 1]):
            cells += f'<td class="label">{_safe(line.label)}</td>' + "".join(
                f"<td>{text}</td>" for text in (number_said(line.this), number_said(line.last), gap_said(line.this, line.last)))
        yield f"<tr>{cells}</tr>"
    yield "</table>"
