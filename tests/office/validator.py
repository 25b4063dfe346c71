"""Microsoft's Open XML SDK as a judge of workbooks and Word files."""

import json
import subprocess
from pathlib import Path

from libreoffice import tool

_PROGRAM = Path(__file__).parents[2] / "build" / "npm" / "node_modules" / ".bin" / "ooxml-validator"


def faults(path: Path) -> set[tuple[str, str]]:
    """What it finds wrong in a file: description and place."""
    done = subprocess.run([tool("ooxml-validator", "OOXML_VALIDATOR", _PROGRAM), str(path)], capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    said = json.loads(done.stdout)
    found = {(error.get("description", str(error)), error.get("path", "")) for error in said["errors"]}
    assert said["ok"] is not bool(found)
    return found
