"""LibreOffice as a judge: it recalculates every formula, whatever is cached, and is never taken at a saved value."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

# 0: always recalculate files from Excel. LibreOffice's own default keeps the values that are saved.
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
BATCH = 20


def tool(name: str, override: str = "", *places: Path) -> str:
    """Where a program is. On CI a missing one is a failure; elsewhere the test is left out with the reason."""
    found = os.environ.get(override) or next((str(place) for place in places if place.exists()), None) or shutil.which(name)
    if found and (Path(found).exists() or shutil.which(found)):
        return found
    if os.environ.get("CI"):
        raise RuntimeError(f"{name} is missing; this test needs it on CI")
    pytest.skip(f"{name} is not installed (on CI this is a failure)")


def recalculated(paths: Sequence[Path], folder: Path, to: str = "xlsx") -> list[Path]:
    """The files, opened by LibreOffice, recalculated in full and saved again, in the order given."""
    program = tool("soffice", "SOFFICE")
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(paths), BATCH):
        batch = paths[start : start + BATCH]
        with tempfile.TemporaryDirectory(prefix="xlreport-office-") as profile:
            user = Path(profile) / "user"
            user.mkdir()
            (user / "registrymodifications.xcu").write_text(_ALWAYS, "utf-8")
            done = subprocess.run(
                [program, "--headless", "--norestore", f"-env:UserInstallation={Path(profile).as_uri()}", "--convert-to", to,
                 "--outdir", str(folder), *map(str, batch)],
                capture_output=True, text=True, check=False, timeout=60 + 20 * len(batch),
            )
        missing = [path.name for path in batch if not (folder / f"{path.stem}.{to}").exists()]
        assert not missing, f"LibreOffice wrote nothing for {missing}: {done.stdout} {done.stderr}"
    return [folder / f"{path.stem}.{to}" for path in paths]
