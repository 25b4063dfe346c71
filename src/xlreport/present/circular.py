"""The 通报 in words: every sentence says what was counted, and what only a person knows is a blank 〔〕, marked yellow.

It is an official document, and in Chinese whatever language the program speaks.
"""

import re
from collections.abc import Iterator, Sequence

from xlreport.collection.circular import COMMONEST, MOST_NAMED, Circular, Quality
from xlreport.documents.layout import ADDRESSEE, BODY, SECTION, Paragraph, Report, title_lines
from xlreport.documents.official_docx import document_bytes
from xlreport.form.submission import Submission
from xlreport.prose.filling import Piece
from xlreport.prose.placeholders import Placeholder
from xlreport.rules.model import RuleSet

MOST_LISTED = 30
DAY = "〔　　月　　日〕"
_BLANK = re.compile(r"〔(?!\d{4}〕)[^〔〕]*〕")  # 〔2021〕 is part of a document's number


def render(found: Circular, rules: RuleSet) -> bytes:
    """The .docx, in the layout of an official document."""
    report = Report(title_lines((f"关于{found.year}年度", f"{found.form.title}报送情况的通报")), "〔文号〕", paragraphs(found, rules),
                    "〔发文机关〕", "〔　　　　年　　月　　日〕", "草稿：黄色的〔〕由人填写，填完后删去本行", ())
    return document_bytes(report, Submission(found.form, year=found.year))


def paragraphs(found: Circular, rules: RuleSet) -> tuple[Paragraph, ...]:
    """All that is said, in order."""
    whose = f"，范围是{found.parent}所属单位" if found.parent else ""
    day = f"{found.collected.year}年{found.collected.month}月{found.collected.day}日"
    made = [_paragraph("〔主送单位〕：", ADDRESSEE),
            _paragraph(f"现将{found.year}年度{found.form.title}（以下简称年报）报送情况通报如下。数字是截至{day}汇集、校验的结果{whose}。")]
    for number, (heading, sentences) in enumerate((("总体情况", _overall(found)), ("报送时间", _times(found)), ("主要问题", _faults(found, rules)),
                                                   ("报送较好的单位", _good(found)), ("下一步工作", _next(found)))):
        made.append(_paragraph(f"{'一二三四五'[number]}、{heading}", SECTION))
        made += [_paragraph(sentence) for sentence in sentences]
    return tuple(made)


def _paragraph(text: str, level: int = BODY) -> Paragraph:
    """With its blanks marked."""
    nothing = Placeholder(0, 0, "", None)
    return Paragraph(text, level, 0, tuple(Piece(blank.start(), blank.end(), blank[0], nothing, problem="待填") for blank in _BLANK.finditer(text)))


def _listed(names: Sequence[str]) -> str:
    """`2个单位：甲、乙`; of more than thirty, the first."""
    first = f"，名录上的前{MOST_LISTED}个是" if len(names) > MOST_LISTED else "："
    return f"{len(names)}个单位{first}{'、'.join(names[:MOST_LISTED])}"


def _overall(found: Circular) -> Iterator[str]:
    if found.due is None:
        yield f"已报{len(found.reported)}个单位。没有单位名录，应报、缺报没有统计。"
    else:
        noted = f"，另有{len(found.noted)}个单位名录上有收到日期或状态、汇集库里没有文件" if found.noted else ""
        yield f"应报单位{len(found.due)}个，已报{len(found.reported)}个，缺报{len(found.missing)}个{noted}。"
    yield f"已报的单位中，标为退回的{len(found.returned)}个、通过的{len(found.passed)}个、已公开的{len(found.published)}个。"
    wrong, doubtful, unsure, clean = _sorted(found.quality)
    unread = f"，没有读准、要人工核对的{len(unsure)}份" if unsure else ""
    yield (f"按每个单位计入的一份年报计，没有错误和待核实问题的{len(clean)}份，有错误的{len(wrong)}份，只有待核实问题的{len(doubtful)}份{unread}。"
           f"共有错误{sum(one.errors for one in found.quality)}处，待核实问题{sum(one.warnings for one in found.quality)}处。")
    if pending := sum(one.pending for one in found.quality):
        yield f"其中{pending}处单位已写明原因，尚待认可。"
    if found.strangers:
        yield f"另收到不在名录里或没有写明年度的年报{found.strangers}份，没有计入。"
    if found.unreadable:
        yield f"汇集库里另有{found.unreadable}个文件读不了，没有计入。"


def _sorted(quality: Sequence[Quality]) -> tuple[list[Quality], list[Quality], list[Quality], list[Quality]]:
    """With errors; with warnings only; with neither but not read for certain; without anything."""
    wrong = [one for one in quality if one.errors]
    doubtful = [one for one in quality if not one.errors and one.warnings]
    rest = [one for one in quality if not one.errors and not one.warnings]
    return wrong, doubtful, [one for one in rest if not one.sure], [one for one in rest if one.sure]


def _times(found: Circular) -> Iterator[str]:
    if found.dated:
        undated = len(found.reported) - found.dated
        if found.undated:
            yield (f"〔名录没有写收到日期的{found.undated}个单位，按第一次汇集的日期算是否迟报；先报来后汇集的，请在名录“收到日期”补上，"
                   f"再运行一次本命令。核对后删去本段〕")
        yield (f"名录写有报送期限的{found.dated}个已报单位中，按时报送的{found.dated - len(found.late)}个，迟报的{len(found.late)}个。"
               + (f"其余{undated}个已报单位没有写明期限，是否迟报没有统计。" if undated else ""))
    else:
        yield "已报单位都没有写明报送期限，是否迟报没有统计。"
    if found.missing:
        yield f"缺报的{_listed(found.missing)}。"
    if found.perhaps:
        files = "；".join(f"{unit}：{path}" for unit, path in found.perhaps)
        yield f"〔发出前先核对：下列缺报单位可能已报，报告上的名称或代码与名录对不上。{files}。核对后删去本段〕"
    if found.noted:
        yield f"名录上有收到日期或状态、汇集库里没有文件的{_listed(found.noted)}。"
    if found.late:
        yield f"迟报的（按天数排列）{_listed([f'{unit}（迟{days}天）' for unit, days in found.late])}。".replace("名录上的前", "迟得最久的前")


def _faults(found: Circular, rules: RuleSet) -> Iterator[str]:
    if found.faults:
        first = found.faults[:COMMONEST]
        yield f"校验出的问题涉及{len(found.faults)}项规则，" + (f"单位数、处数最多的{len(first)}项是：" if len(first) < len(found.faults) else "分别是：")
        for number, fault in enumerate(first, 1):
            rule = rules.by_id.get(fault.rule)
            says = f"不符合“{rule.says}”的（{fault.rule}）" if rule else f"规则{fault.rule}查出的"
            yield f"{number}.{says}，{fault.units}个单位、{fault.findings}处。"
    else:
        yield "已报的年报没有校验出错误和待核实的问题。"
    yield from _most(found.quality)
    for words, names in (("报来两份不同年报、要说明以哪一份为准", found.twice), ("几个文件的数字不一致", found.differing)):
        if names:
            yield f"{words}的{_listed(names)}。"
    if found.alike:
        pairs = [f"{first}有{share}与{second}相同" for first, second, share in found.alike]
        rest = f"等{len(pairs)}对" if len(pairs) > MOST_NAMED else ""
        yield f"除统一写法外，正文文字雷同的：{'；'.join(pairs[:MOST_NAMED])}{rest}。"


def _most(quality: Sequence[Quality]) -> Iterator[str]:
    """The units with most errors: as many as have at least so many, so that none of an equal number is left out."""
    counts = sorted({one.errors for one in quality if one.errors})
    if not counts:
        return
    at_least = next((count for count in counts if sum(one.errors >= count for one in quality) <= MOST_NAMED), 0)
    if not at_least:
        yield f"错误最多的单位各有{counts[-1]}处，有{sum(one.errors == counts[-1] for one in quality)}个单位。"
        return
    chosen = sorted((one for one in quality if one.errors >= at_least), key=lambda one: -one.errors)
    shown = "、".join(f"{one.unit}（错误{one.errors}处{f'、待核实{one.warnings}处' if one.warnings else ''}）" for one in chosen)
    what = "有错误" if at_least == counts[0] else f"错误较多（{at_least}处以上，含{at_least}处）"
    yield f"{what}的{len(chosen)}个单位：{shown}。"


def _good(found: Circular) -> Iterator[str]:
    in_time = "按期限报送、" if found.dated else ""
    criterion = f"{in_time}没有错误和待核实问题、没有标为退回、只报来一份（或几个文件一致）、正文没有雷同"
    yield f"同时做到{criterion}的{_listed(found.good)}。" if found.good else f"没有同时做到{criterion}的单位。"


def _next(found: Circular) -> Iterator[str]:
    wrong, doubtful, _, _ = _sorted(found.quality)
    steps = []
    if found.missing:
        steps.append(f"缺报的{len(found.missing)}个单位，请于{DAY}前报送。")
    if wrong:
        steps.append(f"有错误的{len(wrong)}个单位，请对照反馈意见改正，于{DAY}前重新报送。")
    if doubtful:
        steps.append(f"只有待核实问题的{len(doubtful)}个单位，请逐项核对，数字无误的在工作簿“说明”表写明原因，于{DAY}前报回。")
    steps.append("公开的时间和其他要求：〔　　　　　　〕。")
    for number, step in enumerate(steps, 1):
        yield f"{number}.{step}"
    yield "联系人：〔　　　　〕，电话：〔　　　　〕。"
