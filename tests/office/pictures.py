"""make pictures: the pictures that README and macros/README.md show, from the programs themselves; none is made by hand.

The worked example, a county that does not exist, and two real windows on a screen of their own. Needs what `make test` needs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "office")]

import openpyxl  # noqa: E402
from libreoffice import recalculated, tool  # noqa: E402

from finished_reports import FORM  # noqa: E402
from forms import consistent, total_names  # noqa: E402
from xlreport.demonstration import demonstrate  # noqa: E402
from xlreport.flows.filling import workbook  # noqa: E402
from xlreport.form.exchange import from_json  # noqa: E402
from xlreport.form.library import library  # noqa: E402
from xlreport.rules.load import load_rules  # noqa: E402
from xlreport.rules.model import THIS  # noqa: E402

BESIDE_BUTTONS = TESTS.parent / "macros" / "pictures"
BESIDE_FORM = TESTS.parent / "workbook_templates" / FORM / "pictures"
OFFICES = ("财政局", "教育局", "民政局", "司法局", "水利局", "林业局", "审计局", "统计局", "医疗保障局", "卫生健康局", "交通运输局", "农业农村局", "应急管理局",
           "市场监督管理局", "自然资源局", "城市管理局", "文化和旅游局", "生态环境局")
MISSING, LATE = ("林业局", "统计局"), ("水利局",)
WRONG = {"民政局": "申请[本年新收, 自然人]", "审计局": "申请[予以公开, 自然人]", "城市管理局": "申请[结转下年, 其他]"}
TEXTS = {
    "序言": "本报告依照政府信息公开条例编制。电子版可在本局网站下载。",
    "总体情况": "主动公开方面，及时更新栏目。\n依申请公开方面，按时答复。\n政府信息管理方面，逐件审查。\n平台建设方面，维护网页。\n监督保障方面，开展培训。",
    "存在问题及改进情况": "解读材料的形式还不多，将增加图表解读。", "其他需要报告的事项": "本年度没有收取信息处理费。",
}


def main() -> None:
    """Every picture, or those whose names hold the words given: make pictures WORDS=总览."""
    with tempfile.TemporaryDirectory(prefix="xlreport-pictures-") as folder:
        for make in (workbook_and_report, overview, checking_window, calc_window):
            if len(sys.argv) < 2 or any(word in make.__name__ for word in sys.argv[1:]):
                make(Path(folder))


def run(*command: str | Path, **environ: str) -> None:
    """A program that has to succeed."""
    subprocess.run([str(word) for word in command], check=True, env={**os.environ, **environ}, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL if "chromium" in str(command[0]) else None)  # it complains of everything that a desktop has


def xlreport(*words: str | Path) -> None:
    """A command of xlreport; 1 says that a report has errors."""
    done = subprocess.run([sys.executable, "-m", "xlreport", *map(str, words)], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode < 2, done.stderr


def small(source: Path, target: Path, *steps: str) -> None:
    """A picture with few colours, its white border cut off."""
    run(tool("convert"), source, "-trim", "+repage", *steps, "-bordercolor", "white", "-border", "12", "+dither", "-colors", "96", "-strip", target)


def page(source: Path, target: Path, height: int, *steps: str) -> None:
    """A web page as Chromium draws it."""
    shot = target.with_suffix(".shot.png")
    run(tool("chromium"), "--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size=1040,{height}", f"--screenshot={shot}", source.resolve().as_uri())
    small(shot, target, *steps)
    shot.unlink()


def workbook_and_report(folder: Path) -> None:
    """Two sheets of the workbook with slips, the findings as a page, and three pages of the written report."""
    os.chdir(folder)  # so that the page names the file as a person would see it
    example = Path("例子")
    for _ in demonstrate(example, library()):
        pass
    wrong, written = recalculated([example / "3-有三处笔误的工作簿.xlsx", example / "5-写出的报告.docx"], folder / "pdf", "pdf")
    for number, name in ((2, "1-主动公开"), (3, "2-申请情况")):
        run(tool("pdftoppm"), "-r", "96", "-png", "-singlefile", "-f", str(number), "-l", str(number), wrong, folder / name)
        small(folder / f"{name}.png", BESIDE_BUTTONS / f"{name}.png")
    page(example / "4-校验结果.html", BESIDE_BUTTONS / "3-校验结果网页.png", 845)
    run(tool("pdftoppm"), "-r", "60", "-png", "-l", "3", written, folder / "页")
    run(tool("montage"), *sorted(folder.glob("页-*.png")), "-tile", "3x1", "-geometry", "+8+8", "-background", "#bbb", "+dither", "-colors", "32", "-strip",
        BESIDE_FORM / "写出的报告.png")


def overview(folder: Path) -> None:
    """The year of a county at a glance: two offices missing, one late, three wrong."""
    county, random, rules = "江城县", Random(5), load_rules(library(), FORM)
    totals = total_names(rules)
    for year in (2024, 2025):
        for office in OFFICES:
            known = consistent(library().form(FORM), rules, random).known
            figures = {name: int(number) for name, number in known[THIS].items()}
            if year == 2025 and office in WRONG:
                figures[WRONG[office]] += 7
            if year == 2024 or office not in MISSING:
                path = folder / str(year) / f"{county}{office}.xlsx"
                path.parent.mkdir(exist_ok=True)
                report = {"form": FORM, "unit": f"{county}{office}", "year": year, "cells": {name: n for name, n in figures.items() if name not in totals},
                          "facts": dict.fromkeys(library().form(FORM).facts, 0), "text": TEXTS, "answers": {"规章制定权": "无", "报告范围": "本单位"}}
                path.write_bytes(workbook(from_json(report, library()), library()))
    roster = openpyxl.Workbook()
    roster.active.append(["单位名称", "上级单位", "联系人", "报送期限", "收到日期"])  # type: ignore[union-attr]
    for number, office in enumerate(OFFICES):
        received = None if office in MISSING else "2026-02-03" if office in LATE else "2026-01-20"
        roster.active.append([f"{county}{office}", f"{county}人民政府", f"科员{number + 1:02}", "2026-01-31", received])  # type: ignore[union-attr]
    roster.save(folder / "名录.xlsx")
    for year in (2024, 2025):
        xlreport("collect", folder / str(year), "--store", folder / "库.duckdb", "--roster", folder / "名录.xlsx")
    xlreport("dashboard", "--store", folder / "库.duckdb", "--year", "2025", "-o", folder / "总览.html")
    page(folder / "总览.html", BESIDE_BUTTONS / "总览.png", 1000)


def checking_window(folder: Path) -> None:
    """The window for those who use no terminal, as its test sees it."""
    run(sys.executable, "-m", "pytest", "-q", TESTS / "office" / "test_checking_window.py", XLREPORT_PICTURES=str(folder / "窗"))
    small(folder / "窗" / "校验窗口.png", BESIDE_BUTTONS / "校验窗口.png")


def calc_window(folder: Path) -> None:
    """The buttons in Calc, as their test sees them."""
    run(sys.executable, "-m", "pytest", "-q", TESTS / "office" / "test_calc_window.py", "-k", "walked", XLREPORT_PICTURES=str(folder / "表"))
    for source, name in (("2-校验", "1-校验"), ("4-校验结果", "2-校验结果"), ("5-下一条", "3-下一条")):
        run(tool("convert"), folder / "表" / f"{source}.png", "-crop", "1400x700+0+0", "+repage", "-strip", BESIDE_BUTTONS / f"LibreOffice-{name}.png")


if __name__ == "__main__":
    shutil.which("convert") or sys.exit("ImageMagick is missing: make system")
    main()
