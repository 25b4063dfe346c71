"""What explains a report's errors is kept with it, handed on, and said in the same words to the office and to the unit."""

import csv
import json
from pathlib import Path

from test_acceptance import FORM, put
from test_returning import said

from xlreport.check.checking import check_submission
from xlreport.collection.store import open_store
from xlreport.flows.collecting import collect
from xlreport.flows.exporting import export_store
from xlreport.flows.overseeing import year_at_a_glance
from xlreport.flows.returning import return_reports
from xlreport.form.library import Library
from xlreport.rules.load import load_rules
from xlreport.sources import read_submission


def test_one_cause_in_store_list_letter_and_export(tmp_path: Path, library: Library) -> None:
    """A swapped pair of digits: the store has the check's causes, and all that is written speaks of the same cell."""
    folder, store = tmp_path / "年报", tmp_path / "库.duckdb"
    put(folder, library, "甲局")
    data = json.loads((folder / "甲局.json").read_text("utf-8"))
    data["cells"] |= {"申请[本年新收, 自然人]": 12, "申请[本年新收, 总计]": 21, "申请[予以公开, 自然人]": 21, "申请[予以公开, 总计]": 21,
                      "申请[总计, 自然人]": 21, "申请[总计, 总计]": 21}
    (folder / "甲局.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    collect(str(folder), store, library, jobs=1)
    result = check_submission(read_submission(folder / "甲局.json", library), load_rules(library, FORM))
    assert result.causes
    with open_store(store, library) as opened:
        causes = opened.rows("select * from cause order by cause")
        changes = opened.rows('select cause, cell, "from", "to", why from explanation order by cause, explanation')
    assert [(row["cause"], tuple(json.loads(row["findings"])), row["unique"]) for row in causes] == [
        (cause.id, cause.findings, cause.unique) for cause in result.causes]
    assert changes == [{"cause": cause.id, "cell": change.cell, "from": change.was, "to": change.to, "why": change.why}
                       for cause in result.causes for explanation in cause.explanations for change in explanation.changes]
    words = causes[0]["said"]
    assert "现为 12，应为 21" in words
    found = year_at_a_glance(store, tmp_path / "页.html", library, 2023, FORM)
    assert words.partition("。")[0] in found.calls[0].reason
    ((_, letter),) = return_reports(store, tmp_path / "退回", library, 2023)
    assert words in said(letter)
    export_store(store, tmp_path / "出", library, "csv")
    tables = {name: list(csv.DictReader((tmp_path / "出" / f"{name}.csv").read_text("utf-8-sig").splitlines())) for name in ("问题", "原因", "说明", "字典")}
    assert {row["规则"] for row in tables["问题"]} == {finding.rule for finding in result.findings}
    assert (tables["原因"][0]["现为"], tables["原因"][0]["应为"], tables["原因"][0]["说的是"]) == ("12", "21", words)
    assert [(row["规则或指纹"], row["原因"]) for row in tables["说明"]] == [("G101", "与市局联合制定")]
    assert {row["代码"] for row in tables["字典"] if row["表"] == "原因"} >= {"unique", "from", "to", "why"}
