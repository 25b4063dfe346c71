"""The example report with errors planted in it, as a workbook to open in an office program."""

import json
from pathlib import Path
from typing import Any

import packages
from xlreport.form.exchange import from_json
from xlreport.form.library import library as library_of
from xlreport.rules.load import load_rules
from xlreport.workbook.template import workbook_bytes

# a text for a number, one wrong figure that two equations cross in, a total that is not its sum's
ERRORS: dict[str, Any] = {"公开[行政许可, 处理决定]": {"text": "12件"}, "申请[本年新收, 自然人]": 9, "复议诉讼[复议, 总计]": 5}


def report(**cells: Any) -> bytes:
    """The example report as a workbook, with other figures in some cells."""
    data = json.loads((Path(packages.__file__).parent.parent / "workbook_templates/zfxxgk-2021/example.json").read_text("utf-8"))
    data["cells"].update(cells.pop("cells", {}))
    return workbook_bytes(from_json({**data, **cells}, library_of()), load_rules(library_of(), packages.FORM))
