"""The job with LibreOffice without a window: it works the template's own formulas out anew; then the sheet 校验 is read.

libreoffice_formulas.py SOFFICE PATHS. The formulas stored with results are really calculated: the profile says so (OOXMLRecalcMode 0).
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""

paths = Path(sys.argv[2]).read_text("utf-8").split("\n")
with tempfile.TemporaryDirectory() as place:
    profile, out = Path(place, "profile"), Path(place, "out")
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    subprocess.run([sys.argv[1], f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(out), *paths],
                   check=True, capture_output=True)
    for path in paths:
        rows = load_workbook(out / Path(path).name, data_only=True, read_only=True)["校验"].iter_rows(min_row=5, values_only=True)
        for rule, says, place_of, verdict, left, right, *_ in rows:
            if verdict == "不符":
                print(f"{path}\t{rule} {place_of} {says}：{left} 与 {right} 不符")
