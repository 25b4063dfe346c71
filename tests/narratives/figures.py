"""Random figures of two years for a report worth writing about: balanced, some cells large, some zero."""

from decimal import Decimal
from random import Random

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
DENIED = ("国家秘密", "法律禁止", "三安全一稳定", "第三方权益", "内部事务", "过程性信息", "执法案卷", "行政查询")
UNABLE = ("不掌握", "另行制作", "补正不明确")
UNHANDLED = ("信访举报投诉", "重复申请", "公开出版物", "大量反复", "确认或重新出具")
OTHERWISE = ("逾期不补正", "逾期不缴费", "其他情形")
RESULTS = ("予以公开", "部分公开", *DENIED, *UNABLE, *UNHANDLED, *OTHERWISE)
OUTCOMES = ("维持", "纠正", "其他", "未审结")
ROADS = ("复议", "直接起诉", "复议后起诉")


class Figures:
    """Figures of one report and of the year before: cell name to Decimal. facts: declared figures of the narrative."""

    def __init__(self, random: Random, year: int) -> None:
        self.year = year
        self.last = _one_year(random, {})
        self.this = _one_year(random, self.last)
        self.facts = _fees(random)

    def now(self, row: str, column: str = "总计") -> int:
        """A figure of this year's 申请."""
        return int(self.this[f"申请[{row}, {column}]"])

    def before(self, row: str, column: str = "总计") -> int:
        """A figure of last year's 申请."""
        return int(self.last[f"申请[{row}, {column}]"])

    def cases(self, road: str, column: str = "总计", last: bool = False) -> int:
        """A figure of 复议诉讼."""
        return int((self.last if last else self.this)[f"复议诉讼[{road}, {column}]"])

    def open(self, row: str, column: str, last: bool = False) -> Decimal:
        """A figure of 公开."""
        return (self.last if last else self.this)[f"公开[{row}, {column}]"]

    def several(self, rows: tuple[str, ...], column: str = "总计") -> int:
        """The sum of some rows of this year's 申请."""
        return sum(self.now(row, column) for row in rows)


def _one_year(random: Random, last: dict[str, Decimal]) -> dict[str, Decimal]:
    cells: dict[str, Decimal] = {}
    busy = random.choice((0.0, 0.3, 1.0, 1.0, 4.0, 20.0))
    for applicant in APPLICANTS:
        weight = busy * (1.0 if applicant == "自然人" else 0.25)
        done = 0
        for row in RESULTS:
            often = 0.9 if row in ("予以公开", "部分公开") else 0.45
            count = int(random.expovariate(1) * 6 * weight) if random.random() < often else 0
            cells[f"申请[{row}, {applicant}]"] = Decimal(count)
            done += count
        left = random.choice((0, 0, int(random.random() * 3 * weight)))
        carried = int(last.get(f"申请[结转下年, {applicant}]", min(done + left, int(random.random() * 2 * weight))))
        if carried > done + left:
            cells[f"申请[予以公开, {applicant}]"] += carried - done - left
            done = carried - left
        cells[f"申请[总计, {applicant}]"], cells[f"申请[结转下年, {applicant}]"] = Decimal(done), Decimal(left)
        cells[f"申请[上年结转, {applicant}]"], cells[f"申请[本年新收, {applicant}]"] = Decimal(carried), Decimal(done + left - carried)
    for row in ("本年新收", "上年结转", *RESULTS, "总计", "结转下年"):
        cells[f"申请[{row}, 总计]"] = sum((cells[f"申请[{row}, {one}]"] for one in APPLICANTS), Decimal(0))
    for road in ROADS:
        any_case = random.random() < 0.6
        for outcome in OUTCOMES:
            cells[f"复议诉讼[{road}, {outcome}]"] = Decimal(random.choice((0, 1, 2, 3, 7, 14)) if any_case else 0)
        cells[f"复议诉讼[{road}, 总计]"] = sum((cells[f"复议诉讼[{road}, {one}]"] for one in OUTCOMES), Decimal(0))
    for row in ("规章", "行政规范性文件"):
        issued, ended = (random.choice((0, 1, 3, 12)), random.choice((0, 0, 1, 4))) if row != "规章" else (0, 0)
        before = last.get(f"公开[{row}, 现行有效]", Decimal(random.choice((0, 9, 41)) if row != "规章" else 0))
        ended = min(ended, int(before) + issued)
        cells[f"公开[{row}, 制发]"], cells[f"公开[{row}, 废止]"] = Decimal(issued), Decimal(ended)
        cells[f"公开[{row}, 现行有效]"] = before + issued - ended
    for row in ("行政许可", "行政处罚", "行政强制"):
        cells[f"公开[{row}, 处理决定]"] = Decimal(random.choice((0, random.randrange(1, 90), random.randrange(90, 5000), 12000)))
    cells["公开[行政事业性收费, 收费金额]"] = Decimal(random.choice((0, 0, random.randrange(10**6)))).scaleb(-4).normalize()
    return cells


def _fees(random: Random) -> dict[str, Decimal]:
    charged = random.choice((0, 0, 0, random.randrange(1, 9)))
    amount = charged * random.choice((100, 230, 380))
    return {"文中.信息处理费[通知件数]": Decimal(charged), "文中.信息处理费[通知金额]": Decimal(amount),
            "文中.信息处理费[实收金额]": Decimal(amount)}
