"""README is kept: every command in it is run, in its order, in a folder with the files it speaks of; every link leads somewhere."""

import re
from pathlib import Path

import openpyxl
import pytest

from readme import README, ROOT, given, run, write
from xlreport.cli.app import app
from xlreport.demonstration import demonstrate
from xlreport.flows.filling import workbook
from xlreport.flows.writing import finished_report
from xlreport.form.library import Library
from xlreport.sources import read_submission

UNIT = "江城县财政局"
# commands that README gives and that cannot be run here, each with its reason
ELSEWHERE = {
    "xlreport addin install": "Excel on Windows; tests/flows/test_installing.py",
    "xlreport addin status": "exit 2 where there is no Windows; tests/flows/test_installing.py",
    "xlreport libreoffice install": "installs into the person's LibreOffice; tests/office/test_calc_window.py",
    "xlreport window": "a window; tests/office/test_checking_window.py",
    "xlreport check 年报.xlsx --waive 指纹 --reason 原因": "needs a finding to explain; tests/cli/test_waive_command.py",
    "xlreport accept 指纹 --store 汇集库.duckdb": "needs a reason in the store; tests/collection/test_acceptance.py",
}


def test_what_is_left_out_is_still_said() -> None:
    """Only commands that README gives are left out, and there are many others."""
    assert set(ELSEWHERE) <= set(given())
    assert len(given()) > 30


def test_links_lead_somewhere() -> None:
    """Every file that README links to is there; no picture lies about that nothing shows."""
    links = re.findall(r"\]\((?!http)([^)#]+)\)|src=\"([^\"]+)\"", README)
    links = [target or picture for target, picture in links]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
    heads = {head.lower().replace(" ", "-").replace("、", "").replace("。", "") for head in re.findall(r"^#+ (.+)$", README, re.M)}
    assert [link for link in re.findall(r"\]\(#([^)]+)\)", README) if link not in heads] == []
    assert [name.name for folder in ("macros", "workbook_templates/zfxxgk-2021") for name in (ROOT / folder / "pictures").glob("*.png")
            if name.name not in README + (ROOT / "macros" / "README.md").read_text("utf-8")] == []


def test_options_exist() -> None:
    """Every option that README names is one of a command."""
    import typer.main

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    known = {name for command in commands.values() for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    named = set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", " ".join(re.findall(r"`[^`]*`|```.*?```", README, re.S))))
    assert named - known - {"--check", "--version", "--help"} == set()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """The folder of the person who reads README, with what README takes for granted."""
    place = tmp_path_factory.mktemp("读") / "桌 面"
    for _ in demonstrate(place / "例子", library):
        pass
    whole = read_submission(place / "例子" / "2-填好的工作簿.xlsx", library)._replace(unit=UNIT)
    wrong = read_submission(place / "例子" / "3-有三处笔误的工作簿.xlsx", library)
    this, last = (whole._replace(year=year, texts={code: text.replace("2023", str(year)) for code, text in whole.texts.items()}) for year in (2025, 2024))
    for name, report in (("去年.xlsx", last), ("今年.xlsx", this), ("收到的年报/财政局.xlsx", this), ("去年年报/财政局.xlsx", last),
                         ("收到的年报/教育局.xlsx", wrong._replace(unit="江城县教育局", year=2025, texts=this.texts))):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(workbook(report, library))
    (place / "去年年报.docx").write_bytes(finished_report(last, library, "docx"))
    (place / "定稿.docx").write_bytes(finished_report(this, library, "docx"))
    roster = openpyxl.Workbook()
    roster.active.append(["单位名称", "上级单位", "报送期限"])
    for unit in (UNIT, "江城县教育局", "江城县水利局"):
        roster.active.append([unit, "江城县人民政府", "2026-01-31"])
    roster.active.append(["江城县人民政府", None, None])
    roster.save(place / "名录.xlsx")
    (place / "数.json").write_text(run("xlreport values 今年.xlsx", place), "utf-8")
    run("xlreport collect 去年年报 --store 汇集库.duckdb", place)
    return place


def test_every_command(desk: Path, library: Library) -> None:
    """In README's order; after 'new' the clerk has filled in the workbook, then the analyst has written the files that README prints."""
    this = read_submission(desk / "今年.xlsx", library)
    for command in given():
        if command in ELSEWHERE or re.fullmatch(r"xlreport (new|unmark|check|forms)", command):
            continue
        if command == "xlreport rules S901":
            write(desk, "forms/")
        said = run(command, desk)
        if command.startswith("xlreport new --unit"):
            assert "年报.xlsx" in said
            (desk / "年报.xlsx").write_bytes(workbook(this, library))
        for outcome in re.findall(r" -o (\S+)", command):
            assert (desk / outcome).exists(), command
    assert (desk / "年报.docx").is_file()
    assert len(list((desk / "发下去").glob("*.xlsx"))) == 3
    assert "3 个例子都与规则相符" in run("xlreport rules S901", desk)
