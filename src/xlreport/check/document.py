"""What the file itself must be: year, unit, code, and whatever the reader noticed about the workbook (W family)."""

import re
from collections.abc import Iterator

from xlreport.check.cell_words import FEW
from xlreport.check.findings import BROKEN, CANNOT_TELL, HOLDS, NOT_APPLICABLE, Finding, finding
from xlreport.check.places import cell_at, from_document, span, where
from xlreport.form.model import Form, Table
from xlreport.form.submission import Departure, Submission
from xlreport.form.values import BLANK
from xlreport.rules.model import DOCUMENT_TESTS, Rule, RuleSet
from xlreport.wording import say

_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def check_character(code: str) -> str:
    """The 18th character of a 统一社会信用代码 by GB 32100-2015, or '' when the first 17 are not such a code."""
    body = code[:17].upper()
    if len(body) < 17 or any(character not in _CODE_CHARACTERS for character in body):
        return ""
    total = sum(_CODE_CHARACTERS.index(character) * weight for character, weight in zip(body, _CODE_WEIGHTS, strict=True))
    return _CODE_CHARACTERS[-total % 31]


def judge_document(test: str, submission: Submission, unread: bool) -> tuple[str, str]:
    """Verdict of a document test and, where it does not hold, the sentence for a person ('' where the reader has it).

    unread: whether some figures could not be read, so that what is said of the figures cannot be told.
    """
    noticed = [departure for departure in submission.departures if departure.test == test]
    if noticed:
        return (CANNOT_TELL if all(departure.unclear for departure in noticed) else BROKEN), ""
    form, year = submission.form, submission.year
    lost = any(departure.test == "cover_lost" for departure in submission.departures)
    if lost and test in ("year_stated", "year_served", "unit_stated"):
        return CANNOT_TELL, ""
    if test == "year_stated":
        return (HOLDS, "") if year is not None else (BROKEN, _no_year(submission))
    if test == "year_served":
        if year is None:
            return CANNOT_TELL, ""
        return (HOLDS, "") if form.serves(year) else (BROKEN, _year_message(form, year))
    if test == "unit_stated":
        return _unit_stated(submission)
    if test == "unit_code":
        return _unit_code(submission.unit_code.strip())
    if test == "blank_is_zero":
        return (BROKEN, _blanks_message(submission)) if submission.blank_is_zero else (HOLDS, "")
    if test == "table_blank" and submission.blank_is_zero and not unread:
        empty = [table.sheet for table in submission.form.tables if _blanks(submission, table) == _typed(submission, table)]
        return (BROKEN, say(f"{'、'.join(empty)}：整张表都空着，按 0 计了。请确认确实都是 0，不是漏填。",
                            f"{', '.join(empty)}: blank as a whole and counted as 0. Confirm that nothing was left out."
                            )) if empty else (HOLDS, "")
    return (CANNOT_TELL, "") if unread else (HOLDS, "")


def _typed(submission: Submission, table: Table) -> int:
    """How many cells of a table are not computed."""
    return sum(1 for cell in table.cells if not submission.value(cell.name).formula)


def _blanks(submission: Submission, table: Table) -> int:
    values = (submission.value(cell.name) for cell in table.cells)
    return sum(1 for value in values if value.kind == BLANK and not value.formula)


def _blanks_message(submission: Submission) -> str:
    counts = [(table.sheet, _blanks(submission, table)) for table in submission.form.tables]
    shown = [(sheet, count) for sheet, count in counts if count]
    return say(
        "封面选了“空白格一律按 0 计：是”，" + ("、".join(f"{sheet} {count} 格" for sheet, count in shown) + "按 0 计算。"
                                     if shown else "但没有空白格。"),
        "Blank cells count as 0, as chosen on the cover: " + (", ".join(f"{sheet} {count}" for sheet, count in shown) or "none") + ".",
    )


def _no_year(submission: Submission) -> str:
    if from_document(submission):
        return say("没有看出是哪一年度的报告：标题、统计期限、文件名里都没有年份，或不止一个。请在标题里写明年度。",
                   "Neither title, period nor file name tells the report year. State it in the title.")
    return say("封面没有填报告年度。请填四位年份，例如 2023。", "The cover does not state the report year. Type it, such as 2023.")


def _unit_stated(submission: Submission) -> tuple[str, str]:
    unit = submission.unit
    if not unit and from_document(submission):
        return BROKEN, say("没有看出是哪个单位的报告。请在标题里写明单位名称。", "The report does not say whose it is. State the unit in the title.")
    if not unit:
        return BROKEN, say("封面没有填单位名称。请填全称。", "The cover does not state the unit. Type its full name.")
    if re.search(r"[×✕*＊○〇_]{2,}|[Xx]{2,}|某", unit):
        return CANNOT_TELL, say(f"单位名称“{unit}”像是样表里没有改的字。请填全称。",
                                f"The unit “{unit}” looks like an unfilled sample. Type its full name.")
    return HOLDS, ""


def _year_message(form: Form, year: int) -> str:
    first, last = form.years
    served = say(f"{first}年度起" if last is None else f"{first}至{last}年度",
                 f"{first} onwards" if last is None else f"{first} to {last}")
    return say(
        f"报告年度是 {year}，这张表式用于{served}（{form.basis}）。请核对年度；年度无误的，请改用当年的表式（xlreport forms 可查看）。",
        f"The report year is {year}; this form is for {served}. Check the year, or use the form of that year.",
    )


def _unit_code(code: str) -> tuple[str, str]:
    if not code:
        return NOT_APPLICABLE, ""
    if re.fullmatch(r"[0-9A-Z]{8}-?[0-9X]", code.upper()):
        return CANNOT_TELL, say(f"“{code}”是旧的组织机构代码（9 位），不能核对。请改填 18 位统一社会信用代码。",
                                f"{code} is an old 9-character organisation code. Type the 18-character unit code.")
    expected = check_character(code)
    if len(code) == 18 and expected and code[-1].upper() == expected:
        return HOLDS, ""
    return BROKEN, say(
        f"统一社会信用代码“{code}”不对（应是 18 位，最后一位是校验位）。请对照证书核对。",
        f"The unit code {code} is wrong (18 characters, the last one a check character). Compare it with the certificate.",
    )


def check_document(submission: Submission, rules: RuleSet) -> list[Finding]:
    """Findings about the file: of the tests above, and one for each departure that the reader noticed."""
    findings: list[Finding] = []
    unread = bool(submission.unread())
    for test in DOCUMENT_TESTS:
        rule = rules.by_test.get(test)
        if rule is None:
            continue
        verdict, message = judge_document(test, submission, unread)
        if message:
            findings.append(finding(submission, rule, rule.id, message, verdict=verdict, detail=message))
        noticed = [departure for departure in submission.departures if departure.test == test]
        findings += _shown_findings(submission, rule, noticed) if test == "number_shown" else [
            finding(submission, rule, f"{rule.id}[{departure.cell}]" if departure.cell else rule.id,
                    _departure_message(submission, departure),
                    [cell_at(submission, departure.cell)] if departure.cell else [],
                    verdict=CANNOT_TELL if departure.unclear else BROKEN, detail=departure.detail)
            for departure in noticed
        ]
    return findings


def _shown_findings(submission: Submission, rule: Rule, noticed: list[Departure]) -> Iterator[Finding]:
    """A finding for each number that its format shows otherwise; of many on a sheet, one for all: a format is set for a whole block."""
    names = {place: name for name, place in submission.places.items()}
    by_sheet: dict[str, list[Departure]] = {}
    for departure in noticed:
        by_sheet.setdefault(departure.place.sheet if departure.place else "", []).append(departure)
    for sheet, own in by_sheet.items():
        folded = len(own) > FEW
        for some in [own] if folded else [[one] for one in own]:
            found = [names[one.place] for one in some if one.place in names]
            cells = [cell_at(submission, name) for name in found]
            message = say(f"{sheet}：有 {len(some)} 格显示的数和存的数不同（{span(cells, sheet)}）。例如 {cells[0].address}：{own[0].detail}",
                          f"{sheet}: {len(some)} cells show another number than they hold ({span(cells, sheet)}). For one, {cells[0].address} {own[0].detail}"
                          ) if folded and cells else _departure_message(submission, some[0]._replace(cell=found[0] if found else ""))
            instance = f"{rule.id}[{found[0]}]" if found and not folded else f"{rule.id}[{sheet}]"
            yield finding(submission, rule, instance, message, cells, detail=" ".join(found))


def _departure_message(submission: Submission, departure: Departure) -> str:
    if departure.place is not None and not departure.cell:
        return f"{departure.place}：{departure.detail}"
    if departure.cell:
        return f"{where(cell_at(submission, departure.cell))}{departure.detail}"
    return departure.detail
