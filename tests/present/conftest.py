"""A fixed batch for every format, hostile text, and golden files (rewritten with UPDATE_GOLDEN=1)."""

from collections.abc import Callable
from typing import Any

import pytest
from present_examples import FORM, HOSTILE, Rules, placed, zeros

from xlreport.check.checking import check_submission
from xlreport.check.findings import Batch, CellAt, FileResult, Finding, Result
from xlreport.errors import UnreadableFile
from xlreport.form.exchange import from_json
from xlreport.form.library import Library
from xlreport.form.submission import Waiver
from xlreport.rules.load import load_rules
from xlreport.rules.model import RuleSet

# Golden files follow these rules only, so that a new rule changes none of them.
KEPT = ("C101", "C102", "C103", "S101", "S102", "S103", "F101", "F103", "G101", "Y101")


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chinese, whatever the machine says; a test of English sets XLREPORT_LANG itself."""
    monkeypatch.setenv("XLREPORT_LANG", "zh")


@pytest.fixture(scope="session")
def rules_of(library: Library) -> Rules:
    """The fixed rules of a form."""
    def rules(form_id: str) -> RuleSet:
        whole = load_rules(library, form_id)
        kept = tuple(rule for rule in whole.rules if rule.id in KEPT)
        return RuleSet(kept, "1-00000000", {rule.id: rule for rule in kept},
                       {rule.test: rule for rule in kept if rule.test}, whole.totals)
    return rules


@pytest.fixture
def make_batch(library: Library, rules_of: Rules) -> Callable[[], Batch]:
    """Makes the fixed batch, in the language of the moment: errors of several kinds, a pass, an unreadable file."""
    def checked(path: str, data: dict[str, Any]) -> FileResult:
        submission = placed(from_json(data, library))
        return FileResult(path, check_submission(submission, rules_of(submission.form.id)), None)

    def wrong(waivers: tuple[Waiver, ...] = ()) -> FileResult:
        form = library.form(FORM)
        submission = placed(from_json(zeros(
            form, answers={"规章制定权": "无"},
            last_year={"申请[结转下年, 自然人]": 7, "申请[结转下年, 商业企业]": 0},
            cells={
                "申请[本年新收, 自然人]": 12, "申请[予以公开, 自然人]": 9, "申请[总计, 自然人]": 12,
                "申请[予以公开, 总计]": 9, "申请[总计, 总计]": 9, "申请[本年新收, 商业企业]": {"text": "一十二"},
                "申请[本年新收, 科研机构]": -3,
                "公开[规章, 制发]": 1, "公开[行政许可, 处理决定]": None, "公开[行政处罚, 处理决定]": None,
                "公开[行政强制, 处理决定]": None,
                "公开[行政事业性收费, 收费金额]": "18.8710",
                "复议诉讼[复议, 维持]": {"text": "两件\n（含\x1b[31m上年）"}, "复议诉讼[直接起诉, 总计]": 2,
            }), library))._replace(waivers=waivers)
        return FileResult("报送/青禾县司法局 2023.xlsx", check_submission(submission, rules_of(FORM)), None)

    def batch() -> Batch:
        first = wrong()
        assert first.result is not None
        warned = next(finding for finding in first.result.findings if finding.severity == "warning")
        unreadable = UnreadableFile("报送/坏了.xlsx", "不是 xlsx 文件（打头的字节不是 PK）",
                                    "请用 Excel 或 WPS 打开后另存为 xlsx")
        return Batch((
            wrong((Waiver(warned.fingerprint, "原因已核"),)),
            checked("报送/柳塘乡.xlsx", zeros(library.form(FORM), unit="柳塘乡人民政府")),
            checked("报送/松岭镇.xlsx", zeros(library.form(FORM), unit="松岭镇人民政府")),
            checked("报送/旧/云桥区统计局 2020.xlsx", zeros(library.form("zfxxgk-2019"), unit="云桥区统计局", year=2020,
                                                cells={"申请[本年新收, 其他]": 1})),
            FileResult("报送/坏了.xlsx", None, unreadable),
        ), passed_over=2)
    return batch


@pytest.fixture
def batch(make_batch: Callable[[], Batch]) -> Batch:
    """The fixed batch in Chinese."""
    return make_batch()


@pytest.fixture
def hostile_batch(library: Library) -> Batch:
    """One file with a hostile path, unit, figures and messages, and one unreadable with the same."""
    name = "申请[本年新收, 自然人]"
    submission = from_json(zeros(library.form(FORM)), library)
    values = {**submission.cells, name: submission.cells[name]._replace(kind="text", number=None, raw=HOSTILE)}
    submission = submission._replace(unit=HOSTILE, cells=values)
    found = Finding("S101", "S101[自然人]", "balance", "error", "broken", HOSTILE, "1", "2", "-1", fingerprint="0" * 16,
                    cells=(CellAt(name, HOSTILE, HOSTILE, "D6", HOSTILE),))
    path = f"a b/{HOSTILE}\udcff.xlsx"
    return Batch((FileResult(path, Result(submission, "1-00000000", (), (found,), 0), None),
                  FileResult(path, None, UnreadableFile(path, HOSTILE, HOSTILE))))
