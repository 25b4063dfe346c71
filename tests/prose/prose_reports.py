"""A report to hold sentences against: every figure of its tables is another number, so that no two can be taken for each other."""

from decimal import Decimal

from xlreport.check.checking import check_submission
from xlreport.check.findings import Finding, Result
from xlreport.form.library import library
from xlreport.form.submission import Submission
from xlreport.form.values import exact_value
from xlreport.rules.load import load_rules

FORM = "zfxxgk-2021"
UNIT = "临河市江城区财政局"
RECEIVED, CARRIED_IN, HANDLED, CARRIED_OUT = 130, 9, 134, 5  # 130 + 9 = 134 + 5
CELLS = {
    "公开[规章, 制发]": 0, "公开[规章, 废止]": 0, "公开[规章, 现行有效]": 0,
    "公开[行政规范性文件, 制发]": 7, "公开[行政规范性文件, 废止]": 3, "公开[行政规范性文件, 现行有效]": 41,
    "公开[行政许可, 处理决定]": 829, "公开[行政处罚, 处理决定]": 256, "公开[行政强制, 处理决定]": 17,
    "公开[行政事业性收费, 收费金额]": "318.4526",
    "申请[本年新收, 总计]": RECEIVED, "申请[本年新收, 自然人]": 98, "申请[本年新收, 商业企业]": 22, "申请[本年新收, 法律服务机构]": 10,
    "申请[上年结转, 总计]": CARRIED_IN, "申请[上年结转, 自然人]": 9, "申请[总计, 总计]": HANDLED, "申请[总计, 自然人]": 103,
    "申请[总计, 商业企业]": 21, "申请[总计, 法律服务机构]": 10, "申请[结转下年, 总计]": CARRIED_OUT, "申请[结转下年, 自然人]": 4,
    "申请[结转下年, 商业企业]": 1, "申请[予以公开, 总计]": 61, "申请[部分公开, 总计]": 12, "申请[国家秘密, 总计]": 2,
    "申请[第三方权益, 总计]": 6, "申请[执法案卷, 总计]": 11, "申请[不掌握, 总计]": 19, "申请[补正不明确, 总计]": 4, "申请[信访举报投诉, 总计]": 8,
    "申请[重复申请, 总计]": 3, "申请[逾期不补正, 总计]": 1, "申请[其他情形, 总计]": 7,
    "复议诉讼[复议, 维持]": 5, "复议诉讼[复议, 纠正]": 2, "复议诉讼[复议, 其他]": 1, "复议诉讼[复议, 未审结]": 3, "复议诉讼[复议, 总计]": 11,
    "复议诉讼[直接起诉, 维持]": 4, "复议诉讼[直接起诉, 其他]": 2, "复议诉讼[直接起诉, 总计]": 6,
    "复议诉讼[复议后起诉, 维持]": 1, "复议诉讼[复议后起诉, 总计]": 1,
}
LAST = {
    "申请[本年新收, 总计]": 104, "申请[本年新收, 自然人]": 80, "申请[上年结转, 总计]": 6, "申请[总计, 总计]": 101, "申请[结转下年, 总计]": 9,
    "申请[予以公开, 总计]": 61, "公开[行政许可, 处理决定]": 760, "公开[行政处罚, 处理决定]": 128, "公开[行政强制, 处理决定]": 0,
    "复议诉讼[复议, 总计]": 8,
}
FACTS = {"文中.信息处理费[通知件数]": 3, "文中.信息处理费[通知金额]": 1450, "文中.信息处理费[实收金额]": 1150}


def report(text: str, section: str = "总体情况", year: int = 2023, unit: str = UNIT, **changed: object) -> Submission:
    """The report with one text."""
    form = library().form(FORM)
    cells = {name: exact_value(Decimal(str(CELLS.get(name, 0)))) for name in form.cells}
    last = {name: exact_value(Decimal(LAST.get(name, 0))) for name in form.cells}
    facts = {name: exact_value(Decimal(FACTS[name])) for name in form.facts}
    return Submission(form, unit=unit, year=year, cells=cells, last_year=last, facts=facts, texts={section: text})._replace(**changed)


def checked(text: str, section: str = "总体情况", **changed: object) -> Result:
    """That report, checked."""
    return check_submission(report(text, section, **changed), load_rules(library(), FORM))  # type: ignore[arg-type]


def remarks(text: str, section: str = "总体情况", **changed: object) -> list[Finding]:
    """The findings of the N rules, without notes."""
    return [one for one in checked(text, section, **changed).findings if one.family == "prose" and one.severity != "info"]
