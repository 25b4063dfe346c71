"""The overview of a year as a workbook, for those who want to sort and filter in Excel."""

from decimal import Decimal

from xlreport.collection.across import traced_said
from xlreport.collection.overview import Overview
from xlreport.collection.standing import status_said
from xlreport.rules.model import RuleSet
from xlreport.wording import say
from xlreport.workbook.tables_out import Head, SheetOfRows, table_workbook


def render(found: Overview, rules: RuleSet) -> bytes:
    """Sheets 单位, 先联系谁, 汇总核对, 与同类比, 规则, 合计, 各单位的数 and 各单位的问题."""
    title = say(f"{found.year}年度年报汇集情况", f"Reports collected for {found.year}")
    units = [(standing.unit.unit, standing.unit.parent, standing.unit.unit_code, status_said(standing.status),
              None if standing.late is None else max(standing.late, 0), *_counts(found, number), standing.unit.contact)
             for number, standing in enumerate(found.standings)]
    totals = [(total.label, total.total, None if total.last is None else total.same, total.last, None if total.last is None else total.same - total.last)
              for total in found.totals]
    parts = [(total.label, unit, number, place) for total in found.totals for unit, number, place in total.parts]
    levels = {"error": say("错误", "error"), "warning": say("核实", "to confirm"), "info": say("提示", "information")}
    findings = [(found.said[standing.unit], levels[one.severity], one.rule, one.message) for standing in found.standings if standing.versions
                for one in found.findings.get(standing.versions[0].submission, ())]
    return table_workbook([
        SheetOfRows("单位", title, [Head("单位", 34), Head("上级单位", 24), Head("代码", 22), Head("状态", 10), Head("迟报天数", 10),
                                  Head("错误", 8), Head("核实", 8), Head("待认可", 8), Head("已认可", 8),
                                  Head("文件数", 8), Head("联系人", 24)], units),
        SheetOfRows("先联系谁", title, [Head("单位", 34), Head("联系人", 24), Head("为什么", 70)],
                    [(call.unit, call.contact, call.reason) for call in found.calls]),
        SheetOfRows("汇总核对", title, [Head("单位", 34), Head("规则", 8), Head("本级", 12), Head("下级", 12), Head("相差", 12),
                                  Head("说明", 100)], _unfit(found)),
        SheetOfRows("与同类比", title, [Head("单位", 34), Head("规则", 8), Head("本年", 12), Head("照同类约为", 12), Head("相差", 12), Head("分数", 8),
                                   Head("说明", 100)], _peers(found)),
        SheetOfRows("规则", title, [Head("规则", 10), Head("级别", 8), Head("说的是", 70), Head("条数", 8), Head("单位数", 8)],
                    [(one.rule, levels[one.severity], rules.by_id[one.rule].says if one.rule in rules.by_id else "", one.findings, one.units)
                     for one in found.rules]),
        SheetOfRows("合计", title, [Head("项目", 50), Head("本年合计", 14), Head("两年都报的：本年", 18), Head("上年", 14), Head("增减", 14)], totals),
        SheetOfRows("各单位的数", title, [Head("项目", 50), Head("单位", 34), Head("数", 14), Head("在哪一格", 24)], parts),
        SheetOfRows("各单位的问题", title, [Head("单位", 34), Head("级别", 8), Head("规则", 10), Head("问题", 100)], findings),
    ])


def _unfit(found: Overview) -> list[tuple[str | Decimal | None, ...]]:
    """A row a finding across units; under it what it may come from in the reports below."""
    rows: list[tuple[str | Decimal | None, ...]] = []
    for office in found.across:
        rows += [(office.unit, one.rule, *(Decimal(side) if side else None for side in (one.left, one.right, one.difference)), one.message)
                 for one in office.findings]
        rows += [(f"　{one.unit}", one.rule, None, None, None, traced_said(one)) for one in office.traced]
    return rows


def _peers(found: Overview) -> list[tuple[str | Decimal | None, ...]]:
    """A row a figure that moved unlike the peers'; then the units that could not be compared, with the reason."""
    moved: list[tuple[str | Decimal | None, ...]] = [
        (found.said[unusual.unit], one.rule, Decimal(one.left), Decimal(one.right), Decimal(one.difference),
         Decimal(f"{unusual.score:.3f}") if place == 0 else None, one.message)
        for unusual in found.compared.unusual for place, one in enumerate(unusual.findings)]
    return moved + [(unit, say("没有比", "not compared"), None, None, None, None, why) for unit, why in found.compared.untested]


def _counts(found: Overview, number: int) -> tuple[int | None, ...]:
    versions = found.standings[number].versions
    if not versions:
        return None, None, None, None, 0
    first = versions[0]
    return first.errors, first.warnings, first.pending, first.waived, len(versions)
